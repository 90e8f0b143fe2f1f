"""The commands that take entries away, for a while or for good, and that bring them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from securebase_cli import dates
from securebase_cli.app import App
from securebase_cli.commands._options import ENTRY, Command, NoInput, complete_entry, new_typer
from securebase_cli.errors import SavingError, UnknownEntryError, UsageError
from securebase_cli.exit import print_confirmation
from securebase_cli.storage import files
from securebase_cli.ui.page import Line, Page
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.signals import record_signals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from securebase_cli.storage.names import EntryName

# As many rows as one looks through before one agrees.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Removal:
    """What `delete` was asked for, as it was typed."""

    entries: tuple[str, ...]
    before: str | None
    purge: bool
    dry_run: bool
    yes: bool
    no_input: bool


@dataclass(frozen=True, slots=True)
class Doomed:
    """What a removal is about: entries of the journal, and of its trash."""

    entries: tuple[EntryName, ...]
    trashed: tuple[EntryName, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.entries) + len(self.trashed)


def delete(app: App, removal: Removal) -> None:
    """Move entries to the journal's trash, or remove them for good, once that is confirmed."""
    _check(removal)
    doomed = _doomed(app, removal)
    if not doomed.count:
        app.messages.say("No entry is as old as that. Nothing was changed.")
        return
    app.screen.show(_page(doomed))
    if removal.dry_run:
        where = "removed for good" if removal.purge else "moved to the trash"
        app.messages.say(f"A dry run: {_entries(doomed.count)} would be {where}.")
    elif not _agreed(app, removal, doomed.count):
        app.messages.say("Nothing was changed.")
    elif removal.purge:
        _purge(app, doomed)
    else:
        kept = [app.trash.add(name) for name in doomed.entries]
        moved = f"Moved to the journal’s trash: {_entries(len(kept))}."
        print_confirmation(lambda: app.screen.say(moved), "Moved to the trash")
        app.messages.say(f"To get {'it' if len(kept) == 1 else 'one'} back: {_way_back(kept)}")


def restore(app: App, given: str | None, *, no_input: bool) -> None:
    """Bring an entry back from the journal's trash."""
    kept = app.trash.names()
    if given is None and not kept:
        app.messages.say("The journal’s trash is empty.")
        return
    if given is None and no_input:
        ids = ", ".join(name.id for name in kept[:_SHOWN])
        raise UsageError(f"Name the entry to bring back: {ids}.")
    if given is not None:
        name: EntryName | None = app.trash.find(given, app.today)
    else:
        with record_signals(), app.asker() as asker:
            name = menus.choose_entry(asker, kept)
    if name is None:
        app.messages.say("Nothing was changed.")
        return
    path = app.trash.restore(name)
    page = (Line(f"Restored: {name.id}", "good"), Line(str(path), "quiet", "File", 2))
    print_confirmation(lambda: app.screen.show(page), "Restored")


def _check(removal: Removal) -> None:
    if removal.entries and removal.before:
        raise UsageError("Name entries or give --before, not both.")
    if not removal.entries and not removal.before:
        raise UsageError("Say what to delete: an entry, or all of them --before DATE.")
    if removal.purge and removal.yes:
        raise UsageError("--purge can’t be undone, so --yes does not do: the words must be typed.")
    if removal.no_input and not (removal.yes or removal.dry_run):
        missing = "--dry-run" if removal.purge else "--yes or --dry-run"
        raise UsageError(f"With --no-input this needs {missing}.")


def _doomed(app: App, removal: Removal) -> Doomed:
    if removal.before:
        day, _ = dates.parse_period(removal.before, app.today)
        entries = tuple(name for name in app.journal.names() if _is_before(name, day))
        trashed = tuple(name for name in app.trash.names() if _is_before(name, day))
        return Doomed(entries, trashed if removal.purge else ())
    found: list[EntryName] = []
    trashed_too: list[EntryName] = []
    for given in removal.entries:
        try:
            found.append(app.journal.find(given, app.today))
        except UnknownEntryError:
            # What was deleted before can still be removed for good.
            if not removal.purge or not app.trash.names():
                raise
            trashed_too.append(app.trash.find(given, app.today))
    if removal.purge:
        # For good is for good: no copy of it stays in the trash.
        named = {name.name for name in found}
        trashed_too += [name for name in app.trash.names() if name.name in named]
    return Doomed(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(trashed_too)))


def _is_before(name: EntryName, day: date) -> bool:
    # A name with a date that the calendar does not have is of no time at all.
    return date.min < name.day < day


def _agreed(app: App, removal: Removal, count: int) -> bool:
    if removal.yes:
        return True
    if removal.purge:
        words = [f"remove {count}"]
        question = f"They can’t be brought back. To go on, type: {words[0]}"
    else:
        words = ["yes", "y"]
        question = f"Move {_entries(count)} to the journal’s trash? yes or no"
    with record_signals(), app.asker() as asker:
        answer = menus.ask_confirmation(asker, question, words)
    if answer == "no answer":
        missing = "the words, typed" if removal.purge else "an answer, or --yes"
        raise UsageError(f"Nothing was changed; it needs {missing}.")
    return answer == "confirmed"


def _purge(app: App, doomed: Doomed) -> None:
    paths: list[Path] = [app.journal.folder / name.name for name in doomed.entries]
    paths += [app.trash.folder / name.name for name in doomed.trashed]
    remarks: dict[str, None] = {}
    for number, path in enumerate(paths):
        try:
            remarks[files.remove(path)] = None
        except OSError as error:
            raise SavingError(
                f"{path} could not be removed: {error.strerror}. "
                f"Removed before it: {number} of {len(paths)}."
            ) from None
    for remark in filter(None, remarks):
        raise SavingError(f"Removed, but {remark}: after a power cut they could be there again.")
    removed = f"Removed for good: {_entries(len(paths))}."
    print_confirmation(lambda: app.screen.say(removed), "Removed for good")
    app.messages.say(
        "Backups, exports and unfinished sittings are not touched; `securebase doctor` says "
        "what else there is."
    )


def _page(doomed: Doomed) -> Page:
    parts: Page = ()
    for names, where in ((doomed.entries, ""), (doomed.trashed, "In the trash already:")):
        if names and where:
            parts += (Line(where),)
        if names:
            parts += (menus.entry_names_table(names[:_SHOWN]),)
        if len(names) > _SHOWN:
            parts += (Line(f"… and {len(names) - _SHOWN} more"),)
    return parts


def _way_back(kept: Sequence[EntryName]) -> str:
    return f"securebase restore {kept[0].id}" if len(kept) == 1 else "securebase restore"


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


command = new_typer()


@command.command(cls=Command)
def delete_command(
    ctx: typer.Context,
    entries: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ENTRY]...", help=ENTRY, autocompletion=complete_entry),
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="All that are older than this date.")
    ] = None,
    purge: Annotated[
        bool, typer.Option("--purge", help="For good, and from the trash too; asks for words.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be deleted.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don’t ask.")] = False,
    no_input: NoInput = False,
) -> None:
    """Move entries to the journal’s trash, or remove them for good."""
    removal = Removal(
        entries=tuple(entries or ()),
        before=before,
        purge=purge,
        dry_run=dry_run,
        yes=yes,
        no_input=no_input,
    )
    delete(ctx.ensure_object(App), removal)
