"""The commands that say how things stand: home, and what has been reflected on and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli import json_records
from securebase_cli.commands._waiting import unfinished_drafts
from securebase_cli.review import rotation
from securebase_cli.review.coverage import count_coverage, months_shown
from securebase_cli.storage.filter import MATCH_ALL

if TYPE_CHECKING:
    from securebase_cli.app import App
    from securebase_cli.review.rotation import Suggestion


def home(app: App, *, as_json: bool) -> None:
    """Show how things stand; on the first run the notice, and how to begin."""
    from securebase_cli.review.home import summarise
    from securebase_cli.ui.pages.home_page import first_run_page, home_page

    drafts = [found.draft for found in unfinished_drafts(app)]
    scan = app.scan()
    found = summarise(scan.outlines(), app.content, drafts)
    if as_json:
        json_records.print_json(json_records.home_record(found))
    elif found.begun or drafts or scan.unreadable:
        app.screen.show(home_page(found, app.content.titles(), app.today))
    else:
        from securebase_cli.ui.pages.notice_page import notice_page

        app.screen.show(first_run_page(notice_page(app.journal.folder)))
    scan.raise_if_unreadable()


def coverage(app: App, *, as_json: bool) -> None:
    """Show what has been reflected on, and what not: domains, questions, lens, months."""
    scan, query = app.scan(), app.entry_filter()
    months = months_shown(query.period, app.today)
    found = count_coverage(scan.outlines(), app.content, months, whole=query == MATCH_ALL)
    suggestion = (
        rotation.suggest(found.questions, app.content.lens) if found.whole else _suggestion(app)
    )
    if query.domains:
        found = found.for_domains(query.domains)
    if as_json:
        json_records.print_json(json_records.coverage_record(found, suggestion))
    elif not found.domains:
        app.messages.say("In this choice there is nothing to count.")
    else:
        from securebase_cli.ui.pages.coverage_page import coverage_chart_page, coverage_text_page

        shown = (
            coverage_chart_page(found, suggestion, content=app.content, width=app.screen.width)
            if app.screen.shows_drawings
            else coverage_text_page(found, suggestion, content=app.content)
        )
        app.screen.show(shown)
    scan.raise_if_unreadable()


def _suggestion(app: App) -> Suggestion | None:
    """Suggest what to take up next, whatever part of the journal is looked at."""
    everything = count_coverage(app.journal.scan(watch=app.progress).outlines(), app.content, ())
    return rotation.suggest(everything.questions, app.content.lens)
