"""Rows that are drawn again in the same place: the screen shows the last ones, and no others."""

import io
from unittest import mock

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.console import Screen
from securebase_cli.ui.prompts.frame import Frame

COLUMNS, ROWS = 24, 8
BEFORE = "printed before"

styles = st.sampled_from(["text", "question", "quiet", "warning", "pointed"])
pieces = st.tuples(styles, st.text(st.sampled_from("ab ’é支"), max_size=5))
frames = st.lists(st.lists(pieces, max_size=2), min_size=1, max_size=ROWS)


class Emulated:
    """A screen in an emulated terminal, below a row that was printed before."""

    def __init__(self) -> None:
        self.terminal = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.terminal)
        self.write(f"{BEFORE}\n")

    def write(self, text: str) -> None:
        self._stream.feed(text.replace("\n", "\r\n"))

    def flush(self) -> None:
        pass

    @property
    def rows(self) -> list[str]:
        return [row.rstrip() for row in self.terminal.display]


def _frame(stream) -> Frame:
    screen = mock.Mock(Screen, stream=stream, shows_colours=True)
    return Frame(screen)


def _text(row) -> str:
    return "".join(text for _, text in row).rstrip()


@given(st.lists(frames, min_size=1, max_size=4), st.data())
def test_the_screen_shows_the_last_rows_in_their_place(drawings, data):
    emulated = Emulated()
    frame = _frame(emulated)
    for rows in drawings:
        cursor = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, COLUMNS - 1))
        frame.draw(rows, *cursor)
    shown = "\n".join(emulated.rows).rstrip().split("\n")
    expected = "\n".join(map(_text, drawings[-1])).rstrip().split("\n")
    first = emulated.terminal.cursor.y - cursor[0]
    assert expected == "\n".join(emulated.rows[first:]).rstrip().split("\n"), shown
    assert cursor[1] == emulated.terminal.cursor.x
    frame.erase()
    assert {"", BEFORE} >= set(emulated.rows)


@pytest.mark.parametrize("letter", ["👨‍👩‍👧", "👍🏽", "e\u0301", "❤️"])
def test_what_follows_a_letter_of_several_characters_stands_in_its_column(letter):
    emulated = Emulated()
    _frame(emulated).draw([[("text", f"a{letter}b")]], 0, 0)
    width = 1 if letter == "e\u0301" else 2
    assert "b" == emulated.terminal.buffer[1][1 + width].data


def test_a_row_that_is_the_same_is_not_drawn_again():
    stream = io.StringIO()
    frame = _frame(stream)
    frame.draw([[("text", "same")], [("text", "old")]], 0, 0)
    stream.truncate(0)
    frame.draw([[("text", "same")], [("text", "new")]], 0, 0)
    assert "new" in stream.getvalue()
    assert "same" not in stream.getvalue()


def test_rows_that_a_narrower_window_has_broken_are_erased_whole():
    stream = io.StringIO()
    frame = _frame(stream)
    frame.draw([[("text", "x" * 40)], [("text", "end")]], 1, 0)
    stream.truncate(0)
    frame.erase(columns=15)
    assert "\x1b[3A" in stream.getvalue()


def test_without_colours_a_warning_has_none():
    stream = io.StringIO()
    Frame(mock.Mock(Screen, stream=stream, shows_colours=False)).draw(
        [[("warning", "No date."), ("quiet", "keys")]], 0, 0
    )
    assert "\x1b[33m" not in stream.getvalue()
    assert "\x1b[2mkeys" in stream.getvalue()
