"""Find all copies of an entry, so that none is left when it is removed for good."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from securebase_cli.entry_format.quick_checks import entries_held
from securebase_cli.storage import drafts, files, locks
from securebase_cli.storage.editor_copies import EDITING
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.journal_files import SET_ASIDE
from securebase_cli.storage.names import EntryName, base_name
from securebase_cli.storage.trash import Trash


class Copies(NamedTuple):
    """The files that have words of some entries.

    `entries` are in the journal, `trashed` in its trash; `others` are drafts, versions that were
    set aside, editors' copies and temporary files. `in_use` are those of the others that another
    process has open. `not_ours` must stay: a draft that has words of other entries too, and copies
    that another program put into the journal.
    """

    entries: list[EntryName]
    trashed: list[EntryName]
    others: Sequence[Path] = ()
    in_use: Sequence[Path] = ()
    not_ours: Sequence[Path] = ()


def find_copies(journal: Journal, trash: Trash, names: Collection[EntryName]) -> Copies:
    """Find all files with words of the entries of these names; raises FolderError.

    The entries may be in the journal or its trash.
    """
    listing = journal.listing()
    file_names = {name.file_name for name in names}
    entries = [name for name in listing.entries() if name.file_name in file_names]
    all_trashed = trash.names()
    paths = [
        *(journal.folder / name.path for name in entries),
        *(trash.folder / name.path for name in all_trashed if name.file_name in file_names),
    ]
    identities = _identities_of(journal, names, paths)
    trashed = [
        name
        for name in all_trashed
        if name.file_name in file_names or _held(trash.folder / name.path, journal) & identities
    ]
    trash_paths = {trash.folder / name.path for name in trashed}
    sought = _SoughtEntries(
        frozenset(Path(file_name).stem for file_name in file_names),
        identities,
        (*(journal.folder / name.path for name in entries), *trash_paths),
        journal,
    )
    others: list[Path] = []
    in_use: list[Path] = []
    not_ours = copies_by_others(journal, names)
    for path in _files_of_the_program(journal, names):
        if path in trash_paths:
            continue
        match sought.words_in(path):
            case "theirs":
                (in_use if _is_in_use(path) else others).append(path)
            case "theirs and others":
                not_ours.append(path)
    return Copies(entries, trashed, others, in_use, not_ours)


def copies_by_others(journal: Journal, names: Iterable[EntryName]) -> list[Path]:
    """Return the copies of entries that another program, or the user, put into the journal."""
    file_names = {name.file_name for name in names}
    return [
        file.path
        for file in journal.uncounted_files()
        if file.kind == "copy" and base_name(file.original) in file_names
    ]


class _SoughtEntries(NamedTuple):
    """The entries whose copies are sought: their file names without ending, ids, and files.

    `journal` is the one that the copies belong to.
    """

    stems: frozenset[str]
    identities: frozenset[tuple[str, str]]
    paths: Sequence[Path]
    journal: Journal

    def words_in(self, path: Path) -> Literal["theirs", "theirs and others", "none"]:
        """Return whose words a file has, by its name, by the ids inside, or by its whole text."""
        data = _read(path, self.journal)
        held = entries_held(data)
        if _is_named_after(path, self.stems) or (held and held <= self.identities):
            return "theirs"
        if held:
            return "theirs and others" if held & self.identities else "none"
        # An answer that an editor had open says nothing of its entry.
        text = data.strip()
        is_text = path.parent.name in {EDITING, SET_ASIDE} and text
        return (
            "theirs"
            if is_text and any(text in _read(own, self.journal) for own in self.paths)
            else "none"
        )


def _identities_of(
    journal: Journal, names: Collection[EntryName], paths: Iterable[Path]
) -> frozenset[tuple[str, str]]:
    """Return the domains and ids of entries: those in their names, and those in their files.

    The two differ for an entry that got another id in the trash. The entry that it is a copy of may
    still be in the journal; then the id inside is not its own.
    """
    named = {(name.domain, name.id) for name in names}
    held = (_held(path, journal) for path in paths)
    other_entries = {(name.domain, name.id) for name in journal.names()} - named
    return frozenset(named.union(*held) - other_entries)


def _files_of_the_program(journal: Journal, names: Collection[EntryName]) -> Iterator[Path]:
    """Yield the files in the internal folder, and the temporary files beside the entries."""
    yield from journal.files.list_internal()
    folders = {journal.folder, *((journal.folder / name.path).parent for name in names)}
    for folder in sorted(folders):
        for name in sorted(files.list_names(folder)):
            if files.intended_name(folder / name):
                yield folder / name


def _is_named_after(path: Path, stems: Collection[str]) -> bool:
    """Whether the name of a file begins with one of the stems, as a copy's and a backup's does."""
    # Editors put signs before and after the name of the file that they have open.
    name = (files.intended_name(path) or path.name).lstrip(".#")
    ends = (end for end in range(len(name) + 1) if not name[end : end + 1].isalnum())
    return path.suffix != locks.LOCK_SUFFIX and any(name[:end] in stems for end in ends)


def _held(path: Path, journal: Journal) -> frozenset[tuple[str, str]]:
    return entries_held(_read(path, journal))


def _read(path: Path, journal: Journal) -> bytes:
    """Return the bytes of a file; empty if it cannot be read."""
    with suppress(OSError):
        return journal.files.read(path, drafts.MAX_BYTES)
    return b""


def _is_in_use(path: Path) -> bool:
    """Whether another process has an editor's copy, a draft or a temporary file open."""
    if files.intended_name(path):
        return not locks.is_abandoned(path)
    return locks.is_held(path.with_suffix(locks.LOCK_SUFFIX))
