"""An entry with two things to try, and what can happen to its file."""

from __future__ import annotations

import errno
import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from securebase_cli.model import Action

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from securebase_cli.app import App

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
OPEN_ACTION = Action("Pair the newer two with a buddy", due=date(2026, 12, 1))
TRIED_ACTION = Action("Ask in Tuesday’s meeting", "tried", closed=date(2026, 11, 23))


def read_actions(app: App) -> list[Action]:
    """Return the actions as they stand in the entries now."""
    return [action for stored in app.journal.scan() for action in stored.entry.actions]


def text_replacer(path: Path, old: str, new: str) -> Callable[[], object]:
    """Return what puts other words into a file."""
    return lambda: path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def refuse_os_call(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the system refuse one of its calls."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, name, refuse)
