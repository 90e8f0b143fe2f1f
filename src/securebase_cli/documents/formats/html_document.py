"""The HTML format: one self-contained page, without scripts and without access to the network.

The content security policy of the page allows its own style sheet only, so that nothing in an
answer is run or fetched.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from securebase_cli.documents import blocks
from securebase_cli.documents.blocks import Block
from securebase_cli.documents.formats import chart_drawings, markup, model_drawing
from securebase_cli.documents.formats.drawing import Drawing
from securebase_cli.documents.formats.page_style import read_style_sheet, source_hash
from securebase_cli.documents.formats.printable import escape_html, remove_unprintable
from securebase_cli.documents.formats.svg import render_svg
from securebase_cli.model import ACTION_BOXES

_PAGE_START = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {hash}; \
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
_PAGE_END = "</main>\n</body>\n</html>\n"
# A table may be wider than the page, so it scrolls in an element that can have the focus.
_TABLE_START = '<div class="wide" role="group" aria-label="Table" tabindex="0">\n'
# A table cell with at most so many characters, such as a date, stays on one line.
_MAX_UNBROKEN_LENGTH = 18
# Headings of this level or above begin a section of the page.
_SECTION_LEVEL = 2


def render(document: Iterable[Block]) -> Iterator[str]:
    """Yield the page in pieces; the first block must be the title."""
    section_end = ""
    for block in document:
        if isinstance(block, blocks.Heading) and block.level <= _SECTION_LEVEL:
            yield section_end + "<section>\n"
            section_end = "</section>\n"
        yield from _render_block(block)
    yield section_end + _PAGE_END


def _render_block(block: Block) -> Iterator[str]:
    match block:
        case blocks.Title(text, title_lines):
            style = f"\n{read_style_sheet()}\n"
            window_title = escape_html(block.with_period)
            yield _PAGE_START.format(hash=source_hash(style), title=window_title, style=style)
            yield f"<h1>{escape_html(text)}</h1>\n"
            for line in title_lines:
                yield f'<p class="subtitle" dir="auto">{escape_html(line)}</p>\n'
        case blocks.Notice(text):
            yield f'<p class="remark" role="note">{escape_html(text)}</p>\n'
        case blocks.Heading(text, level, anchor):
            yield _heading(text, level, anchor)
        case blocks.Paragraph(text, quiet):
            yield _paragraph(text, "quiet" if quiet else "")
        case blocks.MarkdownText(text):
            yield _answer(text)
        case blocks.EntryBlock(level, answers, above, below):
            parts = [_paragraph(text, "quiet above") for text in above]
            for _, question, text in answers:
                parts += [_question_heading(question, level), _answer(text)]
            parts += [_paragraph(text, "quiet below") for text in below]
            yield "".join(parts)
        case blocks.Contents(links):
            yield '<nav aria-label="Contents">\n<ul>\n'
            for title, anchor in links:
                yield f'<li><a href="#{_escape_anchor(anchor)}">{escape_html(title)}</a></li>\n'
            yield "</ul>\n</nav>\n"
        case blocks.Tasks(tasks, made_on):
            yield '<ul class="tasks">\n'
            yield from (_render_task(task, made_on) for task in tasks)
            yield "</ul>\n"
        case blocks.BulletList(items):
            lines = [f'<li dir="auto">{escape_html(item)}</li>\n' for item in items]
            yield f"<ul>\n{''.join(lines)}</ul>\n"
        case blocks.Table(headings, rows):
            yield f"{_TABLE_START}<table>\n{_table_head(headings)}<tbody>\n"
            for first, *others in rows:
                cells = "".join(_cell("td", cell) for cell in others)
                yield f"<tr>{_cell('th', first)}{cells}</tr>\n"
            yield "</tbody>\n</table>\n</div>\n"
        case blocks.Caption(text):
            yield _paragraph(text, "caption")
        case blocks.ModelDiagram():
            yield _render_drawings(model_drawing.draw_wide(block), model_drawing.draw_narrow(block))
        case blocks.MonthChart():
            draw = partial(chart_drawings.draw_months, block)
            yield _render_drawings(draw(), draw(narrow=True))
        case blocks.ScaleChart():
            draw = partial(chart_drawings.draw_scale, block)
            yield _render_drawings(draw(), draw(narrow=True))
        case blocks.SideBySide(left, right):
            parts = [
                f"<div>\n{_label(label)}{_answer(text)}</div>\n" for label, text in (left, right)
            ]
            yield f'<div class="columns">\n{"".join(parts)}</div>\n'
        case blocks.DatedQuote(text, source):
            yield f'<blockquote class="own">\n{_answer(text)}{_paragraph(source, "quiet")}'
            yield "</blockquote>\n"
        case blocks.FormField(name, text):
            value = _render_markdown(text) if text else '<p class="blank">To be filled in</p>\n'
            yield f'<h3>{escape_html(name)}</h3>\n<div class="answer" dir="auto">\n{value}</div>\n'
        case blocks.BlankTable(headings, row_count):
            row = f"<tr>{'<td></td>' * len(headings)}</tr>\n"
            yield f'<table class="to-fill-in">\n{_table_head(headings)}<tbody>\n'
            yield f"{row * row_count}</tbody>\n</table>\n"
        case blocks.WritingColumns(headings, line_count):
            room = _writing_lines(line_count)
            parts = [f"<div>\n{_label(heading)}{room}</div>\n" for heading in headings]
            yield f'<div class="columns to-write">\n{"".join(parts)}</div>\n'
        case blocks.Cards(cards):
            yield '<ul class="cards">\n'
            for text, more in cards:
                yield f"<li>\n{_paragraph(text)}"
                yield f"{_paragraph(more, 'quiet') if more else ''}</li>\n"
            yield "</ul>\n"
        case blocks.WritingLines(line_count):
            yield _writing_lines(line_count)
        case blocks.PageBreak():
            yield '<div class="new-page"></div>\n'


def _heading(text: str, level: int, anchor: str = "") -> str:
    tag = f"h{min(level, 6)}"
    anchor_id = f' id="{_escape_anchor(anchor)}"' if anchor else ""
    return f'<{tag}{anchor_id} dir="auto">{escape_html(text)}</{tag}>\n'


# Most entries have the same questions.
_question_heading = lru_cache(maxsize=256)(_heading)


def _paragraph(text: str, css_class: str = "") -> str:
    attribute = f' class="{css_class}"' if css_class else ""
    return f'<p{attribute} dir="auto">{escape_html(text)}</p>\n'


def _label(text: str) -> str:
    return _paragraph(text, "label")


def _answer(text: str) -> str:
    return f'<div class="answer" dir="auto">\n{_render_markdown(text)}</div>\n'


def _table_head(headings: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{escape_html(heading)}</th>' for heading in headings)
    return f"<thead><tr>{cells}</tr></thead>\n"


def _cell(tag: str, text: str) -> str:
    scope = ' scope="row"' if tag == "th" else ""
    css_class = ' class="short"' if len(text) <= _MAX_UNBROKEN_LENGTH else ""
    return f'<{tag}{scope}{css_class} dir="auto">{escape_html(text)}</{tag}>'


def _writing_lines(count: int) -> str:
    return f'<div class="room" aria-hidden="true">{"<p></p>" * count}</div>\n'


def _render_drawings(wide: Drawing, narrow: Drawing) -> str:
    """Return both drawings; the style sheet shows the one that fits the window."""
    return f"<figure>\n{render_svg(wide, 'wide')}\n{render_svg(narrow, 'narrow')}\n</figure>\n"


def _render_task(task: blocks.Task, made_on: date) -> str:
    action, details = task.action, ""
    if described := task.details(made_on):
        details = f'<br>\n<span class="quiet" dir="auto">{escape_html(described)}</span>'
    text = _render_tokens(markup.parse_inline(remove_unprintable(action.text)))
    if action.state == "dropped":
        text = f"<s>{text}</s>"
    return (
        f'<li class="{action.state}">'
        f'<span class="box" aria-hidden="true">{ACTION_BOXES[action.state]}</span> '
        f'<span dir="auto">{text}</span>{details}</li>\n'
    )


def _escape_anchor(name: str) -> str:
    # The prefix keeps anchors, which come from titles, apart from the ids of the page itself.
    return f"at-{escape_html(name)}"


def _render_markdown(text: str) -> str:
    text = remove_unprintable(text)
    if markup.is_plain(text):
        lines = [
            paragraph.replace("\n", "<br>\n")
            for paragraph in markup.split_paragraphs(escape_html(text))
        ]
        return "".join([f"<p>{paragraph}</p>\n" for paragraph in lines])
    tokens = markup.parse_markdown(text)
    if tokens is None:
        return f'<p class="as-typed">{escape_html(text)}</p>\n'
    return _render_tokens(tokens)


def _render_tokens(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        match token.type:
            case "inline":
                part = _render_tokens(token.children or ())
            case "link_open":
                link = token
                address = escapeHtml(markup.safe_address(link))
                part = f'<a href="{address}" rel="noreferrer noopener">' if address else "<span>"
            case "link_close":
                part = "</a>" if markup.safe_address(link) else "</span>"
                part += escape_html(markup.hidden_parts(link))
            case "image":
                # Nothing is fetched: the description of the image stands in its place.
                part = escape_html(token.content + markup.hidden_parts(token))
            case "hardbreak" | "softbreak":
                # A soft break too, since a user who presses Enter means a new line.
                part = "<br>\n"
            case "hr":
                part = "<hr>\n"
            case "fence" | "code_block":
                part = f"<pre><code>{escape_html(markup.code_text(token))}</code></pre>\n"
            case "code_inline":
                part = f"<code>{escape_html(token.content)}</code>"
            case _ if token.nesting == 0:
                part = escape_html(token.content)
            case _:
                part = "" if token.hidden else _render_tag(token)
        parts.append(part)
    return "".join(parts)


def _render_tag(token: Token) -> str:
    """Return the start tag or end tag of an element."""
    # A heading in an answer is none of the document, so it is a paragraph with a class.
    is_heading = token.type in {"heading_open", "heading_close"}
    name = "p" if is_heading else token.tag
    is_table = token.tag == "table"
    if token.nesting < 0:
        tag = f"</{name}></div>" if is_table else f"</{name}>"
        return f"{tag}\n" if token.block else tag
    attributes = ' class="heading"' if is_heading else ""
    if "start" in token.attrs:
        attributes = f' start="{token.attrs["start"]}"'
    if "style" in token.attrs:
        # The style of a cell is its alignment, such as “text-align:right”.
        alignment = str(token.attrs["style"]).rpartition(":")[2]
        attributes = f' class="{alignment}"'
    tag = f"<{name}{attributes}>"
    return f"{_TABLE_START}{tag}" if is_table else tag
