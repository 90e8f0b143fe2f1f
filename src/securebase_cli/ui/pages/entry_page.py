"""One entry, for reading."""

from collections.abc import Callable, Mapping
from datetime import date

from securebase_cli.dates import long_date
from securebase_cli.model import (
    ACTION_BOXES,
    ACTIONS_HEADINGS,
    OTHER_TEXT_HEADINGS,
    SCALE_LABEL,
    TAKEAWAY_HEADING,
    describe_action,
    display_title,
)
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.ui.page import GAP, Line, Page, Part


def entry_page(
    stored: StoredEntry,
    question_texts: Mapping[str, str],
    domain_title: Callable[[str], str],
    today: date,
) -> Page:
    """Show one entry; `question_texts` has the texts of skipped questions by id."""
    entry = stored.entry
    written = f"{entry.moment:%H:%M}, {long_date(entry.moment.date())}"
    about = [entry.id, written, *(f"#{tag}" for tag in entry.tags)]
    parts: list[Part] = [
        Line(display_title(entry, domain_title), "title", label="Title"),
        Line(" · ".join(about), "quiet", label="Entry"),
    ]
    for answer in entry.answers:
        parts += [GAP, Line(answer.question_text, "heading", label="Question")]
        parts.append(Line(answer.text, label="Answer", indent=2))
    if entry.scaling:
        parts += [GAP, Line(f"{SCALE_LABEL}: {entry.scaling.text}", "quiet")]
    if entry.skipped:
        # A question that no longer exists is shown by its id.
        skipped = "\n".join(question_texts.get(question, question) for question in entry.skipped)
        parts += [GAP, Line("Skipped", "heading")]
        parts.append(Line(skipped, "quiet", label="Skipped", indent=2))
    if entry.takeaway:
        parts += [GAP, Line(TAKEAWAY_HEADING, "heading")]
        parts.append(Line(entry.takeaway, label="Takeaway", indent=2))
    if entry.actions:
        parts += [GAP, Line(ACTIONS_HEADINGS[entry.kind], "heading")]
        for action in entry.actions:
            text = f"{ACTION_BOXES[action.state]} {action.text}"
            pieces = (text, *describe_action(action, today))
            parts.append(Line(" · ".join(pieces), label="Action", indent=2))
    for other in entry.other_text:
        parts += [GAP, Line(OTHER_TEXT_HEADINGS[other.reason], "heading")]
        parts.append(Line(other.text, label="Other text", indent=2))
    return tuple(parts)
