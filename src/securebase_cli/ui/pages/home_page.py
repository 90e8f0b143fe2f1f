"""The first page: how things stand, on one screen, and how to go on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.model import KIND_WORDS, REFLECTION
from securebase_cli.ui.page import GAP, Line, shorten
from securebase_cli.ui.pages.actions_page import format_due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from securebase_cli.model import Draft
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.review.coverage import DomainCoverage
    from securebase_cli.review.home import Home
    from securebase_cli.review.rotation import Suggestion
    from securebase_cli.storage.scan import StoredOutline
    from securebase_cli.ui.page import Page, Part

BEGIN = "securebase reflect"
ALL = "All commands: securebase --help"
# As much as leaves room for the rest on a screen of 24 rows of 80 columns: so many things to try,
# so many characters of each, so many domains of a sitting by name.
_FEW = 2
_ENOUGH = 36
_NAMED = 2
_DAYS = ("today", "yesterday")


def home_page(found: Home, titles: Mapping[str, str], today: date) -> Page:
    """Show how things stand."""
    parts: list[Part] = []
    if found.unfinished:
        parts += [*_unfinished(found.unfinished, titles), GAP]
    if found.last:
        parts += [*_last(found.last, titles, today), GAP]
    if found.neglected:
        parts += [*_neglected(found.neglected, today), GAP]
    if found.suggestion:
        parts += [*_suggestion(found.suggestion), GAP]
    if found.to_try:
        parts += [*_to_try(found.to_try, today), GAP]
    return (*parts, Line(ALL, "quiet"))


def first_run_page(notice: Page) -> Page:
    """Show the notice, and how to begin."""
    return (
        *notice,
        GAP,
        Line("To begin", "heading"),
        Line(BEGIN, "good", "Command", indent=2),
        Line("a menu of the domains; ten minutes for one of them", "quiet", indent=4),
        Line(f"{BEGIN} --quick", "good", "Command", indent=2),
        Line("one question, and one thing to try; two minutes", "quiet", indent=4),
        GAP,
        Line(ALL, "quiet"),
    )


def format_age(day: date, today: date) -> str:
    """Say how long ago a day was, as people say it."""
    days = (today - day).days
    if 0 <= days < len(_DAYS):
        return _DAYS[days]
    for length, unit in ((365, "year"), (30, "month"), (7, "week")):
        if (count := days // length) > 1:
            return f"{count} {unit}s ago"
    return f"{days} days ago" if days > 0 else f"on {long_date(day)}"


def _unfinished(drafts: Sequence[Draft], titles: Mapping[str, str]) -> Iterator[Part]:
    domains, kind = drafts[0].domains, drafts[0].kind
    # What it is takes the room of a name.
    what, most = ("", _NAMED) if kind == REFLECTION else (f" {KIND_WORDS[kind]}", _NAMED - 1)
    named = ", ".join(titles.get(domain, domain) for domain in domains[:most])
    others = f" and {len(domains) - most} more" if len(domains) > most else ""
    begun = long_date(drafts[0].moment.date())
    yield Line(f"Unfinished{what}: {named}{others}, begun on {begun}", "warning")
    waiting = f" ({len(drafts) - 1} more)" if len(drafts) > 1 else ""
    yield Line(f"securebase resume{waiting}", "good", "Command", indent=2)


def _last(last: StoredOutline, titles: Mapping[str, str], today: date) -> Iterator[Part]:
    title = last.outline.title or titles.get(last.name.domain, last.name.domain)
    yield Line(f"Last reflection: {title}, {format_age(last.outline.moment.date(), today)}")
    yield Line(f"securebase show {last.name.id}", "good", "Command", indent=2)


def _neglected(domain: DomainCoverage, today: date) -> Iterator[Part]:
    since = format_age(domain.last, today) if domain.last else "not reflected on yet"
    yield Line(f"Has waited longest: {domain.title}, {since}")
    yield Line(f"{BEGIN} {domain.id}", "good", "Command", indent=2)


def _suggestion(suggestion: Suggestion) -> Iterator[Part]:
    if suggestion.parent:
        yield Line(f"After: {suggestion.parent.text}", "quiet")
    yield Line(suggestion.question.text, "heading", "Question")
    yield Line(suggestion.why, "quiet", "Why", indent=2)
    yield Line(f"{BEGIN} --quick", "good", "Command", indent=2)


def _to_try(found: Sequence[ActionRef], today: date) -> Iterator[Part]:
    yield Line("Open to try", "heading")
    for one in found[:_FEW]:
        words = shorten(one.action.text, _ENOUGH)
        when = format_due(one.action.due, today)
        yield Line(f"{words} · {when} · {one.handle}", "text", "To try", indent=2)
    more = f" ({len(found) - _FEW} more)" if len(found) > _FEW else ""
    yield Line(f"securebase actions{more}", "good", "Command", indent=2)
