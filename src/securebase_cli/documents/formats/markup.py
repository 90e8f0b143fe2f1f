"""What somebody wrote, read as Markdown: for the formats that show it as it is meant.

Nothing of it is ever taken for HTML, and it can't add to the headings of a document.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

# Quotes and lists within each other, after which a reader of Markdown gives up on the rest.
_DEEPEST = 40
# Letters of one answer that are read as Markdown; a longer one is shown as it was typed.
_LONGEST = 50_000
# What is followed when somebody clicks on it.
_FOLLOWED = frozenset({"http", "https", "mailto"})


def parse_markdown(text: str) -> Sequence[Token] | None:
    """Read an answer; None if it is so long or so deep that it is better shown as typed."""
    if len(text) > _LONGEST:
        return None
    try:
        tokens = _reader().parse(text)
    except RecursionError:
        return None
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return None
    return tokens


def is_safe_link(address: str) -> bool:
    """Whether a link leads to a page or a mailbox, and not to anything that acts."""
    try:
        return urlsplit(address).scheme.casefold() in _FOLLOWED
    except ValueError:
        return False


def hidden_parts(token: Token) -> str:
    """Return in brackets what a link or picture has that would not be seen; empty if nothing."""
    address = str(token.attrGet("href") or token.attrGet("src") or "")
    hidden = address if token.type == "image" or not is_safe_link(address) else ""
    words = " ".join(filter(None, (hidden, str(token.attrGet("title") or ""))))
    return f" ({words})" if words else ""


def code_lines(token: Token) -> str:
    """Return the lines of a block of code, with what stands behind the fence above it."""
    return "\n".join(filter(None, (token.info.strip(), token.content.rstrip("\n"))))


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    options = {"html": False, "maxNesting": _DEEPEST}
    reader = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    # “[Sam]: came back today” would be the address of a link, and seen nowhere.
    return reader.disable("reference")
