"""Pairs of an earlier and the latest answer to the same question."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeAlias

from securebase_cli.instrument.content import Content
from securebase_cli.model import Entry, EntryKind

# The id of a question, and the kind of the entries that answer it: an answer that a team gave is
# not compared with an answer of the user.
_Key: TypeAlias = tuple[str, EntryKind]


class DatedAnswer(NamedTuple):
    """An answer, its entry and day, and the text of the question at that time."""

    entry_id: str
    day: date
    question_text: str
    text: str


class ChangedAnswer(NamedTuple):
    """An earlier and the latest answer to a question, from entries of one kind."""

    question_id: str
    kind: EntryKind
    earlier: DatedAnswer
    latest: DatedAnswer


class AnswerComparison:
    """Collects the answers of entries, which must be added oldest first, and compares them.

    The first answer to a question is compared with the last one. With `since`, the last answer
    before that day is compared with the last one from that day on.
    """

    def __init__(self, since: date | None = None) -> None:
        self._since = since
        self._earlier: dict[_Key, DatedAnswer] = {}
        self._latest: dict[_Key, DatedAnswer] = {}

    def add(self, entry: Entry) -> None:
        """Add the answers of an entry, except those whose text was redacted."""
        day = entry.moment.date()
        for question_id, question_text, text in entry.answers:
            if not text:
                continue
            key = (question_id, entry.kind)
            answer = DatedAnswer(entry.id, day, question_text, text)
            if self._since is None:
                first = self._earlier.setdefault(key, answer)
                # An entry that was edited by hand may answer a question twice.
                if first.entry_id != entry.id:
                    self._latest[key] = answer
            elif day < self._since:
                self._earlier[key] = answer
            else:
                self._latest[key] = answer

    def changes(self, content: Content) -> Iterator[ChangedAnswer]:
        """Yield the questions with two answers: those of the content in its order, then others."""
        order = {question.id: index for index, question in enumerate(content.questions)}
        answered_twice = self._earlier.keys() & self._latest.keys()
        for key in sorted(answered_twice, key=lambda key: (order.get(key[0], len(order)), key)):
            question_id, kind = key
            yield ChangedAnswer(question_id, kind, self._earlier[key], self._latest[key])
