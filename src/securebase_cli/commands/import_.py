"""The command `import`: adds the entries of a JSON export that the journal lacks."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from securebase_cli.app import App
from securebase_cli.commands._options import Command, Json, commands
from securebase_cli.commands._stdin import StdinTooLargeError, read_file_or_stdin
from securebase_cli.documents import json_import
from securebase_cli.documents.json_import import ImportedEntry
from securebase_cli.entry_format.cleanup import removal_warning
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import (
    DifferentEntriesError,
    EntryFormatError,
    InputFileError,
    NameTakenError,
    SavingError,
)
from securebase_cli.exit import print_confirmation
from securebase_cli.model import Entry
from securebase_cli.plurals import count_of
from securebase_cli.storage.names import EntryName
from securebase_cli.storage.scan import ProgressCallbacks
from securebase_cli.ui.progress import Progress

if TYPE_CHECKING:
    from securebase_cli.storage.journal import Journal


@commands.command("import", cls=Command)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A JSON export; - for standard input.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be added.")
    ] = False,
    json: Json = False,
) -> None:
    """Add the entries of a JSON export that the journal lacks."""
    app = ctx.ensure_object(App)
    document_name = "Standard input" if file == "-" else file
    try:
        data = read_file_or_stdin(file, json_import.MAX_BYTES)
    except OSError as error:
        raise InputFileError(f"{document_name} can't be read: {error.strerror}.") from None
    except StdinTooLargeError:
        limit = f"{json_import.MAX_BYTES >> 20} MiB"
        raise InputFileError(f"{document_name} is larger than {limit}.") from None
    document = json_import.parse_export(data, document_name, app.progress)
    added, present, different = compare_with_journal(document.entries, app.journal, app.progress)
    warnings: Sequence[str] = ()
    if added and not dry_run:
        added, name_conflicts, warnings = _add_entries(app, added)
        different += name_conflicts

    groups = {"added": added, "present": present, "different": different}
    if json:
        from securebase_cli.json_records import print_json

        ids = {group: _ids(entries) for group, entries in groups.items()}
        print_confirmation(lambda: print_json(ids), "Imported")
    else:
        message = _describe_result(groups, dry_run=dry_run)
        print_confirmation(lambda: app.screen.say(message), "Imported")
    if added and (removed := removal_warning(document.removed_characters)):
        app.messages.say(removed)
    if warnings:
        raise SavingError(f"Added, but {warnings[0]}. Import again, to be sure.")
    if different:
        raise DifferentEntriesError(document_name, _ids(different))


class Comparison(NamedTuple):
    """The entries of a document: new to the journal, present to the letter, or different there."""

    new: tuple[ImportedEntry, ...]
    present: tuple[ImportedEntry, ...]
    different: tuple[ImportedEntry, ...]


def compare_with_journal(
    imported_entries: Sequence[ImportedEntry], journal: Journal, progress: ProgressCallbacks
) -> Comparison:
    """Compare imported entries with those of the journal that have the same file name or id."""
    file_names = {imported.name.file_name for imported in imported_entries}
    by_file_name: dict[str, EntryName] = {}
    # Copies of a file share its id. Those that the document has under their own name are compared
    # with that name only.
    by_id: defaultdict[str, list[EntryName]] = defaultdict(list)
    for name in journal.names():
        if name.file_name in file_names:
            by_file_name[name.file_name] = name
        else:
            by_id[name.id].append(name)

    new: list[ImportedEntry] = []
    present: list[ImportedEntry] = []
    different: list[ImportedEntry] = []
    progress.begin(len(imported_entries))
    try:
        for imported in imported_entries:
            same_name = by_file_name.get(imported.name.file_name)
            candidates = [same_name] if same_name else by_id.get(imported.entry.id, [])
            if any(_is_equal(journal, candidate, imported.entry) for candidate in candidates):
                present.append(imported)
            elif not candidates or (same_name and _is_empty_file(journal, same_name)):
                new.append(imported)
            else:
                different.append(imported)
            progress.advance()
    finally:
        progress.clear()
    return Comparison(tuple(new), tuple(present), tuple(different))


def _is_equal(journal: Journal, name: EntryName, entry: Entry) -> bool:
    """Return whether a file holds this entry; a file that cannot be read does not."""
    try:
        stored = journal.read(name).entry
    except EntryFormatError:
        return False
    # The texts are compared because moments in different time zones can be equal.
    text = write_entry(entry)
    return text in {write_entry(stored), write_entry(json_import.clean_entry(stored)[0])}


def _is_empty_file(journal: Journal, name: EntryName) -> bool:
    """Return whether a file is empty, as a crash leaves it on a disk without hard links."""
    with contextlib.suppress(EntryFormatError):
        return not journal.read_bytes(name)
    return False


class _AddedEntries(NamedTuple):
    """The entries added, those whose name was taken meanwhile, and warnings from saving."""

    added: tuple[ImportedEntry, ...]
    name_conflicts: tuple[ImportedEntry, ...]
    warnings: tuple[str, ...]


def _add_entries(app: App, new: Sequence[ImportedEntry]) -> _AddedEntries:
    """Save the new entries; raises SavingError, which says how many were added until then."""
    app.journal.prepare()
    added: list[ImportedEntry] = []
    name_conflicts: list[ImportedEntry] = []
    # A dictionary, so that each warning is reported once.
    warnings: dict[str, None] = {}
    # Saving an entry waits for the disk, so the progress is checked after each.
    progress = Progress(app.messages, "Adding", check_every=1)
    progress.begin(len(new))
    try:
        for imported in new:
            try:
                saved = app.journal.add_under_name(imported.name.file_name, imported.entry)
            except NameTakenError:
                # Another program saved something else under this name meanwhile.
                name_conflicts.append(imported)
            else:
                if not saved.verified:
                    raise SavingError(f"{saved.path}: {saved.warning}.")
                added.append(imported)
                if saved.warning:
                    warnings[saved.warning] = None
            progress.advance()
    except (SavingError, KeyboardInterrupt) as error:
        progress.clear()
        count = count_of(len(added), "entry", "entries")
        so_far = f"Added until then: {count} of {len(new)}. Import again to go on."
        if isinstance(error, SavingError):
            raise SavingError(f"{error}\n{so_far}") from None
        app.messages.say(so_far)
        raise
    finally:
        progress.clear()
    return _AddedEntries(tuple(added), tuple(name_conflicts), tuple(warnings))


def _describe_result(groups: dict[str, tuple[ImportedEntry, ...]], *, dry_run: bool) -> str:
    if not any(groups.values()):
        return "There are no entries in it. Nothing was changed."
    words = {
        "added": "Would be added" if dry_run else "Added",
        "present": "There already",
        "different": "Different",
    }
    return " ".join(
        f"{words[group]}: {count_of(len(entries), 'entry', 'entries')}."
        for group, entries in groups.items()
        if entries
    )


def _ids(imported_entries: Iterable[ImportedEntry]) -> list[str]:
    return [imported.entry.id for imported in imported_entries]
