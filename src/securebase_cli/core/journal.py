"""The folder of entries: the only module that touches entries on disk."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.core import files, markdown
from securebase_cli.core.dates import period
from securebase_cli.core.errors import (
    EntryFormatError,
    FolderError,
    SavingError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.core.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.core.model import Entry

LARGEST = 2 * 1024 * 1024

_NAME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)-(?P<time>\d{4})-(?P<domain>[a-z0-9-]+)-(?P<id>[a-z2-7]{4})\.md",
    re.ASCII,
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
# Handles that mean something else on the command line.
_NOT_IDS = frozenset({"last"})
_TRIES = 20


class EntryName(NamedTuple):
    """What the name of an entry's file says: when, which domain, which id."""

    name: str
    stamp: str
    domain: str
    id: str

    @property
    def day(self) -> date:
        """The local date in the name; a day that the calendar does not have is day one."""
        try:
            return date.fromisoformat(self.stamp[:10])
        except ValueError:
            return date.min


class Stored(NamedTuple):
    """An entry together with the file that holds it."""

    path: Path
    entry: Entry


class Saved(NamedTuple):
    """Where an entry was saved, and words for what failed after that, or "".

    `proved` says whether it was read back equal; only then its draft may go.
    """

    path: Path
    entry: Entry
    remark: str = ""
    proved: bool = True


class Entries:
    """Entries in order; each file is opened when its turn comes, on every pass anew.

    `unreadable` has the files that could not be read, with the reason.
    """

    def __init__(self, journal: Journal, query: Query, *, oldest_first: bool) -> None:
        self.journal = journal
        self.query = query
        self.oldest_first = oldest_first
        self.unreadable: dict[Path, str] = {}

    def names(self) -> list[EntryName]:
        """Return the names that the query admits, without opening a file."""
        names = [name for name in self.journal.names() if self.query.admits(name)]
        return names[::-1] if self.oldest_first else names

    def __iter__(self) -> Iterator[Stored]:
        """Read the entries that match, and note the files that can't be read."""
        self.unreadable.update(self.journal.strangers())
        for name in self.names():
            try:
                stored = self.journal.read(name)
            except EntryFormatError as error:
                self.unreadable[self.journal.folder / name.name] = str(error)
                continue
            if self.query.matches(stored.entry):
                yield stored

    def check(self) -> None:
        """Raise UnreadableEntriesError if a pass met files that could not be read."""
        if self.unreadable:
            raise UnreadableEntriesError(sorted(self.unreadable.items()))


class Journal:
    """A folder of entries, which need not exist before the first is added."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inner = folder / ".securebase"

    def prepare(self) -> None:
        """Make the folder if need be, and check that it can be written, before anyone types."""
        try:
            files.make_folder(self.inner)
            files.check_writable(self.folder)
        except OSError as error:
            raise FolderError(
                f"The journal folder {self.folder} can't be written: {error.strerror}. "
                "Choose another with --journal, or mend its permissions."
            ) from None

    def names(self) -> list[EntryName]:
        """Return the names of all entries, newest first, without opening a file."""
        found = [
            EntryName(match[0], f"{match['day']}-{match['time']}", match["domain"], match["id"])
            for match in map(_NAME.fullmatch, self._listing())
            if match
        ]
        found.sort(key=lambda name: (name.stamp, name.name), reverse=True)
        return found

    def strangers(self) -> dict[Path, str]:
        """Return Markdown files whose name is not an entry's, with what to say of them."""
        return {
            self.folder / name: "its name is not that of an entry (YYYY-MM-DD-HHMM-domain-id.md)"
            for name in self._listing()
            if name.endswith(".md") and not name.startswith(".") and not _NAME.fullmatch(name)
        }

    def entries(self, query: Query | None = None, *, oldest_first: bool = False) -> Entries:
        """Return the entries that match, to be read when they are iterated."""
        return Entries(self, query or Query(), oldest_first=oldest_first)

    def read(self, name: EntryName) -> Stored:
        """Read one entry; raises EntryFormatError, in words that hold nothing of its text."""
        path = self.folder / name.name
        try:
            text = files.read(path, LARGEST).decode()
        except UnicodeDecodeError:
            raise EntryFormatError("it is not text in UTF-8") from None
        except (files.NotAFileError, files.TooLargeError) as error:
            raise EntryFormatError(str(error.strerror)) from None
        except OSError as error:
            raise EntryFormatError(f"it can't be opened ({error.strerror})") from None
        # Where a hand-edited file contradicts its name, the name counts: it is what is found.
        return Stored(path, markdown.read_entry(text)._replace(id=name.id, domain=name.domain))

    def find(self, given: str, today: date) -> EntryName:
        """Find an entry by id, `last`, file name or path, or a date that has one entry."""
        names = self.names()
        if not names:
            raise UsageError("There are no entries yet. Begin with: securebase reflect")
        wanted = given.strip()
        if wanted.casefold() == "last":
            return names[0]
        for name in names:
            if self._is_at(wanted, name):
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
            raise UsageError(
                f"There is no entry “{given}”. An entry is named by its id, such as "
                f"{names[0].id}, by “last”, or by its date. `securebase list` shows them."
            ) from None
        fitting = [name for name in names if first <= name.day <= last]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise UsageError(f"There is no entry of {given}. `securebase list` shows all.")
        ids = ", ".join(f"{name.id} ({name.domain})" for name in fitting[:8])
        more = ", …" if len(fitting) > 8 else ""  # noqa: PLR2004 - as many as fit a line
        raise UsageError(f"There are {len(fitting)} entries of {given}: {ids}{more}. Name one.")

    def open(self, given: str, today: date) -> Stored:
        """Find and read one entry; raises UnreadableEntriesError if its file can't be read."""
        name = self.find(given, today)
        try:
            return self.read(name)
        except EntryFormatError as error:
            raise UnreadableEntriesError([(self.folder / name.name, str(error))]) from None

    def new_id(self, besides: frozenset[str] = frozenset()) -> str:
        """Return four random letters that no entry here has as its id."""
        taken = {name.id for name in self.names()} | besides | _NOT_IDS
        while True:
            handle = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(4))
            if handle not in taken:
                return handle

    def path_of(self, entry: Entry) -> Path:
        """Return where the entry is, or will be."""
        moment = entry.moment
        return self.folder / f"{moment.date()}-{moment:%H%M}-{entry.domain}-{entry.id}.md"

    def add(self, entry: Entry) -> Saved:
        """Save an entry under a new name, durably, and read it back.

        An entry that is there already, equal to the letter, is not saved again. Raises
        SavingError, and then nothing in the folder has changed.
        """
        for _ in range(_TRIES):
            path = self.path_of(entry)
            data = markdown.write_entry(entry).encode()
            if len(data) > LARGEST:
                raise SavingError(
                    f"The entry would be larger than {LARGEST // (1 << 20)} MiB, "
                    "which is more than a journal file may hold. Shorten an answer."
                )
            try:
                remark = files.publish(path, data)
            except FileExistsError:
                if self._holds(path, entry):
                    return Saved(path, entry)
                entry = entry._replace(id=self.new_id())
            except OSError as error:
                raise SavingError(f"Could not save to {self.folder}: {error.strerror}.") from None
            else:
                if self._holds(path, entry):
                    return Saved(path, entry, remark)
                return Saved(
                    path, entry, "it could not be read back as it was written", proved=False
                )
        raise SavingError(f"Found no free name in {self.folder}.")

    def _holds(self, path: Path, entry: Entry) -> bool:
        try:
            return markdown.read_entry(files.read(path, LARGEST).decode()) == entry
        except (OSError, EntryFormatError, UnicodeDecodeError):
            return False

    def _is_at(self, wanted: str, name: EntryName) -> bool:
        given = Path(wanted)
        if given.name not in {name.name, name.name.removesuffix(".md")}:
            return False
        return wanted == given.name or given.parent.resolve() == self.folder.resolve()

    def _listing(self) -> list[str]:
        try:
            return files.names(self.folder)
        except OSError as error:
            raise FolderError(
                f"The journal folder {self.folder} can't be read: {error.strerror}."
            ) from None
