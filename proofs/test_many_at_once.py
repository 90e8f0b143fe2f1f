"""Several of the program at the same time, in one folder: nobody's words are lost to another's."""

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
# Waits until it is told to go on, and only then reads the file, changes it and saves it.
EDITOR = """\
import pathlib, socket, sys
port, who, path = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
text = path.read_bytes()
with socket.create_connection(("127.0.0.1", port)) as line:
    line.recv(1)
path.write_bytes(text.replace({words!r}.encode(), f"{who}’s words, in place of others.".encode()))
"""


def _wait_for_the_others(barrier) -> None:
    """Give a process what it waits at before it begins."""
    _wait_for_the_others.barrier = barrier


def _in_processes(work: Callable[..., T], folder: Path, **how: Any) -> list[T]:
    """Let several processes do the same at the same time, and return what each returns."""
    # Forking beside pytest-xdist's threads is not safe.
    spawned = multiprocessing.get_context("spawn")
    barrier = spawned.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, spawned, _wait_for_the_others, (barrier,)) as pool:
        at_work = [pool.submit(work, folder, process, **how) for process in range(PROCESSES)]
        return [future.result() for future in at_work]


# Saving.


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
    _wait_for_the_others.barrier.wait(TIMEOUT)
    given = {}
    for number, handle in enumerate(wanted):
        text = f"{WORDS} Number {number} of process {process}. " * 20
        saved = journal.add(an_entry(id=handle, answers=(ANSWER._replace(text=text.strip()),)))
        assert saved.verified, saved.warning
        given[saved.path.name] = text.strip()
    return given


@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without hard links"])
def test_processes_that_save_at_the_same_time_all_get_files_of_their_own(tmp_path, tried, links):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    given = _in_processes(_save_many, journal.folder, links=links)
    entries = journal.scan()
    found = {os.path.basename(stored.path): stored.entry.answers[0].text for stored in entries}
    assert {} == entries.unreadable
    assert PROCESSES * EACH == len({name.id for name in journal.names()})
    assert {name: text for names in given for name, text in names.items()} == found
    assert [".securebase", *sorted(found)] == sorted(os.listdir(journal.folder)), "no litter"
    how = "" if links else ", where there are no hard links"
    tried(f"saved while {PROCESSES - 1} others save in the same minute{how}", len(found))


# Changing.


def _change_many(folder: Path, process: int, times: int) -> int:
    """Add so many lines to the only entry, one by one; return how often others came first."""
    journal = Journal(folder)
    (name,) = journal.names()
    _wait_for_the_others.barrier.wait(TIMEOUT)
    overtaken = 0
    for number in range(times):
        while True:
            before = journal.read_bytes(name)
            try:
                remark = journal.replace_entry(
                    name, before, before + f"{process}: {number}\n".encode()
                )
            except (ConcurrentChangeError, SavingError):
                # Nothing was changed, because others came first or would not let go.
                overtaken += 1
            else:
                assert "" == remark
                break
    return overtaken


def test_of_all_the_changes_that_processes_make_to_one_entry_none_undoes_another(tmp_path, tried):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    path = journal.add(an_entry()).path
    before = path.read_text("utf-8")
    overtaken = sum(_in_processes(_change_many, journal.folder, times=CHANGES))
    assert overtaken > 0, "otherwise they have not met"
    after = path.read_text("utf-8")
    assert before == after[: len(before)]
    changes = [f"{process}: {number}" for process in range(PROCESSES) for number in range(CHANGES)]
    assert sorted(changes) == sorted(after[len(before) :].split("\n")[:-1])
    assert [".securebase", path.name] == sorted(os.listdir(journal.folder)), "no litter"
    assert [] == os.listdir(journal.internal_folder), "no litter"
    tried(f"changed while {PROCESSES - 1} others change the same entry", len(changes))


# Editing.


class Editing:
    """One entry that two people have open in their editors at the same time."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.inner = Journal(program.journal).internal_folder
        program.add_entries(an_entry())
        (self.path,) = program.journal.glob("*.md")
        self.before = self.path.read_text("utf-8")
        self._editor = program.home / "editor.py"
        self._editor.write_text(EDITOR.format(words=WORDS, who="{who}"), "utf-8")
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._lines: dict[str, socket.socket] = {}

    def begins(self, who: str) -> None:
        """Let somebody open the entry, and wait until the editor has done so and rings up."""
        with socket.create_server(("127.0.0.1", 0)) as telephone:
            telephone.settimeout(0.5)
            words = [sys.executable, self._editor, telephone.getsockname()[1], who]
            editor = " ".join(f'"{Path(str(word)).as_posix()}"' for word in words)
            process = self._processes[who] = subprocess.Popen(
                self.program.command("edit", "last"),
                env=self.program.environment(EDITOR=editor),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            while who not in self._lines:
                assert process.poll() is None, process.communicate()
                with contextlib.suppress(TimeoutError):
                    self._lines[who], _ = telephone.accept()

    def save(self, *people: str) -> dict[str, CompletedRun]:
        """Let editors save and close, and return how the programs that opened them end."""
        for who in people:
            self._lines.pop(who).close()
        return {who: self._end_of(self._processes.pop(who)) for who in people}

    def version(self, who: str) -> str:
        """Return somebody's version of the whole entry."""
        return self.before.replace(WORDS, f"{who}’s words, in place of others.")

    def give_up(self) -> None:
        """End what still runs."""
        self.save(*self._lines)
        for process in self._processes.values():
            self._end_of(process)

    def _end_of(self, process: subprocess.Popen[str]) -> CompletedRun:
        out, err = process.communicate(timeout=TIMEOUT)
        return CompletedRun(process.returncode, out, err)


@pytest.fixture
def editing(program):
    editing = Editing(program)
    yield editing
    editing.give_up()


def _is_kept_aside(editing: Editing, who: str, done: CompletedRun) -> None:
    """Check that a version that came too late is whole, and that its owner knows where."""
    assert (1, "") == (done.code, done.out), done
    (kept,) = (editing.inner / "set-aside").iterdir()
    assert str(kept) in done.err
    assert editing.version(who) == kept.read_text("utf-8")
    assert [] == list((editing.inner / "editing").iterdir()), "no private copy is left behind"
    assert [] == editing.program.temporary_files()


def test_an_entry_that_another_has_changed_meanwhile_is_not_overwritten(editing, tried):
    for who in ("Ada", "Ben"):
        editing.begins(who)
    first = editing.save("Ada")["Ada"]
    assert (0, editing.version("Ada")) == (first.code, editing.path.read_text("utf-8")), first
    late = editing.save("Ben")["Ben"]
    assert editing.version("Ada") == editing.path.read_text("utf-8")
    _is_kept_aside(editing, "Ben", late)
    tried("edited while another edits the same entry", 1)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_two_who_save_the_same_entry_at_the_same_moment_neither_loses_a_word(
    editing, tried, number
):
    for who in ("Ada", "Ben"):
        editing.begins(who)
    done = editing.save("Ada", "Ben")
    early, late = sorted(done, key=lambda who: done[who].code)
    assert 0 == done[early].code, done
    assert editing.version(early) == editing.path.read_text("utf-8")
    _is_kept_aside(editing, late, done[late])
    tried("saved by two editors at the same moment", 1)
