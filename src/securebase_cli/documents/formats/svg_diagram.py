"""The model as a picture for a page: the secure base, the domains around it, and what is covered.

It is drawn in the page's own colours, and all that it shows stands in words as well.
"""

from __future__ import annotations

import math
import textwrap
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.plurals import count_of

if TYPE_CHECKING:
    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Domain
    from securebase_cli.review.coverage import Coverage, DomainCoverage

_CARD, _TALL = 216, 128
_ACROSS, _DOWN = 262, 244
_CORE = 66
_LINE = 17
# As many characters as a line of a card has room for.
_LETTERS = 28
_SQUARE, _STEP = 11, 16
_GAP = 24


class _Plan(NamedTuple):
    """Where things are: the size of the picture, its centre, and the middle of each card."""

    name: str
    width: int
    height: int
    centre: tuple[float, float]
    spots: tuple[tuple[float, float], ...]


def render_svg(content: Content, coverage: Coverage) -> str:
    """Return the picture as inline SVG, once for a wide page and once for a narrow one."""
    count = len(content.domains)
    return "\n".join(_drawn(content, coverage, plan) for plan in (_around(count), _below(count)))


def _around(count: int) -> _Plan:
    """Put the cards around the centre, the first one above."""
    width, height = 760, 640
    turns = (2 * math.pi * number / count for number in range(count))
    spots = tuple(
        (width / 2 + _ACROSS * math.sin(turn), height / 2 - _DOWN * math.cos(turn))
        for turn in turns
    )
    return _Plan("wide", width, height, (width / 2, height / 2), spots)


def _below(count: int) -> _Plan:
    """Put the cards one below the other, as on a phone."""
    width, top = _CARD + _GAP, 2 * _CORE + _GAP
    spots = tuple((width / 2, top + _TALL / 2 + number * (_TALL + _GAP)) for number in range(count))
    return _Plan("narrow", width, top + count * (_TALL + _GAP), (width / 2, _CORE + 2), spots)


def _drawn(content: Content, coverage: Coverage, plan: _Plan) -> str:
    covered = {domain.id: domain for domain in coverage.domains}
    middle, centre = plan.centre
    lines = [
        f'<line x1="{middle:.0f}" y1="{centre:.0f}" x2="{x:.0f}" y2="{y:.0f}"/>'
        for x, y in plan.spots
    ]
    cards = [
        _card(domain, covered.get(domain.id), coverage, x, y)
        for domain, (x, y) in zip(content.domains, plan.spots, strict=True)
    ]
    told = "; ".join(_told(domain, covered.get(domain.id)) for domain in content.domains)
    title, text = f"model-{plan.name}-title", f"model-{plan.name}-text"
    about = f'role="img" aria-labelledby="{title} {text}"'
    return "\n".join(
        (
            f'<svg class="model {plan.name}" viewBox="0 0 {plan.width} {plan.height}" {about}>',
            f'<title id="{title}">{_text(content.title)}</title>',
            f'<desc id="{text}">{_text(told)}</desc>',
            *lines,
            f'<circle cx="{middle:.0f}" cy="{centre:.0f}" r="{_CORE}"/>',
            _words("Secure", middle, centre - 4, "core"),
            _words("base", middle, centre + 16, "core"),
            *cards,
            "</svg>",
        )
    )


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
    standings = [one.status for one in coverage.questions if one.question.domain == domain.id]
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
        return "no entries"
    count = count_of(covered.entry_count, "entry", "entries")
    return f"{count}, last {long_date(covered.last)}"


def _told(domain: Domain, covered: DomainCoverage | None) -> str:
    return f"{domain.title}, “{domain.quality}”: {_entries(covered)}"


def _words(text: str, x: float, y: float, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(remove_unprintable(text))
