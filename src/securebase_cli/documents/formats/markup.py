"""Parsing of answers as Markdown, for the formats that render it.

HTML in an answer is text, and a heading in an answer is no heading of the document.
"""

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink
from markdown_it.token import Token

# The depth of nested quotes and lists at which markdown-it ignores the rest of the text.
_MAX_NESTING = 40
# Longer answers are shown as they were typed.
_MAX_CHARACTERS = 50_000
# Signs that may be Markdown anywhere in a line, and what may be Markdown at its beginning.
_INLINE_SIGNS = "\\`*_~[]<>&|"
_LINE_SIGN = re.compile(r"\n(?:[ \t]|[-+=#:]|\d+[.)])")
_BLANK_LINES = re.compile(r"\n\n+")
_SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


def parse_markdown(text: str) -> Sequence[Token] | None:
    """Parse an answer; return None if it is too long or too deeply nested to be rendered."""
    if len(text) > _MAX_CHARACTERS:
        return None
    try:
        tokens = _parser().parse(text)
    except RecursionError:
        return None
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        return None
    return tokens


def parse_inline(text: str) -> Sequence[Token]:
    """Parse one line, such as an action, which may have emphasis, code and links."""
    (inline,) = _parser().parseInline(text)
    return inline.children or ()


def is_plain(text: str) -> bool:
    """Return whether a text has no Markdown in it, only paragraphs.

    Measured: 2 µs for an answer of 1 KB, and 230 to parse it. Looking for one sign after the other
    takes a tenth of the time of a regular expression.
    """
    return not any(sign in text for sign in _INLINE_SIGNS) and not _LINE_SIGN.search(f"\n{text}")


def split_paragraphs(plain_text: str) -> list[str]:
    return _BLANK_LINES.split(plain_text.strip())


def safe_address(link: Token) -> str:
    """Return the address of a link if it leads to a page or a mailbox; else "".

    Other addresses may run something when they are followed.
    """
    address = str(link.attrGet("href") or "")
    try:
        return address if urlsplit(address).scheme.casefold() in _SAFE_SCHEMES else ""
    except ValueError:
        return ""


def hidden_parts(token: Token) -> str:
    """Return the parts of a link or image that are not visible, in brackets; "" if it has none.

    These parts are an address that cannot be followed, and the title.
    """
    address = "" if safe_address(token) else token.attrs.get("href") or token.attrs.get("src")
    parts = " ".join(str(part) for part in (address, token.attrs.get("title")) if part)
    return f" ({parts})" if parts else ""


def code_text(token: Token) -> str:
    """Return the text of a code block, below the language if its fence names one."""
    return "\n".join(filter(None, (token.info.strip(), token.content.rstrip("\n"))))


@cache
def _parser() -> MarkdownIt:
    options = {"html": False, "maxNesting": _MAX_NESTING}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.inline.ruler.at("autolink", _autolink_outside_links)
    # A line such as “[Sam]: came back today” would be the definition of a link, and invisible.
    return parser.disable("reference")


def _autolink_outside_links(state: StateInline, silent: bool) -> bool:
    """Parse an address in angle brackets; within a link it is text, since links cannot nest."""
    return state.linkLevel == 0 and autolink(state, silent)
