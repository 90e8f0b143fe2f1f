"""WordprocessingML for forms, to be filled in with Word or on paper, and for cards to cut out."""

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from securebase_cli.documents.formats.docx_package import TEXT_WIDTH, WordPackage
from securebase_cli.documents.formats.docx_runs import paragraph, text_paragraph
from securebase_cli.documents.formats.docx_tables import table
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.model import ACTION_BOXES, ActionState

_BOX_FONT = "Segoe UI Symbol"
_CHECK_BOX = (
    '<w:sdt><w:sdtPr><w:id w:val="{id}"/><w14:checkbox><w14:checked w14:val="{checked}"/>'
    f'<w14:checkedState w14:val="2611" w14:font="{_BOX_FONT}"/>'
    f'<w14:uncheckedState w14:val="2610" w14:font="{_BOX_FONT}"/></w14:checkbox></w:sdtPr>'
    "<w:sdtContent>{box}</w:sdtContent></w:sdt>"
)
_BOX = (
    f'<w:r><w:rPr><w:rFonts w:ascii="{_BOX_FONT}" w:eastAsia="{_BOX_FONT}" w:hAnsi="{_BOX_FONT}" '
    f'w:cs="{_BOX_FONT}"/></w:rPr><w:t>{{sign}}</w:t></w:r>'
)
_PLACEHOLDER = (
    '<w:sdt><w:sdtPr><w:alias w:val={name}/><w:id w:val="{id}"/><w:showingPlcHdr/><w:text '
    'w:multiLine="1"/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/>'
    "</w:rPr><w:t>To be filled in</w:t></w:r></w:sdtContent></w:sdt>"
)
# The limit of Word.
_MAX_CONTROL_NAME_LENGTH = 64
# In twentieths of a point.
_FIELD_HEIGHT = 800
_BLANK_ROW_HEIGHT = 620
_CARD_HEIGHT = 3_250


def check_box(state: ActionState, package: WordPackage) -> str:
    """Return a run with a box to tick for an action; a dropped one has a fixed sign instead."""
    box = _BOX.format(sign=ACTION_BOXES[state])
    if state == "dropped":
        return box
    return _CHECK_BOX.format(id=package.new_id(), checked=int(state == "tried"), box=box)


def empty_field(name: str, package: WordPackage) -> str:
    """Return a frame with a placeholder, which Word replaces with the text that is typed."""
    title = quoteattr(remove_unprintable(name)[:_MAX_CONTROL_NAME_LENGTH])
    placeholder = _PLACEHOLDER.format(name=title, id=package.new_id())
    cell = paragraph("NoSpacing", placeholder)
    return table("FormTable", (TEXT_WIDTH,), [[cell]], row_height=_FIELD_HEIGHT)


def writing_lines(count: int) -> str:
    """Return ruled lines for writing by hand; text typed in Word also stands on them."""
    return paragraph("WritingLine", "") * count


def blank_table(headings: Sequence[str], row_count: int) -> str:
    """Return a table to fill in; its first column is twice as wide as each of the others."""
    share = TEXT_WIDTH // (len(headings) + 1)
    widths = (TEXT_WIDTH - share * (len(headings) - 1), *(share for _ in headings[1:]))
    rows = [[text_paragraph("TableHeading", heading) for heading in headings]]
    rows += [[paragraph("TableText", "") for _ in headings]] * row_count
    return table("FormTable", widths, rows, has_headings=True, row_height=_BLANK_ROW_HEIGHT)


def cards_to_cut(cards: Sequence[tuple[str, str]]) -> str:
    """Return cards in two columns, with dashed lines to cut along."""
    cells = [
        text_paragraph("CardText", text) + (text_paragraph("CardNote", note) if note else "")
        for text, note in cards
    ]
    if len(cells) % 2:
        cells.append(paragraph("CardText", ""))
    rows = list(zip(cells[::2], cells[1::2], strict=True))
    return table("CardTable", (TEXT_WIDTH // 2,) * 2, rows, row_height=_CARD_HEIGHT)
