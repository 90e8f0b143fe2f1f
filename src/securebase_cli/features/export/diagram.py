"""The model as a picture for a page: the secure base, the domains around it, and what is covered.

It is drawn in the page's own colours, and all that it shows stands in words as well.
"""

from __future__ import annotations

import math
import textwrap
from html import escape
from typing import TYPE_CHECKING

from securebase_cli.core.dates import spoken
from securebase_cli.features.export.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.core.domains import Content
    from securebase_cli.core.model import Domain
    from securebase_cli.features.coverage import Coverage, DomainCoverage

_WIDTH, _HEIGHT = 760, 640
_CARD, _TALL = 216, 128
_ACROSS, _DOWN = 262, 244
_CORE = 66
_LINE = 17
# As many characters as a line of a card has room for.
_LETTERS = 28
_SQUARE, _STEP = 11, 16


def svg(content: Content, coverage: Coverage) -> str:
    """Return the picture as inline SVG, styled by the page."""
    covered = {domain.id: domain for domain in coverage.domains}
    middle, centre = _WIDTH / 2, _HEIGHT / 2
    spots = list(_spots(len(content.domains)))
    lines = [f'<line x1="{middle}" y1="{centre}" x2="{x:.0f}" y2="{y:.0f}"/>' for x, y in spots]
    cards = [
        _card(domain, covered.get(domain.id), coverage, x, y)
        for domain, (x, y) in zip(content.domains, spots, strict=True)
    ]
    told = "; ".join(_told(domain, covered.get(domain.id)) for domain in content.domains)
    about = 'role="img" aria-labelledby="model-title model-text"'
    return "\n".join(
        (
            f'<svg class="model" viewBox="0 0 {_WIDTH} {_HEIGHT}" {about}>',
            f'<title id="model-title">{_text(content.title)}</title>',
            f'<desc id="model-text">{_text(told)}</desc>',
            *lines,
            f'<circle cx="{middle}" cy="{centre}" r="{_CORE}"/>',
            _words("Secure", middle, centre - 4, "strong middle"),
            _words("base", middle, centre + 16, "strong middle"),
            *cards,
            "</svg>",
        )
    )


def _spots(count: int) -> Iterator[tuple[float, float]]:
    """Give the middles of the cards, around the centre, the first one above."""
    for number in range(count):
        turn = 2 * math.pi * number / count
        yield _WIDTH / 2 + _ACROSS * math.sin(turn), _HEIGHT / 2 - _DOWN * math.cos(turn)


def _card(
    domain: Domain, covered: DomainCoverage | None, coverage: Coverage, x: float, y: float
) -> str:
    left, top = x - _CARD / 2, y - _TALL / 2
    lines = [
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{_CARD}" height="{_TALL}" rx="10"/>',
        _words(domain.title, x, top + 24, "strong middle"),
    ]
    row = top + 24
    for line in textwrap.wrap(f"“{domain.quality}”", _LETTERS)[:2]:
        row += _LINE
        lines.append(_words(line, x, row, "middle"))
    standings = [one.standing for one in coverage.questions if one.question.domain == domain.id]
    begin = x - (len(standings) * _STEP - (_STEP - _SQUARE)) / 2
    square_row = top + _TALL - 50
    for number, standing in enumerate(standings):
        at = begin + number * _STEP
        kind = "filled" if standing == "answered" else "empty"
        lines.append(
            f'<rect class="{kind}" x="{at:.0f}" y="{square_row:.0f}" '
            f'width="{_SQUARE}" height="{_SQUARE}"/>'
        )
    answered = standings.count("answered")
    lines.append(
        _words(f"{answered} of {len(standings)} questions", x, top + _TALL - 24, "small middle")
    )
    lines.append(_words(_entries(covered), x, top + _TALL - 8, "small middle"))
    return "\n".join(lines)


def _entries(covered: DomainCoverage | None) -> str:
    if covered is None or covered.last is None:
        return "no entries yet"
    count = "1 entry" if covered.entries == 1 else f"{covered.entries} entries"
    return f"{count}, last {spoken(covered.last)}"


def _told(domain: Domain, covered: DomainCoverage | None) -> str:
    return f"{domain.title}, “{domain.quality}”: {_entries(covered)}"


def _words(text: str, x: float, y: float, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(printable(text))
