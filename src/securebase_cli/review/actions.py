"""The things to try: which are still open, how they are called, and marking one in its entry."""

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
    """What an action is called: its entry, and its number there; None for the only one."""

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
        """What people type to name it, such as k3f7.1."""
        return f"{self.name.id}.{self.number}"


def find_open_actions(outlined: Iterable[StoredOutline]) -> list[ActionRef]:
    """Return the open actions: oldest due first, then those without a date, oldest entry first."""
    found = [
        ActionRef(name, number, action, outline)
        for name, outline in outlined
        for number, action in outline.open_actions
    ]
    return sorted(found, key=_urgency)


def parse_handle(given: str) -> ActionHandle:
    """Read what somebody calls an action: k3f7.1, or k3f7 if its entry has one action only.

    The entry may be named in any way that names one. Raises UsageError.
    """
    match = _HANDLE.fullmatch(given.strip())
    if match is None or not match["entry"]:
        raise UsageError(
            f"“{given}” does not name an action. An action is named like k3f7.1; "
            "`securebase actions` shows those that are open."
        )
    return ActionHandle(match["entry"], int(match["number"]) if match["number"] else None)


def pick_action(name: EntryName, number: int | None, entry: Entry) -> ActionRef:
    """Return the action of that number; the only one, if there is none.

    Raises UsageError if there is no such action, or no number and more than one action.
    """
    count = len(entry.actions)
    if number is None and count > 1:
        raise UsageError(
            f"The entry {name.id} has {count} actions. Name one: {name.id}.1 to {name.id}.{count}."
        )
    wanted = 1 if number is None else number
    if not 1 <= wanted <= count:
        raise no_such_action(f"{name.id}.{wanted}", count)
    action = entry.actions[wanted - 1]
    return ActionRef(name, wanted, action, entry.outline)


def no_such_action(handle: str, count: int) -> UsageError:
    return UsageError(f"There is no action “{handle}”; the entry has {count or 'none'}.")


def _urgency(found: ActionRef) -> tuple[date, str, str]:
    # Those of one entry come in their order, and sorting leaves it.
    return found.action.due or date.max, found.name.stamp, found.name.name
