"""What the commands that list entries share: how many are shown, and why there are none."""

from collections.abc import Iterable
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from securebase_cli.app import App
from securebase_cli.errors import UsageError

T = TypeVar("T")

DEFAULT_NUMBER = 20


class Limited(NamedTuple, Generic[T]):
    """The first results, and a message if there are more; it is empty otherwise."""

    results: list[T]
    message: str


def max_results(number: int | None, *, all_: bool) -> int | None:
    """Return how many results `--number` and `--all` ask for; None for all of them.

    Raise UsageError if both are given.
    """
    if all_ and number is not None:
        raise UsageError("--all and --number don’t go together. Choose one of them.")
    return None if all_ else number or DEFAULT_NUMBER


def limit(results: Iterable[T], number: int | None) -> Limited[T]:
    """Take the first results, newest first; read only one more, to know whether there are more."""
    if number is None:
        return Limited(list(results), "")
    first = list(islice(results, number + 1))
    if len(first) <= number:
        return Limited(first, "")
    shown = "This is the newest" if number == 1 else f"These are the {number} newest"
    return Limited(first[:number], f"{shown}. For all of them, add --all.")


def say_why_empty(app: App) -> None:
    """Say why a list of entries is empty, and what to do."""
    if app.journal.names():
        app.messages.say("No entry matches. `securebase list` shows them all.")
    else:
        app.messages.say("There are no entries yet. Begin with: securebase reflect")
