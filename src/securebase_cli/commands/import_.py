"""The command `import`: adds the entries of a JSON export that the journal lacks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from typer import Argument, Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Json
from securebase_cli.commands._stdin import StdinTooLargeError, read_file_or_stdin
from securebase_cli.documents import json_import
from securebase_cli.documents.import_comparison import Comparison, compare_with_journal
from securebase_cli.documents.json_import import ImportedEntry
from securebase_cli.entry_format.cleanup import removal_warning
from securebase_cli.errors import (
    DifferentEntriesError,
    InputFileError,
    NameTakenError,
    SavingError,
)
from securebase_cli.exit import print_confirmation
from securebase_cli.plurals import count_of
from securebase_cli.ui.page import Line
from securebase_cli.ui.progress import Progress


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


def _ids(imported_entries: Iterable[ImportedEntry]) -> list[str]:
    return [imported.entry.id for imported in imported_entries]
