"""The folder of entries: the only module that touches entries on disk."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.core import files, markdown
from securebase_cli.core.errors import (
    ChangedMeanwhileError,
    EntryFormatError,
    EntryTooLargeError,
    FolderError,
    SavingError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.core.model import REFLECTION
from securebase_cli.core.names import EntryName, Listing, find, name_of
from securebase_cli.core.query import EVERYTHING, Query
from securebase_cli.core.scan import NOBODY, Scan, Stored, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from securebase_cli.core.model import Entry, EntryKind

LARGEST = 2 * 1024 * 1024

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
# Handles that mean something else on the command line.
_NOT_IDS = frozenset({"last"})
_TRIES = 20
_PAUSE = 0.05
_NOT_PROVED = "it could not be read back as it was written"


def _should_be_an_entry(name: str) -> bool:
    folded = name.casefold()
    # What iCloud has not fetched yet has a hidden name with an ending of its own.
    return folded.endswith(".md.icloud") or (folded.endswith(".md") and not name.startswith("."))


class Saved(NamedTuple):
    """Where an entry was saved, and words for what failed after that, or "".

    `proved` says whether it was read back equal; only then its draft may go.
    """

    path: Path
    entry: Entry
    remark: str = ""
    proved: bool = True


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

    def listing(self) -> Listing:
        """Return what is in the folder, without opening a file."""
        try:
            return Listing(files.names(self.folder))
        except OSError as error:
            raise FolderError(
                f"The journal folder {self.folder} can't be read: {error.strerror}."
            ) from None

    def names(self) -> list[EntryName]:
        """Return the names of all entries, newest first, without opening a file."""
        return list(self.listing().newest_first())

    def strangers(self, listing: Listing | None = None) -> dict[Path, str]:
        """Return Markdown files whose name is not an entry's, with what to say of them."""
        return {
            self.folder / name: "its name is not that of an entry (YYYY-MM-DD-HHMM-domain-id.md)"
            for name in (listing or self.listing()).others
            if _should_be_an_entry(name)
        }

    def scan(
        self, query: Query = EVERYTHING, *, oldest_first: bool = False, watch: Watch = NOBODY
    ) -> Scan:
        """Return a pass over the entries that match; nothing is read before it begins."""
        return Scan(self, query, oldest_first=oldest_first, watch=watch)

    def read(self, name: EntryName) -> Stored:
        """Read one entry; raises EntryFormatError, in words that hold nothing of its text."""
        written = markdown.read_entry(markdown.text_in(self.bytes_of(name)))
        return Stored(os.path.join(self.folder, name.name), name.settle(written))

    def kind_of(self, name: EntryName) -> EntryKind:
        """Return what kind of entry a file holds; one that can't be read is a reflection."""
        try:
            data = self.bytes_of(name)
            if markdown.may_be_team_session(data):
                return markdown.read_outline(markdown.text_in(data)).kind
        except EntryFormatError:
            # Whatever reads it will say why; its name tells of a reflection as it always did.
            pass
        return REFLECTION

    def bytes_of(self, name: EntryName) -> bytes:
        """Return what the file holds; raises EntryFormatError if it can't be had."""
        return self.bytes_at(os.path.join(self.folder, name.name))

    def bytes_at(self, path: str) -> bytes:
        """Return what a file of this journal holds; raises as above."""
        try:
            return files.read(path, LARGEST)
        except (files.NotAFileError, files.TooLargeError) as error:
            raise EntryFormatError(str(error.strerror)) from None
        except OSError as error:
            raise EntryFormatError(f"it can't be opened ({error.strerror})") from None

    def find(self, given: str, today: date) -> EntryName:
        """Find an entry by id, `last`, file name or path, or a date that has one entry."""
        listing = self.listing()
        if not len(listing):
            raise UsageError("There are no entries yet. Begin with: securebase reflect")
        return find(given, listing, folder=self.folder, today=today, shown_by="securebase list")

    def open(self, given: str, today: date) -> Stored:
        """Find and read one entry; raises UnreadableEntriesError if its file can't be read."""
        name = self.find(given, today)
        try:
            return self.read(name)
        except EntryFormatError as error:
            raise UnreadableEntriesError([(self.folder / name.name, str(error))]) from None

    def new_ids(self, count: int) -> list[str]:
        """Return so many different ids of four random letters, none of them an entry's here."""
        taken = self.listing().ids | _NOT_IDS
        found: list[str] = []
        while len(found) < count:
            handle = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(4))
            if handle not in taken and handle not in found:
                found.append(handle)
        return found

    def path_of(self, entry: Entry) -> Path:
        """Return where the entry is, or will be."""
        return self.folder / name_of(entry)

    def add(self, entry: Entry) -> Saved:
        """Save an entry under a new name, durably, and read it back.

        An entry that is there already, equal to the letter, is not saved again. Where another
        has the name, it gets another id. Raises SavingError, and then nothing in the folder has
        changed.
        """
        for _ in range(_TRIES):
            saved = self.add_as(name_of(entry), entry)
            if saved is not None:
                return saved
            entry = entry._replace(id=self.new_ids(1)[0])
        raise SavingError(f"Found no free name in {self.folder}.")

    def add_as(self, name: str, entry: Entry) -> Saved | None:
        """Save an entry as `add` does, under this name and no other; None if another has it.

        `name` is an entry's, with the id and the domain of this one.
        """
        path = self.folder / name
        data = markdown.write_entry(entry).encode()
        if len(data) > LARGEST:
            raise EntryTooLargeError(
                f"The entry would be larger than {LARGEST // (1 << 20)} MiB, "
                "which is more than a journal file may hold. Shorten an answer."
            )
        try:
            remark = self._publish(path, data, entry)
        except OSError as error:
            raise SavingError(f"Could not save to {self.folder}: {error.strerror}.") from None
        if remark is None:
            return None
        try:
            proved = self._holds(path, entry)
        except OSError:
            proved = False
        return Saved(path, entry, remark if proved else _NOT_PROVED, proved=proved)

    def change(self, name: EntryName, before: bytes, after: bytes) -> str:
        """Put other bytes in the place of an entry's, durably and in one step.

        Returns words for what failed after that, or "". Raises ChangedMeanwhileError if the file
        holds no longer what it held before, SavingError if it can't be written; then it is as it
        was.
        """
        path = self.folder / name.name
        try:
            with self._alone_with(name):
                if files.read(path, LARGEST) != before:
                    raise ChangedMeanwhileError(path)
                remark = files.replace(path, after)
        except FileNotFoundError:
            raise ChangedMeanwhileError(path) from None
        except OSError as error:
            raise SavingError(f"Could not save {path}: {error.strerror}.") from None
        try:
            proved = files.read(path, LARGEST) == after
        except OSError:
            proved = False
        return remark if proved else _NOT_PROVED

    @contextlib.contextmanager
    def _alone_with(self, name: EntryName) -> Iterator[None]:
        """Wait until no other window changes the entry; each takes a moment only."""
        files.make_folder(self.inner)
        lock = self.inner / f"{name.name}{files.LOCK}"
        for _ in range(_TRIES):
            with files.held(lock) as free:
                if free:
                    yield
                    return
            time.sleep(_PAUSE)
        raise OSError(errno.EBUSY, "another window is changing it")

    def _publish(self, path: Path, data: bytes, entry: Entry) -> str | None:
        """Give the entry its name; None if another has it. Returns words as `files.publish`."""
        try:
            return files.publish(path, data)
        except FileExistsError:
            # It may be this very entry, saved by a run that ended before it could say so.
            return files.settle(self.folder) if self._holds(path, entry) else None

    def _holds(self, path: Path, entry: Entry) -> bool:
        try:
            return markdown.read_entry(files.read(path, LARGEST).decode()) == entry
        except (FileNotFoundError, files.NotAFileError, files.TooLargeError):
            return False
        except (EntryFormatError, UnicodeDecodeError):
            return False
