"""Parse JSON exports, so that their entries can be imported into a journal.

A document is checked completely before any entry is added. Error messages give the number of the
entry and the key, but never quote a value, which may be confidential.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from securebase_cli.documents.checked_json import JsonError, JsonObject, parse_json
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.errors import EntryFormatError, InputFileError
from securebase_cli.model import (
    BASIS_NAMES,
    KIND_NAMES,
    REFLECTION,
    SCALE_MAX,
    Action,
    ActionState,
    Answer,
    Entry,
    OtherText,
    Scaling,
)
from securebase_cli.storage.entry_files import MAX_BYTES as MAX_ENTRY_BYTES
from securebase_cli.storage.names import ENTRY_ID, EntryName, base_name, entry_file_name
from securebase_cli.storage.scan import NO_PROGRESS, ProgressCallbacks

# The size of about 100,000 entries.
MAX_BYTES = 512 * 1024 * 1024

# File systems allow 255 bytes; the names of locks and temporary files are longer than the entry's.
_MAX_FILE_NAME_LENGTH = 200

# An entry file that was edited by hand may have ids of questions that `ID` does not match.
_QUESTION_ID = re.compile(r"[a-z0-9-]+")
_STATES: tuple[ActionState, ...] = ("open", "tried", "dropped")
_NOT_AN_EXPORT = " is not an export of a journal: it has no “entries”"


class ImportedEntry(NamedTuple):
    """An entry of an export, and the name that its file in the journal will have."""

    name: EntryName
    entry: Entry


class ImportedDocument(NamedTuple):
    """The entries of an export in order, and the number of characters removed from them."""

    entries: tuple[ImportedEntry, ...]
    removed_characters: int


def parse_export(
    data: bytes, document_name: str, progress: ProgressCallbacks = NO_PROGRESS
) -> ImportedDocument:
    """Parse a JSON export and check every value in it.

    Raises InputFileError, whose message begins with `document_name`, if it is no complete export.
    """
    try:
        parsed = parse_json(data)
        if not isinstance(parsed, dict):
            raise JsonError(_NOT_AN_EXPORT)
        document = JsonObject(parsed, place="")
        if "leaves_out" in parsed:
            raise JsonError(
                " was made to be shared and leaves things out, so it can’t stand for the journal"
            )
        if "entries" not in parsed:
            raise JsonError(_NOT_AN_EXPORT)
        records = document.items("entries")
        progress.begin(len(records))
        return _parse_entries(records, progress)
    except JsonError as error:
        raise InputFileError(f"{document_name}{error}. Nothing was imported.") from None
    finally:
        progress.clear()


def clean_entry(entry: Entry) -> tuple[Entry, int]:
    """Return the entry in a form that a file can hold, and the number of characters removed.

    An entry that a file can hold is returned unchanged, control characters included.
    """
    if _survives_writing(entry):
        return entry, 0
    texts = [entry.title, *entry.tags, *entry.skipped]
    for answer in entry.answers:
        texts += (answer.question_text, answer.text)
    texts.append(entry.takeaway)
    for action in entry.actions:
        texts += (action.text, action.note)
    texts += [other.text for other in entry.other_text]
    removed = sum(clean(text).removed for text in texts)
    cleaned_entry = entry._replace(
        title=to_one_line(entry.title),
        tags=tuple(map(to_one_line, entry.tags)),
        skipped=tuple(map(to_one_line, entry.skipped)),
        answers=tuple(
            Answer(answer.question, to_one_line(answer.question_text), clean(answer.text).text)
            for answer in entry.answers
        ),
        takeaway=clean(entry.takeaway).text,
        actions=tuple(
            action._replace(text=to_one_line(action.text), note=to_one_line(action.note))
            for action in entry.actions
        ),
        other_text=tuple(
            other._replace(text=clean(other.text).text)
            for other in entry.other_text
            if clean(other.text).text
        ),
    )
    return cleaned_entry, removed


def _parse_entries(records: list[Any], progress: ProgressCallbacks) -> ImportedDocument:
    number_by_file_name: dict[str, int] = {}
    imported: list[ImportedEntry] = []
    removed_characters = 0
    for number, record in enumerate(records, 1):
        json_entry = JsonObject(record, place=f": entry {number}")
        entry, removed = check_entry(_parse_entry(json_entry), json_entry)
        name = _parse_file_name(json_entry, entry)
        first_number = number_by_file_name.setdefault(name.file_name, number)
        if first_number != number:
            raise json_entry.error(f"it would have the same file name as entry {first_number}")
        imported.append(ImportedEntry(name, entry))
        removed_characters += removed
        progress.advance()
    return ImportedDocument(tuple(imported), removed_characters)


def check_entry(parsed: Entry, source: JsonObject) -> tuple[Entry, int]:
    """Return the entry as `clean_entry` does; raises JsonError if no file can hold it.

    `source` is the JSON object from which the entry was parsed.
    """
    entry, removed = clean_entry(parsed)
    try:
        size = len(write_entry(entry).encode())
    except EntryFormatError as error:
        raise source.error(str(error)) from None
    if size > MAX_ENTRY_BYTES:
        limit = f"{MAX_ENTRY_BYTES >> 20} MiB"
        raise source.error(f"larger than {limit}, which is more than a file may hold")
    # Cleaning may have left a text empty that must not be.
    if entry is not parsed and not _survives_writing(entry):
        raise source.error("a text in it is empty, or can’t be kept in a file of the journal")
    return entry, removed


def _parse_entry(json_entry: JsonObject) -> Entry:
    return Entry(
        id=json_entry.id("id", ENTRY_ID),
        moment=json_entry.moment("date"),
        domain=json_entry.id("domain"),
        title=json_entry.text("title"),
        tags=json_entry.texts("tags"),
        answers=tuple(map(_parse_answer, json_entry.objects("answers"))),
        skipped=json_entry.texts("skipped"),
        # Exports from before there were takeaways have none.
        takeaway=json_entry.text_if_any("takeaway"),
        actions=tuple(map(_parse_action, json_entry.objects("actions"))),
        scaling=_parse_scaling_if_any(json_entry),
        # Exports from before there were team sessions have no kinds.
        kind=json_entry.choice_if_any("kind", KIND_NAMES, default=REFLECTION),
        other_text=_parse_other_text(json_entry),
    )


def _parse_answer(json_answer: JsonObject) -> Answer:
    return Answer(
        question=json_answer.id("question", _QUESTION_ID),
        question_text=json_answer.text("text"),
        text=json_answer.text("answer"),
    )


def _parse_action(json_action: JsonObject) -> Action:
    state = json_action.choice("state", _STATES)
    closed = json_action.day_if_any("closed")
    if state == "open" and closed:
        raise json_action.error("“closed” has a date, but its state is open")
    return Action(
        text=json_action.text("text"),
        state=state,
        due=json_action.day_if_any("due"),
        closed=closed,
        note=json_action.text_if_any("note"),
    )


def _parse_other_text(json_entry: JsonObject) -> tuple[OtherText, ...]:
    """Return the text outside of sections, in one piece, because a new file has it in one place."""
    if not json_entry.has("other_text"):
        return ()
    texts = [other.text("text") for other in json_entry.objects("other_text")]
    return (OtherText("\n\n".join(texts), "outside"),) if texts else ()


def _parse_scaling_if_any(json_entry: JsonObject) -> Scaling | None:
    return parse_scaling(json_entry.object("scaling")) if json_entry.has("scaling") else None


def parse_scaling(json_scaling: JsonObject) -> Scaling:
    value = json_scaling.value("value")
    # `isinstance` would accept True and False.
    if type(value) is not int or not 0 <= value <= SCALE_MAX:
        raise json_scaling.error(f"“value” is not a whole number from 0 to {SCALE_MAX}")
    return Scaling(value, json_scaling.choice_if_any("basis", BASIS_NAMES, default=""))


def _survives_writing(entry: Entry) -> bool:
    """Return whether writing the entry to a file and reading it back gives an equal entry."""
    try:
        return read_entry(write_entry(entry).encode().decode()) == entry
    except (UnicodeEncodeError, EntryFormatError):
        return False


def _parse_file_name(json_entry: JsonObject, entry: Entry) -> EntryName:
    """Return the file name in the document if it fits the entry, or else a new one.

    The folder in the document is ignored, so that no document can write outside the journal.
    """
    name = EntryName.parse(base_name(json_entry.text_if_any("path")))
    if name is None or (name.id, name.domain) != (entry.id, entry.domain):
        name = EntryName.from_path(entry_file_name(entry))
    if len(name.file_name) > _MAX_FILE_NAME_LENGTH:
        raise json_entry.error("“domain” is longer than a file’s name can be")
    return name
