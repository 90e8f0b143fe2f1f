"""What a sitting shows between its questions: domains, skipped questions, and the last answers."""

from collections.abc import Sequence
from datetime import date

from securebase_cli.dates import MONTHS, long_date
from securebase_cli.hints import command
from securebase_cli.model import DatedScaling, Domain
from securebase_cli.ui.page import Line, Page, shorten

# How many characters of the last answer are shown.
MAX_LAST_ANSWER = 800


def domain_introduction(domain: Domain) -> Page:
    lines = [Line(domain.title, "title", label="Domain")]
    if domain.quality:
        lines.append(Line(f"“{domain.quality}”", "heading", label="Quality"))
    if domain.summary:
        lines.append(Line(domain.summary, "quiet", label="About"))
    return tuple(lines)


def skipped_questions(numbers: Sequence[int]) -> Page:
    first, last = numbers[0], numbers[-1]
    which = f"Question {first}" if first == last else f"Questions {first}–{last}"
    return (Line(f"{which} skipped", "quiet"),)


def last_answer(text: str, day: date, entry_id: str) -> Page:
    """Show the last answer to a question, and how to see the rest if it is long."""
    shortened = shorten(text, MAX_LAST_ANSWER)
    lines = [
        Line(f"Last time, {long_date(day)}", "quiet", label="Earlier", indent=2),
        Line(shortened, "quiet", label="Then", indent=4),
    ]
    if shortened != text:
        lines.append(Line(f"The rest: {command('show')} {entry_id}", "quiet", indent=4))
    return tuple(lines)


def last_value(last: DatedScaling, today: date) -> Page:
    """Show the last value on a scale, and its month."""
    month = MONTHS[last.day.month - 1]
    when = month if last.day.year == today.year else f"{month} {last.day.year}"
    return (Line(f"Last time, in {when}: {last.scaling.value}.", "quiet", indent=2),)
