"""Find all answers to one question, and the questions that have several."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from securebase_cli.instrument.content import Content
from securebase_cli.instrument.team_questions import is_prompt, prompt_label, questions_and_prompts
from securebase_cli.model import Answer, Entry, Question
from securebase_cli.storage.scan import StoredEntry, StoredOutline


class ComparedAnswer(NamedTuple):
    """An answer, its entry, and whether the entry is new since the question was last compared."""

    entry: Entry
    answer: Answer
    is_new: bool


class RepeatedQuestion(NamedTuple):
    """A question, its text with the question it follows, and the entries that answer it."""

    question: Question
    text: str
    entry_count: int
    last: date


def find_answers(
    question_id: str, entries: Iterable[StoredEntry], compared_ids: frozenset[str] | None
) -> Iterator[ComparedAnswer]:
    """Yield the answers to a question, in the order of the entries.

    `compared_ids` are the ids of the entries that were compared before. It is None if the question
    was never compared; then no answer is new.
    """
    for _, entry in entries:
        is_new = compared_ids is not None and entry.id not in compared_ids
        for answer in entry.answers:
            if answer.question == question_id:
                yield ComparedAnswer(entry, answer, is_new)


def find_repeated_questions(
    outlines: Iterable[StoredOutline], content: Content
) -> list[RepeatedQuestion]:
    """Return the questions answered in several entries: those of the content, then team prompts."""
    days: defaultdict[str, list[date]] = defaultdict(list)
    for _, outline in outlines:
        for question_id in set(outline.answered):
            days[question_id].append(outline.moment.date())
    repeated = [
        question for question in questions_and_prompts(content) if len(days[question.id]) > 1
    ]
    texts = dict(content.texts_in_list(q for q in repeated if not is_prompt(q)))
    return [
        RepeatedQuestion(
            question,
            texts.get(question) or prompt_label(question, content),
            entry_count=len(days[question.id]),
            last=max(days[question.id]),
        )
        for question in repeated
    ]
