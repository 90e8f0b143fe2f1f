"""Shows a menu in a terminal that can move the cursor."""

import asyncio
import errno
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout
from prompt_toolkit.layout.containers import Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from securebase_cli.ui.console import MAX_WIDTH
from securebase_cli.ui.prompts import signals
from securebase_cli.ui.prompts.asker import Menu
from securebase_cli.ui.prompts.menu_view import MenuView

# Far more than any menu has lines.
_ALL_LINES = 1_000_000
_PAGE = 8
_MOVES = {
    "up": -1, "c-p": -1, "s-tab": -1, "down": 1, "c-n": 1, "tab": 1,
    "pageup": -_PAGE, "pagedown": _PAGE, "home": -_ALL_LINES, "end": _ALL_LINES,
}  # fmt: skip
# Seconds after which Esc is a key by itself and not the first sign of another key.
_ESCAPE_PAUSE = 0.05
_STYLE = Style.from_dict({"question": "bold", "pointed": "reverse"})


class MenuField:
    """A menu that keys move in; `run` shows it once and then erases it."""

    def __init__(self, menu: Menu) -> None:
        self._view = MenuView(menu)
        self._output = create_output()
        if isinstance(self._output, Vt100_Output):
            # The cursor position is not needed, and not every terminal answers when asked for it.
            self._output.enable_cpr = False
        window = Window(FormattedTextControl(self._fragments, show_cursor=False, focusable=True))
        self._application: Application[int | None] = Application(
            layout=Layout(window),
            key_bindings=self._key_bindings(),
            style=_STYLE,
            include_default_pygments_style=False,
            output=self._output,
            erase_when_done=True,
        )
        self._application.ttimeoutlen = self._application.timeoutlen = _ESCAPE_PAUSE

    def run(self) -> int | None:
        """Return the index of the chosen line, or None if the person leaves with Esc.

        Raises KeyboardInterrupt for Ctrl-C, and EndedBySignalError for a signal or if the terminal
        is gone.
        """
        try:
            with signals.wake_on_signal(self._on_signal):
                return self._application.run(pre_run=self._on_start, set_exception_handler=False)
        except EOFError:
            signals.raise_if_signalled()
            raise signals.hang_up_error() from None
        except OSError as error:
            if error.errno == errno.EIO:
                raise signals.hang_up_error() from None
            raise

    def _on_start(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._on_loop_error)
        # `_on_signal` does nothing for a signal that arrives before the event loop runs.
        if signals.signal_received():
            self._exit_with(EOFError())

    def _on_signal(self) -> None:
        if self._application.loop is not None:
            self._application.loop.call_soon_threadsafe(self._exit_with, EOFError())

    def _on_loop_error(self, _loop: object, context: dict[str, Any]) -> None:
        self._exit_with(context.get("exception") or RuntimeError("the terminal’s loop failed"))

    def _exit_with(self, error: BaseException) -> None:
        future = self._application.future
        if future is not None and not future.done():
            self._application.exit(exception=error)

    def _fragments(self) -> StyleAndTextTuples:
        size = self._output.get_size()
        fragments: StyleAndTextTuples = []
        for row in self._view.rows(min(size.columns, MAX_WIDTH), size.rows):
            fragments += [*row, ("", "\n")]
        return fragments[:-1]

    def _key_bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        for key, lines in _MOVES.items():
            bindings.add(key)(lambda _event, lines=lines: self._view.move(lines))
        for key in ("escape", "c-d", "c-b"):
            bindings.add(key)(lambda event: event.app.exit(result=None))
        for key in ("c-c", Keys.SIGINT):
            bindings.add(key)(lambda event: event.app.exit(exception=KeyboardInterrupt()))
        for key in (Keys.Any, Keys.BracketedPaste):
            bindings.add(key)(self._on_text)
        bindings.add("backspace")(lambda _event: self._view.set_typed(self._view.typed[:-1]))
        bindings.add("c-u")(lambda _event: self._view.set_typed(""))
        bindings.add("enter")(self._on_enter)
        bindings.add("c-z")(lambda event: event.app.suspend_to_background())
        # With Alt a key arrives behind an escape character; it means nothing here.
        bindings.add("escape", Keys.Any)(lambda _event: None)
        return bindings

    def _on_text(self, event: KeyPressEvent) -> None:
        self._view.set_typed(self._view.typed + "".join(filter(str.isprintable, event.data)))

    def _on_enter(self, event: KeyPressEvent) -> None:
        if self._view.chosen is not None:
            event.app.exit(result=self._view.chosen)
