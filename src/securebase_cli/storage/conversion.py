"""Encrypt all files of a journal that have words, decrypt them, or encrypt them with new keys.

Each file is written, read back and compared before the one that it replaces is removed, so the
journal can be used throughout. After an interruption the same function goes on with the rest.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from securebase_cli.errors import FolderError
from securebase_cli.storage import files, locks
from securebase_cli.storage.compared import COMPARED, AlreadyCompared
from securebase_cli.storage.editor_copies import EDITING, EditorCopies
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.journal_files import clear_path, encrypted_path
from securebase_cli.storage.scan import ProgressCallbacks

# Temporary files that a crash has left are set aside first.
_SUFFIXES_WITHOUT_WORDS = frozenset({locks.LOCK_SUFFIX, files.TEMPORARY_SUFFIX})


class Failure(NamedTuple):
    path: Path
    reason: str


def files_in_clear(journal: Journal) -> list[Path]:
    """Return the files that have words and are not encrypted."""
    return [path for path in _files_with_words(journal) if path.exists()]


def encrypted_files(journal: Journal) -> list[Path]:
    """Return the unencrypted paths of the files that are encrypted."""
    return [path for path in _files_with_words(journal) if encrypted_path(path).exists()]


def first_open_file(journal: Journal) -> Path | None:
    """Return a file of the journal that another window has open, such as a draft; None if none."""
    for path in files.list_tree(journal.internal_folder):
        if path.suffix == locks.LOCK_SUFFIX and locks.is_held(path):
            return path.with_suffix("")
    return None


def encrypt_all(journal: Journal, progress: ProgressCallbacks) -> list[Failure]:
    """Encrypt what is in clear; the journal must have keys. Return what could not be encrypted."""
    AlreadyCompared(journal.internal_folder, journal.files).convert()
    EditorCopies(journal.internal_folder, journal.files).leftovers()
    return _change_each(journal, files_in_clear(journal), journal.files.convert, progress)


def decrypt_all(journal: Journal, progress: ProgressCallbacks) -> list[Failure]:
    """Decrypt what is encrypted, and remove the keys at the end, unless something is left.

    The keys must be open. Returns what could not be decrypted.
    """
    marker = journal.files.decrypting_marker
    if not marker.exists():
        files.create(marker, b"")
    AlreadyCompared(journal.internal_folder, journal.files).convert()
    failures = _change_each(journal, encrypted_files(journal), journal.files.convert, progress)
    if not failures and not encrypted_files(journal):
        # Without its recipients the journal is in clear; the other files mean nothing then.
        for path in (journal.files.keys.recipients_path, journal.files.keys.identity_path, marker):
            files.remove(path)
        files.remove_empty_folders(marker.parent, journal.internal_folder)
    return failures


def encrypt_anew(journal: Journal, progress: ProgressCallbacks) -> list[Failure]:
    """Encrypt for the first of the open keys what is encrypted for another; return what was not."""
    paths = encrypted_files(journal)
    compared = journal.internal_folder / COMPARED
    if encrypted_path(compared).exists():
        paths.append(compared)
    return _change_each(journal, paths, journal.files.encrypt_anew, progress)


def _change_each(
    journal: Journal,
    paths: list[Path],
    change: Callable[[Path], None],
    progress: ProgressCallbacks,
) -> list[Failure]:
    failures = []
    progress.begin(len(paths))
    try:
        for path in paths:
            progress.advance()
            try:
                with journal.lock():
                    change(path)
            except OSError as error:
                failures.append(Failure(path, str(error.strerror)))
    finally:
        progress.clear()
    return failures


def _files_with_words(journal: Journal) -> Iterator[Path]:
    """Yield the paths in clear of the files that hold words, whether they are encrypted or not.

    Raises FolderError if a folder can't be read.
    """
    for name in journal.names():
        yield journal.folder / name.path
    for file in journal.uncounted_files():
        if file.kind == "unreadable folder":
            raise FolderError(f"The folder {file.path} can't be read: {file.error}.")
        if file.kind in {"copy", "misnamed"}:
            yield clear_path(file.path)
    for path in journal.files.list_internal():
        is_without_words = path.suffix in _SUFFIXES_WITHOUT_WORDS or path == journal.notice_marker
        # What editors left behind is set aside first, and `compared` takes care of its own files.
        if not is_without_words and path.relative_to(journal.internal_folder).parts[0] not in {
            EDITING,
            COMPARED,
        }:
            yield path
