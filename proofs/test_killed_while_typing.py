"""The program is killed while text is typed: at most the last second of it is lost."""

import random
import signal

import pytest

from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.journal import Journal
from support.program import Program
from support.terminal import needs_terminal
from typist import END, Typist, draft_text, run_together

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

TIMES = {"KILL": 25, "TERM": 25, "HUP": 17, "closing its window": 8}
MAX_SECONDS = 3.0
# More terminals at the same time would slow each other down.
MAX_TERMINALS = 4

in_full_and_plain = pytest.mark.parametrize("plain", [False, True], ids=["in full", "plain"])


def _type_and_stop(folder, way: str, *, plain: bool) -> list[tuple[str, Typist]]:
    """Type into several programs and stop each one in this way; return them with descriptions.

    The speed of typing and the moment are random, but the same in every run.
    """
    typists = {}
    for number in range(TIMES[way]):
        chance = random.Random(f"{way}, {plain}, {number}")
        after = chance.uniform(0, MAX_SECONDS)
        typists[f"{way}, number {number}, {after:.3f} s after typing began"] = Typist(
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
    run_together(typists.values(), MAX_TERMINALS)
    return list(typists.items())


def _draft_text(name: str, typist: Typist) -> str:
    """Return the text in the draft on disk; check that draft and journal are in order."""
    journal = Journal(typist.program.journal)
    unfinished, unreadable = Drafts(journal.internal_folder).unfinished()
    assert ({}, 1) == (unreadable, len(unfinished)), name
    assert [] == list(journal.scan()), f"{name}: an entry was saved"
    draft = unfinished[0].draft
    text = draft_text(draft)
    assert [step.question for step in draft.plan[: text.count(END) + 1]] == [
        answer.question for answer in draft.answers
    ], f"{name}: each answer belongs to its question"
    assert () == draft.skipped, name
    assert FIRST == draft.answers[0].text, f"{name}: an answer that was finished stays as it is"
    _begins_with(
        text, typist.sent_by(typist.moment), f"{name}: the draft has text that was not typed"
    )
    _begins_with(typist.before, text, f"{name}: the draft has shrunk on the way down")
    # The screen shows what the program has read, unless it lags behind.
    _begins_with(
        typist.sent_by(typist.moment - 1),
        typist.shown_by(typist.moment),
        f"{name}: the screen was more than a second behind the keys",
    )
    return text


def _begins_with(beginning: str, whole: str, otherwise: str) -> None:
    # The key that ends an answer is no text, blank lines at its end are removed, and a space is
    # visible on the screen only before another letter.
    assert whole.startswith(beginning.rstrip(f"{END}\n ")), (
        f"{otherwise}: … {beginning[-60:]!r} is not in … {whole[-60:]!r}"
    )


def _check_resume(typist: Typist, text: str) -> None:
    """Check that `resume` saves the text of the draft."""
    done = typist.program.run("resume", "--save", "--no-input")
    assert 0 == done.code, done.err
    assert text.split(END) == list(typist.program.latest_answers().values())


@in_full_and_plain
def test_what_was_on_the_screen_a_second_before_the_program_is_killed_is_in_the_draft(
    tmp_path, tried, plain
):
    stopped = _type_and_stop(tmp_path, "KILL", plain=plain)
    for name, typist in stopped:
        assert -signal.SIGKILL == typist.code, f"{name}:\n{typist.terminal}"
        a_second_before = typist.shown_by(typist.moment - 1)
        _begins_with(
            a_second_before, _draft_text(name, typist), f"{name}: more than a second is lost"
        )
    name, typist = stopped[0]
    _check_resume(typist, _draft_text(name, typist))
    tried("killed with KILL while typing", len(stopped))


@in_full_and_plain
@pytest.mark.parametrize(("way", "code"), [("TERM", 143), ("HUP", 129)])
def test_all_that_was_on_the_screen_is_in_the_draft_after_a_signal_that_asks_for_the_end(
    tmp_path, tried, way, code, plain
):
    stopped = _type_and_stop(tmp_path, way, plain=plain)
    for name, typist in stopped:
        assert code == typist.code, f"{name}:\n{typist.terminal}"
        assert typist.is_restored, f"{name}: the terminal is not as it was"
        _check_nothing_is_lost(name, typist)
    name, typist = stopped[0]
    _check_resume(typist, _draft_text(name, typist))
    tried(f"ended with {way} while typing", len(stopped))


@in_full_and_plain
def test_all_that_was_on_the_screen_is_in_the_draft_after_its_window_is_closed(
    tmp_path, tried, plain
):
    stopped = _type_and_stop(tmp_path, "closing its window", plain=plain)
    for name, typist in stopped:
        assert 129 == typist.code, f"{name}:\n{typist.terminal}"
        _check_nothing_is_lost(name, typist)
    name, typist = stopped[0]
    _check_resume(typist, _draft_text(name, typist))
    tried("ended by closing its window while typing", len(stopped))


def _check_nothing_is_lost(name: str, typist: Typist) -> None:
    """Check that a program that could react saved all text and left no temporary file."""
    shown = typist.shown_by(typist.moment)
    _begins_with(shown, _draft_text(name, typist), f"{name}: what had been read is lost")
    assert [] == typist.program.temporary_files(), name
