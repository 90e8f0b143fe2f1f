"""WordprocessingML for text within a paragraph: runs, links and line breaks."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from markdown_it.token import Token

from securebase_cli.documents.formats import markup
from securebase_cli.documents.formats.printable import remove_unprintable


class TextStyle(NamedTuple):
    """The formatting of a run of text."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: bool = False


PLAIN = TextStyle()
QUIET = TextStyle(italic=True)


def table_cell(runs_xml: str, plain_text: str) -> str:
    """Return the XML of a cell with one paragraph, in the direction of its plain text."""
    direction = "<w:bidi/>" if is_right_to_left(plain_text) else ""
    properties = f'<w:pPr><w:pStyle w:val="NoSpacing"/>{direction}</w:pPr>'
    return f"<w:tc><w:tcPr/><w:p>{properties}{runs_xml}</w:p></w:tc>"


def render_runs(tokens: Sequence[Token], base: TextStyle, link_id: Callable[[str], str]) -> str:
    """Return the XML of the inline tokens of a paragraph.

    `base` is the style of unmarked text. `link_id` returns the relationship id that the
    document has for the address of a link.
    """
    parts: list[str] = []
    style = base
    for token in tokens:
        is_opening = token.nesting > 0
        match token.type:
            case "strong_open" | "strong_close":
                style = style._replace(bold=base.bold or is_opening)
            case "em_open" | "em_close":
                style = style._replace(italic=base.italic or is_opening)
            case "s_open" | "s_close":
                style = style._replace(struck=base.struck or is_opening)
            case "link_open":
                link = token
                if address := markup.safe_address(link):
                    style = style._replace(link=True)
                    parts.append(f'<w:hyperlink r:id="{link_id(address)}">')
            case "link_close":
                if style.link:
                    style = style._replace(link=False)
                    parts.append("</w:hyperlink>")
                parts.append(render_run(markup.hidden_parts(link), style))
            case "softbreak" | "hardbreak":
                parts.append("<w:r><w:br/></w:r>")
            case "image":
                # Nothing is fetched: the description of the image stands in its place.
                parts.append(render_run(token.content + markup.hidden_parts(token), style))
            case "code_inline":
                parts.append(render_run(token.content, style._replace(code=True)))
            case _:
                parts.append(render_run(token.content, style))
    return "".join(parts)


def render_run(text: str, style: TextStyle) -> str:
    """Return the XML of text in one style; empty for no text."""
    if not text:
        return ""
    text = remove_unprintable(text)
    properties = ""
    if style.code:
        properties += '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
    if style.bold:
        properties += "<w:b/>"
    if style.italic:
        properties += "<w:i/>"
    if style.struck:
        properties += "<w:strike/>"
    if style.link:
        properties += '<w:color w:val="0B6470"/><w:u w:val="single"/>'
    if is_right_to_left(text):
        properties += "<w:rtl/>"
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    content = ""
    for part in re.split(r"([\n\t])", text):
        if part == "\n":
            content += "<w:br/>"
        elif part == "\t":
            content += "<w:tab/>"
        elif part:
            content += f'<w:t xml:space="preserve">{escape(part)}</w:t>'
    return f"<w:r>{properties}{content}</w:r>"


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction is written from right to left."""
    if text.isascii():
        return False
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
