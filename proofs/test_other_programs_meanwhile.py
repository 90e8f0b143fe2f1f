"""Another program writes to an entry while it is changed, deleted or restored: nothing is lost.

strace holds each sync of the program for a second and a half; in that time the entry is changed
from outside.
"""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from strace import skip_without_strace, strace_command
from support.builders import an_entry
from support.program import TIMEOUT, CompletedRun

if sys.platform == "win32":
    pytest.skip("strace is a program of Linux", allow_module_level=True)

from securebase_cli.model import Action

KIND = "changed by another program while the new text was being synced"
DELAY = "fsync:delay_enter=1500000"
THEIRS = "# A line that another program wrote meanwhile.\n"
EDITOR = """\
import pathlib, sys
path = pathlib.Path(sys.argv[1])
path.write_text(path.read_text("utf-8") + "A line of my own.\\n", "utf-8")
"""


def _append(path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(THEIRS)


def _save_anew(path) -> None:
    other = path.with_name(".being-saved")
    other.write_text(path.read_text("utf-8") + THEIRS, "utf-8")
    other.replace(path)


WAYS = {"appended": _append, "saved anew": _save_anew}


@pytest.fixture
def entry(program):
    skip_without_strace()
    program.add_entries(an_entry(actions=(Action("Pair the newer two"),)))
    editor = program.home / "editor.py"
    editor.write_text(EDITOR, "utf-8")
    (path,) = program.journal.glob("*.md")
    return path


def _run_slowly(program, *arguments: str, watched, meanwhile, typed: str = "") -> CompletedRun:
    """Run a command whose syncs take long; call `meanwhile` once a new file is in `watched`."""
    editor = f'"{sys.executable}" "{program.home / "editor.py"}"'
    before = set(watched.iterdir()) if watched.is_dir() else set()
    typed_file = program.home / "typed"
    typed_file.write_text(typed, "utf-8")
    with typed_file.open("rb") as stdin:
        process = subprocess.Popen(
            [*strace_command("/dev/null", ("fsync",), DELAY), *program.command(*arguments)],
            env=program.environment(EDITOR=editor),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    ends = time.monotonic() + TIMEOUT
    while not _new_files(watched, before):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < ends
        time.sleep(0.01)
    meanwhile()
    out, err = process.communicate(timeout=TIMEOUT)
    return CompletedRun(process.returncode, out, err)


def _new_files(folder, before) -> list:
    found = folder.iterdir() if folder.is_dir() else ()
    return [path for path in found if path not in before and path.suffix != ".lock"]


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_keeps_both_versions(program, entry, tried, way):
    done = _run_slowly(
        *(program, "edit", "last"), watched=program.journal, meanwhile=lambda: WAYS[way](entry)
    )
    assert 1 == done.code, done
    assert THEIRS in entry.read_text("utf-8")
    (kept,) = (program.journal / ".securebase" / "set-aside").iterdir()
    assert "A line of my own." in kept.read_text("utf-8")
    assert str(kept) in done.err
    assert [] == program.temporary_files()
    tried(KIND, 1)


@pytest.mark.parametrize("way", WAYS)
def test_an_action_is_marked_in_what_another_program_saved(program, entry, tried, way):
    done = _run_slowly(
        *(program, "actions", "tried", "k3f7.1", "--no-input"),
        watched=program.journal,
        meanwhile=lambda: WAYS[way](entry),
    )
    assert 0 == done.code, done
    assert THEIRS in entry.read_text("utf-8")
    assert "- [x] Pair the newer two" in entry.read_text("utf-8")
    tried(KIND, 1)


@pytest.mark.parametrize("way", WAYS)
def test_an_alias_that_is_added_removes_no_line(program, entry, tried, way):
    assert 0 == program.run("aliases", "add", "-", input="Robin: Worker A\n").code
    aliases = program.journal / ".securebase" / "aliases"
    done = _run_slowly(
        *(program, "aliases", "add", "-"),
        watched=aliases.parent,
        meanwhile=lambda: WAYS[way](aliases),
        typed="Kim: Worker B\n",
    )
    assert 1 == done.code, done
    assert "another program changed it meanwhile" in done.err
    assert THEIRS in aliases.read_text("utf-8")
    tried(KIND, 1)


@pytest.mark.parametrize("way", WAYS)
def test_an_entry_that_is_saved_while_it_is_deleted_is_not_lost(program, entry, tried, way):
    trash = program.journal / ".securebase" / "trash"
    done = _run_slowly(
        *(program, "delete", "last", "--yes"), watched=trash, meanwhile=lambda: WAYS[way](entry)
    )
    places = [path for path in (entry, trash / entry.name) if path.exists()]
    assert 1 == len(places)
    assert THEIRS in places[0].read_text("utf-8")
    assert (done.code == 0) == (places == [trash / entry.name]), done
    tried(KIND, 1)


def test_an_entry_that_is_removed_for_good_while_it_is_changed_does_not_come_back(
    program, entry, tried
):
    purge = [None]

    def meanwhile() -> None:
        purge[0] = program.run("delete", "--purge", "k3f7", input="remove 1\n")

    change = _run_slowly(
        *(program, "actions", "tried", "k3f7.1", "--no-input"),
        watched=program.journal,
        meanwhile=meanwhile,
    )
    removed = purge[0].code == 0
    assert removed or "another window is changing it" in purge[0].err, purge[0]
    assert change.code == 0 or removed, change
    assert removed == (not entry.exists())
    assert [] == program.temporary_files()
    tried("removed for good while another window changed it", 1)
