"""Menus in a terminal: keys, windows of several sizes, and what stays on the screen."""

import signal
from datetime import timedelta

import pytest

from securebase_cli.model import Action, Answer
from support.builders import ANSWER, MOMENT, an_entry
from support.terminal import CTRL_C, DOWN, END, ENTER, ESCAPE, UP, Terminal, needs_terminal

pytestmark = [needs_terminal, pytest.mark.usefixtures("notice_shown")]


@pytest.fixture
def seventy_entries(program):
    """Save 70 entries, q00a to q69a, newest first; each says which one it is."""
    program.add_entries(
        *(
            an_entry(
                id=f"q{number:02}a",
                moment=MOMENT - timedelta(days=number),
                answers=(
                    Answer(ANSWER.question, ANSWER.question_text, f"Week {number} went well."),
                ),
            )
            for number in range(70)
        )
    )


def pointed_row(terminal: Terminal) -> str:
    """Return the row of the line that is pointed at, with single spaces."""
    (row,) = [row for row in terminal.rows if row.startswith(" > ")]
    return " ".join(row.split())


def test_arrows_move_and_enter_takes_the_line_pointed_at(start):
    terminal = start("reflect")
    terminal.wait_for("> 1 Availability")
    terminal.type(DOWN)
    terminal.wait_for("> 2 Sensitivity")
    terminal.type(DOWN + DOWN + UP)
    terminal.wait_for("> 3 Acceptance")
    terminal.type(ENTER)
    terminal.wait_for("Which one? Acceptance")
    terminal.wait_for("1 of")
    assert "Esc: leave" not in terminal.screen_text
    assert "Team membership" not in terminal.screen_text


@pytest.mark.parametrize(("key", "code"), [(ESCAPE, 0), (CTRL_C, 130)])
@pytest.mark.parametrize("command", ["reflect", "delete", "edit"])
@pytest.mark.usefixtures("seventy_entries")
def test_leaving_a_menu_changes_nothing(start, program, command, key, code):
    before = program.entry_texts()
    terminal = start(command)
    terminal.wait_for("Esc: leave")
    terminal.type(key)
    assert code == terminal.exit_code()
    assert terminal.is_restored
    assert before == program.entry_texts()
    assert [] == program.draft_texts()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 15), (50, 12), (40, 15), (120, 40)])
@pytest.mark.usefixtures("seventy_entries")
def test_a_menu_longer_than_the_window_scrolls(start, columns, rows):
    terminal = start("delete", columns=columns, rows=rows)
    terminal.wait_for("more below")
    assert "Delete which one?" in terminal.screen_text
    assert pointed_row(terminal).startswith("> 1 23 Nov 2026 · Availability")
    terminal.type(DOWN * 40)
    terminal.wait_for("> 41 ")
    terminal.wait_for("more above")
    assert "q40a" in terminal.screen_text
    terminal.type(END)
    terminal.wait_for("> 70 ")
    assert "q69a" in terminal.screen_text
    assert "more below" not in terminal.screen_text
    terminal.type(ESCAPE)
    terminal.wait_for("Nothing was changed.")
    assert "Delete which one?" not in terminal.screen_text


@pytest.mark.usefixtures("seventy_entries")
def test_typing_finds_an_entry_by_its_first_words_and_its_id_is_beside_them(start, program):
    terminal = start("delete")
    terminal.wait_for("more below")
    terminal.type("week 33")
    terminal.wait_for("> 34 21 Oct 2026 · Availability q33a Week 33 went well.")
    terminal.type(ENTER)
    terminal.wait_for("Delete which one? 21 Oct 2026 · Availability")
    terminal.wait_for("yes or no")
    terminal.type(f"yes{ENTER}")
    assert 0 == terminal.exit_code()
    terminal = start("restore")
    terminal.wait_for("> 1 21 Oct 2026 · Availability q33a Week 33 went well.")
    terminal.type(ENTER)
    assert 0 == terminal.exit_code()
    assert "Restored: q33a" in terminal.screen_text
    assert 70 == len(program.saved_entries())


def test_the_only_thing_open_is_marked_without_its_name(start, program):
    program.add_entries(an_entry(actions=(Action("Pair them with a buddy"),)))
    terminal = start("actions", "tried")
    terminal.wait_for("The only one open: Pair them with a buddy")
    terminal.type(f"They liked it{ENTER}")
    assert 0 == terminal.exit_code()
    (action,) = program.latest_entry()["actions"]
    assert ("tried", "They liked it") == (action["state"], action["note"])


def test_of_several_things_open_one_is_chosen_from_a_menu(start, program):
    program.add_entries(an_entry(actions=(Action("Pair them with a buddy"), Action("Ask Jo"))))
    terminal = start("actions", "dropped")
    terminal.wait_for("> 1 Pair them with a buddy k3f7.1 · no date")
    terminal.type(f"ask{ENTER}")
    terminal.wait_for("What happened?")
    terminal.type(ENTER)
    assert 0 == terminal.exit_code()
    assert ["open", "dropped"] == [action["state"] for action in program.latest_entry()["actions"]]


def test_with_an_unfinished_sitting_and_another_domain_named_the_menu_points_at_begin(
    start, program
):
    program.run("--plain", "reflect", "co-operation", input="We talk.\n.\n.pause\n")
    terminal = start("reflect", "acceptance")
    terminal.wait_for("What shall it be?")
    terminal.wait_for("> 4 begin something new")
    assert "We talk." in terminal.screen_text
    terminal.type(ESCAPE)
    assert 0 == terminal.exit_code()
    terminal = start("reflect", "co-operation")
    terminal.wait_for("> 1 go on")


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_at_a_menu_restores_the_terminal(start, name, code):
    terminal = start("reflect")
    terminal.wait_for("Esc: leave")
    terminal.signal(getattr(signal, name))
    assert code == terminal.exit_code()
    assert terminal.is_restored


@pytest.mark.parametrize(
    "keys",
    ["\x02", "\x1bOP", "\x1b[I", "\x1b[?1;2c", "\x1bx", "\x1b[13;2u", "\x1b]11;rgb:0/0/0\x07"],
)
def test_what_no_key_of_the_menu_sends_does_nothing(start, keys):
    terminal = start("reflect")
    terminal.wait_for("> 1 Availability")
    terminal.type(f"{keys}{DOWN}")
    terminal.wait_for("> 2 Sensitivity")
    assert " Which one?" in terminal.rows
    terminal.type(ENTER)
    terminal.wait_for("Which one? Sensitivity")


def test_looking_again_later_asks_which_one_and_when(start, program):
    program.add_entries(an_entry(actions=(Action("Pair them with a buddy"), Action("Ask Jo"))))
    terminal = start("actions", "later")
    terminal.wait_for("> 1 Pair them")
    terminal.type(f"jo{ENTER}")
    terminal.wait_for("When will you look again?")
    terminal.type(f"month{ENTER}")
    assert 0 == terminal.exit_code()
    first, second = program.latest_entry()["actions"]
    assert first["due"] is None
    assert second["due"] is not None
