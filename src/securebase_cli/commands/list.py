"""The command that lists past entries."""

from itertools import islice

from typer import Context

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import FilteringCommand, commands
from securebase_cli.commands._listing import limit, max_results, say_why_empty, show_list
from securebase_cli.commands._options import All, Json, Number
from securebase_cli.ui.pages.entries_page import entries_page


@commands.command("list", cls=FilteringCommand)
def list_entries(
    ctx: Context, number: Number = None, all_: All = False, as_json: Json = False
) -> None:
    """List entries, newest first; without a number 20 on a page, and all as JSON."""
    app = ctx.ensure_object(App)
    scan = app.scan()
    max_shown = max_results(number, all_=all_)
    if as_json:
        records = [
            json_records.outline_record(outline, str(app.journal.path_on_disk(name)))
            for name, outline in islice(scan.outlines(), number)
        ]
        json_records.print_json(records)
        is_empty = not records
    else:
        shown, message = limit(scan.outlines(), max_shown)
        is_empty = not shown
        if shown:
            page = entries_page([stored.outline for stored in shown], app.domain_title)
            show_list(app, page, "list", len(shown), ("entry", "entries"), message)
    if is_empty:
        say_why_empty(app, scan)
    scan.raise_if_unreadable()
