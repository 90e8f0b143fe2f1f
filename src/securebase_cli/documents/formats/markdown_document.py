"""A document as Markdown, to hand in or to go on with in any editor.

Headings are nested right whatever the answers contain: an answer is shielded as it is in its
own file. The marker comments stay behind; they are for the program.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from securebase_cli.documents import blocks
from securebase_cli.entry_format.escaping import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from securebase_cli.documents.blocks import Block

_BLANK = "_" * 60
_NOTHING_IN_WORDS = (blocks.ModelDiagram, blocks.PageBreak)


def render(document: Iterable[Block]) -> Iterator[str]:
    """Give the document piece by piece, each block after an empty line."""
    between = ""
    for block in document:
        if isinstance(block, _NOTHING_IN_WORDS):
            continue
        if write := _WHOLE.get(type(block)):
            if text := write(block):
                yield f"{between}{text}\n"
        else:
            yield between
            yield from _LINE_BY_LINE[type(block)](block)
        between = "\n"


def _heading(block: blocks.Heading) -> str:
    return f"{'#' * block.level} {_inline(block.text)}"


def _words(block: blocks.Paragraph) -> str:
    return f"*{_inline(block.text)}*" if block.quiet else _inline(block.text)


def _grid(block: blocks.Table) -> str:
    rule = tuple("---" for _ in block.headings)
    rows = (map(_inline, block.headings), rule, *(map(_inline, row) for row in block.rows))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _field(block: blocks.FormField) -> str:
    return f"**{_inline(block.name)}**\n\n{escape(block.text) if block.text else _BLANK}"


def _told(block: blocks.EntryBlock) -> str:
    mark = "#" * block.level
    parts = [*map(_inline, block.above)]
    for _, asked, text in block.answers:
        parts += (f"{mark} {_inline(asked)}", escape(text))
    parts += [f"*{_inline(words)}*" for words in block.below]
    return "\n\n".join(parts)


def _contents(block: blocks.Contents) -> Iterator[str]:
    for title, anchor in block.links:
        yield f"- [{_inline(title)}](#{anchor})\n"


def _tasks(block: blocks.Tasks) -> Iterator[str]:
    for line, where in block.tasks:
        yield f"{line} ({_inline(where)})\n" if where else f"{line}\n"


# The questions are the same few, again and again.
@lru_cache(maxsize=256)
def _inline(text: str) -> str:
    """Keep a title or a question what it is: one line of plain words in a heading or link."""
    return re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))


_WHOLE: dict[type, Callable[[Any], str]] = {
    blocks.Title: lambda block: f"# {_inline(block.text)}",
    blocks.Notice: lambda block: f"> {_inline(block.text)}",
    blocks.Heading: _heading,
    blocks.Paragraph: _words,
    blocks.EntryBlock: _told,
    blocks.MarkdownText: lambda block: escape(block.text),
    blocks.BulletList: lambda block: "\n".join(f"- {_inline(item)}" for item in block.items),
    blocks.Table: _grid,
    blocks.FormField: _field,
    blocks.WritingLines: lambda block: "\n\n".join([_BLANK] * block.lines),
}
_LINE_BY_LINE: dict[type, Callable[[Any], Iterator[str]]] = {
    blocks.Contents: _contents,
    blocks.Tasks: _tasks,
}
