"""One entry, for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.model import ACTIONS_HEADINGS, title_with_kind
from securebase_cli.ui.page import GAP, Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from securebase_cli.model import Action
    from securebase_cli.storage.scan import StoredEntry
    from securebase_cli.ui.page import Page, Part

_BOXES = {"open": "☐", "tried": "☑", "dropped": "☒"}


def entry_page(stored: StoredEntry, question_texts: Mapping[str, str]) -> Page:
    """Show one entry for reading; `question_texts` has the words of the questions skipped."""
    found = stored.entry
    written = f"{found.moment:%H:%M}, {long_date(found.moment.date())}"
    about = [found.id, written, *(f"#{tag}" for tag in found.tags)]
    parts: list[Part] = [
        Line(title_with_kind(found.title or found.domain, found.kind), "title", "Title"),
        Line(" · ".join(about), "quiet", "Entry"),
    ]
    for answer in found.answers:
        parts += [
            GAP,
            Line(answer.asked, "heading", "Question"),
            Line(answer.text, "text", "Answer", indent=2),
        ]
    if found.scaling:
        parts += [GAP, Line(f"How sure: {found.scaling.words}", "quiet")]
    if found.skipped:
        skipped = "\n".join(question_texts.get(name, name) for name in found.skipped)
        parts += [GAP, Line("Skipped", "heading"), Line(skipped, "quiet", "Skipped", indent=2)]
    if found.actions:
        parts += [GAP, Line(ACTIONS_HEADINGS[found.kind], "heading")]
        parts += [Line(_action(action), "text", "Action", indent=2) for action in found.actions]
    return tuple(parts)


def _action(action: Action) -> str:
    words = [f"{_BOXES[action.state]} {action.text}"]
    if action.state != "open":
        day = f" on {long_date(action.closed)}" if action.closed else ""
        words.append(f"{action.state}{day}")
    elif action.due:
        words.append(f"look again on {long_date(action.due)}")
    if action.note:
        words.append(action.note)
    return " · ".join(words)
