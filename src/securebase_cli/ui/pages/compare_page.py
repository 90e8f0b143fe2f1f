"""The answers to one question side by side: as a page that grows, for there can be very many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.model import KIND_WORDS, REFLECTION
from securebase_cli.ui.page import GAP, Line
from securebase_cli.ui.pages import scale_history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.model import DatedScaling, Question
    from securebase_cli.review.compare import ComparedAnswer
    from securebase_cli.ui.page import Page, Part


def compare_heading(question: str, text: str, parent: Question | None) -> Page:
    """Show the question that was answered, by its words and its id, below the one it follows."""
    after = (Line(f"After: {parent.text}", "quiet"),) if parent else ()
    return (*after, Line(text, "title", "Question"), Line(question, "quiet", "Id"))


def compare_answer(one: ComparedAnswer, asked_before: str) -> Page:
    """Show one answer with its day; and how it was asked, if that was otherwise than before."""
    about = [long_date(one.entry.moment.date()), one.entry.id]
    if one.entry.kind != REFLECTION:
        about.append(KIND_WORDS[one.entry.kind])
    if one.new:
        about.append("new")
    parts: list[Part] = [GAP, Line(" · ".join(about), "heading", "Answered")]
    if one.answer.asked and one.answer.asked != asked_before:
        parts.append(Line(f"Asked then: {one.answer.asked}", "quiet", indent=2))
    parts.append(Line(one.answer.text, "text", "Answer", indent=2))
    if one.entry.scaling:
        parts.append(Line(f"How sure: {one.entry.scaling.words}", "quiet", indent=2))
    return tuple(parts)


def compare_summary(answers: int, new: int, scaled: Sequence[DatedScaling], quality: str) -> Page:
    """Show how many answers there were, and what was put on the scale beside them."""
    parts: list[Part] = [GAP]
    if scaled:
        that = f" that each person would say “{quality}”" if quality else ""
        parts.append(Line(f"Beside these answers, how sure{that}, 0 to 10", "heading", "Scale"))
        parts += [Line(scale_history.draw_scalings(scaled), "text", "Over time", indent=2), GAP]
    counted = "1 answer" if answers == 1 else f"{answers} answers"
    parts.append(Line(f"{counted}, {new} new since last time." if new else f"{counted}.", "quiet"))
    return tuple(parts)
