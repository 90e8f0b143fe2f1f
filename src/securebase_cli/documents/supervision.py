"""The layout for the user's own supervision: open actions, changes since a day, open questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import (
    Block,
    BulletList,
    Heading,
    MarkdownText,
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
from securebase_cli.model import (
    REFLECTION,
    SCALE_LABEL,
    TAKEAWAY_HEADING,
    Entry,
    Scaling,
    display_title,
    open_actions_of,
)
from securebase_cli.review.actions import find_open_actions
from securebase_cli.storage.scan import StoredOutline

TITLE = "For my supervision"


def build_summary(source: DocumentSource, since: date, *, with_answers: bool) -> Iterator[Block]:
    """Yield the open actions, what has changed since a day, and the unanswered questions.

    The entries of the source must begin before that day. `with_answers` is False if their answers
    were redacted; then no answers are compared.
    """
    # A large journal is read from the disk each time, so all is collected in one iteration.
    comparison = AnswerComparison(since)
    closed_actions: list[Task] = []
    # The titles of entries since that day, each with its takeaway.
    takeaways: list[tuple[str, str]] = []
    outlines: list[StoredOutline] = []
    counts: defaultdict[str, _DomainCounts] = defaultdict(_DomainCounts)
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
        if entry.takeaway and entry.moment.date() >= since:
            takeaways.append((title, entry.takeaway))
        if open_actions_of(entry.actions):
            outlines.append(StoredOutline.from_entry(stored))
        if entry.kind == REFLECTION:
            counts[entry.domain].add(entry, since)
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
    if takeaways:
        yield Heading(TAKEAWAY_HEADING)
    for title, takeaway in takeaways:
        yield Heading(title, 3)
        yield MarkdownText(takeaway)
    yield Heading("By domain")
    yield _domain_table(source, counts)
    if with_answers:
        yield Heading(CHANGES)
        changes = list(comparison.changes(source.content))
        for change in changes:
            yield from change_blocks(change)
        if not changes:
            yield Paragraph("No question was answered both before that day and since.")
    yield from _unanswered_questions(source, answered)


@dataclass(slots=True)
class _DomainCounts:
    """The reflections on a domain: how many since a day, the last one, and the last scalings.

    A scaling is the user's rating of a domain, from 0 to 10, at the end of a reflection.
    """

    entries_since: int = 0
    last_day: date | None = None
    scaling_before: Scaling | None = None
    scaling_since: Scaling | None = None

    def add(self, entry: Entry, since: date) -> None:
        """Count an entry, which must be later than those before."""
        self.last_day = entry.moment.date()
        if self.last_day < since:
            self.scaling_before = entry.scaling or self.scaling_before
        else:
            self.entries_since += 1
            self.scaling_since = entry.scaling or self.scaling_since


def _domain_table(source: DocumentSource, counts: defaultdict[str, _DomainCounts]) -> Table:
    rows = []
    for domain in source.sort_domains({*source.content.domain_titles(), *counts}):
        title = source.content.domain_title(domain)
        count = counts[domain]
        last = long_date(count.last_day) if count.last_day else source.no_date_label
        before = count.scaling_before.text if count.scaling_before else "–"
        since = count.scaling_since.text if count.scaling_since else "–"
        rows.append((title, str(count.entries_since), last, before, since))
    headings = ("Domain", "Entries since", "Last", f"{SCALE_LABEL}, before", "Since")
    return Table(headings, tuple(rows))


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
