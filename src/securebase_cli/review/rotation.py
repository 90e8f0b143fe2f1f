"""What to take up next: the question that has waited longest, and why it is that one."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.dates import long_date

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from securebase_cli.model import Lens, Question
    from securebase_cli.review.coverage import QuestionCoverage


class Suggestion(NamedTuple):
    """A question to take up next, the one it follows if it follows one, and why this one."""

    question: Question
    parent: Question | None
    reason: str


def suggest_question(
    covered: Sequence[QuestionCoverage],
    lens: Lens | None,
    question_ids: Collection[str] = (),
) -> Suggestion | None:
    """Suggest the question answered longest ago, or never; of those in `among`, if any are named.

    Of several, one that was not skipped lately; then one of the domain that has waited longest;
    then one of the lens, unless the questions of the lens are ahead of the others by now; then
    the first. None if there is no question.
    """
    candidates = [one for one in covered if not question_ids or one.question.id in question_ids]
    if not candidates:
        return None
    watched = frozenset(lens.themes if lens else ())
    domains: dict[str, date] = {}
    asked: Counter[bool] = Counter()
    answered: Counter[bool] = Counter()
    for one in covered:
        domain, of_lens = one.question.domain, _is_of(one.question, watched)
        domains[domain] = max(domains.get(domain, date.min), one.last or date.min)
        asked[of_lens] += 1
        answered[of_lens] += one.last is not None
    lens_is_due = answered[True] * asked[False] < answered[False] * asked[True]

    def turn(one: QuestionCoverage) -> tuple[date, date, date, bool]:
        return (
            one.last or date.min,
            one.last_skipped or date.min,
            domains[one.question.domain],
            _is_of(one.question, watched) != lens_is_due,
        )

    chosen = min(candidates, key=turn)
    question = chosen.question
    parent = next((q.question for q in covered if q.question.id == question.follows), None)
    return Suggestion(question, parent, _why(chosen, lens if _is_of(question, watched) else None))


def _is_of(question: Question, themes: frozenset[str]) -> bool:
    return not themes.isdisjoint(question.themes)


def _why(chosen: QuestionCoverage, lens: Lens | None) -> str:
    if chosen.last:
        waited = f"You answered it longest ago, on {long_date(chosen.last)}"
    elif chosen.last_skipped:
        waited = f"You have skipped it so far, last on {long_date(chosen.last_skipped)}"
    else:
        waited = "You have not answered it yet"
    if lens is None:
        return f"{waited}."
    return f"{waited}; it belongs to “{lens.title}”, which is easily left for another day."
