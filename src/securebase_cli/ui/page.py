"""What a command shows, before it is known how: lines and tables that carry their meaning.

The same page becomes colours and boxes in a terminal, bare text on a pipe, and one
“Label: value” a line with --plain.
"""

from typing import Literal, NamedTuple

Role = Literal["title", "heading", "text", "quiet", "good", "warning"]


class Line(NamedTuple):
    """A paragraph: its text, what it is, how far it is set in, and its label when plain."""

    text: str
    role: Role = "text"
    label: str = ""
    indent: int = 0


class Excerpt(NamedTuple):
    """A paragraph in which some stretches stand out, each from one place to another."""

    text: str
    highlights: tuple[tuple[int, int], ...]
    label: str = ""
    indent: int = 0


class Table(NamedTuple):
    """Rows under headings; where room is short, `wraps` is folded or `yields` is cut."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wrap_column: str = ""
    shrink_column: str = ""


class Pairs(NamedTuple):
    """Names with a value each."""

    rows: tuple[tuple[str, str], ...]


class Verbatim(NamedTuple):
    """Text that is shown line by line as it is, to be copied or kept."""

    text: str


class Picture(NamedTuple):
    """Lines of characters to be kept as they are, with some words that stand out."""

    lines: tuple[str, ...]
    emphasised: tuple[str, ...] = ()


class Gap(NamedTuple):
    """An empty line."""


Part = Line | Excerpt | Table | Pairs | Picture | Verbatim | Gap
Page = tuple[Part, ...]

GAP = Gap()


def shorten(text: str, most: int) -> str:
    """Return as many whole words as fit so many characters; of an endless word a part."""
    if len(text) <= most:
        return text
    cut = text[: most + 1]
    words, _, _ = cut.rpartition(" ")
    return f"{words.rstrip() or cut[:most]}…"
