"""The command that moves entries to the trash, or removes them for good."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from typer import Context, Option

from securebase_cli import dates
from securebase_cli.app import App
from securebase_cli.commands._options import Command, NoInput, commands, entry_argument
from securebase_cli.errors import SavingError, UnknownEntryError, UsageError
from securebase_cli.plurals import count_of
from securebase_cli.storage import files
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.page import Line, Page
from securebase_cli.ui.prompts import menus

# Entries listed before the question whether to delete them.
MAX_ROWS = 20


@commands.command(cls=Command)
def delete(
    ctx: Context,
    typed_names: Annotated[list[str] | None, entry_argument("[ENTRY]...")] = None,
    before: Annotated[
        str | None, Option(metavar="DATE", help="All that are older than this date.")
    ] = None,
    purge: Annotated[
        bool, Option("--purge", help="For good, and from the trash too; asks for words.")
    ] = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Only say what would be deleted.")] = False,
    yes: Annotated[bool, Option("--yes", "-y", help="Don’t ask.")] = False,
    no_input: NoInput = False,
) -> None:
    """Move entries to the journal’s trash, or remove them for good, after a confirmation."""
    app = ctx.ensure_object(App)
    if typed_names and before:
        raise UsageError("Name entries or give --before, not both.")
    if not typed_names and not before:
        raise UsageError("Say what to delete: an entry, or all of them --before DATE.")
    if purge and yes:
        raise UsageError("--purge can’t be undone, so --yes does not do: the words must be typed.")
    if no_input and not (yes or dry_run):
        missing = "--dry-run" if purge else "--yes or --dry-run"
        raise UsageError(f"With --no-input this needs {missing}.")

    if before:
        entries, trashed = _find_older_entries(app, before, purge=purge)
    else:
        entries, trashed = _find_named_entries(app, typed_names or (), purge=purge)
    count = len(entries) + len(trashed)
    entries_text = count_of(count, "entry", "entries")
    if not count:
        app.messages.say("No entry is as old as that. Nothing was changed.")
        return
    page = _names_page(entries)
    if trashed:
        page += (Line("In the trash already:"), *_names_page(trashed))
    app.screen.show(page)
    if dry_run:
        where = "removed for good" if purge else "moved to the trash"
        app.messages.say(f"A dry run: {entries_text} would be {where}.")
    elif not yes and not _confirm(app, count, purge=purge):
        app.messages.say("Nothing was changed.")
    elif purge:
        paths = [app.journal.folder / name.file_name for name in entries]
        remove_files([*paths, *(app.trash.folder / name.file_name for name in trashed)])
        app.confirm((Line(f"Removed for good: {entries_text}."),), "Removed for good")
        app.messages.say(
            "Backups, exports and unfinished sittings are not touched; `securebase doctor` says "
            "what else there is."
        )
    else:
        moved_names = [app.trash.add(name) for name in entries]
        page = (Line(f"Moved to the journal’s trash: {entries_text}."),)
        app.confirm(page, "Moved to the trash")
        if count == 1:
            app.messages.say(f"To get it back: securebase restore {moved_names[0].id}")
        else:
            app.messages.say("To get one back: securebase restore")


def _find_older_entries(
    app: App, before: str, *, purge: bool
) -> tuple[list[EntryName], list[EntryName]]:
    """Find the entries older than a date in the journal and, with `purge`, in its trash."""
    first_kept_day, _ = dates.parse_period(before, app.today)
    trashed = app.trash.names() if purge else []
    # A name whose date is not in the calendar has `date.min`, and is older than nothing.
    return (
        [name for name in app.journal.names() if date.min < name.day < first_kept_day],
        [name for name in trashed if date.min < name.day < first_kept_day],
    )


def _find_named_entries(
    app: App, typed_names: Sequence[str], *, purge: bool
) -> tuple[list[EntryName], list[EntryName]]:
    """Find the named entries in the journal and, with `purge`, in its trash.

    Raises UsageError for a name that no entry, or more than one, has.
    """
    entries, trashed = [], []
    for typed in typed_names:
        try:
            entries.append(app.journal.find(typed, app.today))
        except UnknownEntryError:
            if not purge or not app.trash.names():
                raise
            trashed.append(app.trash.find(typed, app.today))
    if purge:
        # An earlier version of an entry may be in the trash under the same file name.
        file_names = {name.file_name for name in entries}
        trashed += [name for name in app.trash.names() if name.file_name in file_names]
    # Different names may stand for the same entry.
    return list(dict.fromkeys(entries)), list(dict.fromkeys(trashed))


def _names_page(names: Sequence[EntryName]) -> Page:
    """Return a table of the first entries, and how many more there are."""
    if not names:
        return ()
    table = menus.entry_names_table(names[:MAX_ROWS])
    if len(names) <= MAX_ROWS:
        return (table,)
    return (table, Line(f"… and {len(names) - MAX_ROWS} more"))


def _confirm(app: App, count: int, *, purge: bool) -> bool:
    """Ask whether to delete; raise UsageError at the end of the input."""
    if purge:
        words = f"remove {count}"
        accepted = [words]
        question = f"They can’t be brought back. To go on, type: {words}"
    else:
        accepted = ["yes", "y"]
        question = f"Move {count_of(count, 'entry', 'entries')} to the journal’s trash? yes or no"
    with app.asker() as asker:
        confirmation = menus.ask_confirmation(asker, question, accepted)
    if confirmation == "no answer":
        missing = "the words, typed" if purge else "an answer, or --yes"
        raise UsageError(f"Nothing was changed; it needs {missing}.")
    return confirmation == "confirmed"


def remove_files(paths: Sequence[Path]) -> None:
    """Remove files for good.

    Raises SavingError at the first file that can't be removed, or, once all are removed, if the
    disk may not have recorded it.
    """
    first_warning = ""
    for count, path in enumerate(paths):
        try:
            warning = files.remove(path)
        except OSError as error:
            raise SavingError(
                f"{path} could not be removed: {error.strerror}. "
                f"Removed before it: {count} of {len(paths)}."
            ) from None
        first_warning = first_warning or warning
    if first_warning:
        raise SavingError(
            f"Removed, but {first_warning}: after a power cut they could be there again."
        )
