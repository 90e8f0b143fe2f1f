"""Draws how many entries each domain has by month, as a grid of blocks.

If the months do not fit into the window, several of them share a column.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from securebase_cli.dates import MONTHS
from securebase_cli.review.coverage import Coverage, DomainCoverage, LensCoverage
from securebase_cli.ui.console import safe_line

_NO_ENTRIES = "·"
_BLOCKS = "▂▄▆█"
_MONTHS_A_YEAR = 12
_TITLE_GAP = 2
_DAY_WIDTH = len("23 Nov 2026")
# Titles are cut to this width at most before more months share a column.
_MIN_TITLE_WIDTH = 12
# From this width on a column has room for “Nov”; a wider one has room for “2026”.
_LONG_NAME_WIDTH = 4


class Grid(NamedTuple):
    """A drawn grid: what a column stands for, such as “by month”, its lines, and the legend."""

    grouping: str
    lines: tuple[str, ...]
    legend: str


class _Columns(NamedTuple):
    """The columns of a grid, each for `months` months; widths are in terminal columns.

    `starts` has the first month of each column, counted from January of the year 0.
    """

    grouping: str
    months: int
    starts: tuple[int, ...]
    width: int
    title_width: int


def draw(coverage: Coverage, width: int, no_entry: str) -> Grid:
    """Draw the domains and the lens in `width` columns.

    `no_entry` takes the place of the day of the last entry where there is none, unless questions of
    the domain were skipped.
    """
    rows: list[DomainCoverage | LensCoverage] = [*coverage.domains]
    if coverage.lens:
        rows.append(coverage.lens)
    count_width = max(len("All"), *(len(str(row.entry_count)) for row in rows))
    title_width = max(cell_len(safe_line(row.title)) for row in rows)
    available = width - _TITLE_GAP - len(_row_end("", "", count_width))
    columns = next(_fitting_columns(coverage.months, title_width, available))
    margin = " " * (columns.title_width + _TITLE_GAP)
    names = "".join(_column_name(columns, start).ljust(columns.width) for start in columns.starts)
    lines = [margin + names + _row_end("Last", "All", count_width)]
    if columns.months < _MONTHS_A_YEAR:
        lines.insert(0, margin + _year_line(columns))
    counts = [_count_by_column(row, coverage.months, columns) for row in rows]
    # A single month has few entries, so each block stands for one more. In longer spans the
    # highest count decides how many entries each block stands for.
    highest = max(map(max, counts))
    per_block = 1 if columns.months == 1 else max(1, math.ceil(highest / len(_BLOCKS)))
    for row, row_counts in zip(rows, counts, strict=True):
        if row is coverage.lens:
            # Set apart, since its entries are counted among those of the domains too.
            lines.append("")
        title = safe_line(row.title)
        if cell_len(title) > columns.title_width:
            title = set_cell_size(title, columns.title_width - 1).rstrip() + "…"
        blocks = "".join(_block(entries, per_block, columns.width) for entries in row_counts)
        last = no_entry
        if coverage.is_complete and isinstance(row, DomainCoverage) and row.last_skipped:
            last = "skipped"
        if row.last:
            last = f"{row.last.day:>2} {MONTHS[row.last.month - 1][:3]} {row.last.year}"
        row_end = _row_end(last, str(row.entry_count), count_width)
        lines.append(set_cell_size(title, columns.title_width + _TITLE_GAP) + blocks + row_end)
    return Grid(columns.grouping, tuple(lines), _legend(per_block))


def _fitting_columns(months: Sequence[date], title_width: int, width: int) -> Iterator[_Columns]:
    """Yield the columns that fit, best first: few months each, whole titles, wide columns."""
    for grouping, column_months, column_widths in _groupings():
        starts = tuple(dict.fromkeys(_first_month(month, column_months) for month in months))
        for column_width in column_widths:
            if width - column_width * len(starts) >= title_width:
                yield _Columns(grouping, column_months, starts, column_width, title_width)
        narrowest = column_widths[-1]
        remaining = width - narrowest * len(starts)
        if remaining >= _MIN_TITLE_WIDTH:
            yield _Columns(grouping, column_months, starts, narrowest, remaining)


def _groupings() -> Iterator[tuple[str, int, tuple[int, ...]]]:
    """Yield what columns can stand for, in how many months, and how wide they can be."""
    yield "by month", 1, (4, 3, 2)
    yield "by quarter", 3, (4, 3)
    yield "by year", _MONTHS_A_YEAR, (5, 3)
    yield "in every two years", 2 * _MONTHS_A_YEAR, (5, 3)
    yield "in every five years", 5 * _MONTHS_A_YEAR, (5,)
    for zeros in count(1):
        for digit in (1, 2, 5):
            years = digit * 10**zeros
            yield f"in every {years} years", years * _MONTHS_A_YEAR, (5,)


def _count_by_column(
    row: DomainCoverage | LensCoverage, months: Sequence[date], columns: _Columns
) -> tuple[int, ...]:
    counts = dict.fromkeys(columns.starts, 0)
    for month, entries in zip(months, row.by_month, strict=True):
        counts[_first_month(month, columns.months)] += entries
    return tuple(counts.values())


def _first_month(month: date, months: int) -> int:
    """Return the first month of the column that this month belongs to."""
    return (month.year * _MONTHS_A_YEAR + month.month - 1) // months * months


def _year_line(columns: _Columns) -> str:
    """Write each year above its first column: in two digits, or not at all, if it does not fit."""
    years = [start // _MONTHS_A_YEAR for start in columns.starts]
    line = ""
    for year in dict.fromkeys(years):
        room = years.count(year) * columns.width - 1
        if year == years[-1]:
            # After the last year there is one more column to write into.
            room += columns.width
        for name in (f"{year}", f"’{year % 100:02}"):
            if len(name) <= room:
                line = line.ljust(years.index(year) * columns.width) + name
                break
    return line


def _column_name(columns: _Columns, start: int) -> str:
    year, month = divmod(start, _MONTHS_A_YEAR)
    if columns.months == 1:
        return MONTHS[month][: 3 if columns.width >= _LONG_NAME_WIDTH else 1]
    if columns.months < _MONTHS_A_YEAR:
        return f"Q{month // columns.months + 1}"
    return f"{year}" if columns.width > _LONG_NAME_WIDTH else f"{year % 100:02}"


def _block(entries: int, per_block: int, width: int) -> str:
    if not entries:
        return _NO_ENTRIES.center(width - 1) + " "
    height = min((entries - 1) // per_block, len(_BLOCKS) - 1)
    return _BLOCKS[height] * (width - 1) + " "


def _legend(per_block: int) -> str:
    """Say how many entries each block stands for."""
    parts = [f"{_NO_ENTRIES} none"]
    for number, block in enumerate(_BLOCKS):
        lowest = number * per_block + 1
        highest = lowest + per_block - 1
        parts.append(f"{block} {lowest}" if per_block == 1 else f"{block} {lowest}–{highest}")
    parts[-1] = f"{_BLOCKS[-1]} {lowest} or more"
    return "   ".join(parts)


def _row_end(last: str, entries: str, count_width: int) -> str:
    """Align the day of the last entry and the number of entries at the end of a row."""
    return f" {last:<{_DAY_WIDTH}}  {entries:>{count_width}}"
