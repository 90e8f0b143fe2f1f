"""A page that is to be read whole: the pieces that fit into a window, and when a key is awaited."""

import io
import os

import pytest

from securebase_cli.ui.console import Screen
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.whole_page import show_whole
from support.streams import use_ordinary_terminal, without_styles

PAGE = tuple(Line(f"Line {number}") for number in range(1, 10))


class Keys:
    """A terminal with these keys."""

    def __init__(self, *names: str) -> None:
        self.keys = [Keystroke(name) for name in names]

    def read_key(self) -> Keystroke:
        return self.keys.pop(0)


@pytest.fixture
def pieces(monkeypatch):
    """Return a function that shows PAGE, and returns the lines of each piece."""

    def show(rows: int, rows_below: int, *keys: str) -> list[list[str]]:
        use_ordinary_terminal(monkeypatch, 60)
        stream = io.StringIO()
        monkeypatch.setattr(Screen, "stream", stream)
        monkeypatch.setattr(Screen, "is_rich", True)
        monkeypatch.setattr(Screen, "window_size", os.terminal_size((60, rows)))
        terminal = Keys(*keys)
        show_whole(PAGE, rows_below, terminal, Screen())
        assert [] == terminal.keys, "each key leads on"
        shown = without_styles(stream.getvalue()).split("Any key: go on")
        return [[row.strip() for row in piece.split("\n") if "Line" in row] for piece in shown]

    return show


@pytest.mark.parametrize(("rows", "rows_below"), [(13, 3), (16, 6), (40, 12)])
def test_where_all_fits_no_key_is_awaited(pieces, rows, rows_below):
    assert [[line.text for line in PAGE]] == pieces(rows, rows_below)


def test_where_what_comes_next_does_not_fit_a_key_leads_on(pieces):
    assert [[line.text for line in PAGE], []] == pieces(15, 6, "enter")


@pytest.mark.parametrize("rows", range(1, 13))
def test_every_line_is_in_a_piece_that_fits(pieces, rows):
    lines_in_piece = max(rows - 4, 1)
    count = -(-len(PAGE) // lines_in_piece)
    shown = pieces(rows, rows, *["text"] * count)
    assert [line.text for line in PAGE] == [line for piece in shown for line in piece]
    assert all(len(piece) <= lines_in_piece for piece in shown)


def test_another_size_of_the_window_is_no_key_and_ctrl_c_leaves(pieces):
    pieces(15, 6, "resized", "down")
    with pytest.raises(KeyboardInterrupt):
        pieces(15, 6, "resized", "ctrl-c")
