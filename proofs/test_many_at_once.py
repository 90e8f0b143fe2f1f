"""Several programs at the same time in one journal: none loses what another one saved."""

import contextlib
import errno
import multiprocessing
import os
import random
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from securebase_cli.errors import ConcurrentChangeError, SavingError
from securebase_cli.storage.journal import Journal
from support.builders import ANSWER, an_entry
from support.program import TIMEOUT, CompletedRun, Program

T = TypeVar("T")

PROCESSES = 4
EACH = 200
CHANGES = 50
ROUNDS = 10

WORDS = ANSWER.text
# An editor that reads the file, connects, waits until the connection is closed, and saves.
EDITOR = """\
import pathlib, socket, sys
port, person, path = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
text = path.read_bytes()
with socket.create_connection(("127.0.0.1", port)) as connection:
    connection.recv(1)
theirs = f"{person}’s words, in place of others."
path.write_bytes(text.replace({words!r}.encode(), theirs.encode()))
"""


def _wait_for_the_others(barrier) -> None:
    """Store the barrier at which a process waits for the others."""
    _wait_for_the_others.barrier = barrier


def _in_processes(work: Callable[..., T], folder: Path, **options: Any) -> list[T]:
    """Call a function in several processes at the same time; return their results."""
    # Forking is not safe here, because pytest-xdist has threads.
    spawned = multiprocessing.get_context("spawn")
    barrier = spawned.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, spawned, _wait_for_the_others, (barrier,)) as pool:
        futures = [pool.submit(work, folder, process, **options) for process in range(PROCESSES)]
        return [future.result() for future in futures]


# Saving.


def _no_links(*_names: object, **_options: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def _save_many(folder: Path, process: int, *, links: bool) -> dict[str, str]:
    """Save entries as fast as possible; return the text of each by the name of its file."""
    if not links:
        os.link = _no_links
    # All processes use the same ids for entries of the same minute, so that the names collide.
    chance = random.Random(2611)
    journal = Journal(folder)
    ids = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=4)) for _ in range(EACH)]
    _wait_for_the_others.barrier.wait(TIMEOUT)
    texts = {}
    for number, entry_id in enumerate(ids):
        text = f"{WORDS} Number {number} of process {process}. " * 20
        saved = journal.add(an_entry(id=entry_id, answers=(ANSWER._replace(text=text.strip()),)))
        assert saved.verified, saved.warning
        texts[saved.path.name] = text.strip()
    return texts


@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without hard links"])
def test_processes_that_save_at_the_same_time_all_get_files_of_their_own(tmp_path, tried, links):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    saved = _in_processes(_save_many, journal.folder, links=links)
    entries = journal.scan()
    read_texts = {os.path.basename(stored.path): stored.entry.answers[0].text for stored in entries}
    assert {} == entries.unreadable
    assert PROCESSES * EACH == len({name.id for name in journal.names()})
    assert {name: text for names in saved for name, text in names.items()} == read_texts
    assert [".securebase", *sorted(read_texts)] == sorted(os.listdir(journal.folder)), "no litter"
    where = "" if links else ", where there are no hard links"
    tried(f"saved while {PROCESSES - 1} others save in the same minute{where}", len(read_texts))


# Changing.


def _change_many(folder: Path, process: int, times: int) -> int:
    """Add lines to the only entry, one by one; return the number of conflicts with others."""
    journal = Journal(folder)
    (name,) = journal.names()
    _wait_for_the_others.barrier.wait(TIMEOUT)
    conflicts = 0
    for number in range(times):
        while True:
            before = journal.read_bytes(name)
            try:
                warning = journal.replace_entry(
                    name, before, before + f"{process}: {number}\n".encode()
                )
            except (ConcurrentChangeError, SavingError):
                # Another process changed the entry first, or locked it for too long.
                conflicts += 1
            else:
                assert "" == warning
                break
    return conflicts


def test_changes_that_processes_make_to_one_entry_at_the_same_time_are_all_kept(tmp_path, tried):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    path = journal.add(an_entry()).path
    before = path.read_text("utf-8")
    conflicts = sum(_in_processes(_change_many, journal.folder, times=CHANGES))
    assert conflicts > 0, "the processes never met"
    after = path.read_text("utf-8")
    assert before == after[: len(before)]
    changes = [f"{process}: {number}" for process in range(PROCESSES) for number in range(CHANGES)]
    assert sorted(changes) == sorted(after[len(before) :].split("\n")[:-1])
    assert [".securebase", path.name] == sorted(os.listdir(journal.folder)), "no litter"
    assert [] == os.listdir(journal.internal_folder), "no litter"
    tried(f"changed while {PROCESSES - 1} others change the same entry", len(changes))


# Editing.


class Editing:
    """One entry that is open in two editors at the same time."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.internal_folder = Journal(program.journal).internal_folder
        program.add_entries(an_entry())
        (self.path,) = program.journal.glob("*.md")
        self.before = self.path.read_text("utf-8")
        self._editor = program.home / "editor.py"
        self._editor.write_text(EDITOR.format(words=WORDS, person="{person}"), "utf-8")
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._connections: dict[str, socket.socket] = {}

    def open_editor(self, person: str) -> None:
        """Run `edit` for a person, and wait until the editor connects."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(0.5)
            words = [sys.executable, self._editor, server.getsockname()[1], person]
            editor = " ".join(f'"{Path(str(word)).as_posix()}"' for word in words)
            process = self._processes[person] = subprocess.Popen(
                self.program.command("edit", "last"),
                env=self.program.environment(EDITOR=editor),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            while person not in self._connections:
                assert process.poll() is None, process.communicate()
                with contextlib.suppress(TimeoutError):
                    self._connections[person], _ = server.accept()

    def save(self, *people: str) -> dict[str, CompletedRun]:
        """Make the editors of these people save and exit; return how each `edit` ends."""
        for person in people:
            self._connections.pop(person).close()
        return {person: self._end_of(self._processes.pop(person)) for person in people}

    def version(self, person: str) -> str:
        """Return the whole entry as a person's editor saves it."""
        return self.before.replace(WORDS, f"{person}’s words, in place of others.")

    def close(self) -> None:
        """Wait for the programs that still run to end."""
        self.save(*self._connections)
        for process in self._processes.values():
            self._end_of(process)

    def _end_of(self, process: subprocess.Popen[str]) -> CompletedRun:
        out, err = process.communicate(timeout=TIMEOUT)
        return CompletedRun(process.returncode, out, err)


@pytest.fixture
def editing(program):
    editing = Editing(program)
    yield editing
    editing.close()


def _check_set_aside(editing: Editing, person: str, done: CompletedRun) -> None:
    """Check that the later version is set aside whole, and that the error names its file."""
    assert (1, "") == (done.code, done.out), done
    (copy,) = (editing.internal_folder / "set-aside").iterdir()
    assert str(copy) in done.err
    assert editing.version(person) == copy.read_text("utf-8")
    assert [] == list((editing.internal_folder / "editing").iterdir()), (
        "no private copy is left behind"
    )
    assert [] == editing.program.temporary_files()


def test_an_entry_that_was_changed_meanwhile_is_not_overwritten(editing, tried):
    for person in ("Ada", "Ben"):
        editing.open_editor(person)
    first = editing.save("Ada")["Ada"]
    assert (0, editing.version("Ada")) == (first.code, editing.path.read_text("utf-8")), first
    late = editing.save("Ben")["Ben"]
    assert editing.version("Ada") == editing.path.read_text("utf-8")
    _check_set_aside(editing, "Ben", late)
    tried("edited while another edits the same entry", 1)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_versions_saved_at_the_same_moment_are_both_kept(editing, tried, number):
    for person in ("Ada", "Ben"):
        editing.open_editor(person)
    done = editing.save("Ada", "Ben")
    early, late = sorted(done, key=lambda person: done[person].code)
    assert 0 == done[early].code, done
    assert editing.version(early) == editing.path.read_text("utf-8")
    _check_set_aside(editing, late, done[late])
    tried("saved by two editors at the same moment", 1)
