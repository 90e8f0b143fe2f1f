"""Print a page on a terminal, with colours and tables that fit its width."""

from collections.abc import Iterator
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table as RichTable
from rich.text import Text

from securebase_cli.ui.console import MIN_TABLE_COLUMNS, break_paths, safe_line, safe_text
from securebase_cli.ui.page import (
    GAP,
    Excerpt,
    Gap,
    Line,
    Page,
    Pairs,
    Part,
    Picture,
    SideBySide,
    Table,
    Verbatim,
)

_ROLE_STYLES = {
    "title": "bold cyan",
    "heading": "bold",
    "text": "",
    "quiet": "dim",
    "good": "green",
    "warning": "yellow",
}

# Underlined too, since colour and weight alone may not be visible.
_HIGHLIGHT_STYLE = "bold underline magenta"

# Empty columns at both sides of the page.
_MARGIN = 1
_COLUMN_GAP = 2
# Two versions of a text stand side by side in a window that leaves each of them a readable width.
_MIN_WIDTH_OF_TWO_COLUMNS = 90
# A column that can shrink is left out if it would get fewer columns than this.
_MIN_COLUMN_WIDTH = 8


def print_page(page: Page, stream: TextIO, *, width: int, has_colours: bool) -> None:
    """Print a page in `width` columns; with colours, tables have a rule below their headings."""
    console = Console(
        file=stream,
        width=width,
        no_color=not has_colours,
        highlight=False,
        markup=False,
        emoji=False,
    )
    parts = page if width >= MIN_TABLE_COLUMNS else _without_columns(page)
    for part in parts:
        if isinstance(part, Verbatim):
            # Rich would wrap it.
            stream.write(safe_text(part.text) + "\n")
            continue
        # The text is safe already, but Rich may turn harmless text into a control character, for
        # instance by resolving an entity; so its output is filtered too. Hyperlinks are removed,
        # since the address after one may differ from the text.
        segments = (
            Segment(safe_text(text), style.update_link(None) if style else None)
            for text, style, control in console.render(
                _render(part, heading_rule=has_colours, width=width - 2 * _MARGIN)
            )
            if control is None
        )
        console.print(Segments(segments))


def _without_columns(page: Page) -> Iterator[Part]:
    """Yield the parts of a page for a narrow window: of tables, each cell on a line of its own."""
    for part in page:
        match part:
            case Table(headings, rows):
                for row in rows:
                    cells = zip(headings, row, strict=True)
                    yield from (Line(f"{name}: {safe_line(cell)}") for name, cell in cells if cell)
                    yield GAP
            case Pairs(rows):
                for name, value in rows:
                    yield Line(safe_line(name), "quiet")
                    yield Line(safe_line(value), indent=2)
            case _:
                yield part


def _render(part: Part, *, heading_rule: bool, width: int) -> RenderableType:
    match part:
        case Line(text=text, role=role, indent=indent):
            line = Text(break_paths(safe_text(text), width - indent), style=_ROLE_STYLES[role])
            return Padding(line, (0, _MARGIN, 0, _MARGIN + indent))
        case Excerpt(text=text, highlights=highlights, indent=indent):
            excerpt = Text()
            position = 0
            for start, end in highlights:
                # Piece by piece, since `safe_text` can change the length.
                excerpt.append(safe_text(text[position:start]))
                excerpt.append(safe_text(text[start:end]), style=_HIGHLIGHT_STYLE)
                position = end
            excerpt.append(safe_text(text[position:]))
            return Padding(excerpt, (0, _MARGIN, 0, _MARGIN + indent))
        case Table():
            table = _render_table(part, heading_rule=heading_rule, width=width)
            return Padding(table, (0, _MARGIN))
        case Pairs(rows):
            grid = RichTable.grid(padding=(0, 2, 0, 0))
            # However long the names are, half of the width is left for the values.
            widest_name = max((cell_len(safe_line(name)) for name, _ in rows), default=0)
            name_width = min(widest_name, width // 2)
            grid.add_column(max_width=name_width)
            grid.add_column(overflow="fold")
            for name, value in rows:
                broken = break_paths(safe_line(value), width - name_width - _COLUMN_GAP)
                grid.add_row(Text(safe_line(name)), Text(broken))
            return Padding(grid, (0, _MARGIN))
        case SideBySide(titles, texts):
            columns = RichTable.grid(padding=(0, _COLUMN_GAP, 0, 0), expand=True)
            cells = [Text(f"{title}\n", style="dim") for title in titles]
            for cell, text in zip(cells, texts, strict=True):
                cell.append(safe_text(text), style="not dim")
            if width < _MIN_WIDTH_OF_TWO_COLUMNS:
                for cell in cells:
                    columns.add_row(cell)
            else:
                columns.add_column(ratio=1)
                columns.add_column(ratio=1)
                columns.add_row(*cells)
            return Padding(columns, (0, _MARGIN, 0, _MARGIN + 2))
        case Picture(lines, emphasised):
            picture = Text(safe_text("\n".join(lines)), no_wrap=True)
            picture.highlight_words(emphasised, _ROLE_STYLES["title"])
            return Padding(picture, (0, _MARGIN))
        case Gap() | Verbatim():  # `print_page` writes a Verbatim itself.
            return Text("")


def _render_table(table: Table, *, heading_rule: bool, width: int) -> RichTable:
    grid = RichTable(
        box=box.SIMPLE_HEAD if heading_rule else None,
        header_style="bold",
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    # Each column is its heading, followed by its cells.
    columns = list(zip(table.headings, *table.rows, strict=True))
    # The other columns leave this width for the column that can shrink.
    shrink_width = width - _COLUMN_GAP * len(columns)
    for column in columns:
        if column[0] != table.shrink_column:
            shrink_width -= max(cell_len(safe_line(cell)) for cell in column)
    if shrink_width < _MIN_COLUMN_WIDTH:
        columns = [column for column in columns if column[0] != table.shrink_column]
    for heading, *cells in columns:
        whole = heading not in {table.wrap_column, table.shrink_column}
        grid.add_column(
            heading,
            # What is acted on, such as an id or a date, is not cut.
            min_width=max(map(cell_len, map(safe_line, (heading, *cells)))) if whole else None,
            no_wrap=heading != table.wrap_column,
            overflow="ellipsis",
            max_width=shrink_width if heading == table.shrink_column else None,
        )
    # Back from columns to rows; the first row has the headings.
    _, *rows = zip(*columns, strict=True)
    for row in rows:
        grid.add_row(*(Text(safe_line(cell)) for cell in row))
    return grid
