"""The layouts of the journal: in full, the entries only, or an overview without answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import starmap
from typing import TypeAlias

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import (
    Block,
    Contents,
    EntryBlock,
    Heading,
    Link,
    Paragraph,
    Task,
    Tasks,
)
from securebase_cli.documents.compressed_pairs import CompressedPairs
from securebase_cli.documents.coverage_sections import COVERAGE, coverage_sections
from securebase_cli.documents.notices import describe_count
from securebase_cli.documents.source import DocumentSource
from securebase_cli.documents.then_and_now import AnswerComparison, change_blocks
from securebase_cli.entry_format.quick_checks import may_have_actions
from securebase_cli.instrument.content import Content
from securebase_cli.model import (
    ACTIONS_HEADINGS,
    OTHER_TEXT_HEADINGS,
    SCALE_LABEL,
    TAKEAWAY_HEADING,
    TEAM_SESSION,
    Answer,
    Entry,
    EntryKind,
    Outline,
    display_title,
    title_with_kind,
)
from securebase_cli.plurals import count_of
from securebase_cli.review.coverage import count_coverage
from securebase_cli.storage.scan import StoredOutline

TITLE = "Reflection journal"
CONTENTS = "Contents"
CHANGES = "Then and now"

_NOT_IN_ANCHOR = re.compile(r"[^\w -]")

# The actions of a document, by the kind of their entries.
_Actions: TypeAlias = dict[EntryKind, CompressedPairs]


def build_entries_only(source: DocumentSource) -> Iterator[Block]:
    """Yield the entries, and all actions at the end: the layout that reads well as plain text."""
    summary = _Summary(source)
    for stored in source.entries.outlines():
        summary.add(stored.outline)
    yield from _opening(source, summary)
    if not summary.entry_count:
        return
    yield from _contents(source, summary, with_changes=False)
    actions = _no_actions()
    yield from _entry_sections(source, summary.domains, actions)
    yield from _action_sections(actions, source.made_on)


def build_full(source: DocumentSource) -> Iterator[Block]:
    """Yield the coverage, the entries, changed answers, and all actions."""
    summary = _Summary(source, COVERAGE)
    coverage = count_coverage(summary.pass_on(source.entries.outlines()), source.content)
    yield from _opening(source, summary)
    if not summary.entry_count:
        return
    yield from coverage_sections(source, coverage)
    yield from _contents(source, summary, with_changes=summary.has_changes)
    anchors = _Anchors(TITLE, COVERAGE, CONTENTS)
    actions, comparison = _no_actions(), AnswerComparison()
    yield from _entry_sections(source, summary.domains, actions, comparison, anchors.heading)
    if summary.has_changes:
        yield anchors.heading(CHANGES)
        changes = list(comparison.changes(source.content))
        yield from change_blocks(changes, source.content, level=3)
        if not changes:
            yield Paragraph("What was answered again was answered in the same words.")
    yield from _action_sections(actions, source.made_on, anchors.heading)


def build_overview(source: DocumentSource) -> Iterator[Block]:
    """Yield the coverage, takeaways, and all actions: the layout without answers."""
    summary = _Summary(source)
    coverage = count_coverage(summary.pass_on(source.entries.outlines()), source.content)
    yield from _opening(source, summary)
    if not summary.entry_count:
        return
    yield from coverage_sections(source, coverage)
    actions, has_takeaway = _no_actions(), False
    prefilter = None if "takeaways" in source.parts else may_have_actions
    for _, entry in source.entries.entries(prefilter):
        _add_actions(actions, entry, source.content)
        if entry.takeaway:
            if not has_takeaway:
                yield Heading(TAKEAWAY_HEADING)
                has_takeaway = True
            yield source.takeaway_of(entry)
    yield from _action_sections(actions, source.made_on)


class _Summary:
    """The facts about all entries that a document needs before it shows the first one.

    `sections_before` are the headings between the title and the contents. `days` are those of the
    first and the last entry. `counts` has the number of entries of each kind. `has_changes` says
    whether a question has been answered in more than one entry. `links` are the titles and anchors
    in the table of contents; it has the entries if the document is ordered by date.
    """

    def __init__(self, source: DocumentSource, *sections_before: str) -> None:
        self.counts: Counter[EntryKind] = Counter()
        self.days = (date.max, date.min)
        self.has_changes = False
        self.links = CompressedPairs()
        self._source = source
        self.anchors = _Anchors(TITLE, *sections_before, CONTENTS)
        self._domains: set[str] = set()
        self._answered: set[tuple[str, str, EntryKind]] = set()

    @property
    def entry_count(self) -> int:
        return self.counts.total()

    @property
    def domains(self) -> list[str]:
        return self._source.sort_domains(self._domains)

    def pass_on(self, outlines: Iterable[StoredOutline]) -> Iterator[StoredOutline]:
        """Yield all outlines as they come, and add each; so the journal is read once for both."""
        for stored in outlines:
            self.add(stored.outline)
            yield stored

    def add(self, outline: Outline) -> None:
        self.counts[outline.kind] += 1
        day = outline.moment.date()
        first_day, last_day = self.days
        self.days = (min(first_day, day), max(last_day, day))
        self._domains.add(outline.domain)
        if not self.has_changes:
            questions = {(outline.domain, name, outline.kind) for name in outline.answered}
            self.has_changes = not self._answered.isdisjoint(questions)
            self._answered |= questions
        if self._source.order == "date":
            self.add_link(display_title(outline, self._source.content.domain_title))

    def add_link(self, title: str) -> None:
        self.links.append(" ".join(title.split()), self.anchors.next(title))


def _opening(source: DocumentSource, summary: _Summary) -> Iterator[Block]:
    """Yield the title with the period and number of the entries, and the notices."""
    if summary.entry_count:
        count = describe_count(summary.entry_count, summary.counts[TEAM_SESSION])
        yield source.title(TITLE, f"{format_period(*summary.days)} · {count}")
    else:
        yield source.title(TITLE, "No entries.")
    yield from source.notices


def format_period(first_day: date, last_day: date) -> str:
    """Return the two days in words; one day if they are the same."""
    if first_day == last_day:
        return long_date(first_day)
    return f"{long_date(first_day)} to {long_date(last_day)}"


def _contents(source: DocumentSource, summary: _Summary, *, with_changes: bool) -> Iterator[Block]:
    """Yield the table of contents: the entries or their domains, then the sections after them."""
    if source.order == "domain":
        for domain in summary.domains:
            summary.add_link(source.content.domain_title(domain))
    if with_changes:
        summary.add_link(CHANGES)
    for kind, heading in ACTIONS_HEADINGS.items():
        if summary.counts[kind] and _has_actions(source, kind):
            summary.add_link(heading)
    yield Heading(CONTENTS)
    yield Contents(Link(title, anchor) for title, anchor in summary.links)
    # Saves memory in a large journal, because its actions are collected next.
    del summary.links, summary.anchors


def _has_actions(source: DocumentSource, kind: EntryKind) -> bool:
    entries = (entry for _, entry in source.entries.entries(may_have_actions))
    return any(entry.actions for entry in entries if entry.kind == kind)


def _entry_sections(
    source: DocumentSource,
    domains: Sequence[str],
    actions: _Actions,
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


def _no_actions() -> _Actions:
    return {kind: CompressedPairs() for kind in ACTIONS_HEADINGS}


def _add_actions(actions: _Actions, entry: Entry, content: Content) -> None:
    for action in entry.actions:
        task = Task.from_action(action, display_title(entry, content.domain_title))
        actions[entry.kind].append(task.line, task.entry_title)


def _action_sections(
    actions: _Actions, made_on: date, section_heading: Callable[[str], Heading] = Heading
) -> Iterator[Block]:
    """Yield a section of the actions of each kind of entry that has some."""
    for kind, heading in ACTIONS_HEADINGS.items():
        if actions[kind]:
            yield section_heading(heading)
            yield Tasks(starmap(Task, actions[kind]), made_on)


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
        base = _NOT_IN_ANCHOR.sub("", lower_case).strip().replace(" ", "-") or "section"
        anchor = base
        count = self._counts.get(base, 0)
        while anchor in self._counts:
            count += 1
            anchor = f"{base}-{count}"
        self._counts[base] = count
        self._counts.setdefault(anchor, 0)
        return anchor
