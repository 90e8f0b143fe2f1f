"""What an entry's file is called, and finding an entry by what people type."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from securebase_cli.dates import parse_period
from securebase_cli.errors import UnknownEntryError, UsageError
from securebase_cli.storage import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.model import Entry, Outline

T = TypeVar("T", "Entry", "Outline")

_FORM = r"\d{4}-\d\d-\d\d-\d{4}-[a-z0-9-]+-[a-z0-9]{4}\.md"
_NAME = re.compile(_FORM, re.ASCII)
# No name can have a slash in it, so one stands between any two.
_NAMES = re.compile(rf"/{_FORM}(?=/)", re.ASCII)
# As many entries of one day as fit a line.
_FEW = 8


class EntryName(NamedTuple):
    """What the name of an entry's file says: when, which domain, which id."""

    name: str
    stamp: str
    domain: str
    id: str

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """Read a file's name; None if it is not an entry's."""
        return cls.parse_unchecked(name) if _NAME.fullmatch(name) else None

    @classmethod
    def parse_unchecked(cls, name: str) -> Self:
        """Read the name of a file that is known to be an entry's."""
        return cls(name, name[:15], name[16:-8], name[-7:-3])

    @property
    def day(self) -> date:
        """The local date in the name; a day that the calendar does not have is day one."""
        try:
            return date.fromisoformat(self.stamp[:10])
        except ValueError:
            return date.min

    def apply_to(self, found: T) -> T:
        """Return what the file holds, with the id and the domain of its name.

        Where a hand-edited file contradicts its name, the name counts: it is what is found.
        """
        if found.id == self.id and found.domain == self.domain:
            return found
        return found._replace(id=self.id, domain=self.domain)


def entry_file_name(entry: Entry) -> str:
    """Return what the entry's file is called."""
    moment = entry.moment
    return f"{moment.date()}-{moment:%H%M}-{entry.domain}-{entry.id}.md"


class Listing:
    """What stands in a folder of entries, sorted out in one go; nothing is opened.

    `others` are the names that are not entries'.
    """

    def __init__(self, names: list[str]) -> None:
        # Of thousands of names nearly all are entries': that takes a pattern one step, not many.
        rest = _NAMES.sub("", f"/{'/'.join(names)}/")
        self.other_names = [name for name in rest.split("/") if name]
        self._names = names
        if self.other_names:
            odd = frozenset(self.other_names)
            self._names = [name for name in names if name not in odd]

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._names)

    @property
    def domains(self) -> frozenset[str]:
        """The domains that have an entry."""
        return frozenset(name[16:-8] for name in self._names)

    @property
    def ids(self) -> frozenset[str]:
        """The ids that are taken."""
        return frozenset(name[-7:-3] for name in self._names)

    def with_name(self, name: str) -> EntryName | None:
        """Return the entry whose file is called like that, if there is one."""
        return EntryName.parse_unchecked(name) if name in self._names else None

    def with_id(self, handle: str) -> list[EntryName]:
        """Return the entries that have an id, newest first: one, but for copies."""
        found = [name for name in self._names if name[-7:-3] == handle]
        return [EntryName.parse_unchecked(name) for name in sorted(found, reverse=True)]

    def newest_first(self) -> Iterator[EntryName]:
        """Give the names of entries, newest first."""
        return map(EntryName.parse_unchecked, self.file_names())

    def file_names(self, *, oldest_first: bool = False) -> Iterator[str]:
        """Give the names of the files, newest first; so a year at a time: few are often enough."""
        if oldest_first:
            yield from sorted(self._names)
            return
        years = self._years()
        for year in sorted(years, reverse=True):
            yield from sorted(years[year], reverse=True)

    def _years(self) -> dict[str, list[str]]:
        years: dict[str, list[str]] = {}
        for name in self._names:
            year = name[:4]
            if year in years:
                years[year].append(name)
            else:
                years[year] = [name]
        return years


def find_entry(
    given: str, listing: Listing, *, folder: Path, today: date, shown_by: str
) -> EntryName:
    """Find an entry by id, `last`, file name or path, or a date that has one entry.

    `listing` is that of the folder, with at least one entry; `shown_by` is the command that
    lists them. Raises UsageError.
    """
    wanted = given.strip()
    newest = next(listing.newest_first())
    if wanted.casefold() == "last":
        return newest
    if there := _at(wanted, listing, folder):
        return there
    called = listing.with_id(wanted.casefold())
    if len(called) > 1:
        files_named = ", ".join(name.name for name in called)
        raise UsageError(f"More than one file has the id “{given}”: {files_named}. Name one.")
    if called:
        return called[0]
    try:
        first, last = parse_period(wanted, today)
    except UsageError:
        raise UnknownEntryError(
            f"There is no entry “{given}”. An entry is named by its id, such as "
            f"{newest.id}, by “last”, or by its date. `{shown_by}` shows them."
        ) from None
    fitting = [name for name in listing.newest_first() if first <= name.day <= last]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UnknownEntryError(f"There is no entry of {given}. `{shown_by}` shows all.")
    ids = ", ".join(f"{name.id} ({name.domain})" for name in fitting[:_FEW])
    more = ", …" if len(fitting) > _FEW else ""
    raise UsageError(f"There are {len(fitting)} entries of {given}: {ids}{more}. Name one.")


def _at(wanted: str, listing: Listing, folder: Path) -> EntryName | None:
    given = Path(wanted)
    name = listing.with_name(given.name) or listing.with_name(f"{given.name}.md")
    if name and (wanted == given.name or files.is_same_folder(given.parent, folder)):
        return name
    return None
