"""A document for Word: real headings, lists, tables and check boxes, in British English.

The file is a zip archive that ends with its index, so it is made whole in memory.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from securebase_cli.documents import blocks
from securebase_cli.documents.formats import markup
from securebase_cli.documents.formats.docx_runs import (
    PLAIN,
    QUIET,
    TextStyle,
    is_right_to_left,
    render_run,
    render_runs,
    table_cell,
)
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.documents.formats.task_words import describe_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from securebase_cli.documents.blocks import Block

_NAMES = f'{nsdecls("w", "r")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
# Word opens no table with more columns.
_MOST_COLUMNS = 63
# A4 without its margins, in twentieths of a point; and as many letters as a column needs at most.
_TWENTIETHS_ACROSS = 9_300
_WIDE = 18
_MARGINS = 5
_DEEPEST_LIST = 3
# Word counts no further.
_HIGHEST = 32_767
_LONGEST_BOOKMARK = 40
_DEEPEST_HEADING = 9
_ACCENT = RGBColor(0x0B, 0x64, 0x70)
_TO_FILL_IN = "To be filled in"
_A_FEW = 3
_CHECK_BOX = (
    '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
    '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" '
    'w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>'
)
# A table's first row comes again at the top of each page.
_HEADER = "<w:trPr><w:tblHeader/></w:trPr>"
_BOTTOM_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="7F7F7F"/></w:pBdr>'


def render(document: Iterable[Block]) -> Iterator[bytes]:
    """Give the file's bytes, once the last block was written."""
    sheet = _Sheet()
    for block in document:
        _BLOCKS[type(block)](sheet, block)
    yield sheet.saved()


class _Sheet:
    """The document as it grows, paragraph by paragraph."""

    def __init__(self) -> None:
        self._document = Document()
        self._dress()
        self._body = self._document.element.body
        # Whatever is added comes before the section's own settings, which stand last.
        self._section = self._body[-1]
        self._body.remove(self._section)
        self._styles = {style.name: style.style_id for style in self._document.styles}
        self._bookmarks = 0
        self._addresses: dict[str, str] = {}

    def saved(self) -> bytes:
        """Return the whole file."""
        self._body.append(self._section)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def title(self, text: str) -> None:
        """Call the document something, on the page and in its properties."""
        self._document.core_properties.title = remove_unprintable(text)
        self.paragraph("Title", render_run(text, PLAIN))

    def paragraph(self, style: str, inside: str, *, more: str = "", text: str = "") -> None:
        """Add a paragraph; `inside` and `more` are XML, and `text` says which way it is read."""
        direction = "<w:bidi/>" if is_right_to_left(text) else ""
        about = f"<w:pStyle w:val={quoteattr(self._styles[style])}/>{more}{direction}"
        self.add(f"<w:p><w:pPr>{about}</w:pPr>{inside}</w:p>")

    def add(self, xml: str) -> None:
        """Add XML of one element."""
        name, space, rest = xml.partition(">")
        self._body.append(parse_xml(f"{name} {_NAMES}{space}{rest}"))

    def marked(self, inside: str, anchor: str) -> str:
        """Put a bookmark around a heading, if something leads there."""
        if not anchor:
            return inside
        self._bookmarks += 1
        number, name = self._bookmarks, quoteattr(_bookmark(anchor))
        return (
            f'<w:bookmarkStart w:id="{number}" w:name={name}/>{inside}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def address(self, address: str) -> str:
        """Return the name under which the document knows an address."""
        known = self._addresses.get(address)
        if known is None:
            kind = RELATIONSHIP_TYPE.HYPERLINK
            known = self._document.part.relate_to(address, kind, is_external=True)
            self._addresses[address] = known
        return known

    def numbered_from(self, start: int) -> int:
        """Return the name of a new row of numbers, which begins with `start`."""
        numbering = self._document.part.numbering_part.element
        style = self._document.styles["List Number"].element
        like = numbering.num_having_numId(style.pPr.numPr.numId.val)
        row = numbering.add_num(like.abstractNumId.val)
        row.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(row.numId)

    def _dress(self) -> None:
        about = self._document.core_properties
        about.author = about.comments = ""
        about.language = "en-GB"
        about.subject = "Reflection on the team as a secure base"
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.3)
        section.top_margin = section.bottom_margin = Cm(2)
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "en-GB")
        for name, after in (("Normal", 6), ("No Spacing", 0)):
            style = self._document.styles[name]
            style.font.name, style.font.size = "Calibri", Pt(11)
            style.paragraph_format.space_after = Pt(after)
        for style in self._document.styles:
            if style.name == "Title" or style.name.startswith("Heading "):
                style.font.color.rgb = _ACCENT
                style.font.name = "Calibri"
                fonts = style.element.rPr.rFonts
                for name in list(fonts.attrib):
                    if name.endswith("Theme"):
                        del fonts.attrib[name]


def _title(sheet: _Sheet, block: blocks.Title) -> None:
    sheet.title(block.text)


def _remark(sheet: _Sheet, block: blocks.Notice) -> None:
    sheet.paragraph("Intense Quote", render_run(block.text, PLAIN), text=block.text)


def _heading(sheet: _Sheet, block: blocks.Heading) -> None:
    style = f"Heading {min(block.level - 1, _DEEPEST_HEADING)}"
    inside = sheet.marked(render_run(block.text, PLAIN), block.anchor)
    sheet.paragraph(style, inside, text=block.text)


def _words(sheet: _Sheet, block: blocks.Paragraph) -> None:
    look = QUIET if block.quiet else PLAIN
    sheet.paragraph("Normal", render_run(block.text, look), text=block.text)


def _written(sheet: _Sheet, block: blocks.MarkdownText) -> None:
    _answer(sheet, block.text)


def _told(sheet: _Sheet, block: blocks.EntryBlock) -> None:
    for part in block.parts():
        _BLOCKS[type(part)](sheet, part)


def _contents(sheet: _Sheet, block: blocks.Contents) -> None:
    for title, anchor in block.links:
        inside = render_run(title, TextStyle(link=True))
        name = quoteattr(_bookmark(anchor))
        sheet.paragraph("List Bullet", f"<w:hyperlink w:anchor={name}>{inside}</w:hyperlink>")


def _tasks(sheet: _Sheet, block: blocks.Tasks) -> None:
    for task in block.tasks:
        action = task.action
        done = action.state != "open"
        # The signs that Word itself puts into its boxes; the words beside say what became of it.
        sign = _CHECK_BOX.format(checked=int(done), sign="☒" if done else "☐")
        inside = f"{sign}{render_run(f' {action.text}', PLAIN)}"
        words = " · ".join(describe_outcome(task))
        if words:
            inside += f"<w:r><w:br/></w:r>{render_run(words, QUIET)}"
        sheet.paragraph("List Paragraph", inside, text=action.text)


def _items(sheet: _Sheet, block: blocks.BulletList) -> None:
    for item in block.items:
        sheet.paragraph("List Bullet", render_run(item, PLAIN), text=item)


def _grid(sheet: _Sheet, block: blocks.Table) -> None:
    head = [table_cell(render_run(cell, TextStyle(bold=True)), cell) for cell in block.headings]
    rows = [[table_cell(render_run(cell, PLAIN), cell) for cell in row] for row in block.rows]
    columns = zip(block.headings, *block.rows, strict=True)
    _table(sheet, [head, *rows], [_room_for(cells) for cells in columns])


def _picture(_sheet: _Sheet, _block: blocks.ModelDiagram) -> None:
    """Leave it out: the table below it says the same."""


def _field(sheet: _Sheet, block: blocks.FormField) -> None:
    sheet.paragraph("Heading 2", render_run(block.name, PLAIN))
    if block.text:
        _answer(sheet, block.text)
    else:
        sheet.paragraph("Normal", render_run(_TO_FILL_IN, QUIET))
        _room(sheet, blocks.WritingLines(_A_FEW))


def _room(sheet: _Sheet, block: blocks.WritingLines) -> None:
    for _ in range(block.lines):
        # A line of its own each: borders of like paragraphs would run together.
        between = _BOTTOM_LINE.replace("</w:pBdr>", "") + (
            '<w:between w:val="single" w:sz="4" w:space="1" w:color="7F7F7F"/></w:pBdr>'
        )
        sheet.paragraph("Normal", "<w:r><w:t/></w:r>", more=f'{between}<w:spacing w:before="240"/>')


def _new_page(sheet: _Sheet, _block: blocks.PageBreak) -> None:
    sheet.paragraph("Normal", '<w:r><w:br w:type="page"/></w:r>')


_BLOCKS: dict[type, Callable[[_Sheet, Any], None]] = {
    blocks.Title: _title,
    blocks.Notice: _remark,
    blocks.Heading: _heading,
    blocks.Paragraph: _words,
    blocks.MarkdownText: _written,
    blocks.EntryBlock: _told,
    blocks.Contents: _contents,
    blocks.Tasks: _tasks,
    blocks.BulletList: _items,
    blocks.Table: _grid,
    blocks.ModelDiagram: _picture,
    blocks.FormField: _field,
    blocks.WritingLines: _room,
    blocks.PageBreak: _new_page,
}


def _answer(sheet: _Sheet, text: str) -> None:
    text = remove_unprintable(text)
    tokens = markup.parse_markdown(text)
    if tokens is None:
        for line in text.split("\n"):
            sheet.paragraph("Normal", render_run(line, PLAIN), text=line)
        return
    _Answer(sheet).write(tokens)


class _Answer:
    """Writes what Markdown's tokens say as paragraphs, and knows in which lists it is."""

    def __init__(self, sheet: _Sheet) -> None:
        self._sheet = sheet
        self._lists: list[int | None] = []
        self._begins_item = False
        self._quotes = 0
        self._look = PLAIN
        self._rows: list[list[str]] = []

    def write(self, tokens: Sequence[Token]) -> None:
        """Write the tokens of one answer."""
        for token in tokens:
            match token.type:
                case "bullet_list_open":
                    self._lists.append(None)
                case "ordered_list_open":
                    start = token.attrGet("start")
                    number = min(1 if start is None else int(start), _HIGHEST)
                    self._lists.append(self._sheet.numbered_from(number))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._begins_item = True
                case "blockquote_open" | "blockquote_close":
                    self._quotes += token.nesting
                case "heading_open" | "th_open":
                    self._look = TextStyle(bold=True)
                case "heading_close" | "th_close":
                    self._look = PLAIN
                case "table_open":
                    self._rows = []
                case "tr_open":
                    self._rows.append([])
                case "table_close":
                    self._table()
                case "inline":
                    self._inline(token)
                case "fence" | "code_block":
                    for line in markup.code_lines(token).split("\n"):
                        self._paragraph(render_run(line, TextStyle(code=True)), line, code=True)
                case "hr":
                    self._sheet.paragraph("Normal", "", more=_BOTTOM_LINE)

    def _inline(self, token: Token) -> None:
        inside = render_runs(token.children or (), self._look, self._sheet.address)
        if self._rows:
            self._rows[-1].append(table_cell(inside, token.content))
        else:
            self._paragraph(inside, token.content)

    def _paragraph(self, inside: str, text: str, *, code: bool = False) -> None:
        if self._lists:
            depth = min(len(self._lists), _DEEPEST_LIST)
            if not self._begins_item:
                style = "List Continue" if depth == 1 else f"List Continue {depth}"
                self._sheet.paragraph(style, inside, text=text)
                return
            self._begins_item = False
            number = self._lists[-1]
            kind = "List Bullet" if number is None else "List Number"
            style = kind if depth == 1 else f"{kind} {depth}"
            more = (
                ""
                if number is None
                else f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
            )
            self._sheet.paragraph(style, inside, more=more, text=text)
            return
        style = "Quote" if self._quotes else "No Spacing" if code else "Normal"
        self._sheet.paragraph(style, inside, text=text)

    def _table(self) -> None:
        rows, self._rows = self._rows, []
        _table(self._sheet, rows)


def _room_for(cells: Iterable[str]) -> int:
    """Return how much of a table's width a column wants: its words whole, and not much more."""
    heading, *others = cells
    # A heading is set in bold.
    longest = max(
        *(len(word) * 3 // 2 for word in heading.split()),
        *(len(word) for cell in others for word in cell.split()),
        1,
    )
    return max(longest, min(max(map(len, others), default=1), _WIDE)) + _MARGINS


def _table(sheet: _Sheet, rows: Sequence[Sequence[str]], wanted: Sequence[int] = ()) -> None:
    """Add a table of cells; one with more columns than Word can open is cut into tables below.

    The columns share the width as they are `wanted`, or alike.
    """
    columns = max(map(len, rows), default=0)
    for first in range(0, columns, _MOST_COLUMNS):
        part = [row[first : first + _MOST_COLUMNS] for row in rows]
        width = max(map(len, part))
        shares = list(wanted[first : first + _MOST_COLUMNS]) or [1] * width
        grid = "".join(
            f'<w:gridCol w:w="{_TWENTIETHS_ACROSS * share // sum(shares)}"/>' for share in shares
        )
        empty = table_cell("", "")
        lines = "".join(
            f"<w:tr>{_HEADER if not number else ''}"
            f"{''.join([*row, *[empty] * (width - len(row))])}</w:tr>"
            for number, row in enumerate(part)
        )
        sheet.add(
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
        )
        # Without a paragraph between them two tables would be one.
        sheet.paragraph("Normal", "")


def _bookmark(anchor: str) -> str:
    """Return a bookmark's name: it begins with a letter, and has forty characters at most."""
    name = "".join(letter if letter.isalnum() else "_" for letter in f"to_{anchor}")
    if len(name) <= _LONGEST_BOOKMARK:
        return name
    digest = f"_{zlib.crc32(anchor.encode()):08x}"
    return name[: _LONGEST_BOOKMARK - len(digest)] + digest
