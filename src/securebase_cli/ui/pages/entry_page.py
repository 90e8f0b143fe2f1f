"""One entry, for reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from securebase_cli.dates import long_date
from securebase_cli.model import ACTIONS_HEADINGS, Action, display_title
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.ui.page import GAP, Line, Page, Part

_BOXES = {"open": "☐", "tried": "☑", "dropped": "☒"}


def entry_page(
    stored: StoredEntry, question_texts: Mapping[str, str], domain_title: Callable[[str], str]
) -> Page:
    """Show one entry; `question_texts` has the texts of skipped questions by id."""
    entry = stored.entry
    written = f"{entry.moment:%H:%M}, {long_date(entry.moment.date())}"
    about = [entry.id, written, *(f"#{tag}" for tag in entry.tags)]
    parts: list[Part] = [
        Line(display_title(entry, domain_title), "title", "Title"),
        Line(" · ".join(about), "quiet", "Entry"),
    ]
    for answer in entry.answers:
        parts += [
            GAP,
            Line(answer.asked, "heading", "Question"),
            Line(answer.text, "text", "Answer", indent=2),
        ]
    if entry.scaling:
        parts += [GAP, Line(f"How sure: {entry.scaling.words}", "quiet")]
    if entry.skipped:
        # A question that no longer exists is shown by its id.
        skipped = "\n".join(question_texts.get(question, question) for question in entry.skipped)
        parts += [GAP, Line("Skipped", "heading"), Line(skipped, "quiet", "Skipped", indent=2)]
    if entry.actions:
        parts += [GAP, Line(ACTIONS_HEADINGS[entry.kind], "heading")]
        for action in entry.actions:
            parts.append(Line(_format_action(action), "text", "Action", indent=2))
    return tuple(parts)


def _format_action(action: Action) -> str:
    pieces = [f"{_BOXES[action.state]} {action.text}"]
    if action.state != "open":
        day = f" on {long_date(action.closed)}" if action.closed else ""
        pieces.append(f"{action.state}{day}")
    elif action.due:
        pieces.append(f"look again on {long_date(action.due)}")
    if action.note:
        pieces.append(action.note)
    return " · ".join(pieces)
