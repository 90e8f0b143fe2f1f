"""Limit and show lists of entries, and say why there are none; for several commands."""

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from securebase_cli.app import App
from securebase_cli.dates import describe_period
from securebase_cli.errors import UsageError
from securebase_cli.hints import command
from securebase_cli.plurals import count_of
from securebase_cli.storage.scan import Scan
from securebase_cli.ui.page import GAP, Line, Page

T = TypeVar("T")

NONE_READABLE = "There is none in what could be read; what could not be read is named here:"
NOT_COUNTED = "Not counted is what could not be read; it is named here:"
FILTERS = "--domain, --since, --until or --tag"


def max_results(number: int | None, *, all_: bool) -> int | None:
    """Return how many results `--number` and `--all` ask for; None for all of them.

    Raise UsageError if both are given.
    """
    if all_ and number is not None:
        raise UsageError("--all and --number don’t go together. Choose one of them.")
    return None if all_ else number or 20


def limit(results: Iterable[T], number: int | None) -> tuple[list[T], str]:
    """Return the first results, and a message if there are more, which is empty otherwise.

    Only one result more is read, to know whether there are more.
    """
    if number is None:
        return list(results), ""
    first = list(islice(results, number + 1))
    if len(first) <= number:
        return first, ""
    newest = "This is the newest" if number == 1 else f"These are the {number} newest"
    return first[:number], f"{newest}. For all of them, add --all."


def show_list(
    app: App,
    page: Page,
    arguments: str,
    length: int,
    nouns: tuple[str, str],
    limit_message: str = "",
) -> None:
    """Show a list; in a terminal, say below it how long it is and how to see fewer.

    `arguments` names the command, such as “search WORDS”, since a user of the menu of home has not
    typed it. `nouns` are the words for one item and for several. If `limit` returned a message, it
    is shown instead of the length.
    """
    period = describe_period(app.entry_filter().period)
    words = filter(None, (count_of(length, *nouns), period))
    summary = limit_message or f"{' '.join(words)}."
    if length > 1:
        summary += f" To see fewer, add {FILTERS} to `{command(arguments)}`."
    is_terminal = app.screen.stream.isatty()
    with app.screen.paged():
        app.screen.show(page)
        if is_terminal:
            app.screen.show((GAP, Line(summary, "quiet")))
    if limit_message and not is_terminal:
        app.messages.say(limit_message)


def say_why_empty(app: App, scan: Scan) -> None:
    """Say why a list of entries is empty, and what to do."""
    if app.journal.names():
        period = describe_period(app.entry_filter().period)
        which = f"No entry {period}" if period else "No entry"
        say_none(app, scan, f"{which} matches. `{command('list')}` shows them all.")
    else:
        say_none(app, scan, f"There are no entries yet. Begin with: {command('reflect')}")


def say_none(app: App, scan: Scan, message: str) -> None:
    """Say that a scan found nothing; if it could not read all files, say only that."""
    app.messages.say(NONE_READABLE if scan.unreadable else message)
