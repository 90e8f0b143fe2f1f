"""What has been reflected on and what not: as a picture of blocks, or in words."""

from __future__ import annotations

import unicodedata
from itertools import count, pairwise
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.core.dates import MONTHS, spoken
from securebase_cli.core.model import HIGHEST
from securebase_cli.terminal import scale
from securebase_cli.terminal.console import safe_line
from securebase_cli.terminal.page import GAP, Line, Page, Pairs, Part, Picture, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from securebase_cli.core.domains import Content
    from securebase_cli.features.coverage import (
        Coverage,
        DomainCoverage,
        LensCoverage,
        QuestionCoverage,
        Standing,
    )
    from securebase_cli.features.rotation import Suggestion

# Columns of a window; in a narrower one nothing would be left for the blocks.
NARROWEST = 46

_OPEN: tuple[tuple[Standing, str], ...] = (
    ("skipped", "Only skipped"),
    ("never asked", "Never asked"),
)
_NOTHING = "·"
_BY_COUNT = "▂▄▆█"
# As many questions of one kind as one reads through.
_FEW = 4
_YEAR = 12
_BETWEEN = 2
# As long as 23 Nov 2026.
_DAY = 11
# Columns to which titles may be cut before months are put together.
_SHORTEST = 12
# Columns in which a month has three letters, and a year four digits.
_WIDE = 4


class _Grid(NamedTuple):
    """How the months are drawn: each column, `cell` wide, has `span` months from its start on.

    Months count from January of the year 0.
    """

    span: int
    called: str
    starts: tuple[int, ...]
    cell: int
    title: int


def picture(
    coverage: Coverage, suggestion: Suggestion | None, *, content: Content, width: int
) -> Page:
    """Show what has been reflected on as blocks, in a window of `width` columns."""
    if width < NARROWEST:
        return words(coverage, suggestion, content=content)
    grid = next(_grids(coverage, width - 2))
    heading = f"Entries in every {grid.called}, {_stretch(coverage.months)}"
    if grid.span > 1:
        heading += ", since single months would not fit"
    drawn, legend = _drawn(coverage, grid)
    parts: list[Part] = [
        Line("Coverage", "title"),
        Line(heading, "quiet"),
        GAP,
        Picture(drawn),
        GAP,
        Line(legend, "quiet"),
        GAP,
        _standings(coverage),
        *_unanswered(coverage, content),
        *_scalings(coverage, content),
    ]
    if suggestion:
        parts += [GAP, Line(f"Next: {suggestion.question.text}", "heading")]
        if suggestion.parent:
            parts.append(Line(f"After: {suggestion.parent.text}", "quiet", indent=2))
        parts += [
            Line(suggestion.why, indent=2),
            Line(_command(suggestion), "good", indent=2),
        ]
    return tuple(parts)


def words(coverage: Coverage, suggestion: Suggestion | None, *, content: Content) -> Page:
    """Show what has been reflected on in words, each question not answered by its id."""
    qualities = _qualities(content)
    parts: list[Part] = [Line(f"Coverage, {_stretch(coverage.months)}", "title", "Title"), GAP]
    for domain in coverage.domains:
        rows = [*_reflected(domain, coverage.months), *_asked(coverage, domain)]
        if domain.scaled:
            quality = f"{qualities[domain.id]}: " if domain.id in qualities else ""
            rows.append((f"How sure, 0 to {HIGHEST}", quality + _scaled(domain)))
        parts += [Line(domain.title, "heading", "Domain"), Pairs(tuple(rows)), GAP]
    if coverage.lens:
        rows = _reflected(coverage.lens, coverage.months)
        parts += [Line(coverage.lens.title, "heading", "Lens"), Pairs(tuple(rows)), GAP]
    if suggestion:
        after = [("After", suggestion.parent.text)] if suggestion.parent else []
        rows = [
            ("Next", suggestion.question.text),
            *after,
            ("Why", suggestion.why),
            ("To begin", _command(suggestion)),
        ]
        parts += [Pairs(tuple(rows)), GAP]
    return tuple(parts[:-1])


def _grids(coverage: Coverage, room: int) -> Iterator[_Grid]:
    """Yield the grids that fit, best first: few months a column, whole titles, wide columns."""
    widest = max(_columns(safe_line(row.title)) for row in _strands(coverage))
    room -= _BETWEEN + len(_ending(coverage, "", ""))
    for span, called, cells in _scales():
        starts = tuple(dict.fromkeys(_start(month, span) for month in coverage.months))
        for cell in cells:
            if room - cell * len(starts) >= widest:
                yield _Grid(span, called, starts, cell, widest)
        left = room - cells[-1] * len(starts)
        if left >= _SHORTEST:
            yield _Grid(span, called, starts, cells[-1], left)


def _scales() -> Iterator[tuple[int, str, tuple[int, ...]]]:
    yield 1, "month", (4, 3, 2)
    yield 3, "quarter", (4, 3)
    yield _YEAR, "year", (5, 3)
    yield 2 * _YEAR, "two years", (5, 3)
    yield 5 * _YEAR, "five years", (5,)
    for years in (leading * 10**noughts for noughts in count(1) for leading in (1, 2, 5)):
        yield years * _YEAR, f"{years} years", (5,)


def _drawn(coverage: Coverage, grid: _Grid) -> tuple[tuple[str, ...], str]:
    """Return the lines of the grid, and what its blocks mean."""
    margin = " " * (grid.title + _BETWEEN)
    names = "".join(_name(grid, start).ljust(grid.cell) for start in grid.starts)
    lines = [margin + names + _ending(coverage, "Last", "All")]
    if grid.span < _YEAR:
        lines.insert(0, margin + _years(grid))
    rows = [_together(row, coverage.months, grid) for row in _strands(coverage)]
    highest = max(map(max, rows))
    step = 1 if grid.span == 1 else max(1, -(-highest // len(_BY_COUNT)))
    for strand, counts in zip(_strands(coverage), rows, strict=True):
        if strand is coverage.lens:
            # Its entries are among those of the domains: it stands apart.
            lines.append("")
        last = _short(strand.last) if strand.last else "never"
        blocks = "".join(_block(entries, step, grid.cell) for entries in counts)
        title = _fitted(safe_line(strand.title), grid.title) + " " * _BETWEEN
        lines.append(title + blocks + _ending(coverage, last, str(strand.entries)))
    return tuple(lines), _legend(step)


def _together(
    row: DomainCoverage | LensCoverage, months: Sequence[date], grid: _Grid
) -> tuple[int, ...]:
    counts = dict.fromkeys(grid.starts, 0)
    for month, entries in zip(months, row.by_month, strict=True):
        counts[_start(month, grid.span)] += entries
    return tuple(counts.values())


def _years(grid: _Grid) -> str:
    """Write each year above the column where it begins: shortened, or not at all, to fit."""
    years = [start // _YEAR for start in grid.starts]
    begins = [at for at, year in enumerate(years) if not at or year != years[at - 1]]
    line = ""
    for at, following in pairwise([*begins, len(years) + 1]):
        room = (following - at) * grid.cell - 1
        forms = (f"{years[at]}", f"’{years[at] % 100:02}")
        line = line.ljust(at * grid.cell) + next((form for form in forms if len(form) <= room), "")
    return line.rstrip()


def _name(grid: _Grid, start: int) -> str:
    year, month = divmod(start, _YEAR)
    if grid.span == 1:
        return MONTHS[month][: 3 if grid.cell >= _WIDE else 1]
    if grid.span < _YEAR:
        return f"Q{month // grid.span + 1}"
    return f"{year}" if grid.cell > _WIDE else f"{year % 100:02}"


def _block(entries: int, step: int, cell: int) -> str:
    if not entries:
        return _NOTHING.center(cell - 1) + " "
    return _BY_COUNT[min((entries - 1) // step, len(_BY_COUNT) - 1)] * (cell - 1) + " "


def _legend(step: int) -> str:
    lowest = range(1, step * len(_BY_COUNT) + 1, step)
    ranges = [f"{low}" if step == 1 else f"{low}–{low + step - 1}" for low in lowest]
    ranges[-1] = f"{lowest[-1]} or more"
    blocks = (f"{block} {words}" for block, words in zip(_BY_COUNT, ranges, strict=True))
    return "   ".join((f"{_NOTHING} none", *blocks))


def _ending(coverage: Coverage, last: str, entries: str) -> str:
    most = max(row.entries for row in _strands(coverage))
    return f" {last:<{_DAY}}  {entries:>{max(len('All'), len(f'{most}'))}}"


def _standings(coverage: Coverage) -> Table:
    rows = []
    for domain in coverage.domains:
        asked = _by_standing(coverage, domain)
        if total := sum(map(len, asked.values())):
            counts = (str(len(asked[standing]) or "") for standing, _ in _OPEN)
            rows.append((domain.title, f"{len(asked['answered'])} of {total}", *counts))
    headings = ("Questions", "Answered", *(name for _, name in _OPEN))
    return Table(headings, tuple(rows), yields="Questions")


def _unanswered(coverage: Coverage, content: Content) -> Iterator[Part]:
    more = 0
    for standing, heading in _OPEN:
        found = [one.question for one in coverage.questions if one.standing == standing]
        if found:
            rows = tuple((one.id, content.with_parent(one)) for one in found[:_FEW])
            yield GAP
            yield Table((heading, "Question"), rows, wraps="Question")
            more += len(found) - len(rows)
    if more:
        yield Line(f"and {more} more: securebase coverage --plain", "quiet")


def _scalings(coverage: Coverage, content: Content) -> Iterator[Part]:
    qualities = _qualities(content)
    marked = [domain for domain in coverage.domains if domain.scaled]
    if marked:
        yield GAP
        yield Line(f"How sure that each in the team would say it, 0 to {HIGHEST}", "heading")
    for domain in marked:
        yield Line(f"{domain.title} {qualities.get(domain.id, '')}".rstrip(), indent=2)
        yield Line(scale.over_time(domain.scaled), indent=4)


def _reflected(
    strand: DomainCoverage | LensCoverage, months: Sequence[date]
) -> list[tuple[str, str]]:
    if strand.last is None:
        return [("Last entry", "never")]
    by_month = [
        f"{_month(month)}: {entries}"
        for month, entries in zip(months, strand.by_month, strict=True)
        if entries
    ]
    return [
        ("Last entry", spoken(strand.last)),
        ("Entries", str(strand.entries)),
        ("By month", ", ".join(reversed(by_month)) or "none in these months"),
    ]


def _asked(coverage: Coverage, domain: DomainCoverage) -> Iterator[tuple[str, str]]:
    asked = _by_standing(coverage, domain)
    total = sum(map(len, asked.values()))
    if not total:
        return
    counts = [f"{len(asked['answered'])} of {total} answered"]
    counts += [f"{len(asked[one])} {one}" for one, _ in _OPEN if asked[one]]
    yield "Questions", ", ".join(counts)
    for standing, name in _OPEN:
        if asked[standing]:
            yield name, ", ".join(one.question.id for one in asked[standing])


def _by_standing(
    coverage: Coverage, domain: DomainCoverage
) -> Mapping[Standing, list[QuestionCoverage]]:
    found: dict[Standing, list[QuestionCoverage]] = {
        "answered": [],
        "skipped": [],
        "never asked": [],
    }
    for one in coverage.questions:
        if one.question.domain == domain.id:
            found[one.standing].append(one)
    return found


def _strands(coverage: Coverage) -> tuple[DomainCoverage | LensCoverage, ...]:
    return (*coverage.domains, *([coverage.lens] if coverage.lens else []))


def _qualities(content: Content) -> Mapping[str, str]:
    return {domain.id: f"“{domain.quality}”" for domain in content.domains}


def _scaled(domain: DomainCoverage) -> str:
    newest = list(map(scale.on_a_day, domain.scaled[: -scale.NEWEST - 1 : -1]))
    if (more := len(domain.scaled) - scale.NEWEST) > 0:
        newest.append(f"and {more} earlier")
    return "; ".join(newest)


def _command(suggestion: Suggestion) -> str:
    return f"securebase reflect -q {suggestion.question.id}"


def _stretch(months: Sequence[date]) -> str:
    first, last = _month(months[0]), _month(months[-1])
    return first if first == last else f"{first} to {last}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _short(day: date) -> str:
    return f"{day.day:>2} {MONTHS[day.month - 1][:3]} {day.year}"


def _start(month: date, span: int) -> int:
    return (month.year * _YEAR + month.month - 1) // span * span


def _fitted(text: str, room: int) -> str:
    if _columns(text) > room:
        while _columns(text) >= room:
            text = text[:-1]
        text = text.rstrip() + "…"
    return text + " " * (room - _columns(text))


def _columns(text: str) -> int:
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
