"""Suggest the question to answer next."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from securebase_cli.model import Lens, Question
from securebase_cli.plurals import number_in_words
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
    """Return the question answered longest ago or never, one of `question_ids` if there are any.

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
            *_waiting_since(item),
            last_by_domain[item.question.domain],
            (item.question in in_lens) != prefer_lens,
        )

    return _suggestion(min(candidates, key=sort_key), coverages, lens)


def suggest_short_sitting(
    coverages: Sequence[QuestionCoverage], lens: Lens | None, domain_id: str
) -> tuple[Suggestion, ...]:
    """Return the two questions of a domain that have waited longest, and one of the lens between.

    The two are in the order of the content. A domain without a question of the lens, or with fewer
    than two others, gets the three that have waited longest.
    """
    in_domain = [item for item in coverages if item.question.domain == domain_id]
    waiting = sorted(in_domain, key=_waiting_since)
    of_lens = [item for item in waiting if lens and lens.covers(item.question)]
    others = [item for item in waiting if item not in of_lens]
    chosen = waiting[:3]
    if of_lens and len(others) > 1:
        first, second = sorted(others[:2], key=in_domain.index)
        chosen = [first, of_lens[0], second]
    return tuple(_suggestion(item, coverages, lens) for item in chosen)


def _waiting_since(item: QuestionCoverage) -> tuple[date, date]:
    """Return the last days on which a question was answered and skipped, for sorting."""
    return item.last or date.min, item.last_skipped or date.min


def _suggestion(
    item: QuestionCoverage, coverages: Sequence[QuestionCoverage], lens: Lens | None
) -> Suggestion:
    questions = [covered.question for covered in coverages]
    question = item.question
    parent = next((other for other in questions if other.id == question.follows), None)
    if lens and lens.covers(question):
        reason = _reason_of_lens(lens, questions)
    elif item.last:
        reason = "Longest since you looked."
    else:
        reason = "You have skipped it so far." if item.last_skipped else "New to you."
    return Suggestion(question, parent, reason)


def _reason_of_lens(lens: Lens, questions: Sequence[Question]) -> str:
    in_lens = [question for question in questions if lens.covers(question)]
    reason = f"One of the {number_in_words(len(in_lens))} on {lens.title_in_sentence}."
    # In each domain, the questions of the lens follow all others.
    come_last = all(
        lens.covers(later) or later.domain != earlier.domain or not lens.covers(earlier)
        for earlier, later in pairwise(questions)
    )
    if come_last:
        reason += " They come last in each domain, so time runs out on them."
    return reason
