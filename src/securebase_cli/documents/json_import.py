"""A journal that comes back as a JSON document: its entries, and what their files are called.

A document is checked whole, before anybody makes an entry of it. Mistakes are named by the
number of the entry and the key, never by what stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, NoReturn

from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.errors import DocumentError, EntryFormatError
from securebase_cli.model import (
    BASIS_WORDS,
    ID,
    KIND_WORDS,
    REFLECTION,
    SCALE_MAX,
    Action,
    ActionState,
    Answer,
    Entry,
    EntryKind,
    Scaling,
)
from securebase_cli.storage.entry_files import MAX_BYTES as LARGEST_FILE
from securebase_cli.storage.names import ENTRY_ID, EntryName, entry_file_name
from securebase_cli.storage.scan import NO_PROGRESS, ProgressCallbacks

# A hundred thousand entries, many times what somebody writes in a lifetime.
MAX_BYTES = 512 * 1024 * 1024

# What the name of a file has room for.
_LONGEST_NAME = 255

# What a marker can have, and so what an export can give: ids, and what else stands in a file
# that was edited by hand.
_QUESTION = re.compile(r"[a-z0-9-]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(rf"{_DAY.pattern}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}.+")
_NO_EXPORT = " is not an export of a journal: it has no “entries”"
_KINDS: dict[str, EntryKind] = {kind: kind for kind in KIND_WORDS}
_STATES: dict[str, ActionState] = {"open": "open", "tried": "tried", "dropped": "dropped"}


class ImportedEntry(NamedTuple):
    """An entry of a document, and what its file is to be called."""

    name: EntryName
    entry: Entry


class ImportedDocument(NamedTuple):
    """The entries of a document, in its order, and how many characters no file could hold."""

    entries: tuple[ImportedEntry, ...]
    removed_characters: int


def parse_export(
    data: bytes, name: str, watch: ProgressCallbacks = NO_PROGRESS
) -> ImportedDocument:
    """Read a JSON export, and check all that stands in it.

    `name` is what the document is called in an error. Raises DocumentError for anything that
    is no whole export of a journal.
    """
    try:
        records = _records(data)
        watch.begin(len(records))
        return _checked(records, watch)
    except _Mistake as mistake:
        raise DocumentError(f"{name}{mistake}. Nothing was imported.") from None
    finally:
        watch.clear()


def clean_entry(entry: Entry) -> tuple[Entry, int]:
    """Return the entry as a file gives it back, and how many characters had to go for that.

    What a file can hold stays to the letter, even what nobody types: it was in a file before.
    """
    if _is_held(entry):
        return entry, 0
    removed = 0

    def cleaned(text: str) -> str:
        nonlocal removed
        found = clean(text)
        removed += found.removed
        return found.text

    def in_one_line(text: str) -> str:
        return to_one_line(cleaned(text))

    kept = entry._replace(
        title=in_one_line(entry.title),
        tags=tuple(map(in_one_line, entry.tags)),
        answers=tuple(
            Answer(question, in_one_line(asked), cleaned(text))
            for question, asked, text in entry.answers
        ),
        skipped=tuple(map(in_one_line, entry.skipped)),
        actions=tuple(
            action._replace(text=in_one_line(action.text), note=in_one_line(action.note))
            for action in entry.actions
        ),
    )
    return kept, removed


class _Mistake(Exception):  # noqa: N818 - it is a mistake in a document, found by reading
    """What is wrong, with where it is before it."""


class _Twice(dict[str, Any]):
    """An object in which a key stands twice: nobody knows which of the two is meant."""


class _Fields:
    """One object of the document, called by its place in it; what is taken from it is checked."""

    def __init__(self, value: Any, place: str) -> None:
        self._place = place
        if not isinstance(value, dict):
            self.refuse("not an object ({…})")
        if isinstance(value, _Twice):
            self.refuse("a key stands there twice")
        self._values: dict[str, Any] = value

    def refuse(self, words: str) -> NoReturn:
        """Say what is wrong with it."""
        raise _Mistake(f"{self._place}: {words}")

    def __contains__(self, key: str) -> bool:
        """Whether there is such a key."""
        return key in self._values

    def has(self, key: str) -> bool:
        """Whether there is anything, and not null."""
        return self._values.get(key) is not None

    def value(self, key: str) -> Any:
        """Return what stands there, whatever it is."""
        if key not in self._values:
            self.refuse(f"“{key}” is missing")
        return self._values[key]

    def text(self, key: str) -> str:
        """Return a text."""
        value = self.value(key)
        if not isinstance(value, str):
            self.refuse(f"“{key}” is not text")
        return value

    def text_if_any(self, key: str) -> str:
        """Return a text; an empty one, if there is none."""
        return self.text(key) if self.has(key) else ""

    def name(self, key: str, form: re.Pattern[str] = ID) -> str:
        """Return a name in the form that such names have."""
        value = self.text(key)
        if not form.fullmatch(value):
            self.refuse(f"“{key}” is not a name that can be used")
        return value

    def items(self, key: str) -> list[Any]:
        """Return a list."""
        value = self.value(key)
        if not isinstance(value, list):
            self.refuse(f"“{key}” is not a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        items = self.items(key)
        if not all(isinstance(item, str) for item in items):
            self.refuse(f"“{key}” has something in it that is not text")
        return tuple(items)

    def objects(self, key: str) -> Iterator[_Fields]:
        """Give a list of objects."""
        for number, item in enumerate(self.items(key), 1):
            yield _Fields(item, f"{self._place}, “{key}” {number}")

    def object(self, key: str) -> _Fields:
        """Return an object."""
        return _Fields(self.value(key), f"{self._place}, “{key}”")

    def moment(self, key: str) -> datetime:
        """Return a date and time with its offset, in full seconds."""
        value = self.text(key)
        try:
            moment = datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.refuse(f"“{key}” is not a date and time with an offset from UTC (RFC 3339)")
        return moment.replace(microsecond=0)

    def day_if_any(self, key: str) -> date | None:
        """Return a date, if there is one; of a date and time its day."""
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


def _records(data: bytes) -> list[Any]:
    """Return what the document has for entries, whatever that is."""
    parsed = _parsed(data)
    if not isinstance(parsed, dict):
        raise _Mistake(_NO_EXPORT)
    document = _Fields(parsed, "")
    if "leaves_out" in document:
        raise _Mistake(
            " was made to be shared and leaves things out, so it can’t stand for the journal"
        )
    if "entries" not in document:
        raise _Mistake(_NO_EXPORT)
    return document.items("entries")


def _parsed(data: bytes) -> Any:
    try:
        # Some shells on Windows write UTF-16 to a file.
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise _Mistake(" is not text in UTF-8") from None
    if not text.strip():
        raise _Mistake(" is empty")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _Mistake(f", line {error.lineno}: not JSON that can be read") from None
    except RecursionError:
        raise _Mistake(" is nested too deep") from None
    except MemoryError:
        raise _Mistake(" is more than fits into this computer’s memory") from None
    except ValueError:
        raise _Mistake(" has a number in it that can’t be read") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(found)


def _no_number(_written: str) -> NoReturn:
    raise ValueError


def _checked(records: list[Any], watch: ProgressCallbacks) -> ImportedDocument:
    found: dict[str, int] = {}
    entries: list[ImportedEntry] = []
    removed = 0
    for number, record in enumerate(records, 1):
        fields = _Fields(record, f": entry {number}")
        entry, went = _kept(fields)
        name = _name(fields, entry)
        earlier = found.setdefault(name.name, number)
        if earlier != number:
            fields.refuse(f"it would have the same file name as entry {earlier}")
        entries.append(ImportedEntry(name, entry))
        removed += went
        watch.advance()
    return ImportedDocument(tuple(entries), removed)


def _kept(fields: _Fields) -> tuple[Entry, int]:
    given = _entry(fields)
    entry, removed = clean_entry(given)
    if len(write_entry(entry).encode()) > LARGEST_FILE:
        fields.refuse(f"larger than {LARGEST_FILE >> 20} MiB, which is more than a file may hold")
    # What was cleaned may have nothing left where something must be.
    if entry is not given and not _is_held(entry):
        fields.refuse("a text in it is empty, or can’t be kept in a file of the journal")
    return entry, removed


def _is_held(entry: Entry) -> bool:
    """Whether a file gives the entry back as it is."""
    try:
        return read_entry(write_entry(entry).encode().decode()) == entry
    except (UnicodeEncodeError, EntryFormatError):
        return False


def _name(fields: _Fields, entry: Entry) -> EntryName:
    """Return the name that the document gives the file, if it fits; else the one it should have."""
    given = EntryName.parse(fields.text_if_any("path"))
    fits = given is not None and (given.id, given.domain) == (entry.id, entry.domain)
    name = given if given is not None and fits else EntryName.from_file_name(entry_file_name(entry))
    if len(name.name) > _LONGEST_NAME:
        fields.refuse("“domain” is longer than a file’s name can be")
    return name


def _entry(fields: _Fields) -> Entry:
    return Entry(
        id=fields.name("id", ENTRY_ID),
        moment=fields.moment("date"),
        domain=fields.name("domain"),
        title=fields.text("title"),
        tags=fields.texts("tags"),
        answers=tuple(map(_answer, fields.objects("answers"))),
        skipped=fields.texts("skipped"),
        actions=tuple(map(_action, fields.objects("actions"))),
        scaling=_scaling(fields),
        kind=_kind(fields),
    )


def _kind(fields: _Fields) -> EntryKind:
    """Return what the entry is; documents from before there were team sessions don’t say."""
    kind = _KINDS.get(fields.text_if_any("kind") or REFLECTION)
    if kind is None:
        fields.refuse(f"“kind” is none of {', '.join(_KINDS)}")
    return kind


def _answer(fields: _Fields) -> Answer:
    return Answer(fields.name("question", _QUESTION), fields.text("text"), fields.text("answer"))


def _action(fields: _Fields) -> Action:
    state = _STATES.get(fields.text("state"))
    if state is None:
        fields.refuse(f"“state” is none of {', '.join(_STATES)}")
    closed = fields.day_if_any("closed")
    if state == "open" and closed:
        fields.refuse("“closed” has a date, but its state is open")
    return Action(
        fields.text("text"),
        state,
        due=fields.day_if_any("due"),
        closed=closed,
        note=fields.text_if_any("note"),
    )


def _scaling(fields: _Fields) -> Scaling | None:
    if not fields.has("scaling"):
        return None
    scaling = fields.object("scaling")
    value = scaling.value("value")
    if type(value) is not int or not 0 <= value <= SCALE_MAX:
        scaling.refuse(f"“value” is not a whole number from 0 to {SCALE_MAX}")
    known = scaling.text_if_any("basis")
    if known and known not in BASIS_WORDS:
        scaling.refuse(f"“basis” is none of {', '.join(BASIS_WORDS)}")
    return Scaling(value, next((basis for basis in BASIS_WORDS if basis == known), ""))
