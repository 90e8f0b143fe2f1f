"""Sittings in a terminal, typed key by key and read from the screen."""

import shutil
import signal
import sys
from datetime import date, timedelta

import pytest

from securebase_cli.dates import weekday_date
from support.terminal import (
    CTRL_B,
    CTRL_C,
    CTRL_D,
    CTRL_O,
    CTRL_U,
    CTRL_Z,
    ENTER,
    ESCAPE,
    LEFT,
    Terminal,
    needs_terminal,
    pasted,
)

pytestmark = [needs_terminal, pytest.mark.usefixtures("notice_shown")]

OPEN = "skills-sharing"
CLOSED = "praise"
TAKEAWAY = "What do you take from this?"
ACTION = "Is there one thing you want to try? With whom?"
LOOK_AGAIN = "When will you look again?"
AFTER_YES = "What have you seen that tells you so? One moment is enough."
AFTER_NO = "What gets in the way? Or: what would be a first step?"


def _editor(program, does: str) -> str:
    """Return an editor that runs lines of Python; they get the file as `path`."""
    script = program.home / "editor.py"
    script.write_text(
        f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{does}\n", encoding="utf-8"
    )
    return f"{sys.executable} {script}"


def _half_way(program) -> None:
    """Pause a sitting of four questions in the middle of the second."""
    program.run("reflect", "co-operation", input="First.\n.\nHalf a sent\n.pause\n")


def _leave_out_closing(terminal) -> None:
    """Leave out what the closing asks for, which ends the sitting."""
    terminal.wait_for(TAKEAWAY)
    terminal.type(ENTER)
    terminal.wait_for(ACTION)
    terminal.type(ENTER)


def _agreed(start) -> Terminal:
    """Return a sitting that asks when to look again at what is to be tried."""
    terminal = start("reflect", "-q", OPEN)
    terminal.wait_for("1 of 1")
    terminal.type(f"In pairs.{CTRL_D}")
    terminal.wait_for(TAKEAWAY)
    terminal.type(ENTER)
    terminal.wait_for(ACTION)
    terminal.type(f"A buddy system{ENTER}")
    terminal.wait_for(LOOK_AGAIN)
    return terminal


# A sitting from its first key to its last.


@pytest.mark.parametrize("columns", [60, 100])
def test_a_whole_sitting_is_answered_and_saved(start, program, columns):
    terminal = start("reflect", "co-operation", columns=columns)
    terminal.wait_for("Ctrl-C: pause")
    assert "Co-operation “I can work with others to find a solution”" in terminal.screen_text
    assert "1 of 4 How do you encourage collaborative problem solving?" in terminal.screen_text
    assert "Enter: skip · Tab: next · Ctrl-C: pause · F1: more" in terminal.screen_text

    terminal.type("We talk.")
    terminal.type(ENTER)
    terminal.type("Every week.")
    terminal.wait_for("> We talk. Every week.")
    assert "1 of 4" in terminal.screen_text, "Enter begins a new line and ends nothing"

    terminal.type(f"{ENTER}.{ENTER}")
    terminal.wait_for("2 of 4")
    assert "How do you encourage collaborative problem solving? We talk. Every week." in (
        terminal.screen_text
    )
    terminal.type(f"In pairs.{CTRL_D}")
    terminal.wait_for("3 of 4")
    terminal.type(CTRL_D)
    terminal.wait_for("4 of 4")
    terminal.type(f".{ENTER}")

    terminal.wait_for("Questions 3–4 skipped")
    terminal.wait_for("Before you go, 1 of 3")
    terminal.wait_for("Where is your team with ‘I can work with others to find a solution’?")
    terminal.type(f"7{ENTER}")
    terminal.wait_for("What do you go by? > 1 a general impression 2 what I have seen and heard")
    terminal.type(f"2{ENTER}")
    terminal.wait_for("7 of 10, what I have seen and heard")
    terminal.wait_for(f"Before you go, 2 of 3 {TAKEAWAY} Enter to leave it out.")
    terminal.type(f"To ask first{ENTER}")
    terminal.wait_for(f"Before you go, 3 of 3 {ACTION} Enter to leave it out.")
    terminal.type(f"A buddy system{ENTER}")
    terminal.wait_for(f"{LOOK_AGAIN} 1 in a week > 2 in two weeks 3 in a month 4 a date such as ")
    terminal.type(f"4{ENTER}")
    terminal.wait_for("Which date?")
    terminal.type(f"soon{ENTER}")
    terminal.wait_for("“soon” is not a date that can be read.")
    terminal.type(f"{CTRL_U}2w{ENTER}")
    terminal.wait_for("securebase show")
    assert 0 == terminal.exit_code()
    assert terminal.is_restored

    saved = program.latest_entry()
    fortnight = date.fromisoformat(saved["date"][:10]) + timedelta(weeks=2)
    assert (
        "That's kept. Thank you for taking the time. 2 of 4 answered, 2 skipped; "
        f"one thing to try by {weekday_date(fortnight, fortnight - timedelta(weeks=2))}. "
        f"securebase show {saved['id']}"
    ) in terminal.screen_text
    assert {
        "problem-solving": "We talk.\nEvery week.",
        "skills-sharing": "In pairs.",
    } == program.latest_answers()
    assert ["sharing-strengths", "diversity-as-strength"] == saved["skipped"]
    assert {"value": 7, "basis": "observed"} == saved["scaling"]
    assert "To ask first" == saved["takeaway"]
    (action,) = saved["actions"]
    assert ("A buddy system", "open", fortnight.isoformat()) == (
        action["text"],
        action["state"],
        action["due"],
    )
    assert [] == program.draft_texts()


def test_nothing_stays_of_a_closing_that_is_left_out(start):
    terminal = start("reflect", "-q", OPEN)
    terminal.wait_for("1 of 1")
    terminal.type(f"In pairs.{CTRL_D}")
    terminal.wait_for("Before you go, 1 of 2")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert "Before you go" not in terminal.screen_text
    assert "Thank you" in terminal.screen_text


@pytest.mark.parametrize("typed", ["27/11/2030", "27 november 2030", "wed 27 Nov 2030"])
def test_a_date_to_look_again_is_typed_where_the_choices_stand(start, program, typed):
    terminal = _agreed(start)
    terminal.type(typed)
    terminal.wait_for(f"{LOOK_AGAIN} {typed} > 4 a date")
    terminal.type(ENTER)
    terminal.wait_for("Wednesday 27 November 2030")
    assert 0 == terminal.exit_code()
    assert "2030-11-27" == program.latest_entry()["actions"][0]["due"]


def test_esc_where_the_date_is_chosen_leaves_it_out_and_says_so_before(start, program):
    terminal = _agreed(start)
    terminal.wait_for("Esc: leave it out")
    terminal.type(ESCAPE)
    assert 0 == terminal.exit_code()
    assert program.latest_entry()["actions"][0]["due"] is None


def test_what_is_no_date_stays_in_the_line_to_be_changed(start, program):
    terminal = _agreed(start)
    terminal.type(f"tomorow{ENTER}")
    terminal.wait_for("“tomorow” is not a date that can be read.")
    terminal.type(f"{CTRL_U}tomorrow{ENTER}")
    assert 0 == terminal.exit_code()
    saved = program.latest_entry()
    tomorrow = date.fromisoformat(saved["date"][:10]) + timedelta(days=1)
    assert tomorrow.isoformat() == saved["actions"][0]["due"]


@pytest.mark.parametrize("columns", [60, 100])
def test_no_row_is_broken_in_the_middle_of_a_word(start, columns):
    sentence = "Most of them do, and the two who joined in spring still ask me first of all. " * 3
    terminal = start("reflect", "-q", OPEN, columns=columns)
    terminal.wait_for("1 of 1")
    terminal.type(f"{sentence}End")
    terminal.wait_for("End")
    first = next(number for number, row in enumerate(terminal.rows) if row.startswith(" > "))
    last = next(number for number, row in enumerate(terminal.rows) if row.endswith("End"))
    rows = [row[3:].strip() for row in terminal.rows[first : last + 1]]
    assert len(rows) > 1
    assert f"{sentence}End" == " ".join(rows)


def test_a_narrow_and_low_terminal_still_shows_what_is_written(start, program):
    terminal = start("reflect", "-q", OPEN, columns=24, rows=8)
    terminal.wait_for("How do you encourage skills sharing?")
    terminal.type("We learn in pairs")
    terminal.wait_for("We learn in pairs")
    terminal.type(f"{CTRL_D}")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: "We learn in pairs"} == program.latest_answers()


# Going back, and being asked for more.


def test_ctrl_b_and_back_reopen_the_previous_answer(start, program):
    terminal = start("reflect", "co-operation")
    terminal.wait_for("1 of 4")
    terminal.type(CTRL_B)
    terminal.wait_for("This is the first question.")
    terminal.wait_for("1 of 4")
    terminal.type(f"First word{CTRL_D}")
    terminal.wait_for("2 of 4")
    terminal.type(f"Second{CTRL_B}")
    terminal.wait_for("1 of 4")
    terminal.wait_for("> First word")
    terminal.type(f"{LEFT * 4}changed {CTRL_D}")
    terminal.wait_for("2 of 4")
    terminal.wait_for("> Second")
    terminal.type(f" thought{ENTER}.back{ENTER}")
    terminal.wait_for("1 of 4")
    terminal.type(CTRL_D)
    terminal.wait_for("2 of 4")
    terminal.wait_for("> Second thought")
    terminal.type(f"{ENTER}.pause{ENTER}")
    assert 0 == terminal.exit_code()
    (draft,) = program.draft_texts()
    assert "\n\nFirst changed word\n\n" in draft
    assert "\n\nSecond thought\n" in draft


def test_an_answer_that_is_enough_for_today_stays_on_the_screen(start, program):
    terminal = start("reflect", "co-operation")
    terminal.wait_for("Ctrl-C: pause")
    terminal.type("We talk.")
    terminal.type("\x1bOS")  # F4
    terminal.wait_for(TAKEAWAY)
    assert "How do you encourage collaborative problem solving? We talk." in terminal.screen_text


def test_a_yes_goes_one_step_deeper_once(start, program):
    terminal = start("reflect", "-q", CLOSED)
    terminal.wait_for("1 of 1")
    terminal.type(f"Yes{CTRL_D}")
    terminal.wait_for(AFTER_YES)
    terminal.wait_for("> Yes")
    terminal.type(CTRL_D)
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {CLOSED: "Yes"} == program.latest_answers()


def test_what_is_written_one_step_deeper_is_added(start, program):
    terminal = start("reflect", "-q", CLOSED)
    terminal.wait_for("1 of 1")
    terminal.type(f"No, we don’t.{CTRL_D}")
    terminal.wait_for(AFTER_NO)
    terminal.type(f" Last week I forgot.{CTRL_D}")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {CLOSED: "No, we don’t. Last week I forgot."} == program.latest_answers()


# Pasting.


def test_a_paste_is_saved_whole_even_with_a_line_of_only_a_full_stop(start, program):
    text = "One\n.\n\n.pause\n\t# two\n  three"
    terminal = start("reflect", "-q", OPEN)
    terminal.wait_for("1 of 1")
    terminal.type(pasted(text.replace("\n", "\r\n")))
    terminal.wait_for("three")
    assert "1 of 1" in terminal.screen_text
    terminal.type(CTRL_D)
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: text} == program.latest_answers()


def _paste_answer(terminal: Terminal, text: str, until: str) -> None:
    """Paste an answer, wait until its end is on the screen, and finish it."""
    terminal.wait_for("1 of 1")
    terminal.type(pasted(text))
    terminal.wait_for(until)
    terminal.type(CTRL_D)


def test_control_characters_in_a_paste_are_removed_with_a_message(start, program):
    terminal = start("reflect", "-q", OPEN)
    _paste_answer(terminal, "red \x1b[31malarm \x07 \x9b2J bell", until="bell")
    terminal.wait_for("3 control characters were removed; a text can’t hold them.")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: "red [31malarm  2J bell"} == program.latest_answers()
    assert "\x1b[31malarm" not in terminal.output_text


def test_a_paste_of_200_000_characters_is_saved_whole(start, program):
    text = "word " * 40_000 + "end"
    terminal = start("reflect", "-q", OPEN, rows=24)
    _paste_answer(terminal, text, until="word end")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: text} == program.latest_answers()


def test_a_paste_that_no_entry_can_hold_is_refused_at_once_and_kept(start, program):
    text = "word " * 420_000 + "end"
    terminal = start("reflect", "-q", OPEN, rows=24)
    _paste_answer(terminal, text, until="word end")
    terminal.wait_for("The entry would be larger than 2 MiB")
    terminal.wait_for("word end")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert terminal.is_restored
    (draft,) = program.draft_texts()
    assert text in draft


def test_a_paste_into_a_question_of_one_line_becomes_one_line(start, program):
    terminal = start("reflect", "-q", OPEN)
    terminal.wait_for("1 of 1")
    terminal.type(CTRL_D)
    terminal.wait_for(TAKEAWAY)
    terminal.type(f"{pasted(f'To{ENTER}ask')}{ENTER}")
    terminal.wait_for(ACTION)
    terminal.type(f"{pasted(f'Learn{ENTER}in pairs')}{ENTER}")
    terminal.wait_for(LOOK_AGAIN)
    terminal.type(f"5{ENTER}")
    assert 0 == terminal.exit_code()
    saved = program.latest_entry()
    assert ("To ask", "Learn in pairs") == (saved["takeaway"], saved["actions"][0]["text"])


# The editor.


def test_ctrl_o_opens_the_answer_in_the_editor(start, program):
    editor = _editor(program, "path.write_text(path.read_text('utf-8').upper() + 'more\\n')")
    terminal = start("reflect", "-q", OPEN, env={"EDITOR": "false", "VISUAL": editor})
    terminal.wait_for("1 of 1")
    terminal.type("in pairs")
    terminal.wait_for("in pairs")
    terminal.type(CTRL_O)
    terminal.wait_for("IN PAIRS more")
    terminal.type(f" and more{CTRL_D}")
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: "IN PAIRS\nmore and more"} == program.latest_answers()
    assert [] == list((program.journal / ".securebase" / "editing").iterdir())


def test_an_editor_that_fails_loses_nothing(start, program):
    editor = _editor(program, "path.write_text('in threes', 'utf-8'); sys.exit(3)")
    terminal = start("reflect", "-q", OPEN, env={"EDITOR": editor})
    terminal.wait_for("1 of 1")
    terminal.type(f"in pairs{ENTER}.editor{ENTER}")
    terminal.wait_for("The editor ended with an error; what it saved is kept in")
    terminal.wait_for("> in pairs")
    terminal.type(CTRL_D)
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: "in pairs"} == program.latest_answers()
    (kept,) = (program.journal / ".securebase" / "editing").iterdir()
    assert "in threes" == kept.read_text("utf-8")


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["in full", "plain"])
def test_an_editor_that_returns_at_once_is_waited_for(start, program, plain):
    editor = _editor(program, "pass")
    terminal = start("reflect", "-q", OPEN, *plain, env={"EDITOR": editor})
    terminal.wait_for_reply("1 of 1")
    terminal.type(f"in pairs{CTRL_O}")
    terminal.wait_for_reply("Waiting for your editor; press Enter when you have saved.")
    (copy,) = (program.journal / ".securebase" / "editing").glob("answer*.md")
    text = copy.read_text("utf-8")
    assert text.startswith("<!-- How do you encourage skills sharing?")
    copy.write_text(text.replace("pairs", "threes"), "utf-8")
    terminal.type(ENTER)
    if not plain:
        terminal.wait_for_reply("threes")
        terminal.type(CTRL_D)
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: "in threes"} == program.latest_answers()


def test_a_signal_while_the_editor_is_open_keeps_the_earlier_text(start, program):
    editor = _editor(
        program, "import os, signal\nos.kill(os.getppid(), signal.SIGTERM)\nsignal.pause()"
    )
    terminal = start("reflect", "-q", OPEN, env={"EDITOR": editor})
    terminal.wait_for("1 of 1")
    terminal.type(f"in pairs{CTRL_O}")
    assert 143 == terminal.exit_code()
    (draft,) = program.draft_texts()
    assert "in pairs" in draft


def test_without_an_editor_the_message_names_the_variable(start):
    terminal = start("reflect", "-q", OPEN, env={"PATH": ""})
    terminal.wait_for("1 of 1")
    terminal.type(f"in pairs{CTRL_O}")
    terminal.wait_for("No editor is set. Name yours in the variable EDITOR")
    terminal.wait_for("> in pairs")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()


# Leaving in the middle, and going on.


def test_ctrl_c_keeps_the_draft_and_restores_the_terminal(start, program):
    terminal = start("reflect", "co-operation")
    terminal.wait_for("1 of 4")
    terminal.type(f"First.{CTRL_D}")
    terminal.wait_for("2 of 4")
    terminal.type("Half a sent")
    terminal.wait_for("Half a sent")
    assert not terminal.is_restored
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert terminal.screen_text.endswith(
        "Paused. Everything so far is kept; go on with: securebase resume"
    )
    assert terminal.is_restored
    assert [] == program.entry_texts()
    (draft,) = program.draft_texts()
    assert "First." in draft
    assert "Half a sent" in draft


@pytest.mark.parametrize(("typed", "code"), [(CTRL_C, 130), (f".pause{ENTER}", 0)])
def test_leaving_without_text_keeps_no_draft(start, program, typed, code):
    terminal = start("reflect", "co-operation")
    terminal.wait_for("1 of 4")
    terminal.type(typed)
    assert code == terminal.exit_code()
    assert "Nothing was written." in terminal.screen_text
    assert [] == program.draft_texts()


def test_the_next_reflect_offers_the_draft_and_continues_it(start, program):
    _half_way(program)
    terminal = start("reflect")
    terminal.wait_for("What shall it be? > 1 go on")
    assert "Unfinished: Co-operation, 2 of 4 answered, begun on" in terminal.screen_text
    terminal.type(ENTER)
    terminal.wait_for("2 of 4")
    terminal.wait_for("> Half a sent")
    terminal.type("ence.")
    terminal.wait_for("> Half a sentence.")
    terminal.type(f"{ENTER}.pause{ENTER}")
    assert 0 == terminal.exit_code()
    assert terminal.is_restored
    (draft,) = program.draft_texts()
    assert "Half a sentence." in draft


def test_an_unfinished_sitting_can_be_saved_as_it_is(start, program):
    _half_way(program)
    terminal = start("resume")
    terminal.wait_for("What shall it be?")
    terminal.type(f"delete{ENTER}")
    terminal.wait_for("No line has that.")
    terminal.type(f"{CTRL_U}sa{ENTER}")
    assert 0 == terminal.exit_code()
    assert {
        "problem-solving": "First.",
        "skills-sharing": "Half a sent",
    } == program.latest_answers()
    assert [] == program.draft_texts()


def test_an_unfinished_sitting_can_be_set_aside(start, program):
    _half_way(program)
    terminal = start("reflect", "acceptance")
    terminal.wait_for("What shall it be?")
    terminal.type(f"3{ENTER}")
    assert 0 == terminal.exit_code()
    assert "Put away. It is kept here:" in terminal.screen_text
    assert [] == program.draft_texts()
    (kept,) = (program.journal / ".securebase" / "set-aside").iterdir()
    assert "Half a sent" in kept.read_text("utf-8")


def test_what_was_given_for_a_new_sitting_is_said_not_to_be_used_for_an_unfinished_one(
    start, program
):
    _half_way(program)
    terminal = start("reflect", "acceptance", "--tag", "rota")
    terminal.wait_for("What shall it be?")
    terminal.type(f"2{ENTER}")
    assert 0 == terminal.exit_code()
    assert "this one keeps its own date and tags" in " ".join(terminal.screen_text.split())
    assert [] == program.latest_entry()["tags"]


def test_an_unfinished_sitting_can_stay_while_another_starts(start, program):
    _half_way(program)
    terminal = start("reflect", "-q", CLOSED)
    terminal.wait_for("What shall it be?")
    terminal.type(f"begin{ENTER}")
    terminal.wait_for("Do you acknowledge or praise staff when things go well?")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert 1 == len(program.draft_texts())


def test_a_pause_at_the_action_keeps_its_text(start, program):
    terminal = start("reflect", "-q", OPEN)
    terminal.wait_for("1 of 1")
    terminal.type(f"In pairs.{CTRL_D}")
    terminal.wait_for(TAKEAWAY)
    terminal.type(ENTER)
    terminal.wait_for(ACTION)
    terminal.type("A buddy system")
    terminal.wait_for("A buddy system")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    terminal = start("resume")
    terminal.wait_for("What shall it be?")
    terminal.type(ENTER)
    terminal.wait_for("Before you go, 2 of 2 Is there one thing you want to try?")
    terminal.wait_for("Enter to keep it; - to take it away. So far: A buddy system")
    terminal.type(ENTER)
    terminal.wait_for(LOOK_AGAIN)
    terminal.type(ESCAPE)
    assert 0 == terminal.exit_code()
    assert ["A buddy system"] == [action["text"] for action in program.latest_entry()["actions"]]


# The menu.


def test_the_menu_shows_when_each_domain_was_last_reflected_on(start, program):
    program.run("reflect", "-q", CLOSED, "--date", "2024-02-29", input="Often.\n")
    terminal = start("reflect", columns=100)
    terminal.wait_for("Esc: leave")
    rows = [" ".join(row.split()) for row in terminal.rows]
    assert "3 Acceptance I don’t always have to be strong · 29 Feb 2024" in rows
    assert "5 Team membership I am valued and I belong · not yet" in rows
    terminal.type(f"team m{ENTER}")
    terminal.wait_for("Which one? Team membership")
    terminal.wait_for("1 of 10")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()


def test_an_empty_choice_from_the_menu_takes_the_domain_left_longest(start, program):
    program.run("reflect", "-q", "call-on-support", "--date", "2024-02-29", input="Often.\n")
    terminal = start("reflect")
    terminal.wait_for("> 2 Sensitivity")
    terminal.type(ENTER)
    terminal.wait_for("Which one? Sensitivity")
    terminal.wait_for("1 of 8")


def test_leaving_the_menu_starts_no_sitting(start, program):
    terminal = start("reflect")
    terminal.wait_for("Which one?")
    terminal.type(ESCAPE)
    assert 0 == terminal.exit_code()
    assert "Nothing started." in terminal.screen_text
    assert [] == program.entry_texts()


# Signals.


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_that_ends_the_program_keeps_the_text(start, program, name, code):
    terminal = start("reflect", "co-operation")
    terminal.wait_for("1 of 4")
    terminal.type("Half a sent")
    terminal.wait_for("Half a sent")
    terminal.signal(getattr(signal, name))
    assert code == terminal.exit_code()
    assert terminal.is_restored
    (draft,) = program.draft_texts()
    assert "Half a sent" in draft
    assert [] == program.temporary_files()


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["in full", "plain"])
def test_closing_the_window_keeps_the_text(start, program, plain):
    terminal = start("reflect", "co-operation", *plain)
    terminal.wait_for_reply("1 of 4")
    terminal.type("Half a sent")
    terminal.wait_for_reply("Half a sent")
    code = terminal.hang_up()
    (draft,) = program.draft_texts()
    assert "Half a sent" in draft
    assert 129 == code


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell to go back to")
@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["in full", "plain"])
def test_ctrl_z_suspends_and_fg_continues(program, plain):
    shell = [shutil.which("sh"), "-i"]
    environment = program.environment(TERM="xterm-256color", PS1="ready> ", ENV=None)
    sitting = " ".join(program.command("reflect", "-q", OPEN, *plain))
    with Terminal(shell, environment) as terminal:
        terminal.wait_for("ready>")
        terminal.type(f"{sitting}{ENTER}")
        terminal.wait_for_reply("1 of 1")
        terminal.wait_for_reply(">")
        terminal.type("In pa")
        terminal.wait_for_reply("In pa")
        terminal.type(CTRL_Z)
        terminal.wait_for_reply("ready>")
        terminal.type(f"echo sh''ell{ENTER}")
        terminal.wait_for_reply("shell")
        terminal.wait_for_reply("ready>")
        terminal.type(f"fg{ENTER}")
        terminal.wait_for_reply("In pa")
        terminal.type("irs.")
        terminal.wait_for_reply("irs.")
        terminal.type(f"{ENTER}.{ENTER}")
        _leave_out_closing(terminal)
        terminal.wait_for_reply("ready>")
        assert {OPEN: "In pairs."} == program.latest_answers()
        terminal.type(f"exit{ENTER}")
        assert 0 == terminal.exit_code()


@pytest.mark.parametrize(
    "keys",
    ["\x00", "\x1b[31m", "\x1b[0m", "\x1b[5M", "\x1b[M\x20\x21\x22", "\x1b[<0;3;4M"],
    ids=["Ctrl-Space", "colour", "reset", "lines", "mouse", "new mouse"],
)
def test_unbound_keys_do_not_change_the_text(start, program, keys):
    terminal = start("reflect", "-q", OPEN)
    terminal.wait_for("1 of 1")
    terminal.type(f"Words before{keys} and after")
    terminal.wait_for("and after")
    terminal.type(CTRL_D)
    _leave_out_closing(terminal)
    assert 0 == terminal.exit_code()
    assert {OPEN: "Words before and after"} == program.latest_answers()
    assert "Traceback" not in terminal.output_text


def test_a_leftover_editor_copy_is_mentioned(start, program):
    folder = program.journal / ".securebase" / "editing"
    folder.mkdir(mode=0o700)
    (folder / "answer-0123abcd.md.save").write_text("words", "utf-8")
    terminal = start("reflect", "-q", OPEN)
    terminal.wait_for("An editor left text of yours there; have a look at it:")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
