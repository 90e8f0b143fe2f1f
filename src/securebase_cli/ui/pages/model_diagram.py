"""The model as a picture made of characters: the secure base in the middle, five domains around."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.model import Domain

WIDTH = 76
DOMAINS = 5

_BOX = 24
_CORE = 17
_TEXT = _BOX - 4


def fits(domains: Sequence[Domain], width: int) -> bool:
    """Whether the picture can be drawn: five domains, room, and letters one column wide."""
    letters = {letter for domain in domains for letter in domain.title + domain.quality}
    narrow = all(
        unicodedata.east_asian_width(letter) not in "WF" and not unicodedata.combining(letter)
        for letter in letters
    )
    return len(domains) == DOMAINS and width >= WIDTH + 2 and narrow


def draw(domains: Sequence[Domain]) -> list[str]:
    """Return the picture of five domains, `WIDTH` columns wide."""
    top, right, low_right, low_left, left = (_card(domain) for domain in domains)
    side = max(len(left), len(right))
    foot = max(len(low_left), len(low_right))
    left, right = _taller(left, side), _taller(right, side)
    low_left, low_right = _taller(low_left, foot), _taller(low_right, foot)
    canvas = [[" "] * WIDTH for _ in range(len(top) + 1 + side + 1 + foot)]
    middle = WIDTH // 2
    _place(canvas, top, middle - _BOX // 2, 0)
    row = len(top) + 1
    _place(canvas, left, 0, row)
    _place(canvas, right, WIDTH - _BOX, row)
    core = [f"╭{'─' * (_CORE - 2)}╮", f"│{'Secure base':^{_CORE - 2}}│", f"╰{'─' * (_CORE - 2)}╯"]
    core_left = middle - _CORE // 2
    core_row = row + (side - len(core)) // 2
    _place(canvas, core, core_left, core_row)
    _place(canvas, low_left, 6, row + side + 1)
    _place(canvas, low_right, WIDTH - _BOX - 6, row + side + 1)
    _join(canvas, core_left, core_row, len(core), row, side, len(top))
    return ["".join(line).rstrip() for line in canvas]


def _join(
    canvas: list[list[str]], left: int, top: int, height: int, row: int, side: int, above: int
) -> None:
    middle, right = WIDTH // 2, left + _CORE - 1
    canvas[above - 1][middle] = "┬"
    for line in range(above, top):
        canvas[line][middle] = "│"
    canvas[top][middle] = "┴"
    across = top + height // 2
    canvas[across][_BOX - 1], canvas[across][WIDTH - _BOX] = "├", "┤"
    canvas[across][left], canvas[across][right] = "┤", "├"
    for column in (*range(_BOX, left), *range(right + 1, WIDTH - _BOX)):
        canvas[across][column] = "─"
    foot = row + side + 2
    for leg, corner, card in ((left + 3, "╯", 6 + _BOX - 1), (right - 3, "╰", WIDTH - _BOX - 6)):
        canvas[top + height - 1][leg] = "┬"
        for line in range(top + height, foot):
            canvas[line][leg] = "│"
        canvas[foot][leg] = corner
        for column in range(min(card, leg) + 1, max(card, leg)):
            canvas[foot][column] = "─"
        canvas[foot][card] = "├" if card < leg else "┤"


def _card(domain: Domain) -> list[str]:
    quality = _lines(f"“{domain.quality}”", _TEXT)
    return ["╭" + "─" * (_BOX - 2) + "╮", *_lines(domain.title, _TEXT), *quality,
            "╰" + "─" * (_BOX - 2) + "╯"]  # fmt: skip


def _lines(text: str, width: int) -> list[str]:
    return [f"│ {line.center(width)} │" for line in textwrap.wrap(text, width)]


def _taller(card: list[str], height: int) -> list[str]:
    empty = "│" + " " * (_BOX - 2) + "│"
    return [*card[:-1], *[empty] * (height - len(card)), card[-1]]


def _place(canvas: list[list[str]], card: list[str], column: int, row: int) -> None:
    for offset, line in enumerate(card):
        canvas[row + offset][column : column + len(line)] = line
