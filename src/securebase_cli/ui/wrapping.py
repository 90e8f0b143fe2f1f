"""Breaks the lines of a text that is being written between words, as people expect of writing.

prompt_toolkit breaks a long line wherever the row ends, in the middle of a word. This shows
spaces before a word that would be cut, so that it begins on the next row; the text itself does
not change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation
from prompt_toolkit.utils import get_cwidth

from securebase_cli.ui.console import MAX_WIDTH, safe_text

if TYPE_CHECKING:
    from prompt_toolkit.layout.processors import TransformationInput

# Nobody writes a paragraph this long; what is pasted is shown without care for its words.
_LONGEST = 4000
_WORD = re.compile(r"\S+|\s")


class WordWrapProcessor(Processor):
    """Shows each line broken between words, behind a margin of `margin` columns."""

    def __init__(self, margin: int) -> None:
        self._margin = margin

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Pad before words that would be cut, and say where each character went."""
        text = fragment_list_to_text(transformation_input.fragments)
        width = transformation_input.width - self._margin
        if len(text) > _LONGEST or width < 1:
            return Transformation([("", replace_unsafe(text))])
        shown, places = break_lines(text, min(width, MAX_WIDTH - self._margin), width)
        sources = {place: source for source, place in reversed(list(enumerate(places)))}
        last = len(text)

        def to_source(place: int) -> int:
            while place > 0 and place not in sources:
                place += 1
                if place > len(shown):
                    return last
            return sources.get(place, 0)

        return Transformation(
            [("", replace_unsafe(shown))],
            source_to_display=lambda source: places[min(source, last)],
            display_to_source=to_source,
        )


def break_lines(text: str, width: int, row: int) -> tuple[str, list[int]]:
    """Return the line with spaces added, and the new place of each character and of the end.

    Words go up to `width` columns; what is added fills a row of the window, of `row` columns.
    """
    shown: list[str] = []
    places: list[int] = []
    column = length = 0
    for match in _WORD.finditer(text):
        word = match[0]
        columns = [get_cwidth(letter) for letter in word]
        if (
            not word.isspace()
            and column
            and column + sum(columns) > width
            and sum(columns) <= width
        ):
            shown.append(" " * (row - column))
            length += row - column
            column = 0
        for letter, wide in zip(word, columns, strict=True):
            if column + wide > row:
                column = 0
            places.append(length)
            shown.append(letter)
            length += 1
            column += wide
        if column == row:
            column = 0
    places.append(length)
    return "".join(shown), places


def replace_unsafe(text: str) -> str:
    """Make a text safe to show without moving a character from its place."""
    if safe_text(text) == text:
        return text
    return "".join(
        letter if safe_text(letter) == letter else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
