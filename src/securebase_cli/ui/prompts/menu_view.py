"""A menu as it is on the screen: the lines in sight, the one pointed at, and the typed text."""

from collections.abc import Sequence

from securebase_cli.ui.console import MIN_TABLE_COLUMNS, safe_line
from securebase_cli.ui.graphemes import text_width
from securebase_cli.ui.prompts.asker import Menu, MenuLine
from securebase_cli.ui.prompts.frame import Row, Style
from securebase_cli.ui.prompts.menu_search import (
    folded_lines,
    line_with_number,
    lines_beginning_with,
    lines_with,
)
from securebase_cli.ui.prompts.rows import wrap

POINTER = ">"
_GAP = 2
# An excerpt that would be cut to fewer columns than this gets a row of its own.
_MIN_EXCERPT_COLUMNS = 26
# In a window of fewer rows there are no empty rows.
_MIN_ROOMY_ROWS = 16
_NO_LINE = "No line has that. Backspace takes it back."


class MenuView:
    """The state of a menu, which keys change, and the rows that show it.

    If `typed` is the number of a line, the pointer is there; if it is words, only the lines that
    have them stay in sight.
    """

    def __init__(self, menu: Menu) -> None:
        self.typed = ""
        # The text that is typed for the line `text_line` of the menu.
        self.text = ""
        self._menu = menu
        self._folded = folded_lines(menu)
        lines = [MenuLine(*map(safe_line, line)) for line in menu.lines]
        self._lines = lines
        self._label_width = max(text_width(line.label) for line in lines)
        self._about_width = max(text_width(line.about) for line in lines)
        # The indexes of the lines in sight; the pointer and the topmost row are places among them.
        self._in_sight: Sequence[int] = range(len(lines))
        self._pointer = menu.pointer
        self._top = 0

    @property
    def chosen(self) -> int | None:
        """The index of the line pointed at; None if no line has the typed words."""
        return self._in_sight[self._pointer] if self._in_sight else None

    def move(self, lines: int) -> None:
        """Move the pointer down, or up if `lines` is negative, as far as there are lines."""
        self._pointer = max(0, min(self._pointer + lines, len(self._in_sight) - 1))

    def set_typed(self, typed: str) -> None:
        """Point at the line with this number, or at the first that has these words."""
        self.typed, self.text = typed, ""
        self._in_sight = range(len(self._lines))
        number = line_with_number(self._menu, typed.strip())
        if number is not None:
            self._pointer = number
        elif not typed:
            self._pointer = self._menu.pointer
        else:
            self._in_sight = lines_with(self._folded, typed)
            text_line = self._menu.text_line
            if text_line is not None and self._in_sight in ([], [text_line]):
                self._in_sight, self.text = [text_line], typed.strip()
            # A line that begins with the typed words is more likely meant than one that has them.
            beginning = lines_beginning_with(self._menu, typed)
            self._pointer = self._in_sight.index(beginning[0]) if beginning else 0

    def rows(self, columns: int, window_rows: int) -> list[Row]:
        """Return the rows of the menu; they fit into a window of this size."""
        question = wrap(f"{self._menu.question} {self.typed}", columns - 1)
        above: list[Row] = [[("question", f" {row}")] for row in question]
        below: list[Row] = [[("quiet", f" {self._keys(columns - 1)}")]]
        if window_rows >= _MIN_ROOMY_ROWS:
            above.insert(0, [])
            below.insert(0, [])
        # The last row of the window stays empty.
        room = max(window_rows - len(above) - len(below) - 1, 1)
        lines: list[Row] = [[("text", f" {row}")] for row in wrap(_NO_LINE, columns - 2)]
        if self._in_sight:
            lines = self._rows_around_pointer(columns, room)
        return [*above, *lines, *below][: max(window_rows - 1, 1)]

    def _keys(self, width: int) -> str:
        """Return what the most useful keys do, as far as there is room."""
        keys = "Enter: choose"
        for key in (f"Esc: {self._menu.esc}", "arrows or a number: move", "letters: find"):
            longer = f"{keys} · {key}"
            if len(longer) <= width:
                keys = longer
        return keys

    def _rows_around_pointer(self, columns: int, room: int) -> list[Row]:
        """Return the rows of as many lines as there is room for, the one pointed at among them."""
        first, end = self._lines_that_fit(columns, room)
        if end - first < len(self._in_sight):
            # One row says how many lines are not shown.
            first, end = self._lines_that_fit(columns, room - 1)
        self._top = first
        rows = [
            row for index in self._in_sight[first:end] for row in self._line_rows(index, columns)
        ]
        counts = {"above": first, "below": len(self._in_sight) - end}
        if more := " · ".join(f"{count} more {where}" for where, count in counts.items() if count):
            rows.append([("quiet", f" … {more}")])
        return rows

    def _lines_that_fit(self, columns: int, room: int) -> tuple[int, int]:
        """Return the span of lines to show, which has the pointer in it.

        The topmost line stays the same unless the pointer would be out of sight.
        """

        def row_count(place: int) -> int:
            return len(self._line_rows(self._in_sight[place], columns))

        first = self._pointer
        end = first + 1
        free = room - row_count(first)
        while first > self._top and row_count(first - 1) <= free:
            first -= 1
            free -= row_count(first)
        while end < len(self._in_sight) and row_count(end) <= free:
            free -= row_count(end)
            end += 1
        while first > 0 and row_count(first - 1) <= free:
            first -= 1
            free -= row_count(first)
        return first, end

    def _line_rows(self, index: int, columns: int) -> list[Row]:
        """Return the rows of one line: its label, and beside or below it the other texts."""
        line = self._lines[index]
        is_pointed = index == self.chosen
        number = f"{index + 1:>{len(str(len(self._lines)))}}"
        prefix = f" {POINTER if is_pointed else ' '} {number}  "
        style: Style = "pointed" if is_pointed else "text"
        width = max(columns - len(prefix) - 1, 1)
        label_column = min(self._label_width, width - _GAP - self._about_width)
        label_width = text_width(line.label)
        free = 0
        if columns >= MIN_TABLE_COLUMNS and label_width <= label_column:
            gap = " " * (label_column - label_width + _GAP)
            rows: list[Row] = [[(style, line.label), ("quiet", f"{gap}{line.about}".rstrip())]]
            free = width - label_column - text_width(line.about) - 2 * _GAP
        else:
            rows = [[(style, row)] for row in wrap(line.label, width)]
            about = wrap(line.about, width)
            rows += [[("quiet", row)] for row in about]
            free = width - text_width(about[-1]) - _GAP if about else 0
        if line.excerpt and free >= min(text_width(line.excerpt), _MIN_EXCERPT_COLUMNS):
            rows[-1].append(("quiet", f"{' ' * _GAP}{_cut(line.excerpt, free)}"))
        elif line.excerpt:
            rows.append([("quiet", _cut(line.excerpt, width))])
        prefixes = [prefix, *[" " * len(prefix)] * (len(rows) - 1)]
        return [[("text", start), *row] for start, row in zip(prefixes, rows, strict=True)]


def _cut(text: str, width: int) -> str:
    """Return as many words as fit into a number of columns, with an ellipsis if that is not all."""
    return text if text_width(text) <= width else f"{wrap(text, width - 1)[0].rstrip('…')}…"
