"""Parsing of answers as Markdown, for the formats that render it.

HTML in an answer is text, and a heading in an answer is no heading of the document.
"""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

# The depth of nested quotes and lists at which markdown-it ignores the rest of the text.
_MAX_NESTING = 40
# Longer answers are shown as they were typed.
_MAX_CHARACTERS = 50_000
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
    """Return, in brackets, the parts of a link or image that would not be visible; else "".

    These are its title, and an address that cannot be followed.
    """
    address = ""
    if not safe_address(token):
        address = str(token.attrGet("href") or token.attrGet("src") or "")
    words = " ".join(filter(None, (address, str(token.attrGet("title") or ""))))
    return f" ({words})" if words else ""


def code_lines(token: Token) -> str:
    """Return the text of a code block, with the language of its fence as the first line."""
    return "\n".join(filter(None, (token.info.strip(), token.content.rstrip("\n"))))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    options = {"html": False, "maxNesting": _MAX_NESTING}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    # A line such as “[Sam]: came back today” would be the definition of a link, and invisible.
    return parser.disable("reference")
