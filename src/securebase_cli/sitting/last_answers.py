"""What was done before: when domains were last reflected on, what was last answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.entry_format.quick_checks import may_be_team_session, question_marker
from securebase_cli.model import REFLECTION, TEAM_SESSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from securebase_cli.model import EntryKind, Question
    from securebase_cli.storage.names import EntryName
    from securebase_cli.storage.scan import Scan, StoredOutline


class PreviousAnswer(NamedTuple):
    """What was answered to a question last, in which entry, and when."""

    entry: str
    day: date
    text: str


class LastAnswers:
    """The last answers to some questions, looked for as they are asked for, newest first.

    Only entries of one kind are looked at: what the team said is nobody's own answer, and the
    other way round.
    """

    def __init__(
        self, newest_first: Scan, questions: Iterable[Question], kind: EntryKind = REFLECTION
    ) -> None:
        self._kind = kind
        self._missing = {question.id: question_marker(question.id) for question in questions}
        self._found: dict[str, PreviousAnswer] = {}
        self._entries = newest_first.entries(self._may_tell)

    def last_answer(self, question: str) -> PreviousAnswer | None:
        """Return the last answer to one of the questions, if it was ever answered."""
        while question in self._missing:
            stored = next(self._entries, None)
            if stored is None:
                self._missing.clear()
                break
            if stored.entry.kind != self._kind:
                continue
            for answer in stored.entry.answers:
                if self._missing.pop(answer.question, None):
                    day = stored.entry.moment.date()
                    self._found[answer.question] = PreviousAnswer(stored.entry.id, day, answer.text)
        return self._found.get(question)

    def _may_tell(self, data: bytes) -> bool:
        if self._kind == TEAM_SESSION and not may_be_team_session(data):
            return False
        return any(mark in data for mark in self._missing.values())


def last_reflection_days(
    newest_first: Iterable[EntryName], kind_of: Callable[[EntryName], EntryKind]
) -> Mapping[str, date]:
    """Return the day of the newest reflection on each domain.

    `kind_of` may have to open a file: it is asked about the newest of each domain, and of those
    before it only as long as they are team sessions.
    """
    days: dict[str, date] = {}
    for name in newest_first:
        # Somebody can have renamed a file to a day that no calendar has.
        known = name.domain in days or name.day == date.min
        if not known and kind_of(name) == REFLECTION:
            days[name.domain] = name.day
    return days


def last_team_session_days(newest_first: Iterable[StoredOutline]) -> Mapping[str, date]:
    """Return the day of the newest team session on each domain."""
    days: dict[str, date] = {}
    for name, outline in newest_first:
        if outline.kind == TEAM_SESSION:
            days.setdefault(name.domain, name.day)
    return days
