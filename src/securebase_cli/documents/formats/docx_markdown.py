"""Render the Markdown of answers as WordprocessingML."""

from collections.abc import Sequence
from typing import Literal

from markdown_it.token import Token

from securebase_cli.documents.formats import markup
from securebase_cli.documents.formats.docx_package import WordPackage
from securebase_cli.documents.formats.docx_runs import (
    BOLD,
    PLAIN,
    TextStyle,
    keep_with_next,
    paragraph,
    render_run,
    render_runs,
    text_paragraph,
)
from securebase_cli.documents.formats.docx_tables import Cell, text_table
from securebase_cli.documents.formats.printable import remove_unprintable

_MAX_LIST_NUMBER = 32_767
# The style sheet has styles for lists in lists down to this level.
_MAX_LIST_LEVEL = 3
_CODE = TextStyle(code=True)
_RULE = (
    '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="7F8B8E"/></w:pBdr>'
    "</w:pPr></w:p>"
)


def render_markdown(
    text: str, package: WordPackage, width: int, style: Literal["Normal", "Quote"] = "Normal"
) -> list[str]:
    """Return the XML of each paragraph and table of a text; there is at least one.

    `style` is the style of ordinary paragraphs, and `width` the width of tables.
    """
    text = remove_unprintable(text)
    if markup.is_plain(text):
        return [text_paragraph(style, plain) for plain in markup.split_paragraphs(text)]
    tokens = markup.parse_markdown(text)
    if tokens is None:
        return [text_paragraph(style, line) for line in text.split("\n")]
    return _Renderer(package, width, style).render(tokens) or [paragraph(style, "")]


class _Renderer:
    """Renders the tokens of one text.

    `_numberings` has an item for each list that is open: the id of its numbering, or None if its
    items have bullets. `_list_start` is the index of the first
    part of the outermost list. `_rows` has the rows of the table that is open, if there is one.
    """

    def __init__(self, package: WordPackage, width: int, style: str) -> None:
        self._package = package
        self._width = width
        self._paragraph_style = style
        self._parts: list[str] = []
        self._numberings: list[int | None] = []
        self._list_start = 0
        self._begins_item = False
        self._open_quotes = 0
        self._text_style = PLAIN
        self._rows: list[list[Cell]] = []

    def render(self, tokens: Sequence[Token]) -> list[str]:
        for token in tokens:
            match token.type:
                case "bullet_list_open":
                    self._open_list(None)
                case "ordered_list_open":
                    level = min(len(self._numberings), _MAX_LIST_LEVEL - 1)
                    start = min(int(token.attrs.get("start", 1)), _MAX_LIST_NUMBER)
                    self._open_list(self._package.start_numbering(level, start))
                case "bullet_list_close" | "ordered_list_close":
                    self._numberings.pop()
                    self._keep_list_together()
                case "list_item_open":
                    self._begins_item = True
                case "blockquote_open" | "blockquote_close":
                    self._open_quotes += token.nesting
                case "heading_open" | "th_open":
                    self._text_style = BOLD
                case "heading_close" | "th_close":
                    self._text_style = PLAIN
                case "tr_open":
                    self._rows.append([])
                case "table_close":
                    self._parts += text_table(self._rows, self._width)
                    self._rows = []
                case "inline":
                    link_id = self._package.link_id
                    runs = render_runs(token.children or (), self._text_style, link_id)
                    if self._rows:
                        self._rows[-1].append(Cell(runs, token.content))
                    else:
                        self._add_paragraph(runs, token.content)
                case "fence" | "code_block":
                    for line in markup.code_text(token).split("\n"):
                        self._add_paragraph(render_run(line, _CODE), line, code=True)
                case "hr":
                    self._parts.append(_RULE)
        return self._parts

    def _open_list(self, numbering: int | None) -> None:
        if not self._numberings:
            self._list_start = len(self._parts)
        self._numberings.append(numbering)

    def _keep_list_together(self) -> None:
        """Keep the first item with the text above it and the next, and the last with those before.

        Without it, a page could end with the first item or begin with the last.
        """
        last = len(self._parts) - 1
        first_kept = max(0, self._list_start - 1)
        for index in {first_kept, self._list_start, last - 2, last - 1}:
            if first_kept <= index < last and self._parts[index].startswith("<w:p>"):
                self._parts[index] = keep_with_next(self._parts[index])

    def _add_paragraph(self, runs: str, text: str, *, code: bool = False) -> None:
        numbering = ""
        if self._numberings:
            level = min(len(self._numberings), _MAX_LIST_LEVEL)
            number = self._numberings[-1]
            if not self._begins_item:
                style = "ListContinue"
            elif number is None:
                style = "ListBullet"
            else:
                style = "ListNumber"
                numbering = (
                    f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number}"/></w:numPr>'
                )
            if level > 1:
                style += str(level)
            self._begins_item = False
        elif self._open_quotes:
            style = "Quote"
        else:
            style = "NoSpacing" if code else self._paragraph_style
        self._parts.append(paragraph(style, runs, text, numbering=numbering))
