"""What has been reflected on, month by month, as blocks: more months than fit are put together."""

from __future__ import annotations

from itertools import count, pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from securebase_cli.dates import MONTHS
from securebase_cli.ui.console import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from securebase_cli.review.coverage import Coverage, DomainCoverage, LensCoverage

_NOTHING = "·"
_BY_COUNT = "▂▄▆█"
_YEAR = 12
_BETWEEN = 2
# As long as 23 Nov 2026.
_DAY = 11
# Columns to which titles may be cut before months are put together.
_SHORTEST = 12
# Columns in which a month has three letters, and a year four digits.
_WIDE = 4


class Grid(NamedTuple):
    """A grid as it is drawn: in what the entries are counted, the lines, and the blocks’ meaning.

    `by` is such as “by month”.
    """

    grouping: str
    lines: tuple[str, ...]
    legend: str


class _Plan(NamedTuple):
    """How the months are drawn: each column, `cell` wide, has `span` months from its start on.

    Months count from January of the year 0.
    """

    span: int
    by: str
    starts: tuple[int, ...]
    cell: int
    title: int


def draw(coverage: Coverage, room: int, never: str) -> Grid:
    """Draw domains and lens in so many columns; `never` is what stands where there is no day."""
    plan = next(_plans(coverage, room))
    lines, legend = _drawn(coverage, plan, never)
    return Grid(plan.by, lines, legend)


def _plans(coverage: Coverage, room: int) -> Iterator[_Plan]:
    """Yield the plans that fit, best first: few months a column, whole titles, wide columns."""
    widest = max(cell_len(safe_line(row.title)) for row in _strands(coverage))
    room -= _BETWEEN + len(_ending(coverage, "", ""))
    for span, by, cells in _scales():
        starts = tuple(dict.fromkeys(_start(month, span) for month in coverage.months))
        for cell in cells:
            if room - cell * len(starts) >= widest:
                yield _Plan(span, by, starts, cell, widest)
        left = room - cells[-1] * len(starts)
        if left >= _SHORTEST:
            yield _Plan(span, by, starts, cells[-1], left)


def _scales() -> Iterator[tuple[int, str, tuple[int, ...]]]:
    yield 1, "by month", (4, 3, 2)
    yield 3, "by quarter", (4, 3)
    yield _YEAR, "by year", (5, 3)
    yield 2 * _YEAR, "in every two years", (5, 3)
    yield 5 * _YEAR, "in every five years", (5,)
    for years in (leading * 10**noughts for noughts in count(1) for leading in (1, 2, 5)):
        yield years * _YEAR, f"in every {years} years", (5,)


def _drawn(coverage: Coverage, plan: _Plan, never: str) -> tuple[tuple[str, ...], str]:
    """Return the lines of the grid, and what its blocks mean."""
    margin = " " * (plan.title + _BETWEEN)
    names = "".join(_name(plan, start).ljust(plan.cell) for start in plan.starts)
    lines = [margin + names + _ending(coverage, "Last", "All")]
    if plan.span < _YEAR:
        lines.insert(0, margin + _years(plan))
    rows = [_together(row, coverage.months, plan) for row in _strands(coverage)]
    highest = max(map(max, rows))
    step = 1 if plan.span == 1 else max(1, -(-highest // len(_BY_COUNT)))
    for strand, counts in zip(_strands(coverage), rows, strict=True):
        if strand is coverage.lens:
            # Its entries are among those of the domains: it stands apart.
            lines.append("")
        last = _short(strand.last) if strand.last else never
        blocks = "".join(_block(entries, step, plan.cell) for entries in counts)
        title = _fitted(safe_line(strand.title), plan.title) + " " * _BETWEEN
        lines.append(title + blocks + _ending(coverage, last, str(strand.entries)))
    return tuple(lines), _legend(step)


def _together(
    row: DomainCoverage | LensCoverage, months: Sequence[date], plan: _Plan
) -> tuple[int, ...]:
    counts = dict.fromkeys(plan.starts, 0)
    for month, entries in zip(months, row.by_month, strict=True):
        counts[_start(month, plan.span)] += entries
    return tuple(counts.values())


def _years(plan: _Plan) -> str:
    """Write each year above the column where it begins: shortened, or not at all, to fit."""
    years = [start // _YEAR for start in plan.starts]
    begins = [at for at, year in enumerate(years) if not at or year != years[at - 1]]
    line = ""
    for at, following in pairwise([*begins, len(years) + 1]):
        room = (following - at) * plan.cell - 1
        forms = (f"{years[at]}", f"’{years[at] % 100:02}")
        line = line.ljust(at * plan.cell) + next((form for form in forms if len(form) <= room), "")
    return line.rstrip()


def _name(plan: _Plan, start: int) -> str:
    year, month = divmod(start, _YEAR)
    if plan.span == 1:
        return MONTHS[month][: 3 if plan.cell >= _WIDE else 1]
    if plan.span < _YEAR:
        return f"Q{month // plan.span + 1}"
    return f"{year}" if plan.cell > _WIDE else f"{year % 100:02}"


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


def _strands(coverage: Coverage) -> tuple[DomainCoverage | LensCoverage, ...]:
    return (*coverage.domains, *([coverage.lens] if coverage.lens else []))


def _short(day: date) -> str:
    return f"{day.day:>2} {MONTHS[day.month - 1][:3]} {day.year}"


def _start(month: date, span: int) -> int:
    return (month.year * _YEAR + month.month - 1) // span * span


def _fitted(text: str, room: int) -> str:
    if cell_len(text) > room:
        text = set_cell_size(text, room - 1).rstrip() + "…"
    return set_cell_size(text, room)
