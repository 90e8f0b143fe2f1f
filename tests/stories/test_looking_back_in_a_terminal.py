"""Looking back in a terminal: at open actions, at the last answer, at all answers."""

import signal
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from securebase_cli.model import Action, Answer, Scaling
from support.builders import ANSWER, an_entry
from support.terminal import CTRL_B, CTRL_C, CTRL_D, CTRL_U, ENTER, ESCAPE, needs_terminal

pytestmark = [needs_terminal, pytest.mark.usefixtures("notice_shown")]

FIRST = "problem-solving"
TAKEAWAY = "What do you take from this?"
ACTION = "Is there one thing you want to try? With whom?"
BECAME = "Tried it (1), not yet (2), or dropped (3)? Enter: go on."
HAPPENED = "What happened? One line. Enter to leave it out."
KEYS = "A full stop alone on a line: done · empty: skip · .help · .back · .editor · .pause\n> "


def _answered(program, text: str = "We hold a meeting.", *, year: int = 2020, **about: Any) -> None:
    """Add an entry of 5 March that answers the first question of co-operation."""
    entry = an_entry(
        id=about.pop("id", "old2"),
        moment=datetime(year, 3, 5, 9, 0, tzinfo=UTC),
        domain="co-operation",
        title=f"Co-operation, 5 March {year}",
        answers=(Answer(FIRST, "How do you encourage problem solving?", text),),
        **about,
    )
    program.add_entries(entry)


def _what_became(program) -> tuple[str, str]:
    """Return the state and the note of the first action of that entry."""
    action = next(entry for entry in program.saved_entries() if entry["id"] == "old2")["actions"][0]
    return action["state"], action["note"]


def _leave_out_closing(terminal) -> None:
    """Leave out what the closing asks for, which ends the sitting."""
    terminal.wait_for(TAKEAWAY)
    terminal.type(ENTER)
    terminal.wait_for(ACTION)
    terminal.type(ENTER)


# A sitting from its first key to its last.


def test_a_sitting_asks_about_open_actions_shows_the_last_answer_and_asks_the_scale(start, program):
    _answered(program, actions=(Action("A buddy system"), Action("Done", "tried")))
    terminal = start("reflect", "co-operation")
    terminal.wait_for(f"A buddy system · agreed 5 March 2020. {BECAME}")
    terminal.type(f"1{ENTER}")
    terminal.wait_for(HAPPENED)
    # A single line needs no editor, and the word is not part of it.
    terminal.type(".editor")
    terminal.wait_for("> .editor")
    terminal.type(ENTER)
    terminal.wait_for("> Enter: done")
    terminal.type(f"They liked it{ENTER}")
    terminal.wait_for("Tried: A buddy system old2.1")
    terminal.wait_for("1 of 4")
    assert "We hold a meeting." not in terminal.screen_text
    terminal.type(f"We talk.{CTRL_D}")
    terminal.wait_for("We talk. Last time, 5 March 2020 We hold a meeting. Co-operation")
    terminal.wait_for("2 of 4")
    for number in (3, 4):
        terminal.type(CTRL_D)
        terminal.wait_for(f"{number} of 4")
    terminal.type(CTRL_D)
    terminal.wait_for("Where is your team with ‘I can work with others to find a solution’?")
    terminal.type(f"eleven{ENTER}")
    terminal.wait_for("A whole number from 0 to 10, please.")
    terminal.type(f"{CTRL_U}8{ENTER}")
    terminal.wait_for("What do you go by?")
    terminal.type(f"3{ENTER}")
    terminal.wait_for("8 of 10, what they have told me")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert terminal.is_restored
    assert {FIRST: "We talk."} == program.latest_answers()
    assert {"value": 8, "basis": "asked-the-team"} == program.latest_entry()["scaling"]
    assert ("tried", "They liked it") == _what_became(program)


def test_plain_the_sitting_is_the_same_line_by_line(start, program):
    _answered(program, actions=(Action("A buddy system"),))
    terminal = start("--plain", "reflect", "co-operation")
    terminal.wait_for_reply(f"To try: A buddy system · agreed 5 March 2020.\n{BECAME}\n> ")
    terminal.type(f"dropped{ENTER}")
    terminal.wait_for_reply(f"{HAPPENED}\n> ")
    terminal.type(f".editor{ENTER}")
    terminal.wait_for_reply("A single line needs no editor.\n> ")
    terminal.type(f"No time{ENTER}")
    terminal.wait_for_reply("Dropped: A buddy system")
    terminal.wait_for_reply(KEYS)
    assert "We hold a meeting." not in terminal.output_text
    terminal.type(f"We talk.{ENTER}.{ENTER}")
    terminal.wait_for_reply(", 5 March 2020\nThen: We hold a meeting.\n")
    terminal.wait_for_reply(KEYS)
    for _ in range(3):
        terminal.type(f".{ENTER}")
        terminal.wait_for_reply("> ")
    terminal.type(f".back{ENTER}")
    terminal.wait_for_reply("4 of 4")
    terminal.wait_for_reply(KEYS)
    terminal.type(f".{ENTER}")
    terminal.wait_for_reply("10: everybody would. Enter to leave it out.\n> ")
    terminal.type(f"8{ENTER}")
    terminal.wait_for_reply("3 what they have told me. Enter to leave it out.\n> ")
    terminal.type(ENTER)
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert "\x1b" not in terminal.output_text
    assert {FIRST: "We talk."} == program.latest_answers()
    assert {"value": 8, "basis": None} == program.latest_entry()["scaling"]
    assert ("dropped", "No time") == _what_became(program)


def test_plain_the_prompt_names_the_open_action(start, program):
    _answered(program, actions=(Action("A buddy system"),))
    terminal = start("--plain", "reflect", "co-operation")
    terminal.wait_for_reply(BECAME)
    assert "A buddy system" in terminal.new_output


def test_plain_the_prompt_names_the_unfinished_sitting(program):
    program.run("reflect", "co-operation", input="First.\n.\nHalf a sent\n.pause\n")
    done = program.run("--plain", "resume", input="leave\n")
    assert "Co-operation, 2 of 4 answered" in done.out


# The last answer.


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["in full", "plain"])
def test_with_no_previous_the_last_answer_is_not_shown(start, program, plain):
    _answered(program)
    terminal = start(*plain, "reflect", "-q", FIRST, "--no-previous")
    terminal.wait_for_reply("1 of 1")
    terminal.type(f"We talk.{ENTER}.{ENTER}")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert "Last time" not in terminal.output_text
    assert {FIRST: "We talk."} == program.latest_answers()


def test_back_after_the_last_answer_reopens_the_new_one(start, program):
    _answered(program)
    terminal = start("reflect", "-q", FIRST)
    terminal.wait_for("1 of 1")
    terminal.type(f"We talk.{CTRL_D}")
    terminal.wait_for("We hold a meeting.")
    terminal.wait_for(TAKEAWAY)
    terminal.type(CTRL_B)
    terminal.wait_for("> We talk.")
    terminal.type(f" More often.{CTRL_D}")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {FIRST: "We talk. More often."} == program.latest_answers()


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["in full", "plain"])
def test_a_signal_during_the_closing_keeps_what_is_typed_and_the_sitting_resumes_there(
    start, program, plain
):
    terminal = start(*plain, "reflect", "-q", FIRST)
    terminal.wait_for_reply("1 of 1")
    terminal.type(f"We talk.{ENTER}.{ENTER}")
    terminal.wait_for_reply(TAKEAWAY)
    terminal.type("Fewer mee")
    terminal.wait_for_reply("Fewer mee")
    terminal.signal(signal.SIGTERM)
    assert 143 == terminal.exit_code()
    assert terminal.is_restored
    (draft,) = program.draft_texts()
    assert "<!-- securebase takeaway -->\n\nFewer mee\n" in draft
    terminal = start(*plain, "resume")
    terminal.wait_for_reply("What shall it be?")
    terminal.type(ENTER)
    terminal.wait_for_reply("Enter to keep it; - to take it away.")
    terminal.type(f"Fewer meetings{ENTER}")
    terminal.wait_for_reply(ACTION)
    terminal.type(ENTER)
    assert 0 == terminal.exit_code()
    assert "Fewer meetings" == program.latest_entry()["takeaway"]
    assert [] == program.draft_texts()


def test_the_scale_is_not_asked_again_within_four_weeks(start, program):
    today = datetime.now(UTC)
    entry = an_entry(
        id="new2", domain="co-operation", moment=today - timedelta(days=20), scaling=Scaling(4)
    )
    program.add_entries(entry)
    terminal = start("reflect", "co-operation")
    terminal.wait_for("1 of 4")
    terminal.type(f"We talk.{CTRL_D}")
    for number in (2, 3, 4):
        terminal.wait_for(f"{number} of 4")
        terminal.type(CTRL_D)
    terminal.wait_for("Before you go, 1 of 2")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert "Where is your team" not in terminal.output_text


# One question.


def test_quick_asks_the_longest_unasked_question_without_a_scale(start, program):
    _answered(program)
    terminal = start("reflect", "--quick", "co-operation")
    terminal.wait_for("One of the ten on diversity and power. They come last in each domain")
    terminal.wait_for("1 of 1")
    assert (
        "How do you make it clear that diversity in a team can be a strength?"
        in terminal.screen_text
    )
    terminal.type(f"We say so.{CTRL_D}")
    terminal.wait_for("Before you go, 1 of 2")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {"diversity-as-strength": "We say so."} == program.latest_answers()
    assert "scaling" not in program.latest_entry()


# Searching and comparing.


def test_search_asks_for_words_that_the_shell_does_not_record(start, program):
    _answered(program)
    _answered(program, "We talk.", year=2021, id="new2")
    terminal = start("search")
    terminal.wait_for("Which words? A phrase goes in quotes")
    terminal.type(f"-meeting{ENTER}")
    terminal.wait_for("Give at least one word that they should hold.")
    terminal.type(f"{CTRL_U}meet hold{ENTER}")
    assert 0 == terminal.exit_code()
    assert "Co-operation, 5 March 2020 · old2" in terminal.screen_text
    assert "We hold a meeting." in terminal.screen_text
    assert "new2" not in terminal.screen_text


@pytest.mark.parametrize(("keys", "code"), [(ENTER, 0), (CTRL_C, 130), (f".pause{ENTER}", 0)])
def test_search_without_words_is_no_search(start, program, keys, code):
    _answered(program)
    terminal = start("search")
    terminal.wait_for("Which words?")
    terminal.type(keys)
    assert code == terminal.exit_code()
    assert terminal.is_restored
    assert "We hold" not in terminal.output_text


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["in full", "plain"])
def test_compare_offers_questions_answered_twice_and_shows_the_oldest_answer_first(
    start, program, plain
):
    _answered(program, "We talk.", year=2021, id="new2")
    _answered(program)
    terminal = start(*plain, "compare", columns=100, rows=60)
    terminal.wait_for_reply("Which one?")
    terminal.wait_for("How do you encourage collaborative problem solving?")
    terminal.wait_for("5 Mar 2021")
    terminal.type(f"encourage{ENTER}")
    assert 0 == terminal.exit_code()
    then, now = (
        terminal.screen_text.index("We hold a meeting."),
        terminal.screen_text.index("We talk."),
    )
    assert then < now
    assert "2 answers." in terminal.screen_text


def test_esc_at_the_questions_of_compare_goes_back_to_the_domains(start, program):
    _answered(program, "We talk.", year=2021, id="new2")
    _answered(program)
    program.add_entries(an_entry(), an_entry(id="k3f8"))
    terminal = start("compare")
    terminal.wait_for("Which domain?")
    terminal.wait_for("Esc: leave")
    terminal.type(f"availa{ENTER}")
    terminal.wait_for("Esc: back")
    terminal.type(ESCAPE)
    terminal.wait_for_reply("Which domain?")
    terminal.wait_for("Esc: leave")
    terminal.type(ESCAPE)
    assert 0 == terminal.exit_code()
    assert "Nothing was compared." in terminal.screen_text


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["in full", "plain"])
def test_words_of_several_questions_open_one_menu_of_those_that_were_answered(
    start, program, plain
):
    other = Answer("asked-directly", "Have you asked your team directly about this?", "Not yet.")
    program.add_entries(an_entry(answers=(ANSWER, other)))
    _answered(program)
    terminal = start(*plain, "compare", "team", columns=100)
    terminal.wait_for_reply("Which one?")
    assert "How do you encourage" not in terminal.output_text
    terminal.type(f"directly{ENTER}")
    terminal.wait_for_reply("Not yet.")
    assert 0 == terminal.exit_code()
    assert "1 answer." in terminal.output_text
