"""Lets a person choose: a domain from the menu, or what becomes of an unfinished sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from securebase_cli.core.dates import spoken
from securebase_cli.core.errors import UsageError
from securebase_cli.terminal.page import Line, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from securebase_cli.core.domains import Content
    from securebase_cli.core.drafts import FoundDraft
    from securebase_cli.core.model import Domain, Draft
    from securebase_cli.terminal.ask import Asker

T = TypeVar("T")
Choice = Literal["continue", "save", "set aside", "begin", "leave"]

_CHOICES: tuple[tuple[Choice, str], ...] = (
    ("continue", "go on where you were"),
    ("save", "save it as it is"),
    ("set aside", "keep it, but offer it no longer"),
)
_BEGIN: tuple[Choice, str] = ("begin", "leave it for later and begin anew")


def domains(asker: Asker, content: Content, last: Mapping[str, date]) -> tuple[Domain, ...]:
    """Let the person choose a domain, or all; an empty answer chooses none."""
    rows = [
        (str(number), domain.title, domain.quality, _when(last.get(domain.id)))
        for number, domain in enumerate(content.domains, 1)
    ]
    rows.append((str(len(rows) + 1), "All of them", "one after the other", ""))
    asker.tell((Table(("No", "Domain", "Quality", "Last time"), tuple(rows), wraps="Quality"),))
    options = [(domain,) for domain in content.domains]
    return (
        _ask(
            asker,
            "Which one? A number or a name; empty: none for now.",
            [*options, content.domains],
            by_name=lambda given: (content.domain(given),),
        )
        or ()
    )


def draft(asker: Asker, waiting: Sequence[FoundDraft], content: Content) -> FoundDraft | None:
    """Let the person choose one of several drafts; an empty answer chooses none."""
    rows = tuple(
        (str(number), spoken(found.draft.moment.date()), _about(found.draft, content))
        for number, found in enumerate(waiting, 1)
    )
    asker.tell((Table(("No", "Begun", "Sitting"), rows, wraps="Sitting"),))
    return _ask(asker, "Which one? A number; empty: none for now.", list(waiting))


def what_to_do(
    asker: Asker, found: FoundDraft, content: Content, *, or_begin: bool = False
) -> Choice:
    """Ask what becomes of an unfinished sitting; an empty answer continues it."""
    choices = (*_CHOICES, _BEGIN) if or_begin else _CHOICES
    about = f"{_about(found.draft, content)}, begun on {spoken(found.draft.moment.date())}"
    rows = tuple((str(n), name, meaning) for n, (name, meaning) in enumerate(choices, 1))
    asker.tell(
        (
            Line(f"Unfinished: {about}", "heading"),
            Table(("No", "Choice", "Meaning"), rows, wraps="Meaning"),
        )
    )
    given = _ask(
        asker,
        "What shall it be? A number or a word; empty: continue.",
        [name for name, _ in choices],
        by_name=_named([name for name, _ in choices]),
        when_empty="continue",
    )
    return given or "leave"


def _ask(
    asker: Asker,
    question: str,
    options: list[T],
    *,
    by_name: Callable[[str], T] | None = None,
    when_empty: T | None = None,
) -> T | None:
    while True:
        reply = asker.line(question, ctrl_c="leave")
        if reply.kind != "done":
            return None
        if not reply.text:
            return when_empty
        if reply.text.isascii() and reply.text.isdigit() and 1 <= int(reply.text) <= len(options):
            return options[int(reply.text) - 1]
        try:
            if by_name is not None:
                return by_name(reply.text)
            raise UsageError(f"A number from 1 to {len(options)}, please.")
        except UsageError as error:
            asker.tell((Line(str(error), "warning"),))


def _named(names: Sequence[Choice]) -> Callable[[str], Choice]:
    def find(given: str) -> Choice:
        for name in names:
            if name.startswith(given.strip().casefold()):
                return name
        raise UsageError(f"One of these, please: {', '.join(names)}.")

    return find


def _about(found: Draft, content: Content) -> str:
    titles = content.titles()
    named = ", ".join(titles.get(domain, domain) for domain in found.domains)
    return f"{named}, {len(found.answers)} of {len(found.plan)} answered"


def _when(day: date | None) -> str:
    return spoken(day) if day else "not yet"
