"""The command that finds the entries with some words."""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated

from typer import Argument, Context

from securebase_cli.app import App
from securebase_cli.commands._command import SearchingCommand, commands
from securebase_cli.commands._listing import limit, max_results, say_none, say_why_empty, show_list
from securebase_cli.commands._options import All, Json, NoInput, Number
from securebase_cli.commands._stdin import read_text_from_stdin
from securebase_cli.errors import UsageError
from securebase_cli.review.search import SearchHit, SearchTerms
from securebase_cli.storage.scan import Scan

WORDS_QUESTION = "Which words? A phrase goes in quotes, and a hyphen before a word leaves it out."
WORDS_REQUIRED = "Give the words to look for, or - to read them from standard input."


@commands.command(cls=SearchingCommand)
def search(
    ctx: Context,
    words: Annotated[
        list[str] | None,
        Argument(
            metavar="[WORDS]...",
            help="All must be there, as whole words or beginnings; “a phrase” ends where a word "
            "does, unless * follows; -word must not be there. - reads them from standard input. "
            "Options of one letter stand apart from their value here: -n 5.",
        ),
    ] = None,
    number: Number = None,
    all_: All = False,
    as_json: Json = False,
    no_input: NoInput = False,
) -> None:
    """Show which entries have the words, newest first; without a number 20, and all as JSON."""
    app = ctx.ensure_object(App)
    max_shown = max_results(number, all_=all_)
    terms = _search_terms(app, words or [], no_input=no_input)
    if terms is None:
        app.messages.say("Nothing was looked for.")
        return

    scan = app.scan()
    hits = _find_hits(scan, terms)
    if as_json:
        from securebase_cli import json_records

        records = [json_records.search_hit_record(hit) for hit in islice(hits, number)]
        json_records.print_json(records)
        is_empty = not records
    else:
        shown, message = limit(hits, max_shown)
        is_empty = not shown
        if shown:
            from securebase_cli.ui.pages.search_page import search_page

            page = search_page(shown, app.content.parent_texts(), app.domain_title)
            show_list(app, page, "search WORDS", len(shown), ("entry", "entries"), message)
    if is_empty and app.filter_options.are_set:
        nowhere = "In this choice no question, answer, action or tag has these words."
        say_none(app, scan, nowhere)
    elif is_empty and app.journal.names():
        say_none(
            app,
            scan,
            "No question, answer, action or tag has these words. "
            "Fewer words, or a beginning such as day, find more.",
        )
    elif is_empty:
        say_why_empty(app, scan)
    scan.raise_if_unreadable()


def _find_hits(scan: Scan, terms: SearchTerms) -> Iterator[SearchHit]:
    for stored in scan.entries(terms.may_match):
        matches = terms.find_matches(stored.entry)
        if matches:
            yield SearchHit(stored, matches)


def _search_terms(app: App, words: Sequence[str], *, no_input: bool) -> SearchTerms | None:
    """Return the terms from the command line or standard input, or ask for them at a terminal.

    Returns None if the user leaves the question.
    """
    if words and tuple(words) != ("-",):
        return SearchTerms.from_arguments(words)
    if not words and no_input:
        raise UsageError(WORDS_REQUIRED)
    if words or not sys.stdin.isatty():
        return SearchTerms.from_line(read_text_from_stdin())

    from securebase_cli.ui.prompts.asker import ask_until_valid

    with app.asker() as asker:
        _, terms = ask_until_valid(asker, WORDS_QUESTION, SearchTerms.from_line)
    return terms
