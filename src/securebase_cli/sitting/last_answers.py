"""Find the last answers to questions, and the day of the last entry on each domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from securebase_cli.entry_format.quick_checks import may_be_team_session, question_marker
from securebase_cli.model import REFLECTION, TEAM_SESSION, EntryKind, Question
from securebase_cli.storage.names import EntryName
from securebase_cli.storage.scan import Scan, StoredOutline


class PreviousAnswer(NamedTuple):
    """The last answer to a question, with the id and the day of its entry."""

    entry: str
    day: date
    text: str


class LastAnswers:
    """Finds the last answer to each of some questions in the entries of one kind.

    Entries are read, newest first, only as far back as a question needs.
    """

    def __init__(
        self, newest_first: Scan, questions: Iterable[Question], kind: EntryKind = REFLECTION
    ) -> None:
        self._kind = kind
        # The marker of each question whose answer has not been found yet, by the question's id.
        self._markers = {question.id: question_marker(question.id) for question in questions}
        self._answers: dict[str, PreviousAnswer] = {}
        self._entries = newest_first.entries(self._may_have_answer)

    def find(self, question_id: str) -> PreviousAnswer | None:
        """Return the last answer to one of the questions, or None if it has none."""
        while question_id in self._markers:
            stored = next(self._entries, None)
            if stored is None:
                self._markers.clear()
                break
            entry = stored.entry
            if entry.kind != self._kind:
                continue
            for answer in entry.answers:
                if self._markers.pop(answer.question, None):
                    self._answers[answer.question] = PreviousAnswer(
                        entry.id, entry.moment.date(), answer.text
                    )
        return self._answers.get(question_id)

    def _may_have_answer(self, data: bytes) -> bool:
        """Return False if the file cannot have an answer that is still needed."""
        if self._kind == TEAM_SESSION and not may_be_team_session(data):
            return False
        return any(marker in data for marker in self._markers.values())


def last_reflection_days(
    newest_first: Iterable[EntryName], read_kind: Callable[[EntryName], EntryKind]
) -> Mapping[str, date]:
    """Return the day of the newest reflection on each domain.

    `read_kind` opens a file, so it is only called until the newest reflection of a domain is known.
    """
    days: dict[str, date] = {}
    for name in newest_first:
        # A file renamed by hand may have a day that no calendar has; it is skipped.
        if name.domain in days or name.day == date.min:
            continue
        if read_kind(name) == REFLECTION:
            days[name.domain] = name.day
    return days


def last_team_session_days(newest_first: Iterable[StoredOutline]) -> Mapping[str, date]:
    """Return the day of the newest team session on each domain."""
    days: dict[str, date] = {}
    for name, outline in newest_first:
        if outline.kind == TEAM_SESSION:
            days.setdefault(name.domain, name.day)
    return days
