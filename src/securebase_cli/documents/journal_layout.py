"""The journal as one document: what it covers, its entries, then and now, what is to be tried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import (
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
from securebase_cli.documents.then_and_now import AnswerComparison, Repeats
from securebase_cli.entry_format import action_line
from securebase_cli.entry_format.quick_checks import may_have_actions
from securebase_cli.model import TEAM_SESSION, display_title, title_with_kind
from securebase_cli.plurals import count_of
from securebase_cli.review.coverage import count_coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from securebase_cli.documents.blocks import Block
    from securebase_cli.documents.source import DocumentSource
    from securebase_cli.documents.then_and_now import ChangedAnswer
    from securebase_cli.model import Entry
    from securebase_cli.review.coverage import Coverage
    from securebase_cli.storage.scan import StoredOutline

    Anchor = Callable[[str], str]

TITLE = "Reflection journal"
CONTENTS = "Contents"
ACTIONS = "What I will try"
COVERAGE = "What has been reflected on"
CHANGES = "Then and now"


def build_entries_only(cover: DocumentSource) -> Iterator[Block]:
    """Give the entries, and at the end all actions: what reads well as plain text."""
    outline = _Outline(cover)
    for _ in outline.noted():
        pass
    yield from _opening(cover, outline)
    if not outline.entries:
        return
    yield from outline.contents([ACTIONS] if _has_actions(cover) else [])
    domains = outline.domains
    # Of a lifetime this is much, and what comes needs room, too.
    del outline
    tasks = _Tasks()
    yield from _entries(cover, domains, _as_titled, tasks.add)
    yield from tasks.section(_as_titled)


def build_full(cover: DocumentSource) -> Iterator[Block]:
    """Give all of it: the model with what it covers, entries, then and now, actions."""
    outline, repeats = _Outline(cover, COVERAGE), Repeats()
    coverage = count_coverage(repeats.noted(outline.noted()), cover.content, ())
    yield from _opening(cover, outline)
    if not outline.entries:
        return
    yield from _standing(cover, coverage)
    after = [CHANGES] if repeats.found else []
    after += [ACTIONS] if _has_actions(cover) else []
    yield from outline.contents(after)
    domains = outline.domains
    del outline
    anchor, tasks, changes = _Anchors(TITLE, COVERAGE, CONTENTS).of, _Tasks(), AnswerComparison()

    def hear(entry: Entry, title: str) -> None:
        tasks.add(entry, title)
        changes.add(entry)

    yield from _entries(cover, domains, anchor, hear)
    yield from _changes(changes.changes(cover.content), anchor)
    yield from tasks.section(anchor)


def build_overview(cover: DocumentSource) -> Iterator[Block]:
    """Give what can be told without an answer: how much, of what, and what is to be tried."""
    outline = _Outline(cover, COVERAGE)
    coverage = count_coverage(outline.noted(), cover.content, ())
    yield from _opening(cover, outline)
    if not outline.entries:
        return
    yield from _standing(cover, coverage)
    anchor, tasks = _Anchors(TITLE, COVERAGE).of, _Tasks()
    for _, entry in cover.entries.entries(may_have_actions):
        tasks.add(entry, display_title(entry, cover.domain_title))
    yield from tasks.section(anchor)


def _standing(cover: DocumentSource, coverage: Coverage) -> Iterator[Block]:
    yield Heading(COVERAGE)
    yield ModelDiagram(cover.content, coverage)
    yield _table(cover, coverage)


def _table(cover: DocumentSource, coverage: Coverage) -> Table:
    asked = {domain: [0, 0] for domain in cover.titles}
    for one in coverage.questions:
        asked[one.question.domain][0] += one.status == "answered"
        asked[one.question.domain][1] += 1
    rows = []
    for domain in coverage.domains:
        answered, of = asked.get(domain.id, [0, 0])
        rows.append(
            (
                domain.title,
                cover.content.quality_of(domain.id),
                str(domain.entry_count),
                long_date(domain.last) if domain.last else cover.words_for_never,
                f"{answered} of {of}" if of else "",
                domain.scalings[-1].scaling.words if domain.scalings else "",
            )
        )
    if coverage.lens:
        last = long_date(coverage.lens.last) if coverage.lens.last else cover.words_for_never
        rows.append((coverage.lens.title, "", str(coverage.lens.entry_count), last, "", ""))
    rows += [
        (
            title_with_kind(one.title, TEAM_SESSION),
            "",
            str(one.entry_count),
            long_date(one.last),
            "",
            "",
        )
        for one in coverage.team_sessions
        if one.last
    ]
    headings = ("Domain", "Quality", "Entries", "Last", "Questions answered", "How sure")
    return Table(headings, tuple(rows))


class _Outline:
    """What the first pass over the entries learns; of thousands of titles only their lines stay."""

    def __init__(self, cover: DocumentSource, *before: str) -> None:
        self.entries = 0
        self._cover = cover
        self._domains: set[str] = set()
        self._first: date | None = None
        self._last: date | None = None
        self._links = CompressedLines()
        self._anchors = _Anchors(TITLE, *before, CONTENTS)

    @property
    def span(self) -> str:
        """From when to when the entries go."""
        first, last = (long_date(day) if day else "" for day in (self._first, self._last))
        return first if first == last else f"{first} to {last}"

    @property
    def domains(self) -> list[str]:
        """The domains of the entries, in order."""
        return self._cover.sort_domains(self._domains)

    def noted(self) -> Iterator[StoredOutline]:
        """Give the outlines of all entries, and take note of them."""
        by_date = self._cover.order == "date"
        for outlined in self._cover.entries.outlines():
            outline = outlined.outline
            self.entries += 1
            self._last = outline.moment.date()
            if self._first is None:
                self._first = self._last
            self._domains.add(outline.domain)
            if by_date:
                self._link(display_title(outline, self._cover.domain_title))
            yield outlined

    def contents(self, after: Sequence[str]) -> Iterator[Block]:
        """Give the section that leads to all others."""
        if self._cover.order == "domain":
            for domain in self.domains:
                self._link(self._cover.domain_title(domain))
        for title in after:
            self._link(title)
        yield Heading(CONTENTS)
        yield Contents(Link(*line.split("\t")) for line in self._links)

    def _link(self, title: str) -> None:
        self._links.append(f"{' '.join(title.split())}\t{self._anchors.of(title)}")


class _Tasks:
    """The actions, which come last, as the entries go by."""

    def __init__(self) -> None:
        self._lines = CompressedLines()

    def add(self, entry: Entry, title: str) -> None:
        """Keep an entry's actions, each with the entry's title."""
        where = " ".join(title.split())
        for action in entry.actions:
            self._lines.append(f"{action_line.write(action)}\t{where}")

    def section(self, anchor: Anchor) -> Iterator[Block]:
        """Give the section, if there are any."""
        if self._lines:
            yield Heading(ACTIONS, 2, anchor(ACTIONS))
            yield Tasks(Task(*line.rsplit("\t", 1)) for line in self._lines)


def _opening(cover: DocumentSource, outline: _Outline) -> Iterator[Block]:
    yield Title(TITLE)
    if outline.entries:
        entries = count_of(outline.entries, "entry", "entries")
        yield Paragraph(f"{outline.span} · {entries}")
    else:
        yield Paragraph("No entries.")
    for remark in cover.notices:
        yield Notice(remark)


def _entries(
    cover: DocumentSource,
    domains: Iterable[str],
    anchor: Anchor,
    hear: Callable[[Entry, str], None],
) -> Iterator[Block]:
    """Give the sections of the entries; each entry and its title are also told to `hear`."""
    if cover.order == "date":
        for _, entry in cover.entries.entries():
            title = display_title(entry, cover.domain_title)
            hear(entry, title)
            yield Heading(title, 2, anchor(title))
            yield entry_block(entry, 3)
        return
    for domain in domains:
        title = cover.domain_title(domain)
        yield Heading(title, 2, anchor(title))
        for _, entry in cover.entries.entries(domain=domain):
            hear(entry, display_title(entry, cover.domain_title))
            yield Heading(title_with_kind(long_date(entry.moment.date()), entry.kind), 3)
            yield entry_block(entry, 4)


def entry_block(entry: Entry, level: int) -> EntryBlock:
    """Return what an entry says, below its own heading; its questions are of the level given."""
    below = []
    if entry.scaling:
        below.append(f"How sure: {entry.scaling.words}.")
    if entry.skipped:
        below.append(f"{count_of(len(entry.skipped), 'question')} skipped.")
    above = (f"Tags: {', '.join(entry.tags)}",) if entry.tags else ()
    return EntryBlock(level, entry.answers, above, tuple(below))


def _changes(changes: Iterable[ChangedAnswer], anchor: Anchor) -> Iterator[Block]:
    for number, change in enumerate(changes):
        if not number:
            yield Heading(CHANGES, 2, anchor(CHANGES))
        yield from then_and_now_blocks(change)


def then_and_now_blocks(change: ChangedAnswer) -> Iterator[Block]:
    """Give the first and the last answer to a question, each below its day."""
    yield Heading(title_with_kind(change.now.asked or change.question, change.kind), 3)
    for said in (change.then, change.now):
        yield Heading(long_date(said.day), 4)
        yield MarkdownText(said.text)


def _has_actions(cover: DocumentSource) -> bool:
    return any(entry.actions for _, entry in cover.entries.entries(may_have_actions))


def _as_titled(_: str) -> str:
    """Leave the anchor to whoever makes one of the title."""
    return ""


class _Anchors:
    """The anchors that renderers give to headings: small letters, hyphens, a count if taken."""

    def __init__(self, *taken: str) -> None:
        self._seen: dict[str, int] = {}
        for title in taken:
            self.of(title)

    def of(self, title: str) -> str:
        """Return the anchor of the next heading."""
        base = anchor = _slug(title)
        count = self._seen.get(base, 0)
        while anchor in self._seen:
            count += 1
            anchor = f"{base}-{count}"
        self._seen[base] = count
        self._seen.setdefault(anchor, 0)
        return anchor


def _slug(title: str) -> str:
    words = " ".join(title.casefold().split())
    return re.sub(r"[^\w -]", "", words).strip().replace(" ", "-") or "section"
