"""Divides the text of an input field into rows of the screen, between words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from securebase_cli.ui.console import safe_line
from securebase_cli.ui.graphemes import (
    grapheme_width,
    graphemes,
    is_narrow,
    next_letter,
    previous_letter,
    text_width,
)

_SPACES = re.compile(r"[ \t]*")


class Rows:
    """The rows of a text in a field of some columns; `starts` are where they begin."""

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = width
        self.starts = [0, *self._divide(0)]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, row: int) -> str:
        """Return the text of a row, without the line end after it."""
        return self.text[self.starts[row] : self.end(row)]

    def end(self, row: int) -> int:
        """Return where a row ends: before its line end, or where the next row begins."""
        if row + 1 == len(self.starts):
            return len(self.text)
        end = self.starts[row + 1]
        return end - 1 if self.text[end - 1] == "\n" else end

    def row_at(self, position: int) -> int:
        """Return the row that a position is in."""
        return bisect_right(self.starts, position) - 1

    def column_at(self, position: int) -> int:
        """Return the column of a position in its row; spaces at the end of a row may hang over."""
        start = self.starts[self.row_at(position)]
        return min(text_width(self.text[start:position]), self.width)

    def position_at(self, row: int, column: int) -> int:
        """Return the position in a row that is nearest to a column, but not beyond it."""
        position = self.starts[row]
        for grapheme in graphemes(self[row]):
            column -= grapheme_width(grapheme)
            if column < 0:
                return position
            position += len(grapheme)
        return self.last_position(row)

    def last_position(self, row: int) -> int:
        """Return the last position in a row."""
        end = self.end(row)
        if row + 1 == len(self) or end < self.starts[row + 1]:
            return end
        # If the text goes on without a line end, the position after the last letter is in the next
        # row.
        return previous_letter(self.text, end)

    def replace(self, start: int, end: int, inserted: str) -> None:
        """Replace a part of the text, and divide only the rows that change."""
        old_starts = self.starts
        added = len(inserted) - (end - start)
        self.text = self.text[:start] + inserted + self.text[end:]
        # A word can move to the row before.
        first = max(self.row_at(start) - 1, 0)
        self.starts = old_starts[: first + 1]
        for row_start in self._divide(self.starts[-1]):
            # From the first row on that begins where it did, the old rows follow.
            index = bisect_left(old_starts, row_start - added)
            is_after_change = row_start >= start + len(inserted)
            if is_after_change and old_starts[index : index + 1] == [row_start - added]:
                self.starts += [old_start + added for old_start in old_starts[index:]]
                return
            self.starts.append(row_start)

    def _divide(self, start: int) -> Iterator[int]:
        """Yield the starts of the rows after the one that begins at `start`."""
        text = self.text
        while (end := self._fitting_end(start)) < len(text):
            # Spaces hang over the end of the row, so that the next one begins with a word.
            after = _SPACES.match(text, end).end()  # type: ignore[union-attr]
            if after == len(text):
                return
            if text[after] == "\n":
                start = after + 1
            elif after > end:
                start = after
            else:
                word = max(text.rfind(" ", start, end), text.rfind("\t", start, end)) + 1
                start = word or end
            yield start

    def _fitting_end(self, start: int) -> int:
        """Return the position after the last letter that fits in the row that begins at `start`."""
        chunk, _, _ = self.text[start : start + self.width + 1].partition("\n")
        if is_narrow(chunk):
            return start + min(len(chunk), self.width)
        columns, end = 0, start
        while end < len(self.text) and self.text[end] != "\n":
            letter_end = next_letter(self.text, end)
            columns += grapheme_width(self.text[end:letter_end])
            if columns > self.width and end > start:
                break
            end = letter_end
        return end


def wrap(text: str, width: int) -> list[str]:
    """Return the rows of a text, safe to print and without spaces at their ends.

    There is none if the text is empty.
    """
    rows = Rows(safe_line(text), max(width, 1))
    return [rows[index].rstrip() for index in range(len(rows)) if text]
