"""The page that `securebase` shows without a command: an overview, and what to do next."""

from collections.abc import Callable
from datetime import date

from securebase_cli.dates import long_date
from securebase_cli.hints import command
from securebase_cli.model import KIND_NAMES, REFLECTION, Draft, display_title
from securebase_cli.review.home import Home
from securebase_cli.ui.page import GAP, Line, Page, Part, shorten
from securebase_cli.ui.pages.actions_page import format_due

_ALL_COMMANDS = Line(f"All commands: {command('--help')}", "quiet")

# Limits with which the page fits into a terminal of 24 rows of 80 columns.
_MAX_ACTIONS = 2
_MAX_ACTION_LENGTH = 36
_MAX_DOMAINS = 2


def home_page(home: Home, domain_title: Callable[[str], str], today: date) -> Page:
    """Show the overview; `domain_title` returns the title of a domain by its id."""
    parts: list[Part] = []
    if home.unfinished:
        parts.append(_describe_draft(home.unfinished[0], domain_title))
        parts += [_command("resume", not_shown=len(home.unfinished) - 1), GAP]
    if home.last:
        title = display_title(home.last.outline, domain_title)
        age = format_age(home.last.outline.moment.date(), today)
        parts.append(Line(f"Last reflection: {title}, {age}"))
        parts += [_command(f"show {home.last.name.id}"), GAP]
    if domain := home.neglected:
        age = format_age(domain.last, today) if domain.last else "not reflected on yet"
        parts.append(Line(f"Has waited longest: {domain.title}, {age}"))
        parts += [_command(f"reflect {domain.id}"), GAP]
    if home.suggestion:
        question, parent, reason = home.suggestion
        if parent:
            parts.append(Line(f"After: {parent.text}", "quiet"))
        parts.append(Line(question.text, "heading", label="Question"))
        parts.append(Line(reason, "quiet", label="Why", indent=2))
        parts += [_command("reflect --quick"), GAP]
    if home.open_actions:
        parts.append(Line("Open to try", "heading"))
        for ref in home.open_actions[:_MAX_ACTIONS]:
            text = shorten(ref.action.text, _MAX_ACTION_LENGTH)
            due = format_due(ref.action.due, today)
            parts.append(Line(f"{text} · {due} · {ref.handle}", label="To try", indent=2))
        parts += [_command("actions", not_shown=len(home.open_actions) - _MAX_ACTIONS), GAP]
    return (*parts, _ALL_COMMANDS)


def first_run_page(notice: Page) -> Page:
    """Show the privacy notice, and how to begin."""
    return (
        *notice,
        GAP,
        Line("To begin", "heading"),
        _command("reflect"),
        Line("a menu of the domains; ten minutes for one of them", "quiet", indent=4),
        _command("reflect --quick"),
        Line("one question, and one thing to try; two minutes", "quiet", indent=4),
        GAP,
        _ALL_COMMANDS,
    )


def format_age(day: date, today: date) -> str:
    """Format how long ago a day was, such as “yesterday” or “3 weeks ago”.

    A day after today, for instance if the clock was changed, is shown as a date. A larger unit is
    used from two of it on: 59 days are “8 weeks ago”, 60 days are “2 months ago”.
    """
    days = (today - day).days
    if days < 0:
        return f"on {long_date(day)}"
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    for length, unit in ((365, "year"), (30, "month"), (7, "week")):
        count = days // length
        if count > 1:
            return f"{count} {unit}s ago"
    return f"{days} days ago"


def _describe_draft(draft: Draft, domain_title: Callable[[str], str]) -> Line:
    # A reflection is the usual kind and is not named; another kind takes the place of one domain.
    is_reflection = draft.kind == REFLECTION
    kind = "" if is_reflection else f" {KIND_NAMES[draft.kind]}"
    max_domains = _MAX_DOMAINS if is_reflection else _MAX_DOMAINS - 1
    domains = ", ".join(map(domain_title, draft.domains[:max_domains]))
    if len(draft.domains) > max_domains:
        domains += f" and {len(draft.domains) - max_domains} more"
    begun = long_date(draft.moment.date())
    return Line(f"Unfinished{kind}: {domains}, begun on {begun}", "warning")


def _command(arguments: str, *, not_shown: int = 0) -> Line:
    """Return a command to type.

    `not_shown` is how many items the command lists that this page does not; at most 0 for none.
    """
    more = f" ({not_shown} more)" if not_shown > 0 else ""
    return Line(f"securebase {arguments}{more}", "good", label="Command", indent=2)
