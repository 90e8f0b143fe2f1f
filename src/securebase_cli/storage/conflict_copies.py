"""Copies of entries that synchronising programs leave where two computers changed one entry."""

import re
from typing import NamedTuple

from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.errors import ConcurrentChangeError, EntryFormatError, SavingError
from securebase_cli.storage import entry_files, files
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import EntryName, base_name
from securebase_cli.storage.trash import Trash


class ConflictCopy(NamedTuple):
    """A copy of an entry, by its path in the journal with slashes.

    `original` is the name of the entry, which may be gone: then `is_alone` is true.
    """

    path: str
    original: EntryName
    is_alone: bool


def conflict_copies(journal: Journal) -> list[ConflictCopy]:
    """Return all copies of entries in the journal, by their paths; raises FolderError."""
    listing = journal.listing()
    copies = []
    for file in journal.uncounted_files():
        if file.kind == "copy":
            path = file.path.relative_to(journal.folder).as_posix()
            entry = listing.with_name(base_name(file.original))
            original = entry or EntryName.from_path(file.original)
            copies.append(ConflictCopy(path, original, is_alone=entry is None))
    return sorted(copies)


def read_copy(journal: Journal, copy: ConflictCopy) -> bytes:
    """Return the bytes of a copy; raises EntryFormatError if they can't be read."""
    return entry_files.read_bytes(journal.folder / copy.path, journal.files)


def make_entry_of_its_own(journal: Journal, copy: ConflictCopy, data: bytes) -> EntryName:
    """Make a copy with the content `data` an entry with a new id; return its name.

    Raises SavingError, and ConcurrentChangeError if the copy has changed.
    """
    (new_id,) = journal.new_ids(1)
    name = EntryName.from_path(base_name(copy.original.path)).with_id(new_id)
    _create(journal, name, _with_id(data, copy.original.id, new_id))
    _remove(journal, copy, data)
    return name


def put_in_place(journal: Journal, trash: Trash, copy: ConflictCopy, data: bytes) -> EntryName:
    """Replace an entry, which goes to the trash, with its copy, whose content is `data`.

    Return the name of the entry. Raises the same errors as `make_entry_of_its_own`.
    """
    if not copy.is_alone:
        trash.add(copy.original)
    _create(journal, copy.original, data)
    _remove(journal, copy, data)
    return copy.original


def remove_if_same(journal: Journal, copy: ConflictCopy, data: bytes) -> bool:
    """Remove a copy if it has the same content as its entry; return whether it was removed."""
    is_same = not copy.is_alone and journal.read_bytes(copy.original) == data
    if is_same:
        _remove(journal, copy, data)
    return is_same


def _create(journal: Journal, name: EntryName, data: bytes) -> None:
    path = journal.folder / name.path
    try:
        files.make_folder(path.parent)
        journal.files.create(path, data)
    except OSError as error:
        raise SavingError(f"Could not save {path}: {error.strerror}.") from None


def _remove(journal: Journal, copy: ConflictCopy, data: bytes) -> None:
    path = journal.folder / copy.path
    with journal.lock():
        try:
            if journal.files.read(path, len(data)) != data:
                raise ConcurrentChangeError(path)
            journal.files.remove(path)
        except (FileNotFoundError, files.NotRegularFileError, files.TooLargeError):
            raise ConcurrentChangeError(path) from None
        except OSError as error:
            raise SavingError(f"{path} could not be removed: {error.strerror}.") from None


def _with_id(data: bytes, old_id: str, new_id: str) -> bytes:
    """Return the bytes of an entry with another id in its front matter, if they can be read."""
    pattern = re.compile(rf"^(id:[ \t]*[\"']?){re.escape(old_id)}\b".encode(), re.MULTILINE)
    changed = pattern.sub(rb"\g<1>" + new_id.encode(), data, count=1)
    try:
        before, after = (read_entry(decode_entry(version)) for version in (data, changed))
    except EntryFormatError:
        return data
    return changed if after == before._replace(id=new_id) else data
