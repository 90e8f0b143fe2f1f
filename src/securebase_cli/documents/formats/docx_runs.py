"""Stretches of text as Word has them: how they look, where they lead, which way they are read."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from securebase_cli.documents.formats import markup
from securebase_cli.documents.formats.printable import remove_unprintable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token


class TextStyle(NamedTuple):
    """How a stretch of text looks."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: bool = False


PLAIN = TextStyle()
QUIET = TextStyle(italic=True)


def table_cell(inside: str, text: str) -> str:
    """Return a cell with one paragraph; `inside` is XML, and `text` says which way it is read."""
    direction = "<w:bidi/>" if is_right_to_left(text) else ""
    about = f'<w:pPr><w:pStyle w:val="NoSpacing"/>{direction}</w:pPr>'
    return f"<w:tc><w:tcPr/><w:p>{about}{inside}</w:p></w:tc>"


def render_runs(tokens: Sequence[Token], base: TextStyle, address_of: Callable[[str], str]) -> str:
    """Return the XML of what stands in a paragraph.

    `base` is how it looks where nothing else is said; `address_of` gives the name under which the
    document knows an address.
    """
    parts: list[str] = []
    look = base
    links: list[Token] = []
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                look = look._replace(bold=base.bold or token.nesting > 0)
            case "em_open" | "em_close":
                look = look._replace(italic=token.nesting > 0)
            case "s_open" | "s_close":
                look = look._replace(struck=token.nesting > 0)
            case "link_open":
                links.append(token)
                address = str(token.attrGet("href") or "")
                if markup.is_safe_link(address):
                    look = look._replace(link=True)
                    parts.append(f'<w:hyperlink r:id="{address_of(address)}">')
            case "link_close":
                opened = links.pop()
                if look.link:
                    look = look._replace(link=False)
                    parts.append("</w:hyperlink>")
                parts.append(render_run(markup.hidden_parts(opened), look))
            case "softbreak" | "hardbreak":
                parts.append("<w:r><w:br/></w:r>")
            case "image":
                # Nothing is fetched: where the picture would be stands what it is called.
                parts.append(render_run(token.content + markup.hidden_parts(token), look))
            case "code_inline":
                parts.append(render_run(token.content, look._replace(code=True)))
            case _:
                parts.append(render_run(token.content, look))
    return "".join(parts)


def render_run(text: str, look: TextStyle) -> str:
    """Return the XML of a stretch of text that looks alike; empty for none."""
    if not text:
        return ""
    text = remove_unprintable(text)
    marks = (
        ('<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>' if look.code else "")
        + ("<w:b/>" if look.bold else "")
        + ("<w:i/>" if look.italic else "")
        + ("<w:strike/>" if look.struck else "")
        + ('<w:color w:val="0B6470"/><w:u w:val="single"/>' if look.link else "")
        + ("<w:rtl/>" if is_right_to_left(text) else "")
    )
    about = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    inside = "<w:br/>".join(
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
            for part in line.split("\t")
        )
        for line in text.split("\n")
    )
    return f"<w:r>{about}{inside}</w:r>"


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is read from right to left."""
    if text.isascii():
        return False
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
