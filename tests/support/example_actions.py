"""Two actions of one entry, and what changes or reads them in its file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from securebase_cli.model import Action

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from securebase_cli.app import App

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
OPEN_ACTION = Action("Pair the newer two with a buddy", due=date(2026, 12, 1))
TRIED_ACTION = Action("Ask in Tuesday’s meeting", "tried", closed=date(2026, 11, 23))


def read_actions(app: App) -> list[Action]:
    """Return the actions of all entries, as their files have them now."""
    return [action for stored in app.journal.scan() for action in stored.entry.actions]


def text_replacer(path: Path, old: str, new: str) -> Callable[[], object]:
    """Return a function that replaces a text in a file, as another program might."""
    return lambda: path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
