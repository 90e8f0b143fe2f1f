"""Looks at a journal as a careful friend would: what is wrong, and what to do about it.

Nothing is changed by looking. What can be put right without losing anything says so by its
`remedy`, and `put_right` does it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.errors import AliasesError, EntryFormatError
from securebase_cli.plurals import count_of
from securebase_cli.storage import drafts, files, locks
from securebase_cli.storage.names import EntryName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from securebase_cli.storage.aliases_file import AliasesFile
    from securebase_cli.storage.drafts import Drafts
    from securebase_cli.storage.editor_copies import EditorCopies
    from securebase_cli.storage.journal import Journal
    from securebase_cli.storage.trash import Trash

Level = Literal["problem", "note"]
Remedy = Literal["remove", "put aside", "make private"]

# Below this many bytes it is time to make room.
_LITTLE_ROOM = 64 << 20

# An entry's name with something after it, as synchronising programs and file managers write it.
_COPY = re.compile(r"(\d{4}-\d\d-\d\d-\d{4}-[a-z0-9-]+?-[a-z0-9]{4})(?![a-z0-9]).+\.md", re.ASCII)
# Folders that leave the computer by themselves, as they are called on the way down to them.
_SYNCHRONISED = re.compile(
    r"(?:My )?(?P<name>OneDrive|Dropbox|iCloud(?: ?Drive)?|Google ?Drive|Nextcloud|ownCloud|pCloud"
    r"|Syncthing|SharePoint|Box(?= Sync$|$))\b.*"
    r"|Mobile Documents|com~apple~CloudDocs|CloudStorage",
    re.IGNORECASE,
)


class Finding(NamedTuple):
    """One thing that was found: what it is about, where, and what to do.

    `kind` is a stable word for other programs. `paths` are what the remedy is for.
    """

    kind: str
    level: Level
    message: str
    advice: str
    path: Path | None = None
    remedy: Remedy | None = None
    remedy_paths: tuple[Path, ...] = ()


def apply_remedy(finding: Finding, journal: Journal) -> str:
    """Apply the remedy; returns words for what could not be done, or ""."""
    for path in finding.remedy_paths:
        try:
            if finding.remedy == "remove":
                files.remove(path)
            elif finding.remedy == "put aside":
                files.move_into(
                    path, journal.internal_folder / drafts.SET_ASIDE, files.intended_name(path)
                )
            else:
                files.make_private(path)
        except OSError as error:
            return f"{path}: {error.strerror}"
    return ""


def check_folder(journal: Journal) -> Iterator[Finding]:
    """Look at the folder itself: is it there, can it be written, who else can see it."""
    folder = journal.folder
    if not folder.exists():
        yield Finding(
            "no-journal", "note", "There is no journal yet.", "It begins with the first sitting.",
            folder,
        )  # fmt: skip
        return
    try:
        files.check_writable(folder)
        if files.free_space(folder) < _LITTLE_ROOM:
            yield Finding(
                "little-room", "problem", "The disk is nearly full.", "Make room on it.", folder
            )
    except OSError as error:
        yield Finding(
            "not-writable", "problem", f"The folder can't be written ({error.strerror}).",
            "Mend its permissions, or choose another with --journal.", folder,
        )  # fmt: skip
    if service := sync_service_of(folder):
        yield Finding(
            "synchronised", "note", f"The folder seems to be synchronised ({service}).",
            "What you write leaves this computer. Ask your data-protection officer, or choose "
            "another folder with --journal.", folder,
        )  # fmt: skip
    shared = tuple(_open_to_others(journal))
    if shared:
        what = count_of(len(shared), "file or folder", "files or folders")
        yield Finding(
            "open-to-others", "problem", f"{what} of the journal can be seen by other users.",
            "Let only yourself read them: securebase doctor --fix", shared[0],
            "make private", shared,
        )  # fmt: skip
    left = list(_left_over(journal))
    # A file that a crash came upon before it had its name may be the only one with those words.
    needless = tuple(path for path in left if _is_needless(path))
    unique = tuple(path for path in left if path not in needless)
    if needless:
        yield Finding(
            "left-over", "note", f"{_temporary(needless)} left over; all in it is elsewhere, too.",
            "Remove what is not needed: securebase doctor --fix", needless[0], "remove", needless,
        )  # fmt: skip
    if unique:
        yield Finding(
            "left-over", "note", f"{_temporary(unique)} left over with words that may be yours.",
            "Put them aside, where you can look at them: securebase doctor --fix",
            unique[0], "put aside", unique,
        )  # fmt: skip


def check_entries(journal: Journal) -> Iterator[Finding]:
    """Look at every entry, and at every file that should be one."""
    ids: dict[str, EntryName] = {}
    for name in journal.names():
        path = journal.folder / name.name
        if name.id in ids:
            yield Finding(
                "duplicate-id", "problem", f"Two files have the id {name.id}.",
                f"Compare it with {ids[name.id].name}; delete one of them, or change the last "
                "four letters of its name.", path,
            )  # fmt: skip
        ids.setdefault(name.id, name)
        todo = "Move it out of the journal, or bring the entry back from a backup."
        try:
            data = journal.read_bytes(name)
            todo = f"Mend it with securebase edit {name.id}, or bring it back from a backup."
            written = read_entry(decode_entry(data))
        except EntryFormatError as error:
            yield Finding("unreadable", "problem", f"It can't be read: {error}.", todo, path)
            continue
        contradicted = [
            what
            for what, said, named in (
                ("id", written.id, name.id),
                ("domain", written.domain, name.domain),
                ("date", written.moment.date(), name.day),
            )
            if said != named
        ]
        if contradicted:
            yield Finding(
                "contradiction", "note",
                f"Its front matter and its name differ ({', '.join(contradicted)}).",
                "The name’s id and domain count, and lists are ordered by the name. Change one "
                "of the two if that is not what you want.", path,
            )  # fmt: skip
    for path in journal.misnamed_files():
        yield _stranger(path)


def check_drafts(kept: Drafts, workshop: EditorCopies, trash: Trash) -> Iterator[Finding]:
    """Look at what is unfinished, set aside, or deleted."""
    waiting, unreadable = kept.unfinished()
    for found in waiting:
        yield Finding(
            "unfinished", "note", "A sitting is unfinished.",
            f"Go on with: securebase resume {found.draft.id}", found.path,
        )  # fmt: skip
    for path, why in unreadable.items():
        yield Finding(
            "unreadable-draft", "problem", f"A draft can't be read: {why}.",
            "Open it in an editor; what you wrote is in it as plain text.", path,
        )  # fmt: skip
    for path in workshop.leftovers():
        yield Finding(
            "copy", "note", "A copy from an editor was left there; it may hold text of yours.",
            "Look at it; then delete it.", path,
        )  # fmt: skip
    aside = _count_in(kept.set_aside_folder)
    if aside:
        yield Finding(
            "set-aside", "note", f"{_files(aside)} set aside.",
            "Delete what you no longer want.", kept.set_aside_folder,
        )  # fmt: skip
    deleted = len(trash.names())
    if deleted:
        yield Finding(
            "trash", "note", f"{_files(deleted)} in the journal’s trash.",
            "securebase restore brings one back; securebase delete --purge removes for good.",
            trash.folder,
        )  # fmt: skip


def check_aliases(aliases: AliasesFile) -> Iterator[Finding]:
    """Look at the file of names and what stands for them; who else can see it is of the folder."""
    try:
        aliases.read()
    except AliasesError as error:
        yield Finding(
            "aliases", "problem", str(error),
            "Until it can be read, no export can leave names out.", aliases.path,
        )  # fmt: skip


def sync_service_of(folder: Path) -> str:
    """Return what seems to carry the folder elsewhere, such as “OneDrive”; empty if nothing."""
    resolved = folder.resolve()
    for part in resolved.parts:
        if match := _SYNCHRONISED.fullmatch(part):
            return match["name"] or "iCloud or another cloud"
    for above in (resolved, *resolved.parents):
        for name, service in ((".stfolder", "Syncthing"), (".dropbox", "Dropbox")):
            if above != Path.home() and os.path.exists(above / name):
                return service
    return ""


def _stranger(path: Path) -> Finding:
    if path.name.casefold().endswith(".icloud"):
        return Finding(
            "misnamed", "problem", "iCloud has not fetched this file yet.",
            "Open the folder in the Finder and fetch it.", path,
        )  # fmt: skip
    match = _COPY.fullmatch(path.name)
    if match:
        return Finding(
            "conflict-copy", "problem",
            f"It looks like a copy of {match[1]}.md that a synchronising program made.",
            "Compare the two, keep what you want in the entry, then delete the copy.", path,
        )  # fmt: skip
    return Finding(
        "misnamed", "problem", "Its name is not that of an entry, so it is left alone.",
        "Name it like YYYY-MM-DD-HHMM-domain-id.md (the id is four letters), or move it elsewhere.",
        path,
    )  # fmt: skip


def _open_to_others(journal: Journal) -> Iterator[Path]:
    folder = journal.folder.resolve()
    # A folder that never held a journal, or that everyone shares, is nobody's to close.
    own = [folder] if journal.internal_folder.is_dir() and not files.is_shared(folder) else []
    for path in (*own, *_ours(journal)):
        try:
            if files.is_open_to_others(path):
                yield path
        except OSError:
            # It went meanwhile, or is not ours to look at.
            continue


def _left_over(journal: Journal) -> Iterator[Path]:
    for path in _ours(journal):
        is_lock = path.suffix == locks.LOCK_SUFFIX and _is_empty(path)
        if (is_lock or files.intended_name(path)) and locks.is_abandoned(path):
            yield path


def _is_empty(path: Path) -> bool:
    """Whether nothing is in it, as in every file that is only there to be held."""
    try:
        return files.read(path, 0) == b""
    except OSError:
        return False


def _is_needless(path: Path) -> bool:
    """Whether a temporary file holds nothing that is not in the file it was meant for."""
    try:
        data = files.read(path, drafts.MAX_BYTES)
        return not data or data == files.read(path.with_name(files.intended_name(path)), len(data))
    except OSError:
        return False


def _temporary(paths: Sequence[Path]) -> str:
    return count_of(len(paths), "temporary file is", "temporary files are")


def _ours(journal: Journal) -> Iterator[Path]:
    """Give the files of the journal, and the inner folders with what is in them."""
    for name in _names(journal.folder):
        path = journal.folder / name
        meant = files.intended_name(path)
        if any(map(_is_ours, (name, meant))) or meant == "check":
            yield path
    inner = [journal.internal_folder]
    while inner:
        folder = inner.pop()
        if folder.is_symlink() or not folder.is_dir():
            continue
        yield folder
        for name in _names(folder):
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                inner.append(path)
            else:
                yield path


def _is_ours(name: str) -> bool:
    return EntryName.parse(name) is not None or _COPY.fullmatch(name) is not None


def _names(folder: Path) -> Sequence[str]:
    try:
        return sorted(files.list_names(folder))
    except OSError:
        return ()


def _count_in(folder: Path) -> int:
    return sum(name.endswith(".md") for name in _names(folder))


def _files(count: int) -> str:
    return count_of(count, "file is", "files are")
