"""A page as data: parts that carry their meaning, before anything is known about the output.

A terminal gets colours and tables, a pipe unstyled text, and --plain “Label: value” lines.
"""

from typing import Literal, NamedTuple

Role = Literal["title", "heading", "text", "quiet", "good", "warning"]


class Line(NamedTuple):
    """A paragraph, in the style of its role ("good" also marks a command to type).

    `label` is printed before the text with --plain only. `indent` is a number of columns.
    """

    text: str
    role: Role = "text"
    label: str = ""
    indent: int = 0


class Excerpt(NamedTuple):
    """A paragraph in which the given ranges of characters are highlighted."""

    text: str
    highlights: tuple[tuple[int, int], ...]
    label: str = ""
    indent: int = 0


class Table(NamedTuple):
    """Rows under headings.

    In a narrow terminal the text of the column `wrap_column` is wrapped, and `shrink_column` is
    cut off or left out; both are headings.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wrap_column: str = ""
    shrink_column: str = ""


class Pairs(NamedTuple):
    """Names with one value each."""

    rows: tuple[tuple[str, str], ...]


class SideBySide(NamedTuple):
    """Two versions of a text with their titles; one below the other if the window is narrow."""

    titles: tuple[str, str]
    texts: tuple[str, str]


class Verbatim(NamedTuple):
    """Text that is printed without wrapping, so that it can be copied."""

    text: str


class Picture(NamedTuple):
    """Lines of box-drawing characters that are never wrapped, and the words to emphasise."""

    lines: tuple[str, ...]
    emphasised: tuple[str, ...] = ()


class Gap(NamedTuple):
    """An empty line."""


Part = Line | Excerpt | Table | Pairs | Picture | SideBySide | Verbatim | Gap
Page = tuple[Part, ...]

GAP = Gap()


def shorten(text: str, max_length: int) -> str:
    """Cut a text off after the last whole word that fits, and add an ellipsis."""
    if len(text) <= max_length:
        return text
    start = text[: max_length + 1]
    words, _, _ = start.rpartition(" ")
    # A single word that is too long is cut.
    return f"{words.rstrip() or start[:max_length]}…"
