"""Draw charts of the entries by month, and of the scale over time."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from securebase_cli.dates import MONTHS, short_date
from securebase_cli.documents.blocks import MonthChart, ScaleChart
from securebase_cli.documents.formats.drawing import (
    Anchor,
    Circle,
    Drawing,
    Line,
    Rectangle,
    Shape,
    ShapeStyle,
    Text,
    TextStyle,
)
from securebase_cli.model import SCALE_MAX

_MONTHS_A_YEAR = 12
_GAP = 3
_MAX_COLUMN_WIDTH = 30
# A narrower column would have no room for two digits.
_MIN_COLUMN_WIDTH = 17
_YEAR_WIDTH = 36
_ROW_HEIGHT = 26
_MONTH_AXIS_HEIGHT, _YEAR_AXIS_HEIGHT = 40, 22
_STRIP_HEIGHT, _STRIP_GAP = 56, 22
_DOT_RADIUS = 3.5
# About the width of a letter.
_CHARACTER_WIDTH = 8


class _Room(NamedTuple):
    """The widths of a chart: in all, for the titles at its left, and for the totals at its right.

    If `title_width` is 0, titles stand above their rows.
    """

    name: str
    width: int
    title_width: int
    end_width: int

    @property
    def title_height(self) -> int:
        return 0 if self.title_width else 20

    @property
    def plot_width(self) -> int:
        return self.width - self.title_width - self.end_width


_WIDE = _Room("wide", width=760, title_width=170, end_width=74)
_NARROW = _Room("narrow", width=340, title_width=0, end_width=62)


def draw_months(chart: MonthChart, *, narrow: bool = False) -> Drawing:
    """Return a grid with a row for each domain, and columns of one, three, twelve or more months.

    The columns are the shortest with which all months fit.
    """
    room = _NARROW if narrow else _WIDE
    size = _months_a_column(chart.months, room.plot_width // _MIN_COLUMN_WIDTH)
    # The first column begins with its quarter or year, even if the entries begin later.
    first_month = chart.months[0].year * _MONTHS_A_YEAR + chart.months[0].month - 1
    starts = range(-(first_month % size), len(chart.months), size)
    column_width = min(room.plot_width / len(starts), _MAX_COLUMN_WIDTH)
    column_edges = [room.title_width + number * column_width for number in range(len(starts))]
    months = [first_month + start for start in starts]
    shapes: list[Shape] = [*_year_labels(months, column_edges)]
    if size == 1:
        for month, x in zip(months, column_edges, strict=True):
            letter = MONTHS[month % _MONTHS_A_YEAR][0]
            shapes.append(Text(x + (column_width - _GAP) / 2, 32, letter, "small", "middle"))
    columns = [
        (title, [sum(counts[max(start, 0) : start + size]) for start in starts])
        for title, counts in chart.rows
    ]
    highest = max(count for _, counts in columns for count in counts)
    y = float(_MONTH_AXIS_HEIGHT if size == 1 else _YEAR_AXIS_HEIGHT)
    for title, counts in columns:
        y += room.title_height
        shapes.append(_row_title(title, room, y, _ROW_HEIGHT - _GAP))
        for count, x in zip(counts, column_edges, strict=True):
            shapes += _draw_count(count, highest, x, y, column_width - _GAP)
        x = column_edges[-1] + column_width + 10
        shapes.append(Text(x, y + _ROW_HEIGHT / 2 + 3, str(sum(counts)), "strong"))
        y += _ROW_HEIGHT
    title = {1: "Entries by month", 3: "Entries by quarter"}.get(size, "Entries by year")
    name = f"months-{room.name}"
    return Drawing(name, room.width, y + _GAP, title, chart.description, tuple(shapes))


def _months_a_column(months: Sequence[date], max_columns: int) -> int:
    """Return how many months share a column: 1, 3, or a multiple of 12."""
    for size in (1, 3, _MONTHS_A_YEAR):
        if len(months) // size + 1 <= max_columns:
            return size
    years = len(months) // _MONTHS_A_YEAR + 1
    return _MONTHS_A_YEAR * math.ceil(years / max_columns)


def _year_labels(months: Sequence[int], edges: Sequence[float]) -> Iterator[Text]:
    """Yield each year above its first column, except where there is no room before the next one.

    `months` are the first months of the columns, counted from January of the year 0.
    """
    labels: dict[int, float] = {}
    for month, x in zip(months, edges, strict=True):
        labels.setdefault(month // _MONTHS_A_YEAR, x)
    next_x = math.inf
    for year, x in reversed(labels.items()):
        if next_x - x >= _YEAR_WIDTH:
            yield Text(x, 14, str(year), "small")
            next_x = x


def _draw_count(count: int, highest: int, x: float, y: float, width: float) -> Iterator[Shape]:
    """Yield a cell of the grid with its count; higher counts have darker cells."""
    styles: tuple[ShapeStyle, ...] = ("empty", "few", "some", "filled")
    darkest = len(styles) - 1
    style = styles[min(count, math.ceil(darkest * count / max(highest, darkest)))]
    yield Rectangle(x, y, width, _ROW_HEIGHT - _GAP, style, radius=3)
    if count:
        text_style: TextStyle = "on filled" if style == "filled" else "small"
        yield Text(x + width / 2, y + _ROW_HEIGHT / 2 + 3, str(count), text_style, "middle")


def draw_scale(chart: ScaleChart, *, narrow: bool = False) -> Drawing:
    """Return a line chart for each domain, with its values over time."""
    room = _NARROW if narrow else _WIDE
    days = [day for _, points in chart.rows for day, _ in points]
    first, last = min(days), max(days)
    shapes: list[Shape] = []
    y = 8.0
    for title, points in chart.rows:
        y += room.title_height
        shapes.append(_row_title(title, room, y, _STRIP_HEIGHT))
        shapes += _draw_strip(points, first, last, room, y)
        y += _STRIP_HEIGHT + _STRIP_GAP
    left, right = room.title_width, room.title_width + room.plot_width
    labels: list[tuple[float, date, Anchor]] = [(left, first, "start")]
    if last > first:
        labels.append((right, last, "end"))
    shapes += [Text(x, y, short_date(day), "small", anchor) for x, day, anchor in labels]
    name = f"scale-{room.name}"
    title = "The scale over time"
    return Drawing(name, room.width, y + 8, title, chart.description, tuple(shapes))


def _draw_strip(
    points: Sequence[tuple[date, int]], first: date, last: date, room: _Room, y: float
) -> Iterator[Shape]:
    """Yield the line chart of one domain, and beside it the first and the last value."""
    left, right = room.title_width, room.title_width + room.plot_width
    for value in (0, SCALE_MAX // 2, SCALE_MAX):
        height = y + _STRIP_HEIGHT * (1 - value / SCALE_MAX)
        yield Line(left, height, right, height)
    days = max((last - first).days, 1)
    # The dots of the first and the last day are whole within the plot.
    places = [
        (
            left + _DOT_RADIUS + (room.plot_width - 2 * _DOT_RADIUS) * (day - first).days / days,
            y + _STRIP_HEIGHT * (1 - value / SCALE_MAX),
        )
        for day, value in points
    ]
    for (x1, y1), (x2, y2) in pairwise(places):
        yield Line(x1, y1, x2, y2, "line")
    for x, height in places:
        yield Circle(x, height, _DOT_RADIUS, "dot")
    values = [value for _, value in points]
    change = f"{values[0]} → {values[-1]}" if len(values) > 1 else str(values[0])
    yield Text(right + 10, y + _STRIP_HEIGHT / 2 + 5, change, "strong")


def _row_title(title: str, room: _Room, top: float, height: float) -> Text:
    """Return the title of a row, above it or at its left, where it is cut to fit."""
    if not room.title_width:
        return Text(0, top - 6, title, "strong")
    characters = room.title_width // _CHARACTER_WIDTH
    cut = title if len(title) <= characters else f"{title[: characters - 1].rstrip()}…"
    return Text(0, top + height / 2 + 4, cut)
