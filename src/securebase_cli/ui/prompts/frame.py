"""Rows of the screen that are drawn again and again in the same place, below what was printed."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from securebase_cli.ui.console import Screen
from securebase_cli.ui.graphemes import (
    TAB,
    grapheme_width,
    graphemes,
    is_narrow,
    shown_grapheme,
    text_width,
)

Style: TypeAlias = Literal["text", "question", "quiet", "warning", "pointed"]
# Pieces of text, each with its style.
Row: TypeAlias = list[tuple[Style, str]]

# Dim by SGR 2: bright black is invisible on some backgrounds.
_SEQUENCES: dict[Style, str] = {
    "text": "",
    "question": "\x1b[1m",
    "quiet": "\x1b[2m",
    "warning": "\x1b[33m",
    "pointed": "\x1b[7m",
}
_RESET = "\x1b[0m"


class Frame:
    """Draws rows, and of them only those that have changed; the cursor stays in one of them.

    No row may be wider than the window, and there may not be more rows than it has.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._rows: list[Row] = []
        self._cursor_row = 0

    @property
    def row_count(self) -> int:
        """The number of rows that are on the screen."""
        return len(self._rows)

    def draw(self, rows: Sequence[Row], cursor_row: int, cursor_column: int) -> None:
        pieces = []
        at = self._cursor_row
        for index, row in enumerate(rows):
            if index < len(self._rows):
                if row == self._rows[index]:
                    continue
                pieces.append(_move_down(index - at))
            elif index > 0:
                # At the end of the window, this scrolls.
                pieces.append(f"{_move_down(index - 1 - at)}\n")
            pieces.append(f"\r\x1b[K{self._encode(row)}")
            at = index
        if len(rows) < len(self._rows):
            pieces.append(f"{_move_down(len(rows) - at)}\r\x1b[J")
            at = len(rows)
        pieces.append(f"{_move_down(cursor_row - at)}{_go_to_column(cursor_column)}")
        self._rows, self._cursor_row = list(rows), cursor_row
        self._write("".join(pieces))

    def erase(self, columns: int = 0) -> None:
        """Remove the rows from the screen; what is printed next stands in their place.

        `columns` is the width of the window if it has changed since the rows were drawn: a row
        that is too long for it has become several.
        """
        rows_above = self._cursor_row
        if columns:
            for row in self._rows[: self._cursor_row]:
                width = sum(text_width(text) for _, text in row)
                rows_above += max(width - 1, 0) // columns
        self._write(f"{_move_down(-rows_above)}\r\x1b[J")
        self._rows, self._cursor_row = [], 0

    def _encode(self, row: Row) -> str:
        """Return the row with the sequences of its styles."""
        pieces: list[str] = []
        column = 0
        for style, text in row:
            has_style = style != "text" and (style != "warning" or self._screen.shows_colours)
            if has_style:
                pieces.append(_SEQUENCES[style])
            if is_narrow(text):
                pieces.append(text)
                column += len(text)
            else:
                for grapheme in graphemes(text):
                    shown = shown_grapheme(grapheme)
                    pieces.append(shown)
                    column += grapheme_width(grapheme)
                    # Terminals do not agree on the width of letters of several characters. What
                    # one of them has drawn beyond the column is erased.
                    if len(shown) > 1 and shown != TAB:
                        pieces.append(f"{_go_to_column(column)}\x1b[K")
            if has_style:
                pieces.append(_RESET)
        return "".join(pieces)

    def _write(self, text: str) -> None:
        self._screen.stream.write(text)
        self._screen.stream.flush()


def _move_down(rows: int) -> str:
    """Return the sequence that moves the cursor down, or up if `rows` is negative."""
    if not rows:
        return ""
    return f"\x1b[{rows}B" if rows > 0 else f"\x1b[{-rows}A"


def _go_to_column(column: int) -> str:
    return f"\r\x1b[{column}C" if column else "\r"
