"""Folders and files that the program has no permission to read or write."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from recovery import ANSWERS, answers_file, typed_answers
from support.program import TIMEOUT, CompletedRun, Program

if sys.platform == "win32":
    pytest.skip("this platform has no permission bits", allow_module_level=True)

FORBIDDEN = "a folder that may not be written"
HIDDEN = "a folder or file that may not be read"
DRAFTS_FOLDER = ".securebase/drafts"

# The user who owns no files. If that user may not run the interpreter, root without its privileges
# needs permissions as well.
NOBODY = 65534
PREFIXES = (
    ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"],
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search"],
)


@pytest.fixture
def guest():
    """Return a program that runs as a user who needs permissions, with an entry in its journal."""
    with tempfile.TemporaryDirectory(prefix="securebase-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        # Other users cannot enter the folders that pytest makes.
        Path(folder).chmod(0o755)
        guest = _program_with_permissions(home)
        done = _save(guest, ANSWERS)
        assert 0 == done.code, done.err
        yield guest
        for path in (home, *(path for path in home.rglob("*") if path.is_dir())):
            path.chmod(0o700)


def _program_with_permissions(home):
    if os.geteuid():
        return Program(home)
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed, which takes root’s privileges away")
    for through, owner in zip(PREFIXES, (NOBODY, 0), strict=True):
        os.chown(home, owner, owner)
        bound = Program(home, through=through)
        if not bound.run("--version", cwd="/").code:
            return bound
    return pytest.skip("only root with all privileges can run the program here")


def _save(program, answers):
    return program.run(
        *("reflect", "--answers", "-", "--no-input"), input=answers_file(answers), cwd="/"
    )


def _refused(guest, *command: str | Path, where, typed=""):
    """Run a command that must fail before it asks anything, with a message that names the path."""
    done = guest.run(*command, input=typed, cwd="/")
    assert (1, "") == (done.code, done.out), done.err
    assert str(where) in done.err
    assert "Permission denied" in done.err
    assert len(done.err.splitlines()) <= 2
    assert "Traceback" not in done.err
    assert not [text for text in ANSWERS.values() if text in done.err]
    assert [] == guest.temporary_files()


# Folders.


def test_a_journal_that_may_not_be_written_is_reported_before_questions_are_asked(guest, tried):
    document = guest.home / "journal.md"
    names = sorted(guest.journal.iterdir())
    guest.journal.chmod(0o500)
    for command in (["list", "--json"], ["show"], ["export", "-o", document]):
        done = guest.run(*command, cwd="/")
        assert 0 == done.code, done.err
    assert ANSWERS["call-on-support"] in document.read_text("utf-8")
    _refused(guest, "reflect", "availability", where=guest.journal, typed=typed_answers(ANSWERS))
    typed = answers_file(ANSWERS)
    _refused(guest, "reflect", "--answers", "-", "--no-input", where=guest.journal, typed=typed)
    assert names == sorted(guest.journal.iterdir())
    # Without its own folder the program could not keep a draft.
    guest.journal.chmod(0o700)
    (guest.journal / ".securebase").chmod(0o500)
    _refused(guest, "reflect", "availability", where=guest.journal, typed=typed_answers(ANSWERS))
    assert names == sorted(guest.journal.iterdir())
    tried(FORBIDDEN, 6)


@pytest.mark.parametrize("mode", [0o000, 0o300], ids=oct)
def test_a_journal_that_may_not_be_read_is_reported(guest, tried, mode):
    commands = (["list"], ["show"], ["export"], ["reflect", "availability"])
    for command in commands:
        guest.journal.chmod(mode)
        done = guest.run(*command, input=typed_answers(ANSWERS), cwd="/")
        guest.journal.chmod(0o700)
        assert (1, "") == (done.code, done.out), done.err
        assert str(guest.journal) in done.err
        assert "Permission denied" in done.err
        assert "Traceback" not in done.err
        assert (1, 0) == (len(guest.saved_entries()), len(guest.draft_texts()))
    tried(HIDDEN, len(commands))


def test_a_document_for_a_folder_that_may_not_be_written_leaves_nothing_behind(guest, tried):
    folder = guest.home / "documents"
    folder.mkdir(0o555)
    folder.chmod(0o555)
    for ending in ("md", "json"):
        document = folder / f"journal.{ending}"
        _refused(guest, "export", "-o", document, where=document)
        _refused(guest, "export", "--force", "-o", document, where=document)
    assert [] == list(folder.iterdir())
    tried(FORBIDDEN, 4)


# Files.


def test_an_entry_that_may_not_be_read_is_reported_and_the_others_are_shown(guest, tried):
    assert 0 == _save(guest, {"praise": "Seldom."}).code
    locked, other = sorted(guest.journal.glob("*.md"), key=lambda path: "accept" in path.name)
    locked.chmod(0)
    commands = (["list"], ["list", "--json"], ["export"])
    done = [guest.run(*command, cwd="/") for command in commands]
    locked.chmod(0o600)
    for run in done:
        assert 4 == run.code
        (line,) = run.err.splitlines()
        assert locked.name in line
    assert all(other.stem[-4:] in run.out for run in done[:2])
    assert "Seldom." in done[2].out
    tried(HIDDEN, len(commands))


# Drafts.


@contextlib.contextmanager
def _sitting(guest):
    """Begin a sitting without buffered output, which is killed after TIMEOUT."""
    sitting = subprocess.Popen(
        guest.command("reflect", "availability"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=guest.environment(PYTHONUNBUFFERED="1"),
        encoding="utf-8",
        cwd="/",
    )
    alarm = threading.Timer(TIMEOUT, sitting.kill)
    alarm.start()
    with sitting:
        yield sitting
    alarm.cancel()


def _read_output_until(sitting, text):
    shown = ""
    while text not in shown:
        line = sitting.stdout.readline()
        assert line, f"{text} was not shown: {shown}"
        shown += line
    return shown


@pytest.mark.parametrize(
    "closed", [[DRAFTS_FOLDER], [DRAFTS_FOLDER, "."]], ids=["drafts", "journal"]
)
def test_answers_are_saved_or_shown_when_the_draft_can_no_longer_be_written(guest, tried, closed):
    answers = {"call-on-support": "Kim rang after the visit.", "asked-directly": "Not in spring."}
    with _sitting(guest) as sitting:
        first, second = typed_answers(answers).split("\n.\n")[:2]
        sitting.stdin.write(f"{first}\n.\n")
        sitting.stdin.flush()
        shown = _read_output_until(sitting, "· 2 of")
        for folder in closed:
            (guest.journal / folder).chmod(0o500)
        rest, errors = sitting.communicate(f"{second}\n.\n", timeout=TIMEOUT)
    for folder in closed:
        (guest.journal / folder).chmod(0o700)
    shown += rest
    assert "can't be written" in shown
    assert "Traceback" not in errors
    assert not [text for text in answers.values() if text in errors]
    entries = [
        {answer["question"]: answer["answer"] for answer in saved["answers"]}
        for saved in guest.saved_entries()
    ]
    assert [] == guest.temporary_files()
    assert ANSWERS in entries
    if "." in closed:
        assert (1, 1) == (sitting.returncode, len(entries))
        assert str(guest.journal) in errors
        assert all(text in shown for text in answers.values())
        # The draft written before that is still there.
        (draft,) = guest.draft_texts()
        assert first in draft
    else:
        assert (0, 2) == (sitting.returncode, len(entries))
        assert "That's kept." in shown
        assert answers in entries
    tried(FORBIDDEN, 1)


def test_an_unfinished_sitting_that_may_not_be_moved_or_removed_stays_as_it_is(guest, tried):
    guest.run("reflect", "availability", input="Half an answer\n.pause\n", cwd="/")
    before = guest.draft_texts()
    assert 1 == len(before)
    drafts = guest.journal / DRAFTS_FOLDER
    drafts.chmod(0o500)
    aside = guest.run("resume", "--set-aside", cwd="/")
    assert (1, "") == (aside.code, aside.out)
    assert str(drafts) in aside.err
    assert before == guest.draft_texts()
    saved = guest.run("resume", "--save", cwd="/")
    drafts.chmod(0o700)
    assert 0 == saved.code
    assert "That's kept." in saved.out
    assert saved.err.startswith("Saved, but its draft ")
    assert before == guest.draft_texts()
    # Saving the draft that stayed again makes no second entry.
    assert 0 == guest.run("resume", "--save", cwd="/").code
    assert (2, 0) == (len(guest.saved_entries()), len(guest.draft_texts()))
    tried(FORBIDDEN, 2)


# Whose files they are.

AFTER_MARKING = "- [x] Pair the newer two"


def _with_action(guest) -> Path:
    """Give the entry of the journal an action; return its path."""
    (path,) = guest.journal.glob("*.md")
    with path.open("a", encoding="utf-8") as file:
        file.write(
            "\n## What I will try\n<!-- securebase actions -->\n\n- [ ] Pair the newer two\n"
        )
    return path


def _mark(program, path) -> CompletedRun:
    action = f"{path.stem[-4:]}.1"
    return program.run("actions", "tried", action, "--no-input", cwd="/")


def test_what_root_changes_and_makes_stays_the_owner_s(guest, tried):
    if os.geteuid() or guest.home.stat().st_uid == 0:
        pytest.skip("only root can change a file of another user")
    path = _with_action(guest)
    root = Program(guest.home)
    for command in (
        ["actions", "tried", f"{path.stem[-4:]}.1", "--no-input"],
        ["aliases", "add", "-"],
        ["reflect", "--answers", "-", "--no-input"],
        ["delete", "last", "--yes"],
    ):
        typed = {"aliases": "Robin: Worker A\n", "reflect": answers_file(ANSWERS)}
        done = root.run(*command, input=typed.get(command[0], ""), cwd="/")
        assert 0 == done.code, done.err
    root.run("reflect", "availability", input="Half an answer\n.pause\n", cwd="/")
    owners = {path.stat().st_uid for path in (guest.journal, *guest.journal.rglob("*"))}
    assert {NOBODY} == owners
    assert 0 == guest.run("restore", "last", cwd="/").code
    assert 0 == guest.run("resume", "--save", cwd="/").code
    assert AFTER_MARKING in path.read_text("utf-8")
    tried("a command run by root in a journal of another user", 5)


def test_access_lists_attributes_and_permissions_stay_when_an_entry_is_changed(guest, tried):
    if shutil.which("setfacl") is None:
        pytest.skip("setfacl is not installed")
    path = _with_action(guest)
    path.chmod(0o640)
    for command in (
        ["setfacl", "-m", "u:1234:r", str(path)],
        # What the folder would give to new files must not come instead.
        ["setfacl", "-d", "-m", "u:4321:rw", str(guest.journal)],
    ):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("the file system here has no access lists")
    os.setxattr(path, "user.colour", b"blue")
    before = _attributes(path)
    done = _mark(guest, path)
    assert 0 == done.code, done.err
    assert before == _attributes(path)
    assert AFTER_MARKING in path.read_text("utf-8")
    tried("an entry with an access list, attributes and a group changed", 1)


def _attributes(path: Path) -> tuple[object, ...]:
    status = path.stat()
    listed = subprocess.run(["getfacl", "-pcE", str(path)], capture_output=True, check=True).stdout
    extended = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    return (status.st_mode, status.st_uid, status.st_gid, listed, extended)


def test_an_entry_of_another_user_is_not_taken_over(guest, tried):
    path = _with_action(guest)
    if guest.home.stat().st_uid == 0:
        pytest.skip("there is no other user")
    os.chown(path, 0, 0)
    path.chmod(0o666)
    before = path.read_bytes()
    done = _mark(guest, path)
    assert (1, "") == (done.code, done.out)
    assert f"Could not save {path}: it belongs to another user." in done.err
    assert before == path.read_bytes()
    checked = guest.run("doctor", cwd="/")
    assert "1 file or folder of the journal belongs to another user." in checked.out
    tried("an entry of another user", 1)


@pytest.mark.parametrize("by_root", [False, True], ids=["its owner", "root"])
def test_a_read_only_entry_is_not_replaced(guest, tried, by_root):
    path = _with_action(guest)
    path.chmod(0o444)
    before = path.read_bytes(), path.stat().st_ino
    program = Program(guest.home) if by_root else guest
    done = _mark(program, path)
    assert (1, "") == (done.code, done.out)
    assert "it is read-only; allow writing to it first" in done.err
    edited = program.run("edit", "last", env={"EDITOR": "false"}, cwd="/")
    assert (1, "") == (edited.code, edited.out)
    assert "can't be changed: it is read-only" in edited.err
    assert before == (path.read_bytes(), path.stat().st_ino)
    tried("a read-only entry", 2)
