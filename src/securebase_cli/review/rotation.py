"""Suggest the question to answer next."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.model import Lens, Question
from securebase_cli.review.coverage import QuestionCoverage


class Suggestion(NamedTuple):
    """A question to answer next, the question that it follows, and the reason as a sentence."""

    question: Question
    parent: Question | None
    reason: str


def suggest_question(
    coverages: Sequence[QuestionCoverage],
    lens: Lens | None,
    question_ids: Collection[str] = (),
) -> Suggestion | None:
    """Return the question answered longest ago or never; of `question_ids`, if it has any.

    Ties are broken in this order: not skipped lately; in the domain answered longest ago; in the
    lens, unless a larger share of its questions is answered than of the others; first in the
    content. Returns None if there is no question.
    """
    candidates = [
        item for item in coverages if not question_ids or item.question.id in question_ids
    ]
    if not candidates:
        return None
    last_by_domain: dict[str, date] = {}
    for item in coverages:
        domain = item.question.domain
        last_by_domain[domain] = max(last_by_domain.get(domain, date.min), item.last or date.min)
    in_lens = {item.question for item in coverages if lens and lens.covers(item.question)}
    answered = {item.question for item in coverages if item.last}
    # Compares the shares of answered questions in the lens and outside, without dividing by zero.
    outside_count = len(coverages) - len(in_lens)
    prefer_lens = len(answered & in_lens) * outside_count < len(answered - in_lens) * len(in_lens)

    def sort_key(item: QuestionCoverage) -> tuple[date, date, date, bool]:
        return (
            item.last or date.min,
            item.last_skipped or date.min,
            last_by_domain[item.question.domain],
            (item.question in in_lens) != prefer_lens,
        )

    first = min(candidates, key=sort_key)
    question = first.question
    parent = next((c.question for c in coverages if c.question.id == question.follows), None)
    if first.last:
        reason = f"You answered it longest ago, on {long_date(first.last)}"
    elif first.last_skipped:
        reason = f"You have skipped it so far, last on {long_date(first.last_skipped)}"
    else:
        reason = "You have not answered it yet"
    if lens and question in in_lens:
        reason += f"; it belongs to “{lens.title}”, which is easily left for another day"
    return Suggestion(question, parent, f"{reason}.")
