"""The text that is typed into a field: keys change it, move in it, and undo changes."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple

from securebase_cli.ui.graphemes import next_letter, previous_letter
from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.rows import Rows

_MAX_UNDO = 10_000
_WIDTH_BEFORE_SHOWN = 80


class _Edit(NamedTuple):
    """A part of the text that was replaced, and where the cursor was before.

    An edit that `continues` the one before is undone together with it.
    """

    start: int
    removed: str
    inserted: str
    cursor: int
    continues: bool


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
        self._undo: deque[_Edit] = deque(maxlen=_MAX_UNDO)
        self._redo: list[_Edit] = []
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
        self.cursor, self._column, self._last_change = position, None, ""

    def replace(self, start: int, end: int, text: str, change: str = "") -> None:
        """Replace a part of the text, and put the cursor after the new part."""
        if start == end and not text:
            return
        continues = bool(change) and change == self._last_change
        self._undo.append(_Edit(start, self.text[start:end], text, self.cursor, continues))
        self._redo.clear()
        self._apply(start, end, text, start + len(text))
        self._last_change = change

    def _apply(self, start: int, end: int, text: str, cursor: int) -> None:
        self.rows.replace(start, end, text)
        self.cursor, self._column, self._last_change = cursor, None, ""
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
        is_undone = False
        while self._undo and not is_undone:
            edit = self._undo.pop()
            self._redo.append(edit)
            end = edit.start + len(edit.inserted)
            self._apply(edit.start, end, edit.removed, edit.cursor)
            is_undone = not edit.continues

    def _redo_change(self) -> None:
        while self._redo:
            edit = self._redo.pop()
            self._undo.append(edit)
            end = edit.start + len(edit.removed)
            self._apply(edit.start, end, edit.inserted, edit.start + len(edit.inserted))
            if not (self._redo and self._redo[-1].continues):
                return

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
