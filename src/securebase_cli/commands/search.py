"""The command that looks for words: where they come from, and what they find."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from securebase_cli.app import App
from securebase_cli.commands._listing import limit, max_results, say_why_empty
from securebase_cli.commands._options import All, Json, NoInput, Number, SearchingCommand, new_typer
from securebase_cli.commands._stdin import read_text_from_stdin
from securebase_cli.errors import UsageError
from securebase_cli.review.search import SearchHit, SearchTerms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from securebase_cli.storage.scan import StoredEntry

QUESTION = "Which words? A phrase goes in quotes, and a hyphen before a word leaves it out."
MISSING = "Give the words to look for, or - to read them from standard input."


def search(
    app: App,
    given: Sequence[str],
    *,
    most: int | None,
    every: bool,
    as_json: bool,
    no_input: bool,
) -> None:
    """Show which entries hold the words, newest first: as many as asked for, else as `list`."""
    max_shown = max_results(most, all_=every)
    words = _words(app, given, no_input=no_input)
    if words is None:
        app.messages.say("Nothing was looked for.")
        return
    scan = app.scan()
    found = _found(words, scan.entries(words.may_match))
    if as_json:
        from securebase_cli import json_records

        described = [json_records.search_hit_record(one) for one in islice(found, most)]
        json_records.print_json(described)
        if not described:
            _say_nothing_found(app)
    elif (newest := limit(found, max_shown)).results:
        from securebase_cli.ui.pages import search_page

        app.screen.show(
            search_page.search_page(newest.results, app.content.parent_texts(), app.domain_title)
        )
        if newest.message:
            app.messages.say(newest.message)
    else:
        _say_nothing_found(app)
    scan.raise_if_unreadable()


def _found(words: SearchTerms, entries: Iterator[StoredEntry]) -> Iterator[SearchHit]:
    for stored in entries:
        if matches := words.find_matches(stored.entry):
            yield SearchHit(stored, matches)


def _words(app: App, given: Sequence[str], *, no_input: bool) -> SearchTerms | None:
    """Return what is to be looked for; None if somebody who was asked would rather not."""
    if given and tuple(given) != ("-",):
        return SearchTerms.from_arguments(given)
    if not given and sys.stdin.isatty():
        if no_input:
            raise UsageError(MISSING)
        return _asked_for(app)
    if not given and no_input:
        raise UsageError(MISSING)
    return SearchTerms.from_line(read_text_from_stdin())


def _asked_for(app: App) -> SearchTerms | None:
    from securebase_cli.ui.page import Line
    from securebase_cli.ui.prompts.signals import record_signals

    with record_signals(), app.asker() as asker:
        while True:
            reply = asker.ask_line(QUESTION, ctrl_c="leave")
            if reply.kind != "done" or not reply.text:
                return None
            try:
                return SearchTerms.from_line(reply.text)
            except UsageError as error:
                asker.show((Line(str(error), "warning"),))


def _say_nothing_found(app: App) -> None:
    if app.filter_options.given:
        app.messages.say("In this choice no question, answer, action or tag has these words.")
    elif not app.journal.names():
        say_why_empty(app)
    else:
        app.messages.say(
            "No question, answer, action or tag has these words. "
            "Fewer words, or a beginning such as day, find more."
        )


command = new_typer()


@command.command(cls=SearchingCommand)
def search_command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...",
            help="All must be there, as whole words or beginnings; “a phrase” ends where a word "
            "does, unless * follows; -word must not be there. - reads them from standard input. "
            "Options of one letter stand apart from their value here: -n 5.",
        ),
    ] = None,
    number: Number = None,
    every: All = False,
    json: Json = False,
    no_input: NoInput = False,
) -> None:
    """Show which entries hold the words, newest first."""
    search(
        ctx.ensure_object(App),
        words or (),
        most=number,
        every=every,
        as_json=json,
        no_input=no_input,
    )
