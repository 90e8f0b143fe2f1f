"""Fill a journal with entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from securebase_cli.model import Answer
from support.builders import ANSWER, MOMENT, an_entry

if TYPE_CHECKING:
    from pathlib import Path

    from securebase_cli.model import Entry
    from securebase_cli.storage.journal import Journal


def add_entries(journal: Journal, *entries: Entry) -> list[Path]:
    """Add entries to a journal, which is made if it is missing; return their paths."""
    journal.prepare()
    return [journal.add(entry).path for entry in entries]


def add_answer(
    journal: Journal,
    entry_id: str,
    text: str,
    *,
    year: int = MOMENT.year,
    question: str = ANSWER.question,
    asked: str = ANSWER.question_text,
    **changes: Any,
) -> Path:
    """Add an entry with one answer, of 23 November of a year; return its path."""
    answers = (Answer(question, asked, text),)
    entry = an_entry(id=entry_id, moment=MOMENT.replace(year=year), answers=answers, **changes)
    (path,) = add_entries(journal, entry)
    return path
