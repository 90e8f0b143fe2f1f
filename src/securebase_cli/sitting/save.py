"""Save the entries of a sitting, and print where they are.

A sitting is one run through some questions; it makes one entry for each domain. Its draft is the
file with everything entered so far; the draft is removed when the entries are saved.
"""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from securebase_cli.app import App
from securebase_cli.dates import weekday_date
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import EntryTooLargeError, FolderError, SavingError, SecurebaseError
from securebase_cli.hints import command, quote
from securebase_cli.model import Entry
from securebase_cli.settings import expand_path
from securebase_cli.sitting.state import Sitting
from securebase_cli.storage.journal import Journal, SavedEntry
from securebase_cli.ui.page import GAP, Line, Page, Part, Verbatim
from securebase_cli.ui.prompts.asker import Asker, Refused

NOTHING_WRITTEN = "Nothing was written."
THANKS = "That's kept. Thank you for taking the time."
ANOTHER_FOLDER = "Another folder to save it in? Its path; - shows it here; empty: leave it for now."


def save_sitting(
    app: App, sitting: Sitting, asker: Asker | None = None, *, into: Journal | None = None
) -> None:
    """Save the entries of a sitting in the journal `into`, and remove the draft.

    The default of `into` is the app's journal. If an entry cannot be saved and `asker` is
    interactive, ask for another folder. Raises SavingError, with the path of the draft, if an
    entry could not be saved in any folder.
    """
    draft_path = app.drafts.path_of(sitting.draft)
    entries = sitting.entries()
    if not entries:
        app.messages.say(NOTHING_WRITTEN)
        if problem := app.drafts.remove(draft_path):
            app.messages.say(f"However, {problem}.")
        return

    saved_draft: Path | None = None
    # If the draft cannot be saved, the entries perhaps can; otherwise they are shown.
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

    app.confirm(_saved_page(app, sitting, journal, saved), "Saved")
    problems = [saved_entry.warning for saved_entry in saved]
    # As long as a power cut could destroy an entry, the draft stays; saving it again is harmless.
    if all(saved_entry.verified and not saved_entry.warning for saved_entry in saved):
        problems.append(app.drafts.remove(draft_path))
    else:
        problems.append(f"its draft stays where it is: {draft_path}")
    app.messages.say(*(f"Saved, but {problem}." for problem in problems if problem))
    app.say_if_to_come(saved[0].entry.id, saved[0].entry.moment)


def _saved_page(app: App, sitting: Sitting, journal: Journal, saved: Sequence[SavedEntry]) -> Page:
    """Say what was kept, and how to read it."""
    draft = sitting.draft
    summary = f"{len(draft.answers)} of {sitting.question_total} answered"
    if draft.skipped:
        summary += f", {len(draft.skipped)} skipped"
    if draft.action:
        summary += "; one thing to try"
        if draft.action.due:
            summary += f" by {weekday_date(draft.action.due, app.today)}"
    parts: list[Part] = [GAP, Line(THANKS, "good"), Line(f"{summary}.")]
    option = ""
    if journal is not app.journal:
        option = f"--journal {quote(str(journal.folder))} "
        parts += [Line(f"Saved in {journal.folder}")]
    for saved_entry in saved:
        parts.append(Line(command(f"{option}show {saved_entry.entry.id}"), "quiet", label="Show"))
    return tuple(parts)


def _choose_other_journal(
    app: App,
    asker: Asker | None,
    error: SavingError,
    unsaved: Sequence[Entry],
    saved_draft: Path | None,
) -> Journal:
    """Ask for another folder, in which to save the rest of the entries; return its journal.

    Raises SavingError, with the path of the draft, if another folder would not help, or if the
    user cannot be asked or names none. The entries are shown then if there is no draft.
    """
    page = tuple(Verbatim(write_entry(entry)) for entry in unsaved)
    is_too_large = isinstance(error, EntryTooLargeError)
    failure = error
    if saved_draft is not None:
        message = (
            f"{error}\nWhat you wrote is kept in {saved_draft}; go on with: {command('resume')}"
        )
        if not is_too_large:
            message += (
                f", or save it in another folder: {command('resume --into')} DIR (- shows it)"
            )
        failure = SavingError(message)
    try:
        if asker and asker.is_interactive and not is_too_large:
            journal = _ask_for_folder(asker, error, page)
            if journal is not None:
                return journal
    except BaseException:
        # The user quits, or the terminal is gone: try to print where the text is.
        with contextlib.suppress(OSError):
            if saved_draft is None:
                app.screen.show(page)
            app.messages.say(str(failure))
        raise
    if saved_draft is None:
        app.screen.show(page)
    raise failure from None


def _ask_for_folder(asker: Asker, error: SecurebaseError, unsaved: Page) -> Journal | None:
    """Ask until a folder can be used, and return its journal; return None if none is named."""
    asker.show((Line(str(error), "warning"),))
    refused = None
    while True:
        reply = asker.ask_line(ANOTHER_FOLDER, ctrl_c="leave it", refused=refused)
        if reply.kind != "done" or not reply.text:
            return None
        if reply.text == "-":
            asker.show(unsaved)
            continue
        try:
            journal = Journal(expand_path(reply.text))
            journal.prepare()
        except FolderError as folder_error:
            refused = Refused(reply.text, str(folder_error))
        else:
            return journal
