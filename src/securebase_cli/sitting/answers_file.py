"""Answers that come in a YAML file instead of from the keyboard: question id to text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from securebase_cli.entry_format.cleanup import clean
from securebase_cli.entry_format.strict_yaml import Fields, Text, YamlError, decode, load
from securebase_cli.errors import AnswersError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from securebase_cli.model import Question

# As much as a thick book; PyYAML takes half a second to read it.
MAX_BYTES = 512 * 1024


# Where somebody finds the ids of all questions.
ELSEWHERE = "`securebase questions` lists them all."


def read_answers(
    data: bytes, name: str, questions: Sequence[Question], *, hint: str = ELSEWHERE
) -> tuple[Mapping[str, str], int]:
    """Return the text for each question id, and how many control characters were removed.

    `name` is what the file is called in an error; `hint` says there which ids there are, and
    without one they are listed. Raises AnswersError for
    anything but a mapping of these questions' ids to text; no error repeats an answer.
    """
    try:
        value = load(decode(data), most=MAX_BYTES)
    except YamlError as mistake:
        raise AnswersError(
            f"{name}, line {mistake.line}: {mistake.words}. Nothing was saved."
        ) from None
    if value is None:
        return {}, 0
    if not isinstance(value, Fields):
        raise AnswersError(f"{name}: not a mapping (“question-id: text” lines). Nothing was saved.")
    known = [question.id for question in questions]
    answers: dict[str, str] = {}
    removed = 0
    for key, field in value.fields.items():
        if key not in known:
            raise AnswersError(f"{name}, line {value.lines[key]}: {_unknown(key, known, hint)}")
        if not isinstance(field, Text):
            raise AnswersError(
                f"{name}, line {field.line}: {key}: a list or mapping stands where text "
                "belongs. Nothing was saved."
            )
        cleaned = clean(field.text)
        answers[key] = cleaned.text
        removed += cleaned.removed
    return answers, removed


def _unknown(key: str, known: Iterable[str], hint: str) -> str:
    # What stands where an id belongs may be an answer: only what looks like an id is repeated.
    if not re.fullmatch(r"[a-z0-9-]{1,48}", key):
        return "a key that is no question’s id. Nothing was saved."
    near = did_you_mean(key, known, hint)
    return f"there is no question “{key}” in this sitting. {near} Nothing was saved."
