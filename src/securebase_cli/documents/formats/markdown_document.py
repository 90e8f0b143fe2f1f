"""The Markdown format, to hand in or to edit further.

The headings of the document nest correctly whatever an answer contains, because answers are
escaped as they are in an entry file. The marker comments of entry files are left out.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from securebase_cli.documents import blocks
from securebase_cli.documents.blocks import Block
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.entry_format.action_line import insert_after_text
from securebase_cli.entry_format.escaping import escape

_WRITING_LINE = "_" * 60


def render(document: Iterable[Block]) -> Iterator[str]:
    """Yield the document in pieces: each block, with an empty line between two blocks."""
    separator = ""
    for block in document:
        match block:
            # Lists may be long, so they are yielded a line at a time.
            case blocks.Contents(links):
                yield separator
                for title, anchor in links:
                    yield f"- [{_escape_inline(title)}](#{anchor})\n"
            case blocks.Tasks(tasks, _):
                yield separator
                for line, entry_title in tasks:
                    printable = remove_unprintable(line)
                    # Programs that read the dates stop at the first word after them.
                    if entry_title:
                        title = f"({_escape_inline(entry_title)})"
                        yield f"{insert_after_text(printable, title)}\n"
                    else:
                        yield f"{printable}\n"
            case _:
                if text := _format_block(block):
                    yield f"{separator}{text}\n"
        separator = "\n"


def _format_block(block: Block) -> str:
    match block:
        case blocks.EntryBlock(level, answers, above, below):
            parts = [_escape_inline(text) for text in above]
            for answer in answers:
                parts.append(f"{'#' * level} {_escape_inline(answer.question_text)}")
                parts.append(_escape_text(answer.text))
            parts += [f"*{_escape_inline(text)}*" for text in below]
            return "\n\n".join(parts)
        case blocks.Title(text, title_lines):
            return "\n\n".join([f"# {_escape_inline(text)}", *map(_escape_inline, title_lines)])
        case blocks.Notice(text):
            return f"> {_escape_inline(text)}"
        case blocks.Heading(text, level):
            return f"{'#' * level} {_escape_inline(text)}"
        case blocks.Paragraph(text, quiet):
            return f"*{_escape_inline(text)}*" if quiet else _escape_inline(text)
        case blocks.MarkdownText(text):
            return _escape_text(text)
        case blocks.BulletList(items):
            return "\n".join(f"- {_escape_inline(item)}" for item in items)
        case blocks.Table(headings, rows):
            lines = [[_escape_inline(cell) for cell in row] for row in (headings, *rows)]
            lines.insert(1, ["---"] * len(headings))
            return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
        case blocks.Caption(text):
            return f"*{_escape_inline(text)}*"
        case blocks.MonthChart() | blocks.ScaleChart():
            return _format_block(block.table)
        case blocks.SideBySide(left, right):
            return "\n\n".join(
                f"**{_escape_inline(label)}**\n\n{_escape_text(text)}"
                for label, text in (left, right)
            )
        case blocks.DatedQuote(text, source):
            quote = "\n".join(f"> {line}".rstrip() for line in _escape_text(text).split("\n"))
            return f"{quote}\n>\n> *{_escape_inline(source)}*"
        case blocks.BlankTable(headings, row_count):
            empty = ("",) * len(headings)
            return _format_block(blocks.Table(headings, (empty,) * row_count))
        case blocks.WritingColumns(headings, line_count):
            room = "\n\n".join([_WRITING_LINE] * line_count)
            return "\n\n".join(f"**{_escape_inline(heading)}**\n\n{room}" for heading in headings)
        case blocks.Cards(cards):
            return "\n\n---\n\n".join(
                "\n\n".join(filter(None, (_escape_inline(text), _escape_inline(below))))
                for text, below in cards
            )
        case blocks.FormField(name, text):
            value = _escape_text(text) if text else _WRITING_LINE
            return f"**{_escape_inline(name)}**\n\n{value}"
        case blocks.WritingLines(lines):
            return "\n\n".join([_WRITING_LINE] * lines)
        case _:
            # Markdown has neither drawings nor pages.
            return ""


def _escape_text(text: str) -> str:
    # Remove characters first, because escaping depends on the beginnings of lines.
    return escape(remove_unprintable(text))


# Cached because the same questions appear in most entries.
@lru_cache(maxsize=256)
def _escape_inline(text: str) -> str:
    """Return the text on one line, without meaning in Markdown, for a heading, link or cell."""
    one_line = " ".join(remove_unprintable(text).split())
    return re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", one_line)
