"""Every system call that saving an entry makes on the journal fails once, or kills the program.

strace makes one call fail, or that one and all later ones, or kills the program at it. A call has
the same number in every run, because two runs differ only in the names of the files.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from recovery import (
    ANSWERS,
    OLDER,
    answers_after_resuming,
    answers_file,
    new_answers,
    typed_answers,
)
from strace import CALLS, Call, first_fault, read_calls, skip_without_strace, strace_command
from support.program import CompletedRun, Program

# Make runs identical, and print messages before the next system call.
_IDENTICAL_RUNS: dict[str, str | None] = {
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUNBUFFERED": "1",
}
# The numbers of the calls change if a module is compiled between two runs.
_TRIES = 3


class Fault(NamedTuple):
    """What happens at a call: an argument of strace's `inject`, and a description.

    `lasting` says whether it happens at all later calls, too.
    """

    inject: str
    description: str
    lasting: bool = False

    @property
    def kills(self) -> bool:
        return self.inject == "signal=KILL"


NO_SPACE = Fault("error=ENOSPC", "ENOSPC at a system call of saving, one time")
FAILS = Fault("error=EIO", "EIO at a system call of saving, one time")
FULL = Fault("error=ENOSPC", "ENOSPC at a system call of saving, and from then on", lasting=True)
BROKEN = Fault("error=EIO", "EIO at a system call of saving, and from then on", lasting=True)
KILLED = Fault("signal=KILL", "killed at a system call of saving")


def _description(fault: Fault) -> str:
    return fault.description


class Way(NamedTuple):
    """A way to give answers to the program: its arguments and its standard input."""

    arguments: tuple[str, ...]
    input: str = ""

    def save(self, home: Path, through: list[str]) -> tuple[Program, CompletedRun]:
        """Save the answers in a journal that has OLDER."""
        home.mkdir()
        (home / "answers.yaml").write_text(answers_file(ANSWERS), "utf-8")
        program = Program(home, through=through)
        program.skip_notice()
        program.add_entries(OLDER)
        return program, program.run(
            *self.arguments, input=self.input, env=_IDENTICAL_RUNS, cwd=home
        )


FROM_A_FILE = Way(("reflect", "--answers", "answers.yaml", "--no-input"))
ON_A_PIPE = Way(("reflect", "availability"), typed_answers(ANSWERS))


class RunWithoutFault(NamedTuple):
    """The calls on the journal of a run without a fault.

    `drafting` is the place of the first one on the folder of drafts, `drafted` that of the one
    that gives the first draft its name.
    """

    calls: list[Call]
    drafting: int
    drafted: int


class RunWithFault(NamedTuple):
    """A run with a fault, and how it ended.

    `call` is the line of the call with the fault in the log, `place` its place in a run without,
    and `linked` says whether the entry had its name before that call.
    """

    way: Way
    fault: Fault
    without_fault: RunWithoutFault
    place: int
    call: str
    linked: bool
    program: Program
    done: CompletedRun

    def is_call_of(self, kind: str) -> bool:
        """Whether the call is of this kind, a key of CALLS."""
        return any(f" {name}(" in self.call for name in CALLS[kind])


@cache
def _run_without_fault(way: Way) -> RunWithoutFault:
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        program, done = way.save(Path(folder) / "home", strace_command(log))
        calls = read_calls(log, program.journal)
    assert (0, "") == (done.code, done.err)
    drafts = f"{program.journal}/.securebase/drafts"
    return RunWithoutFault(
        calls,
        drafting=next(call.place for call in calls if drafts in call.arguments),
        drafted=next(call.place for call in calls if call.name in CALLS["rename"]),
    )


def _run_with_fault(
    way: Way, fault: Fault, kind: str, number: int, folder: Path
) -> RunWithFault | None:
    """Run with the fault at one call of a kind; return None if there is no such call."""
    names = CALLS[kind]
    for attempt in range(_TRIES):
        without_fault = _run_without_fault(way)
        matching = [call for call in without_fault.calls if call.name in names]
        if number >= len(matching):
            break
        call = matching[number]
        home, log = folder / f"{number}-{attempt}", folder / f"{number}-{attempt}.log"
        injected = f"{call.name}:{fault.inject}:when={call.nth}{'+' * fault.lasting}"
        program, done = way.save(home, strace_command(log, {*names, *CALLS["link"]}, injected))
        before, line = first_fault(log)
        if str(program.journal) in line:
            linked = any(f" {name}(" in line for line in before for name in CALLS["link"])
            return RunWithFault(way, fault, without_fault, call.place, line, linked, program, done)
        _run_without_fault.cache_clear()
    return None


def _check_messages(run: RunWithFault, *, saved: bool) -> None:
    """Check that the messages of the program are true, and that its errors hold no answers."""
    done = run.done
    assert "Traceback" not in done.err
    assert "mistake in securebase" not in done.err
    assert not [text for text in ANSWERS.values() if text in done.err]
    assert saved or "Saved" not in done.out + done.err
    if run.fault.kills:
        return
    assert saved == (done.code == 0) == ("That's kept." in done.out)
    if run.linked:
        assert saved
        assert all(line.startswith("Saved, but ") for line in done.err.splitlines())
        assert done.err or not _must_be_reported(run)


def _must_be_reported(run: RunWithFault) -> bool:
    """Whether the program must report a failed call after the entry has its name.

    It need not report a failed close, which loses nothing, nor failures in the internal folder,
    except a draft that stays there.
    """
    inner = "/.securebase/" in run.call and '.md")' not in run.call
    return not inner and not run.is_call_of("close")


def _must_be_recovered(run: RunWithFault) -> list[str]:
    """Return the questions whose answers must not be lost."""
    asked = list(ANSWERS)
    if run.way is ON_A_PIPE:
        times = len(re.findall(r" · \d+ of \d+", run.done.out))
        # A kill may lose only what was typed since the last question was shown.
        return asked[: max(0, times - 1)] if run.fault.kills else asked * bool(times)
    # Answers from a file are still in that file, so they must be kept only once there is a draft.
    last = run.without_fault.drafted if run.fault.kills else run.without_fault.drafting - 1
    # If no write succeeds any more, nothing can be shown on the screen either.
    mute = run.fault.lasting and run.is_call_of("write")
    return asked if run.place > last and not mute else []


def _check_nothing_is_lost(run: RunWithFault) -> None:
    """Check that resuming afterwards gives one entry with all answers."""
    recovered = answers_after_resuming(run.program)
    assert recovered.items() <= ANSWERS.items()
    for question in _must_be_recovered(run):
        printed = ANSWERS[question] in run.done.out and not run.fault.kills
        assert question in recovered or printed, f"{question} is lost"


def _survive(way: Way, fault: Fault, kind: str, folder: Path) -> int:
    """Try the fault at every call of a kind; return the number of calls."""
    times = 0
    for number in count():
        run = _run_with_fault(way, fault, kind, number, folder)
        if run is None:
            break
        times += 1
        new = new_answers(run.program)
        assert new in ([], [ANSWERS]), run
        _check_messages(run, saved=bool(new))
        if not fault.kills and kind != "unlink":
            assert [] == run.program.temporary_files(), run
        _check_nothing_is_lost(run)
    # On a pipe, the number of saved drafts depends on the timing of threads.
    all_calls = [call for call in _run_without_fault(way).calls if call.name in CALLS[kind]]
    assert times > 0
    assert way is ON_A_PIPE or len(all_calls) == times
    return times


each_kind = pytest.mark.parametrize("kind", CALLS)


@each_kind
@pytest.mark.parametrize("fault", [NO_SPACE, FAILS, FULL, BROKEN, KILLED], ids=_description)
def test_a_fault_while_answers_are_taken_from_a_file_leaves_every_entry_whole(
    tmp_path, tried, fault, kind
):
    skip_without_strace()
    tried(fault.description, _survive(FROM_A_FILE, fault, kind, tmp_path))


@each_kind
@pytest.mark.parametrize("fault", [NO_SPACE, KILLED], ids=_description)
def test_a_fault_while_questions_are_asked_loses_no_answer(tmp_path, tried, fault, kind):
    skip_without_strace()
    tried(fault.description, _survive(ON_A_PIPE, fault, kind, tmp_path))
