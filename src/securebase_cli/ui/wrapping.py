"""Wraps the text in an input field between words.

prompt_toolkit breaks a line at the end of the row, in the middle of a word. The processor here
displays spaces before such a word, so that it begins on the next row; the text does not change.
"""

import re
from bisect import bisect_left

from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.utils import get_cwidth

from securebase_cli.ui.console import MAX_WIDTH, safe_text

# Longer lines, which are pasted rather than typed, are broken anywhere.
_MAX_WRAPPED_LENGTH = 4000
_WORD = re.compile(r"\S+|\s")


class WordWrapProcessor(Processor):
    """Displays each line wrapped between words; `margin` is the width of the line prefix."""

    def __init__(self, margin: int) -> None:
        self._margin = margin

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Return the line with spaces added, and the mapping of positions in both directions."""
        text = fragment_list_to_text(transformation_input.fragments)
        row_width = transformation_input.width - self._margin
        if len(text) > _MAX_WRAPPED_LENGTH or row_width < 1:
            return Transformation([("", replace_unsafe(text))])
        max_width = min(row_width, MAX_WIDTH - self._margin)
        displayed, positions = break_lines(text, max_width, row_width)
        end = len(text)
        return Transformation(
            [("", replace_unsafe(displayed))],
            source_to_display=lambda source: positions[min(source, end)],
            # An added space belongs to the word that follows it.
            display_to_source=lambda position: min(bisect_left(positions, position), end),
        )


def break_lines(text: str, max_width: int, row_width: int) -> tuple[str, list[int]]:
    """Return the line with spaces added, and the new position of each character and of the end.

    Words are placed in the first `max_width` columns; the spaces added fill a row of the window,
    which has `row_width` columns.
    """
    displayed: list[str] = []
    positions: list[int] = []
    column = length = 0
    for match in _WORD.finditer(text):
        word = match[0]
        widths = [get_cwidth(letter) for letter in word]
        fits_on_row = sum(widths) <= max_width
        if not word.isspace() and column and fits_on_row and column + sum(widths) > max_width:
            displayed.append(" " * (row_width - column))
            length += row_width - column
            column = 0
        for letter, width in zip(word, widths, strict=True):
            if column + width > row_width:
                column = 0
            positions.append(length)
            displayed.append(letter)
            length += 1
            column += width
    positions.append(length)
    return "".join(displayed), positions


def replace_unsafe(text: str) -> str:
    """Return the text with each unsafe character replaced by U+FFFD; the length is the same."""
    if safe_text(text) == text:
        return text
    return "".join(
        letter if safe_text(letter) == letter else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
