"""The journal as one Markdown document to hand in: cover, contents, sections, actions.

Headings are nested right whatever the answers contain: an answer is shielded as it is in its
own file. The marker comments stay behind; they are for the program.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from securebase_cli.core import action_line
from securebase_cli.core.dates import spoken
from securebase_cli.core.markdown import may_have_actions
from securebase_cli.core.model import titled
from securebase_cli.core.shield import shield

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from securebase_cli.core.model import Action, Entry, Outline
    from securebase_cli.features.export.cover import Cover

TITLE = "Reflection journal"
CONTENTS = "Contents"
ACTIONS = "What I will try"

_TOGETHER = 256


def pieces(cover: Cover) -> Iterator[str]:
    """Give the document piece by piece, an answer at a time."""
    outline = _Outline(cover)
    yield f"# {TITLE}\n\n"
    if not outline.entries:
        yield "No entries.\n"
        return
    entries = "1 entry" if outline.entries == 1 else f"{outline.entries} entries"
    yield f"{outline.span} · {entries}\n\n## {CONTENTS}\n\n"
    yield from outline.contents.pieces()
    domains = outline.domains
    # Of a lifetime this is much, and what comes needs room, too.
    del outline
    actions = _Actions()
    if cover.by == "date":
        for _, entry in cover.entries.entries():
            yield from _entry(entry, _title(entry, cover), 2, actions)
    else:
        for domain in domains:
            yield f"\n## {_inline(cover.title_of(domain))}\n"
            for _, entry in cover.entries.entries(domain=domain):
                yield from _entry(
                    entry, titled(_day(entry), entry.kind), 3, actions, _title(entry, cover)
                )
    yield from actions.section()


class _Outline:
    """What the first pass over the entries learns; of thousands of titles only their lines stay."""

    def __init__(self, cover: Cover) -> None:
        self.entries = 0
        self.domains: list[str] = []
        self.contents = _Heap()
        self._days: list[date] = []
        for title in self._titles(cover):
            self.contents.add(title)

    @property
    def span(self) -> str:
        """From when to when the entries go."""
        first, last = (spoken(day) for day in self._days)
        return first if first == last else f"{first} to {last}"

    def _titles(self, cover: Cover) -> Iterator[str]:
        """Give the lines of the contents."""
        anchors = _Anchors(TITLE, CONTENTS)
        domains: set[str] = set()
        for _, outline in cover.entries.outlines():
            self.entries += 1
            day = outline.moment.date()
            self._days = [*self._days[:1], day] if self._days else [day, day]
            domains.add(outline.domain)
            if cover.by == "date":
                yield anchors.line(_title(outline, cover))
        self.domains = cover.in_order(domains)
        if cover.by == "domain":
            yield from (anchors.line(cover.title_of(domain)) for domain in self.domains)
        if any(entry.actions for _, entry in cover.entries.entries(may_have_actions)):
            yield anchors.line(ACTIONS)


class _Actions:
    """The lines of the actions, which come last, as the entries go by."""

    def __init__(self) -> None:
        self._lines = _Heap()

    def add(self, actions: Iterable[Action], title: str) -> None:
        """Keep the lines of one entry's actions."""
        for action in actions:
            self._lines.add(f"{action_line.write(action)} ({_inline(title)})\n")

    def section(self) -> Iterator[str]:
        """Give the section, if there are any."""
        if self._lines:
            yield f"\n## {ACTIONS}\n\n"
            yield from self._lines.pieces()


class _Heap:
    """Many short lines, which are much alike, in little room."""

    def __init__(self) -> None:
        self._full: list[bytes] = []
        self._lines: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._full or self._lines)

    def add(self, line: str) -> None:
        self._lines.append(line)
        if len(self._lines) == _TOGETHER:
            self._full.append(zlib.compress("".join(self._lines).encode(), 1))
            self._lines.clear()

    def pieces(self) -> Iterator[str]:
        for piece in self._full:
            yield zlib.decompress(piece).decode()
        yield "".join(self._lines)


def _entry(
    entry: Entry, heading: str, level: int, actions: _Actions, title: str = ""
) -> Iterator[str]:
    """Give the pieces of one entry, whose actions are to be called after its title."""
    tags = f"\nTags: {_inline(', '.join(entry.tags))}\n" if entry.tags else ""
    mark = "#" * level
    yield f"\n{mark} {_inline(heading)}\n{tags}"
    for _, asked, text in entry.answers:
        yield f"\n{mark}# {_inline(asked)}\n\n{shield(text)}\n"
    if entry.scaling:
        yield f"\n*How sure: {entry.scaling.words}.*\n"
    if entry.skipped:
        count = len(entry.skipped)
        yield f"\n*{count} {'question' if count == 1 else 'questions'} skipped.*\n"
    if entry.actions:
        actions.add(entry.actions, title or heading)


def _title(entry: Entry | Outline, cover: Cover) -> str:
    return titled(entry.title or f"{cover.title_of(entry.domain)}, {_day(entry)}", entry.kind)


def _day(entry: Entry | Outline) -> str:
    return spoken(entry.moment.date())


# The questions are the same few, again and again.
@lru_cache(maxsize=256)
def _inline(text: str) -> str:
    """Keep a title or a question what it is: one line of plain words in a heading or link."""
    return re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))


class _Anchors:
    """The anchors that renderers give to headings: small letters, hyphens, a count if taken."""

    def __init__(self, *taken: str) -> None:
        self._seen: dict[str, int] = {}
        for title in taken:
            self.of(title)

    def line(self, title: str) -> str:
        return f"- [{_inline(title)}](#{self.of(title)})\n"

    def of(self, title: str) -> str:
        base = re.sub(r"[^\w\s-]", "", title.casefold()).strip().replace(" ", "-")
        count = self._seen.get(base, 0)
        self._seen[base] = count + 1
        return base if count == 0 else f"{base}-{count}"
