"""The text that is typed into a field: keys change it, move in it, and undo changes."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import ClassVar

from securebase_cli.ui.graphemes import next_letter, previous_letter
from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.rows import Rows

_MAX_UNDO = 200
_WIDTH_BEFORE_SHOWN = 80


class TextField:
    """A text and the cursor in it. `on_change` is called with each new text.

    `rows` are the rows that it has on the screen, by which the cursor moves up and down; of them
    `page` are shown at a time.
    """

    def __init__(self, text: str, on_change: Callable[[str], None]) -> None:
        self.rows = Rows(text, _WIDTH_BEFORE_SHOWN)
        self.cursor = len(text)
        self.page = 1
        self._on_change = on_change
        # What Ctrl-K, Ctrl-U and Ctrl-W removed last.
        self._removed = ""
        # The column to which Up and Down return in longer rows.
        self._column: int | None = None
        self._undo: deque[tuple[str, int]] = deque(maxlen=_MAX_UNDO)
        self._redo: list[tuple[str, int]] = []
        # The key of the last change. Changes by the same key are undone together.
        self._last_change = ""

    @property
    def text(self) -> str:
        return self.rows.text

    @property
    def line(self) -> str:
        """The line that the cursor is in, if it is at its end; otherwise an empty text."""
        if self.text[self.cursor : self.cursor + 1] not in {"", "\n"}:
            return ""
        return self.text[self.text.rfind("\n", 0, self.cursor) + 1 : self.cursor]

    def set_width(self, width: int) -> None:
        if width != self.rows.width:
            self.rows = Rows(self.text, width)

    def handle(self, key: Keystroke) -> None:
        """Do what a key does; keys without a meaning here do nothing."""
        if key.name == "text":
            self.insert(key.text)
        elif key.name in self._CHANGES:
            self._CHANGES[key.name](self)
        elif key.name in self._MOVES:
            if key.name not in {"up", "down", "page-up", "page-down"}:
                self._column = None
            self._last_change = ""
            self._MOVES[key.name](self)

    def insert(self, text: str) -> None:
        before = self.text[self.cursor - 1 : self.cursor]
        if before.isspace() and not text[:1].isspace():
            # Words are undone one by one.
            self._last_change = ""
        self.replace(self.cursor, self.cursor, text, "text")

    def remove_line(self) -> None:
        """Remove the line that the cursor is at the end of, with one line end."""
        start = self.cursor - len(self.line)
        if start > 0:
            start, end = start - 1, self.cursor
        else:
            end = min(self.cursor + 1, len(self.text))
        self.replace(start, end, "")

    def move_to(self, position: int) -> None:
        self.cursor = min(max(position, 0), len(self.text))

    def replace(self, start: int, end: int, text: str, change: str = "") -> None:
        """Replace a part of the text, and put the cursor behind it."""
        if start == end and not text:
            return
        if not change or change != self._last_change:
            self._undo.append((self.text, self.cursor))
        self._last_change, self._column = change, None
        self._redo.clear()
        self.rows.replace(start, end, text)
        self.cursor = start + len(text)
        self._on_change(self.text)

    def _backspace(self) -> None:
        self.replace(previous_letter(self.text, self.cursor), self.cursor, "", "backspace")

    def _delete(self) -> None:
        self.replace(self.cursor, next_letter(self.text, self.cursor), "", "delete")

    def _cut(self, start: int, end: int) -> None:
        """Remove a part of the text, and keep it for `_paste_removed`."""
        if start < end:
            self._removed = self.text[start:end]
            self.replace(start, end, "")

    def _cut_to_row_start(self) -> None:
        self._cut(self._row_start(), self.cursor)

    def _cut_to_row_end(self) -> None:
        self._cut(self.cursor, self.rows.end(self.rows.row_at(self.cursor)))

    def _cut_word(self) -> None:
        before = self.text[: self.cursor].rstrip()
        self._cut(max(before.rfind(space) for space in " \t\n") + 1, self.cursor)

    def _paste_removed(self) -> None:
        self.replace(self.cursor, self.cursor, self._removed)

    def _undo_change(self) -> None:
        if self._undo:
            self._redo.append((self.text, self.cursor))
            self._restore(*self._undo.pop())

    def _redo_change(self) -> None:
        if self._redo:
            self._undo.append((self.text, self.cursor))
            self._restore(*self._redo.pop())

    def _restore(self, text: str, cursor: int) -> None:
        self.rows = Rows(text, self.rows.width)
        self.cursor = cursor
        self._last_change, self._column = "", None
        self._on_change(text)

    def _row_start(self) -> int:
        return self.rows.starts[self.rows.row_at(self.cursor)]

    def _go_to_row_start(self) -> None:
        self.cursor = self._row_start()

    def _go_to_row_end(self) -> None:
        self.cursor = self.rows.last_position(self.rows.row_at(self.cursor))

    def _go_left(self) -> None:
        self.cursor = previous_letter(self.text, self.cursor)

    def _go_right(self) -> None:
        self.cursor = next_letter(self.text, self.cursor)

    def _go_up(self) -> None:
        self._move_rows(-1)

    def _go_down(self) -> None:
        self._move_rows(1)

    def _go_page_up(self) -> None:
        self._move_rows(-self.page)

    def _go_page_down(self) -> None:
        self._move_rows(self.page)

    def _move_rows(self, count: int) -> None:
        """Go down so many rows, or up if it is negative, as near to the same column as possible."""
        row = self.rows.row_at(self.cursor) + count
        if self._column is None:
            self._column = self.rows.column_at(self.cursor)
        if row < 0:
            self.cursor = 0
        elif row >= len(self.rows):
            self.cursor = len(self.text)
        else:
            self.cursor = self.rows.position_at(row, self._column)

    def _go_to_previous_word(self) -> None:
        while self.cursor > 0 and not self.text[self.cursor - 1].isalnum():
            self.cursor -= 1
        while self.cursor > 0 and self.text[self.cursor - 1].isalnum():
            self.cursor -= 1

    def _go_to_next_word(self) -> None:
        end = len(self.text)
        while self.cursor < end and not self.text[self.cursor].isalnum():
            self.cursor += 1
        while self.cursor < end and self.text[self.cursor].isalnum():
            self.cursor += 1

    def _go_to_previous_paragraph(self) -> None:
        self.cursor = self.text.rfind("\n", 0, max(self.cursor - 1, 0)) + 1

    def _go_to_next_paragraph(self) -> None:
        end = self.text.find("\n", self.cursor + 1)
        self.cursor = end if end >= 0 else len(self.text)

    _CHANGES: ClassVar[Mapping[str, Callable[["TextField"], None]]] = {
        "backspace": _backspace,
        "delete": _delete,
        "ctrl-k": _cut_to_row_end,
        "ctrl-u": _cut_to_row_start,
        "ctrl-w": _cut_word,
        "ctrl-y": _paste_removed,
        "ctrl-_": _undo_change,
        "ctrl-r": _redo_change,
    }
    _MOVES: ClassVar[Mapping[str, Callable[["TextField"], None]]] = {
        "left": _go_left,
        "right": _go_right,
        "up": _go_up,
        "down": _go_down,
        "page-up": _go_page_up,
        "page-down": _go_page_down,
        "home": _go_to_row_start,
        "end": _go_to_row_end,
        "ctrl-left": _go_to_previous_word,
        "ctrl-right": _go_to_next_word,
        "ctrl-up": _go_to_previous_paragraph,
        "ctrl-down": _go_to_next_paragraph,
    }
