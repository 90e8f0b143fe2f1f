"""Streams that pass for a terminal, and what a terminal would show of their text."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class TerminalStream(io.StringIO):
    """A stream that reports to be a terminal."""

    def isatty(self) -> bool:
        return True


def use_ordinary_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Set the environment of a terminal with colours and this many columns."""
    monkeypatch.setenv("TERM", "xterm-256color")
    # A long text is shown at once.
    monkeypatch.setenv("PAGER", "cat")
    monkeypatch.setenv("COLUMNS", str(columns))
    for name in ("NO_COLOR", "CLICOLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


def without_styles(text: str) -> str:
    """Return the text without the sequences that set colours, bold and the like."""
    return _STYLE.sub("", text)
