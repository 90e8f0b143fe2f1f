"""The folder of entries: the only module that touches entries on disk."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.entry_format.entry import decode_entry, read_entry, read_outline, write_entry
from securebase_cli.entry_format.quick_checks import may_be_team_session
from securebase_cli.errors import (
    ConcurrentChangeError,
    EntryFormatError,
    EntryTooLargeError,
    FolderError,
    SavingError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.model import REFLECTION
from securebase_cli.storage import entry_files, files
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.storage.filter import MATCH_ALL, Filter
from securebase_cli.storage.names import EntryName, entry_file_name, find_entry
from securebase_cli.storage.scan import NO_PROGRESS, ProgressCallbacks, Scan, StoredEntry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from securebase_cli.model import Entry, EntryKind
    from securebase_cli.storage.names import Listing

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
# Handles that mean something else on the command line.
_NOT_IDS = frozenset({"last"})
_TRIES = 20
_PAUSE = 0.05
_NOT_PROVED = "it could not be read back as it was written"


class SavedEntry(NamedTuple):
    """Where an entry was saved, and words for what failed after that, or "".

    `proved` says whether it was read back equal; only then its draft may go.
    """

    path: Path
    entry: Entry
    warning: str = ""
    verified: bool = True


class Journal:
    """A folder of entries, which need not exist before the first is added."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.internal_folder = folder / ".securebase"

    def prepare(self) -> None:
        """Make the folder if need be, and check that it can be written, before anyone types."""
        try:
            files.make_folder(self.internal_folder)
            files.check_writable(self.folder)
        except OSError as error:
            raise FolderError(
                f"The journal folder {self.folder} can't be written: {error.strerror}. "
                "Choose another with --journal, or mend its permissions."
            ) from None

    def listing(self) -> Listing:
        """Return what is in the folder, without opening a file."""
        return entry_files.list_folder(self.folder)

    def names(self) -> list[EntryName]:
        """Return the names of all entries, newest first, without opening a file."""
        return list(self.listing().newest_first())

    def misnamed_files(self, listing: Listing | None = None) -> dict[Path, str]:
        """Return Markdown files whose name is not an entry's, with what to say of them."""
        return entry_files.misnamed_files(self.folder, listing or self.listing())

    def scan(
        self,
        query: Filter = MATCH_ALL,
        *,
        oldest_first: bool = False,
        watch: ProgressCallbacks = NO_PROGRESS,
    ) -> Scan:
        """Return a pass over the entries that match; nothing is read before it begins."""
        return Scan(self.folder, query, oldest_first=oldest_first, watch=watch)

    def read(self, name: EntryName) -> StoredEntry:
        """Read one entry; raises EntryFormatError, in words that hold nothing of its text."""
        written = read_entry(decode_entry(self.read_bytes(name)))
        return StoredEntry(os.path.join(self.folder, name.name), name.apply_to(written))

    def read_kind(self, name: EntryName) -> EntryKind:
        """Return what kind of entry a file holds; one that can't be read is a reflection."""
        try:
            data = self.read_bytes(name)
            if may_be_team_session(data):
                return read_outline(decode_entry(data)).kind
        except EntryFormatError:
            # Whatever reads it will say why; its name tells of a reflection as it always did.
            pass
        return REFLECTION

    def read_bytes(self, name: EntryName) -> bytes:
        """Return what the file holds; raises EntryFormatError if it can't be had."""
        return entry_files.read_bytes(self.folder / name.name)

    def find(self, given: str, today: date) -> EntryName:
        """Find an entry by id, `last`, file name or path, or a date that has one entry."""
        listing = self.listing()
        if not len(listing):
            raise UsageError("There are no entries yet. Begin with: securebase reflect")
        return find_entry(
            given, listing, folder=self.folder, today=today, shown_by="securebase list"
        )

    def find_and_read(self, given: str, today: date) -> StoredEntry:
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
        return self.folder / entry_file_name(entry)

    def add(self, entry: Entry) -> SavedEntry:
        """Save an entry under a new name, durably, and read it back.

        An entry that is there already, equal to the letter, is not saved again. Where another
        has the name, it gets another id. Raises SavingError, and then nothing in the folder has
        changed.
        """
        for _ in range(_TRIES):
            saved = self.add_as(entry_file_name(entry), entry)
            if saved is not None:
                return saved
            entry = entry._replace(id=self.new_ids(1)[0])
        raise SavingError(f"Found no free name in {self.folder}.")

    def add_as(self, name: str, entry: Entry) -> SavedEntry | None:
        """Save an entry as `add` does, under this name and no other; None if another has it.

        `name` is an entry's, with the id and the domain of this one.
        """
        path = self.folder / name
        data = write_entry(entry).encode()
        if len(data) > MAX_BYTES:
            raise EntryTooLargeError(
                f"The entry would be larger than {MAX_BYTES // (1 << 20)} MiB, "
                "which is more than a journal file may hold. Shorten an answer."
            )
        try:
            remark = self._publish(path, data, entry)
        except OSError as error:
            raise SavingError(f"Could not save to {self.folder}: {error.strerror}.") from None
        if remark is None:
            return None
        try:
            proved = self._is_saved(path, entry)
        except OSError:
            proved = False
        return SavedEntry(path, entry, remark if proved else _NOT_PROVED, verified=proved)

    def replace_entry(self, name: EntryName, before: bytes, after: bytes) -> str:
        """Put other bytes in the place of an entry's, durably and in one step.

        Returns words for what failed after that, or "". Raises ChangedMeanwhileError if the file
        holds no longer what it held before, SavingError if it can't be written; then it is as it
        was.
        """
        path = self.folder / name.name
        try:
            with self._lock_entry(name):
                if files.read(path, MAX_BYTES) != before:
                    raise ConcurrentChangeError(path)
                remark = files.replace(path, after)
        except FileNotFoundError:
            raise ConcurrentChangeError(path) from None
        except OSError as error:
            raise SavingError(f"Could not save {path}: {error.strerror}.") from None
        try:
            proved = files.read(path, MAX_BYTES) == after
        except OSError:
            proved = False
        return remark if proved else _NOT_PROVED

    @contextlib.contextmanager
    def _lock_entry(self, name: EntryName) -> Iterator[None]:
        """Wait until no other window changes the entry; each takes a moment only."""
        files.make_folder(self.internal_folder)
        lock = self.internal_folder / f"{name.name}{files.LOCK}"
        for _ in range(_TRIES):
            with files.lock_file(lock) as free:
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
            return files.try_sync_folder(self.folder) if self._is_saved(path, entry) else None

    def _is_saved(self, path: Path, entry: Entry) -> bool:
        try:
            return read_entry(files.read(path, MAX_BYTES).decode()) == entry
        except (FileNotFoundError, files.NotRegularFileError, files.TooLargeError):
            return False
        except (EntryFormatError, UnicodeDecodeError):
            return False
