"""The layouts of the journal: in full, the entries only, or an overview without answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import (
    Block,
    Contents,
    EntryBlock,
    Heading,
    Link,
    MarkdownText,
    ModelDiagram,
    Notice,
    Paragraph,
    Table,
    Task,
    Tasks,
    Title,
)
from securebase_cli.documents.compressed_pairs import CompressedPairs
from securebase_cli.documents.source import DocumentSource
from securebase_cli.documents.then_and_now import AnswerComparison, ChangedAnswer
from securebase_cli.entry_format.quick_checks import may_have_actions
from securebase_cli.instrument.content import Content
from securebase_cli.model import (
    OTHER_TEXT_HEADINGS,
    SCALE_LABEL,
    TAKEAWAY_HEADING,
    TEAM_SESSION,
    Answer,
    Entry,
    EntryKind,
    display_title,
    title_with_kind,
)
from securebase_cli.plurals import count_of
from securebase_cli.review.coverage import count_coverage

TITLE = "Reflection journal"
CONTENTS = "Contents"
ACTIONS = "What I will try"
COVERAGE = "What has been reflected on"
CHANGES = "Then and now"


def build_entries_only(source: DocumentSource) -> Iterator[Block]:
    """Yield the entries, and all actions at the end: the layout that reads well as plain text."""
    summary = _summarise(source)
    yield from _opening(source, summary)
    if not summary.entry_count:
        return
    yield from _contents(source, summary, with_changes=False)
    actions = CompressedPairs()
    yield from _entry_sections(source, summary.domains, actions)
    yield from _action_section(actions)


def build_full(source: DocumentSource) -> Iterator[Block]:
    """Yield the coverage, the entries, changed answers, and all actions."""
    summary = _summarise(source, COVERAGE)
    yield from _opening(source, summary)
    if not summary.entry_count:
        return
    yield from _coverage_section(source)
    yield from _contents(source, summary, with_changes=summary.has_changes)
    anchors = _Anchors(TITLE, COVERAGE, CONTENTS)
    actions, comparison = CompressedPairs(), AnswerComparison()
    yield from _entry_sections(source, summary.domains, actions, comparison, anchors.heading)
    changes = list(comparison.changes(source.content))
    if changes:
        yield anchors.heading(CHANGES)
    for change in changes:
        yield from change_blocks(change)
    yield from _action_section(actions, anchors.heading)


def build_overview(source: DocumentSource) -> Iterator[Block]:
    """Yield what can be shown without answers: the coverage and all actions."""
    summary = _summarise(source)
    yield from _opening(source, summary)
    if not summary.entry_count:
        return
    yield from _coverage_section(source)
    actions = CompressedPairs()
    for _, entry in source.entries.entries(may_have_actions):
        _add_actions(actions, entry, source.content)
    yield from _action_section(actions, _Anchors(TITLE, COVERAGE).heading)


@dataclass(slots=True)
class _Summary:
    """The facts about all entries that a document needs before it shows the first one.

    `domains` are sorted. `has_changes` says whether a question has been answered in more than
    one entry. `links` are the titles and anchors in the table of contents.
    """

    anchors: _Anchors
    entry_count: int = 0
    first_day: date | None = None
    last_day: date | None = None
    domains: list[str] = field(default_factory=list)
    has_changes: bool = False
    links: CompressedPairs = field(default_factory=CompressedPairs)

    def add_link(self, title: str) -> None:
        self.links.append(" ".join(title.split()), self.anchors.next(title))


def _summarise(source: DocumentSource, *sections_before: str) -> _Summary:
    """Read all outlines; `sections_before` are the headings between the title and the contents.

    The table of contents has the entries already if the document is ordered by date.
    """
    summary = _Summary(_Anchors(TITLE, *sections_before, CONTENTS))
    domains: set[str] = set()
    answered: set[tuple[str, EntryKind]] = set()
    for _, outline in source.entries.outlines():
        summary.entry_count += 1
        summary.last_day = outline.moment.date()
        summary.first_day = summary.first_day or summary.last_day
        domains.add(outline.domain)
        if not summary.has_changes:
            questions = {(question_id, outline.kind) for question_id in outline.answered}
            summary.has_changes = not answered.isdisjoint(questions)
            answered |= questions
        if source.order == "date":
            summary.add_link(display_title(outline, source.content.domain_title))
    summary.domains = source.sort_domains(domains)
    return summary


def _opening(source: DocumentSource, summary: _Summary) -> Iterator[Block]:
    """Yield the title, the period and number of the entries, and the notices."""
    yield Title(TITLE)
    if summary.first_day and summary.last_day:
        period = format_period(summary.first_day, summary.last_day)
        yield Paragraph(f"{period} · {count_of(summary.entry_count, 'entry', 'entries')}")
    else:
        yield Paragraph("No entries.")
    yield from map(Notice, source.notices)


def format_period(first_day: date, last_day: date) -> str:
    """Return the two days in words; one day if they are the same."""
    if first_day == last_day:
        return long_date(first_day)
    return f"{long_date(first_day)} to {long_date(last_day)}"


def _coverage_section(source: DocumentSource) -> Iterator[Block]:
    """Yield the drawing of the model, and a table that says the same."""
    coverage = count_coverage(source.entries.outlines(), source.content, ())
    yield Heading(COVERAGE)
    yield from map(Paragraph, source.content.introduction)
    yield ModelDiagram(source.content, coverage)
    rows = []
    for domain in coverage.domains:
        quality = source.content.quality_of(domain.id)
        last = long_date(domain.last) if domain.last else source.no_date_label
        statuses = [
            covered.status for covered in coverage.questions if covered.question.domain == domain.id
        ]
        questions = f"{statuses.count('answered')} of {len(statuses)}" if statuses else ""
        scaling = domain.scalings[-1].scaling.text if domain.scalings else ""
        rows.append((domain.title, quality, str(domain.entry_count), last, questions, scaling))
    if lens := coverage.lens:
        last = long_date(lens.last) if lens.last else source.no_date_label
        rows.append((lens.title, "", str(lens.entry_count), last, "", ""))
    for team in coverage.team_sessions:
        if team.last:
            title = title_with_kind(team.title, TEAM_SESSION)
            rows.append((title, "", str(team.entry_count), long_date(team.last), "", ""))
    headings = ("Domain", "Quality", "Entries", "Last", "Questions answered", SCALE_LABEL)
    yield Table(headings, tuple(rows))


def _contents(source: DocumentSource, summary: _Summary, *, with_changes: bool) -> Iterator[Block]:
    """Yield the table of contents: the entries or their domains, then the sections after them."""
    if source.order == "domain":
        for domain in summary.domains:
            summary.add_link(source.content.domain_title(domain))
    if with_changes:
        summary.add_link(CHANGES)
    if any(entry.actions for _, entry in source.entries.entries(may_have_actions)):
        summary.add_link(ACTIONS)
    yield Heading(CONTENTS)
    yield Contents(Link(title, anchor) for title, anchor in summary.links)
    # Saves memory in a large journal, because its actions are collected next.
    del summary.links, summary.anchors


def _entry_sections(
    source: DocumentSource,
    domains: Sequence[str],
    actions: CompressedPairs,
    comparison: AnswerComparison | None = None,
    section_heading: Callable[[str], Heading] = Heading,
) -> Iterator[Block]:
    """Yield the entries, and add each to `actions` and to `comparison` for the sections after them.

    `section_heading` makes the headings that the contents link to. Headings of Markdown need no
    anchors, because its viewers make them from the titles.
    """
    by_domain = source.order == "domain"
    for domain in domains if by_domain else [None]:
        if domain is not None:
            yield section_heading(source.content.domain_title(domain))
        for _, entry in source.entries.entries(domain=domain):
            _add_actions(actions, entry, source.content)
            if comparison is not None:
                comparison.add(entry)
            if by_domain:
                yield Heading(title_with_kind(long_date(entry.moment.date()), entry.kind), 3)
                yield entry_block(entry, question_level=4)
            else:
                yield section_heading(display_title(entry, source.content.domain_title))
                yield entry_block(entry, question_level=3)


def entry_block(entry: Entry, question_level: int) -> EntryBlock:
    """Return the body of an entry, with its questions as headings of this level."""
    above = (f"Tags: {', '.join(entry.tags)}",) if entry.tags else ()
    below = []
    if entry.scaling:
        below.append(f"{SCALE_LABEL}: {entry.scaling.text}.")
    if entry.skipped:
        below.append(f"{count_of(len(entry.skipped), 'question')} skipped.")
    # The takeaway, and text that no section claims, are shown like answers to further questions.
    more = [Answer("", TAKEAWAY_HEADING, entry.takeaway)] if entry.takeaway else []
    more += [
        Answer("", OTHER_TEXT_HEADINGS[other.reason], other.text) for other in entry.other_text
    ]
    return EntryBlock(question_level, (*entry.answers, *more), above, tuple(below))


def change_blocks(change: ChangedAnswer) -> Iterator[Block]:
    """Yield the two answers to a question, each under its day."""
    question = change.latest.question_text or change.question_id
    yield Heading(title_with_kind(question, change.kind), 3)
    for answer in (change.earlier, change.latest):
        yield Heading(long_date(answer.day), 4)
        yield MarkdownText(answer.text)


def _add_actions(actions: CompressedPairs, entry: Entry, content: Content) -> None:
    for action in entry.actions:
        task = Task.from_action(action, display_title(entry, content.domain_title))
        actions.append(task.line, task.entry_title)


def _action_section(
    actions: CompressedPairs, section_heading: Callable[[str], Heading] = Heading
) -> Iterator[Block]:
    """Yield the section of all actions; nothing if there are none."""
    if actions:
        yield section_heading(ACTIONS)
        yield Tasks(Task(line, entry_title) for line, entry_title in actions)


class _Anchors:
    """Gives each heading a unique anchor, by the rule that viewers of Markdown follow.

    An anchor is the title in small letters, with hyphens for spaces, and a number if another
    heading has the same. The contents and the headings get theirs from two instances, which see
    the same titles in the same order.
    """

    def __init__(self, *titles: str) -> None:
        self._counts: dict[str, int] = {}
        for title in titles:
            self.next(title)

    def heading(self, title: str) -> Heading:
        return Heading(title, anchor=self.next(title))

    def next(self, title: str) -> str:
        lower_case = " ".join(title.casefold().split())
        base = re.sub(r"[^\w -]", "", lower_case).strip().replace(" ", "-") or "section"
        anchor = base
        count = self._counts.get(base, 0)
        while anchor in self._counts:
            count += 1
            anchor = f"{base}-{count}"
        self._counts[base] = count
        self._counts.setdefault(anchor, 0)
        return anchor
