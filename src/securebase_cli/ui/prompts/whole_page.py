"""Show a page from its first row on, in pieces if the window is too small for it."""

from securebase_cli.ui.console import Screen
from securebase_cli.ui.page import GAP, Page
from securebase_cli.ui.prompts.frame import Frame
from securebase_cli.ui.prompts.terminal import RESIZED, Terminal

_ANY_KEY = " Any key: go on"
# Below a piece: an empty row, the row about the key, and the last row of the window.
_ROWS_BELOW_PIECE = 3


def show_whole(page: Page, rows_below: int, terminal: Terminal, screen: Screen) -> None:
    """Show a page in pieces that fit into the window, and wait for a key after each.

    After the last piece, go on at once if `rows_below` more rows fit into the window. Raises
    KeyboardInterrupt for Ctrl-C.
    """
    window_rows = screen.window_size.lines
    pieces: list[Page] = [(GAP,)]
    for part in page:
        longer = (*pieces[-1], part)
        if screen.row_count(longer) > window_rows - _ROWS_BELOW_PIECE and pieces[-1] != (GAP,):
            pieces.append((GAP, part))
        else:
            pieces[-1] = longer
    for number, piece in enumerate(pieces, 1):
        screen.show(piece)
        is_last = number == len(pieces)
        if not is_last or screen.row_count(piece) + rows_below > window_rows:
            _wait_for_key(terminal, screen)


def _wait_for_key(terminal: Terminal, screen: Screen) -> None:
    frame = Frame(screen)
    frame.draw([[], [("quiet", _ANY_KEY)]], 1, len(_ANY_KEY))
    key = terminal.read_key()
    while key == RESIZED:
        key = terminal.read_key()
    frame.erase()
    if key.name == "ctrl-c":
        raise KeyboardInterrupt
