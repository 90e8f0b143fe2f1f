"""The command `import`: adds the entries of a JSON export that the journal lacks."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

from typer import Argument, Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Json
from securebase_cli.commands._stdin import StdinTooLargeError, read_file_or_stdin
from securebase_cli.documents import json_import
from securebase_cli.documents.json_import import ImportedEntry
from securebase_cli.entry_format.cleanup import removal_warning
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.entry_format.quick_checks import entries_held
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
from securebase_cli.ui.page import Line
from securebase_cli.ui.progress import Progress

if TYPE_CHECKING:
    from securebase_cli.storage.journal import Journal


@commands.command("import", cls=Command)
def import_(
    ctx: Context,
    file: Annotated[str, Argument(metavar="FILE", help="A JSON export; - for standard input.")],
    dry_run: Annotated[
        bool, Option("--dry-run", help="Only say what would be added, and what the export lacks.")
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
    comparison = compare_with_journal(document.entries, app.journal, app.progress)
    warning = ""
    if comparison.new and not dry_run:
        comparison, warning = _add_entries(app, comparison)

    ids = {
        "added": _ids(comparison.new),
        "present": _ids(comparison.present),
        "different": _ids(comparison.different),
        "only_in_journal": [name.id for name in comparison.only_in_journal],
    }
    if json:
        from securebase_cli.json_records import print_json

        print_confirmation(lambda: print_json(ids), "Imported")
    else:
        app.confirm((Line(_describe_result(ids, dry_run=dry_run)),), "Imported")
    if comparison.new and not dry_run:
        latest = max(comparison.new, key=lambda imported: imported.entry.moment).entry
        app.say_if_to_come(latest.id, latest.moment)
    if ids["added"] and (removed := removal_warning(document.removed_characters)):
        app.messages.say(removed)
    if warning:
        raise SavingError(f"Added, but {warning}. Import again, to be sure.")
    if ids["different"]:
        raise DifferentEntriesError(document_name, ids["different"])


class Comparison(NamedTuple):
    """The entries of a document: new to the journal, present to the letter, or different there.

    `only_in_journal` are the entries of the journal that the document lacks.
    """

    new: list[ImportedEntry]
    present: list[ImportedEntry]
    different: list[ImportedEntry]
    only_in_journal: Sequence[EntryName]


def compare_with_journal(
    imported_entries: Sequence[ImportedEntry], journal: Journal, progress: ProgressCallbacks
) -> Comparison:
    """Compare imported entries with those of the journal that have the same file name or id."""
    file_names = {imported.name.file_name for imported in imported_entries}
    by_file_name: dict[str, EntryName] = {}
    # Copies of a file share its id. Those that the document has under their own name are compared
    # with that name only.
    by_id: defaultdict[str, list[EntryName]] = defaultdict(list)
    minutes = {(imported.name.stamp, imported.name.domain) for imported in imported_entries}
    names = journal.names()
    for name in names:
        if name.file_name in file_names:
            by_file_name[name.file_name] = name
            continue
        by_id[name.id].append(name)
        # An entry that came back from the trash under another id still has its own inside.
        if (name.stamp, name.domain) in minutes:
            for id_inside in _ids_inside(journal, name) - {name.id}:
                by_id[id_inside].append(name)

    comparison = Comparison([], [], [], names)
    found: set[EntryName] = set()
    progress.begin(len(imported_entries))
    try:
        for imported in imported_entries:
            same_name = by_file_name.get(imported.name.file_name)
            candidates = [same_name] if same_name else by_id.get(imported.entry.id, [])
            found.update(candidates)
            if any(_is_equal(journal, candidate, imported.entry) for candidate in candidates):
                comparison.present.append(imported)
            elif not candidates or (same_name and _is_empty_file(journal, same_name)):
                comparison.new.append(imported)
            else:
                comparison.different.append(imported)
            progress.advance()
    finally:
        progress.clear()
    return comparison._replace(only_in_journal=[name for name in names if name not in found])


def _ids_inside(journal: Journal, name: EntryName) -> set[str]:
    with contextlib.suppress(EntryFormatError):
        return {entry_id for _, entry_id in entries_held(journal.read_bytes(name))}
    return set()


def _is_equal(journal: Journal, name: EntryName, entry: Entry) -> bool:
    """Return whether a file holds this entry, perhaps under another id.

    A file that cannot be read does not.
    """
    try:
        stored = journal.read(name).entry._replace(id=entry.id)
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


def _add_entries(app: App, comparison: Comparison) -> tuple[Comparison, str]:
    """Save the new entries; return the comparison as it is afterwards, and a warning or "".

    The warning is the first from saving an entry. Raises SavingError, which says how many entries
    were added before it.
    """
    app.journal.prepare()
    added: list[ImportedEntry] = []
    different = list(comparison.different)
    first_warning = ""
    # Saving an entry waits for the disk, so the progress is checked after each.
    progress = Progress(app.messages, "Adding", check_every=1)
    progress.begin(len(comparison.new))
    try:
        for imported in comparison.new:
            try:
                saved = app.journal.add_under_name(imported.name.file_name, imported.entry)
            except NameTakenError:
                # Another program saved something else under this name meanwhile.
                different.append(imported)
            else:
                if not saved.verified:
                    raise SavingError(f"{saved.path}: {saved.warning}.")
                added.append(imported)
                first_warning = first_warning or saved.warning
            progress.advance()
    except (SavingError, KeyboardInterrupt) as error:
        progress.clear()
        count = count_of(len(added), "entry", "entries")
        so_far = f"Added until then: {count} of {len(comparison.new)}. Import again to go on."
        if isinstance(error, SavingError):
            raise SavingError(f"{error}\n{so_far}") from None
        app.messages.say(so_far)
        raise
    finally:
        progress.clear()
    return comparison._replace(new=added, different=different), first_warning


def _describe_result(ids: Mapping[str, Sequence[str]], *, dry_run: bool) -> str:
    words = {
        "added": "Would be added" if dry_run else "Added",
        "present": "There already",
        "different": "Different",
    }
    if dry_run:
        words["only_in_journal"] = "Only in the journal"
    counts = [
        f"{words[group]}: {count_of(len(group_ids), 'entry', 'entries')}."
        for group, group_ids in ids.items()
        if group in words and group_ids
    ]
    if dry_run and ids["present"] and len(counts) == 1:
        counts.append("The journal has no others.")
    return " ".join(counts) or "There are no entries in it. Nothing was changed."


def _ids(imported_entries: Iterable[ImportedEntry]) -> list[str]:
    return [imported.entry.id for imported in imported_entries]
