"""Charts of what changes over time, drawn as shapes."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.documents.blocks import MonthChart, ScaleChart
from securebase_cli.documents.formats.chart_drawings import draw_months, draw_scale
from securebase_cli.documents.formats.drawing import Circle, Drawing, Line, Rectangle, Text
from support.documents import months_from

_TITLES = ("Availability", "A domain with a title that is far too long for its row", "")


@st.composite
def _month_charts(draw):
    months = months_from(draw(st.dates(date(1990, 1, 1), date(2090, 1, 1))), draw(_MONTH_COUNTS))
    counts = st.lists(st.integers(0, 40), min_size=len(months), max_size=len(months)).map(tuple)
    return MonthChart(months, tuple((title, draw(counts)) for title in _TITLES))


_MONTH_COUNTS = st.one_of(st.integers(1, 40), st.integers(1, 400))
_POINTS = st.lists(
    st.tuples(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 10)),
    min_size=1,
    max_size=20,
).map(lambda points: tuple(sorted(points)))
_SCALE_CHARTS = st.lists(_POINTS, min_size=1, max_size=6).map(
    lambda rows: ScaleChart(tuple(("Sensitivity", points) for points in rows))
)


def _is_inside(drawing: Drawing) -> bool:
    for shape in drawing.shapes:
        match shape:
            case Line(x1, y1, x2, y2):
                corners = [(x1, y1), (x2, y2)]
            case Rectangle(x, y, width, height):
                assert width > 0
                corners = [(x, y), (x + width, y + height)]
            case Circle(x, y, radius):
                corners = [(x - radius, y - radius), (x + radius, y + radius)]
            case Text(x, y):
                corners = [(x, y)]
        if not all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in corners):
            return False
    return True


def _texts_in_cells(shapes) -> list[str]:
    return [shape.text for shape in shapes if isinstance(shape, Text) and shape.anchor == "middle"]


@given(_month_charts(), st.booleans())
def test_every_shape_of_a_month_chart_lies_in_the_drawing(chart, narrow):
    assert _is_inside(draw_months(chart, narrow=narrow))


@given(_SCALE_CHARTS, st.booleans())
def test_every_shape_of_a_scale_chart_lies_in_the_drawing(chart, narrow):
    assert _is_inside(draw_scale(chart, narrow=narrow))


@given(_month_charts(), st.booleans())
def test_the_figures_in_the_cells_add_up_to_all_entries(chart, narrow):
    shapes = draw_months(chart, narrow=narrow).shapes
    figures = sum(int(text) for text in _texts_in_cells(shapes) if text.isdigit())

    assert sum(sum(counts) for _, counts in chart.rows) == figures


def test_two_years_are_shown_month_by_month_and_ten_by_quarter():
    for count, title in (
        (24, "Entries by month"),
        (72, "Entries by quarter"),
        (240, "Entries by year"),
    ):
        months = months_from(date(2020, 5, 1), count)
        assert title == draw_months(MonthChart(months, (("Sensitivity", (1,) * count),))).title


def test_columns_of_quarters_begin_with_a_quarter():
    months = months_from(date(2020, 2, 1), 72)
    counts = (1,) * len(months)
    shapes = draw_months(MonthChart(months, (("Sensitivity", counts),))).shapes
    figures = [
        shape.text for shape in shapes if isinstance(shape, Text) and shape.anchor == "middle"
    ]

    # February and March, then whole quarters, then January of 2026.
    assert ["2", *["3"] * 23, "1"] == figures


def test_a_strip_of_the_scale_says_its_first_and_last_value():
    first = date(2025, 1, 6)
    points = ((first, 3), (first + timedelta(90), 9), (first + timedelta(600), 8))
    drawing = draw_scale(ScaleChart((("Sensitivity", points),)))

    assert "3 → 8" in [shape.text for shape in drawing.shapes if isinstance(shape, Text)]
    assert "Sensitivity: 3 on 6 January 2025, 8 on 29 August 2026." == drawing.description


def test_a_single_value_is_a_dot_without_a_line():
    drawing = draw_scale(ScaleChart((("Sensitivity", ((date(2025, 1, 6), 3),)),)))

    assert 1 == sum(isinstance(shape, Circle) for shape in drawing.shapes)
    assert not any(isinstance(shape, Line) and shape.style == "line" for shape in drawing.shapes)
