"""Pairs of an earlier and the latest answer to the same question."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeAlias

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import Block, Heading, LabelledText, SideBySide
from securebase_cli.instrument.content import Content
from securebase_cli.model import Entry, EntryKind, title_with_kind

# The domain and the id of a question, and the kind of the entry, because an answer by a team is not
# compared with an answer by the user.
_Key: TypeAlias = tuple[str, str, EntryKind]


class DatedAnswer(NamedTuple):
    """An answer, its entry and day, and the text of the question at that time."""

    entry_id: str
    day: date
    question_text: str
    text: str


class ChangedAnswer(NamedTuple):
    """Two different answers to a question, an earlier and the latest, from entries of one kind."""

    domain: str
    question_id: str
    kind: EntryKind
    earlier: DatedAnswer
    latest: DatedAnswer

    @property
    def question_text(self) -> str:
        return title_with_kind(self.latest.question_text or self.question_id, self.kind)


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
            key = (entry.domain, question_id, entry.kind)
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
        """Yield the questions with two different answers, domain by domain.

        They are in the order of the content; questions that it no longer has come last.
        """
        ids = (*content.domain_titles(), *(question.id for question in content.questions))
        order = {name: index for index, name in enumerate(ids)}

        def place(key: _Key) -> tuple[int, str, int, str, str]:
            domain, question_id, kind = key
            domain_place = order.get(domain, len(order))
            question_place = order.get(question_id, len(order))
            return domain_place, domain, question_place, question_id, kind

        for key in sorted(self._earlier.keys() & self._latest.keys(), key=place):
            earlier, latest = self._earlier[key], self._latest[key]
            if earlier.text.split() != latest.text.split():
                yield ChangedAnswer(*key, earlier, latest)


def change_blocks(
    changes: Iterable[ChangedAnswer], content: Content, level: int
) -> Iterator[Block]:
    """Yield a heading of `level` for each domain, and below it the two answers to each question."""
    for domain, of_domain in groupby(changes, lambda change: change.domain):
        yield Heading(content.domain_title(domain), level)
        for change in of_domain:
            yield Heading(change.question_text, level + 1)
            earlier, latest = (
                LabelledText(long_date(answer.day), answer.text)
                for answer in (change.earlier, change.latest)
            )
            yield SideBySide(earlier, latest)
