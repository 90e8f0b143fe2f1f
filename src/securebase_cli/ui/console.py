"""Prints pages on a terminal, on a pipe or with --plain, and makes all text safe to print.

Rich is imported only to print on a terminal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from securebase_cli.entry_format.characters import CONTROLS, INVISIBLE
from securebase_cli.ui.page import (
    Excerpt,
    Gap,
    Line,
    Page,
    Pairs,
    Part,
    Picture,
    Table,
    Verbatim,
)

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

# Soft hyphens and line separators are removed too. Joiners are kept, since emoji consist of them.
_REMOVED = f"[\u00ad\u2028\u2029{INVISIBLE}]"

# Longer lines are hard to read in a wide window.
MAX_WIDTH = 100

_COLUMN_GAP = 2
# A column that can shrink is left out if it would get fewer columns than this.
_MIN_COLUMN_WIDTH = 8

_ROLE_STYLES = {
    "title": "bold cyan",
    "heading": "bold",
    "text": "",
    "quiet": "dim",
    "good": "green",
    "warning": "yellow",
}

# Underlined too, since colour and weight alone may not be visible.
_HIGHLIGHT_STYLE = "bold underline"


def safe_text(text: str) -> str:
    """Return the text without anything that controls a terminal or misleads its reader.

    Control characters become U+FFFD, invisible characters are removed; so the length can change.
    """
    # Most text is printable, and everything that is replaced is not.
    if text.isprintable():
        return text
    return re.sub(_REMOVED, "", re.sub(f"[{CONTROLS}]", "\N{REPLACEMENT CHARACTER}", text))


def safe_line(text: str) -> str:
    """Return safe text on one line, with single spaces."""
    return safe_text(" ".join(text.split()))


class Screen:
    """Prints pages on the standard output or the standard error stream."""

    def __init__(self, *, plain: bool = False, to_stderr: bool = False) -> None:
        self.plain = plain
        self.to_stderr = to_stderr

    @property
    def stream(self) -> TextIO:
        """The current stream; looked up each time, since tests replace it."""
        return sys.stderr if self.to_stderr else sys.stdout

    @property
    def is_rich(self) -> bool:
        """Whether colours and cursor movement can be used."""
        dumb = os.environ.get("TERM") in {"dumb", "unknown"}
        return not self.plain and not dumb and self.stream.isatty()

    @property
    def shows_boxes(self) -> bool:
        """Whether to draw boxes and rules; NO_COLOR switches them off too."""
        return self.is_rich and not os.environ.get("NO_COLOR")

    @property
    def shows_drawings(self) -> bool:
        """Whether box-drawing and block characters can be printed."""
        encoding = (self.stream.encoding or "").casefold().replace("-", "")
        return not self.plain and encoding.startswith("utf")

    @property
    def width(self) -> int:
        """The columns of the terminal, at most MAX_WIDTH."""
        import shutil

        return min(shutil.get_terminal_size((80, 24)).columns, MAX_WIDTH)

    def show(self, page: Page) -> None:
        """Print a page."""
        if not self.is_rich:
            for text in _labelled_lines(page) if self.plain else _unstyled_lines(page):
                self.stream.write(text + "\n")
            return
        from rich.console import Console

        console = Console(
            file=self.stream, width=self.width, highlight=False, markup=False, emoji=False
        )
        for part in page:
            if isinstance(part, Verbatim):
                # Rich would wrap it.
                self.stream.write(safe_text(part.text) + "\n")
            else:
                rendered = _renderable(part, boxes=self.shows_boxes, width=self.width - 2)
                console.print(_SafeRenderable(rendered))

    def say(self, *lines: str) -> None:
        """Print messages, one paragraph each."""
        self.show(tuple(Line(line) for line in lines))


# The form for --plain, which also suits screen readers and scripts.


def _labelled_lines(page: Page) -> Iterable[str]:
    for part in page:
        match part:
            case Line(label="", role="heading"):
                # The label of each line below already says what it is.
                continue
            case Line(text, _, label) | Excerpt(text, _, label):
                prefix = f"{safe_line(label)}: " if label else ""
                yield prefix + safe_text(text).replace("\n", "\n  ")
            case Table(headings, rows):
                for row in rows:
                    yield from (
                        f"{safe_line(heading)}: {safe_line(cell)}"
                        for heading, cell in zip(headings, row, strict=True)
                        if cell
                    )
                    yield ""
            case Pairs(rows):
                yield from (f"{safe_line(name)}: {safe_line(value)}" for name, value in rows)
            case Picture(lines):
                yield from map(safe_text, lines)
            case Verbatim(text):
                yield safe_text(text)


# The form for a pipe.


def _unstyled_lines(page: Page) -> Iterable[str]:
    for part in page:
        match part:
            case Gap():
                yield ""
            case Line(text, _, _, indent) | Excerpt(text, _, _, indent):
                for line in safe_text(text).split("\n"):
                    yield (" " * indent + line) if line else ""
            case Table(rows=rows) | Pairs(rows):
                yield from _align_columns(rows)
            case Picture(lines):
                yield from map(safe_text, lines)
            case Verbatim(text):
                yield safe_text(text)


def _align_columns(rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    cells = [tuple(map(safe_line, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


# The form for a terminal.


def _renderable(part: Part, *, boxes: bool, width: int) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    match part:
        case Line(text, role, _, indent):
            return Padding(Text(safe_text(text), style=_ROLE_STYLES[role]), (0, 1, 0, 1 + indent))
        case Excerpt(text, highlights, _, indent):
            return Padding(_highlight(text, highlights), (0, 1, 0, 1 + indent))
        case Table():
            return Padding(_table_grid(part, boxes=boxes, width=width), (0, 1))
        case Pairs(rows):
            return Padding(_pairs_grid(rows, width), (0, 1))
        case Picture(lines, emphasised):
            picture = Text(safe_text("\n".join(lines)), no_wrap=True)
            picture.highlight_words(emphasised, _ROLE_STYLES["title"])
            return Padding(picture, (0, 1))
        case _:
            return Text("")


def _highlight(text: str, highlights: Iterable[tuple[int, int]]) -> RenderableType:
    from rich.text import Text

    result = Text()
    position = 0
    for start, end in highlights:
        # Piece by piece, since `safe_text` can change the length.
        result.append(safe_text(text[position:start]))
        result.append(safe_text(text[start:end]), style=_HIGHLIGHT_STYLE)
        position = end
    return result.append(safe_text(text[position:]))


def _pairs_grid(rows: Iterable[tuple[str, str]], width: int) -> RenderableType:
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 2, 0, 0))
    # However long the names are, half of the width is left for the values.
    grid.add_column(max_width=width // 2)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*(Text(safe_line(cell)) for cell in row))
    return grid


def _table_grid(table: Table, *, boxes: bool, width: int) -> RenderableType:
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(
        box=box.SIMPLE_HEAD if boxes else None,
        header_style="bold",
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    columns = list(zip(table.headings, *table.rows, strict=True))
    widths = {column[0]: max(cell_len(safe_line(cell)) for cell in column) for column in columns}
    others = sum(widths.values()) - widths.get(table.shrink_column, 0)
    available = width - others - _COLUMN_GAP * len(widths)
    if available < _MIN_COLUMN_WIDTH:
        columns = [column for column in columns if column[0] != table.shrink_column]
    for heading, *_ in columns:
        grid.add_column(
            heading,
            no_wrap=heading != table.wrap_column,
            overflow="ellipsis",
            max_width=available if heading == table.shrink_column else None,
        )
    for row in zip(*(cells for _, *cells in columns), strict=True):
        grid.add_row(*(Text(safe_line(cell)) for cell in row))
    return grid


class _SafeRenderable:
    """Filters the output of a renderable: safe text, and no links or control codes.

    The input was filtered already, but a renderer can turn harmless text into a control
    character, for instance by resolving an entity; so the filter is applied last.
    """

    def __init__(self, inner: RenderableType) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: Any) -> Iterable[Any]:
        from rich.segment import Segment

        for segment in console.render(self._inner, options):
            if segment.control is None:
                style = segment.style.update_link(None) if segment.style else None
                yield Segment(safe_text(segment.text), style)
