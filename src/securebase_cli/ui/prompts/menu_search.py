"""Finds the lines of a menu that have what is typed: a number, or words that are shown."""

import re
from collections.abc import Sequence

from securebase_cli.review.folding import fold
from securebase_cli.ui.prompts.asker import Menu


def line_with_number(menu: Menu, typed: str) -> int | None:
    """Return the index of the line with a typed number, or None."""
    number = int(typed) if typed.isdecimal() else 0
    return number - 1 if 0 < number <= len(menu.lines) else None


def folded_lines(menu: Menu) -> list[str]:
    """Return the words of each line as `lines_with` compares them."""
    return [_folded(" ".join(line.words)) for line in menu.lines]


def lines_with(folded: Sequence[str], typed: str) -> list[int]:
    """Return the indexes of the lines that have everything typed, in any order."""
    words = _folded(typed).split()
    return [index for index, line in enumerate(folded) if all(word in line for word in words)]


def lines_beginning_with(menu: Menu, typed: str) -> list[int]:
    start = _folded(typed)
    return [index for index, line in enumerate(menu.lines) if _folded(line.label).startswith(start)]


def _folded(text: str) -> str:
    """Return the letters, digits and spaces: “cooperation” is to find “Co-operation”."""
    return re.sub(r"[^\w\s]", "", fold(text))
