"""The page that `securebase` shows without a command: an overview, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from securebase_cli.dates import long_date
from securebase_cli.model import KIND_WORDS, REFLECTION, Draft, display_title
from securebase_cli.review.actions import ActionRef
from securebase_cli.review.coverage import DomainCoverage
from securebase_cli.review.home import Home
from securebase_cli.review.rotation import Suggestion
from securebase_cli.storage.scan import StoredOutline
from securebase_cli.ui.page import GAP, Line, Page, Part, shorten
from securebase_cli.ui.pages.actions_page import format_due

_BEGIN = "securebase reflect"
_ALL_COMMANDS = "All commands: securebase --help"

# Limits with which the page fits into a terminal of 24 rows of 80 columns.
_MAX_ACTIONS = 2
_MAX_ACTION_LENGTH = 36
_MAX_DOMAINS = 2


def home_page(home: Home, domain_title: Callable[[str], str], today: date) -> Page:
    """Show the overview; `domain_title` returns the title of a domain by its id."""
    parts: list[Part] = []
    if home.unfinished:
        parts += [*_unfinished(home.unfinished, domain_title), GAP]
    if home.last:
        parts += [*_last_reflection(home.last, domain_title, today), GAP]
    if home.neglected:
        parts += [*_neglected_domain(home.neglected, today), GAP]
    if home.suggestion:
        parts += [*_suggestion(home.suggestion), GAP]
    if home.open_actions:
        parts += [*_open_actions(home.open_actions, today), GAP]
    return (*parts, Line(_ALL_COMMANDS, "quiet"))


def first_run_page(notice: Page) -> Page:
    """Show the privacy notice, and how to begin."""
    return (
        *notice,
        GAP,
        Line("To begin", "heading"),
        Line(_BEGIN, "good", "Command", indent=2),
        Line("a menu of the domains; ten minutes for one of them", "quiet", indent=4),
        Line(f"{_BEGIN} --quick", "good", "Command", indent=2),
        Line("one question, and one thing to try; two minutes", "quiet", indent=4),
        GAP,
        Line(_ALL_COMMANDS, "quiet"),
    )


def format_age(day: date, today: date) -> str:
    """Format how long ago a day was, such as “yesterday” or “3 weeks ago”."""
    days = (today - day).days
    if days < 0:
        return f"on {long_date(day)}"
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    for length, unit in ((365, "year"), (30, "month"), (7, "week")):
        if (count := days // length) > 1:
            return f"{count} {unit}s ago"
    return f"{days} days ago"


def _unfinished(drafts: Sequence[Draft], domain_title: Callable[[str], str]) -> Iterator[Part]:
    draft = drafts[0]
    kind, max_domains = "", _MAX_DOMAINS
    if draft.kind != REFLECTION:
        # The kind takes the room of one domain.
        kind, max_domains = f" {KIND_WORDS[draft.kind]}", _MAX_DOMAINS - 1
    domains = ", ".join(map(domain_title, draft.domains[:max_domains]))
    if len(draft.domains) > max_domains:
        domains += f" and {len(draft.domains) - max_domains} more"
    begun = long_date(draft.moment.date())
    yield Line(f"Unfinished{kind}: {domains}, begun on {begun}", "warning")
    more = f" ({len(drafts) - 1} more)" if len(drafts) > 1 else ""
    yield Line(f"securebase resume{more}", "good", "Command", indent=2)


def _last_reflection(
    last: StoredOutline, domain_title: Callable[[str], str], today: date
) -> Iterator[Part]:
    title = display_title(last.outline, domain_title)
    yield Line(f"Last reflection: {title}, {format_age(last.outline.moment.date(), today)}")
    yield Line(f"securebase show {last.name.id}", "good", "Command", indent=2)


def _neglected_domain(domain: DomainCoverage, today: date) -> Iterator[Part]:
    age = format_age(domain.last, today) if domain.last else "not reflected on yet"
    yield Line(f"Has waited longest: {domain.title}, {age}")
    yield Line(f"{_BEGIN} {domain.id}", "good", "Command", indent=2)


def _suggestion(suggestion: Suggestion) -> Iterator[Part]:
    if suggestion.parent:
        yield Line(f"After: {suggestion.parent.text}", "quiet")
    yield Line(suggestion.question.text, "heading", "Question")
    yield Line(suggestion.reason, "quiet", "Why", indent=2)
    yield Line(f"{_BEGIN} --quick", "good", "Command", indent=2)


def _open_actions(refs: Sequence[ActionRef], today: date) -> Iterator[Part]:
    yield Line("Open to try", "heading")
    for ref in refs[:_MAX_ACTIONS]:
        text = shorten(ref.action.text, _MAX_ACTION_LENGTH)
        due = format_due(ref.action.due, today)
        yield Line(f"{text} · {due} · {ref.handle}", "text", "To try", indent=2)
    more = f" ({len(refs) - _MAX_ACTIONS} more)" if len(refs) > _MAX_ACTIONS else ""
    yield Line(f"securebase actions{more}", "good", "Command", indent=2)
