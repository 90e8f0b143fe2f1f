"""A journal: a folder of entries, which are listed, read, found, added and changed here."""

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from securebase_cli.entry_format.entry import decode_entry, read_entry, read_outline, write_entry
from securebase_cli.entry_format.quick_checks import may_be_team_session
from securebase_cli.errors import (
    ConcurrentChangeError,
    EntryFormatError,
    EntryTooLargeError,
    FolderError,
    NameTakenError,
    SavingError,
    UnknownEntryError,
    UnreadableEntriesError,
)
from securebase_cli.hints import command
from securebase_cli.model import REFLECTION, Entry, EntryKind
from securebase_cli.storage import entry_files, files, locks
from securebase_cli.storage.entry_files import MAX_BYTES, UncountedFile
from securebase_cli.storage.filter import MATCH_ALL, Filter
from securebase_cli.storage.find_entry import find_entry, is_reserved_id
from securebase_cli.storage.journal_files import JournalFiles, refuse_to_unlock
from securebase_cli.storage.keys import Keys
from securebase_cli.storage.names import EntryName, Listing, entry_file_name
from securebase_cli.storage.scan import NO_PROGRESS, ProgressCallbacks, Scan, StoredEntry

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
# Ids are random, so that even one that is taken is rare.
_MAX_ID_TRIES = 20
_NOT_VERIFIED = "it could not be read back as it was written"


class SavedEntry(NamedTuple):
    """The file of a saved entry.

    `warning` describes a step that failed after saving, and is empty if none did. `verified` says
    whether the file was read back equal; only then may the draft of the entry be removed.
    """

    path: Path
    entry: Entry
    warning: str = ""
    verified: bool = True


def encode_entry(entry: Entry) -> bytes:
    """Return the bytes of an entry's file; raises EntryTooLargeError if they are too many."""
    try:
        data = write_entry(entry).encode()
    except EntryFormatError as error:
        raise EntryTooLargeError(f"The entry can't be kept in a file: {error}.") from None
    if len(data) > MAX_BYTES:
        raise EntryTooLargeError(
            f"The entry would be larger than {MAX_BYTES >> 20} MiB, "
            "which is more than a journal file may hold. Shorten an answer."
        )
    return data


class Journal:
    """A folder of entries, which need not exist before the first one is added.

    The program keeps its own files, such as drafts and the trash, in `internal_folder`.
    """

    def __init__(self, folder: Path, unlock: Callable[[Keys], None] = refuse_to_unlock) -> None:
        """Open a journal; `unlock` opens its keys as `JournalFiles` says."""
        self.folder = folder
        self.internal_folder = folder / ".securebase"
        # An empty file that is there once the notice about privacy was shown.
        self.notice_marker = self.internal_folder / "notice-shown"
        self.files = JournalFiles(self.internal_folder, unlock)

    def prepare(self) -> None:
        """Make the folders if they do not exist; raises FolderError if one can't be written.

        Commands call this before they ask anything, so that nothing is typed in vain.
        """
        try:
            files.make_folder(self.internal_folder)
            self.files.raise_if_unable_to_encrypt()
            files.check_writable(self.folder)
            files.check_writable(self.internal_folder)
        except OSError as error:
            raise FolderError(
                f"The journal folder {self.folder} can't be written: {error.strerror}. "
                "Choose another with --journal, or mend its permissions."
            ) from None

    @property
    def exists(self) -> bool:
        return self.folder.exists()

    def listing(self) -> Listing:
        """Return the names in the folder, without opening a file; raises FolderError."""
        return entry_files.list_folder(self.folder, self.files)

    def names(self) -> list[EntryName]:
        """Return the names of all entries, newest first, without opening a file."""
        return list(self.listing().entries())

    def real_ids(self) -> Iterator[str]:
        """Yield the ids of all entries, newest first, but not “copy” in `…-k3f9-copy.md`."""
        for name in self.names():
            # If the original is gone, only the file itself tells whether it is a copy.
            if name.may_be_copy:
                with contextlib.suppress(EntryFormatError):
                    if name.original_of(read_outline(decode_entry(self.read_bytes(name)))):
                        continue
            yield name.id

    def uncounted_files(self) -> Iterator[UncountedFile]:
        """Yield the files that seem to hold an entry but do not count as one."""
        return entry_files.uncounted_files(self.folder, self.listing(), self.files)

    def scan(
        self,
        entry_filter: Filter = MATCH_ALL,
        *,
        oldest_first: bool = False,
        progress: ProgressCallbacks = NO_PROGRESS,
    ) -> Scan:
        """Return a pass over the matching entries; it opens files only when it is iterated."""
        return Scan(
            self.folder, self.files, entry_filter, oldest_first=oldest_first, progress=progress
        )

    def read(self, name: EntryName) -> StoredEntry:
        """Read one entry; raises EntryFormatError, whose message has none of its text."""
        entry = read_entry(decode_entry(self.read_bytes(name)))
        return StoredEntry(str(self.path_on_disk(name)), name.apply_to(entry))

    def read_kind(self, name: EntryName) -> EntryKind:
        """Return the kind of an entry; one that cannot be read counts as a reflection."""
        # The commands that read the entry report why it cannot be read.
        with contextlib.suppress(EntryFormatError):
            data = self.read_bytes(name)
            if may_be_team_session(data):
                return read_outline(decode_entry(data)).kind
        return REFLECTION

    def read_day(self, name: EntryName) -> date:
        """Return the day of an entry as `entry_files.read_day` does."""
        return entry_files.read_day(self.folder, name, self.files)

    def read_bytes(self, name: EntryName) -> bytes:
        return entry_files.read_bytes(self.folder / name.path, self.files)

    def path_on_disk(self, name: EntryName) -> Path:
        """Return the path of an entry's file, which is another one if it is encrypted."""
        return self.files.path_on_disk(self.folder / name.path)

    def find(self, typed: str, today: date) -> EntryName:
        """Find an entry as `find_entry` does; raises UsageError if there is not just one."""
        listing = self.listing()
        if not len(listing):
            raise UnknownEntryError(f"There are no entries yet. Begin with: {command('reflect')}")
        return find_entry(typed, listing, self.folder, self.files, today, command("list"))

    def find_and_read(self, typed: str, today: date) -> StoredEntry:
        """Find an entry as `find` does and read it; raises UnreadableEntriesError if that fails."""
        name = self.find(typed, today)
        try:
            return self.read(name)
        except EntryFormatError as error:
            raise UnreadableEntriesError([(Path(name.path), str(error))]) from None

    def new_ids(self, count: int) -> list[str]:
        """Return this number of different ids that no entry has: four random characters each."""
        listing = self.listing()
        ids: list[str] = []
        while len(ids) < count:
            new_id = "".join(_ID_LETTERS[byte % len(_ID_LETTERS)] for byte in os.urandom(4))
            if not (listing.with_id(new_id) or new_id in ids or is_reserved_id(new_id)):
                ids.append(new_id)
        return ids

    def path_of(self, entry: Entry) -> Path:
        return self.folder / entry_file_name(entry)

    def add(self, entry: Entry) -> SavedEntry:
        """Save an entry in a new file, and read it back.

        If another file has its name, the entry gets a new id. If the file holds an equal entry
        already, no second one is made. Raises SavingError; then nothing has changed.
        """
        for _ in range(_MAX_ID_TRIES):
            try:
                return self.add_under_name(entry_file_name(entry), entry)
            except NameTakenError:
                entry = entry._replace(id=self.new_ids(1)[0])
        raise SavingError(f"Found no free name in {self.folder}.")

    def add_under_name(self, name: str, entry: Entry) -> SavedEntry:
        """Save an entry as `add` does, but only under this name or path in the journal.

        The name must have the entry's id and domain. An empty file with this name is filled: a
        crash can leave one on a disk without hard links. Raises NameTakenError if any other file
        has the name, and SavingError.
        """
        path = self.folder / name
        data = encode_entry(entry)
        try:
            try:
                warning = self.files.create(path, data)
            except FileExistsError:
                # An earlier run may have saved this very entry and ended before it could say so.
                if self._is_saved(path, entry):
                    warning = files.try_sync_folder(path.parent)
                elif self.files.is_empty(path):
                    with self.lock():
                        warning = self.files.replace_if_unchanged(path, b"", data)
                else:
                    raise NameTakenError(f"{path} is another file already.") from None
        except files.ChangedMeanwhileError:
            raise NameTakenError(f"{path} is another file already.") from None
        except OSError as error:
            raise SavingError(f"Could not save to {self.folder}: {error.strerror}.") from None
        verified = False
        with contextlib.suppress(OSError):
            verified = self._is_saved(path, entry)
        return SavedEntry(
            self.files.path_on_disk(path), entry, warning if verified else _NOT_VERIFIED, verified
        )

    def replace_entry(self, name: EntryName, before: bytes, after: bytes) -> str:
        """Replace the bytes of an entry's file in one step; return a warning, or "".

        The warning describes a step that failed after that. Raises ConcurrentChangeError if the
        file no longer holds `before`, and SavingError; then the file is as it was.
        """
        path = self.folder / name.path
        with self.lock():
            try:
                return self.files.replace_if_unchanged(path, before, after)
            except files.ChangedMeanwhileError:
                raise ConcurrentChangeError(path) from None
            except OSError as error:
                raise SavingError(f"Could not save {path}: {error.strerror}.") from None

    def raise_if_unchangeable(self, name: EntryName) -> None:
        """Raise SavingError if `replace_entry` would refuse to change the file of an entry.

        Commands call this before they ask anything, so that nothing is typed in vain.
        """
        path = self.folder / name.path
        try:
            self.files.raise_if_irreplaceable(path)
        except PermissionError as error:
            raise SavingError(f"{path} can't be changed: {error.strerror}.") from None
        except OSError:
            # It is gone; reading it reports that.
            return

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other processes from changing, deleting or restoring any entry; raises SavingError.

        There is one lock for the whole journal, since a deleted entry has copies in several places.
        """
        with contextlib.ExitStack() as stack:
            try:
                lock_path = self.internal_folder / f"changes{locks.LOCK_SUFFIX}"
                stack.enter_context(locks.wait_for_lock(lock_path))
            except OSError as error:
                reason = f"{error.strerror}. Nothing was changed."
                raise SavingError(f"{self.folder} can't be changed now: {reason}") from None
            yield

    def _is_saved(self, path: Path, entry: Entry) -> bool:
        """Whether the file holds an entry equal to this one; raises OSError if reading it fails.

        Nothing is asked for that: an encrypted file that can't be read now is compared, byte for
        byte, with the one that was written last.
        """
        if not self.files.can_read:
            return self.files.is_as_written(path)
        other_file_errors = (FileNotFoundError, files.NotRegularFileError, files.TooLargeError)
        with contextlib.suppress(EntryFormatError, *other_file_errors):
            return read_entry(decode_entry(self.files.read(path, MAX_BYTES))) == entry
        return False
