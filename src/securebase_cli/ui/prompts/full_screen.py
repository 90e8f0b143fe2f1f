"""Asks in a full terminal: writing over several lines, pasting, going back, suspending."""

from __future__ import annotations

import asyncio
import errno
import functools
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    VerticalAlign,
    Window,
)
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from securebase_cli.entry_format.cleanup import clean, removal_warning
from securebase_cli.errors import EditorError
from securebase_cli.ui.console import MAX_WIDTH, safe_line
from securebase_cli.ui.page import GAP, Line
from securebase_cli.ui.prompts.asker import COMMANDS, DraftListener, Prompt, Reply, ReplyKind
from securebase_cli.ui.prompts.editor import edit_text
from securebase_cli.ui.prompts.signals import (
    hang_up_error,
    raise_if_signalled,
    signal_received,
    wake_on_signal,
)
from securebase_cli.ui.wrapping import WordWrapProcessor

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.output import Output

    from securebase_cli.storage.editor_copies import EditorCopies
    from securebase_cli.ui.console import Screen
    from securebase_cli.ui.page import Page


class Heading(Protocol):
    """What stands above the writing, in so many columns, in a low window or not."""

    def __call__(self, width: int, *, low: bool) -> StyleAndTextTuples:
        """Return it as prompt_toolkit takes it."""


class Place(NamedTuple):
    """A place to write: what stands above, the keys below, and for several lines or for one."""

    heading: Heading
    keys: tuple[str, ...]
    several: bool


Paste = Callable[["KeyPressEvent"], None]

KEYS = (
    "Ctrl-D or a full stop alone on a line: done",
    "empty: skip",
    "Ctrl-B: back",
    "Ctrl-O: editor",
    "Ctrl-C: pause",
)
ONE_LINE_KEYS = ("Enter: done", "Ctrl-B: back")
SHORT_WINDOW_KEYS = ("Ctrl-D: done",)

_MARK = "> "
_MARGIN = 1
_ROOMY = 12
_LOOK = Style.from_dict(
    {
        "where": "ansicyan bold",
        "count": "ansicyan",
        "parent": "italic",
        "question": "bold",
        "nudge": "ansiyellow",
        "trouble": "ansiyellow",
        "mark": "ansicyan bold",
        "keys": "ansibrightblack",
    }
)


class FullScreenAsker:
    """An asker that gives people a place to write."""

    def __init__(self, screen: Screen, editor_copies: EditorCopies) -> None:
        self._screen = screen
        self._editor_copies = editor_copies

    def __enter__(self) -> Self:
        """Begin to ask."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal, which each question gives back by itself."""

    @property
    def is_interactive(self) -> bool:
        """Whether somebody is there who can react to what is said."""
        return True

    def show(self, page: Page) -> None:
        """Show a page between two questions."""
        self._screen.show((GAP, *page))

    def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
        """Let someone write as many lines as they like."""
        text = prompt.text
        while True:
            place = Place(functools.partial(_heading, prompt), KEYS, several=True)
            reply = self._ask(place, text, listener)
            if reply.kind != "editor":
                return reply
            text = reply.text
            try:
                text = edit_text(text, self._editor_copies, listener)
            except EditorError as error:
                self.show((Line(str(error), "warning"),))

    def show_answer(self, prompt: Prompt, text: str) -> None:
        """Leave the question and its answer on the screen, where the place to write was."""
        answer = Line(text, indent=2) if text else Line("skipped", "quiet", indent=2)
        self._screen.show((GAP, Line(prompt.question, "heading"), answer))

    def ask_line(
        self, question: str, *, ctrl_c: str, listener: DraftListener | None = None
    ) -> Reply:
        """Let someone answer in one line."""

        def heading(width: int, *, low: bool) -> StyleAndTextTuples:  # noqa: ARG001 - it is short
            return [("class:question", f"\n{_wrapped(question, width)}\n")]

        place = Place(heading, (*ONE_LINE_KEYS, f"Ctrl-C: {ctrl_c}"), several=False)
        reply = self._ask(place, "", listener)
        return Reply(reply.kind, reply.text.strip(), reply.warning)

    def _ask(self, place: Place, text: str, listener: DraftListener | None) -> Reply:
        several = place.several
        buffer = Buffer(document=Document(text), multiline=several)
        if listener is not None:
            buffer.on_text_changed += functools.partial(_heard, listener)
        removed = 0

        def pasted(event: KeyPressEvent) -> None:
            nonlocal removed
            # Whole, but without what a terminal could obey; the outer letters keep its blank lines.
            cleaned = clean(f"x{event.data}x")
            removed += cleaned.removed
            inside = cleaned.text[1:-1]
            event.current_buffer.insert_text(inside if several else " ".join(inside.split()))

        output = create_output()
        if isinstance(output, Vt100_Output):
            # Nothing here needs to know where the cursor is, and not every terminal answers.
            output.enable_cpr = False
        application: Application[Reply] = Application(
            layout=_layout(buffer, place, output, listener),
            key_bindings=_bindings(place, pasted, listener),
            style=_LOOK,
            include_default_pygments_style=False,
            output=output,
            # What was decided is printed once, by `seal`; the rest leaves no litter behind.
            erase_when_done=True,
        )

        def failed(_loop: object, context: dict[str, Any]) -> None:
            # Shown as it is, the mistake would repeat what stands there; the rest must not go on.
            mistake = context.get("exception") or RuntimeError("the terminal’s loop failed")
            if application.future is not None and not application.future.done():
                application.exit(exception=mistake)

        def begin() -> None:
            asyncio.get_running_loop().set_exception_handler(failed)
            leave()

        def leave() -> None:
            if (
                signal_received()
                and application.future is not None
                and not application.future.done()
            ):
                application.exit(exception=EOFError)

        def wake() -> None:
            if application.loop is not None:
                application.loop.call_soon_threadsafe(leave)

        try:
            with wake_on_signal(wake):
                reply = application.run(pre_run=begin, set_exception_handler=False)
        except EOFError:
            raise_if_signalled()
            raise hang_up_error() from None
        except OSError as error:
            if error.errno == errno.EIO:
                raise hang_up_error() from None
            raise
        return Reply(reply.kind, reply.text, removal_warning(removed))


def _heard(listener: DraftListener, buffer: Buffer) -> None:
    text = buffer.text
    listener.on_change(len(text), lambda: text)


def _layout(buffer: Buffer, place: Place, output: Output, listener: DraftListener | None) -> Layout:
    def prefix(row: int, wrapped: int) -> StyleAndTextTuples:
        first = row == 0 and wrapped == 0
        return [("class:mark", f"{' ' * _MARGIN}{_MARK if first else ' ' * len(_MARK)}")]

    def columns() -> int:
        return min(output.get_size().columns, MAX_WIDTH)

    def low() -> bool:
        # On a screen of a few lines the writing needs them.
        return output.get_size().rows < _ROOMY

    def legend() -> StyleAndTextTuples:
        fitting = SHORT_WINDOW_KEYS if low() else place.keys
        shown: StyleAndTextTuples = [("class:keys", _legend(fitting, columns(), low=low()))]
        if listener is None or not listener.failure:
            return shown
        return [("class:trouble", f"{_wrapped(listener.failure, columns())}\n"), *shown]

    writing = Window(
        BufferControl(buffer, input_processors=[WordWrapProcessor(_MARGIN + len(_MARK))]),
        height=Dimension(min=1),
        wrap_lines=True,
        get_line_prefix=prefix,
        dont_extend_height=True,
    )
    above = Window(
        FormattedTextControl(lambda: place.heading(columns(), low=low())),
        dont_extend_height=True,
    )
    below = Window(
        FormattedTextControl(legend),
        height=Dimension(min=1),
        dont_extend_height=True,
    )
    return Layout(HSplit([above, writing, below], align=VerticalAlign.TOP), focused_element=writing)


def _bindings(place: Place, pasted: Paste, listener: DraftListener | None) -> KeyBindings:
    keys = KeyBindings()
    several = place.several

    def finish(event: KeyPressEvent, kind: ReplyKind) -> None:
        event.app.exit(result=Reply(kind, event.current_buffer.text))

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        line = buffer.document.current_line
        if line in COMMANDS and buffer.document.is_cursor_at_the_end_of_line:
            _drop_line(buffer)
            # A single line needs no editor.
            if several or COMMANDS[line] != "editor":
                finish(event, COMMANDS[line])
        elif several:
            buffer.insert_text("\n")
        else:
            finish(event, "done")

    @keys.add("c-d")
    def _(event: KeyPressEvent) -> None:
        finish(event, "done")

    @keys.add("c-b")
    def _(event: KeyPressEvent) -> None:
        finish(event, "back")

    @keys.add("c-o")
    def _(event: KeyPressEvent) -> None:
        if several:
            finish(event, "editor")

    @keys.add("c-c")
    @keys.add(Keys.SIGINT)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @keys.add("c-z")
    def _(event: KeyPressEvent) -> None:
        if listener is not None:
            listener.flush()
        event.app.suspend_to_background()

    @keys.add("c-@")
    @keys.add(Keys.Vt100MouseEvent)
    @keys.add(Keys.WindowsMouseEvent)
    def _(_event: KeyPressEvent) -> None:
        # The first would begin a selection, in which nothing can be typed; and what looks like a
        # mouse is a sequence of somebody else's, for nobody asked for one.
        return

    keys.add(Keys.BracketedPaste)(pasted)
    return keys


def _drop_line(buffer: Buffer) -> None:
    row = buffer.document.cursor_position_row
    lines = buffer.text.split("\n")
    buffer.text = "\n".join(lines[:row] + lines[row + 1 :])


def _heading(sheet: Prompt, width: int, *, low: bool) -> StyleAndTextTuples:
    if low:
        return [("class:question", f"{_wrapped(sheet.question, width)}\n")]
    gap = width - 2 * _MARGIN - len(sheet.location) - len(sheet.progress)
    where = safe_line(sheet.location)
    if gap > 1:
        first: StyleAndTextTuples = [
            ("class:where", f"\n{' ' * _MARGIN}{where}"),
            ("class:count", f"{' ' * gap}{sheet.progress}\n"),
        ]
    else:
        first = [
            ("class:where", f"\n{_wrapped(where, width)}\n"),
            ("class:count", f"{' ' * _MARGIN}{sheet.progress}\n"),
        ]
    if sheet.parent:
        first.append(("class:parent", f"{_wrapped(f'After: {sheet.parent}', width)}\n"))
    first.append(("class:question", f"{_wrapped(sheet.question, width)}\n"))
    if sheet.hint:
        first.append(("class:nudge", f"{_wrapped(sheet.hint, width)}\n"))
    return first


def _wrapped(text: str, width: int) -> str:
    margin = " " * _MARGIN
    return textwrap.fill(
        safe_line(text),
        max(width - _MARGIN, 10),
        initial_indent=margin,
        subsequent_indent=margin,
    )


def _legend(keys: tuple[str, ...], width: int, *, low: bool) -> str:
    rows = [""]
    for key in keys:
        longer = f"{rows[-1]} · {key}" if rows[-1] else key
        if rows[-1] and len(longer) + 2 * _MARGIN > width:
            rows.append(key)
        else:
            rows[-1] = longer
    wrapped = "\n".join(_wrapped(row, width) for row in rows)
    return wrapped if low else f"\n{wrapped}"
