"""The layout for the user's own supervision: open actions, changes since a day, open questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import (
    Block,
    BulletList,
    Heading,
    Notice,
    Paragraph,
    Table,
    Task,
    Tasks,
    Title,
)
from securebase_cli.documents.journal_layout import CHANGES, change_blocks
from securebase_cli.documents.source import DocumentSource
from securebase_cli.documents.then_and_now import AnswerComparison
from securebase_cli.model import REFLECTION, Entry, Scaling, display_title, open_actions_of
from securebase_cli.review.actions import find_open_actions
from securebase_cli.storage.scan import StoredOutline

TITLE = "For my supervision"


def build_summary(source: DocumentSource, since: date, *, answers: bool) -> Iterator[Block]:
    """Yield the open actions, and what has changed since a day.

    The entries of the source begin before that day. Answers are compared only if `answers` is
    true: they were redacted otherwise.
    """
    comparison = AnswerComparison(since)
    closed_actions: list[Task] = []
    outlines: list[StoredOutline] = []
    rows: dict[str, _DomainRow] = {}
    answered: set[str] = set()
    for stored in source.entries.entries():
        entry = stored.entry
        comparison.add(entry)
        title = display_title(entry, source.content.domain_title)
        closed_actions += [
            Task.from_action(action, title)
            for action in entry.actions
            if action.state != "open" and (action.closed is None or action.closed >= since)
        ]
        if open_actions_of(entry.actions):
            outlines.append(StoredOutline.from_entry(stored))
        if entry.kind == REFLECTION:
            rows[entry.domain] = rows.get(entry.domain, _DomainRow()).with_entry(entry, since)
            answered.update(answer.question for answer in entry.answers)

    yield Title(TITLE)
    yield Paragraph(f"What has changed since {long_date(since)}")
    yield from map(Notice, source.notices)
    yield Heading("Open to try")
    tasks = [
        Task.from_action(ref.action, display_title(ref.outline, source.content.domain_title))
        for ref in find_open_actions(outlines)
    ]
    yield Tasks(tasks) if tasks else Paragraph("Nothing is open.")
    if closed_actions:
        yield Heading("Tried and dropped")
        yield Tasks(closed_actions)
    yield Heading("By domain")
    yield _domain_table(source, rows)
    if answers:
        yield Heading(CHANGES)
        changes = list(comparison.changes(source.content))
        for change in changes:
            yield from change_blocks(change)
        if not changes:
            yield Paragraph("No question was answered both before that day and since.")
    yield from _unanswered_questions(source, answered)


class _DomainRow(NamedTuple):
    """The reflections on a domain: how many since the day, the last one, and scale values."""

    entries_since: int = 0
    last_day: date | None = None
    scaling_before: Scaling | None = None
    scaling_since: Scaling | None = None

    def with_entry(self, entry: Entry, since: date) -> _DomainRow:
        """Return the row with one more entry, which is later than those before."""
        day = entry.moment.date()
        if day < since:
            return self._replace(last_day=day, scaling_before=entry.scaling or self.scaling_before)
        return self._replace(
            entries_since=self.entries_since + 1,
            last_day=day,
            scaling_since=entry.scaling or self.scaling_since,
        )


def _domain_table(source: DocumentSource, rows: Mapping[str, _DomainRow]) -> Table:
    cells = []
    for domain in source.sort_domains({*source.content.domain_titles(), *rows}):
        entries, last_day, before, since = rows.get(domain, _DomainRow())
        cells.append(
            (
                source.content.domain_title(domain),
                str(entries),
                long_date(last_day) if last_day else source.no_date_label,
                before.text if before else "–",
                since.text if since else "–",
            )
        )
    headings = ("Domain", "Entries since", "Last", "How sure before", "How sure since")
    return Table(headings, tuple(cells))


def _unanswered_questions(source: DocumentSource, answered: Collection[str]) -> Iterator[Block]:
    unanswered = [question for question in source.content.questions if question.id not in answered]
    yield Heading(
        "Questions still unanswered" if source.is_complete else "Questions not answered here"
    )
    if not unanswered:
        yield Paragraph("Every question is answered at least once.")
    for domain in source.content.domains:
        questions = [question for question in unanswered if question.domain == domain.id]
        if questions:
            yield Heading(domain.title, 3)
            yield BulletList(tuple(text for _, text in source.content.texts_in_list(questions)))
