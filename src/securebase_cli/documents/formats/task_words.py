"""How an action is told below its own words: what became of it, and where it was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.documents.blocks import Task
    from securebase_cli.model import Action

_BOXES = {"open": "☐", "tried": "☑", "dropped": "☒"}


def box(action: Action) -> str:
    """Return a box that is empty, ticked or crossed."""
    return _BOXES[action.state]


def describe_outcome(task: Task) -> Iterator[str]:
    """Give what became of an action, what came of it, and where it was agreed."""
    action = task.action
    if action.state != "open":
        yield f"{action.state} on {long_date(action.closed)}" if action.closed else action.state
    elif action.due:
        yield f"look again on {long_date(action.due)}"
    if action.note:
        yield action.note
    if task.where:
        yield task.where
