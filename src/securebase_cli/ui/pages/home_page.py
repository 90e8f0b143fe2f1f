"""The page that `securebase` shows without a command: an overview, and what to do next."""

from collections.abc import Callable
from datetime import date

from securebase_cli.dates import long_date
from securebase_cli.model import KIND_NAMES, REFLECTION, display_title
from securebase_cli.review.home import Home
from securebase_cli.ui.page import GAP, Line, Page, Part, shorten
from securebase_cli.ui.pages.actions_page import format_due

_ALL_COMMANDS = Line("All commands: securebase --help", "quiet")

# Limits with which the page fits into a terminal of 24 rows of 80 columns.
_MAX_ACTIONS = 2
_MAX_ACTION_LENGTH = 36
_MAX_DOMAINS = 2


def home_page(home: Home, domain_title: Callable[[str], str], today: date) -> Page:
    """Show the overview; `domain_title` returns the title of a domain by its id."""
    parts: list[Part] = []
    if home.unfinished:
        draft = home.unfinished[0]
        kind, max_domains = "", _MAX_DOMAINS
        if draft.kind != REFLECTION:
            # The kind takes the room of one domain.
            kind, max_domains = f" {KIND_NAMES[draft.kind]}", _MAX_DOMAINS - 1
        domains = ", ".join(map(domain_title, draft.domains[:max_domains]))
        if len(draft.domains) > max_domains:
            domains += f" and {len(draft.domains) - max_domains} more"
        about = f"{domains}, begun on {long_date(draft.moment.date())}"
        resume = _command("resume", left_out=len(home.unfinished) - 1)
        parts += [Line(f"Unfinished{kind}: {about}", "warning"), resume, GAP]
    if home.last:
        title = display_title(home.last.outline, domain_title)
        age = format_age(home.last.outline.moment.date(), today)
        show = _command(f"show {home.last.name.id}")
        parts += [Line(f"Last reflection: {title}, {age}"), show, GAP]
    if domain := home.neglected:
        age = format_age(domain.last, today) if domain.last else "not reflected on yet"
        reflect = _command(f"reflect {domain.id}")
        parts += [Line(f"Has waited longest: {domain.title}, {age}"), reflect, GAP]
    if suggestion := home.suggestion:
        if suggestion.parent:
            parts.append(Line(f"After: {suggestion.parent.text}", "quiet"))
        parts += [
            Line(suggestion.question.text, "heading", "Question"),
            Line(suggestion.reason, "quiet", "Why", indent=2),
            _command("reflect --quick"),
            GAP,
        ]
    if home.open_actions:
        parts.append(Line("Open to try", "heading"))
        for ref in home.open_actions[:_MAX_ACTIONS]:
            text = shorten(ref.action.text, _MAX_ACTION_LENGTH)
            about = f"{text} · {format_due(ref.action.due, today)} · {ref.handle}"
            parts.append(Line(about, "text", "To try", indent=2))
        parts += [_command("actions", left_out=len(home.open_actions) - _MAX_ACTIONS), GAP]
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


def _command(arguments: str, *, left_out: int = 0) -> Line:
    """Return a command to type, followed by the number of things it shows that are left out."""
    more = f" ({left_out} more)" if left_out > 0 else ""
    return Line(f"securebase {arguments}{more}", "good", "Command", indent=2)
