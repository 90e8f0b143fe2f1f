"""Asks in a terminal that can move the cursor: answers of several lines can be edited freely."""

import asyncio
import dataclasses
import errno
import textwrap
from collections.abc import Callable
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Dimension, Layout
from prompt_toolkit.layout.containers import HSplit, VerticalAlign, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from securebase_cli.entry_format.cleanup import clean, removal_warning
from securebase_cli.errors import EditorError
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.ui.console import MAX_WIDTH, Screen, safe_line
from securebase_cli.ui.page import GAP, Line, Page, shorten
from securebase_cli.ui.prompts import signals
from securebase_cli.ui.prompts.asker import COMMANDS, DraftListener, Menu, Prompt, Reply, ReplyKind
from securebase_cli.ui.prompts.editor import edit_text
from securebase_cli.ui.prompts.menu_field import MenuField
from securebase_cli.ui.wrapping import WordWrapProcessor

KEYS = (
    "Ctrl-D or a full stop alone on a line: done",
    "empty: skip",
    "Ctrl-B: back",
    "Ctrl-O: editor",
    "Ctrl-C: pause",
)

_PROMPT_MARK = "> "
# Columns left empty on either side of the text.
_MARGIN = 1
# Lines are not wrapped to fewer columns, even if the window has fewer.
_MIN_WIDTH = 10
# In a window of fewer rows, only the question, the answer and one key are shown.
_MIN_ROOMY_ROWS = 12
_STYLE = Style.from_dict(
    {
        "location": "ansicyan bold",
        "progress": "ansicyan",
        "parent": "italic",
        "question": "bold",
        "hint": "ansiyellow",
        "failure": "ansiyellow",
        "mark": "ansicyan bold",
        "keys": "ansibrightblack",
    }
)


class FullScreenAsker:
    """An asker that shows an input field for each question.

    Each field takes over the terminal while it is shown, and restores it.
    """

    def __init__(self, screen: Screen, editor_copies: EditorCopies) -> None:
        self._screen = screen
        self._editor_copies = editor_copies

    @property
    def is_interactive(self) -> bool:
        return True

    def show(self, page: Page) -> None:
        self._screen.show((GAP, *page))

    def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
        while True:
            reply = InputField(prompt, KEYS, listener, multiline=True).run()
            if reply.kind != "editor":
                return reply
            text = reply.text
            try:
                text = edit_text(text, self._editor_copies, listener)
            except EditorError as error:
                self.show((Line(str(error), "warning"),))
            prompt = dataclasses.replace(prompt, text=text)

    def show_answer(self, prompt: Prompt, text: str) -> None:
        """Print the question and its answer where the input field was."""
        answer = Line(text, indent=2) if text else Line("skipped", "quiet", indent=2)
        self._screen.show((GAP, Line(prompt.question, "heading"), answer))

    def ask_line(
        self, question: str, *, ctrl_c: str, listener: DraftListener | None = None
    ) -> Reply:
        keys = ("Enter: done", "Ctrl-B: back", f"Ctrl-C: {ctrl_c}")
        reply = InputField(Prompt("", "", question), keys, listener, multiline=False).run()
        return Reply(reply.kind, reply.text.strip(), reply.warning)

    def choose(self, menu: Menu) -> int | None:
        """Show the menu; leave the choice on the screen in one row."""
        index = MenuField(menu).run()
        if index is not None:
            choice = f"{menu.question} {menu.lines[index].label}"
            self._screen.show((GAP, Line(shorten(choice, self._screen.width - 3), "quiet")))
        return index


class InputField:
    """A question, a field to type in, and a line that lists keys; `run` shows it once."""

    def __init__(
        self,
        prompt: Prompt,
        keys: tuple[str, ...],
        listener: DraftListener | None,
        *,
        multiline: bool,
    ) -> None:
        self._prompt = prompt
        self._keys = keys
        self._listener = listener
        self._multiline = multiline
        self._removed = 0
        # The first half of a character of which the second half is yet to come.
        self._first_half = ""
        self._buffer = Buffer(document=Document(prompt.text), multiline=multiline)
        self._buffer.on_text_changed += self._notify_listener
        self._output = create_output()
        if isinstance(self._output, Vt100_Output):
            # The cursor position is not needed, and not every terminal answers when asked for it.
            self._output.enable_cpr = False
        self._application: Application[Reply] = Application(
            layout=self._layout(),
            key_bindings=self._key_bindings(),
            style=_STYLE,
            include_default_pygments_style=False,
            output=self._output,
            # `show_answer` prints the accepted answer; nothing else stays on the screen.
            erase_when_done=True,
        )

    def run(self) -> Reply:
        """Show the field until a key ends the answer.

        Raises KeyboardInterrupt for Ctrl-C, and EndedBySignalError for a signal or if the terminal
        is gone.
        """
        try:
            with signals.wake_on_signal(self._on_signal):
                reply = self._application.run(pre_run=self._on_start, set_exception_handler=False)
        except EOFError:
            signals.raise_if_signalled()
            raise signals.hang_up_error() from None
        except OSError as error:
            if error.errno == errno.EIO:
                raise signals.hang_up_error() from None
            raise
        return dataclasses.replace(reply, warning=removal_warning(self._removed))

    def _on_start(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._on_loop_error)
        # `_on_signal` does nothing for a signal that arrives before the event loop runs.
        if signals.signal_received():
            self._exit_with(EOFError())

    def _on_signal(self) -> None:
        if self._application.loop is not None:
            self._application.loop.call_soon_threadsafe(self._exit_with, EOFError())

    def _on_loop_error(self, _loop: object, context: dict[str, Any]) -> None:
        """End the application; prompt_toolkit's own handler prints the error and the answer."""
        self._exit_with(context.get("exception") or RuntimeError("the terminal’s loop failed"))

    def _exit_with(self, error: BaseException) -> None:
        future = self._application.future
        if future is not None and not future.done():
            self._application.exit(exception=error)

    def _notify_listener(self, buffer: Buffer) -> None:
        if self._listener is not None:
            text = buffer.text
            self._listener.on_change(len(text), lambda: text)

    def _key_bindings(self) -> KeyBindings:
        handlers: tuple[tuple[str, Callable[[KeyPressEvent], None]], ...] = (
            ("enter", self._on_enter),
            ("c-d", lambda event: _finish(event, "done")),
            ("c-b", lambda event: _finish(event, "back")),
            ("f4", lambda event: _finish(event, "enough")),
            ("c-o", self._on_ctrl_o),
            ("c-c", _interrupt),
            (Keys.SIGINT, _interrupt),
            ("c-z", self._on_ctrl_z),
            (Keys.Any, self._on_text),
            (Keys.BracketedPaste, self._on_paste),
            # By default this key starts a selection, in which nothing can be typed.
            ("c-@", _ignore),
            # Mouse reporting is never on, so input that looks like a mouse event is something else.
            (Keys.Vt100MouseEvent, _ignore),
            (Keys.WindowsMouseEvent, _ignore),
        )
        bindings = KeyBindings()
        for key, handler in handlers:
            bindings.add(key)(handler)
        return bindings

    def _on_enter(self, event: KeyPressEvent) -> None:
        """Run a line that is a command; otherwise begin a new line, or end a one-line answer."""
        buffer = event.current_buffer
        document = buffer.document
        if document.current_line in COMMANDS and document.is_cursor_at_the_end_of_line:
            kind = COMMANDS[document.current_line]
            # The command is not part of the answer.
            lines = buffer.text.split("\n")
            del lines[document.cursor_position_row]
            buffer.text = "\n".join(lines)
            # A one-line answer can't be opened in the editor.
            if self._multiline or kind != "editor":
                _finish(event, kind)
        elif self._multiline:
            buffer.insert_text("\n")
        else:
            _finish(event, "done")

    def _on_ctrl_o(self, event: KeyPressEvent) -> None:
        if self._multiline:
            _finish(event, "editor")

    def _on_ctrl_z(self, event: KeyPressEvent) -> None:
        if self._listener is not None:
            self._listener.flush()
        event.app.suspend_to_background()

    def _on_text(self, event: KeyPressEvent) -> None:
        event.current_buffer.insert_text(self._join_halves(event.data) * event.arg)

    def _on_paste(self, event: KeyPressEvent) -> None:
        # Bracketed paste keeps control characters. `clean` removes them, but also blank lines at
        # both ends; they stay because of the letters that stand around the text meanwhile.
        cleaned = clean(f"x{self._join_halves(event.data)}x")
        self._removed += cleaned.removed
        text = cleaned.text[1:-1]
        event.current_buffer.insert_text(text if self._multiline else " ".join(text.split()))

    def _join_halves(self, text: str) -> str:
        """Return the text with whole characters; keep a first half at its end for the next call.

        A Windows console hands over an emoji as two keys, each with one half of a surrogate pair.
        """
        if not self._first_half and text.isprintable():
            return text
        text = self._first_half + text
        self._first_half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        units = text.removesuffix(self._first_half).encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le", "replace")

    def _layout(self) -> Layout:
        heading = Window(FormattedTextControl(self._heading), dont_extend_height=True)
        word_wrap = WordWrapProcessor(_MARGIN + len(_PROMPT_MARK))
        field = Window(
            BufferControl(self._buffer, input_processors=[word_wrap]),
            height=Dimension(min=1),
            wrap_lines=True,
            get_line_prefix=_line_prefix,
            dont_extend_height=True,
        )
        footer = Window(
            FormattedTextControl(self._footer), height=Dimension(min=1), dont_extend_height=True
        )
        rows = HSplit([heading, field, footer], align=VerticalAlign.TOP)
        return Layout(rows, focused_element=field)

    def _window_size(self) -> tuple[int, int]:
        """Return the columns that lines may fill, and the rows of the window."""
        size = self._output.get_size()
        return min(size.columns, MAX_WIDTH), size.rows

    def _heading(self) -> StyleAndTextTuples:
        prompt = self._prompt
        width, rows = self._window_size()
        question = _wrap(prompt.question, width)
        if not self._multiline:
            return [("class:question", f"\n{question}\n")]
        if rows < _MIN_ROOMY_ROWS:
            return [("class:question", f"{question}\n")]
        margin = " " * _MARGIN
        gap = width - 2 * _MARGIN - len(prompt.location) - len(prompt.progress)
        # The progress stands at the end of the same row, or on the next one if there is no room.
        heading: StyleAndTextTuples
        if gap > 1:
            heading = [
                ("class:location", f"\n{margin}{safe_line(prompt.location)}"),
                ("class:progress", f"{' ' * gap}{prompt.progress}\n"),
            ]
        else:
            heading = [
                ("class:location", f"\n{_wrap(prompt.location, width)}\n"),
                ("class:progress", f"{margin}{prompt.progress}\n"),
            ]
        if prompt.parent:
            heading.append(("class:parent", f"{_wrap(f'After: {prompt.parent}', width)}\n"))
        heading.append(("class:question", f"{question}\n"))
        if prompt.hint:
            heading.append(("class:hint", f"{_wrap(prompt.hint, width)}\n"))
        return heading

    def _footer(self) -> StyleAndTextTuples:
        """Format the listener's message about a failure to save, if there is one, and the keys."""
        width, rows = self._window_size()
        if rows < _MIN_ROOMY_ROWS:
            keys = _wrap("Ctrl-D: done", width)
        else:
            keys = f"\n{_join_keys(self._keys, width)}"
        footer: StyleAndTextTuples = [("class:keys", keys)]
        if self._listener is not None and self._listener.failure:
            footer.insert(0, ("class:failure", f"{_wrap(self._listener.failure, width)}\n"))
        return footer


def _finish(event: KeyPressEvent, kind: ReplyKind) -> None:
    event.app.exit(result=Reply(kind, event.current_buffer.text))


def _interrupt(event: KeyPressEvent) -> None:
    event.app.exit(exception=KeyboardInterrupt())


def _ignore(_event: KeyPressEvent) -> None:
    pass


def _line_prefix(line: int, wrapped_row: int) -> StyleAndTextTuples:
    mark = _PROMPT_MARK if line == wrapped_row == 0 else " " * len(_PROMPT_MARK)
    return [("class:mark", f"{' ' * _MARGIN}{mark}")]


def _wrap(text: str, width: int) -> str:
    width = max(width - _MARGIN, _MIN_WIDTH)
    margin = " " * _MARGIN
    return textwrap.fill(safe_line(text), width, initial_indent=margin, subsequent_indent=margin)


def _join_keys(keys: tuple[str, ...], width: int) -> str:
    """Join the descriptions of keys, with as many on a row as fit."""
    rows = [keys[0]]
    for key in keys[1:]:
        longer = f"{rows[-1]} · {key}"
        if len(longer) + 2 * _MARGIN > width:
            rows.append(key)
        else:
            rows[-1] = longer
    return "\n".join(_wrap(row, width) for row in rows)
