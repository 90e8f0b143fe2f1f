"""The command that looks for words: where they come from, and what they find."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

from securebase_cli import piped
from securebase_cli.core.errors import UsageError
from securebase_cli.features.search import Found, Words
from securebase_cli.reading import Newest, say_why_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from securebase_cli.core.scan import Stored
    from securebase_cli.desk import Desk

QUESTION = "Which words? A phrase goes in quotes, and a hyphen before a word leaves it out."
MISSING = "Give the words to look for, or - to read them from standard input."


def search(
    desk: Desk,
    given: Sequence[str],
    *,
    most: int | None,
    every: bool,
    as_json: bool,
    no_input: bool,
) -> None:
    """Show which entries hold the words, newest first: as many as asked for, else as `list`."""
    newest = Newest.of(most, every=every)
    words = _words(desk, given, no_input=no_input)
    if words is None:
        desk.messages.say("Nothing was looked for.")
        return
    scan = desk.scan()
    found = _found(words, scan.entries(words.may_be_in))
    if as_json:
        from securebase_cli.features import records
        from securebase_cli.terminal import show

        described = [records.found(one) for one in islice(found, most)]
        show.print_json(described)
        if not described:
            _say_nothing_found(desk)
    elif shown := newest.among(found):
        from securebase_cli.terminal import search_page

        desk.screen.show(search_page.results(shown, desk.content.parents()))
        desk.messages.say(*newest.words)
    else:
        _say_nothing_found(desk)
    scan.check()


def _found(words: Words, entries: Iterator[Stored]) -> Iterator[Found]:
    for stored in entries:
        if matches := words.found_in(stored.entry):
            yield Found(stored, matches)


def _words(desk: Desk, given: Sequence[str], *, no_input: bool) -> Words | None:
    """Return what is to be looked for; None if somebody who was asked would rather not."""
    if given and tuple(given) != ("-",):
        return Words.from_arguments(given)
    if not given and sys.stdin.isatty():
        if no_input:
            raise UsageError(MISSING)
        return _asked_for(desk)
    if not given and no_input:
        raise UsageError(MISSING)
    return Words.from_line(piped.words())


def _asked_for(desk: Desk) -> Words | None:
    from securebase_cli.asking import asker_for
    from securebase_cli.terminal.page import Line
    from securebase_cli.terminal.signals import ending_softly

    with ending_softly(), asker_for(desk) as asker:
        while True:
            reply = asker.line(QUESTION, ctrl_c="leave")
            if reply.kind != "done" or not reply.text:
                return None
            try:
                return Words.from_line(reply.text)
            except UsageError as error:
                asker.tell((Line(str(error), "warning"),))


def _say_nothing_found(desk: Desk) -> None:
    if desk.filters.given:
        desk.messages.say("In this choice no question, answer, action or tag has these words.")
    elif not desk.journal.names():
        say_why_empty(desk)
    else:
        desk.messages.say(
            "No question, answer, action or tag has these words. "
            "Fewer words, or a beginning such as day, find more."
        )
