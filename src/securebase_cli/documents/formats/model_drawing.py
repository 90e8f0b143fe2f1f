"""Drawings of the model and its coverage: a core, and a card for each domain."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import ModelDiagram
from securebase_cli.documents.formats.drawing import (
    Circle,
    Drawing,
    Line,
    Rectangle,
    Shape,
    ShapeStyle,
    Text,
)
from securebase_cli.model import Domain
from securebase_cli.plurals import count_of
from securebase_cli.review.coverage import DomainCoverage, QuestionStatus

_CARD_WIDTH, _CARD_HEIGHT = 216, 128
_CARD_GAP = 24
_RADIUS_X, _RADIUS_Y = 262, 244
_CORE_RADIUS = 66
_LINE_HEIGHT = 17
_CHARACTERS_PER_LINE = 24
_SQUARE_SIZE, _SQUARE_SPACING = 11, 16


class _Arrangement(NamedTuple):
    """The size of a drawing, the centre of its core, and the centres of the domain cards."""

    name: str
    width: int
    height: int
    core: tuple[float, float]
    cards: tuple[tuple[float, float], ...]


def draw_wide(diagram: ModelDiagram) -> Drawing:
    """Return a drawing with the cards around the core, the first one above it."""
    width, height = 760, 640
    count = len(diagram.content.domains)
    angles = (2 * math.pi * number / count for number in range(count))
    cards = tuple(
        (width / 2 + _RADIUS_X * math.sin(angle), height / 2 - _RADIUS_Y * math.cos(angle))
        for angle in angles
    )
    core = (width / 2, height / 2)
    return _draw(diagram, _Arrangement("model-wide", width, height, core, cards))


def draw_narrow(diagram: ModelDiagram) -> Drawing:
    """Return a drawing with the cards one below the other, under the core."""
    width, top = _CARD_WIDTH + _CARD_GAP, 2 * _CORE_RADIUS + _CARD_GAP
    row_height = _CARD_HEIGHT + _CARD_GAP
    count = len(diagram.content.domains)
    cards = tuple(
        (width / 2, top + _CARD_HEIGHT / 2 + number * row_height) for number in range(count)
    )
    height = top + count * row_height
    core = (width / 2, _CORE_RADIUS + 2)
    return _draw(diagram, _Arrangement("model-narrow", width, height, core, cards))


def _draw(diagram: ModelDiagram, arrangement: _Arrangement) -> Drawing:
    content, coverage = diagram
    name, width, height, (core_x, core_y), cards = arrangement
    entry_counts = {domain.id: _format_entry_count(domain) for domain in coverage.domains}
    description = "; ".join(
        f"{domain.title}, “{domain.quality}”: {entry_counts[domain.id]}"
        for domain in content.domains
    )
    shapes: list[Shape] = [Line(core_x, core_y, x, y) for x, y in cards]
    shapes += [
        Circle(core_x, core_y, _CORE_RADIUS, "core"),
        Text(core_x, core_y - 4, "Secure", "core", "middle"),
        Text(core_x, core_y + 16, "base", "core", "middle"),
    ]
    for domain, (x, y) in zip(content.domains, cards, strict=True):
        statuses = [item.status for item in coverage.questions if item.question.domain == domain.id]
        shapes += _draw_card(domain, statuses, entry_counts[domain.id], x=x, y=y)
    return Drawing(name, width, height, content.title, description, tuple(shapes))


def _draw_card(
    domain: Domain, statuses: Sequence[QuestionStatus], entry_count: str, *, x: float, y: float
) -> Iterator[Shape]:
    """Yield a card with its centre at (x, y): the domain, a square for each question, counts."""
    left, top = x - _CARD_WIDTH / 2, y - _CARD_HEIGHT / 2
    bottom = top + _CARD_HEIGHT
    yield Rectangle(left, top, _CARD_WIDTH, _CARD_HEIGHT, "card", radius=10)
    yield Text(x, top + 24, domain.title, "strong", "middle")
    quality_lines = textwrap.wrap(f"“{domain.quality}”", _CHARACTERS_PER_LINE)[:2]
    for number, line in enumerate(quality_lines, 1):
        yield Text(x, top + 24 + number * _LINE_HEIGHT, line, "normal", "middle")
    squares_width = len(statuses) * _SQUARE_SPACING - (_SQUARE_SPACING - _SQUARE_SIZE)
    for number, status in enumerate(statuses):
        square_x = x - squares_width / 2 + number * _SQUARE_SPACING
        style: ShapeStyle = "filled" if status == "answered" else "empty"
        yield Rectangle(square_x, bottom - 50, _SQUARE_SIZE, _SQUARE_SIZE, style)
    question_count = f"{statuses.count('answered')} of {len(statuses)} questions"
    yield Text(x, bottom - 24, question_count, "small", "middle")
    yield Text(x, bottom - 8, entry_count, "small", "middle")


def _format_entry_count(coverage: DomainCoverage) -> str:
    if coverage.last is None:
        return "no entries"
    count = count_of(coverage.entry_count, "entry", "entries")
    return f"{count}, last {long_date(coverage.last)}"
