"""A drawing of the model and its coverage for the HTML page, as inline SVG.

The style sheet of the page colours it. A table on the page says the same in words.
"""

import math
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.documents.formats.printable import escape_html
from securebase_cli.instrument.content import Content
from securebase_cli.model import Domain
from securebase_cli.plurals import count_of
from securebase_cli.review.coverage import Coverage, DomainCoverage, QuestionStatus

# All lengths are in units of the view box.
_CARD_WIDTH, _CARD_HEIGHT = 216, 128
_CARD_GAP = 24
_RADIUS_X, _RADIUS_Y = 262, 244
_CORE_RADIUS = 66
_LINE_HEIGHT = 17
_CHARACTERS_PER_LINE = 28
_SQUARE_SIZE, _SQUARE_SPACING = 11, 16


class _Arrangement(NamedTuple):
    """The size of a drawing, the centre of its core, and the centres of the domain cards."""

    name: str
    width: int
    height: int
    core: tuple[float, float]
    cards: tuple[tuple[float, float], ...]


def render_svg(content: Content, coverage: Coverage) -> str:
    """Return two drawings, of which the style sheet shows one: for a wide and a narrow page."""
    count = len(content.domains)
    arrangements = (_arrange_in_circle(count), _arrange_in_column(count))
    return "\n".join(_draw(content, coverage, arrangement) for arrangement in arrangements)


def _arrange_in_circle(count: int) -> _Arrangement:
    """Place the cards around the core, the first one above it."""
    width, height = 760, 640
    angles = (2 * math.pi * number / count for number in range(count))
    cards = tuple(
        (width / 2 + _RADIUS_X * math.sin(angle), height / 2 - _RADIUS_Y * math.cos(angle))
        for angle in angles
    )
    return _Arrangement("wide", width, height, (width / 2, height / 2), cards)


def _arrange_in_column(count: int) -> _Arrangement:
    """Place the cards one below the other, under the core."""
    width, top = _CARD_WIDTH + _CARD_GAP, 2 * _CORE_RADIUS + _CARD_GAP
    row_height = _CARD_HEIGHT + _CARD_GAP
    cards = tuple(
        (width / 2, top + _CARD_HEIGHT / 2 + number * row_height) for number in range(count)
    )
    height = top + count * row_height
    return _Arrangement("narrow", width, height, (width / 2, _CORE_RADIUS + 2), cards)


def _draw(content: Content, coverage: Coverage, arrangement: _Arrangement) -> str:
    name, width, height, (core_x, core_y), cards = arrangement
    entry_counts = {domain.id: _format_entry_count(domain) for domain in coverage.domains}
    description = "; ".join(
        f"{domain.title}, “{domain.quality}”: {entry_counts[domain.id]}"
        for domain in content.domains
    )
    title_id, description_id = f"model-{name}-title", f"model-{name}-text"
    accessibility = f'role="img" aria-labelledby="{title_id} {description_id}"'
    lines = [
        f'<svg class="model {name}" viewBox="0 0 {width} {height}" {accessibility}>',
        f'<title id="{title_id}">{escape_html(content.title)}</title>',
        f'<desc id="{description_id}">{escape_html(description)}</desc>',
    ]
    for x, y in cards:
        lines.append(f'<line x1="{core_x:.0f}" y1="{core_y:.0f}" x2="{x:.0f}" y2="{y:.0f}"/>')
    lines += [
        f'<circle cx="{core_x:.0f}" cy="{core_y:.0f}" r="{_CORE_RADIUS}"/>',
        _draw_text("Secure", core_x, core_y - 4, "core"),
        _draw_text("base", core_x, core_y + 16, "core"),
    ]
    for domain, (x, y) in zip(content.domains, cards, strict=True):
        statuses = [item.status for item in coverage.questions if item.question.domain == domain.id]
        lines += _draw_card(domain, statuses, entry_counts[domain.id], x=x, y=y)
    return "\n".join([*lines, "</svg>"])


def _draw_card(
    domain: Domain, statuses: Sequence[QuestionStatus], entry_count: str, *, x: float, y: float
) -> list[str]:
    """Return a card with its centre at (x, y): the domain, a square for each question, counts."""
    left, top = x - _CARD_WIDTH / 2, y - _CARD_HEIGHT / 2
    bottom = top + _CARD_HEIGHT
    size = f'width="{_CARD_WIDTH}" height="{_CARD_HEIGHT}"'
    lines = [
        f'<rect x="{left:.0f}" y="{top:.0f}" {size} rx="10"/>',
        _draw_text(domain.title, x, top + 24, "strong middle"),
    ]
    quality_lines = textwrap.wrap(f"“{domain.quality}”", _CHARACTERS_PER_LINE)[:2]
    for number, line in enumerate(quality_lines, 1):
        lines.append(_draw_text(line, x, top + 24 + number * _LINE_HEIGHT, "middle"))
    squares_width = len(statuses) * _SQUARE_SPACING - (_SQUARE_SPACING - _SQUARE_SIZE)
    for number, status in enumerate(statuses):
        square_x = x - squares_width / 2 + number * _SQUARE_SPACING
        css_class = "filled" if status == "answered" else "empty"
        lines.append(
            f'<rect class="{css_class}" x="{square_x:.0f}" y="{bottom - 50:.0f}" '
            f'width="{_SQUARE_SIZE}" height="{_SQUARE_SIZE}"/>'
        )
    question_count = f"{statuses.count('answered')} of {len(statuses)} questions"
    lines.append(_draw_text(question_count, x, bottom - 24, "small middle"))
    lines.append(_draw_text(entry_count, x, bottom - 8, "small middle"))
    return lines


def _format_entry_count(coverage: DomainCoverage) -> str:
    if coverage.last is None:
        return "no entries"
    count = count_of(coverage.entry_count, "entry", "entries")
    return f"{count}, last {long_date(coverage.last)}"


def _draw_text(text: str, x: float, y: float, css_class: str) -> str:
    return f'<text class="{css_class}" x="{x:.0f}" y="{y:.0f}">{escape_html(text)}</text>'
