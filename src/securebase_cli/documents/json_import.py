"""Parsing of JSON exports, for the import into a journal.

A document is checked completely before any entry is added. Error messages name the number of the
entry and the key, but never quote a value, which may be confidential.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, NoReturn, TypeVar

from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.errors import EntryFormatError, InputFileError
from securebase_cli.model import (
    BASIS_NAMES,
    ID,
    KIND_NAMES,
    REFLECTION,
    SCALE_MAX,
    Action,
    ActionState,
    Answer,
    Basis,
    Entry,
    EntryKind,
    Scaling,
)
from securebase_cli.storage.entry_files import MAX_BYTES as MAX_ENTRY_BYTES
from securebase_cli.storage.names import ENTRY_ID, EntryName, entry_file_name
from securebase_cli.storage.scan import NO_PROGRESS, ProgressCallbacks

T = TypeVar("T")

# Room for 100,000 entries, many times a lifetime's journal.
MAX_BYTES = 512 * 1024 * 1024

# The limit of common file systems.
_MAX_FILE_NAME_LENGTH = 255

# The ids that a marker in an entry file can hold. After editing by hand these are more than the
# ids of questions, and an export holds them as they are.
_QUESTION_ID = re.compile(r"[a-z0-9-]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(rf"{_DAY.pattern}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}.+")
_NOT_AN_EXPORT = " is not an export of a journal: it has no “entries”"
_KINDS: dict[str, EntryKind] = {kind: kind for kind in KIND_NAMES}
_BASES: dict[str, Basis] = {"": "", **{basis: basis for basis in BASIS_NAMES}}
_STATES: dict[str, ActionState] = {"open": "open", "tried": "tried", "dropped": "dropped"}


class ImportedEntry(NamedTuple):
    """An entry of a document, and the name that its file will have."""

    name: EntryName
    entry: Entry


class ImportedDocument(NamedTuple):
    """The entries of a document in order, and the number of characters removed from them."""

    entries: tuple[ImportedEntry, ...]
    removed_characters: int


def parse_export(
    data: bytes, document_name: str, progress: ProgressCallbacks = NO_PROGRESS
) -> ImportedDocument:
    """Parse a JSON export and check every value in it.

    Raises InputFileError, which begins with `document_name`, if it is not a complete export.
    """
    try:
        parsed = _parse_json(data)
        if not isinstance(parsed, dict):
            raise _Mistake(_NOT_AN_EXPORT)
        document = _Fields(parsed, "")
        if "leaves_out" in document:
            raise _Mistake(
                " was made to be shared and leaves things out, so it can’t stand for the journal"
            )
        if "entries" not in document:
            raise _Mistake(_NOT_AN_EXPORT)
        records = document.items("entries")
        progress.begin(len(records))
        return _parse_entries(records, progress)
    except _Mistake as mistake:
        raise InputFileError(f"{document_name}{mistake}. Nothing was imported.") from None
    finally:
        progress.clear()


def clean_entry(entry: Entry) -> tuple[Entry, int]:
    """Return the entry in a form that a file can hold, and the number of characters removed.

    An entry that a file can hold is returned unchanged, even with characters that nobody types:
    they come from a file.
    """
    if _survives_writing(entry):
        return entry, 0
    removed = 0

    def clean_text(text: str) -> str:
        nonlocal removed
        cleaned = clean(text)
        removed += cleaned.removed
        return cleaned.text

    def clean_line(text: str) -> str:
        return to_one_line(clean_text(text))

    cleaned_entry = entry._replace(
        title=clean_line(entry.title),
        tags=tuple(map(clean_line, entry.tags)),
        answers=tuple(
            Answer(question, clean_line(asked), clean_text(text))
            for question, asked, text in entry.answers
        ),
        skipped=tuple(map(clean_line, entry.skipped)),
        actions=tuple(
            action._replace(text=clean_line(action.text), note=clean_line(action.note))
            for action in entry.actions
        ),
    )
    return cleaned_entry, removed


class _Mistake(Exception):  # noqa: N818 - a mistake in the document, not in the program
    """A mistake in the document; its message begins with the place."""


class _ObjectWithDuplicateKey(dict[str, Any]):
    """A JSON object that has a key twice, so that its value is ambiguous."""


class _Fields:
    """The members of a JSON object, checked as they are read; any mistake raises _Mistake.

    `place` is where the object stands in the document, for the message.
    """

    def __init__(self, value: Any, place: str) -> None:
        self._place = place
        if not isinstance(value, dict):
            self.refuse("not an object ({…})")
        if isinstance(value, _ObjectWithDuplicateKey):
            self.refuse("a key stands there twice")
        self._values: dict[str, Any] = value

    def refuse(self, message: str) -> NoReturn:
        raise _Mistake(f"{self._place}: {message}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def has(self, key: str) -> bool:
        """Return whether the key has a value other than null."""
        return self._values.get(key) is not None

    def value(self, key: str) -> Any:
        if key not in self._values:
            self.refuse(f"“{key}” is missing")
        return self._values[key]

    def text(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str):
            self.refuse(f"“{key}” is not text")
        return value

    def text_if_any(self, key: str) -> str:
        """Return a string, or "" if the key is missing or null."""
        return self.text(key) if self.has(key) else ""

    def name(self, key: str, pattern: re.Pattern[str] = ID) -> str:
        """Return a string that matches `pattern`."""
        value = self.text(key)
        if not pattern.fullmatch(value):
            self.refuse(f"“{key}” is not a name that can be used")
        return value

    def choice(self, key: str, choices: Mapping[str, T], default: str | None = None) -> T:
        """Return the choice with this name; a key without a value has the default, if any."""
        text = self.text(key) if default is None else self.text_if_any(key) or default
        if text not in choices:
            self.refuse(f"“{key}” is none of {', '.join(filter(None, choices))}")
        return choices[text]

    def items(self, key: str) -> list[Any]:
        value = self.value(key)
        if not isinstance(value, list):
            self.refuse(f"“{key}” is not a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        items = self.items(key)
        if not all(isinstance(item, str) for item in items):
            self.refuse(f"“{key}” has something in it that is not text")
        return tuple(items)

    def objects(self, key: str) -> Iterator[_Fields]:
        """Yield the members of each object in a list."""
        for number, item in enumerate(self.items(key), 1):
            yield _Fields(item, f"{self._place}, “{key}” {number}")

    def object(self, key: str) -> _Fields:
        return _Fields(self.value(key), f"{self._place}, “{key}”")

    def moment(self, key: str) -> datetime:
        """Return a date and time with an offset from UTC, without fractions of a second."""
        value = self.text(key)
        try:
            moment = datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.refuse(f"“{key}” is not a date and time with an offset from UTC (RFC 3339)")
        return moment.replace(microsecond=0)

    def day_if_any(self, key: str) -> date | None:
        """Return a date, or the day of a date and time; None if the key is missing or null."""
        if not self.has(key):
            return None
        value = self.text(key)
        if _MOMENT.fullmatch(value):
            return self.moment(key).date()
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            self.refuse(f"“{key}” is not a date")
        return day


def _parse_json(data: bytes) -> Any:
    try:
        # PowerShell redirects output to files in UTF-16.
        text = data.decode(json.detect_encoding(data))
        if not text.strip():
            raise _Mistake(" is empty")
        return json.loads(text, object_pairs_hook=_build_object, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise _Mistake(" is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise _Mistake(f", line {error.lineno}: not JSON that can be read") from None
    except RecursionError:
        raise _Mistake(" is nested too deep") from None
    except MemoryError:
        raise _Mistake(" is more than fits into this computer’s memory") from None
    except ValueError:
        raise _Mistake(" has a number in it that can’t be read") from None


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _ObjectWithDuplicateKey(members)


def _refuse_constant(_constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python accepts although they are not JSON."""
    raise ValueError


def _parse_entries(records: list[Any], progress: ProgressCallbacks) -> ImportedDocument:
    numbers: dict[str, int] = {}
    entries: list[ImportedEntry] = []
    removed_characters = 0
    for number, record in enumerate(records, 1):
        fields = _Fields(record, f": entry {number}")
        parsed = _parse_entry(fields)
        entry, removed = clean_entry(parsed)
        if len(write_entry(entry).encode()) > MAX_ENTRY_BYTES:
            limit = f"{MAX_ENTRY_BYTES >> 20} MiB"
            fields.refuse(f"larger than {limit}, which is more than a file may hold")
        # Cleaning may leave nothing of a text that must not be empty.
        if entry is not parsed and not _survives_writing(entry):
            fields.refuse("a text in it is empty, or can’t be kept in a file of the journal")
        name = _parse_file_name(fields, entry)
        first_number = numbers.setdefault(name.file_name, number)
        if first_number != number:
            fields.refuse(f"it would have the same file name as entry {first_number}")
        entries.append(ImportedEntry(name, entry))
        removed_characters += removed
        progress.advance()
    return ImportedDocument(tuple(entries), removed_characters)


def _survives_writing(entry: Entry) -> bool:
    """Return whether writing the entry to a file and reading it back gives an equal entry."""
    try:
        return read_entry(write_entry(entry).encode().decode()) == entry
    except (UnicodeEncodeError, EntryFormatError):
        return False


def _parse_file_name(fields: _Fields, entry: Entry) -> EntryName:
    """Return the file name in the document if it fits the entry, else the name of a new entry."""
    name = EntryName.parse(fields.text_if_any("path"))
    if name is None or (name.id, name.domain) != (entry.id, entry.domain):
        name = EntryName.from_file_name(entry_file_name(entry))
    if len(name.file_name) > _MAX_FILE_NAME_LENGTH:
        fields.refuse("“domain” is longer than a file’s name can be")
    return name


def _parse_entry(fields: _Fields) -> Entry:
    return Entry(
        id=fields.name("id", ENTRY_ID),
        moment=fields.moment("date"),
        domain=fields.name("domain"),
        title=fields.text("title"),
        tags=fields.texts("tags"),
        answers=tuple(map(_parse_answer, fields.objects("answers"))),
        skipped=fields.texts("skipped"),
        actions=tuple(map(_parse_action, fields.objects("actions"))),
        scaling=_parse_scaling(fields.object("scaling")) if fields.has("scaling") else None,
        # Old exports, from before team sessions, have no kinds.
        kind=fields.choice("kind", _KINDS, REFLECTION),
    )


def _parse_answer(fields: _Fields) -> Answer:
    return Answer(fields.name("question", _QUESTION_ID), fields.text("text"), fields.text("answer"))


def _parse_action(fields: _Fields) -> Action:
    state, closed = fields.choice("state", _STATES), fields.day_if_any("closed")
    if state == "open" and closed:
        fields.refuse("“closed” has a date, but its state is open")
    return Action(
        fields.text("text"),
        state,
        due=fields.day_if_any("due"),
        closed=closed,
        note=fields.text_if_any("note"),
    )


def _parse_scaling(fields: _Fields) -> Scaling:
    value = fields.value("value")
    if type(value) is not int or not 0 <= value <= SCALE_MAX:
        fields.refuse(f"“value” is not a whole number from 0 to {SCALE_MAX}")
    return Scaling(value, fields.choice("basis", _BASES, ""))
