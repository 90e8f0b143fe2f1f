"""Find a question by its words, the answers to a question, and the questions with answers."""

import re
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


class AnsweredQuestion(NamedTuple):
    """A question with answers: its text in a list, and how many entries answer it."""

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


def find_by_words(typed: str, questions: Iterable[Question]) -> list[Question]:
    """Return the questions whose texts have all of the words, as `search` finds them.

    If the typed words are the whole text of questions, only these are returned.
    """
    # Imported here, because a question that is named by its id needs neither module.
    from securebase_cli.review.folding import fold
    from securebase_cli.review.terms import Term

    terms = [Term.from_text(word, is_phrase=False) for word in typed.split()]
    matching = [
        question
        for question in questions
        if all(term.occurs_in([fold(question.text)]) for term in terms if term)
    ]
    words = re.findall(r"\w+", fold(typed))
    return [q for q in matching if re.findall(r"\w+", fold(q.text)) == words] or matching


def find_answered_questions(
    outlines: Iterable[StoredOutline], content: Content, min_count: int
) -> list[AnsweredQuestion]:
    """Return the questions answered in at least `min_count` entries.

    The questions of the content come first, then the prompts for team sessions.
    """
    days: defaultdict[str, list[date]] = defaultdict(list)
    for _, outline in outlines:
        for question_id in set(outline.answered):
            days[question_id].append(outline.moment.date())
    answered = [
        question
        for question in questions_and_prompts(content)
        if len(days[question.id]) >= min_count
    ]
    texts = dict(content.texts_in_list(q for q in answered if not is_prompt(q)))
    return [
        AnsweredQuestion(
            question,
            texts.get(question) or prompt_label(question, content),
            entry_count=len(days[question.id]),
            last=max(days[question.id]),
        )
        for question in answered
    ]
