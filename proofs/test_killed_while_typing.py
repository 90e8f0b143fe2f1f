"""Somebody types, and the program is killed: never more than the last second is missing."""

import random
import signal

import pytest

from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.journal import Journal
from support.program import Program
from support.terminal import needs_terminal
from typist import END, Typist, all_together, held

pytestmark = needs_terminal

FIRST = "Most of them do – the two who joined in spring still ask me first."
SECOND = "Not yet.\nOn Tuesday I’ll ask, and listen."
THIRD = """\
A rota that says who is there for whom: each of us knows, on every day, whom to turn to at once.

# What helps already
- [ ] the half hour after a difficult visit, kept free for whoever needs it
- the café on Fridays 🙂, where nobody has to have a reason

    “Is someone free?” is asked aloud, and someone always is.
<!-- it must not hang on me alone --> \\ and *not* on the duty app either.
---
Last week Zoë told me that she’d rather ring than write. £5 a month for the phones was all it
took; why did none of us think of it before? I want to ask the others what they would rather do,
and to write down, with their names, what each of them can be asked for, at which hours, and by
which way. That list belongs on the wall as well as in the handbook. Where people work from home,
an open line in the afternoon does what an open door does here: one hears that others are there.
It needs somebody who starts it, and it is no good if that is always the same one of us.
"""
TEXT = f"{FIRST}{END}{SECOND}{END}{THIRD}".replace(">", "")

HOW_MANY = {"KILL": 25, "TERM": 25, "HUP": 17, "closing its window": 8}
LONGEST = 3.0
# More of them would get in each other's way, and not only in the program's.
AT_ONCE = 4

in_both_ways_to_write = pytest.mark.parametrize("plain", [False, True], ids=["in full", "plain"])


def _typed_and_stopped(folder, way: str, *, plain: bool) -> list[tuple[str, Typist]]:
    """Let people type until each program is stopped in that way, and name every one of them.

    Who types how fast and when it happens hangs on the name alone.
    """
    named = {}
    for number in range(HOW_MANY[way]):
        chance = random.Random(f"{way}, {plain}, {number}")
        after = chance.uniform(0, LONGEST)
        named[f"{way}, number {number}, {after:.3f} s after typing began"] = Typist(
            Program(folder / str(number)),
            ("availability", *(["--plain"] if plain else [])),
            TEXT,
            chance,
            after,
            lambda terminal: (
                terminal.hang_up()
                if way not in {"KILL", "TERM", "HUP"}
                else terminal.signal(getattr(signal, f"SIG{way}"))
            ),
        )
    all_together(named.values(), AT_ONCE)
    return list(named.items())


def _kept(name: str, typist: Typist) -> str:
    """Return what the next run finds, once it is clear that nothing else is amiss."""
    journal = Journal(typist.program.journal)
    waiting, unreadable = Drafts(journal.internal_folder).unfinished()
    assert ({}, 1) == (unreadable, len(waiting)), name
    assert [] == list(journal.scan()), f"{name}: nobody has saved anything"
    draft = waiting[0].draft
    kept = held(draft)
    assert [step.question for step in draft.plan[: kept.count(END) + 1]] == [
        answer.question for answer in draft.answers
    ], f"{name}: each answer belongs to its question"
    assert () == draft.skipped, name
    assert FIRST == draft.answers[0].text, f"{name}: an answer that was finished stays as it is"
    _begins_with(kept, typist.sent_by(typist.moment), f"{name}: what nobody typed is in the draft")
    _begins_with(typist.before, kept, f"{name}: the draft has shrunk on the way down")
    # Otherwise the screen would be no witness to what the program had taken in.
    _begins_with(
        typist.sent_by(typist.moment - 1),
        typist.shown_by(typist.moment),
        f"{name}: the screen was more than a second behind the keys",
    )
    return kept


def _begins_with(beginning: str, whole: str, otherwise: str) -> None:
    # The end of an answer is no letter, blank lines at its end are not kept, and nobody sees a
    # space on the screen before the next letter is there.
    assert whole.startswith(beginning.rstrip(f"{END}\n ")), (
        f"{otherwise}: … {beginning[-60:]!r} is not in … {whole[-60:]!r}"
    )


def _can_be_resumed(typist: Typist, kept: str) -> None:
    """Let the real program find what is kept, and save it."""
    done = typist.program.run("resume", "--save", "--no-input")
    assert 0 == done.code, done.err
    assert kept.split(END) == list(typist.program.latest_answers().values())


@in_both_ways_to_write
def test_what_was_on_the_screen_a_second_before_the_program_is_killed_is_in_the_draft(
    tmp_path, tried, plain
):
    stopped = _typed_and_stopped(tmp_path, "KILL", plain=plain)
    for name, typist in stopped:
        assert -signal.SIGKILL == typist.code, f"{name}:\n{typist.terminal}"
        a_second_before = typist.shown_by(typist.moment - 1)
        _begins_with(a_second_before, _kept(name, typist), f"{name}: more than a second is lost")
    name, typist = stopped[0]
    _can_be_resumed(typist, _kept(name, typist))
    tried("killed with KILL while typing", len(stopped))


@in_both_ways_to_write
@pytest.mark.parametrize(("way", "code"), [("TERM", 143), ("HUP", 129)])
def test_all_that_was_on_the_screen_is_in_the_draft_after_a_signal_that_asks_for_the_end(
    tmp_path, tried, way, code, plain
):
    stopped = _typed_and_stopped(tmp_path, way, plain=plain)
    for name, typist in stopped:
        assert code == typist.code, f"{name}:\n{typist.terminal}"
        assert typist.at_rest, f"{name}: the terminal is not as it was"
        _is_all_there(name, typist)
    name, typist = stopped[0]
    _can_be_resumed(typist, _kept(name, typist))
    tried(f"ended with {way} while typing", len(stopped))


@in_both_ways_to_write
def test_all_that_was_on_the_screen_is_in_the_draft_after_its_window_is_closed(
    tmp_path, tried, plain
):
    stopped = _typed_and_stopped(tmp_path, "closing its window", plain=plain)
    for name, typist in stopped:
        assert 129 == typist.code, f"{name}:\n{typist.terminal}"
        _is_all_there(name, typist)
    name, typist = stopped[0]
    _can_be_resumed(typist, _kept(name, typist))
    tried("ended by closing its window while typing", len(stopped))


def _is_all_there(name: str, typist: Typist) -> None:
    """Check that a program that could still do something has kept all and left nothing else."""
    shown = typist.shown_by(typist.moment)
    _begins_with(shown, _kept(name, typist), f"{name}: what had been read is lost")
    assert [] == typist.program.temporary_files(), name
