"""The pages about things to try: those that are open, and what became of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.ui.page import GAP, Line, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from securebase_cli.review.actions import ActionRef
    from securebase_cli.ui.page import Page, Part

# As many characters of an action as tell it from the others.
_ENOUGH = 60
_WORDS = {"open": "Open", "tried": "Tried", "dropped": "Dropped"}


def open_actions_page(found: Sequence[ActionRef], today: date) -> Page:
    """Show open actions with where each comes from, and below them how to mark one."""
    parts: list[Part] = [Line("Open to try", "title", "Section"), GAP]
    for one in found:
        parts += [*_open_action(one, today), GAP]
    parts.append(Line("Say what became of one:", "quiet"))
    handle = found[0].handle if found else "k3f7.1"
    for words in (f"tried {handle}", f"dropped {handle}", f"later {handle} 2w"):
        parts.append(Line(f"securebase actions {words}", "quiet", "Command", indent=2))
    return tuple(parts)


def action_question_page(found: ActionRef, today: date) -> Page:
    """Show an open action before its person is asked what became of it."""
    about = f"{found.title} · {format_due(found.action.due, today)}"
    parts: Page = (
        Line(f"To try: {found.action.text}", "title"),
        Line(about, "quiet", "From", indent=2),
    )
    return (*parts, *_note(found))


def format_due(due: date | None, today: date) -> str:
    """Say in words when to look again at what is still open."""
    if due is None:
        return "no date"
    if due == today:
        return "look again today"
    return f"look again on {long_date(due)}" if due > today else f"was due on {long_date(due)}"


def marked_action_page(found: ActionRef, today: date) -> Page:
    """Show what was done with an action, as it is now."""
    action = found.action
    name = f"{_WORDS[action.state]}: {shorten(action.text, _ENOUGH)} ({found.handle})"
    parts: Page = (Line(name, "good"),)
    if action.note:
        parts += (Line(action.note, "quiet", "Note", indent=2),)
    if action.state == "open" and action.due:
        when = format_due(action.due, today)
        parts += (Line(f"{when[0].upper()}{when[1:]}.", "quiet"),)
    return parts


def _open_action(found: ActionRef, today: date) -> Page:
    action = found.action
    return (
        Line(action.text, "heading", "To try"),
        Line(f"{found.handle} · {format_due(action.due, today)}", "text", "Action", indent=2),
        Line(found.title, "quiet", "From", indent=2),
        *_note(found),
    )


def _note(found: ActionRef) -> Page:
    note = found.action.note
    return (Line(note, "quiet", "Note", indent=2),) if note else ()
