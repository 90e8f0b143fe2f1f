"""The open actions, and one action after it was marked."""

from collections.abc import Callable, Sequence
from datetime import date

from securebase_cli.dates import long_date, weekday_date
from securebase_cli.hints import command
from securebase_cli.model import describe_due, display_title
from securebase_cli.review.actions import ActionRef
from securebase_cli.ui.page import GAP, Line, Page, Part, shorten

_MAX_TEXT_LENGTH = 60
_STATES = {"open": "Open", "tried": "Tried", "dropped": "Dropped"}


def open_actions_page(
    refs: Sequence[ActionRef], domain_title: Callable[[str], str], today: date
) -> Page:
    """Show open actions with the entries they come from, and the commands that mark one."""
    if not refs:
        return ()
    parts: list[Part] = [Line("Open to try", "title", label="Section"), GAP]
    for ref in refs:
        parts += _action(ref, format_due(ref.action.due, today), domain_title)
    parts.append(Line("Say what became of one:", "quiet"))
    handle = refs[0].handle
    for arguments in (f"tried {handle}", f"dropped {handle}", f"later {handle} 2w"):
        parts.append(Line(command(f"actions {arguments}"), "quiet", label="Command", indent=2))
    return tuple(parts)


def closed_actions_page(refs: Sequence[ActionRef], domain_title: Callable[[str], str]) -> Page:
    """Show actions that were tried or dropped, with what happened."""
    if not refs:
        return ()
    parts: list[Part] = [Line("Tried or dropped", "title", label="Section"), GAP]
    for ref in refs:
        day = f" on {long_date(ref.action.closed)}" if ref.action.closed else ""
        parts += _action(ref, f"{ref.action.state}{day}", domain_title)
    return tuple(parts[:-1])


def _action(ref: ActionRef, state: str, domain_title: Callable[[str], str]) -> Page:
    return (
        Line(ref.action.text, "heading", label="To try"),
        Line(f"{ref.handle} · {state}", label="Action", indent=2),
        Line(display_title(ref.outline, domain_title), "quiet", label="From", indent=2),
        *_note(ref),
        GAP,
    )


def action_question_page(ref: ActionRef, today: date) -> Page:
    """Show an open action before the question what became of it."""
    agreed = ref.outline.moment.date()
    day = long_date(agreed).removesuffix(f" {today.year}")
    return (Line(f"{ref.action.text} · agreed {day}.", "title", label="To try"), *_note(ref))


def marked_action_page(ref: ActionRef, today: date) -> Page:
    """Show the new state of an action that was just marked."""
    action = ref.action
    text = shorten(action.text, _MAX_TEXT_LENGTH)
    page: Page = (
        Line(f"{_STATES[action.state]}: {text}", "good"),
        Line(ref.handle, "quiet", label="Action", indent=2),
        *_note(ref),
    )
    if action.state == "open" and action.due:
        verb = "Look again on" if action.due >= today else "Was due on"
        page += (Line(f"{verb} {weekday_date(action.due, today)}.", "quiet"),)
    return page


def format_due(due: date | None, today: date) -> str:
    """Format the day on which to look at an open action again, such as “was due on …”."""
    if due is None:
        return "no date"
    if due == today:
        return "look again today"
    return describe_due(due, today)


def _note(ref: ActionRef) -> Page:
    return (Line(ref.action.note, "quiet", label="Note", indent=2),) if ref.action.note else ()
