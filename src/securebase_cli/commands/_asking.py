"""Chooses how people are asked: in full where a whole terminal is there, else line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from securebase_cli.app import App
    from securebase_cli.ui.prompts.asker import Asker


def asker_for(app: App) -> Asker:
    """Return the asker that fits the terminal, the pipe, and what was wished for."""
    typing = sys.stdin.isatty()
    if app.screen.is_rich and typing:
        from securebase_cli.ui.prompts.full_screen import FullScreenAsker

        return FullScreenAsker(app.screen, app.editor_copies)
    from securebase_cli.ui.prompts.line_by_line import LineByLineAsker

    # Someone who types while the output goes to a file still has to see what is asked.
    visible = app.messages if typing and not sys.stdout.isatty() else app.screen
    return LineByLineAsker(visible, app.editor_copies)
