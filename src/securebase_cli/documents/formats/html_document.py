"""The HTML format: one self-contained page, without scripts and without access to the network.

The content security policy of the page allows its own style sheet only, so that nothing in an
answer is run or fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml

from securebase_cli.documents import blocks
from securebase_cli.documents.blocks import Block
from securebase_cli.documents.formats import markup, svg_diagram
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.model import ACTION_BOXES

if TYPE_CHECKING:
    from markdown_it.token import Token


_PAGE_START = """\
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
# Headings of this level or above begin a section of the page.
_SECTION_LEVEL = 2
_PAGE_END = "</main>\n</body>\n</html>\n"


def render(document: Iterable[Block]) -> Iterator[str]:
    """Yield the page in pieces; the first block must be the title."""
    section_end = ""
    for block in document:
        if isinstance(block, blocks.Title):
            yield _page_start(block.text)
        if isinstance(block, blocks.Heading) and block.level <= _SECTION_LEVEL:
            yield section_end + "<section>\n"
            section_end = "</section>\n"
        yield from _RENDERERS[type(block)](block)
    yield section_end + _PAGE_END


@cache
def _style() -> str:
    return files("securebase_cli.documents.formats").joinpath("page.css").read_text("utf-8").strip()


def _page_start(title: str) -> str:
    style = f"\n{_style()}\n"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _PAGE_START.format(hash=digest, title=_escape(title), style=style)


def _title(block: blocks.Title) -> Iterator[str]:
    yield f"<h1>{_escape(block.text)}</h1>\n"


def _heading(block: blocks.Heading) -> Iterator[str]:
    level = min(block.level, 6)
    anchor = f' id="{_escape_anchor(block.anchor)}"' if block.anchor else ""
    yield f'<h{level}{anchor} dir="auto">{_escape(block.text)}</h{level}>\n'


def _paragraph(block: blocks.Paragraph) -> Iterator[str]:
    kind = ' class="quiet"' if block.quiet else ""
    yield f'<p{kind} dir="auto">{_escape(block.text)}</p>\n'


def _notice(block: blocks.Notice) -> Iterator[str]:
    yield f'<p class="remark" role="note">{_escape(block.text)}</p>\n'


def _markdown_text(block: blocks.MarkdownText) -> Iterator[str]:
    yield f'<div class="answer" dir="auto">\n{_render_markdown(block.text)}</div>\n'


def _entry(block: blocks.EntryBlock) -> Iterator[str]:
    for part in block.parts():
        yield from _RENDERERS[type(part)](part)


def _contents(block: blocks.Contents) -> Iterator[str]:
    yield '<nav aria-label="Contents">\n<ul>\n'
    for title, anchor in block.links:
        yield f'<li><a href="#{_escape_anchor(anchor)}">{_escape(title)}</a></li>\n'
    yield "</ul>\n</nav>\n"


def _tasks(block: blocks.Tasks) -> Iterator[str]:
    yield '<ul class="tasks">\n'
    for task in block.tasks:
        action, details = task.action, _escape(task.details)
        quiet = f'<br>\n<span class="quiet" dir="auto">{details}</span>' if details else ""
        yield (
            f'<li class="{action.state}">'
            f'<span class="box" aria-hidden="true">{ACTION_BOXES[action.state]}</span> '
            f'<span dir="auto">{_escape(action.text)}</span>{quiet}</li>\n'
        )
    yield "</ul>\n"


def _bullet_list(block: blocks.BulletList) -> Iterator[str]:
    lines = (f'<li dir="auto">{_escape(item)}</li>\n' for item in block.items)
    yield f"<ul>\n{''.join(lines)}</ul>\n"


def _table(block: blocks.Table) -> Iterator[str]:
    head = "".join(f'<th scope="col">{_escape(cell)}</th>' for cell in block.headings)
    yield f'<div class="wide">\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
    for first, *others in block.rows:
        cells = "".join(f'<td dir="auto">{_escape(cell)}</td>' for cell in others)
        yield f'<tr><th scope="row" dir="auto">{_escape(first)}</th>{cells}</tr>\n'
    yield "</tbody>\n</table>\n</div>\n"


def _model_diagram(block: blocks.ModelDiagram) -> Iterator[str]:
    yield f"<figure>\n{svg_diagram.render_svg(block.content, block.coverage)}\n</figure>\n"


def _form_field(block: blocks.FormField) -> Iterator[str]:
    inside = (
        _render_markdown(block.text) if block.text else '<p class="blank">To be filled in</p>\n'
    )
    name = _escape(block.name)
    yield f'<h3>{name}</h3>\n<div class="answer" dir="auto">\n{inside}</div>\n'


def _writing_lines(block: blocks.WritingLines) -> Iterator[str]:
    yield '<div class="room" aria-hidden="true">' + "<p></p>" * block.lines + "</div>\n"


def _page_break(_block: blocks.PageBreak) -> Iterator[str]:
    yield '<div class="new-page"></div>\n'


_RENDERERS: dict[type, Callable[[Any], Iterator[str]]] = {
    blocks.Title: _title,
    blocks.Notice: _notice,
    blocks.Heading: _heading,
    blocks.Paragraph: _paragraph,
    blocks.MarkdownText: _markdown_text,
    blocks.EntryBlock: _entry,
    blocks.Contents: _contents,
    blocks.Tasks: _tasks,
    blocks.BulletList: _bullet_list,
    blocks.Table: _table,
    blocks.ModelDiagram: _model_diagram,
    blocks.FormField: _form_field,
    blocks.WritingLines: _writing_lines,
    blocks.PageBreak: _page_break,
}


def _escape_anchor(name: str) -> str:
    # The prefix keeps anchors, which come from titles, apart from the ids of the page itself.
    return f"at-{_escape(name)}"


def _escape(text: str) -> str:
    return escape(remove_unprintable(text))


def _render_markdown(text: str) -> str:
    tokens = markup.parse_markdown(remove_unprintable(text))
    if tokens is None:
        return f'<p class="as-typed">{_escape(text)}</p>\n'
    return _render_tokens(tokens)


# The HTML element for each kind of token that opens and closes.
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


def _render_tokens(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    links: list[Token] = []
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if token.type == "inline":
            parts.append(_render_tokens(token.children or ()))
        elif kind == "link":
            parts.append(_render_link(token, links))
        elif end in {"open", "close"}:
            if not token.hidden:
                parts.append(_render_tag(kind, token, closing=end == "close"))
        else:
            parts.append(_render_leaf(token))
    return "".join(parts)


def _render_tag(kind: str, token: Token, *, closing: bool) -> str:
    name = _TAGS[kind]
    line_end = "\n" if token.block else ""
    # A table may be wider than the page, so it scrolls within an element of its own.
    before, after = ('<div class="wide">', "</div>") if kind == "table" else ("", "")
    if closing:
        return f"</{name}>{after}{line_end}"
    start = token.attrGet("start") if kind == "ordered_list" else None
    attributes = f' start="{start}"' if start is not None else ""
    if kind == "heading":
        attributes = ' class="heading"'
    style = token.attrGet("style")
    if style:
        attributes += f' class="{str(style).rpartition(":")[2]}"'
    return f"{before}<{name}{attributes}>"


def _render_link(token: Token, links: list[Token]) -> str:
    if token.nesting > 0:
        links.append(token)
        address = str(token.attrGet("href") or "")
        if markup.is_safe_link(address):
            return f'<a href="{escapeHtml(address)}" rel="noreferrer noopener">'
        return "<span>"
    opened = links.pop()
    followed = markup.is_safe_link(str(opened.attrGet("href") or ""))
    return f"</{'a' if followed else 'span'}>{_escape(markup.hidden_parts(opened))}"


def _render_leaf(token: Token) -> str:
    if token.type == "image":
        # Nothing is fetched: the description of the image stands in its place.
        return _escape(token.content + markup.hidden_parts(token))
    if token.type in {"hardbreak", "softbreak"}:
        # A plain line break is kept too: a user who presses Enter means a new line.
        return "<br>\n"
    if token.type == "hr":
        return "<hr>\n"
    if token.type in {"fence", "code_block"}:
        return f"<pre><code>{_escape(markup.code_lines(token))}</code></pre>\n"
    if token.type == "code_inline":
        return f"<code>{_escape(token.content)}</code>"
    return _escape(token.content)
