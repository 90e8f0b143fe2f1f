"""List the files of a journal folder or its trash, and read their bytes."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.entry import decode_entry, read_outline
from securebase_cli.entry_format.quick_checks import is_meant_as_entry, local_day
from securebase_cli.errors import EntryFormatError, FolderError, NotUnlockedError
from securebase_cli.model import Outline
from securebase_cli.storage import files
from securebase_cli.storage.journal_files import JournalFiles, clear_name
from securebase_cli.storage.keys import UndecryptableError
from securebase_cli.storage.names import (
    EntryName,
    Listing,
    base_name,
    describe_copy,
    original_of_copy,
    possible_copies,
    split_names,
)

MAX_BYTES = 2 * 1024 * 1024

# iCloud replaces a file that is not downloaded by a hidden one with this name.
_NOT_DOWNLOADED = re.compile(r"\.(?P<name>.+)\.icloud")


class UncountedFile(NamedTuple):
    """A file that seems to hold an entry, but does not count as one, or a folder that may.

    `original` is the path of the entry that a copy is a copy of; empty for the other kinds.
    """

    path: Path
    kind: Literal["copy", "misnamed", "locked", "not downloaded", "unreadable folder"]
    original: str = ""
    error: str = ""

    @property
    def reason(self) -> str:
        if self.kind == "copy":
            return describe_copy(self.original)
        if self.kind == "locked":
            return "it is locked, and the keys of the journal are not there"
        if self.kind == "not downloaded":
            return "iCloud has not fetched it yet"
        if self.kind == "unreadable folder":
            return f"the folder can't be read ({self.error})"
        return "its name is not that of an entry (YYYY-MM-DD-HHMM-domain-id.md)"


def list_folder(
    folder: Path, journal_files: JournalFiles, description: str = "journal folder"
) -> Listing:
    """Return the names in a folder of entries and its sub-folders, hidden ones excepted.

    No file is opened but those whose names may be those of copies. A folder that does not exist
    has no names. Raises FolderError if it cannot be read; the message has the description.
    """
    file_names: list[str] = []
    folders: dict[str, str] = {}
    other_paths: list[str] = []
    copies: dict[str, str] = {}
    unreadable_folders: dict[str, str] = {}
    # The beginnings of the paths in each folder: "" for the folder itself, then "2025/".
    to_list = deque([""])
    while to_list:
        start = to_list.popleft()
        try:
            entry_names, other_names = split_names(journal_files.list_names(folder / start))
        except OSError as error:
            if start:
                unreadable_folders[start] = str(error.strerror)
                continue
            reason = f"The {description} {folder} can't be read: {error.strerror}."
            raise FolderError(reason) from None
        for name in sorted(other_names):
            if not name.startswith(".") and files.is_folder(folder / start / name):
                to_list.append(f"{start}{name}/")
            else:
                other_paths.append(start + name)
        if not start:
            file_names = entry_names
            continue
        known = frozenset(file_names)
        for name in entry_names:
            if name in known:
                # The same name in two folders: the one in the upper folder is the entry.
                copies[start + name] = folders.get(name, "") + name
            else:
                folders[name] = start
                file_names.append(name)
    for name, original in list(possible_copies(file_names)):
        path = folders.get(name, "") + name
        if _is_copy(folder, path, journal_files):
            copies[path] = folders.get(original, "") + original
            file_names.remove(name)
    return Listing(
        file_names,
        folders=folders,
        other_paths=other_paths,
        copies=copies,
        unreadable_folders=unreadable_folders,
    )


def uncounted_files(
    folder: Path, listing: Listing, journal_files: JournalFiles
) -> Iterator[UncountedFile]:
    """Yield the files of a listing that seem to hold an entry but do not count as one.

    Files of another kind, such as notes that a user keeps beside the entries, are left out.
    """
    for path, original in listing.copies.items():
        yield UncountedFile(folder / path, "copy", original)
    for path in listing.other_paths:
        if uncounted := _examine(folder, path, listing, journal_files):
            yield uncounted
    for path, error in listing.unreadable_folders.items():
        yield UncountedFile(folder / path, "unreadable folder", error=error)


def not_downloaded_name(file_name: str) -> str:
    """Return the name of the file for which iCloud keeps a placeholder; "" for other files."""
    placeholder = _NOT_DOWNLOADED.fullmatch(file_name)
    return placeholder["name"] if placeholder else ""


def read_bytes(path: str | Path, journal_files: JournalFiles) -> bytes:
    """Return the bytes of an entry's file; raises EntryFormatError if they cannot be read."""
    try:
        return journal_files.read(path, MAX_BYTES)
    except (files.NotRegularFileError, files.TooLargeError, UndecryptableError) as error:
        raise EntryFormatError(str(error.strerror)) from None
    except OSError as error:
        raise EntryFormatError(f"it can't be opened ({error.strerror})") from None


def read_day(folder: Path, name: EntryName, journal_files: JournalFiles) -> date:
    """Return the day of an entry: the local date in its front matter.

    It is the day in the name if the file cannot be read.
    """
    with suppress(EntryFormatError, NotUnlockedError):
        data = read_bytes(folder / name.path, journal_files)
        return local_day(data) or read_outline(decode_entry(data)).moment.date()
    return name.day


def older_than(
    folder: Path, names: Iterable[EntryName], day: date, journal_files: JournalFiles
) -> list[EntryName]:
    """Return the names of the entries in a folder from before a day."""
    # An entry that can't be read, and whose name has a day that is not in the calendar, has
    # `date.min`, and is older than nothing.
    return [name for name in names if date.min < read_day(folder, name, journal_files) < day]


def _is_copy(folder: Path, path: str, journal_files: JournalFiles) -> bool:
    """Return whether a file whose name may be that of a copy does not say that it is an entry."""
    outline = _try_read_outline(folder / path, journal_files)
    name = EntryName.from_path(path)
    return outline is None or (outline.domain, outline.id) != (name.domain, name.id)


def _examine(
    folder: Path, path: str, listing: Listing, journal_files: JournalFiles
) -> UncountedFile | None:
    """Return what a file without the name of an entry is; None if it is unrelated to entries."""
    file_name = base_name(path)
    if EntryName.parse(not_downloaded_name(file_name)):
        return UncountedFile(folder / path, "not downloaded")
    if file_name.startswith("."):
        return None
    if EntryName.parse(clear_name(file_name)):
        return UncountedFile(folder / path, "locked")
    if original := original_of_copy(file_name):
        return UncountedFile(folder / path, "copy", original)
    try:
        start = journal_files.read_start(folder / path, front_matter.MAX_BYTES)
        if not is_meant_as_entry(start):
            return None
    except OSError:
        return None
    if outline := _try_read_outline(folder / path, journal_files):
        for name in listing.with_id(outline.id):
            if name.domain == outline.domain:
                return UncountedFile(folder / path, "copy", name.path)
    return UncountedFile(folder / path, "misnamed")


def _try_read_outline(path: Path, journal_files: JournalFiles) -> Outline | None:
    try:
        return read_outline(decode_entry(read_bytes(path, journal_files)))
    except EntryFormatError:
        return None
