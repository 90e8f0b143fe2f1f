"""Whatever system call fails while an entry is saved, or is the last one before the end.

strace makes one call fail, or all from one on, or kills the program at it: each call in turn that
saving makes on the journal's files. A call has the same number in every run, because two runs
differ in nothing but the names of the files.
"""

from __future__ import annotations

from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from recovery import (
    ANSWERS,
    OLDER,
    answers_after_going_on,
    answers_file,
    new_answers,
    typed,
)
from strace import REQUESTS, Call, calls, first_hit, skip_unless_it_can_trace, watching
from support.program import CompletedRun, Program

# So that a run does what the one before did, and what it says is out before the next call.
_ALIKE: dict[str, str | None] = {
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUNBUFFERED": "1",
}
# Where a module is compiled anew between two runs, the numbers of the calls change.
_TRIES = 3


class Fault(NamedTuple):
    """What happens at a call, in strace's notation and in words; and whether it goes on."""

    inject: str
    words: str
    lasting: bool = False

    @property
    def kills(self) -> bool:
        return self.inject == "signal=KILL"


NO_SPACE = Fault("error=ENOSPC", "ENOSPC at a system call of saving, one time")
FAILS = Fault("error=EIO", "EIO at a system call of saving, one time")
FULL = Fault("error=ENOSPC", "ENOSPC at a system call of saving, and from then on", lasting=True)
BROKEN = Fault("error=EIO", "EIO at a system call of saving, and from then on", lasting=True)
KILLED = Fault("signal=KILL", "killed at a system call of saving")


def _words(fault: Fault) -> str:
    return fault.words


class Way(NamedTuple):
    """A way to give the answers: what the program is asked to do, and what it gets to read."""

    arguments: tuple[str, ...]
    input: str = ""

    def save(self, home: Path, through: list[str]) -> tuple[Program, CompletedRun]:
        """Save the answers in a journal that has an older entry."""
        home.mkdir()
        (home / "answers.yaml").write_text(answers_file(ANSWERS), "utf-8")
        program = Program(home, through=through)
        program.skip_notice()
        program.add_entries(OLDER)
        return program, program.run(*self.arguments, input=self.input, env=_ALIKE, cwd=home)


FROM_A_FILE = Way(("reflect", "--answers", "answers.yaml", "--no-input"))
ON_A_PIPE = Way(("reflect", "availability"), typed(ANSWERS))


class Untouched(NamedTuple):
    """The calls on the journal of a run without a fault, and the places of two of them.

    `drafting` is the first on the folder of drafts, `drafted` the one that puts the first draft
    there.
    """

    calls: list[Call]
    drafting: int
    drafted: int


class Hit(NamedTuple):
    """A run that met its fault, and how it ended.

    `call` is the line of the call in the log, `place` its place among those of an untouched run,
    and `linked` says whether the entry had its name before.
    """

    way: Way
    fault: Fault
    run: Untouched
    place: int
    call: str
    linked: bool
    program: Program
    done: CompletedRun

    def asked_to(self, request: str) -> bool:
        """Whether the call is one of those that make the request."""
        return any(f" {name}(" in self.call for name in REQUESTS[request])


@cache
def _untouched(way: Way) -> Untouched:
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        program, done = way.save(Path(folder) / "home", watching(log))
        found = calls(log, program.journal)
    assert (0, "") == (done.code, done.err)
    drafts = f"{program.journal}/.securebase/drafts"
    return Untouched(
        found,
        drafting=next(call.place for call in found if drafts in call.words),
        drafted=next(call.place for call in found if call.name in REQUESTS["rename"]),
    )


def _hit(way: Way, fault: Fault, request: str, number: int, folder: Path) -> Hit | None:
    """Put the fault to one of the calls that make the request; None if it is never met."""
    names = REQUESTS[request]
    for attempt in range(_TRIES):
        run = _untouched(way)
        met = [call for call in run.calls if call.name in names]
        if number >= len(met):
            break
        call = met[number]
        home, log = folder / f"{number}-{attempt}", folder / f"{number}-{attempt}.log"
        injected = f"{call.name}:{fault.inject}:when={call.nth}{'+' * fault.lasting}"
        program, done = way.save(home, watching(log, {*names, *REQUESTS["link"]}, injected))
        before, line = first_hit(log)
        if str(program.journal) in line:
            linked = any(f" {name}(" in line for line in before for name in REQUESTS["link"])
            return Hit(way, fault, run, call.place, line, linked, program, done)
        _untouched.cache_clear()
    return None


def _check_words(hit: Hit, *, saved: bool) -> None:
    """Check that what the program says is so, and that its errors tell nobody's text."""
    done = hit.done
    assert "Traceback" not in done.err
    assert "mistake in securebase" not in done.err
    assert not [text for text in ANSWERS.values() if text in done.err]
    assert saved or "Saved" not in done.out + done.err
    if hit.fault.kills:
        return
    assert saved == (done.code == 0) == ("Saved:" in done.out)
    if hit.linked:
        assert saved
        assert all(line.startswith("Saved, but ") for line in done.err.splitlines())
        assert done.err or not _matters(hit)


def _matters(hit: Hit) -> bool:
    """Whether it must be said that a call after the link failed.

    Not of a close, after which the bytes are where they were; nor in the inner folder, but for a
    draft that stays there.
    """
    inner = "/.securebase/" in hit.call and '.md")' not in hit.call
    return not inner and not hit.asked_to("close")


def _must_be_found(hit: Hit) -> list[str]:
    """Return the questions whose answers the person can't be asked to give again."""
    asked = list(ANSWERS)
    if hit.way is ON_A_PIPE:
        times = hit.done.out.count("Question ")
        # A kill may take what was written since the last question came up, and no more.
        return asked[: max(0, times - 1)] if hit.fault.kills else asked * bool(times)
    # Nobody typed what stands in the file with the answers, and nobody but its owner removes it;
    # so until there is a draft, or before one is begun, the file is where the words are.
    last = hit.run.drafted if hit.fault.kills else hit.run.drafting - 1
    # Where no write succeeds any more, no word reaches the screen either.
    mute = hit.fault.lasting and hit.asked_to("write")
    return asked if hit.place > last and not mute else []


def _check_nothing_is_lost(hit: Hit) -> None:
    """Check that whoever goes on afterwards finds one entry with all that was written."""
    found = answers_after_going_on(hit.program)
    assert found.items() <= ANSWERS.items()
    for question in _must_be_found(hit):
        printed = ANSWERS[question] in hit.done.out and not hit.fault.kills
        assert question in found or printed, f"{question} is lost"


def _survive(way: Way, fault: Fault, request: str, folder: Path) -> int:
    """Try the fault at every call that makes the request; return how many there were."""
    times = 0
    for number in count():
        hit = _hit(way, fault, request, number, folder)
        if hit is None:
            break
        times += 1
        new = new_answers(hit.program)
        assert new in ([], [ANSWERS]), hit
        _check_words(hit, saved=bool(new))
        if not fault.kills and request != "unlink":
            assert [] == hit.program.temporary_files(), hit
        _check_nothing_is_lost(hit)
    # What is typed on a pipe may be kept once more or less, as the threads happen to take turns.
    asked = [call for call in _untouched(way).calls if call.name in REQUESTS[request]]
    assert times > 0
    assert way is ON_A_PIPE or len(asked) == times
    return times


each_request = pytest.mark.parametrize("asking_to", REQUESTS)


@each_request
@pytest.mark.parametrize("fault", [NO_SPACE, FAILS, FULL, BROKEN, KILLED], ids=_words)
def test_a_fault_while_answers_are_taken_from_a_file_leaves_every_entry_whole(
    tmp_path, tried, fault, asking_to
):
    skip_unless_it_can_trace()
    tried(fault.words, _survive(FROM_A_FILE, fault, asking_to, tmp_path))


@each_request
@pytest.mark.parametrize("fault", [NO_SPACE, KILLED], ids=_words)
def test_a_fault_while_someone_is_asked_leaves_every_answer_where_it_can_be_found(
    tmp_path, tried, fault, asking_to
):
    skip_unless_it_can_trace()
    tried(fault.words, _survive(ON_A_PIPE, fault, asking_to, tmp_path))
