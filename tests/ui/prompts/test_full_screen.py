"""The input field: what is on the screen, what ends an answer, and what the listener gets."""

import io
import os
import select
from pathlib import Path

import pyte
import pytest

from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.ui.console import Screen
from securebase_cli.ui.prompts.asker import Prompt, Refused, Reply
from securebase_cli.ui.prompts.full_screen import FullScreenAsker
from securebase_cli.ui.prompts.signals import EndedBySignalError
from securebase_cli.ui.prompts.terminal import Terminal
from support.askers import RecordingListener
from support.terminal import (
    BACKSPACE,
    CTRL_B,
    CTRL_C,
    CTRL_D,
    CTRL_U,
    CTRL_Z,
    ENTER,
    needs_terminal,
    pasted,
)

pytestmark = needs_terminal

FULL = "The draft can't be written: No space left on device."
PROMPT = Prompt(location="Co-operation", progress="1 of 1", question="How?")


class Keyboard(io.StringIO):
    """The other end of a terminal: keys that are typed, and the output that is drawn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._hang_up_at = ""
        self.drawings: list[str] = []
        self.keys, own = os.openpty()
        self.stdin = os.fdopen(own, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", self.stdin)
        monkeypatch.setattr(Screen, "stream", self)
        self.set_size(monkeypatch, 80, 24)

    def set_size(self, monkeypatch: pytest.MonkeyPatch, columns: int, rows: int) -> None:
        self.columns, self.lines = columns, rows
        size = os.terminal_size((columns, rows))
        monkeypatch.setattr(Screen, "window_size", size)

    def type(self, text: str) -> None:
        os.write(self.keys, text.encode())

    def hang_up_at(self, text: str) -> None:
        """Close the terminal when this text was drawn."""
        self._hang_up_at = text

    def hang_up(self) -> None:
        if self.keys >= 0:
            os.close(self.keys)
            self.keys = -1

    def write(self, drawn: str) -> int:
        self.drawings.append(drawn)
        if self._hang_up_at and self._hang_up_at in drawn:
            self.hang_up()
        return super().write(drawn)

    def screens(self) -> list[list[str]]:
        """Return the rows of each screen that was drawn, without empty ones at the end."""
        screen = pyte.Screen(self.columns, self.lines)
        stream = pyte.Stream(screen)
        screens = []
        for drawing in self.drawings:
            stream.feed(drawing.replace("\n", "\r\n"))
            rows = [row.rstrip() for row in screen.display]
            screens.append("\n".join(rows).rstrip().split("\n"))
        return screens


@pytest.fixture
def keyboard(monkeypatch):
    keyboard = Keyboard(monkeypatch)
    yield keyboard
    keyboard.hang_up()
    keyboard.stdin.close()


@pytest.fixture
def listener() -> RecordingListener:
    return RecordingListener()


@pytest.fixture
def asker(keyboard):
    with FullScreenAsker(Screen(plain=True), EditorCopies(Path("/nowhere"))) as asker:
        yield asker


@pytest.fixture
def draws_at_once(monkeypatch) -> None:
    """Let the field be drawn although more keys are there."""
    monkeypatch.setattr(Terminal, "expects_keys", lambda _: False)


# What ends an answer.


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        (f"Half{ENTER}a{CTRL_D}", Reply("done", "Half\na")),
        ("Half\t", Reply("done", "Half")),
        (ENTER, Reply("done", "")),
        ("\x1b[Z", Reply("back", "")),
        (f"Half{CTRL_B}", Reply("back", "Half")),
        ("Half\x1bOS", Reply("enough", "Half")),
        (f"Half{ENTER}.enough{ENTER}", Reply("enough", "Half")),
        (f".{ENTER}", Reply("done", "")),
        (f"One\r\n.\r\n.back\r\n\ttwo{CTRL_D}", Reply("done", "One\n.\n.back\n\ttwo")),
        (f"caf\x1b[1;9Pé{CTRL_D}", Reply("done", "café")),
        (
            pasted("a\x1b[31mb") + CTRL_D,
            Reply("done", "a[31mb", "1 control character was removed; a text can’t hold them."),
        ),
    ],
)
def test_an_answer_ends_with_a_key_or_a_command(keyboard, asker, listener, typed, reply):
    keyboard.type(typed)
    assert reply == asker.ask_answer(PROMPT, listener)


def test_keys_typed_ahead_belong_to_the_next_question(keyboard, asker, listener):
    keyboard.type(f"One{CTRL_D}Two{CTRL_D}Three{CTRL_D}")
    texts = [asker.ask_answer(PROMPT, listener).text for _ in range(3)]
    assert ["One", "Two", "Three"] == texts


def test_keys_typed_too_many_are_dropped_at_the_end(keyboard, listener):
    with FullScreenAsker(Screen(plain=True), EditorCopies(Path("/nowhere"))) as asker:
        keyboard.type(CTRL_D)
        asker.ask_answer(PROMPT, listener)
        keyboard.type(CTRL_D)
        assert select.select([keyboard.stdin], [], [], 10)[0]
    assert [] == select.select([keyboard.stdin], [], [], 0)[0]


def test_the_end_of_a_paste_that_was_lost_does_not_hold_up_ctrl_c(keyboard, asker, listener):
    keyboard.type(f"\x1b[200~Half a sent{CTRL_C}")
    with pytest.raises(KeyboardInterrupt):
        asker.ask_answer(PROMPT, listener)
    assert "Half a sent" == listener.texts[-1]


# What the listener gets.


def test_the_listener_gets_the_earlier_text_with_the_addition(keyboard, asker, listener):
    keyboard.type(f"!{CTRL_B}")
    assert Reply("back", "Half!") == asker.ask_answer(Prompt("", "", "How?", text="Half"), listener)
    assert (["Half!"], [5]) == (listener.texts, listener.lengths)


def test_the_listener_gets_nothing_if_nothing_is_typed(keyboard, asker, listener):
    keyboard.type(CTRL_D)
    assert Reply("done", "") == asker.ask_answer(PROMPT, listener)
    assert [] == listener.texts


def test_when_the_terminal_goes_away_the_listener_has_the_text(keyboard, asker, listener):
    keyboard.type("Half a sent")
    keyboard.hang_up_at("Half a sent")
    with pytest.raises(EndedBySignalError) as ended:
        asker.ask_answer(PROMPT, listener)
    assert 129 == ended.value.code
    assert "Half a sent" == listener.texts[-1]


def test_ctrl_z_saves_the_text_before_the_process_stops(keyboard, asker, listener, monkeypatch):
    monkeypatch.setattr(os, "kill", lambda *_: listener.events.append("stopped"))
    keyboard.type(f"Half{CTRL_Z} a{CTRL_D}")
    assert Reply("done", "Half a") == asker.ask_answer(PROMPT, listener)
    assert ["flushed Half", "stopped"] == listener.events


# An answer of one line.


@pytest.mark.usefixtures("draws_at_once")
def test_a_refused_line_stays_to_be_changed_below_the_reason(
    keyboard,
    asker,
):
    keyboard.type(f"{BACKSPACE}y{ENTER}")
    reply = asker.ask_line("When?", ctrl_c="leave", refused=Refused("soon", "No date."))
    assert Reply("done", "sooy") == reply
    assert ["", " When?", " No date.", " > soon", "", " Enter: done · Ctrl-C: leave"] in (
        keyboard.screens()
    )


def test_a_paste_becomes_one_line(
    keyboard,
    asker,
):
    keyboard.type(f"x{CTRL_U}" + pasted("Learn\r\nin\tpairs\n") + ENTER)
    assert Reply("done", "Learn in pairs") == asker.ask_line("What?", ctrl_c="leave")


# What is on the screen.


@pytest.mark.usefixtures("draws_at_once")
@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (CTRL_D, "Enter: skip · Tab: next · Ctrl-C: pause · F1: more"),
        (f"Half a{CTRL_D}", "Tab: next · Enter: new line · Ctrl-C: pause · F1: more"),
    ],
)
def test_the_keys_fit_the_moment(keyboard, asker, listener, typed, keys):
    for key in typed:
        keyboard.type(key)
    asker.ask_answer(PROMPT, listener)
    assert any(keys in " ".join(rows) for rows in keyboard.screens())


@pytest.mark.usefixtures("draws_at_once")
@pytest.mark.parametrize(
    ("columns", "can_go_back", "rows"),
    [
        (80, True, ["Enter: skip · Tab: next · Ctrl-C: pause · F1: more · Shift-Tab: back"]),
        (80, False, ["Enter: skip · Tab: next · Ctrl-C: pause · F1: more"]),
        (60, True, ["Enter: skip · Tab: next · Ctrl-C: pause · F1: more"]),
        (50, True, ["Enter: skip · Tab: next · Ctrl-C: pause", "F1: more · Shift-Tab: back"]),
    ],
)
def test_the_way_back_stands_among_the_keys_where_it_takes_no_further_row(
    keyboard, asker, listener, monkeypatch, columns, can_go_back, rows
):
    keyboard.set_size(monkeypatch, columns, 24)
    keyboard.type(CTRL_D)
    asker.ask_answer(PROMPT._replace(can_go_back=can_go_back), listener)
    shown = [row.strip() for screen in keyboard.screens() for row in screen if ": " in row]
    assert rows == shown


def test_f1_lists_all_keys_and_the_text_stays(keyboard, asker, listener):
    keyboard.type(f"Half\x1bOP a{CTRL_D}")
    assert Reply("done", "Half a") == asker.ask_answer(PROMPT, listener)
    assert "F4 or .enough: enough for today, straight to the closing" in keyboard.getvalue()


def test_help_on_an_answer_of_one_line_names_its_keys_only(keyboard, asker):
    keyboard.type(f"\x1bOPIn pairs{CTRL_D}")
    assert "In pairs" == asker.ask_line("What?", ctrl_c="leave").text
    assert "Enter, Tab or Ctrl-D: done" in keyboard.getvalue()
    assert "new line" not in keyboard.getvalue()


@pytest.mark.usefixtures("draws_at_once")
def test_a_failure_to_save_is_shown_above_the_keys(
    keyboard,
    asker,
):
    keyboard.type(CTRL_D)
    asker.ask_answer(PROMPT, RecordingListener(failure=FULL + "\x1b]52;c;x\x07"))
    assert FULL in keyboard.getvalue()
    assert not {"\x1b]", "\x07"} & {*keyboard.getvalue()}


@pytest.mark.usefixtures("draws_at_once")
@pytest.mark.parametrize("rows", range(1, 15))
def test_what_is_drawn_fits_into_any_window(keyboard, asker, monkeypatch, rows):
    keyboard.set_size(monkeypatch, 24, rows)
    keyboard.type(f"{'word ' * 40}{CTRL_D}")
    prompt = Prompt("Co-operation", "Question 1 of 1", "How? " * 20, parent="Who?", hint="Yet")
    asker.ask_answer(prompt, RecordingListener(failure=FULL))
    # With more rows than the window has, the terminal would scroll.
    assert all(drawing.count("\n") < rows for drawing in keyboard.drawings)


@pytest.mark.usefixtures("draws_at_once")
@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        (12, ["", " Co-operation · 1 of 1", " After: Who?", " How?", " Yet", " >", ""]),
        (8, [" Co-operation · 1 of 1", " After: Who?", " How?", " Yet", " >"]),
        (7, [" After: Who?", " How?", " Yet", " >"]),
        (6, [" How?", " Yet", " >"]),
        (4, [" How?", " >"]),
        (1, [" >"]),
    ],
)
def test_in_a_small_window_the_place_goes_first_and_the_question_last(
    keyboard, asker, listener, monkeypatch, rows, shown
):
    keyboard.set_size(monkeypatch, 60, rows)
    keyboard.type(CTRL_D)
    prompt = Prompt("Co-operation", "1 of 1", "How?", parent="Who?", hint="Yet")
    asker.ask_answer(prompt, listener)
    assert any(screen[: len(shown)] == shown for screen in keyboard.screens())
