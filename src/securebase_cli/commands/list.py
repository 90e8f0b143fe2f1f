"""The command that lists past entries."""

import os
from itertools import islice

import typer

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._listing import limit, max_results, say_why_empty
from securebase_cli.commands._options import All, FilteringCommand, Json, Number, new_typer
from securebase_cli.ui.pages.entries_page import entries_page

command = new_typer()


@command.command(cls=FilteringCommand)
def list_entries(
    ctx: typer.Context, number: Number = None, all_: All = False, as_json: Json = False
) -> None:
    """List entries, newest first; without a number 20 on a page, and all as JSON."""
    app = ctx.ensure_object(App)
    scan = app.scan()
    max_shown = max_results(number, all_=all_)
    if as_json:
        folder = app.journal.folder
        rows = [
            json_records.outline_record(outline, os.path.join(folder, name.name))
            for name, outline in islice(scan.outlines(), number)
        ]
        json_records.print_json(rows)
        if not rows:
            say_why_empty(app)
    else:
        newest = limit(scan.outlines(), max_shown)
        if newest.results:
            app.screen.show(entries_page([stored.outline for stored in newest.results]))
        else:
            say_why_empty(app)
        if newest.message:
            app.messages.say(newest.message)
    scan.raise_if_unreadable()
