"""What was done before: when domains were last reflected on, what was last answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.core.markdown import question_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from securebase_cli.core.model import Question
    from securebase_cli.core.names import EntryName
    from securebase_cli.core.scan import Scan


class Earlier(NamedTuple):
    """What was answered to a question last, in which entry, and when."""

    entry: str
    day: date
    text: str


class Memory:
    """The last answers to some questions, looked for as they are asked for, newest first."""

    def __init__(self, newest_first: Scan, questions: Iterable[Question]) -> None:
        self._missing = {question.id: question_mark(question.id) for question in questions}
        self._found: dict[str, Earlier] = {}
        self._entries = newest_first.entries(self._may_tell)

    def last_answer(self, question: str) -> Earlier | None:
        """Return the last answer to one of the questions, if it was ever answered."""
        while question in self._missing:
            stored = next(self._entries, None)
            if stored is None:
                self._missing.clear()
                break
            for answer in stored.entry.answers:
                if self._missing.pop(answer.question, None):
                    day = stored.entry.moment.date()
                    self._found[answer.question] = Earlier(stored.entry.id, day, answer.text)
        return self._found.get(question)

    def _may_tell(self, data: bytes) -> bool:
        return any(mark in data for mark in self._missing.values())


def last_reflected(names: Iterable[EntryName]) -> Mapping[str, date]:
    """Return the day of the newest entry of each domain; `names` come newest first."""
    days: dict[str, date] = {}
    for name in names:
        # Somebody can have renamed a file to a day that no calendar has.
        if name.domain not in days and name.day != date.min:
            days[name.domain] = name.day
    return days
