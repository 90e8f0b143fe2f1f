"""Draws the model with box-drawing characters: the secure base, and five domains around it."""

import unicodedata
from collections.abc import Sequence
from textwrap import wrap

from securebase_cli.model import Domain

WIDTH = 76
DOMAINS = 5

_CARD_WIDTH = 27
_CORE_WIDTH = 17
_TEXT_WIDTH = _CARD_WIDTH - 4
# Columns between the cards at the bottom and the edges of the diagram.
_BOTTOM_MARGIN = 3
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
    # The lines of text on each card.
    top, right, bottom_right, bottom_left, left = (
        [*wrap(domain.title, _TEXT_WIDTH), *wrap(f"“{domain.quality}”", _TEXT_WIDTH)]
        for domain in domains
    )
    (top_card,) = _cards(top)
    left_card, right_card = _cards(left, right)
    bottom_left_card, bottom_right_card = _cards(bottom_left, bottom_right)
    core = [
        f"╭{'─' * (_CORE_WIDTH - 2)}╮",
        f"│{'Secure base':^{_CORE_WIDTH - 2}}│",
        f"╰{'─' * (_CORE_WIDTH - 2)}╯",
    ]

    # One row between the cards has room for the connectors.
    middle_row = len(top_card) + 1
    bottom_row = middle_row + len(left_card) + 1
    center = WIDTH // 2
    core_left = center - _CORE_WIDTH // 2
    core_right = core_left + _CORE_WIDTH - 1
    core_top = middle_row + (len(left_card) - len(core)) // 2
    core_bottom = core_top + len(core) - 1
    right_column = WIDTH - _CARD_WIDTH

    # Connectors: from the core up to the top card, and to the cards at its sides.
    up = ["┬", *"│" * (core_top - len(top_card)), "┴"]
    to_left = f"├{'─' * (core_left - _CARD_WIDTH)}┤"
    to_right = f"├{'─' * (right_column - core_right - 1)}┤"
    side_row = core_top + len(core) // 2
    # From the core down, and outwards to the cards at the bottom.
    turn_row = bottom_row + 1
    leg = ["┬", *"│" * (turn_row - core_bottom - 1)]
    left_leg, right_leg = core_left + _LEG_INSET, core_right - _LEG_INSET
    left_edge, right_edge = _BOTTOM_MARGIN + _CARD_WIDTH - 1, right_column - _BOTTOM_MARGIN
    outwards_left = f"├{'─' * (left_leg - left_edge - 1)}"
    outwards_right = f"{'─' * (right_edge - right_leg - 1)}┤"

    canvas = [[" "] * WIDTH for _ in range(bottom_row + len(bottom_left_card))]
    for lines, column, row in (
        (top_card, center - _CARD_WIDTH // 2, 0),
        (left_card, 0, middle_row),
        (right_card, right_column, middle_row),
        (core, core_left, core_top),
        (bottom_left_card, _BOTTOM_MARGIN, bottom_row),
        (bottom_right_card, right_edge, bottom_row),
        (up, center, len(top_card) - 1),
        ([to_left], _CARD_WIDTH - 1, side_row),
        ([to_right], core_right, side_row),
        ([*leg, "╯"], left_leg, core_bottom),
        ([outwards_left], left_edge, turn_row),
        ([*leg, "╰"], right_leg, core_bottom),
        ([outwards_right], right_leg + 1, turn_row),
    ):
        for offset, line in enumerate(lines):
            canvas[row + offset][column : column + len(line)] = line
    return ["".join(line).rstrip() for line in canvas]


def _cards(*texts: Sequence[str]) -> list[list[str]]:
    """Draw a card for each text; all are as high as the longest text needs."""
    border = "─" * (_CARD_WIDTH - 2)
    height = max(map(len, texts))
    cards = []
    for lines in texts:
        padded = [*lines, *[""] * (height - len(lines))]
        rows = [f"│ {line.center(_TEXT_WIDTH)} │" for line in padded]
        cards.append([f"╭{border}╮", *rows, f"╰{border}╯"])
    return cards
