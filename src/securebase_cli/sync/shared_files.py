"""Which files of a journal go to other computers, and how what comes from there is written."""

import hashlib
from base64 import b32encode
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from securebase_cli.entry_format.unmerged import raise_if_unmerged
from securebase_cli.errors import EntryFormatError, SyncError
from securebase_cli.storage import drafts, entry_files, files
from securebase_cli.storage.drafts import RECORDS
from securebase_cli.storage.find_entry import is_reserved_id
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.journal_files import ENCRYPTED_SUFFIX
from securebase_cli.storage.names import EntryName, base_name, original_of_copy

# With these settings, git changes no line ends and writes no conflict markers into entries.
OWN_FILES = {
    ".gitattributes": b"* -text -merge\n",
    ".gitignore": (
        b"*.tmp\n"
        b".securebase/*\n"
        b"!.securebase/aliases*\n"
        b"!.securebase/keys/\n"
        b"!.securebase/records/\n"
        b"!.securebase/trash/\n"
        b"*.lock\n"
    ),
}
_INTERNAL = ".securebase"
_TRASH = f"{_INTERNAL}/trash"
_KEYS = f"{_INTERNAL}/keys"
_ALIASES = f"{_INTERNAL}/aliases"
_INTERNAL_FOLDERS = (_TRASH, _KEYS, f"{_INTERNAL}/{RECORDS}")
_MAX_NAME_BYTES = 255
# More bytes than encryption adds to an entry.
_MAX_ENCRYPTION_BYTES = 16 * 1024


class LocalFiles(NamedTuple):
    """The shared files of the journal as they are now.

    `ids` maps their paths to the ids of their bytes. `left_alone` maps the paths of files that
    can't be shared now to the reason; they count as unchanged.
    """

    ids: dict[str, str]
    left_alone: dict[str, str]


def is_shared(path: str) -> bool:
    """Return whether the file with this path in the journal, with slashes, is shared.

    Entries and copies of entries, the trash, records, aliases and the keys of an encrypted journal
    are shared; drafts, locks, temporary files and the copies of editors are not.
    """
    *folders, name = path.split("/")
    if not path.isprintable() or any(sign in path for sign in '\\:*?"<>|'):
        return False
    if any(len(part.encode()) > _MAX_NAME_BYTES for part in (*folders, name)):
        return False
    if path in OWN_FILES:
        return True
    if folders[:1] == [_INTERNAL]:
        place = "/".join(folders)
        if place == _INTERNAL:
            return name == "aliases" or name.startswith(("aliases (", "aliases.age"))
        if name.startswith(".") or any(part.startswith(".") for part in folders[1:]):
            return False
        if place == _KEYS:
            return name.endswith((".txt", ENCRYPTED_SUFFIX))
        if place.startswith(f"{_INTERNAL}/{RECORDS}/"):
            return _clear_name(name).endswith(".md")
        return folders[1] == "trash" and _is_entry_or_copy(name)
    if any(part in {"", ".."} or part.startswith(".") for part in folders):
        return False
    return not name.startswith(".") and _is_entry_or_copy(name)


def is_internal(path: str) -> bool:
    """Return whether a path is that of a file of the program, not of an entry or of a copy."""
    return path.startswith(f"{_INTERNAL}/")


def is_trashed(path: str) -> bool:
    return path.startswith(f"{_TRASH}/")


def is_entry(path: str) -> bool:
    """Return whether a path is that of an entry, not of a copy or of a file of the program."""
    return not is_internal(path) and EntryName.parse(_clear_name(path)) is not None


def max_bytes(path: str) -> int:
    """Return how many bytes a shared file may have."""
    is_record = path.startswith(f"{_INTERNAL}/{RECORDS}/")
    return drafts.MAX_BYTES if is_record else entry_files.MAX_BYTES + _MAX_ENCRYPTION_BYTES


def is_in_clear(path: str) -> bool:
    """Return whether a shared file may have words that can be read without a passphrase."""
    return not path.endswith(ENCRYPTED_SUFFIX) and not (
        path in OWN_FILES or path.startswith(f"{_KEYS}/")
    )


def path_for_other_version(path: str, blob_id: str) -> str:
    """Return the path for the other computer's version of a file if both computers changed it.

    This is the name of a copy of the entry. In the trash it is the name of an entry with another
    id, so that it can be restored. It is "" for files that are not shared: only ours stays.
    """
    if path in OWN_FILES or not is_shared(path):
        return ""
    folder = path.removesuffix(base_name(path))
    name = _clear_name(base_name(path))
    suffix = base_name(path)[len(name) :]
    if folder.startswith(f"{_TRASH}/") and (entry_name := EntryName.parse(name)):
        return f"{folder}{entry_name.with_id(_id_from(blob_id)).path}{suffix}"
    stem, dot, ending = name.partition(".")
    return f"{folder}{stem} (other computer {blob_id[:8]}){dot}{ending}{suffix}"


def paths_of_two_kinds(tree: Collection[str]) -> set[str]:
    """Return the paths of files in clear that are there encrypted, too."""
    return {path for path in tree if f"{path}{ENCRYPTED_SUFFIX}" in tree}


def read_local(journal: Journal, algorithm: str) -> LocalFiles:
    """Read the shared files of a journal; `algorithm` is that of git's ids, such as “sha1”.

    Raises SyncError if a file or a folder can't be read, since it would count as deleted.
    """
    local = LocalFiles({}, {})
    try:
        with journal.lock():
            paths = list(_paths(journal.folder))
        for path in paths:
            if placeholder := entry_files.not_downloaded_name(base_name(path)):
                real_path = path.removesuffix(base_name(path)) + placeholder
                local.left_alone[real_path] = "iCloud has not fetched it yet"
            elif is_shared(path):
                try:
                    data = files.read(journal.folder / path, max_bytes(path))
                    raise_if_incomplete(path, data)
                except (files.NotRegularFileError, files.TooLargeError) as error:
                    local.left_alone[path] = str(error.strerror)
                except EntryFormatError as error:
                    local.left_alone[path] = str(error)
                except FileNotFoundError:
                    # Another command moved it meanwhile; the next run finds it in its new place.
                    local.left_alone[path] = "it was moved meanwhile"
                else:
                    local.ids[path] = blob_id(data, algorithm)
    except OSError as error:
        raise SyncError(
            f"{error.filename} can’t be read: {error.strerror}. Nothing was sent."
        ) from None
    return local


def blob_id(data: bytes, algorithm: str) -> str:
    """Return the id that git gives to these bytes."""
    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def write_change(journal: Journal, path: str, before: bytes | None, after: bytes | None) -> None:
    """Change the content of a shared file from `before` to `after`; None stands for no file.

    Raises files.ChangedMeanwhileError if the content is not `before`, and SyncError if the file
    can't be written.
    """
    full_path = journal.folder / path
    if not files.is_place_for_folder(full_path.parent, journal.folder):
        raise SyncError(f"{full_path} can’t be written, because its folder is something else.")
    try:
        with journal.lock():
            if before is not None and after is not None:
                files.replace_if_unchanged(full_path, before, after)
            elif after is not None:
                files.make_folder(full_path.parent)
                _create(full_path, after)
            elif before is not None:
                _remove(full_path, before)
                if full_path.parent != journal.folder:
                    files.remove_empty_folders(full_path.parent, journal.folder)
    except files.ChangedMeanwhileError:
        raise
    except OSError as error:
        raise SyncError(f"{full_path} can’t be written: {error.strerror}.") from None


def raise_if_incomplete(path: str, data: bytes) -> None:
    """Raise EntryFormatError for a file that the other computer could not read as an entry."""
    if not data:
        raise EntryFormatError("it is empty")
    if is_entry(path) and is_in_clear(path):
        with suppress(UnicodeDecodeError):
            raise_if_unmerged(data.decode())


def _create(path: Path, data: bytes) -> None:
    try:
        files.create(path, data)
    except FileExistsError:
        if files.is_empty(path):
            # On a disk without hard links, a crash can leave an empty file.
            files.replace_if_unchanged(path, b"", data)
        elif not _holds(path, data):
            raise files.ChangedMeanwhileError(path) from None


def _remove(path: Path, data: bytes) -> None:
    if not _holds(path, data):
        raise files.ChangedMeanwhileError(path)
    files.remove(path)


def _holds(path: Path, data: bytes) -> bool:
    with suppress(FileNotFoundError, files.NotRegularFileError, files.TooLargeError):
        return files.read(path, len(data)) == data
    return False


def _paths(folder: Path, start: str = "") -> Iterator[str]:
    """Yield the paths of the files in the journal that may be shared, with slashes."""
    for name in files.list_names(folder / start):
        path = f"{start}{name}"
        if files.is_folder(folder / path):
            is_internal = start == f"{_INTERNAL}/" or name.startswith(".")
            if not is_internal or path in {_INTERNAL, *_INTERNAL_FOLDERS}:
                yield from _paths(folder, f"{path}/")
        else:
            yield path


def _is_entry_or_copy(name: str) -> bool:
    clear_name = _clear_name(name)
    return EntryName.parse(clear_name) is not None or original_of_copy(clear_name) is not None


def _clear_name(path: str) -> str:
    """Return the name that a file has in a journal that is not encrypted."""
    return path.removesuffix(ENCRYPTED_SUFFIX)


def _id_from(blob: str) -> str:
    """Return an id for an entry, which is always the same for the same id of its bytes."""
    letters = b32encode(bytes.fromhex(blob)).decode().lower()
    ids = (letters[start : start + 4] for start in range(len(letters)))
    return next(entry_id for entry_id in ids if not is_reserved_id(entry_id))
