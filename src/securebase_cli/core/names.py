"""What an entry's file is called, and finding an entry by what people type."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from securebase_cli.core import files
from securebase_cli.core.dates import period
from securebase_cli.core.errors import UnknownEntryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.core.model import Entry

_NAME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)-(?P<time>\d{4})-(?P<domain>[a-z0-9-]+)-(?P<id>[a-z2-7]{4})\.md",
    re.ASCII,
)
# As many entries of one day as fit a line.
_FEW = 8


class EntryName(NamedTuple):
    """What the name of an entry's file says: when, which domain, which id."""

    name: str
    stamp: str
    domain: str
    id: str

    @classmethod
    def of(cls, name: str) -> Self | None:
        """Read a file's name; None if it is not an entry's."""
        match = _NAME.fullmatch(name)
        if match is None:
            return None
        return cls(name, f"{match['day']}-{match['time']}", match["domain"], match["id"])

    @property
    def day(self) -> date:
        """The local date in the name; a day that the calendar does not have is day one."""
        try:
            return date.fromisoformat(self.stamp[:10])
        except ValueError:
            return date.min


def name_of(entry: Entry) -> str:
    """Return what the entry's file is called."""
    moment = entry.moment
    return f"{moment.date()}-{moment:%H%M}-{entry.domain}-{entry.id}.md"


def newest_first(listing: Sequence[str]) -> list[EntryName]:
    """Return those of the names that are entries', newest first."""
    found = [name for name in map(EntryName.of, listing) if name]
    found.sort(key=lambda name: (name.stamp, name.name), reverse=True)
    return found


def find(
    given: str, names: Sequence[EntryName], *, folder: Path, today: date, shown_by: str
) -> EntryName:
    """Find an entry by id, `last`, file name or path, or a date that has one entry.

    `names` are those in the folder, newest first, at least one; `shown_by` is the command that
    lists them. Raises UsageError.
    """
    wanted = given.strip()
    if wanted.casefold() == "last":
        return names[0]
    for name in names:
        if _is_at(wanted, name, folder):
            return name
    called = [name for name in names if name.id == wanted.casefold()]
    if len(called) > 1:
        files_named = ", ".join(name.name for name in called)
        raise UsageError(f"More than one file has the id “{given}”: {files_named}. Name one.")
    if called:
        return called[0]
    try:
        first, last = period(wanted, today)
    except UsageError:
        raise UnknownEntryError(
            f"There is no entry “{given}”. An entry is named by its id, such as "
            f"{names[0].id}, by “last”, or by its date. `{shown_by}` shows them."
        ) from None
    fitting = [name for name in names if first <= name.day <= last]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UnknownEntryError(f"There is no entry of {given}. `{shown_by}` shows all.")
    ids = ", ".join(f"{name.id} ({name.domain})" for name in fitting[:_FEW])
    more = ", …" if len(fitting) > _FEW else ""
    raise UsageError(f"There are {len(fitting)} entries of {given}: {ids}{more}. Name one.")


def _is_at(wanted: str, name: EntryName, folder: Path) -> bool:
    given = Path(wanted)
    if given.name not in {name.name, name.name.removesuffix(".md")}:
        return False
    return wanted == given.name or files.is_same_folder(given.parent, folder)
