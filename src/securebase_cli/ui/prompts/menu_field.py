"""Shows a menu in a terminal that can move the cursor."""

import contextlib

from securebase_cli.ui.console import MAX_WIDTH, Screen
from securebase_cli.ui.prompts.asker import Menu
from securebase_cli.ui.prompts.frame import Frame
from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.menu_view import MenuView
from securebase_cli.ui.prompts.terminal import RESIZED, Terminal

# Far more than any menu has lines.
_ALL_LINES = 1_000_000
_PAGE = 8
_MOVES = {
    "up": -1,
    "shift-tab": -1,
    "down": 1,
    "tab": 1,
    "page-up": -_PAGE,
    "page-down": _PAGE,
    "home": -_ALL_LINES,
    "end": _ALL_LINES,
}
_LEAVING_KEYS = {"escape", "ctrl-d"}


class MenuField:
    """A menu that keys move in; `run` shows it once and then erases it."""

    def __init__(self, menu: Menu, terminal: Terminal, screen: Screen) -> None:
        self._view = MenuView(menu)
        self._terminal = terminal
        self._screen = screen
        self._frame = Frame(screen)

    def run(self) -> int | str | None:
        """Return the index of the chosen line, or the text typed for it; None if the user leaves.

        Raises KeyboardInterrupt for Ctrl-C, and EndedBySignalError for a signal or if the terminal
        is gone.
        """
        try:
            while True:
                if not self._terminal.expects_keys():
                    self._draw()
                key = self._terminal.read_key()
                if key.name == "ctrl-c":
                    raise KeyboardInterrupt
                if key.name in _LEAVING_KEYS:
                    return None
                if key.name == "enter" and self._view.chosen is not None:
                    return self._view.text or self._view.chosen
                self._handle(key)
        finally:
            # The terminal may be gone.
            with contextlib.suppress(OSError):
                self._frame.erase()

    def _draw(self) -> None:
        columns, window_rows = self._screen.window_size
        rows = self._view.rows(min(columns, MAX_WIDTH), window_rows)
        styles = [{style for style, _ in row} for row in rows]
        pointed = next((index for index, row in enumerate(styles) if "pointed" in row), 0)
        self._frame.draw(rows, pointed, 0)

    def _handle(self, key: Keystroke) -> None:
        if key.name in _MOVES:
            self._view.move(_MOVES[key.name])
        elif key.name == "text":
            self._view.set_typed(self._view.typed + "".join(filter(str.isprintable, key.text)))
        elif key.name == "backspace":
            self._view.set_typed(self._view.typed[:-1])
        elif key.name == "ctrl-u":
            self._view.set_typed("")
        elif key.name == "ctrl-z":
            self._frame.erase()
            self._terminal.suspend()
        elif key == RESIZED:
            self._frame.erase(self._screen.window_size.columns)
