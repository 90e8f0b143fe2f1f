"""Sittings line by line: with --plain, and in terminals without cursor control."""

import sys

import pytest

from support.terminal import (
    BACKSPACE,
    CTRL_C,
    CTRL_D,
    CTRL_U,
    CTRL_W,
    ENTER,
    LEFT,
    needs_terminal,
)

pytestmark = [needs_terminal, pytest.mark.usefixtures("notice_shown")]

OPEN = "skills-sharing"
CLOSED = "praise"
DONE = f"{ENTER}.{ENTER}"
TAKEAWAY = "What do you take from this?"
ACTION = "Is there one thing you want to try? With whom?"
AFTER_YES = "What have you seen that tells you so? One moment is enough."
KEYS = "A full stop alone on a line: done · empty: skip · .help · .back · .editor · .pause\n> "

PLAIN = ("--plain",)
DUMB = {"TERM": "dumb"}

each_way = pytest.mark.parametrize(
    ("options", "environment"),
    [(PLAIN, {}), ((), DUMB), ((), {"SECUREBASE_PLAIN": "1"})],
    ids=["--plain", "TERM=dumb", "SECUREBASE_PLAIN"],
)


def _leave_out_closing(terminal) -> None:
    """Leave out what the closing asks for, which ends the sitting."""
    terminal.wait_for(TAKEAWAY)
    terminal.type(ENTER)
    terminal.wait_for(ACTION)
    terminal.type(ENTER)


def _answer_one(terminal, typed: str) -> None:
    """Answer the only question of a sitting, leave out the closing, and save it."""
    terminal.wait_for_reply(KEYS)
    terminal.type(typed)
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()


# A whole sitting.


@each_way
def test_a_sitting_has_no_escape_sequence(start, program, options, environment):
    terminal = start(*options, "reflect", "co-operation", env=environment)
    terminal.wait_for_reply(KEYS)
    assert "1 of 4" in terminal.new_output
    terminal.type(f"We talk.{ENTER}Every week.{DONE}")
    terminal.wait_for_reply("2 of 4")
    terminal.wait_for_reply(KEYS)
    terminal.type(f".{ENTER}")
    terminal.wait_for_reply("3 of 4")
    terminal.wait_for_reply(KEYS)
    terminal.type(CTRL_D)
    terminal.wait_for_reply("4 of 4")
    terminal.wait_for_reply(KEYS)
    terminal.type(f"It is.{DONE}")
    terminal.wait_for_reply("Where is your team with")
    terminal.wait_for_reply("Enter to leave it out.\n> ")
    terminal.type(ENTER)
    terminal.wait_for_reply(TAKEAWAY)
    terminal.type(f"To ask{ENTER}")
    terminal.wait_for_reply(ACTION)
    terminal.type(f"A buddy system{ENTER}")
    terminal.wait_for_reply("When will you look again?")
    terminal.wait_for_reply("> ")
    terminal.type(f"soon{ENTER}")
    terminal.wait_for_reply("“soon” is not a date that can be read.")
    terminal.wait_for_reply("5 no date. Enter to leave it out.\n> ")
    terminal.type(f"2999-12-01{ENTER}")
    terminal.wait_for_reply("securebase show")
    assert 0 == terminal.exit_code()
    assert terminal.is_restored

    assert "\x1b" not in terminal.output_text
    saved = program.latest_entry()
    assert {
        "problem-solving": "We talk.\nEvery week.",
        "diversity-as-strength": "It is.",
    } == program.latest_answers()
    assert ["skills-sharing", "sharing-strengths"] == saved["skipped"]
    assert ["2999-12-01"] == [action["due"] for action in saved["actions"]]


def test_plain_labels_each_line(start):
    terminal = start("reflect", "co-operation", "--plain")
    terminal.wait_for_reply(KEYS)
    lines = terminal.output_text.splitlines()
    assert [
        "Domain: Co-operation",
        "Quality: “I can work with others to find a solution”",
    ] == lines[:2]
    assert [
        "Where: Co-operation · 1 of 4",
        "Question: How do you encourage collaborative problem solving?",
        "Keys: A full stop alone on a line: done · empty: skip · .help · .back · .editor · .pause",
        "> ",
    ] == lines[-4:]


# Typing.


@pytest.mark.parametrize("environment", [{}, DUMB], ids=["--plain", "TERM=dumb"])
def test_a_pasted_line_of_200_000_characters_is_saved_whole(start, program, environment):
    line = "word " * 40_000 + "end"
    options = [] if environment else PLAIN
    terminal = start(*options, "reflect", "-q", OPEN, env=environment)
    _answer_one(terminal, f"{line}{DONE}")
    assert {OPEN: line} == program.latest_answers()


def test_a_paste_of_long_lines_is_saved_whole(start, program):
    lines = [f"{number} {'word ' * 10_000}end" for number in range(6)]
    terminal = start("--plain", "reflect", "-q", OPEN)
    _answer_one(terminal, f"{ENTER.join(lines)}{DONE}")
    assert lines == program.latest_answers()[OPEN].split("\n")


def test_a_paste_that_no_entry_can_hold_is_refused_at_once_and_kept(start, program):
    lines = f"{'word ' * 1_000}{ENTER}" * 420
    terminal = start("--plain", "reflect", "-q", OPEN)
    terminal.wait_for_reply(KEYS)
    terminal.type(f"{lines}end{DONE}")
    terminal.wait_for_reply("Your answer so far: … ")
    terminal.wait_for_reply("The entry would be larger than 2 MiB")
    terminal.wait_for_reply(KEYS)
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert terminal.is_restored
    (draft,) = program.draft_texts()
    assert f"{lines}end".replace(ENTER, "\n") in draft


def test_erasing_keys_work_as_in_a_shell(start, program):
    terminal = start("--plain", "reflect", "-q", OPEN)
    typed = [
        f"{BACKSPACE}{CTRL_U}{CTRL_W}In pairz{BACKSPACE}s",
        f"Zoë 支え{BACKSPACE * 3}ë",
        f"All of it{CTRL_U}Some of it",
        f"In small groups  {CTRL_W}pairs",
        "",
        f"{BACKSPACE}\tset in",
    ]
    _answer_one(terminal, f"{ENTER.join(typed)}{DONE}")
    kept = ["In pairs", "Zoëë", "Some of it", "In small pairs", "", "\tset in"]
    assert kept == program.latest_answers()[OPEN].split("\n")


def test_erased_text_leaves_the_screen(start):
    terminal = start("--plain", "reflect", "-q", OPEN)
    terminal.wait_for_reply(KEYS)
    terminal.type(f"a支\tb{BACKSPACE * 3}c")
    terminal.wait_for_reply("c")
    terminal.wait_for("> ac")
    assert "> ac" in terminal.rows


def test_control_keys_are_dropped_with_a_message(start, program):
    terminal = start("--plain", "reflect", "-q", OPEN)
    _answer_one(terminal, f"In p{LEFT}airs\x1bOP\x01{DONE}")
    assert "Keys that write nothing, such as arrows, were left out." in terminal.output_text
    assert {OPEN: "In pairs"} == program.latest_answers()


@pytest.mark.parametrize("typed", [f"In pairs{CTRL_D}", f"In pairs{ENTER}{CTRL_D}"])
def test_ctrl_d_ends_an_answer_and_the_next_question_starts_on_a_new_line(start, program, typed):
    terminal = start("--plain", "reflect", "-q", OPEN)
    _answer_one(terminal, typed)
    assert {OPEN: "In pairs"} == program.latest_answers()
    assert "\nWhere: Before you go, 1 of 2\n" in terminal.output_text


@pytest.mark.parametrize(
    ("asked", "rest", "answer"),
    [("\x1bOP", "airs", "In pairs"), (f"{ENTER}.help{ENTER}", "And so on", "In p\nAnd so on")],
    ids=["F1", ".help"],
)
def test_help_lists_the_keys_and_the_text_stays(start, program, asked, rest, answer):
    terminal = start("--plain", "reflect", "-q", OPEN)
    terminal.wait_for_reply(KEYS)
    terminal.type(f"In p{asked}")
    terminal.wait_for_reply("Ctrl-O or .editor: write in your editor\n> ")
    terminal.type(f"{rest}{CTRL_C}")
    assert 130 == terminal.exit_code()
    program.run("resume", "--save", "--no-input")
    assert {OPEN: answer} == program.latest_answers()


def test_lines_that_hold_more_than_a_command_are_text(start, program):
    text = " .\n..\n.pause now\n.BACK"
    terminal = start("--plain", "reflect", "-q", OPEN)
    _answer_one(terminal, f"{text}{DONE}".replace("\n", ENTER))
    assert {OPEN: text} == program.latest_answers()


# Being asked for more, going back, the editor, pausing.


def test_a_yes_goes_one_step_deeper_and_what_is_written_is_added(start, program):
    terminal = start("--plain", "reflect", "-q", CLOSED)
    terminal.wait_for_reply(KEYS)
    terminal.type(f"Yes{DONE}")
    terminal.wait_for_reply(AFTER_YES)
    terminal.wait_for_reply(KEYS)
    assert "Your answer so far: Yes\n" in terminal.new_output
    terminal.type(f"On Tuesday.{DONE}")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {CLOSED: "Yes\nOn Tuesday."} == program.latest_answers()


def test_back_shows_the_previous_answer_and_text_is_added(start, program):
    terminal = start("--plain", "reflect", "co-operation")
    terminal.wait_for_reply(KEYS)
    terminal.type(f".back{ENTER}")
    terminal.wait_for_reply("This is the first question.")
    terminal.wait_for_reply(KEYS)
    terminal.type(f"We talk.{DONE}")
    terminal.wait_for_reply("2 of 4")
    terminal.wait_for_reply(KEYS)
    terminal.type(f"In pairs.{ENTER}.back{ENTER}")
    terminal.wait_for_reply("Your answer so far: We talk.\n")
    terminal.wait_for_reply(KEYS)
    terminal.type(f"Every week.{DONE}")
    terminal.wait_for_reply("Your answer so far: In pairs.\n")
    terminal.wait_for_reply(KEYS)
    terminal.type(f".pause{ENTER}")
    terminal.wait_for_reply("go on with: securebase resume")
    assert 0 == terminal.exit_code()
    (draft,) = program.draft_texts()
    assert "\n\nWe talk.\nEvery week.\n\n" in draft
    assert "\n\nIn pairs.\n" in draft


def test_of_a_long_answer_only_the_end_is_shown_again(start):
    terminal = start("--plain", "reflect", "co-operation")
    terminal.wait_for_reply(KEYS)
    terminal.type(f"{'word ' * 2000}end{DONE}")
    terminal.wait_for_reply("2 of 4")
    terminal.wait_for_reply(KEYS)
    terminal.type(f".back{ENTER}")
    terminal.wait_for_reply(KEYS)
    (shown,) = (line for line in terminal.new_output.splitlines() if "so far" in line)
    assert shown.startswith("Your answer so far: … ")
    assert shown.endswith("word end")
    assert len(shown) < 700


def test_dot_editor_opens_the_answer_and_takes_the_edited_text(start, program):
    script = program.home / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text('utf-8').replace('groups', 'pairs'), 'utf-8')\n",
        "utf-8",
    )
    terminal = start("--plain", "reflect", "-q", OPEN, env={"EDITOR": f"{sys.executable} {script}"})
    _answer_one(terminal, f"In groups{ENTER}of two{ENTER}.editor{ENTER}")
    assert {OPEN: "In pairs\nof two"} == program.latest_answers()


def test_without_an_editor_the_message_names_the_variable_and_the_answer_stays(start, program):
    terminal = start("--plain", "reflect", "-q", OPEN, env={"PATH": ""})
    terminal.wait_for_reply(KEYS)
    terminal.type(f"In pairs{ENTER}.editor{ENTER}")
    terminal.wait_for_reply("No editor is set.")
    terminal.wait_for_reply("> ")
    terminal.type(f".{ENTER}")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: "In pairs"} == program.latest_answers()


def test_ctrl_c_pauses_and_keeps_the_line_being_typed(start, program):
    terminal = start("--plain", "reflect", "-q", OPEN)
    terminal.wait_for_reply(KEYS)
    terminal.type(f"In{ENTER}pai")
    terminal.wait_for_reply("> pai")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert terminal.is_restored
    assert terminal.output_text.endswith(
        "\nPaused. Everything so far is kept; go on with: securebase resume\n"
    )
    (draft,) = program.draft_texts()
    assert "\n\nIn\npai\n" in draft
