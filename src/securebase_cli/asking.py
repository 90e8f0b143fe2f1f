"""Chooses how people are asked: in full where a whole terminal is there, else line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from securebase_cli.desk import Desk
    from securebase_cli.terminal.ask import Asker


def asker_for(desk: Desk) -> Asker:
    """Return the asker that fits the terminal, the pipe, and what was wished for."""
    typing = sys.stdin.isatty()
    if desk.screen.rich and typing:
        from securebase_cli.terminal.full import FullTerminal

        return FullTerminal(desk.screen, desk.workshop)
    from securebase_cli.terminal.line_by_line import LineByLine

    # Someone who types while the output goes to a file still has to see what is asked.
    visible = desk.messages if typing and not sys.stdout.isatty() else desk.screen
    return LineByLine(visible, desk.workshop)
