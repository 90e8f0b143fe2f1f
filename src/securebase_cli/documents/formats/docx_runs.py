"""WordprocessingML for text: paragraphs, and the runs, links and line breaks in them."""

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
    quiet: bool = False


PLAIN = TextStyle()
BOLD = TextStyle(bold=True)
QUIET = TextStyle(quiet=True)

# The beginning of a paragraph, with the properties that must come before all others.
_FIRST_PROPERTIES = re.compile(r"(<w:pPr>(?:<w:pStyle [^>]*/>)?)(?:<w:keepNext/>)?")


def paragraph(style_id: str, runs: str, text: str = "", *, numbering: str = "") -> str:
    """Return the XML of a paragraph in a style.

    `runs` is the XML of its text, and `text` the plain text, which decides the direction.
    `numbering` is the XML of the numbering and the level, for an item of a numbered list.
    """
    style = "" if style_id == "Normal" else f'<w:pStyle w:val="{style_id}"/>'
    direction = "<w:bidi/>" if is_right_to_left(text) else ""
    return f"<w:p><w:pPr>{style}{numbering}{direction}</w:pPr>{runs}</w:p>"


def text_paragraph(style_id: str, text: str) -> str:
    """Return the XML of a paragraph of plain text."""
    return paragraph(style_id, render_run(text, PLAIN), text)


def keep_with_next(paragraph_xml: str) -> str:
    """Return the paragraph with the property that keeps it on the page of the next one."""
    return _FIRST_PROPERTIES.sub(r"\g<1><w:keepNext/>", paragraph_xml, count=1)


def begin_page(paragraph_xml: str) -> str:
    """Return the paragraph with the property that begins a new page with it."""
    return _FIRST_PROPERTIES.sub(r"\g<0><w:pageBreakBefore/>", paragraph_xml, count=1)


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
    properties = "" if style is PLAIN else _run_properties(style)
    if is_right_to_left(text):
        properties += "<w:rtl/>"
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    content = escape(text)
    for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        if sign in content:
            content = content.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return f'<w:r>{properties}<w:t xml:space="preserve">{content}</w:t></w:r>'


def _run_properties(style: TextStyle) -> str:
    properties = ""
    if style.link:
        properties += '<w:rStyle w:val="Hyperlink"/>'
    elif style.quiet:
        properties += '<w:rStyle w:val="QuietText"/>'
    if style.code:
        properties += '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
    if style.bold:
        properties += "<w:b/>"
    if style.italic:
        properties += "<w:i/>"
    if style.struck:
        properties += "<w:strike/>"
    return properties


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction is written from right to left."""
    if text.isascii():
        return False
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
