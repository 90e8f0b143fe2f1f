"""Several of the program at the same time, in one folder: nobody's words are lost to another's."""

import contextlib
import errno
import multiprocessing
import os
import random
import socket
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from builders import ANSWER, an_entry
from program import PATIENCE, Finished
from securebase_cli.core.journal import Journal

PROCESSES = 4
EACH = 200
ROUNDS = 10

WORDS = ANSWER.text
# Waits until it is told to go on, and only then reads the file, changes it and saves it.
EDITOR = """\
import pathlib, socket, sys
port, who, path = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
text = path.read_bytes()
with socket.create_connection(("127.0.0.1", port)) as line:
    line.sendall(who.encode())
    line.recv(1)
path.write_bytes(text.replace({words!r}.encode(), f"{who}’s words, in place of others.".encode()))
"""


# Saving.


def _wait_for_the_others(barrier) -> None:
    """Give a process what it waits at before it begins."""
    _wait_for_the_others.barrier = barrier


def _no_links(*_names: object, **_options: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def _save_many(folder: Path, process: int, *, links: bool) -> dict[str, str]:
    """Save entries as fast as it goes; return the text of each, by the name that it was given."""
    if not links:
        os.link = _no_links
    # All processes want the same ids for entries of the same minute, so that the names collide.
    chance = random.Random(2611)
    journal = Journal(folder)
    wanted = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=4)) for _ in range(EACH)]
    _wait_for_the_others.barrier.wait(PATIENCE)
    given = {}
    for number, handle in enumerate(wanted):
        text = f"{WORDS} Number {number} of process {process}. " * 20
        saved = journal.add(an_entry(id=handle, answers=(ANSWER._replace(text=text.strip()),)))
        assert saved.proved, saved.remark
        given[saved.path.name] = text.strip()
    return given


@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without hard links"])
def test_processes_that_save_at_the_same_time_all_get_files_of_their_own(tmp_path, tried, links):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        PROCESSES, spawned, _wait_for_the_others, (spawned.Barrier(PROCESSES),)
    ) as pool:
        saving = [
            pool.submit(_save_many, journal.folder, process, links=links)
            for process in range(PROCESSES)
        ]
        given = [future.result() for future in saving]
    entries = journal.entries()
    found = {stored.path.name: stored.entry.answers[0].text for stored in entries}
    assert {} == entries.unreadable
    assert PROCESSES * EACH == len({name.id for name in journal.names()})
    assert {name: text for names in given for name, text in names.items()} == found
    assert [".securebase", *sorted(found)] == sorted(os.listdir(journal.folder)), "no litter"
    how = "" if links else ", where there are no hard links"
    tried(f"saved while {PROCESSES - 1} others save in the same minute{how}", len(found))


# Editing.


@pytest.fixture
def telephone():
    """Give what the editors ring up to say that they have opened their files."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)
        yield server


class Editing:
    """One entry that two people have open in their editors at the same time."""

    def __init__(self, program, telephone) -> None:
        self.program = program
        self.entry = an_entry()
        program.keep(self.entry)
        self.path = Journal(program.journal).path_of(self.entry)
        self.before = self.path.read_text("utf-8")
        editor = program.home / "editor.py"
        editor.write_text(EDITOR.format(words=WORDS, who="{who}"), "utf-8")
        self._lines = {}
        self._processes = {}
        for who in ("Ada", "Ben"):
            self._processes[who] = self._begin(f"{telephone.getsockname()[1]} {who}", editor)
            line, _ = telephone.accept()
            assert who.encode() == line.recv(3)
            self._lines[who] = line

    def _begin(self, arguments: str, editor: Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.program.command("edit", self.entry.id),
            env=self.program.environment(EDITOR=f'"{sys.executable}" "{editor}" {arguments}'),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def saves(self, who: str) -> None:
        """Let somebody's editor save and close."""
        self._lines[who].close()

    def ended(self, who: str) -> Finished:
        """Wait until somebody's program has ended."""
        process = self._processes[who]
        out, err = process.communicate(timeout=PATIENCE)
        return Finished(process.returncode, out, err)

    def version(self, who: str) -> str:
        """Return what the entry is if it is whole and somebody's."""
        changed = self.before.replace(WORDS, f"{who}’s words, in place of others.")
        assert changed != self.before
        return changed


def _is_kept_aside(editing: Editing, who: str, done: Finished) -> None:
    """Check that a version that came too late is whole, and that its owner knows where."""
    assert "" == done.out
    (kept,) = (path for path in editing.program.journal.rglob("*.md") if str(path) in done.err)
    assert editing.version(who) == kept.read_text("utf-8")
    assert editing.path != kept
    private = (editing.program.journal / ".securebase" / "editing").glob("*")
    assert [] == list(private), "no private copy is left behind"
    assert [] == editing.program.litter()


def test_an_entry_that_another_has_changed_meanwhile_is_not_overwritten(program, telephone, tried):
    editing = Editing(program, telephone)
    editing.saves("Ada")
    first = editing.ended("Ada")
    assert (0, editing.version("Ada")) == (first.code, editing.path.read_text("utf-8"))
    editing.saves("Ben")
    second = editing.ended("Ben")
    assert (1, editing.version("Ada")) == (second.code, editing.path.read_text("utf-8"))
    _is_kept_aside(editing, "Ben", second)
    tried("edited while another edits the same entry", 1)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_two_who_save_the_same_entry_at_the_same_moment_neither_loses_a_word(
    program, telephone, tried, number
):
    editing = Editing(program, telephone)
    for who in ("Ada", "Ben"):
        editing.saves(who)
    done = {who: editing.ended(who) for who in ("Ada", "Ben")}
    late, early = sorted(done, key=lambda who: -done[who].code)
    assert [0, 1] == [done[early].code, done[late].code], done
    assert editing.version(early) == editing.path.read_text("utf-8")
    _is_kept_aside(editing, late, done[late])
    tried("saved by two editors at the same moment", 1)
