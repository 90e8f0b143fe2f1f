"""The answers to one question over the years, and which questions have several."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.instrument import team_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Answer, Entry, Question
    from securebase_cli.storage.scan import StoredEntry, StoredOutline


class ComparedAnswer(NamedTuple):
    """An answer with the entry that holds it; `new` if it was not there when one last looked."""

    entry: Entry
    answer: Answer
    is_new: bool


class RepeatedQuestion(NamedTuple):
    """A question that was answered in several entries, its words in full, and when last."""

    question: Question
    text: str
    entry_count: int
    last: date


def find_answers(
    question: str, stored: Iterable[StoredEntry], seen: frozenset[str] | None
) -> Iterator[ComparedAnswer]:
    """Give the answers to a question, in the order of the entries.

    `seen` has the ids of the entries looked at before; None if that was never, and then no
    answer is new.
    """
    for _, entry in stored:
        new = seen is not None and entry.id not in seen
        for answer in entry.answers:
            if answer.question == question:
                yield ComparedAnswer(entry, answer, new)


def find_repeated_questions(
    outlined: Iterable[StoredOutline], content: Content
) -> list[RepeatedQuestion]:
    """Return the questions that were answered more than once, in the content's order.

    What is asked about team sessions only comes after them.
    """
    counts: dict[str, int] = {}
    last: dict[str, date] = {}
    for _, outline in outlined:
        for question in set(outline.answered):
            counts[question] = counts.get(question, 0) + 1
            last[question] = max(last.get(question, date.min), outline.moment.date())
    found = [one for one in team_questions.all_questions(content) if counts.get(one.id, 0) > 1]
    listed = dict(content.texts_in_list(one for one in found if not team_questions.is_prompt(one)))
    return [
        RepeatedQuestion(
            question,
            listed.get(question) or team_questions.prompt_with_domain(question, content),
            counts[question.id],
            last[question.id],
        )
        for question in found
    ]
