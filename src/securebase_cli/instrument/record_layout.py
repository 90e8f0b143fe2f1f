"""The layouts of records of professional development: their fields, and where each text comes from.

Each is a YAML file. The layouts of this package are in its folder `layouts`, under the names that
people type; users can write others, such as for the form of an employer.
"""

import re
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from securebase_cli.entry_format.strict_yaml import YamlError, decode, load
from securebase_cli.errors import RecordError
from securebase_cli.instrument.checked_mapping import CheckedMapping
from securebase_cli.model import Question
from securebase_cli.storage import files

_FOLDER = Path(__file__).parents[1] / "layouts"
_SUFFIX = ".yaml"
MAX_BYTES = 64 * 1024

# What a field can show of the entry.
Origin = Literal["activity", "date", "domain", "questions", "takeaway", "tried", "open", "answers"]
ORIGINS: tuple[Origin, ...] = get_args(Origin)
# The origins that give one text, which the user can change; the others give lists.
TEXT_ORIGINS = frozenset[Origin]({"activity", "date", "domain", "questions", "takeaway"})


class RecordField(NamedTuple):
    """A field of a record, with an origin, a question or both.

    With both, the answer to the question begins with the text from the entry. The answer is kept
    under the `id`; a field without a question has none.
    """

    heading: str
    origin: Origin | None = None
    question: str = ""
    id: str = ""


class RecordLayout(NamedTuple):
    """A layout of records; the answers to its questions are kept under its name."""

    name: str
    title: str
    fields: tuple[RecordField, ...]

    def questions(self, domain: str) -> tuple[Question, ...]:
        """Return what is asked about an entry on a domain, in order."""
        return tuple(
            Question(field.id, domain, field.question) for field in self.fields if field.question
        )


def shipped_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob(f"*{_SUFFIX}")))


def shipped_layouts() -> list[RecordLayout]:
    return [_read(_FOLDER / f"{name}{_SUFFIX}") for name in shipped_names()]


def find_record_layout(typed: str) -> RecordLayout | None:
    """Return the layout with this name or in this YAML file; None if it is neither.

    Raises RecordError if the file can't be read; the error names the line of the first mistake.
    """
    if typed in shipped_names():
        return _read(_FOLDER / f"{typed}{_SUFFIX}")
    if typed.casefold().endswith((_SUFFIX, ".yml")):
        return _read(Path(typed).expanduser())
    return None


def _read(path: Path) -> RecordLayout:
    try:
        data = files.read_following_links(path, MAX_BYTES)
    except OSError as error:
        raise RecordError(f"The layout {path} can't be read: {error.strerror}.") from None
    try:
        top = CheckedMapping.from_document(load(decode(data), max_length=MAX_BYTES))
        return _parse(top, _name_of(path))
    except YamlError as mistake:
        raise RecordError(f"{path}, line {mistake.line}: {mistake.reason}.") from None


def _name_of(path: Path) -> str:
    """Return the name of a layout: the name of its file in small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-") or "layout"


def _parse(top: CheckedMapping, name: str) -> RecordLayout:
    top.check_keys("title", "fields")
    title = top.title()
    fields: list[RecordField] = []
    for mapping in top.mappings("fields"):
        field = _parse_field(mapping)
        if field.id and any(field.id == earlier.id for earlier in fields):
            raise mapping.mistake("id", f"field id used twice: “{field.id}”")
        fields.append(field)
    return RecordLayout(name, title, tuple(fields))


def _parse_field(mapping: CheckedMapping) -> RecordField:
    mapping.check_keys("heading", "from", "ask", "id")
    heading = mapping.text("heading")
    typed_origin = mapping.text("from", default="")
    origin = next((known for known in ORIGINS if known == typed_origin), None)
    question = mapping.text("ask", default="")
    if typed_origin and origin is None:
        known = ", ".join(ORIGINS)
        raise mapping.mistake("from", f"nothing is called “{typed_origin}” (known: {known})")
    if not (origin or question):
        raise mapping.mistake("heading", "this field needs “from” or “ask”, or both")
    if question and origin and origin not in TEXT_ORIGINS:
        known = ", ".join(known for known in ORIGINS if known in TEXT_ORIGINS)
        raise mapping.mistake("ask", f"“{origin}” can’t be changed by typing (only: {known})")
    if question:
        return RecordField(heading, origin, question, mapping.id())
    if mapping.has("id"):
        raise mapping.mistake("id", "only a field with “ask” has an id")
    return RecordField(heading, origin)
