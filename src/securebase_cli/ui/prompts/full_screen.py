"""Asks in a terminal that can move the cursor: answers of several lines can be edited freely."""

import contextlib
import re
import sys
from collections.abc import Sequence
from typing import Literal, Self

from securebase_cli.errors import EditorError
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.ui.console import MAX_WIDTH, Screen
from securebase_cli.ui.graphemes import text_width
from securebase_cli.ui.page import GAP, Line, Page, shorten
from securebase_cli.ui.prompts.asker import (
    COMMAND_KEYS,
    COMMANDS,
    HELP,
    LINE_HELP,
    DraftListener,
    Menu,
    Prompt,
    Refused,
    Reply,
    ReplyKind,
    input_warning,
)
from securebase_cli.ui.prompts.editor import edit_text
from securebase_cli.ui.prompts.frame import Frame, Row, Style
from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.menu_field import MenuField
from securebase_cli.ui.prompts.rows import wrap
from securebase_cli.ui.prompts.terminal import RESIZED, Terminal, open_terminal
from securebase_cli.ui.prompts.text_field import TextField
from securebase_cli.ui.prompts.vi import ViKeys
from securebase_cli.ui.prompts.whole_page import show_whole

EDITING_HELP = (
    "Arrows, Home, End, Page Up, Page Down: move; with Ctrl by words and paragraphs",
    "Ctrl-U, Ctrl-K: cut to the beginning or end of the row; Ctrl-W: cut a word; Ctrl-Y: paste it",
    "Ctrl-_: undo; Ctrl-R: redo",
)

_PROMPT_MARK = "> "
# Columns left empty on either side of the text.
_MARGIN = 1
_INDENT = _MARGIN + len(_PROMPT_MARK)
# To keep this many rows of the answer in sight, the other parts are left out in this order.
_MIN_FIELD_ROWS = 3
_LEFT_OUT = ("gaps", "place", "parent", "hint", "keys")


class FullScreenAsker:
    """An asker that shows an input field for each question; a context manager.

    `leave_label` says what leaving a question does, such as “leave” or “back”.
    """

    def __init__(
        self,
        screen: Screen,
        editor_copies: EditorCopies,
        *,
        has_vi_keys: bool = False,
        leave_label: str = "leave",
    ) -> None:
        self._screen = screen
        self._editor_copies = editor_copies
        self._has_vi_keys = has_vi_keys
        self._leave_label = leave_label
        self._terminal = open_terminal(sys.stdin, screen.stream, marks_pastes=True)

    def __enter__(self) -> Self:
        self._terminal.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._terminal.__exit__()

    @property
    def is_interactive(self) -> bool:
        return True

    @property
    def shows_menus(self) -> bool:
        return True

    def show(self, page: Page) -> None:
        self._screen.show((GAP, *page))

    def show_whole(self, page: Page, rows_below: int) -> None:
        show_whole(page, rows_below, self._terminal, self._screen)

    def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
        while True:
            reply = self._input_field(prompt, listener).run()
            if reply.kind != "editor":
                return reply
            text = reply.text
            try:
                with self._terminal.released():
                    text = edit_text(text, prompt.question, self._editor_copies, listener)
            except EditorError as error:
                self.show((Line(str(error), "warning"),))
            prompt = prompt._replace(text=text)

    def show_answer(self, prompt: Prompt, text: str) -> None:
        """Print the question and its answer where the input field was."""
        answer = Line(text, indent=2) if text else Line("skipped", "quiet", indent=2)
        self._screen.show((GAP, Line(prompt.question, "quiet"), answer))

    def ask_line(
        self,
        question: str,
        *,
        ctrl_c: str = "",
        listener: DraftListener | None = None,
        refused: Refused | None = None,
        place: str = "",
        so_far: str = "",
    ) -> Reply:
        hint = f"So far: {so_far}" if so_far else ""
        prompt = Prompt(place, "", question, hint=hint, can_go_back=bool(place))
        if refused:
            prompt = prompt._replace(refusal=refused.reason, text=refused.text)
        ctrl_c = ctrl_c or self._leave_label
        reply = self._input_field(prompt, listener, ctrl_c=ctrl_c).run()
        return reply._replace(text=reply.text.strip())

    def choose(self, menu: Menu) -> int | str | None:
        """Show the menu; then print the choice in one row in its place."""
        menu = menu._replace(esc=menu.esc or self._leave_label)
        choice = MenuField(menu, self._terminal, self._screen).run()
        if choice is not None:
            words = menu.lines[choice].label if isinstance(choice, int) else choice
            row = shorten(f"{menu.question} {words}", self._screen.width - 3)
            self._screen.show((GAP, Line(row, "quiet")))
        return choice

    def _input_field(
        self, prompt: Prompt, listener: DraftListener | None, *, ctrl_c: str = ""
    ) -> "InputField":
        return InputField(
            prompt,
            self._terminal,
            self._screen,
            listener,
            has_vi_keys=self._has_vi_keys,
            ctrl_c=ctrl_c,
        )


class InputField:
    """A question, a field to type in, and a row that lists keys; `run` shows it once.

    An answer of one line has a label for Ctrl-C, `ctrl_c`; any other can have several lines.
    """

    def __init__(
        self,
        prompt: Prompt,
        terminal: Terminal,
        screen: Screen,
        listener: DraftListener | None,
        *,
        has_vi_keys: bool,
        ctrl_c: str,
    ) -> None:
        self._prompt = prompt
        self._terminal = terminal
        self._screen = screen
        self._listener = listener
        self._is_one_line = bool(ctrl_c)
        self._ctrl_c = ctrl_c or "pause"
        self._frame = Frame(screen)
        self._field = TextField(prompt.text, self._on_change)
        self._vi = ViKeys(self._field) if has_vi_keys else None
        # The topmost row of the answer in sight.
        self._top = 0

    def run(self) -> Reply:
        """Show the field until a key ends the answer.

        Raises KeyboardInterrupt for Ctrl-C, and EndedBySignalError for a signal or if the terminal
        is gone.
        """
        try:
            reply = None
            while reply is None:
                if not self._terminal.expects_keys():
                    self._draw()
                reply = self._handle(self._terminal.read_key())
        finally:
            # The terminal may be gone.
            with contextlib.suppress(OSError):
                self._frame.erase()
        return reply._replace(warning=input_warning(*self._terminal.take_counts()))

    def _handle(self, key: Keystroke) -> Reply | None:
        """Do what a key does; return the reply if it ends the answer."""
        if key.name == "ctrl-c":
            raise KeyboardInterrupt
        if key.name in COMMAND_KEYS:
            return self._run_command(COMMAND_KEYS[key.name])
        if key.name == "enter" and self._writes:
            return self._on_enter()
        if key.name == "ctrl-z":
            self._suspend()
        elif key == RESIZED:
            self._frame.erase(self._screen.window_size.columns)
        else:
            if key.name == "text" and self._is_one_line:
                key = Keystroke("text", re.sub(r"\s", " ", key.text))
            (self._vi or self._field).handle(key)
        return None

    @property
    def _writes(self) -> bool:
        """Whether letters are written now; with the keys of vi they can be commands."""
        return self._vi is None or self._vi.writes

    def _on_enter(self) -> Reply | None:
        """Run a line that is a command; otherwise begin a new line, or end the answer."""
        command = COMMANDS.get(self._field.line)
        if command:
            # The command is not part of the answer.
            self._field.remove_line()
            return self._run_command(command)
        if self._is_one_line or not self._field.text.strip():
            return Reply("done", self._field.text)
        self._field.insert("\n")
        return None

    def _run_command(self, command: ReplyKind | Literal["help"]) -> Reply | None:
        if command == "help":
            rows_below = self._frame.row_count
            self._frame.erase()
            lines = LINE_HELP if self._is_one_line else (*HELP, *EDITING_HELP)
            page = tuple(Line(line, "quiet") for line in lines)
            show_whole(page, rows_below, self._terminal, self._screen)
            return None
        if command == "editor" and self._is_one_line:
            return None
        return Reply(command, self._field.text)

    def _suspend(self) -> None:
        if self._listener is not None:
            self._listener.flush()
        self._frame.erase()
        self._terminal.suspend()

    def _on_change(self, text: str) -> None:
        if self._listener is not None:
            self._listener.on_change(len(text), lambda: text)

    def _draw(self) -> None:
        """Draw the question, as much of the answer as there is room for, and the keys."""
        columns, window_rows = self._screen.window_size
        # The last column stays empty: a row that fills the window would make the cursor leave it.
        width = max(min(columns - 1, MAX_WIDTH) - _MARGIN, 1)
        for count in range(len(_LEFT_OUT) + 1):
            above = self._rows_above(width, _LEFT_OUT[:count])
            below = self._rows_below(width, _LEFT_OUT[:count])
            room = window_rows - len(above) - len(below)
            if room >= _MIN_FIELD_ROWS:
                break
        room = max(room, 1)
        below = below[: window_rows - room]
        above = above[: window_rows - room - len(below)]

        field = self._field
        field.set_width(max(width - len(_PROMPT_MARK), 1))
        field.page = room
        cursor_row = field.rows.row_at(field.cursor)
        self._top = max(min(self._top, cursor_row), cursor_row - room + 1)
        if len(field.rows) <= room:
            self._top = 0
        rows = [
            self._field_row(row) for row in range(self._top, min(self._top + room, len(field.rows)))
        ]
        self._frame.draw(
            [*above, *rows, *below],
            len(above) + cursor_row - self._top,
            _INDENT + field.rows.column_at(field.cursor),
        )

    def _field_row(self, row: int) -> Row:
        text = self._field.rows[row]
        if text_width(text) > self._field.rows.width:
            # Spaces hang over the end of the row.
            text = text.rstrip()
        mark = _PROMPT_MARK if row == 0 else " " * len(_PROMPT_MARK)
        return [("quiet", f"{' ' * _MARGIN}{mark}"), ("text", text)]

    def _rows_above(self, width: int, left_out: tuple[str, ...]) -> list[Row]:
        """Return the place in the sitting, the question, and what belongs to it."""
        prompt = self._prompt
        rows: list[Row] = [] if "gaps" in left_out else [[]]
        if prompt.location and "place" not in left_out:
            place = " · ".join(filter(None, (prompt.location, prompt.progress)))
            rows += _wrap(place, width, "quiet")
        if prompt.parent and "parent" not in left_out:
            rows += _wrap(f"After: {prompt.parent}", width, "quiet")
        rows += _wrap(prompt.question, width, "question")
        if prompt.hint and "hint" not in left_out:
            rows += _wrap(prompt.hint, width, "text")
        return rows + _wrap(prompt.refusal, width, "warning")

    def _rows_below(self, width: int, left_out: tuple[str, ...]) -> list[Row]:
        """Return why the draft could not be saved, if it could not, and the keys."""
        failure = self._listener.failure if self._listener is not None else ""
        rows = _wrap(failure, width, "warning")
        if "keys" in left_out:
            return rows
        if "gaps" not in left_out:
            rows.append([])
        return rows + self._key_rows(width)

    def _key_rows(self, width: int) -> list[Row]:
        """Return what the most useful keys do at this moment."""
        if not self._writes:
            keys = ["i: write", "Tab: next"]
        elif self._is_one_line:
            keys = ["Enter: done"]
        elif self._field.text.strip():
            keys = ["Tab: next", "Enter: new line"]
        else:
            keys = ["Enter: skip", "Tab: next"]
        keys.append(f"Ctrl-C: {self._ctrl_c}")
        if not self._is_one_line:
            keys.append("F1: more")
        rows = _join_keys(keys, width)
        if self._prompt.can_go_back:
            # The least useful key is shown only if it needs no further row.
            longer_rows = _join_keys([*keys, "Shift-Tab: back"], width)
            rows = longer_rows if len(longer_rows) == len(rows) else rows
        return [wrapped for row in rows for wrapped in _wrap(row, width, "quiet")]


def _join_keys(keys: Sequence[str], width: int) -> list[str]:
    """Return rows of keys, with as many on a row as fit."""
    rows = [keys[0]]
    for key in keys[1:]:
        longer = f"{rows[-1]} · {key}"
        if text_width(longer) > width:
            rows.append(key)
        else:
            rows[-1] = longer
    return rows


def _wrap(text: str, width: int, style: Style) -> list[Row]:
    """Return the rows of a text after the margin; none if it is empty."""
    return [[(style, f"{' ' * _MARGIN}{row}")] for row in wrap(text, width)]
