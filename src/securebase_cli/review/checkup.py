"""Check a journal for problems: its folder, entries, drafts and aliases.

The checks change nothing. A finding with a `remedy` can be fixed without losing anything, by
`apply_remedy`.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.entry_format.task_fields import has_unread_day
from securebase_cli.errors import AliasesError, EntryFormatError
from securebase_cli.hints import command, quote
from securebase_cli.model import Entry
from securebase_cli.plurals import count_of
from securebase_cli.storage import drafts, files, locks
from securebase_cli.storage.aliases_file import AliasesFile
from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.storage.entry_files import UncountedFile
from securebase_cli.storage.find_entry import is_reserved_id
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import (
    EntryName,
    begins_like_entry,
    entry_file_name,
    original_of_copy,
)
from securebase_cli.storage.trash import Trash

Level = Literal["problem", "note"]
Remedy = Literal["remove", "put aside", "make private"]

MIN_FREE_BYTES = 64 * 1024 * 1024

# Folders that programs synchronise with other computers.
_SYNCHRONISED_FOLDER = re.compile(
    r"(?:My )?(?P<service>OneDrive|Dropbox|iCloud(?: ?Drive)?|Google ?Drive|Nextcloud|ownCloud"
    r"|pCloud|Syncthing|SharePoint|Box(?= Sync$|$))\b.*"
    r"|Mobile Documents|com~apple~CloudDocs|CloudStorage",
    re.IGNORECASE,
)
# Files that these programs create in the folder that they synchronise.
_SYNC_MARKERS = {".stfolder": "Syncthing", ".dropbox": "Dropbox"}


class Finding(NamedTuple):
    """A problem or a note: what was found, what to do about it, and the file it is about.

    `kind` is stable, for other programs. `remedy_paths` are the files that the remedy changes.
    """

    kind: str
    level: Level
    message: str
    advice: str
    path: Path | None = None
    remedy: Remedy | None = None
    remedy_paths: tuple[Path, ...] = ()


class CheckedFinding(NamedTuple):
    """A finding, and what became of its remedy.

    `error` says why the remedy failed; it is empty if it succeeded or was not applied.
    """

    finding: Finding
    is_fixed: bool = False
    error: str = ""

    @property
    def is_open_problem(self) -> bool:
        return self.finding.level == "problem" and not self.is_fixed


def apply_remedy(finding: Finding, journal: Journal) -> CheckedFinding:
    """Fix what was found, if it has a remedy."""
    for path in finding.remedy_paths:
        try:
            if finding.remedy == "make private":
                files.make_private(path)
                continue
            # Another process may have removed the file since it was found.
            with locks.hold_abandoned(path) as abandoned:
                if abandoned and finding.remedy == "remove":
                    files.remove(path)
                elif abandoned:
                    _put_aside(path, journal)
        except OSError as error:
            return CheckedFinding(finding, error=f"{path}: {error.strerror}")
    return CheckedFinding(finding, is_fixed=finding.remedy is not None)


def _put_aside(temporary_path: Path, journal: Journal) -> None:
    name = files.intended_name(temporary_path)
    if begins_like_entry(name):
        # The end of the name may be cut off.
        name = f"{name.removesuffix('.md')}.md"
    files.move_into(temporary_path, journal.internal_folder / drafts.SET_ASIDE, name)


def check_folder(journal: Journal) -> Iterator[Finding]:
    """Check that the folder can be written and is private, and look for temporary files."""
    folder = journal.folder
    if not folder.exists():
        message = "There is no journal yet."
        advice = "It begins with the first sitting."
        yield Finding("no-journal", "note", message, advice, folder)
        return
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
    if paths := _files_open_to_others(journal):
        count = count_of(len(paths), "file or folder", "files or folders")
        message = f"{count} of the journal can be seen by other users."
        advice = f"Let only yourself read them: {command('doctor --fix')}"
        yield Finding("open-to-others", "problem", message, advice, paths[0], "make private", paths)
    if files.is_open_to_others(folder) and _is_shared_with_others(journal):
        message = "Other users can see into the journal folder, and it has other files in it, too."
        advice = "It stays open, since they may be needed there. Better give the journal its own."
        yield Finding("shared-folder", "note", message, advice, folder)
    if paths := _files_of_others(journal):
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
    abandoned = [path for path in _journal_files(journal) if _is_abandoned(path)]
    redundant = tuple(path for path in abandoned if _is_redundant(path))
    # A crash before a file gets its name can leave the only copy of a text in a temporary file.
    unique = tuple(path for path in abandoned if path not in redundant)
    if redundant:
        message = f"{_temporary_files_are(len(redundant))} left over; all in it is elsewhere, too."
        advice = f"Remove what is not needed: {command('doctor --fix')}"
        yield Finding("left-over", "note", message, advice, redundant[0], "remove", redundant)
    if unique:
        message = f"{_temporary_files_are(len(unique))} left over with words that may be yours."
        advice = f"Put them aside, where you can look at them: {command('doctor --fix')}"
        yield Finding("left-over", "note", message, advice, unique[0], "put aside", unique)


def check_entries(journal: Journal, now: datetime) -> Iterator[Finding]:
    """Check that every entry can be read, and that every file that seems to be an entry is one."""
    first_with_id: dict[str, EntryName] = {}
    for name in journal.names():
        path = journal.folder / name.path
        first = first_with_id.setdefault(name.id, name)
        if first is not name:
            message = f"Two files have the id {name.id}."
            advice = (
                f"Compare it with {first.path}; delete one of them, or change the last "
                "four letters of its name."
            )
            yield Finding("duplicate-id", "problem", message, advice, path)
        advice = "Move it out of the journal, or bring the entry back from a backup."
        try:
            data = journal.read_bytes(name)
            # Only a file that can be opened can be edited.
            advice = f"Mend it with {command('edit')} {name.id}, or bring it back from a backup."
            in_file = read_entry(decode_entry(data))
            if original := name.original_of(in_file):
                yield _copy_finding(path, original)
                continue
            if is_reserved_id(name.id):
                message = f"Its id, {name.id}, has another meaning where an entry is named."
                mend = "Change the last four letters of its name, and its id in the front matter."
                yield Finding("reserved-id", "note", message, mend, path)
            entry = name.apply_to(in_file)
        except EntryFormatError as error:
            message = f"It can't be read: {error}."
            yield Finding("unreadable", "problem", message, advice, path)
            continue
        yield from findings_in(entry, path)
        yield from _check_name_and_date(name, in_file, entry, now, path)
    yield from map(_uncounted_finding, journal.uncounted_files())


def _check_name_and_date(
    name: EntryName, in_file: Entry, entry: Entry, now: datetime, path: Path
) -> Iterator[Finding]:
    """Check that the front matter of an entry fits its name, and that its date is not to come."""
    differences = []
    if in_file.id not in {"", name.id}:
        differences.append("id")
    if in_file.domain not in {"", name.domain}:
        differences.append("domain")
    if entry.moment.date() != name.day:
        differences.append("date")
    if differences:
        message = f"Its front matter and its name differ ({', '.join(differences)})."
        advice = "The name’s id and domain count, and the front matter’s date. "
        advice += (
            f"To make them agree, name it {entry_file_name(entry)}."
            if "date" in differences
            else "Change one of the two if that is not what you want."
        )
        yield Finding("contradiction", "note", message, advice, path)
    if entry.moment > now:
        message = (
            f"Its date is still to come ({long_date(entry.moment)}), so it counts as the last."
        )
        advice = f"If that is a mistake, change the date: {command('edit')} {name.id}"
        yield Finding("date-to-come", "note", message, advice, path)


def findings_in(entry: Entry, path: Path) -> Iterator[Finding]:
    """Yield a finding for each part of an entry that could not be used or has no place in it."""
    mend = f"Mend it with: {command('edit')} {entry.id}"
    for problem in entry.problems:
        level: Level = "problem" if problem.is_loss else "note"
        message = f"Something in it can't be used: {problem.message}."
        yield Finding("unusable-field", level, message, mend, path)
    reasons = {other.reason for other in entry.other_text}
    if "not-a-marker" in reasons:
        message = "Something in it looks like a marker but is none; the text below has no question."
        advice = f"{mend}. A marker is written like <!-- securebase question ID -->."
        yield Finding("other-text", "problem", message, advice, path)
    show = f"See it at the end of: {command('show')} {entry.id}"
    if "outside" in reasons:
        message = "Some text in it stands outside the questions, so it is in no answer."
        yield Finding("other-text", "note", message, show, path)
    if "not-a-task" in reasons:
        message = "Some text among its actions is no task."
        yield Finding("other-text", "note", message, show, path)
    if any(has_unread_day(action.text) for action in entry.actions):
        message = "An action in it has a date that can't be read where it stands."
        advice = f"{mend}. A date is written like 📅 2026-12-01, at the end of the line."
        yield Finding("unread-date", "note", message, advice, path)


def check_drafts(
    stored_drafts: Drafts, editor_copies: EditorCopies, trash: Trash
) -> Iterator[Finding]:
    """Check for unfinished sittings, texts that were set aside, and deleted entries."""
    unfinished, unreadable = stored_drafts.unfinished()
    for stored, name in zip(unfinished, drafts.distinct_names(unfinished), strict=True):
        advice = f"Go on with: {command('resume')} {quote(name)}"
        yield Finding("unfinished", "note", "A sitting is unfinished.", advice, stored.path)
    for path, reason in unreadable.items():
        message = f"A draft can't be read: {reason}."
        advice = "Open it in an editor; what you wrote is in it as plain text."
        yield Finding("unreadable-draft", "problem", message, advice, path)
    for path in editor_copies.leftovers():
        message = "A copy from an editor was left there; it may hold text of yours."
        yield Finding("copy", "note", message, "Look at it; then delete it.", path)
    folder = stored_drafts.set_aside_folder
    if count := sum(name.endswith(".md") for name in _list_names(folder)):
        message = f"{count_of(count, 'file is', 'files are')} set aside."
        yield Finding("set-aside", "note", message, "Delete what you no longer want.", folder)
    if count := len(trash.names()):
        message = f"{count_of(count, 'file is', 'files are')} in the journal’s trash."
        advice = (
            f"{command('restore')} brings one back; {command('delete --purge')} removes for good."
        )
        yield Finding("trash", "note", message, advice, trash.folder)


def check_aliases(aliases: AliasesFile) -> Iterator[Finding]:
    """Check that the file of aliases can be read; `check_folder` checks who else can read it."""
    try:
        aliases.read()
    except AliasesError as error:
        advice = "Until it can be read, no export can leave names out."
        yield Finding("aliases", "problem", str(error), advice, aliases.path)


def sync_service_of(folder: Path) -> str:
    """Return the service that seems to synchronise a folder, such as “OneDrive”, or ""."""
    resolved = folder.resolve()
    for part in resolved.parts:
        if match := _SYNCHRONISED_FOLDER.fullmatch(part):
            return match["service"] or "iCloud or another cloud"
    for parent in (resolved, *resolved.parents):
        # Dropbox keeps its settings in the home folder under the name of its marker.
        if parent != Path.home():
            for marker, service in _SYNC_MARKERS.items():
                if os.path.exists(parent / marker):
                    return service
    return ""


def _uncounted_finding(file: UncountedFile) -> Finding:
    if file.kind == "copy":
        return _copy_finding(file.path, file.original)
    if file.kind == "not downloaded":
        message = "iCloud has not fetched this file yet."
        advice = "Open the folder in the Finder and fetch it."
        return Finding("misnamed", "problem", message, advice, file.path)
    if file.kind == "unreadable folder":
        message = f"This folder can't be read: {file.error}."
        advice = "Mend its permissions, or move it out of the journal."
        return Finding("not-readable", "problem", message, advice, file.path)
    message = "There is an entry in it, but its name is not that of one, so it does not count."
    advice = (
        "Name it like YYYY-MM-DD-HHMM-domain-id.md (the id is four letters), or move it elsewhere."
    )
    return Finding("misnamed", "problem", message, advice, file.path)


def _copy_finding(path: Path, original: str) -> Finding:
    message = f"It looks like a copy of {original}, perhaps of a synchronising program."
    advice = "Compare the two, keep what you want in the entry, then delete the copy."
    return Finding("conflict-copy", "problem", message, advice, path)


def _files_open_to_others(journal: Journal) -> tuple[Path, ...]:
    folder = journal.folder.resolve()
    paths = list(_journal_files(journal))
    # A folder that held no journal so far, that several users share, or that has other files in it
    # as well, is not made private.
    is_own = journal.internal_folder.is_dir() and not files.is_shared(folder)
    if is_own and not _is_shared_with_others(journal):
        paths.insert(0, folder)
    open_paths: list[Path] = []
    for path in paths:
        # A file may have been removed meanwhile, or belong to another user.
        with suppress(OSError):
            if files.is_open_to_others(path):
                open_paths.append(path)
    return tuple(open_paths)


def _is_shared_with_others(journal: Journal) -> bool:
    """Whether the journal is in a folder that has files of other programs or people, too.

    Hidden files, such as those of an editor, do not count.
    """
    names = (Path(path).name for path in journal.listing().other_paths)
    others = [name for name in names if not name.startswith(".")]
    return journal.internal_folder.is_dir() and bool(others)


def _files_of_others(journal: Journal) -> tuple[Path, ...]:
    """Return the journal folder and its files, as far as they belong to another user.

    For root, that is another user than the one to whom the folder belongs.
    """
    owner = files.user_id() or files.owner_id(journal.folder.resolve())
    others: list[Path] = []
    for path in (journal.folder, *_journal_files(journal)):
        # A file may have been removed meanwhile.
        with suppress(OSError):
            if files.owner_id(path) != owner:
                others.append(path)
    return tuple(others)


def _is_abandoned(path: Path) -> bool:
    """Return whether a file is a temporary file or a lock file that no process uses."""
    is_lock_file = path.suffix == locks.LOCK_SUFFIX and _try_read(path, 0) == b""
    return bool(files.intended_name(path) or is_lock_file) and locks.is_abandoned(path)


def _is_redundant(path: Path) -> bool:
    """Return whether all that a temporary file contains is also in the file it was made for."""
    data = _try_read(path, drafts.MAX_BYTES)
    start = files.intended_name(path)
    if not data or start == files.CHECK_NAME:
        return data is not None
    # The name may be cut off.
    names = [name for name in _list_names(path.parent) if name.startswith(start)]
    return any(data == _try_read(path.with_name(name), len(data)) for name in names)


def _try_read(path: Path, max_bytes: int) -> bytes | None:
    try:
        return files.read(path, max_bytes)
    except OSError:
        return None


def _journal_files(journal: Journal) -> Iterator[Path]:
    """Yield the files of the journal, and its internal folders with all that is in them."""
    sub_folders = {(journal.folder / name.path).parent for name in journal.names()}
    for folder in sorted({journal.folder, *sub_folders}):
        for name in _list_names(folder):
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
        for name in _list_names(folder):
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                folders.append(path)
            else:
                yield path


def _list_names(folder: Path) -> list[str]:
    try:
        return sorted(files.list_names(folder))
    except OSError:
        return []


def _temporary_files_are(count: int) -> str:
    return count_of(count, "temporary file is", "temporary files are")
