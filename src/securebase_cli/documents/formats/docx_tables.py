"""WordprocessingML for tables, whose columns are wide enough for each word and date if possible."""

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from securebase_cli.documents.formats.docx_package import TEXT_WIDTH
from securebase_cli.documents.formats.docx_runs import paragraph

# Word does not open a document that has a table with more columns.
_MAX_COLUMNS = 63
# All lengths are in twentieths of a point. The size of the text in cells, and the margins at the
# sides of a cell in the style JournalTable, with some room to spare.
_TYPE_SIZE = 200
_CELL_PADDING = 220
# Which conditional formats of the table style apply: that of the first row, or none.
_HEADINGS_LOOK, _PLAIN_LOOK = "0620", "0600"
# The gap between columns is set in the style Columns, too.
_COLUMN_GAP = 227
HALF_WIDTH = (TEXT_WIDTH - _COLUMN_GAP) // 2
# No column is made wider than this for a text on one line.
_MAX_LINE = 2_600
# Text that should stay on one line: a date, or a word.
_UNBREAKABLE = re.compile(r"\d{1,2} \w+ \d{4}|\S+")
# Stands after each table: Word merges adjacent tables, and a cell must not end with a table.
_TABLE_END = paragraph("TableEnd", "")


class Cell(NamedTuple):
    """A cell with one paragraph: the XML of its runs, and its plain text."""

    runs: str
    text: str


def text_table(rows: Sequence[Sequence[Cell]], width: int) -> Iterator[str]:
    """Yield the XML of a table; its first row has the headings, and is repeated on each page.

    If there are more columns than Word allows, the rest of them make further tables.
    """
    for start in range(0, len(rows[0]), _MAX_COLUMNS):
        part = [row[start : start + _MAX_COLUMNS] for row in rows]
        texts = [[cell.text for cell in column] for column in zip(*part, strict=True)]
        styles = ("TableHeading",) + ("TableText",) * (len(rows) - 1)
        cells = [
            [paragraph(style, cell.runs, cell.text) for cell in row]
            for style, row in zip(styles, part, strict=True)
        ]
        yield table("JournalTable", column_widths(texts, width), cells, has_headings=True)


def table(
    style_id: str,
    widths: Sequence[int],
    rows: Iterable[Sequence[str]],
    *,
    has_headings: bool = False,
    row_height: int = 0,
    can_split: bool = False,
) -> str:
    """Return the XML of a table; each cell is the XML of its paragraphs.

    `row_height` is the least height of a row below the headings. `can_split` says whether a row may
    continue on the next page.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    start = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style_id}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{_HEADINGS_LOOK if has_headings else _PLAIN_LOOK}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    parts = [start]
    for number, row in enumerate(rows):
        is_heading = has_headings and number == 0
        properties = "" if can_split else "<w:cantSplit/>"
        if row_height and not is_heading:
            properties += f'<w:trHeight w:val="{row_height}" w:hRule="atLeast"/>'
        if is_heading:
            properties += "<w:tblHeader/>"
        parts.append(f"<w:tr><w:trPr>{properties}</w:trPr>" if properties else "<w:tr>")
        for width, cell in zip(widths, row, strict=True):
            parts.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>')
        parts.append("</w:tr>")
    parts.append(f"</w:tbl>{_TABLE_END}")
    return "".join(parts)


def columns(texts: Sequence[str]) -> str:
    """Return columns side by side, without borders; each is the XML of its paragraphs."""
    # Each has the gap at its right; that of the last one lies in the margin of the page.
    width = (TEXT_WIDTH + _COLUMN_GAP) // len(texts)
    return table("Columns", (width,) * len(texts), [texts], can_split=True)


def column_widths(texts: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the widths of columns by their texts, the first of which is the bold heading.

    Each column gets the width of its longest word or date, and what is left goes to columns with
    longer text. If there is no room for all words, the width is divided in proportion to them.
    """
    least = [_CELL_PADDING + _longest(column, _UNBREAKABLE.findall) for column in texts]
    preferred = [_CELL_PADDING + _longest(column, str.splitlines) for column in texts]
    if sum(least) > width:
        return _share(width, least)
    if sum(preferred) <= width:
        return _share(width, preferred)
    missing = list(map(operator.sub, preferred, least))
    return list(map(operator.add, least, _share(width - sum(least), missing)))


def _longest(column: Sequence[str], split: Callable[[str], list[str]]) -> int:
    heading, *texts = column
    lengths = [_line_length(part) * 11 // 10 for part in split(heading)]
    lengths += [_line_length(part) for text in texts for part in split(text)]
    return min(max(lengths, default=0), _MAX_LINE)


def _share(total: int, weights: Sequence[int]) -> list[int]:
    return [total * weight // sum(weights) for weight in weights]


def _line_length(text: str) -> int:
    """Estimate the length of a text in a cell, rather too long than too short."""
    ems = 0.0
    for letter in text:
        if letter in "fijlrt.,;:'’!|()[] ":
            ems += 0.36
        elif letter.isupper() or letter in "mw@%&–—":
            ems += 0.8 if letter in "MWmw@%—" else 0.64
        else:
            ems += 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.54
    return int(ems * _TYPE_SIZE)
