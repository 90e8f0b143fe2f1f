"""Save the entries of a sitting, and print where they are."""

import contextlib
import shlex
from collections.abc import Sequence
from pathlib import Path

from securebase_cli.app import App
from securebase_cli.dates import long_date
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import EntryTooLargeError, FolderError, SavingError, SecurebaseError
from securebase_cli.model import Entry
from securebase_cli.settings import expand_path
from securebase_cli.sitting.state import Sitting
from securebase_cli.storage.journal import Journal, SavedEntry
from securebase_cli.ui.page import GAP, Line, Page, Verbatim
from securebase_cli.ui.prompts.asker import Asker

ANOTHER_FOLDER = "Another folder to save it in? Its path; - shows it here; empty: leave it for now."


def save_sitting(
    app: App, sitting: Sitting, asker: Asker | None = None, *, into: Journal | None = None
) -> None:
    """Save the entries of a sitting in the journal, or `into` another one, and remove its draft.

    If an entry cannot be saved and `asker` is interactive, ask for another folder. Raises
    SavingError, with the place of the draft, if an entry was saved nowhere.
    """
    draft_path = app.drafts.path_of(sitting.draft)
    entries = sitting.entries()
    if not entries:
        app.messages.say("Nothing was written, so nothing was saved.")
        if problem := app.drafts.remove(draft_path):
            app.messages.say(f"However, {problem}.")
        return

    saved_draft: Path | None = None
    # Without a draft the entries may still be saved; if not, they are shown.
    with contextlib.suppress(SavingError):
        saved_draft = app.drafts.save(sitting.draft)

    journal = into or app.journal
    saved: list[SavedEntry] = []
    while len(saved) < len(entries):
        unsaved = entries[len(saved) :]
        try:
            saved.append(journal.add(unsaved[0]))
        except SavingError as error:
            journal = _choose_other_journal(app, asker, error, unsaved, saved_draft)

    lines = []
    for saved_entry in saved:
        entry = saved_entry.entry
        lines += [
            Line(f"Saved: {entry.title} ({entry.id})", "good"),
            Line(str(saved_entry.path), "quiet", label="File", indent=2),
        ]
    last = saved[-1].entry
    if last.actions and last.actions[0].due:
        lines.append(Line(f"You will look again on {long_date(last.actions[0].due)}."))
    folder = "" if journal is app.journal else f"--journal {shlex.quote(str(journal.folder))} "
    lines.append(Line(f"Read it again with: securebase {folder}show {last.id}", "quiet"))
    app.confirm((GAP, *lines), "Saved")

    problems = [saved_entry.warning for saved_entry in saved]
    # The draft stays as long as a power cut may destroy an entry; saving it again does no harm.
    if all(saved_entry.verified and not saved_entry.warning for saved_entry in saved):
        problems.append(app.drafts.remove(draft_path))
    else:
        problems.append(f"its draft stays where it is: {draft_path}")
    app.messages.say(*(f"Saved, but {problem}." for problem in problems if problem))


def _choose_other_journal(
    app: App,
    asker: Asker | None,
    error: SavingError,
    unsaved: Sequence[Entry],
    saved_draft: Path | None,
) -> Journal:
    """Return the journal of another folder, in which to save the rest of the entries.

    Raises SavingError, with the place of the draft, if another folder does not help, or if the
    person cannot be asked or names none. Without a draft, the entries are shown.
    """
    page = tuple(Verbatim(write_entry(entry)) for entry in unsaved)
    is_too_large = isinstance(error, EntryTooLargeError)
    failure = error
    if saved_draft is not None:
        message = f"{error}\nWhat you wrote is kept in {saved_draft}; go on with: securebase resume"
        if not is_too_large:
            message += ", or save it in another folder: securebase resume --into DIR (- shows it)"
        failure = SavingError(message)
    journal = None
    try:
        if asker and asker.is_interactive and not is_too_large:
            journal = _ask_for_folder(asker, error, page)
    except BaseException:
        # The person quits, or the terminal is gone: the place of the text is still printed.
        with contextlib.suppress(OSError):
            if saved_draft is None:
                app.screen.show(page)
            app.messages.say(str(failure))
        raise
    if journal is None:
        if saved_draft is None:
            app.screen.show(page)
        raise failure from None
    return journal


def _ask_for_folder(asker: Asker, error: SecurebaseError, unsaved: Page) -> Journal | None:
    """Ask until a folder can be used, and return its journal; return None if none is named."""
    while True:
        asker.show((Line(str(error), "warning"),))
        reply = asker.ask_line(ANOTHER_FOLDER, ctrl_c="leave it")
        if reply.kind != "done" or not reply.text:
            return None
        if reply.text == "-":
            asker.show(unsaved)
            continue
        try:
            journal = Journal(expand_path(reply.text))
            journal.prepare()
        except FolderError as folder_error:
            error = folder_error
        else:
            return journal
