"""Read the answers of a sitting from a YAML file: a mapping from question ids to text."""

import re
from collections.abc import Mapping, Sequence

from securebase_cli.entry_format.cleanup import clean
from securebase_cli.entry_format.strict_yaml import YamlError, YamlMapping, YamlText, decode, load
from securebase_cli.errors import InputFileError, did_you_mean
from securebase_cli.model import Question

# As long as a thick book; PyYAML takes half a second to read so much.
MAX_BYTES = 512 * 1024

LIST_OF_IDS = "`securebase questions` lists them all."


def read_answers(
    data: bytes, file_name: str, questions: Sequence[Question], *, hint: str = LIST_OF_IDS
) -> tuple[Mapping[str, str], int]:
    """Return the text for each question id, and the number of control characters removed.

    Raises InputFileError for anything but a mapping from ids of `questions` to text. For an unknown
    id, its message suggests similar ids; without similar ids it ends with `hint`, or with all ids
    if `hint` is empty. No message repeats an answer.
    """
    try:
        value = load(decode(data), max_length=MAX_BYTES)
    except YamlError as error:
        raise InputFileError(
            f"{file_name}, line {error.line}: {error.reason}. Nothing was saved."
        ) from None
    if value is None:
        return {}, 0
    if not isinstance(value, YamlMapping):
        raise InputFileError(
            f"{file_name}: not a mapping (“question-id: text” lines). Nothing was saved."
        )
    known_ids = [question.id for question in questions]
    answers: dict[str, str] = {}
    removed = 0
    for key, field in value.values.items():
        if key not in known_ids:
            # A key that does not look like an id may be an answer, and is not repeated.
            problem = "a key that is no question’s id."
            if re.fullmatch(r"[a-z0-9-]{1,48}", key):
                suggestion = did_you_mean(key, known_ids, hint)
                problem = f"there is no question “{key}” in this sitting. {suggestion}"
            raise InputFileError(
                f"{file_name}, line {value.key_lines[key]}: {problem} Nothing was saved."
            )
        if not isinstance(field, YamlText):
            raise InputFileError(
                f"{file_name}, line {field.line}: {key}: a list or mapping stands where text "
                "belongs. Nothing was saved."
            )
        cleaned = clean(field.text)
        answers[key] = cleaned.text
        removed += cleaned.removed
    return answers, removed
