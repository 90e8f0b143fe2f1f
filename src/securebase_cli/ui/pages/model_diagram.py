"""Draws the model with box-drawing characters: the secure base, and five domains around it."""

import textwrap
import unicodedata
from collections.abc import Sequence

from securebase_cli.model import Domain

WIDTH = 76
DOMAINS = 5

_CARD_WIDTH = 24
_CORE_WIDTH = 17
_TEXT_WIDTH = _CARD_WIDTH - 4
# Columns between the cards at the bottom and the edges of the diagram.
_BOTTOM_MARGIN = 6
# Columns between the edges of the core and its connectors at the bottom.
_LEG_INSET = 3


def fits(domains: Sequence[Domain], width: int) -> bool:
    """Return whether the diagram can be drawn in a window of this width.

    There must be five domains, and every character must be one column wide.
    """
    letters = {letter for domain in domains for letter in domain.title + domain.quality}
    narrow = all(
        unicodedata.east_asian_width(letter) not in "WF" and not unicodedata.combining(letter)
        for letter in letters
    )
    return len(domains) == DOMAINS and width >= WIDTH + 2 and narrow


def draw(domains: Sequence[Domain]) -> list[str]:
    """Return the lines of the diagram, at most WIDTH columns wide.

    The domains are placed clockwise, beginning at the top.
    """
    top, right, bottom_right, bottom_left, left = (_card(domain) for domain in domains)
    left, right = _to_same_height(left, right)
    bottom_left, bottom_right = _to_same_height(bottom_left, bottom_right)
    core = [
        f"╭{'─' * (_CORE_WIDTH - 2)}╮",
        f"│{'Secure base':^{_CORE_WIDTH - 2}}│",
        f"╰{'─' * (_CORE_WIDTH - 2)}╯",
    ]

    # One row between the cards has room for the connectors.
    middle_row = len(top) + 1
    bottom_row = middle_row + len(left) + 1
    canvas = [[" "] * WIDTH for _ in range(bottom_row + len(bottom_left))]
    center = WIDTH // 2
    core_left = center - _CORE_WIDTH // 2
    core_right = core_left + _CORE_WIDTH - 1
    core_top = middle_row + (len(left) - len(core)) // 2
    core_bottom = core_top + len(core) - 1
    right_column = WIDTH - _CARD_WIDTH
    for card, column, row in (
        (top, center - _CARD_WIDTH // 2, 0),
        (left, 0, middle_row),
        (right, right_column, middle_row),
        (core, core_left, core_top),
        (bottom_left, _BOTTOM_MARGIN, bottom_row),
        (bottom_right, right_column - _BOTTOM_MARGIN, bottom_row),
    ):
        for offset, line in enumerate(card):
            canvas[row + offset][column : column + len(line)] = line

    # From the core up to the top card.
    _draw_vertical(canvas, center, len(top) - 1, core_top)
    canvas[len(top) - 1][center], canvas[core_top][center] = "┬", "┴"
    # From the core to the cards at its sides.
    side_row = core_top + len(core) // 2
    for start, end in ((_CARD_WIDTH - 1, core_left), (core_right, right_column)):
        _draw_horizontal(canvas, side_row, start, end)
        canvas[side_row][start], canvas[side_row][end] = "├", "┤"
    # From the core down, and outwards to the cards at the bottom.
    turn_row = bottom_row + 1
    card_edge, leg = _BOTTOM_MARGIN + _CARD_WIDTH - 1, core_left + _LEG_INSET
    _draw_vertical(canvas, leg, core_bottom, turn_row)
    _draw_horizontal(canvas, turn_row, card_edge, leg)
    canvas[core_bottom][leg], canvas[turn_row][leg], canvas[turn_row][card_edge] = "┬", "╯", "├"
    card_edge, leg = right_column - _BOTTOM_MARGIN, core_right - _LEG_INSET
    _draw_vertical(canvas, leg, core_bottom, turn_row)
    _draw_horizontal(canvas, turn_row, leg, card_edge)
    canvas[core_bottom][leg], canvas[turn_row][leg], canvas[turn_row][card_edge] = "┬", "╰", "┤"
    return ["".join(line).rstrip() for line in canvas]


def _card(domain: Domain) -> list[str]:
    lines = [
        *textwrap.wrap(domain.title, _TEXT_WIDTH),
        *textwrap.wrap(f"“{domain.quality}”", _TEXT_WIDTH),
    ]
    border = "─" * (_CARD_WIDTH - 2)
    return [f"╭{border}╮", *(f"│ {line.center(_TEXT_WIDTH)} │" for line in lines), f"╰{border}╯"]


def _to_same_height(card: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Return both cards, the shorter one with empty lines above its lower border."""
    height = max(len(card), len(other))
    empty = f"│{' ' * (_CARD_WIDTH - 2)}│"
    first, second = (
        [*lines[:-1], *[empty] * (height - len(lines)), lines[-1]] for lines in (card, other)
    )
    return first, second


def _draw_vertical(canvas: list[list[str]], column: int, top: int, bottom: int) -> None:
    """Draw a line between two rows, without its ends."""
    for row in range(top + 1, bottom):
        canvas[row][column] = "│"


def _draw_horizontal(canvas: list[list[str]], row: int, left: int, right: int) -> None:
    """Draw a line between two columns, without its ends."""
    for column in range(left + 1, right):
        canvas[row][column] = "─"
