"""Read the answers of a sitting from a YAML or JSON file: a mapping from question ids to text."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from securebase_cli.entry_format.cleanup import clean
from securebase_cli.entry_format.strict_yaml import YamlError, YamlMapping, YamlText, decode, load
from securebase_cli.errors import InputFileError, did_you_mean
from securebase_cli.hints import command
from securebase_cli.model import Question

# As long as a thick book; PyYAML takes half a second to read so much.
MAX_BYTES = 512 * 1024

LIST_OF_IDS = f"`{command('questions --ids')}` lists them all."

# The first characters of a JSON object, which may also be the start of a YAML mapping in braces. No
# one writes such a mapping with quoted keys by hand, and YAML reads some of JSON's escapes wrongly.
_JSON_START = re.compile(r'\s*\{\s*["}]')
_COMMENT_FOLLOWS = (
    "what stands after # is a comment in YAML and would be lost. Put the answer in quotes, "
    "or the comment on a line of its own."
)


class AnswersFile(NamedTuple):
    """The answers of a file, by the id of their question.

    `without_answer` has the ids whose value is `null`; `removed` is the number of control
    characters removed from the answers.
    """

    answers: Mapping[str, str]
    without_answer: Sequence[str]
    removed: int


class _Field(NamedTuple):
    """A key of the mapping and its text, None for `null`; or the mistake in its value.

    `place` is “, line 3” if the line is known.
    """

    key: str
    place: str
    text: str | None = None
    mistake: str = ""


class _AnswersFileError(Exception):
    """A mistake in the file; the message follows the name of the file."""


def read_answers(
    data: bytes, file_name: str, questions: Sequence[Question], *, hint: str = LIST_OF_IDS
) -> AnswersFile:
    """Read the answers to some of the questions; a file that begins as JSON does is read as JSON.

    Raises InputFileError for anything but a mapping from ids of `questions` to text. For an unknown
    id, its message suggests similar ids; without similar ids it ends with `hint`, or with all ids
    if `hint` is empty. No message repeats an answer.
    """
    try:
        return _check_fields(_load_fields(data), questions, hint)
    except _AnswersFileError as error:
        raise InputFileError(f"{file_name}{error} Nothing was saved.") from None


def _check_fields(
    fields: Iterable[_Field], questions: Sequence[Question], hint: str
) -> AnswersFile:
    known_ids = [question.id for question in questions]
    answers: dict[str, str] = {}
    without_answer: list[str] = []
    removed = 0
    for field in fields:
        if field.key not in known_ids:
            # A key that does not look like an id may be an answer, and is not repeated.
            problem = "a key that is no question’s id."
            if _looks_like_id(field.key):
                suggestion = did_you_mean(field.key, known_ids, hint)
                problem = f"there is no question “{field.key}” in this sitting. {suggestion}"
            raise _AnswersFileError(f"{field.place}: {problem}")
        if field.mistake:
            raise _AnswersFileError(f"{field.place}: {field.key}: {field.mistake}")
        if field.text is None:
            without_answer.append(field.key)
            continue
        cleaned = clean(field.text)
        answers[field.key] = cleaned.text
        removed += cleaned.removed
    return AnswersFile(answers, without_answer, removed)


def _load_fields(data: bytes) -> Iterable[_Field]:
    try:
        # PowerShell redirects output to files in UTF-16.
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        # The YAML loader names the line.
        return _load_yaml(data)
    return _load_json(text) if _JSON_START.match(text) else _load_yaml(data)


def _load_json(text: str) -> Iterable[_Field]:
    try:
        # Objects become tuples of pairs, so that a repeated key is seen.
        value = json.loads(text, object_pairs_hook=tuple)
    except json.JSONDecodeError as error:
        raise _AnswersFileError(f", line {error.lineno}: not JSON that can be read.") from None
    except (RecursionError, ValueError):
        raise _AnswersFileError(": not JSON that can be read.") from None
    keys: set[str] = set()
    for key, answer in value:
        if key in keys:
            quoted = f"“{key}”" if _looks_like_id(key) else "in it"
            raise _AnswersFileError(f": the key {quoted} stands here twice.")
        keys.add(key)
        if answer is None or isinstance(answer, str):
            yield _Field(key, place="", text=answer)
        else:
            yield _Field(key, place="", mistake="something else stands where text belongs.")


def _load_yaml(data: bytes) -> Iterable[_Field]:
    try:
        value = load(decode(data), max_length=MAX_BYTES)
    except YamlError as error:
        raise _AnswersFileError(f", line {error.line}: {error.reason}.") from None
    if value is None:
        return
    if not isinstance(value, YamlMapping):
        raise _AnswersFileError(": not a mapping (“question-id: text” lines).")
    for key, field in value.values.items():
        key_place = f", line {value.key_lines[key]}"
        value_place = f", line {field.line}"
        if not isinstance(field, YamlText):
            mistake = "a list or mapping stands where text belongs."
            yield _Field(key, value_place, mistake=mistake)
        elif field.comment_follows:
            yield _Field(key, value_place, mistake=_COMMENT_FOLLOWS)
        else:
            yield _Field(key, key_place, None if field.is_null else field.text)


def _looks_like_id(key: str) -> bool:
    return re.fullmatch(r"[a-z0-9-]{1,48}", key) is not None
