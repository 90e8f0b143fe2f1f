"""Folders and files that permissions keep from the program, for somebody whom they bind."""

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

from recovery import ANSWERS, answers_file, typed
from support.program import TIMEOUT, Program

if sys.platform == "win32":
    pytest.skip("this platform has no permission bits", allow_module_level=True)

FORBIDDEN = "a folder that may not be written"
HIDDEN = "a folder or file that may not be read"
INNER = ".securebase/drafts"

# The user whom nothing belongs to. Where that one may not run the interpreter, root without
# its privileges is bound by permissions as well.
NOBODY = 65534
WAYS = (
    ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"],
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search"],
)


@pytest.fixture
def guest():
    """Run the program as somebody whom permissions bind, with an entry in the journal."""
    with tempfile.TemporaryDirectory(prefix="securebase-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        # pytest's own folders are closed to all but their owner.
        Path(folder).chmod(0o755)
        guest = _bound(home)
        done = _save(guest, ANSWERS)
        assert 0 == done.code, done.err
        yield guest
        for path in (home, *(path for path in home.rglob("*") if path.is_dir())):
            path.chmod(0o700)


def _bound(home):
    if os.geteuid():
        return Program(home)
    if shutil.which("setpriv") is None:
        pytest.skip("nothing here takes root’s privileges away")
    for through, owner in zip(WAYS, (NOBODY, 0), strict=True):
        os.chown(home, owner, owner)
        bound = Program(home, through=through)
        if not bound.run("--version", cwd="/").code:
            return bound
    return pytest.skip("nobody but root with all privileges can run the program here")


def _save(program, answers):
    given = answers_file(answers)
    return program.run("reflect", "--answers", "-", "--no-input", input=given, cwd="/")


def _refused(guest, *command: str | Path, where, given=""):
    """Run a command that must fail, in words that name the folder, before it asks anything."""
    done = guest.run(*command, input=given, cwd="/")
    assert (1, "") == (done.code, done.out), done.err
    assert str(where) in done.err
    assert "Permission denied" in done.err
    assert len(done.err.splitlines()) <= 2
    assert "Traceback" not in done.err
    assert not [text for text in ANSWERS.values() if text in done.err]
    assert [] == guest.temporary_files()


# Folders.


def test_a_journal_that_may_not_be_written_can_be_read_and_says_so_before_it_asks(guest, tried):
    document = guest.home / "journal.md"
    names = sorted(guest.journal.iterdir())
    guest.journal.chmod(0o500)
    for command in (["list", "--json"], ["show"], ["export", "-o", document]):
        done = guest.run(*command, cwd="/")
        assert 0 == done.code, done.err
    assert ANSWERS["call-on-support"] in document.read_text("utf-8")
    _refused(guest, "reflect", "availability", where=guest.journal, given=typed(ANSWERS))
    given = answers_file(ANSWERS)
    _refused(guest, "reflect", "--answers", "-", "--no-input", where=guest.journal, given=given)
    assert names == sorted(guest.journal.iterdir())
    tried(FORBIDDEN, 5)


@pytest.mark.parametrize("mode", [0o000, 0o300], ids=oct)
def test_a_journal_that_may_not_be_read_is_said_in_words(guest, tried, mode):
    commands = (["list"], ["show"], ["export"], ["reflect", "availability"])
    for command in commands:
        guest.journal.chmod(mode)
        done = guest.run(*command, input=typed(ANSWERS), cwd="/")
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


def test_an_entry_that_may_not_be_read_is_named_and_the_others_are_there(guest, tried):
    assert 0 == _save(guest, {"praise": "Seldom."}).code
    locked, other = sorted(guest.journal.glob("*.md"), key=lambda path: "accept" in path.name)
    locked.chmod(0)
    commands = (["list"], ["list", "--json"], ["export"])
    done = [guest.run(*command, cwd="/") for command in commands]
    locked.chmod(0o600)
    for one in done:
        assert 4 == one.code
        (line,) = one.err.splitlines()
        assert locked.name in line
    assert all(other.stem[-4:] in one.out for one in done[:2])
    assert "Seldom." in done[2].out
    tried(HIDDEN, len(commands))


# Drafts.


@contextlib.contextmanager
def _sitting(guest):
    """Begin a sitting that shows at once what it has to say, and can't go on for ever."""
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


def _shown_up_to(sitting, words):
    shown = ""
    while words not in shown:
        line = sitting.stdout.readline()
        assert line, f"{words} never came up: {shown}"
        shown += line
    return shown


@pytest.mark.parametrize("closed", [[INNER], [INNER, "."]], ids=["drafts", "journal"])
def test_where_the_draft_can_t_be_written_any_more_every_word_is_saved_or_shown(
    guest, tried, closed
):
    given = {"call-on-support": "Kim rang after the visit.", "asked-directly": "Not in spring."}
    with _sitting(guest) as sitting:
        first, second = typed(given).split("\n.\n")[:2]
        sitting.stdin.write(f"{first}\n.\n")
        sitting.stdin.flush()
        shown = _shown_up_to(sitting, "Question 2")
        for folder in closed:
            (guest.journal / folder).chmod(0o500)
        rest, errors = sitting.communicate(f"{second}\n.\n", timeout=TIMEOUT)
    for folder in closed:
        (guest.journal / folder).chmod(0o700)
    shown += rest
    assert "can't be written" in shown
    assert "Traceback" not in errors
    assert not [text for text in given.values() if text in errors]
    entries = [
        {one["question"]: one["answer"] for one in saved["answers"]}
        for saved in guest.saved_entries()
    ]
    assert [] == guest.temporary_files()
    assert ANSWERS in entries
    if "." in closed:
        assert (1, 1) == (sitting.returncode, len(entries))
        assert str(guest.journal) in errors
        assert all(text in shown for text in given.values())
        # What was kept before it could not be written is still there, to go on from.
        (draft,) = guest.draft_texts()
        assert first in draft
    else:
        assert (0, 2) == (sitting.returncode, len(entries))
        assert "Saved:" in shown
        assert given in entries
    tried(FORBIDDEN, 1)


def test_an_unfinished_sitting_that_may_not_be_moved_or_removed_stays_as_it_is(guest, tried):
    guest.run("reflect", "availability", input="Half an answer\n.pause\n", cwd="/")
    before = guest.draft_texts()
    assert 1 == len(before)
    drafts = guest.journal / INNER
    drafts.chmod(0o500)
    aside = guest.run("resume", "--set-aside", cwd="/")
    assert (1, "") == (aside.code, aside.out)
    assert str(drafts) in aside.err
    assert before == guest.draft_texts()
    saved = guest.run("resume", "--save", cwd="/")
    drafts.chmod(0o700)
    assert 0 == saved.code
    assert "Saved:" in saved.out
    assert saved.err.startswith("Saved, but its draft ")
    assert before == guest.draft_texts()
    # The draft that stayed must not make the same entry again.
    assert 0 == guest.run("resume", "--save", cwd="/").code
    assert (2, 0) == (len(guest.saved_entries()), len(guest.draft_texts()))
    tried(FORBIDDEN, 2)
