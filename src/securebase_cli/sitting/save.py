"""Makes entries of a sitting that was held, and says where they are."""

from __future__ import annotations

import contextlib
import shlex
from typing import TYPE_CHECKING

from securebase_cli import dates
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import (
    EntryTooLargeError,
    FolderError,
    SavingError,
    SecurebaseError,
)
from securebase_cli.exit import print_confirmation
from securebase_cli.settings import expand_path
from securebase_cli.storage.journal import Journal
from securebase_cli.ui.page import GAP, Line, Verbatim

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from securebase_cli.app import App
    from securebase_cli.model import Entry
    from securebase_cli.sitting.state import Sitting
    from securebase_cli.storage.journal import SavedEntry
    from securebase_cli.ui.page import Page
    from securebase_cli.ui.prompts.asker import Asker

ANOTHER = "Another folder to save it in? Its path; - shows it here; empty: leave it for now."


def save(app: App, held: Sitting, asker: Asker | None, *, into: Journal | None = None) -> None:
    """Save the sitting's entries, then let its draft go, and say where they are.

    Where that fails and somebody is there to ask, another folder is offered. Raises SavingError,
    with the place of the draft, if there is an entry that could not be saved anywhere.
    """
    path = app.drafts.path_of(held.draft)
    entries = held.entries()
    if not entries:
        app.messages.say("Nothing was written, so nothing was saved.")
        if remark := app.drafts.remove(path):
            app.messages.say(f"However, {remark}.")
        return
    kept = _keep_draft(app, held)
    journal = into or app.journal
    saved: list[SavedEntry] = []
    while len(saved) < len(entries):
        left = entries[len(saved) :]
        try:
            saved.append(journal.add(left[0]))
        except SavingError as error:
            another: Journal | None = None
            if asker and asker.is_interactive and not isinstance(error, EntryTooLargeError):
                try:
                    another = _another_folder(asker, error, left)
                except BaseException:
                    # Whoever leaves here, or is cut off, must find the words as well.
                    with contextlib.suppress(OSError):
                        app.messages.say(str(_given_up(app, error, left, path if kept else None)))
                    raise
            if another is None:
                raise _given_up(app, error, left, path if kept else None) from None
            journal = another
    page = _saved(saved, None if journal is app.journal else journal)
    print_confirmation(lambda: app.screen.show(page), "Saved")
    remarks = [one.warning for one in saved]
    # What a power cut could still take must not lose its draft; to save that again does no harm.
    if all(one.verified and not one.warning for one in saved):
        remarks.append(app.drafts.remove(path))
    else:
        remarks.append(f"its draft stays where it is: {path}")
    app.messages.say(*(f"Saved, but {remark}." for remark in remarks if remark))


def _keep_draft(app: App, held: Sitting) -> bool:
    try:
        app.drafts.save(held.draft)
    except SavingError:
        # The entries may still find their place; if not, the words are shown.
        return False
    return True


def _another_folder(asker: Asker, error: SavingError, left: Sequence[Entry]) -> Journal | None:
    words: SecurebaseError = error
    while True:
        asker.show((Line(str(words), "warning"),))
        reply = asker.ask_line(ANOTHER, ctrl_c="leave it")
        if reply.kind != "done" or not reply.text:
            return None
        if reply.text == "-":
            asker.show(_words_of(left))
            continue
        try:
            another = Journal(expand_path(reply.text))
            another.prepare()
        except FolderError as refused:
            words = refused
        else:
            return another


def _given_up(
    app: App, error: SavingError, left: Sequence[Entry], draft: Path | None
) -> SavingError:
    if draft is None:
        # Where not even a draft can be written, the words must not end with the program.
        app.screen.show(_words_of(left))
        return error
    if isinstance(error, EntryTooLargeError):
        return SavingError(
            f"{error}\nWhat you wrote is kept in {draft}; go on with: securebase resume"
        )
    return SavingError(
        f"{error}\nWhat you wrote is kept in {draft}; go on with: securebase resume, or save it "
        "in another folder: securebase resume --into DIR (- shows it)"
    )


def show_words(app: App, held: Sitting) -> None:
    """Show what a sitting would save, as the files would hold it; its draft stays."""
    app.screen.show(_words_of(held.entries()))
    app.messages.say(f"Nothing was saved. The draft stays: {app.drafts.path_of(held.draft)}")


def _words_of(entries: Sequence[Entry]) -> Page:
    return tuple(Verbatim(write_entry(entry)) for entry in entries)


def _saved(saved: list[SavedEntry], elsewhere: Journal | None) -> Page:
    parts: list[Line] = []
    for one in saved:
        parts += [
            Line(f"Saved: {one.entry.title} ({one.entry.id})", "good"),
            Line(str(one.path), "quiet", "File", indent=2),
        ]
    action = saved[-1].entry.actions
    if action and action[0].due:
        parts.append(Line(f"You will look again on {dates.long_date(action[0].due)}."))
    again = f"show {saved[-1].entry.id}"
    if elsewhere:
        again = f"--journal {shlex.quote(str(elsewhere.folder))} {again}"
    parts.append(Line(f"Read it again with: securebase {again}", "quiet"))
    return (GAP, *parts)
