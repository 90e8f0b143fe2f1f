"""The actions of a journal: which are open, and how a single one is named."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from securebase_cli.model import Action, Entry, Outline
    from securebase_cli.storage.names import EntryName
    from securebase_cli.storage.scan import StoredOutline

_HANDLE = re.compile(r"(?P<entry>.*?)(?:\.(?P<number>[0-9]{1,6}))?", re.DOTALL)


class ActionHandle(NamedTuple):
    """What is typed to name an action: an entry, and the action's number in it, if given."""

    entry: str
    number: int | None = None


class ActionRef(NamedTuple):
    """An action, its number (from 1) among the actions of its entry, and which entry that is."""

    name: EntryName
    number: int
    action: Action
    outline: Outline

    @property
    def handle(self) -> str:
        """The handle that `parse_handle` reads, such as k3f7.1."""
        return f"{self.name.id}.{self.number}"


def find_open_actions(outlines: Iterable[StoredOutline]) -> list[ActionRef]:
    """Return the open actions, oldest date first; those without a date last, oldest entry first."""
    refs = [
        ActionRef(name, number, action, outline)
        for name, outline in outlines
        for number, action in outline.open_actions
    ]
    # Sorting is stable: the actions of one entry keep their order.
    return sorted(refs, key=lambda ref: (ref.action.due or date.max, ref.name.stamp, ref.name.name))


def parse_handle(typed: str) -> ActionHandle:
    """Parse a handle such as k3f7.1, or k3f7 for an entry with a single action.

    Anything that names an entry can take the place of its id. Raises UsageError.
    """
    match = _HANDLE.fullmatch(typed.strip())
    if match is None or not match["entry"]:
        raise UsageError(
            f"“{typed}” does not name an action. An action is named like k3f7.1; "
            "`securebase actions` shows those that are open."
        )
    return ActionHandle(match["entry"], int(match["number"]) if match["number"] else None)


def pick_action(name: EntryName, number: int | None, entry: Entry) -> ActionRef:
    """Return the action with a number, or the only action if the number is None.

    Raises UsageError if there is no such action, or several to choose from.
    """
    count = len(entry.actions)
    if number is None and count > 1:
        raise UsageError(
            f"The entry {name.id} has {count} actions. Name one: {name.id}.1 to {name.id}.{count}."
        )
    number = 1 if number is None else number
    if not 1 <= number <= count:
        raise no_such_action(f"{name.id}.{number}", count)
    return ActionRef(name, number, entry.actions[number - 1], entry.outline)


def no_such_action(handle: str, count: int) -> UsageError:
    return UsageError(f"There is no action “{handle}”; the entry has {count or 'none'}.")
