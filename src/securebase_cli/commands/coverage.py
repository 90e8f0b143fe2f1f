"""The command that shows what has been reflected on, and what not."""

from typing import Annotated

from typer import Context, Option

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import FilteringCommand, commands
from securebase_cli.commands._listing import NOT_COUNTED, say_none
from securebase_cli.commands._options import Json
from securebase_cli.review import rotation
from securebase_cli.review.coverage import count_coverage, months_shown
from securebase_cli.storage.filter import MATCH_ALL


@commands.command(cls=FilteringCommand)
def coverage(
    ctx: Context,
    with_questions: Annotated[
        bool,
        Option("--questions", help="With the questions that are open, scales and team sessions."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what has been reflected on, and what not: domains, questions, lens, months."""
    app = ctx.ensure_object(App)
    entry_filter = app.entry_filter()
    # An entry on another domain may have answers to questions of the chosen domains.
    all_domains = entry_filter._replace(domains=frozenset())
    scan = app.journal.scan(all_domains, progress=app.progress)
    months = months_shown(entry_filter.period, app.today)
    counted = count_coverage(
        scan.outlines(), app.content, months, is_complete=entry_filter == MATCH_ALL
    )
    # The suggestion is about the whole journal, even if only a part of it is shown.
    complete = counted
    if all_domains != MATCH_ALL:
        all_entries = app.journal.scan(progress=app.progress)
        complete = count_coverage(all_entries.outlines(), app.content, ())
    suggestion = rotation.suggest_question(complete.questions, app.content.lens)
    if entry_filter.domains:
        counted = counted.for_domains(entry_filter.domains)
    if as_json:
        json_records.print_json(json_records.coverage_record(counted, suggestion))
    elif not counted.domains:
        say_none(app, scan, "In this choice there is nothing to count.")
    else:
        from securebase_cli.ui.pages.coverage_page import coverage_chart_page, coverage_text_page

        if app.screen.shows_drawings:
            page = coverage_chart_page(
                counted,
                suggestion,
                content=app.content,
                width=app.screen.width,
                with_questions=with_questions,
            )
        else:
            page = coverage_text_page(
                counted, suggestion, content=app.content, with_questions=with_questions
            )
        with app.screen.paged():
            app.screen.show(page)
        if scan.unreadable:
            app.messages.say(NOT_COUNTED)
    scan.raise_if_unreadable()
