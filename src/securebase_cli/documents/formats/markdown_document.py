"""The Markdown format, to hand in or to edit further.

The headings of the document nest correctly whatever an answer contains, because answers are
escaped as they are in an entry file. The marker comments of entry files are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from securebase_cli.documents import blocks
from securebase_cli.documents.blocks import Block
from securebase_cli.entry_format.escaping import escape

_WRITING_LINE = "_" * 60
_OMITTED = (blocks.ModelDiagram, blocks.PageBreak)


def render(document: Iterable[Block]) -> Iterator[str]:
    """Yield the document in pieces: each block, with an empty line between two blocks."""
    separator = ""
    for block in document:
        if isinstance(block, _OMITTED):
            continue
        if format_block := _FORMATTERS.get(type(block)):
            if text := format_block(block):
                yield f"{separator}{text}\n"
        else:
            yield separator
            yield from _LINE_FORMATTERS[type(block)](block)
        separator = "\n"


def _heading(block: blocks.Heading) -> str:
    return f"{'#' * block.level} {_escape_inline(block.text)}"


def _paragraph(block: blocks.Paragraph) -> str:
    text = _escape_inline(block.text)
    return f"*{text}*" if block.quiet else text


def _entry(block: blocks.EntryBlock) -> str:
    hashes = "#" * block.level
    parts = [*map(_escape_inline, block.above)]
    for _, question_text, answer_text in block.answers:
        parts += (f"{hashes} {_escape_inline(question_text)}", escape(answer_text))
    parts += [f"*{_escape_inline(text)}*" for text in block.below]
    return "\n\n".join(parts)


def _table(block: blocks.Table) -> str:
    rule = tuple("---" for _ in block.headings)
    body = (map(_escape_inline, row) for row in block.rows)
    rows = (map(_escape_inline, block.headings), rule, *body)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _form_field(block: blocks.FormField) -> str:
    value = escape(block.text) if block.text else _WRITING_LINE
    return f"**{_escape_inline(block.name)}**\n\n{value}"


def _contents(block: blocks.Contents) -> Iterator[str]:
    for title, anchor in block.links:
        yield f"- [{_escape_inline(title)}](#{anchor})\n"


def _tasks(block: blocks.Tasks) -> Iterator[str]:
    for line, entry_title in block.tasks:
        yield f"{line} ({_escape_inline(entry_title)})\n" if entry_title else f"{line}\n"


# Cached because the same questions appear in most entries.
@lru_cache(maxsize=256)
def _escape_inline(text: str) -> str:
    """Return the text on one line, without meaning in Markdown, for a heading, link or cell."""
    return re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))


_FORMATTERS: dict[type, Callable[[Any], str]] = {
    blocks.Title: lambda block: f"# {_escape_inline(block.text)}",
    blocks.Notice: lambda block: f"> {_escape_inline(block.text)}",
    blocks.Heading: _heading,
    blocks.Paragraph: _paragraph,
    blocks.EntryBlock: _entry,
    blocks.MarkdownText: lambda block: escape(block.text),
    blocks.BulletList: lambda block: "\n".join(f"- {_escape_inline(item)}" for item in block.items),
    blocks.Table: _table,
    blocks.FormField: _form_field,
    blocks.WritingLines: lambda block: "\n\n".join([_WRITING_LINE] * block.lines),
}
# Blocks that may be long are formatted a line at a time.
_LINE_FORMATTERS: dict[type, Callable[[Any], Iterator[str]]] = {
    blocks.Contents: _contents,
    blocks.Tasks: _tasks,
}
