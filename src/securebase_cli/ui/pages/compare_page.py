"""The answers to one question over time; in parts, so that each can be printed when it is read."""

from collections.abc import Sequence

from securebase_cli.dates import long_date
from securebase_cli.model import KIND_NAMES, REFLECTION, SCALE_LABEL, DatedScaling, Question
from securebase_cli.plurals import count_of
from securebase_cli.review.compare import ComparedAnswer
from securebase_cli.ui.page import GAP, Line, Page, Part
from securebase_cli.ui.pages import scale_history


def compare_heading(text: str, parent: Question | None, domain: str) -> Page:
    """Show the question that this one follows, the question itself, and the title of its domain."""
    after = (Line(f"After: {parent.text}", "quiet"),) if parent else ()
    return (*after, Line(text, "title", label="Question"), Line(domain, "quiet", label="Domain"))


def compare_answer(compared: ComparedAnswer, asked_before: str) -> Page:
    """Show one answer with its day, and the question if it was worded differently before."""
    entry, answer = compared.entry, compared.answer
    about = [long_date(entry.moment.date()), entry.id]
    if entry.kind != REFLECTION:
        about.append(KIND_NAMES[entry.kind])
    if compared.is_new:
        about.append("new")
    parts: list[Part] = [GAP, Line(" · ".join(about), "heading", label="Answered")]
    if answer.question_text and answer.question_text != asked_before:
        parts.append(Line(f"Asked then: {answer.question_text}", "quiet", indent=2))
    parts.append(Line(answer.text, label="Answer", indent=2))
    if entry.scaling:
        parts.append(Line(f"{SCALE_LABEL}: {entry.scaling.text}", "quiet", indent=2))
    return tuple(parts)


def compare_summary(
    answers: int, new: int, scaled: Sequence[DatedScaling], quality: str, *, period: str
) -> Page:
    """Show the values on the scale in the same entries, and the number of answers.

    `period` is when they were given, such as “since 1 September 2026”, or empty.
    """
    parts: list[Part] = [GAP]
    if scaled:
        about = f", “{quality}”" if quality else ""
        heading = f"Beside these answers{about}. {SCALE_LABEL}"
        parts.append(Line(heading, "heading", label="Scale"))
        parts += [Line(scale_history.draw_scalings(scaled), label="Over time", indent=2), GAP]
    counted = " ".join(filter(None, (count_of(answers, "answer"), period)))
    parts.append(Line(f"{counted}, {new} new since last time." if new else f"{counted}.", "quiet"))
    return tuple(parts)
