"""The layouts of the journal: in full, the entries only, or an overview without answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

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
from securebase_cli.documents.compressed_lines import CompressedLines
from securebase_cli.documents.source import DocumentSource
from securebase_cli.documents.then_and_now import AnswerComparison, ChangedAnswer
from securebase_cli.entry_format.quick_checks import may_have_actions
from securebase_cli.model import TEAM_SESSION, Entry, display_title, title_with_kind
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
    if not summary.entries:
        return
    yield from _contents(source, summary, [ACTIONS] if _has_actions(source) else [])
    domains = summary.domains
    # Frees the contents of a large journal before its actions are collected.
    del summary
    actions = CompressedLines()
    yield from _entry_sections(source, domains, actions)
    yield from _action_section(actions)


def build_full(source: DocumentSource) -> Iterator[Block]:
    """Yield the coverage, the entries, changed answers, and all actions."""
    summary = _summarise(source, COVERAGE)
    yield from _opening(source, summary)
    if not summary.entries:
        return
    yield from _coverage_section(source)
    closing_sections = [CHANGES] if summary.has_changes else []
    if _has_actions(source):
        closing_sections.append(ACTIONS)
    yield from _contents(source, summary, closing_sections)
    domains = summary.domains
    del summary
    anchors = _Anchors(TITLE, COVERAGE, CONTENTS)
    actions, comparison = CompressedLines(), AnswerComparison()
    yield from _entry_sections(source, domains, actions, comparison, anchors)
    for number, change in enumerate(comparison.changes(source.content)):
        if not number:
            yield Heading(CHANGES, 2, anchors.next(CHANGES))
        yield from change_blocks(change)
    yield from _action_section(actions, anchors)


def build_overview(source: DocumentSource) -> Iterator[Block]:
    """Yield what can be shown without answers: the coverage and all actions."""
    summary = _summarise(source)
    yield from _opening(source, summary)
    if not summary.entries:
        return
    yield from _coverage_section(source)
    actions = CompressedLines()
    for _, entry in source.entries.entries(may_have_actions):
        _add_actions(actions, entry, display_title(entry, source.content.domain_title))
    yield from _action_section(actions, _Anchors(TITLE, COVERAGE))


class _Summary(NamedTuple):
    """What the opening and the contents of a document need to know of all entries.

    `domains` are sorted. `has_changes` says whether a question has been answered in more than
    one entry. `links` has a line `title TAB anchor` for each entry if the document is ordered by
    date. `anchors` continues with the headings that follow the entries.
    """

    entries: int
    first_day: date | None
    last_day: date | None
    domains: list[str]
    has_changes: bool
    links: CompressedLines
    anchors: _Anchors


def _summarise(source: DocumentSource, *sections_before: str) -> _Summary:
    """Read all outlines; `sections_before` are the headings between the title and the contents."""
    entries = 0
    first_day = last_day = None
    domains: set[str] = set()
    answered: set[tuple[str, str]] = set()
    has_changes = False
    links, anchors = CompressedLines(), _Anchors(TITLE, *sections_before, CONTENTS)
    for _, outline in source.entries.outlines():
        entries += 1
        last_day = outline.moment.date()
        first_day = first_day or last_day
        domains.add(outline.domain)
        if not has_changes:
            questions = {(question, outline.kind) for question in outline.answered}
            has_changes = not answered.isdisjoint(questions)
            answered |= questions
        if source.order == "date":
            title = display_title(outline, source.content.domain_title)
            links.append(_link_line(title, anchors))
    return _Summary(
        entries, first_day, last_day, source.sort_domains(domains), has_changes, links, anchors
    )


def _opening(source: DocumentSource, summary: _Summary) -> Iterator[Block]:
    """Yield the title, the period and number of the entries, and the notices."""
    yield Title(TITLE)
    if summary.first_day and summary.last_day:
        days = dict.fromkeys((long_date(summary.first_day), long_date(summary.last_day)))
        count = count_of(summary.entries, "entry", "entries")
        yield Paragraph(f"{' to '.join(days)} · {count}")
    else:
        yield Paragraph("No entries.")
    yield from map(Notice, source.notices)


def _coverage_section(source: DocumentSource) -> Iterator[Block]:
    """Yield the drawing of the model, and a table that says the same."""
    coverage = count_coverage(source.entries.outlines(), source.content, ())
    yield Heading(COVERAGE)
    yield ModelDiagram(source.content, coverage)
    rows = []
    for domain in coverage.domains:
        quality = source.content.quality_of(domain.id)
        last = long_date(domain.last) if domain.last else source.no_date_label
        statuses = [
            question.status
            for question in coverage.questions
            if question.question.domain == domain.id
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
    headings = ("Domain", "Quality", "Entries", "Last", "Questions answered", "How sure")
    yield Table(headings, tuple(rows))


def _contents(
    source: DocumentSource, summary: _Summary, closing_sections: Sequence[str]
) -> Iterator[Block]:
    """Yield the table of contents: the entries or their domains, then the closing sections."""
    if source.order == "domain":
        for domain in summary.domains:
            summary.links.append(_link_line(source.content.domain_title(domain), summary.anchors))
    for title in closing_sections:
        summary.links.append(_link_line(title, summary.anchors))
    yield Heading(CONTENTS)
    yield Contents(Link(*line.split("\t")) for line in summary.links)


def _link_line(title: str, anchors: _Anchors) -> str:
    return f"{' '.join(title.split())}\t{anchors.next(title)}"


def _entry_sections(
    source: DocumentSource,
    domains: Sequence[str],
    actions: CompressedLines,
    comparison: AnswerComparison | None = None,
    anchors: _Anchors | None = None,
) -> Iterator[Block]:
    """Yield a section for each entry, and add the entry to `actions` and to `comparison`.

    Without `anchors` the headings have none: a Markdown viewer makes them from the titles.
    """
    for domain in domains if source.order == "domain" else [None]:
        if domain:
            title = source.content.domain_title(domain)
            yield Heading(title, 2, anchors.next(title) if anchors else "")
        for _, entry in source.entries.entries(domain=domain):
            title = display_title(entry, source.content.domain_title)
            _add_actions(actions, entry, title)
            if comparison:
                comparison.add(entry)
            if domain:
                yield Heading(title_with_kind(long_date(entry.moment.date()), entry.kind), 3)
            else:
                yield Heading(title, 2, anchors.next(title) if anchors else "")
            yield entry_block(entry, 4 if domain else 3)


def entry_block(entry: Entry, level: int) -> EntryBlock:
    """Return the body of an entry, with its questions as headings of this level."""
    above = (f"Tags: {', '.join(entry.tags)}",) if entry.tags else ()
    below = []
    if entry.scaling:
        below.append(f"How sure: {entry.scaling.text}.")
    if entry.skipped:
        below.append(f"{count_of(len(entry.skipped), 'question')} skipped.")
    return EntryBlock(level, entry.answers, above, tuple(below))


def change_blocks(change: ChangedAnswer) -> Iterator[Block]:
    """Yield the two answers to a question, each under its day."""
    yield Heading(
        title_with_kind(change.latest.question_text or change.question_id, change.kind), 3
    )
    for answer in (change.earlier, change.latest):
        yield Heading(long_date(answer.day), 4)
        yield MarkdownText(answer.text)


def _has_actions(source: DocumentSource) -> bool:
    return any(entry.actions for _, entry in source.entries.entries(may_have_actions))


def _add_actions(lines: CompressedLines, entry: Entry, title: str) -> None:
    """Add a line for each action of an entry, under the title of the entry."""
    for action in entry.actions:
        lines.append("\t".join(Task.from_action(action, title)))


def _action_section(lines: CompressedLines, anchors: _Anchors | None = None) -> Iterator[Block]:
    """Yield the section of all actions; nothing if there are none."""
    if lines:
        yield Heading(ACTIONS, 2, anchors.next(ACTIONS) if anchors else "")
        yield Tasks(Task(*line.rsplit("\t", 1)) for line in lines)


class _Anchors:
    """Gives each heading a unique anchor, by the rule that viewers of Markdown follow.

    An anchor is the title in small letters, with hyphens for spaces. A number is appended to one
    that is in use.
    """

    def __init__(self, *headings: str) -> None:
        self._counts: dict[str, int] = {}
        for heading in headings:
            self.next(heading)

    def next(self, title: str) -> str:
        words = " ".join(title.casefold().split())
        base = re.sub(r"[^\w -]", "", words).strip().replace(" ", "-") or "section"
        anchor = base
        count = self._counts.get(base, 0)
        while anchor in self._counts:
            count += 1
            anchor = f"{base}-{count}"
        self._counts[base] = count
        self._counts.setdefault(anchor, 0)
        return anchor
