"""Pairs of an earlier and the latest answer to the same question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.instrument.content import Content
from securebase_cli.model import Entry, EntryKind

if TYPE_CHECKING:
    # The id of a question, and the kind of the entry that answers it: what a team said is not
    # compared with what its supervisor thought.
    _Key = tuple[str, EntryKind]


class DatedAnswer(NamedTuple):
    """An answer, its day, and the text of the question at that time."""

    day: date
    asked: str
    text: str


class ChangedAnswer(NamedTuple):
    """An earlier and the latest answer to a question, from entries of one kind."""

    question: str
    kind: EntryKind
    earlier: DatedAnswer
    latest: DatedAnswer


class AnswerComparison:
    """Collects the answers to compare, from entries that are added oldest first.

    The first answer to a question is compared with the last one. With `since`, the last answer
    before that day is compared with the last one from that day on.
    """

    def __init__(self, since: date | None = None) -> None:
        self._since = since
        self._earlier: dict[_Key, tuple[str, DatedAnswer]] = {}
        self._latest: dict[_Key, DatedAnswer] = {}

    def add(self, entry: Entry) -> None:
        """Add the answers of an entry; those whose text was left out are ignored."""
        day = entry.moment.date()
        for question, asked, text in entry.answers:
            if not text:
                continue
            key, answer = (question, entry.kind), DatedAnswer(day, asked, text)
            if self._since is not None:
                if day < self._since:
                    self._earlier[key] = entry.id, answer
                else:
                    self._latest[key] = answer
            elif self._earlier.setdefault(key, (entry.id, answer))[0] != entry.id:
                # Two answers within one entry, which was edited by hand, are no change.
                self._latest[key] = answer

    def changes(self, content: Content) -> Iterator[ChangedAnswer]:
        """Yield the questions with two answers: in the order of the content, then the others."""
        order = {question.id: index for index, question in enumerate(content.questions)}
        answered_twice = self._latest.keys() & self._earlier.keys()
        for key in sorted(answered_twice, key=lambda key: (order.get(key[0], len(order)), key)):
            yield ChangedAnswer(*key, self._earlier[key][1], self._latest[key])
