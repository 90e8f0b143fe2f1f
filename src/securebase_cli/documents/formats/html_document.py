"""A document as one page of HTML that needs nothing else: no network, no script.

Its policy forbids all but its own style, so that whatever an answer holds, nothing of it acts.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml

from securebase_cli.documents import blocks
from securebase_cli.documents.formats import markup, svg_diagram
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.documents.formats.task_words import box, describe_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from securebase_cli.documents.blocks import Block

_HEAD = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{hash}'; \
base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="securebase">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<main id="main">
"""
# The level of headings that begin a section of the page.
_SECTION = 2
_FOOT = "</main>\n</body>\n</html>\n"


def render(document: Iterable[Block]) -> Iterator[str]:
    """Give the page piece by piece; the first block is its title."""
    section = ""
    for block in document:
        if isinstance(block, blocks.Title):
            yield _head(block.text)
        if isinstance(block, blocks.Heading) and block.level <= _SECTION:
            yield section + "<section>\n"
            section = "</section>\n"
        yield from _BLOCKS[type(block)](block)
    yield section + _FOOT


@cache
def _style() -> str:
    return files("securebase_cli.documents.formats").joinpath("page.css").read_text("utf-8").strip()


def _head(title: str) -> str:
    style = f"\n{_style()}\n"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _HEAD.format(hash=digest, title=_text(title), style=style)


def _title(block: blocks.Title) -> Iterator[str]:
    yield f"<h1>{_text(block.text)}</h1>\n"


def _heading(block: blocks.Heading) -> Iterator[str]:
    level = min(block.level, 6)
    anchor = f' id="{_anchor(block.anchor)}"' if block.anchor else ""
    yield f'<h{level}{anchor} dir="auto">{_text(block.text)}</h{level}>\n'


def _words(block: blocks.Paragraph) -> Iterator[str]:
    kind = ' class="quiet"' if block.quiet else ""
    yield f'<p{kind} dir="auto">{_text(block.text)}</p>\n'


def _remark(block: blocks.Notice) -> Iterator[str]:
    yield f'<p class="remark" role="note">{_text(block.text)}</p>\n'


def _written(block: blocks.MarkdownText) -> Iterator[str]:
    yield f'<div class="answer" dir="auto">\n{_answer(block.text)}</div>\n'


def _told(block: blocks.EntryBlock) -> Iterator[str]:
    for part in block.parts():
        yield from _BLOCKS[type(part)](part)


def _contents(block: blocks.Contents) -> Iterator[str]:
    yield '<nav aria-label="Contents">\n<ul>\n'
    for title, anchor in block.links:
        yield f'<li><a href="#{_anchor(anchor)}">{_text(title)}</a></li>\n'
    yield "</ul>\n</nav>\n"


def _tasks(block: blocks.Tasks) -> Iterator[str]:
    yield '<ul class="tasks">\n'
    for task in block.tasks:
        action = task.action
        words = " · ".join(map(_text, describe_outcome(task)))
        quiet = f'<br>\n<span class="quiet" dir="auto">{words}</span>' if words else ""
        yield (
            f'<li class="{action.state}"><span class="box" aria-hidden="true">{box(action)}</span> '
            f'<span dir="auto">{_text(action.text)}</span>{quiet}</li>\n'
        )
    yield "</ul>\n"


def _items(block: blocks.BulletList) -> Iterator[str]:
    lines = (f'<li dir="auto">{_text(item)}</li>\n' for item in block.items)
    yield f"<ul>\n{''.join(lines)}</ul>\n"


def _grid(block: blocks.Table) -> Iterator[str]:
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in block.headings)
    yield f'<div class="wide">\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
    for first, *others in block.rows:
        cells = "".join(f'<td dir="auto">{_text(cell)}</td>' for cell in others)
        yield f'<tr><th scope="row" dir="auto">{_text(first)}</th>{cells}</tr>\n'
    yield "</tbody>\n</table>\n</div>\n"


def _picture(block: blocks.ModelDiagram) -> Iterator[str]:
    yield f"<figure>\n{svg_diagram.render_svg(block.content, block.coverage)}\n</figure>\n"


def _field(block: blocks.FormField) -> Iterator[str]:
    inside = _answer(block.text) if block.text else '<p class="blank">To be filled in</p>\n'
    name = _text(block.name)
    yield f'<h3>{name}</h3>\n<div class="answer" dir="auto">\n{inside}</div>\n'


def _room(block: blocks.WritingLines) -> Iterator[str]:
    yield '<div class="room" aria-hidden="true">' + "<p></p>" * block.lines + "</div>\n"


def _new_page(_block: blocks.PageBreak) -> Iterator[str]:
    yield '<div class="new-page"></div>\n'


_BLOCKS: dict[type, Callable[[Any], Iterator[str]]] = {
    blocks.Title: _title,
    blocks.Notice: _remark,
    blocks.Heading: _heading,
    blocks.Paragraph: _words,
    blocks.MarkdownText: _written,
    blocks.EntryBlock: _told,
    blocks.Contents: _contents,
    blocks.Tasks: _tasks,
    blocks.BulletList: _items,
    blocks.Table: _grid,
    blocks.ModelDiagram: _picture,
    blocks.FormField: _field,
    blocks.WritingLines: _room,
    blocks.PageBreak: _new_page,
}


def _anchor(name: str) -> str:
    # The page has names of its own, and an entry can be called anything.
    return f"at-{_text(name)}"


def _text(text: str) -> str:
    return escape(remove_unprintable(text))


def _answer(text: str) -> str:
    tokens = markup.parse_markdown(remove_unprintable(text))
    if tokens is None:
        return f'<p class="as-typed">{_text(text)}</p>\n'
    return _rendered(tokens)


# The tags of Markdown's own tokens; what is not here has no tag, or is written below.
_TAGS = {
    "paragraph": "p",
    "heading": "p",
    "blockquote": "blockquote",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
    "em": "em",
    "strong": "strong",
    "s": "s",
}


def _rendered(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    links: list[Token] = []
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if token.type == "inline":
            parts.append(_rendered(token.children or ()))
        elif kind == "link":
            parts.append(_link(token, links))
        elif end in {"open", "close"}:
            if not token.hidden:
                parts.append(_tag(kind, token, closing=end == "close"))
        else:
            parts.append(_leaf(token))
    return "".join(parts)


def _tag(kind: str, token: Token, *, closing: bool) -> str:
    name = _TAGS[kind]
    line_end = "\n" if token.block else ""
    # A table can be wider than the page.
    before, after = ('<div class="wide">', "</div>") if kind == "table" else ("", "")
    if closing:
        return f"</{name}>{after}{line_end}"
    start = token.attrGet("start") if kind == "ordered_list" else None
    # A list may begin with a number of up to nine digits, of which a page can show all.
    attributes = f' start="{start}"' if start is not None else ""
    if kind == "heading":
        attributes = ' class="heading"'
    style = token.attrGet("style")
    if style:
        attributes += f' class="{str(style).rpartition(":")[2]}"'
    return f"{before}<{name}{attributes}>"


def _link(token: Token, links: list[Token]) -> str:
    if token.nesting > 0:
        links.append(token)
        address = str(token.attrGet("href") or "")
        if markup.is_safe_link(address):
            return f'<a href="{escapeHtml(address)}" rel="noreferrer noopener">'
        return "<span>"
    opened = links.pop()
    followed = markup.is_safe_link(str(opened.attrGet("href") or ""))
    return f"</{'a' if followed else 'span'}>{_text(markup.hidden_parts(opened))}"


def _leaf(token: Token) -> str:
    if token.type == "image":
        # A page that fetches nothing shows where the picture would be.
        return _text(token.content + markup.hidden_parts(token))
    if token.type == "hardbreak":
        return "<br>\n"
    if token.type == "softbreak":
        # Whoever pressed Enter meant a new line.
        return "<br>\n"
    if token.type == "hr":
        return "<hr>\n"
    if token.type in {"fence", "code_block"}:
        return f"<pre><code>{_text(markup.code_lines(token))}</code></pre>\n"
    if token.type == "code_inline":
        return f"<code>{_text(token.content)}</code>"
    return _text(token.content)
