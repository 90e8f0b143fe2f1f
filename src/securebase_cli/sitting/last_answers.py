"""Find the last answers to questions, values on scales, and entries on each domain."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from securebase_cli.entry_format.quick_checks import (
    may_answer,
    may_be_team_session,
    may_have_scaling,
)
from securebase_cli.model import REFLECTION, TEAM_SESSION, DatedScaling, EntryKind, Question
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.scan import NO_PROGRESS, ProgressCallbacks, Scan


class PreviousAnswer(NamedTuple):
    """The last answer to a question, with the id and the day of its entry."""

    entry: str
    day: date
    text: str


class LastAnswers:
    """Finds the last answer to each of some questions in the entries of one kind.

    Entries are read from the newest on, and only as many as are needed to find an answer.
    """

    def __init__(
        self, newest_first: Scan, questions: Iterable[Question], kind: EntryKind = REFLECTION
    ) -> None:
        self._kind = kind
        # The questions whose answers have not been found yet, with their ids as bytes.
        self._unanswered = {q.id: q.id.encode() for q in questions}
        self._answers: dict[str, PreviousAnswer] = {}
        self._entries = newest_first.entries(self._may_have_answer)

    def find(self, question_id: str) -> PreviousAnswer | None:
        """Return the last answer to one of the questions, or None if it has none."""
        while question_id in self._unanswered:
            stored = next(self._entries, None)
            if stored is None:
                break
            entry = stored.entry
            for answer in entry.answers:
                if entry.kind == self._kind and answer.question in self._unanswered:
                    del self._unanswered[answer.question]
                    self._answers[answer.question] = PreviousAnswer(
                        entry.id, entry.moment.date(), answer.text
                    )
        return self._answers.get(question_id)

    def _may_have_answer(self, data: bytes) -> bool:
        """Return False if the file cannot have an answer that is still needed."""
        if self._kind == TEAM_SESSION and not may_be_team_session(data):
            return False
        return may_answer(data, self._unanswered.values())


def last_scaling(journal: Journal, domain_id: str) -> DatedScaling | None:
    """Return the last value on the scale of a domain, or None if it has none."""
    scan = journal.scan(Filter(domains=frozenset({domain_id})))
    for name, outline in scan.outlines(may_have_scaling):
        if outline.scaling:
            return DatedScaling(outline.moment.date(), outline.scaling, name.id)
    return None


def last_days(
    journal: Journal, kind: EntryKind, progress: ProgressCallbacks = NO_PROGRESS
) -> Mapping[str, date]:
    """Return the day of the newest entry of a kind on each domain."""
    days: dict[str, date] = {}
    if kind == TEAM_SESSION:
        for name, outline in journal.scan(progress=progress).outlines(may_be_team_session):
            if outline.kind == TEAM_SESSION:
                days.setdefault(name.domain, outline.moment.date())
        return days
    # Most entries are reflections, so this reads file names and about one file a domain.
    for name in journal.listing().entries():
        if name.domain in days or journal.read_kind(name) != REFLECTION:
            continue
        day = journal.read_day(name)
        # A file that can't be read, and was renamed by hand, may have a day that no calendar has.
        if day > date.min:
            days[name.domain] = day
    return days
