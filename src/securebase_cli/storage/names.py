"""The names of entry files: their form, listing them, and finding an entry by what a user typed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, starmap
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from securebase_cli.dates import parse_period
from securebase_cli.errors import EntryFormatError, UnknownEntryError, UsageError
from securebase_cli.model import UNKNOWN_MOMENT, Entry, Outline
from securebase_cli.storage import files

T = TypeVar("T", Entry, Outline)

# The form of a name, here and nowhere else: 2026-11-23-1430-availability-k3f9.md
_STAMP = r"\d{4}-\d\d-\d\d-\d{4}"
_DOMAIN = r"[a-z0-9-]+"
_ID = r"[a-z0-9]{4}"
_NAME = rf"((?P<stamp>{_STAMP})-(?P<domain>{_DOMAIN})-(?P<id>{_ID})\.md)"
_ENTRY_FILE = re.compile(_NAME, re.ASCII)
# Names joined with slashes, which no name contains. Measured for 10,000 names: 9 ms to parse them
# joined, 14 ms to parse each by itself.
_JOINED_ENTRY_FILES = re.compile(rf"/{_NAME}(?=/)", re.ASCII)
# The name of an entry with an addition, as synchronising programs and file managers name copies.
_COPY = re.compile(
    rf"(?P<original>{_STAMP}-{_DOMAIN}?-{_ID})(?![a-z0-9])(?P<addition>.+)\.md", re.ASCII
)

ENTRY_ID = re.compile(_ID)
# Alternatives listed in a message: as many as fit on one line.
_MAX_LISTED = 8


class EntryName(NamedTuple):
    """The name of an entry's file, and its parts: local date and time, domain, id."""

    file_name: str
    stamp: str
    domain: str
    id: str

    @classmethod
    def parse(cls, file_name: str) -> Self | None:
        """Parse a file name; return None if it does not have the form of an entry's name."""
        match = _ENTRY_FILE.fullmatch(file_name)
        return cls(*match.groups()) if match else None

    @classmethod
    def from_file_name(cls, file_name: str) -> Self:
        """Parse the name of an entry's file; raise ValueError for any other name."""
        if name := cls.parse(file_name):
            return name
        raise ValueError(file_name)

    def with_id(self, entry_id: str) -> Self:
        """Return the name of an entry of the same minute and domain with another id."""
        return self.from_file_name(f"{self.stamp}-{self.domain}-{entry_id}.md")

    def with_domain(self, domain: str) -> Self:
        return self.from_file_name(f"{self.stamp}-{domain}-{self.id}.md")

    @property
    def day(self) -> date:
        """The local date in the name; `date.min` if the calendar has no such day."""
        iso_date, _, _ = self.stamp.rpartition("-")
        try:
            return date.fromisoformat(iso_date)
        except ValueError:
            return date.min

    def local_moment(self) -> datetime:
        """Return the date and time in the name, in local time; raises EntryFormatError."""
        try:
            return datetime.strptime(self.stamp, "%Y-%m-%d-%H%M").astimezone()
        except (ValueError, OverflowError, OSError):
            raise EntryFormatError("neither it nor its name has a date that can be used") from None

    def apply_to(self, parsed: T) -> T:
        """Return what was parsed from the file with the id and the domain of its name.

        Where hand-edited front matter contradicts the name, the name counts, since entries are
        found by their names. If the file has no date, the one in its name stands in for it.
        """
        if parsed.moment is UNKNOWN_MOMENT:
            parsed = parsed._replace(moment=self.local_moment())
        if parsed.id == self.id and parsed.domain == self.domain:
            return parsed
        return parsed._replace(id=self.id, domain=self.domain)


def entry_file_name(entry: Entry) -> str:
    moment = entry.moment
    return f"{moment.date()}-{moment:%H%M}-{entry.domain}-{entry.id}.md"


def original_of_copy(file_name: str) -> str | None:
    """Return the name of the entry's file that a copy is named after; None for other names."""
    match = _COPY.fullmatch(file_name)
    return f"{match['original']}.md" if match else None


def older_than(names: Iterable[EntryName], day: date) -> list[EntryName]:
    """Return the names of the entries from before a day."""
    # A name whose date is not in the calendar has `date.min`, and is older than nothing.
    return [name for name in names if date.min < name.day < day]


def begins_like_entry(file_name: str) -> bool:
    """Whether a name that may be cut off begins with a date and time, as those of entries do."""
    return re.match(rf"{_STAMP}-", file_name, re.ASCII) is not None


class Listing:
    """The names in a folder of entries; no file is opened.

    `other_names` are the names that do not have the form of an entry's name.
    """

    def __init__(self, names: list[str]) -> None:
        rest = _JOINED_ENTRY_FILES.sub("", f"/{'/'.join(names)}/")
        self.other_names = [name for name in rest.split("/") if name]
        self._entry_file_names = names
        if self.other_names:
            others = frozenset(self.other_names)
            self._entry_file_names = [name for name in names if name not in others]

    def __len__(self) -> int:
        return len(self._entry_file_names)

    @property
    def domains(self) -> frozenset[str]:
        return frozenset([name.domain for name in _parse_all(self._entry_file_names)])

    @property
    def ids(self) -> frozenset[str]:
        return frozenset([name.id for name in _parse_all(self._entry_file_names)])

    def with_name(self, file_name: str) -> EntryName | None:
        return EntryName.parse(file_name) if file_name in self._entry_file_names else None

    def with_id(self, entry_id: str) -> list[EntryName]:
        """Return the entries with this id, newest first: at most one unless files were copied."""
        candidates = [name for name in self._entry_file_names if name.endswith(f"-{entry_id}.md")]
        names = _parse_all(sorted(candidates, reverse=True))
        return [name for name in names if name.id == entry_id]

    def entries(self, *, oldest_first: bool = False) -> Iterator[EntryName]:
        """Yield the names of entries with their parts, newest first or oldest first."""
        for year in self._by_year(oldest_first=oldest_first):
            yield from _parse_all(year)

    def file_names(self, *, oldest_first: bool = False) -> Iterator[str]:
        return chain.from_iterable(self._by_year(oldest_first=oldest_first))

    def _by_year(self, *, oldest_first: bool) -> Iterator[list[str]]:
        """Yield the names of each year, sorted when they are needed: mostly only the newest are."""
        years: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._entry_file_names:
            years[name[:4]].append(name)
        for year in sorted(years, reverse=not oldest_first):
            yield sorted(years[year], reverse=not oldest_first)


def _parse_all(file_names: list[str]) -> Iterator[EntryName]:
    return starmap(EntryName, _JOINED_ENTRY_FILES.findall(f"/{'/'.join(file_names)}/"))


def find_entry(
    typed: str, listing: Listing, folder: Path, today: date, list_command: str
) -> EntryName:
    """Find an entry by its id, `last`, its file name or path, or a date with only one entry.

    `listing` is that of `folder` and must not be empty; `list_command` is named in messages.
    Raises UnknownEntryError if there is none, UsageError if there is more than one.
    """
    text = typed.strip()
    newest = next(listing.entries())
    if text.casefold() == "last":
        return newest
    path = Path(text)
    by_path = listing.with_name(path.name) or listing.with_name(f"{path.name}.md")
    if by_path and (text == path.name or files.is_same_folder(path.parent, folder)):
        return by_path
    by_id = listing.with_id(text.casefold())
    if len(by_id) > 1:
        file_names = ", ".join(name.file_name for name in by_id)
        raise UsageError(f"More than one file has the id “{typed}”: {file_names}. Name one.")
    if by_id:
        return by_id[0]
    try:
        first, last = parse_period(text, today)
    except UsageError:
        raise UnknownEntryError(
            f"There is no entry “{typed}”. An entry is named by its id, such as "
            f"{newest.id}, by “last”, or by its date. `{list_command}` shows them."
        ) from None
    by_date = [name for name in listing.entries() if first <= name.day <= last]
    if len(by_date) == 1:
        return by_date[0]
    if not by_date:
        raise UnknownEntryError(f"There is no entry of {typed}. `{list_command}` shows all.")
    ids = ", ".join(f"{name.id} ({name.domain})" for name in by_date[:_MAX_LISTED])
    more = ", …" if len(by_date) > _MAX_LISTED else ""
    raise UsageError(f"There are {len(by_date)} entries of {typed}: {ids}{more}. Name one.")
