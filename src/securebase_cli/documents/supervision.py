"""What to take into one's own supervision: what is open, what has changed, what is unanswered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import (
    BulletList,
    Heading,
    Notice,
    Paragraph,
    Table,
    Task,
    Tasks,
    Title,
)
from securebase_cli.documents.journal_layout import CHANGES, then_and_now_blocks
from securebase_cli.documents.then_and_now import AnswerComparison
from securebase_cli.model import REFLECTION, display_title, open_actions_of
from securebase_cli.review.actions import find_open_actions
from securebase_cli.storage.scan import StoredOutline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from securebase_cli.documents.blocks import Block
    from securebase_cli.documents.source import DocumentSource
    from securebase_cli.documents.then_and_now import ChangedAnswer
    from securebase_cli.model import Entry, Scaling
    from securebase_cli.storage.names import EntryName
    from securebase_cli.storage.scan import StoredEntry

TITLE = "For my supervision"


def build_summary(cover: DocumentSource, since: date, *, answers: bool) -> Iterator[Block]:
    """Give what is open now and what has come since that day; the cover has those before, too.

    Without answers nothing of then and now can be told.
    """
    changes, actions, domains = AnswerComparison(since), _Actions(since), _Domains(since)
    answered: set[str] = set()
    for stored in cover.entries.entries():
        changes.add(stored.entry)
        actions.add(stored, display_title(stored.entry, cover.domain_title))
        domains.add(stored.entry)
        if stored.entry.kind == REFLECTION:
            answered |= {answer.question for answer in stored.entry.answers}
    yield Title(TITLE)
    yield Paragraph(f"What has changed since {long_date(since)}")
    for remark in cover.notices:
        yield Notice(remark)
    yield Heading("Open to try")
    found = actions.open()
    yield Tasks(found) if found else Paragraph("Nothing is open.")
    if actions.closed:
        yield Heading("Tried and dropped")
        yield Tasks(actions.closed)
    yield Heading("By domain")
    yield domains.table(cover)
    if answers:
        yield from _then_and_now(list(changes.changes(cover.content)))
    yield from _unanswered(cover, answered)


def _then_and_now(found: Sequence[ChangedAnswer]) -> Iterator[Block]:
    yield Heading(CHANGES)
    if not found:
        yield Paragraph("No question was answered both before that day and since.")
    for change in found:
        yield from then_and_now_blocks(change)


class _Actions:
    """The open actions, and those that were tried or dropped since a day."""

    def __init__(self, since: date) -> None:
        self._since = since
        self._with_open: list[StoredOutline] = []
        self._titles: dict[EntryName, str] = {}
        self.closed: list[Task] = []

    def add(self, stored: StoredEntry, title: str) -> None:
        for action in stored.entry.actions:
            if action.state != "open" and (action.closed is None or action.closed >= self._since):
                self.closed.append(Task.from_action(action, title))
        if open_actions_of(stored.entry.actions):
            outlined = StoredOutline.from_entry(stored)
            self._with_open.append(outlined)
            self._titles[outlined.name] = title

    def open(self) -> list[Task]:
        """Return the open ones, in the order in which they are listed everywhere."""
        found = find_open_actions(self._with_open)
        return [Task.from_action(one.action, self._titles[one.name]) for one in found]


class _Row(NamedTuple):
    """What there is of a domain: entries since the day, the last one, and values on the scale."""

    entries: int = 0
    last: date | None = None
    then: Scaling | None = None
    now: Scaling | None = None


class _Domains:
    """What has come domain by domain; the team's own sessions are not among it."""

    def __init__(self, since: date) -> None:
        self._since = since
        self._rows: dict[str, _Row] = {}

    def add(self, entry: Entry) -> None:
        if entry.kind != REFLECTION:
            return
        row, day = self._rows.get(entry.domain, _Row()), entry.moment.date()
        if day < self._since:
            row = row._replace(last=day, then=entry.scaling or row.then)
        else:
            now = entry.scaling or row.now
            row = row._replace(entries=row.entries + 1, last=day, now=now)
        self._rows[entry.domain] = row

    def table(self, cover: DocumentSource) -> Table:
        rows = []
        for domain in cover.sort_domains({*cover.titles, *self._rows}):
            row = self._rows.get(domain, _Row())
            last = long_date(row.last) if row.last else cover.words_for_never
            scale = (one.words if one else "–" for one in (row.then, row.now))
            rows.append((cover.domain_title(domain), str(row.entries), last, *scale))
        headings = ("Domain", "Entries since", "Last", "How sure before", "How sure since")
        return Table(headings, tuple(rows))


def _unanswered(cover: DocumentSource, answered: Collection[str]) -> Iterator[Block]:
    left = [question for question in cover.content.questions if question.id not in answered]
    yield Heading(
        "Questions still unanswered" if cover.is_complete else "Questions not answered here"
    )
    if not left:
        yield Paragraph("Every question is answered at least once.")
    for domain in cover.content.domains:
        of_domain = [question for question in left if question.domain == domain.id]
        if of_domain:
            yield Heading(domain.title, 3)
            yield BulletList(tuple(words for _, words in cover.content.texts_in_list(of_domain)))
