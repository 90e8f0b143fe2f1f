"""The journal as one Markdown document to hand in: cover, contents, sections, actions.

Headings are nested right whatever the answers contain: an answer is shielded as it is in its
own file. The marker comments stay behind; they are for the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from securebase_cli.core import action_line
from securebase_cli.core.dates import spoken
from securebase_cli.core.shield import shield

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from securebase_cli.core.model import Action, Entry
    from securebase_cli.features.export.cover import Cover

TITLE = "Reflection journal"
CONTENTS = "Contents"
ACTIONS = "What I will try"


@dataclass(slots=True)
class _Outline:
    """What the first pass over the entries learns; no answer is kept."""

    first: date
    last: date
    sections: list[tuple[str, str]] = field(default_factory=list)
    actions: list[tuple[Action, str]] = field(default_factory=list)


def pieces(cover: Cover) -> Iterator[str]:
    """Give the document piece by piece, an entry at a time."""
    outline = _outline(cover)
    yield f"# {TITLE}\n\n"
    if outline is None:
        yield "No entries.\n"
        return
    count = len(outline.sections)
    entries = "1 entry" if count == 1 else f"{count} entries"
    yield f"{_span(outline)} · {entries}\n\n## {CONTENTS}\n\n"
    yield from _contents(outline, cover)
    if cover.by == "date":
        for stored in cover.entries:
            yield from _entry(stored.entry, _title(stored.entry, cover), level=2)
    else:
        for domain in cover.in_order(domain for domain, _ in outline.sections):
            yield f"\n## {_inline(cover.title_of(domain))}\n"
            for stored in cover.of_domain(domain):
                yield from _entry(stored.entry, _day(stored.entry), level=3)
    yield from _actions(outline)


def _outline(cover: Cover) -> _Outline | None:
    outline: _Outline | None = None
    for stored in cover.entries:
        entry = stored.entry
        day = entry.moment.date()
        outline = outline or _Outline(first=day, last=day)
        outline.last = day
        outline.sections.append((entry.domain, _title(entry, cover)))
        outline.actions += [(action, _title(entry, cover)) for action in entry.actions]
    return outline


def _contents(outline: _Outline, cover: Cover) -> Iterator[str]:
    anchors = _Anchors(TITLE, CONTENTS)
    if cover.by == "date":
        titles = [title for _, title in outline.sections]
    else:
        found = cover.in_order(domain for domain, _ in outline.sections)
        titles = [cover.title_of(domain) for domain in found]
    if outline.actions:
        titles.append(ACTIONS)
    for title in titles:
        yield f"- [{_inline(title)}](#{anchors.of(title)})\n"


def _entry(entry: Entry, title: str, *, level: int) -> Iterator[str]:
    yield f"\n{'#' * level} {_inline(title)}\n"
    if entry.tags:
        yield f"\nTags: {_inline(', '.join(entry.tags))}\n"
    for answer in entry.answers:
        yield f"\n{'#' * (level + 1)} {_inline(answer.asked)}\n\n{shield(answer.text)}\n"
    if entry.skipped:
        count = len(entry.skipped)
        yield f"\n*{count} {'question' if count == 1 else 'questions'} skipped.*\n"


def _actions(outline: _Outline) -> Iterator[str]:
    if not outline.actions:
        return
    yield f"\n## {ACTIONS}\n\n"
    for action, title in outline.actions:
        yield f"{action_line.write(action)} ({_inline(title)})\n"


def _title(entry: Entry, cover: Cover) -> str:
    return entry.title or f"{cover.title_of(entry.domain)}, {_day(entry)}"


def _day(entry: Entry) -> str:
    return spoken(entry.moment.date())


def _span(outline: _Outline) -> str:
    if outline.first == outline.last:
        return spoken(outline.first)
    return f"{spoken(outline.first)} to {spoken(outline.last)}"


def _inline(text: str) -> str:
    """Keep a title or a question what it is: one line of plain words in a heading or link."""
    return re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))


class _Anchors:
    """The anchors that renderers give to headings: small letters, hyphens, a count if taken."""

    def __init__(self, *taken: str) -> None:
        self._seen: dict[str, int] = {}
        for title in taken:
            self.of(title)

    def of(self, title: str) -> str:
        base = re.sub(r"[^\w\s-]", "", title.casefold()).strip().replace(" ", "-")
        count = self._seen.get(base, 0)
        self._seen[base] = count + 1
        return base if count == 0 else f"{base}-{count}"
