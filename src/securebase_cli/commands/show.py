"""The command that shows one entry."""

from pathlib import Path
from typing import Annotated

from typer import Context

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._listing import say_why_empty
from securebase_cli.commands._options import Json, entry_argument
from securebase_cli.errors import UnreadableEntriesError
from securebase_cli.model import describe_losses
from securebase_cli.storage.find_entry import LAST, is_last
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.ui.page import Page
from securebase_cli.ui.pages.entry_page import entry_page


@commands.command(cls=Command)
def show(
    ctx: Context,
    entry: Annotated[str | None, entry_argument("[ENTRY]")] = None,
    as_json: Json = False,
) -> None:
    """Show one entry; the latest, if none is named."""
    app = ctx.ensure_object(App)
    if entry is None and not app.journal.names():
        if as_json:
            json_records.print_json(None)
        scan = app.journal.scan()
        # There is nothing to read, but the pass finds files that do not count as entries.
        list(scan.outlines())
        say_why_empty(app, scan)
        scan.raise_if_unreadable()
        return
    typed = entry or LAST
    stored = app.journal.find_and_read(typed, app.today)
    if is_last(typed):
        app.say_if_to_come(stored.entry.id, stored.entry.moment)
    if as_json:
        json_records.print_json(json_records.entry_record(stored.entry, stored.path))
    else:
        with app.screen.paged():
            app.screen.show(_page(app, stored))
    if losses := describe_losses(stored.entry.problems):
        raise UnreadableEntriesError(
            (), [(Path(stored.path).relative_to(app.journal.folder), losses)]
        )


def _page(app: App, stored: StoredEntry) -> Page:
    question_texts = {}
    if stored.entry.skipped:
        from securebase_cli.instrument.team_questions import questions_and_prompts

        question_texts = {
            question.id: question.text for question in questions_and_prompts(app.content)
        }
    return entry_page(stored, question_texts, app.domain_title, app.today)
