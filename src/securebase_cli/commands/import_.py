"""The command `import`: add the entries of JSON exports, and of sittings on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple

from typer import Argument, Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Json, refuse_without_effect
from securebase_cli.commands._stdin import StdinTooLargeError, read_file_or_stdin
from securebase_cli.documents import json_import
from securebase_cli.documents.import_comparison import Comparison, compare_with_journal
from securebase_cli.documents.json_import import ImportedEntry
from securebase_cli.entry_format.cleanup import removal_warning
from securebase_cli.errors import DifferentEntriesError, InputFileError, NameTakenError, SavingError
from securebase_cli.exit import print_confirmation
from securebase_cli.hints import command
from securebase_cli.plurals import count_of, list_in_words
from securebase_cli.settings import expand_path
from securebase_cli.storage import files
from securebase_cli.ui.page import Line
from securebase_cli.ui.progress import Progress
from securebase_cli.web_page import sitting_file


class _Document(NamedTuple):
    """A file that was read and checked, with the entries in it."""

    name: str
    data: bytes
    entries: tuple[ImportedEntry, ...]
    removed_characters: int
    is_sitting: bool


@commands.command("import", cls=Command)
def import_(
    ctx: Context,
    file_names: Annotated[
        list[str],
        Argument(
            metavar="FILE...",
            help="JSON exports, and reflections that the page saved; - for standard input.",
        ),
    ],
    dry_run: Annotated[
        bool, Option("--dry-run", help="Only say what would be added, and what the export lacks.")
    ] = False,
    then_remove: Annotated[
        bool,
        Option("--then-remove", help="Remove the files once their entries are in the journal."),
    ] = False,
    json: Json = False,
) -> None:
    """Add the entries of JSON exports, and of reflections on the page, that the journal lacks."""
    app = ctx.ensure_object(App)
    if then_remove:
        refuse_without_effect("with --dry-run", {"--then-remove": dry_run})
        refuse_without_effect("with standard input", {"--then-remove": "-" in file_names})
    documents = [_read_document(app, name) for name in dict.fromkeys(file_names)]
    entries = tuple(dict.fromkeys(entry for document in documents for entry in document.entries))
    comparison = compare_with_journal(entries, app.journal, app.progress)
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
        lines = [Line(_describe_result(ids, dry_run=dry_run))]
        if not dry_run:
            sittings = [document for document in documents if document.is_sitting]
            of_sittings = {entry for document in sittings for entry in document.entries}
            lines += _describe_entries(of_sittings.intersection(comparison.new))
        app.confirm(tuple(lines), "Imported")
    if comparison.new and not dry_run:
        latest = max(comparison.new, key=lambda imported: imported.entry.moment).entry
        app.say_if_to_come(latest.id, latest.moment)
    removed_characters = sum(document.removed_characters for document in documents)
    if ids["added"] and (removed := removal_warning(removed_characters)):
        app.messages.say(removed)
    if warning:
        raise SavingError(f"Added, but {warning}. Import again, to be sure.")
    if ids["different"]:
        raise DifferentEntriesError(
            list_in_words([document.name for document in documents]), ids["different"]
        )
    if then_remove:
        _remove_files(app, [document for document in documents if document.entries])


def _read_document(app: App, file_name: str) -> _Document:
    """Read and check a file; raises InputFileError, whose message names it."""
    name = "Standard input" if file_name == "-" else file_name
    try:
        data = read_file_or_stdin(file_name, json_import.MAX_BYTES)
    except OSError as error:
        raise InputFileError(f"{name} can't be read: {error.strerror}.") from None
    except StdinTooLargeError:
        limit = f"{json_import.MAX_BYTES >> 20} MiB"
        raise InputFileError(f"{name} is larger than {limit}.") from None
    is_sitting = sitting_file.is_sitting_file(data)
    if is_sitting:
        listing = app.journal.listing()
        imported = sitting_file.parse_sitting(data, name, app.content, listing)
    else:
        imported = json_import.parse_export(data, name, app.progress)
    return _Document(name, data, imported.entries, imported.removed_characters, is_sitting)


def _remove_files(app: App, documents: Sequence[_Document]) -> None:
    """Remove the files of documents whose entries are all in the journal, and say so."""
    documents_of = {expand_path(document.name): document for document in documents}
    # Compare all before removing any: the same file may be named twice, or through a link.
    for path, document in documents_of.items():
        try:
            is_same = files.read_following_links(path, json_import.MAX_BYTES) == document.data
        except OSError as error:
            raise SavingError(
                f"Imported, but {path} can’t be read again: {error.strerror}. Nothing was removed."
            ) from None
        if not is_same:
            raise SavingError(
                f"Imported, but {path} has changed meanwhile, so nothing was removed."
            )
    for path in documents_of:
        try:
            # If the path is a link, remove the file it leads to as well, since that has the words.
            warnings = [files.remove(place) for place in (path.resolve(), path)]
        except OSError as error:
            raise SavingError(
                f"Imported, but {path} could not be removed: {error.strerror}. Delete it yourself."
            ) from None
        app.messages.say(f"Removed: {path}")
        app.messages.say(*(f"However, {warning}." for warning in warnings[:1] if warning))


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
                saved = app.journal.add_under_name(imported.name.path, imported.entry)
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
        counts.append("The journal has no others: every entry is in this file.")
    return " ".join(counts) or "There are no entries in it. Nothing was changed."


def _describe_entries(imported_entries: Iterable[ImportedEntry]) -> Iterator[Line]:
    """Yield two lines for each entry: what it has, and the command that shows it."""
    for _, entry in sorted(imported_entries, key=lambda imported: imported.name.path):
        has = f"{len(entry.answers)} answered"
        if entry.skipped:
            has += f", {len(entry.skipped)} skipped"
        if entry.actions:
            has += "; one thing to try"
        yield Line(f"{entry.title}: {has}.")
        yield Line(command(f"show {entry.id}"), "quiet", label="Show")


def _ids(imported_entries: Iterable[ImportedEntry]) -> list[str]:
    return [imported.entry.id for imported in imported_entries]
