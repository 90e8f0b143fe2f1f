"""Check the folder of a journal: its place, its permissions, and files that a crash has left."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from securebase_cli.hints import command, quote
from securebase_cli.plurals import count_of
from securebase_cli.review.checkup import Finding, list_names
from securebase_cli.storage import drafts, files, locks
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import EntryName, begins_like_entry, original_of_copy

MIN_FREE_BYTES = 64 * 1024 * 1024

# The names of folders that a service synchronises with other computers.
_SYNCHRONISED_FOLDER = re.compile(
    r"(?:My )?(?P<service>OneDrive|Dropbox|iCloud(?: ?Drive)?|Google ?Drive|Nextcloud|ownCloud"
    r"|pCloud|Syncthing|SharePoint|Box(?= Sync$|$))\b.*"
    r"|Mobile Documents|com~apple~CloudDocs|CloudStorage",
    re.IGNORECASE,
)
# Files that services create in a folder that they synchronise.
_SYNC_MARKERS = {".stfolder": "Syncthing", ".dropbox": "Dropbox"}


def check_folder(journal: Journal) -> Iterator[Finding]:
    """Check the place and the permissions of the folder, and look for temporary files."""
    if not journal.folder.exists():
        message = "There is no journal yet."
        advice = "It begins with the first sitting."
        yield Finding("no-journal", "note", message, advice, journal.folder)
        return
    yield from _check_place(journal.folder)
    yield from _check_access(journal)
    yield from _check_temporary_files(journal)


def _check_place(folder: Path) -> Iterator[Finding]:
    """Check that the folder can be written, has room, and is where only this computer has it."""
    try:
        files.check_writable(folder)
        if files.free_space(folder) < MIN_FREE_BYTES:
            message = "The disk is nearly full."
            yield Finding("little-room", "problem", message, "Make room on it.", folder)
    except OSError as error:
        message = f"The folder can't be written ({error.strerror})."
        advice = "Mend its permissions, or choose another with --journal."
        yield Finding("not-writable", "problem", message, advice, folder)
    if (real_folder := files.real_path(folder)) != folder:
        message = "Python from Microsoft’s Store keeps the journal in a folder of its own."
        advice = (
            "It goes when that Python is removed. Copy it to a folder that stays, and name that "
            "one with --journal."
        )
        yield Finding("redirected", "note", message, advice, real_folder)
    if service := sync_service_of(folder):
        message = f"The folder seems to be synchronised ({service})."
        advice = (
            "What you write leaves this computer. Ask your data-protection officer, or choose "
            "another folder with --journal."
        )
        yield Finding("synchronised", "note", message, advice, folder)


def _check_access(journal: Journal) -> Iterator[Finding]:
    """Check that the files of the journal belong to the user, and that no one else can see them."""
    folder = journal.folder
    foreign_files = _files_of_others(journal)
    if paths := _files_open_to_others(journal, frozenset(foreign_files)):
        count = count_of(len(paths), "file or folder", "files or folders")
        message = f"{count} of the journal can be seen by other users."
        advice = f"Let only yourself read them: {command('doctor --fix')}"
        yield Finding("open-to-others", "problem", message, advice, paths[0], "make private", paths)
    if files.is_open_to_others(folder) and _is_shared_with_others(journal):
        message = "Other users can see into the journal folder, and it has other files in it, too."
        advice = "It stays open, since they may be needed there. Better give the journal its own."
        yield Finding("shared-folder", "note", message, advice, folder)
    if paths := foreign_files:
        count = count_of(
            len(paths),
            "file or folder of the journal belongs",
            "files and folders of the journal belong",
        )
        advice = "Choose a journal of your own with --journal, or have this one given to you."
        if paths[0] != folder and (owner := files.owner_name(folder)):
            advice = f"Give them back to {owner}: sudo chown -R {owner} {quote(str(folder))}"
        message = f"{count} to another user."
        yield Finding("foreign-owner", "problem", message, advice, paths[0])


def _check_temporary_files(journal: Journal) -> Iterator[Finding]:
    """Look for temporary files that a crash has left and that no process uses."""
    abandoned = [path for path in _journal_files(journal) if _is_abandoned(path)]
    redundant = tuple(path for path in abandoned if _is_redundant(path))
    # After a crash, a temporary file can have the only copy of a text.
    unique = tuple(path for path in abandoned if path not in redundant)
    if redundant:
        message = f"{_temporary_files_are(len(redundant))} left over; all in it is elsewhere, too."
        advice = f"Remove what is not needed: {command('doctor --fix')}"
        yield Finding("left-over", "note", message, advice, redundant[0], "remove", redundant)
    if unique:
        message = f"{_temporary_files_are(len(unique))} left over with words that may be yours."
        advice = f"Put them aside, where you can look at them: {command('doctor --fix')}"
        yield Finding("left-over", "note", message, advice, unique[0], "put aside", unique)


def sync_service_of(folder: Path) -> str:
    """Return the service that seems to synchronise a folder, such as “OneDrive”, or ""."""
    resolved = folder.resolve()
    for part in resolved.parts:
        if match := _SYNCHRONISED_FOLDER.fullmatch(part):
            return match["service"] or "iCloud or another cloud"
    for parent in (resolved, *resolved.parents):
        # In the home folder, `.dropbox` is not a marker but has the settings of Dropbox.
        if parent != Path.home():
            for marker, service in _SYNC_MARKERS.items():
                if os.path.exists(parent / marker):
                    return service
    return ""


def _files_open_to_others(journal: Journal, foreign_files: frozenset[Path]) -> tuple[Path, ...]:
    folder = journal.folder.resolve()
    paths = [path for path in _journal_files(journal) if path not in foreign_files]
    # The folder itself is not made private if it has no journal yet, is shared by several users, or
    # has other files in it.
    is_own = journal.internal_folder.is_dir() and not files.is_shared(folder)
    if is_own and not _is_shared_with_others(journal):
        paths.insert(0, folder)
    open_paths: list[Path] = []
    for path in paths:
        # The file may have been removed meanwhile.
        with suppress(OSError):
            if files.is_open_to_others(path):
                open_paths.append(path)
    return tuple(open_paths)


def _is_shared_with_others(journal: Journal) -> bool:
    """Return whether the folder of the journal has files of other programs or people in it, too.

    Hidden files, such as those of an editor, count only if they belong to another user.
    """
    if not journal.internal_folder.is_dir():
        return False
    names = (Path(path).name for path in journal.listing().other_paths)
    paths = (journal.folder / name for name in list_names(journal.folder))
    return not all(name.startswith(".") for name in names) or any(
        _belongs_to_others(path, _owner(journal)) for path in paths
    )


def _files_of_others(journal: Journal) -> tuple[Path, ...]:
    """Return those of the journal folder and its files that belong to another user."""
    owner = _owner(journal)
    paths = (journal.folder, *_journal_files(journal))
    return tuple(path for path in paths if _belongs_to_others(path, owner))


def _owner(journal: Journal) -> int:
    """Return the id of the user; for root, the id of the user to whom the folder belongs."""
    return files.user_id() or files.owner_id(journal.folder.resolve())


def _belongs_to_others(path: Path, owner: int) -> bool:
    # A file may have been removed meanwhile.
    with suppress(OSError):
        return files.owner_id(path) != owner
    return False


def _is_abandoned(path: Path) -> bool:
    """Return whether a file is a temporary file or a lock file that no process uses."""
    is_lock_file = path.suffix == locks.LOCK_SUFFIX and _try_read(path, 0) == b""
    return bool(files.intended_name(path) or is_lock_file) and locks.is_abandoned(path)


def _is_redundant(path: Path) -> bool:
    """Return whether the file for which a temporary file was made has the same content."""
    data = _try_read(path, drafts.MAX_BYTES)
    start = files.intended_name(path)
    if not data or start == files.CHECK_NAME:
        return data is not None
    # The intended name may be cut off.
    names = [name for name in list_names(path.parent) if name.startswith(start)]
    return any(data == _try_read(path.with_name(name), len(data)) for name in names)


def _try_read(path: Path, max_bytes: int) -> bytes | None:
    try:
        return files.read(path, max_bytes)
    except OSError:
        return None


def _journal_files(journal: Journal) -> Iterator[Path]:
    """Yield the files of the journal, and its internal folders with everything in them."""
    sub_folders = {(journal.folder / name.path).parent for name in journal.names()}
    for folder in sorted({journal.folder, *sub_folders}):
        for name in list_names(folder):
            path = folder / name
            is_entry_or_copy = EntryName.parse(name) or original_of_copy(name)
            final_name = files.intended_name(path)
            is_ours = begins_like_entry(final_name) or final_name == files.CHECK_NAME
            if is_entry_or_copy or is_ours:
                yield path
    folders = [journal.internal_folder]
    while folders:
        folder = folders.pop()
        if folder.is_symlink() or not folder.is_dir():
            continue
        yield folder
        for name in list_names(folder):
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                folders.append(path)
            else:
                yield path


def _temporary_files_are(count: int) -> str:
    return count_of(count, "temporary file is", "temporary files are")
