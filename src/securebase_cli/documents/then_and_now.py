"""What was answered to a question before, and what last: gathered as the entries go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Entry, EntryKind
    from securebase_cli.storage.scan import StoredOutline

    _Key = tuple[str, EntryKind]


class DatedAnswer(NamedTuple):
    """An answer, when it was given, and the words of the question then."""

    day: date
    asked: str
    text: str


class ChangedAnswer(NamedTuple):
    """An earlier and the last answer to a question, and whether the team gave them."""

    question: str
    kind: EntryKind
    then: DatedAnswer
    now: DatedAnswer


class Repeats:
    """Whether there will be anything to compare, known from outlines before an answer is read."""

    def __init__(self) -> None:
        self.found = False
        self._met: set[_Key] = set()

    def noted(self, outlined: Iterable[StoredOutline]) -> Iterator[StoredOutline]:
        """Give the outlines on, and take note of what they answer."""
        for one in outlined:
            if not self.found:
                keys = {(question, one.outline.kind) for question in one.outline.answered}
                self.found = not self._met.isdisjoint(keys)
                self._met |= keys
            yield one


class AnswerComparison:
    """The answers to compare, as entries go by: those to one question come oldest first.

    Compared are the first and the last answer; or, with a day given, the last one before that
    day and the last one since.
    """

    def __init__(self, since: date | None = None) -> None:
        self._since = since
        self._then: dict[_Key, tuple[str, DatedAnswer]] = {}
        self._now: dict[_Key, DatedAnswer] = {}

    def add(self, entry: Entry) -> None:
        """Take note of what an entry answers."""
        day = entry.moment.date()
        for question, asked, text in entry.answers:
            if not text:
                # It was left out.
                continue
            key, said = (question, entry.kind), DatedAnswer(day, asked, text)
            if self._since is not None and day < self._since:
                self._then[key] = entry.id, said
            elif (
                self._since is not None
                or self._then.setdefault(key, (entry.id, said))[0] != entry.id
            ):
                self._now[key] = said

    def changes(self, content: Content) -> Iterator[ChangedAnswer]:
        """Give what has two answers, in the content's order, other questions at the end."""
        order = {question.id: at for at, question in enumerate(content.questions)}
        both = self._now.keys() & self._then.keys()
        for key in sorted(both, key=lambda one: (order.get(one[0], len(order)), one)):
            yield ChangedAnswer(*key, self._then[key][1], self._now[key])
