"""What was read of entries, as bytes that one process can hand to another quickly.

None stands for a file that could not be read. A parcel is opened only by the program that made
it, a moment later.
"""

from __future__ import annotations

import marshal
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from securebase_cli.model import Action, Answer, Entry, OpenAction, Outline, Scaling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    # Strings, numbers, None, and tuples of such.
    Plain = tuple[Any, ...]


def of_entries(found: Iterable[Entry | None]) -> bytes:
    """Make a parcel of entries; `entries_in` gives equal ones back."""
    return marshal.dumps([one and _plain_entry(one) for one in found])


def entries_in(parcel: bytes) -> Iterator[Entry | None]:
    """Take the entries out of a parcel."""
    return (one and _entry(one) for one in marshal.loads(parcel))  # noqa: S302


def of_outlines(found: Iterable[Outline | None]) -> bytes:
    """Make a parcel of outlines; `outlines_in` gives equal ones back."""
    return marshal.dumps([one and _plain_outline(one) for one in found])


def outlines_in(parcel: bytes) -> Iterator[Outline | None]:
    """Take the outlines out of a parcel."""
    return (one and _outline(one) for one in marshal.loads(parcel))  # noqa: S302


def _plain_entry(entry: Entry) -> Plain:
    identity, moment, domain, title, tags, answers, skipped, actions, scaling, kind = entry
    return (
        *(identity, moment.isoformat(), domain, title, tags),
        tuple(map(tuple, answers)),
        skipped,
        tuple(map(_plain_action, actions)),
        scaling and tuple(scaling),
        kind,
    )


def _entry(plain: Plain) -> Entry:
    identity, moment, domain, title, tags, answers, skipped, actions, scaling, kind = plain
    return Entry(
        *(identity, datetime.fromisoformat(moment), domain, title, tags),
        tuple([Answer(*answer) for answer in answers]),
        skipped,
        tuple([_action(action) for action in actions]),
        scaling and Scaling(*scaling),
        kind,
    )


def _plain_outline(outline: Outline) -> Plain:
    identity, moment, domain, title, tags, answered, skipped, actions, scaling, kind = outline
    return (
        *(identity, moment.isoformat(), domain, title, tags, answered, skipped),
        tuple((number, _plain_action(action)) for number, action in actions),
        scaling and tuple(scaling),
        kind,
    )


def _outline(plain: Plain) -> Outline:
    identity, moment, domain, title, tags, answered, skipped, actions, scaling, kind = plain
    return Outline(
        *(identity, datetime.fromisoformat(moment), domain, title, tags, answered, skipped),
        tuple([OpenAction(number, _action(action)) for number, action in actions]),
        scaling and Scaling(*scaling),
        kind,
    )


def _plain_action(action: Action) -> Plain:
    text, state, due, closed, note = action
    return text, state, due and due.isoformat(), closed and closed.isoformat(), note


def _action(plain: Plain) -> Action:
    text, state, due, closed, note = plain
    return Action(text, state, _day(due), _day(closed), note)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
