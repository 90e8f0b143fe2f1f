"""The two consoles, the colour policy, and the filter that makes stored text safe to print.

Rich is loaded only when something is shown in a terminal.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

from securebase_cli.entry_format.cleanup import CONTROLS
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
    from collections.abc import Iterable

    from rich.console import Console, RenderableType

# What reorders, hides or breaks lines unseen: bidi controls, separators, tags, and the like.
_UNSEEN = (
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)

# Columns; the eye loses its way back to the next line in longer ones.
MAX_WIDTH = 100

# Columns between two columns of a table.
_BETWEEN = 2
# Columns that a cell which is cut must still have to tell anything.
_WORTH_SHOWING = 8

ROLE_STYLES = {
    "title": "bold cyan",
    "heading": "bold",
    "text": "",
    "quiet": "dim",
    "good": "green",
    "warning": "yellow",
}

# Not by colour alone.
HIGHLIGHT_STYLE = "bold underline"


def safe_text(text: str) -> str:
    """Return the text with nothing in it that a terminal could obey or be misled by."""
    # All of what goes is not printable; most of what comes is, and needs no patterns.
    if text.isprintable():
        return text
    return re.sub(_UNSEEN, "", re.sub(CONTROLS, "\N{REPLACEMENT CHARACTER}", text))


def safe_line(text: str) -> str:
    """Return the text made safe, on one line."""
    return safe_text(" ".join(text.split()))


class Screen:
    """Where pages go: one stream, plain or not."""

    def __init__(self, *, plain: bool = False, to_stderr: bool = False) -> None:
        self.plain = plain
        self.to_stderr = to_stderr

    @property
    def stream(self) -> TextIO:
        """The stream as it is now; tests and pagers replace it."""
        return sys.stderr if self.to_stderr else sys.stdout

    @property
    def is_rich(self) -> bool:
        """Whether the terminal can do more than take lines, and may."""
        dumb = os.environ.get("TERM") in {"dumb", "unknown"}
        return not self.plain and not dumb and self.stream.isatty()

    @property
    def shows_boxes(self) -> bool:
        """Whether boxes and rules are wanted; who wants no colour wants neither."""
        return self.is_rich and not os.environ.get("NO_COLOR")

    @property
    def shows_drawings(self) -> bool:
        """Whether a picture made of characters can be shown, and may."""
        encoding = (self.stream.encoding or "").casefold().replace("-", "")
        return not self.plain and encoding.startswith("utf")

    @property
    def width(self) -> int:
        """The columns there are, up to as many as a line can have and still be read."""
        import shutil

        return min(shutil.get_terminal_size((80, 24)).columns, MAX_WIDTH)

    def show(self, page: Page) -> None:
        """Print the page as this screen can."""
        if self.is_rich:
            console = self.console()
            for part in page:
                if isinstance(part, Verbatim):
                    # Folded to the window it could not be copied as it is.
                    self.stream.write(safe_text(part.text) + "\n")
                else:
                    console.print(
                        _Filtered(_rendered(part, boxes=self.shows_boxes, room=self.width - 2))
                    )
            return
        for text in _plain(page) if self.plain else _bare(page):
            self.stream.write(text + "\n")

    def say(self, *lines: str) -> None:
        """Print messages, each a paragraph of its own."""
        self.show(tuple(Line(line) for line in lines))

    def console(self) -> Console:
        """Make a Rich console for this stream."""
        from rich.console import Console

        return Console(
            file=self.stream, width=self.width, highlight=False, markup=False, emoji=False
        )


def _plain(page: Page) -> Iterable[str]:
    for part in page:
        match part:
            case Line(label="", role="heading"):
                # Every line below says of itself what it is.
                continue
            case Line(text, _, label) | Excerpt(text, _, label):
                yield (f"{safe_line(label)}: " if label else "") + safe_text(text).replace(
                    "\n", "\n  "
                )
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


def _bare(page: Page) -> Iterable[str]:
    for part in page:
        match part:
            case Gap():
                yield ""
            case Line(text, _, _, indent) | Excerpt(text, _, _, indent):
                for line in safe_text(text).split("\n"):
                    yield (" " * indent + line) if line else ""
            case Table(rows=rows) | Pairs(rows):
                yield from _columns(rows)
            case Picture(lines):
                yield from map(safe_text, lines)
            case Verbatim(text):
                yield safe_text(text)


def _columns(rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    cells = [tuple(map(safe_line, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _rendered(part: Part, *, boxes: bool, room: int) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    match part:
        case Line(text, role, _, indent):
            return Padding(Text(safe_text(text), style=ROLE_STYLES[role]), (0, 1, 0, 1 + indent))
        case Excerpt(text, marks, _, indent):
            return Padding(_marked(text, marks), (0, 1, 0, 1 + indent))
        case Table():
            return Padding(_grid(part, boxes=boxes, room=room), (0, 1))
        case Pairs(rows):
            return Padding(_two_columns(rows, room), (0, 1))
        case Picture(lines, strong):
            picture = Text(safe_text("\n".join(lines)), no_wrap=True)
            picture.highlight_words(strong, ROLE_STYLES["title"])
            return Padding(picture, (0, 1))
        case _:
            return Text("")


def _two_columns(rows: Iterable[tuple[str, str]], room: int) -> RenderableType:
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 2, 0, 0))
    # Whatever the names are, what they stand for needs room.
    grid.add_column(max_width=room // 2)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*(Text(safe_line(cell)) for cell in row))
    return grid


def _marked(text: str, marks: Iterable[tuple[int, int]]) -> RenderableType:
    from rich.text import Text

    shown = Text()
    done = 0
    for start, end in marks:
        # Made safe, a text can become shorter: so each stretch for itself.
        shown.append(safe_text(text[done:start])).append(
            safe_text(text[start:end]), style=HIGHLIGHT_STYLE
        )
        done = end
    return shown.append(safe_text(text[done:]))


def _grid(table: Table, *, boxes: bool, room: int) -> RenderableType:
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
    needed = {column[0]: max(cell_len(safe_line(cell)) for cell in column) for column in columns}
    left = room - sum(needed.values()) - _BETWEEN * len(needed) + needed.get(table.shrink_column, 0)
    shown = [
        column for column in columns if column[0] != table.shrink_column or left >= _WORTH_SHOWING
    ]
    for heading, *_ in shown:
        grid.add_column(
            heading,
            no_wrap=heading != table.wrap_column,
            overflow="ellipsis",
            max_width=left if heading == table.shrink_column else None,
        )
    for row in zip(*(cells for _, *cells in shown), strict=True):
        grid.add_row(*(Text(safe_line(cell)) for cell in row))
    return grid


class _Filtered:
    """Passes on what something renders to, segment by segment, made safe once more.

    A renderer can turn harmless text into something else, an entity into a control character
    for instance; so the filter stands at the very end. Links and control codes are dropped.
    """

    def __init__(self, inner: RenderableType) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: Any) -> Iterable[Any]:
        from rich.segment import Segment

        for segment in console.render(self._inner, options):
            if segment.control is None:
                style = segment.style.update_link(None) if segment.style else None
                yield Segment(safe_text(segment.text), style)
