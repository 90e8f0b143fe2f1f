"""Prints a page on a terminal, with colours and tables that fit its width."""

from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table as Grid
from rich.text import Text

from securebase_cli.ui.console import safe_line, safe_text
from securebase_cli.ui.page import Excerpt, Line, Page, Pairs, Part, Picture, Table, Verbatim

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

_COLUMN_GAP = 2
# A column that can shrink is left out if it would get fewer columns than this.
_MIN_COLUMN_WIDTH = 8


def print_page(page: Page, stream: TextIO, *, width: int, boxes: bool) -> None:
    """Print a page in `width` columns, with a rule below the headings of tables if `boxes`."""
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    for part in page:
        if isinstance(part, Verbatim):
            # Rich would wrap it.
            stream.write(safe_text(part.text) + "\n")
            continue
        # The text was made safe already, but a renderer can turn harmless text into a control
        # character, for instance by resolving an entity; so its output is filtered too.
        segments = (
            Segment(safe_text(text), style.update_link(None) if style else None)
            for text, style, control in console.render(_render(part, boxes=boxes, width=width - 2))
            if control is None
        )
        console.print(Segments(segments))


def _render(part: Part, *, boxes: bool, width: int) -> RenderableType:
    match part:
        case Line(text, role, _, indent):
            return Padding(Text(safe_text(text), style=_ROLE_STYLES[role]), (0, 1, 0, 1 + indent))
        case Excerpt(text, highlights, _, indent):
            excerpt = Text()
            position = 0
            for start, end in highlights:
                # Piece by piece, since `safe_text` can change the length.
                excerpt.append(safe_text(text[position:start]))
                excerpt.append(safe_text(text[start:end]), style=_HIGHLIGHT_STYLE)
                position = end
            excerpt.append(safe_text(text[position:]))
            return Padding(excerpt, (0, 1, 0, 1 + indent))
        case Table():
            return Padding(_render_table(part, boxes=boxes, width=width), (0, 1))
        case Pairs(rows):
            grid = Grid.grid(padding=(0, 2, 0, 0))
            # However long the names are, half of the width is left for the values.
            grid.add_column(max_width=width // 2)
            grid.add_column(overflow="fold")
            for row in rows:
                grid.add_row(*(Text(safe_line(cell)) for cell in row))
            return Padding(grid, (0, 1))
        case Picture(lines, emphasised):
            picture = Text(safe_text("\n".join(lines)), no_wrap=True)
            picture.highlight_words(emphasised, _ROLE_STYLES["title"])
            return Padding(picture, (0, 1))
        case _:
            return Text("")


def _render_table(table: Table, *, boxes: bool, width: int) -> Grid:
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
