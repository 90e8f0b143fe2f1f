"""Read the file that the page saves: a sitting, from which entries are made.

`Sitting` makes the same entries as in a terminal. The format of the file is described in
docs/page.md; sitting.js writes it.
"""

import re
from base64 import b32encode
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from securebase_cli.documents.checked_json import JsonError, JsonObject, parse_json
from securebase_cli.documents.json_import import (
    ImportedDocument,
    ImportedEntry,
    check_entry,
    parse_scaling,
)
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.errors import InputFileError
from securebase_cli.instrument.content import Content
from securebase_cli.instrument.team_questions import questions_and_prompts
from securebase_cli.model import KIND_NAMES, Entry, Question
from securebase_cli.sitting.state import Sitting, begin_sitting
from securebase_cli.storage.find_entry import is_reserved_id
from securebase_cli.storage.names import EntryName, Listing, entry_file_name

VERSION = 1

# No other document has a key of this name.
_SITTING_KEY = re.compile(rb'"securebase_sitting"\s*:')
_SITTING_ID = re.compile("[a-z0-9]{8,64}")
# How many ids are tried for an entry; mostly the first one is free.
_IDS_TRIED = 20


class _AskedQuestion(NamedTuple):
    """A question with its answer: empty if it was skipped, None if it was not reached."""

    question: Question
    answer: str | None


def is_sitting_file(data: bytes) -> bool:
    """Return whether a JSON document is a sitting, even a damaged one; any other is an export."""
    return _SITTING_KEY.search(data) is not None


def parse_sitting(
    data: bytes, document_name: str, content: Content, listing: Listing
) -> ImportedDocument:
    """Check a sitting, and return its entries.

    The ids of the entries are derived from the id of the sitting, so that the same file gives the
    same entries each time; `listing` has the ids of other entries. Raises InputFileError, whose
    message begins with `document_name`, if the file is damaged or has the questions of another
    content file.
    """
    try:
        document = JsonObject(parse_json(data), place="")
        if document.value("securebase_sitting") != VERSION:
            raise JsonError(" was written by another version of the page, which can’t be read here")
        sitting, removed = _read_sitting(document, content)
        sitting_id = document.id("id", _SITTING_ID)
        entries: list[ImportedEntry] = []
        for parsed in sitting.entries():
            entry, _ = check_entry(_with_id(parsed, sitting_id, listing), document)
            entries.append(ImportedEntry(EntryName.from_path(entry_file_name(entry)), entry))
    except JsonError as error:
        raise InputFileError(f"{document_name}{error}. Nothing was imported.") from None
    return ImportedDocument(tuple(entries), removed)


def _read_sitting(document: JsonObject, content: Content) -> tuple[Sitting, int]:
    """Return the finished sitting, and the number of characters removed from its texts."""
    questions = _read_questions(document, content)
    domains = [item.question.domain for item in questions]
    scalings = {
        json_scaling.choice("domain", domains): parse_scaling(json_scaling)
        for json_scaling in document.objects("scalings")
    }
    sitting = begin_sitting(
        content,
        [item.question for item in questions],
        # Each entry gets its id later.
        lambda count: [""] * count,
        document.moment("date"),
        kind=document.choice("kind", KIND_NAMES),
        scale_domains=scalings,
    )
    texts = [item.answer for item in questions if item.answer]
    answers = {item.question.id: item.answer for item in questions}
    while sitting.next_step == "question":
        answer = answers[sitting.question.id]
        if answer is None:
            sitting = sitting.advance()
        else:
            sitting = sitting.answer_and_advance(clean(answer).text)
    while sitting.next_step == "scale":
        sitting = sitting.with_scaling(scalings[sitting.domain.id]).advance()
    takeaway = document.text("takeaway")
    sitting = sitting.with_takeaway(takeaway)
    action = document.object("action")
    action_text = action.text("text")
    texts += [takeaway, action_text]
    sitting = sitting.with_action(action_text)
    if action.text_if_any("due"):
        sitting = sitting.with_action_due(action.day_if_any("due"))
    if action.text_if_any("domain"):
        sitting = sitting.with_action_domain(action.choice("domain", domains))
    return sitting, sum(clean(text).removed for text in texts)


def _read_questions(document: JsonObject, content: Content) -> Sequence[_AskedQuestion]:
    """Return the questions with their answers, and with the texts that the page had for them."""
    known = {question.id: question for question in questions_and_prompts(content)}
    questions: dict[str, _AskedQuestion] = {}
    content_title = document.text("content")
    for json_question in document.objects("questions"):
        question = known.get(json_question.id("id"))
        domain = json_question.id("domain")
        if content_title != content.title or question is None or question.domain != domain:
            raise JsonError(
                f" has the questions of another content file than “{content.title}”. Import it "
                "with --content FILE, the one that its page was made from"
            )
        if question.id in questions:
            raise json_question.error("the same question stands there twice")
        text = to_one_line(json_question.text("text"))
        if not text:
            raise json_question.error("“text” is empty")
        answer = json_question.text("answer") if json_question.has("answer") else None
        questions[question.id] = _AskedQuestion(question._replace(text=text), answer)
    if not questions:
        raise document.error("“questions” is empty")
    return tuple(questions.values())


def _with_id(entry: Entry, sitting_id: str, listing: Listing) -> Entry:
    """Return the entry with an id: its own if it was imported before, or else a free one."""
    seeds = (f"{sitting_id} {entry.domain} {number}" for number in range(_IDS_TRIED))
    ids = [b32encode(sha256(seed.encode()).digest())[:4].decode().lower() for seed in seeds]
    candidates = [entry._replace(id=entry_id) for entry_id in ids if not is_reserved_id(entry_id)]
    taken_ids = listing.ids
    free = [candidate for candidate in candidates if candidate.id not in taken_ids]
    saved = [item for item in candidates if listing.with_name(entry_file_name(item))]
    return (saved or free)[0]
