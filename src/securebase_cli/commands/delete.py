"""The command that moves entries to the trash, or removes them for good."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from typer import Context, Option

from securebase_cli import dates
from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._entries import choose_in_journal
from securebase_cli.commands._options import NoInput, entry_argument
from securebase_cli.errors import SavingError, UnknownEntryError, UsageError
from securebase_cli.hints import command
from securebase_cli.plurals import count_of
from securebase_cli.review.first_words import summarise
from securebase_cli.storage import files
from securebase_cli.storage.copies import Copies, copies_by_others, find_copies
from securebase_cli.storage.entry_files import older_than
from securebase_cli.storage.find_entry import handle_of
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.page import Line
from securebase_cli.ui.pages.deletion_page import deletion_page
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.signals import EndedBySignalError, raise_if_signalled, record_signals

ENTRY_REQUIRED = "Say what to delete: an entry, or all of them --before DATE."
# How many files are listed if a removal was interrupted.
MAX_PATHS = 20


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
    if purge and yes:
        raise UsageError("--purge can’t be undone, so --yes does not do: the words must be typed.")
    if no_input and not (yes or dry_run):
        missing = "--dry-run" if purge else "--yes or --dry-run"
        raise UsageError(f"With --no-input this needs {missing}.")

    entries: list[EntryName]
    trashed: list[EntryName] = []
    if before:
        entries, trashed = _find_older_entries(app, before, purge=purge)
    elif typed_names:
        entries, trashed = _find_named_entries(app, typed_names, purge=purge)
    elif no_input:
        raise UsageError(ENTRY_REQUIRED)
    elif chosen_name := choose_in_journal(app, "Delete which one?", ENTRY_REQUIRED):
        entries = [chosen_name]
    else:
        return
    if purge:
        copies = find_copies(app.journal, app.trash, [*entries, *trashed])
    else:
        copies = Copies(entries, trashed, not_ours=copies_by_others(app.journal, entries))
    count = len(copies.entries) + len(copies.trashed)
    entries_text = count_of(count, "entry", "entries")
    if not count:
        app.messages.say("No entry is as old as that. Nothing was changed.")
        return
    in_journal = summarise(app.journal.folder, copies.entries, app.journal.files)
    in_trash = summarise(app.trash.folder, copies.trashed, app.journal.files)
    app.screen.show(deletion_page(copies, in_journal, in_trash, app.domain_title))
    if dry_run:
        where = "removed for good" if purge else "moved to the trash"
        app.messages.say(f"A dry run: {entries_text} would be {where}.")
    elif not yes and not _ask_for_confirmation(app, count, purge=purge):
        app.messages.say("Nothing was changed.")
    elif purge:
        left_alone = _remove_for_good(app, [*entries, *trashed])
        app.confirm((Line(f"Removed for good: {entries_text}."),), "Removed for good")
        for path in left_alone:
            app.messages.say(f"Left alone, but words of these may be in it: {path}")
        from securebase_cli.sync.repository import Repository

        has_history = Repository.may_exist(app.journal)
        kept = "Backups, exports and the history of git" if has_history else "Backups and exports"
        app.messages.say(f"{kept} are not touched; `{command('doctor')}` says what else there is.")
    else:
        moved_names = _move_to_trash(app, entries)
        page = (Line(f"Moved to the journal’s trash: {entries_text}."),)
        app.confirm(page, "Moved to the trash")
        if count == 1:
            app.messages.say(f"To get it back: {command('restore')} {handle_of(moved_names[0])}")
        else:
            app.messages.say(f"To get one back: {command('restore')}")


def _find_older_entries(
    app: App, before: str, *, purge: bool
) -> tuple[list[EntryName], list[EntryName]]:
    """Find the entries older than a date in the journal and, with `purge`, in its trash."""
    first_kept_day, _ = dates.parse_period(before, app.today)
    app.screen.say(f"Before {dates.weekday_date(first_kept_day, app.today)}:")
    trashed = app.trash.names() if purge else []
    return (
        older_than(app.journal.folder, app.journal.names(), first_kept_day, app.journal.files),
        older_than(app.trash.folder, trashed, first_kept_day, app.journal.files),
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
            entries.append(app.find_entry(typed))
        except UnknownEntryError:
            if not purge or not app.trash.names():
                raise
            trashed.append(app.trash.find(typed, app.today))
    # Different names may stand for the same entry.
    return list(dict.fromkeys(entries)), list(dict.fromkeys(trashed))


def _ask_for_confirmation(app: App, count: int, *, purge: bool) -> bool:
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


def _move_to_trash(app: App, entries: Sequence[EntryName]) -> list[EntryName]:
    """Move entries to the trash; return their names there.

    Raises SavingError at the first that can't be moved, and says how many were moved before it.
    """
    moved: list[EntryName] = []
    for name in entries:
        try:
            moved.append(app.trash.add(name))
        except SavingError as error:
            if not moved:
                raise
            so_far = f"Moved to the trash before it: {len(moved)} of {len(entries)}."
            raise SavingError(f"{error}\n{so_far}") from None
    return moved


def _remove_for_good(app: App, names: Sequence[EntryName]) -> Sequence[Path]:
    """Remove the entries with all their copies; return the files that are left alone.

    Raises SavingError if a copy is open in another window, or can't be removed.
    """
    with app.journal.lock():
        # Look again: another window may have moved a copy since the question was asked.
        copies = find_copies(app.journal, app.trash, names)
        if copies.in_use:
            raise SavingError(
                f"Nothing was removed: {copies.in_use[0]} is open in another window. "
                "Finish there first."
            )
        try:
            with record_signals():
                # Entries go last, so that the same command can be repeated if it fails.
                paths = [
                    *copies.others,
                    *(app.trash.folder / name.path for name in copies.trashed),
                    *(app.journal.folder / name.path for name in copies.entries),
                ]
                remove_files(paths)
                for name in copies.trashed:
                    app.trash.remove_empty_folder_of(name)
        except (KeyboardInterrupt, EndedBySignalError):
            app.messages.say(_progress_of_removal(paths))
            raise
    return copies.not_ours


def remove_files(paths: Sequence[Path]) -> None:
    """Remove files for good.

    Raises SavingError at the first file that can't be removed, or, once all are removed, if the
    disk may not have recorded it. Raises EndedBySignalError between two files.
    """
    first_warning = ""
    for path in paths:
        raise_if_signalled()
        try:
            warning = files.remove(path)
        except OSError as error:
            raise SavingError(
                f"{path} could not be removed: {error.strerror}. {_progress_of_removal(paths)}"
            ) from None
        first_warning = first_warning or warning
    if first_warning:
        raise SavingError(
            f"Removed, but {first_warning}: after a power cut they could be there again."
        )


def _progress_of_removal(paths: Sequence[Path]) -> str:
    """Say how many of the files are removed, and which are not."""
    remaining = [path for path in paths if os.path.lexists(path)]
    if not remaining:
        return "All of it was removed before that."
    names = ", ".join(str(path) for path in remaining[:MAX_PATHS])
    more = f" and {len(remaining) - MAX_PATHS} more" if len(remaining) > MAX_PATHS else ""
    removed_count = len(paths) - len(remaining)
    return f"Removed before it: {removed_count} of {len(paths)}. Still there: {names}{more}."
