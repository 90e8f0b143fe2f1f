"""The home page, which is shown if the program is called without a command."""

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.review.home import build_home
from securebase_cli.ui.pages.home_page import first_run_page, home_page


def show_home(app: App, *, as_json: bool) -> None:
    """Show a summary of the journal; on the first run the notice, and how to begin."""
    drafts = [stored.draft for stored in app.report_and_return_drafts()]
    scan = app.scan()
    summary = build_home(scan.outlines(), app.content, drafts)
    if as_json:
        json_records.print_json(json_records.home_record(summary))
    elif summary.has_entries or drafts or scan.unreadable:
        app.screen.show(home_page(summary, app.content.domain_title, app.today))
    else:
        from securebase_cli.ui.pages.notice_page import notice_page

        app.screen.show(first_run_page(notice_page()))
    scan.raise_if_unreadable()
