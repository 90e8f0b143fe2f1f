"""A page that needs nothing else, is valid, and in which nothing of anybody's acts."""

import base64
import hashlib
import re
from datetime import date
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.documents import blocks
from securebase_cli.documents.formats import html_document
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.documents.formats.table import FORMATS
from securebase_cli.model import Action, Answer
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.scan import StoredEntry
from support.builders import a_document_source, a_stored_entry
from support.corpus import HOSTILE

HTML = "{http://www.w3.org/1999/xhtml}"


def _tree(page: str):
    """Return the page as a tree; raises if it is not valid."""
    return html5lib.HTMLParser(strict=True).parse(page)


def _page(*entries: StoredEntry, **about: Any) -> str:
    return "".join(FORMATS["html"].render_journal(a_document_source(*entries, **about)))


def _answered(text: str) -> str:
    return _page(a_stored_entry(answers=(Answer("a", "Asked?", text),)))


def _answer(page: str):
    return next(
        element for element in _tree(page).iter(f"{HTML}div") if element.get("class") == "answer"
    )


def _text(node) -> str:
    return " ".join("".join(node.itertext()).split())


# What it may do.


def test_its_policy_forbids_all_but_its_own_style():
    page = _page(a_stored_entry())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        element.get("content")
        for element in _tree(page).iter(f"{HTML}meta")
        if element.get("http-equiv")
    )
    assert (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        == policy
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_with_any_answer_the_page_is_valid_and_inert(name):
    text = HOSTILE[name]
    entry = a_stored_entry(
        title=text,
        tags=(text,),
        answers=(Answer("a", text, text),),
        actions=(Action(" ".join(text.split()) or "A"),),
    )
    for by in ("date", "domain"):
        tree = _tree(
            _page(
                entry,
                order=by,
                titles={"availability": text},
                entry_filter=Filter(tags=frozenset({text})),
            )
        )
        names = {
            element.tag.removeprefix(HTML)
            for element in tree.iter()
            if isinstance(element.tag, str)
        }
        assert not names & {"script", "img", "iframe", "object", "form", "link", "base", "embed"}
        assert 1 == len(list(tree.iter(f"{HTML}style")))
        for element in tree.iter():
            assert not [key for key in element.attrib if key.startswith("on") or key == "style"]
        for link in tree.iter(f"{HTML}a"):
            assert re.match("#|https?:|mailto:", link.get("href"), re.IGNORECASE)


@given(st.text(max_size=40))
def test_any_text_gives_a_valid_page(text):
    _tree(_answered(text))


# What it shows.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain words.", "<p>Plain words.</p>"),
        (
            "*Some* **of** ~~it~~ `so`",
            "<p><em>Some</em> <strong>of</strong> <s>it</s> <code>so</code></p>",
        ),
        ("One\ntwo", "<p>One<br>\ntwo</p>"),
        ("- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li>\n<li>b</li>\n</ol>'),
        ("> said", "<blockquote><p>said</p>\n</blockquote>"),
        ("# Not a heading of the page", '<p class="heading">Not a heading of the page</p>'),
        ("<b>as typed</b>", "<p>&lt;b&gt;as typed&lt;/b&gt;</p>"),
        (
            "[here](https://example.org/?a=1&b=2)",
            '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer noopener">here</a>',
        ),
        ("[notes](notes.md)", "<span>notes</span> (notes.md)"),
        ("[a <https://b.c>](https://d.e)", "a &lt;https://b.c&gt;</a>"),
        ('[a](https://a.org "from Sam")', "a</a> (from Sam)"),
        ("[Sam]: came back", "<p>[Sam]: came back</p>"),
        ("![the team](team.png)", "the team (team.png)"),
        ("|a|\n|-:|\n|1|", '<th class="right">a</th>'),
        ("```\n<x>\n```", "<pre><code>&lt;x&gt;</code></pre>"),
    ],
)
def test_an_answer_is_shown_as_it_was_meant(text, shown):
    assert shown in _answered(text)


def test_an_answer_adds_no_heading_to_the_page():
    page = _answered("# One\n\nTwo\n===\n\n## Three")
    headings = [element for level in range(1, 7) for element in _tree(page).iter(f"{HTML}h{level}")]
    assert not {"One", "Two", "Three"} & set(map(_text, headings))


@pytest.mark.parametrize("text", ["> " * 400 + "deep", "a " * 30_000, "- " * 100 + "x"])
def test_what_is_too_long_or_too_deep_to_be_read_as_markdown_is_shown_as_typed(text):
    assert _text(_answer(_answered(text))) == " ".join(text.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_no_word_of_an_answer_is_lost(name):
    text = HOSTILE[name]
    words = re.findall(r"[A-Za-z]{3,}", remove_unprintable(re.sub(r"&#?\w+;", " ", text)))
    shown = _text(_answer(_answered(text)) if text.strip() else "")
    assert [] == [word for word in words if word not in shown and "\\" not in text][:3]


def test_an_action_says_what_became_of_it_in_words():
    page = _page(a_stored_entry(actions=(Action("Ask", "dropped", note="No time"), Action("Rest"))))
    items = [
        _text(element)
        for element in _tree(page).iter(f"{HTML}li")
        if element.get("class") in {"open", "dropped"}
    ]
    assert [
        "☒ Ask dropped · No time · Availability, 23 November 2026",
        "☐ Rest Availability, 23 November 2026",
    ] == items


def test_an_action_is_shown_with_its_emphasis_and_struck_through_if_it_was_dropped():
    page = _page(
        a_stored_entry(actions=(Action("Ask **all** [of them]", "dropped"), Action("- `Rest`")))
    )

    assert "<s>Ask <strong>all</strong> [of them]</s>" in page
    assert "- <code>Rest</code>" in page


def test_a_table_that_may_be_too_wide_can_be_reached_and_scrolled_with_the_keyboard():
    page = _page(a_stored_entry(answers=(Answer("praise", "Q", "|a|b|\n|-|-|\n|c|d|"),)))

    tables = _tree(page).iter(f"{HTML}table")
    assert page.count('role="group" aria-label="Table" tabindex="0"') == len(list(tables))


def test_the_keyboard_can_skip_to_the_text_and_jump_to_an_entry():
    tree = _tree(_page(a_stored_entry()))
    links = [element.get("href") for element in tree.iter(f"{HTML}a")]
    anchors = {element.get("id") for element in tree.iter() if element.get("id")}
    assert "#main" == links[0]
    assert {link.removeprefix("#") for link in links} <= anchors


@pytest.mark.parametrize("title", ["Main", "Model title", "Contents"])
def test_no_name_in_the_page_is_used_twice(title):
    page = _page(a_stored_entry(title=title), a_stored_entry(title=title))
    names = [element.get("id") for element in _tree(page).iter() if element.get("id")]
    assert len(set(names)) == len(names)


def test_the_picture_has_a_title_and_words_for_those_who_can_t_see_it():
    page = _page(a_stored_entry())
    for name in ("wide", "narrow"):
        assert f'role="img" aria-labelledby="model-{name}-title model-{name}-text"' in page
    assert "Availability, “Good”: 1 entry, last 23 November 2026" in page


def test_each_kind_of_block_is_written():
    document = [
        blocks.Title("T"),
        blocks.Notice("Look"),
        blocks.Paragraph("Said", quiet=True),
        blocks.BulletList(("a", "b")),
        blocks.Table(("A", "B"), (("1", "2"),)),
        blocks.FormField("Full", "*x*"),
        blocks.FormField("Empty", ""),
        blocks.WritingLines(2),
        blocks.Tasks([blocks.Task.from_action(Action("Ask"))], date(2026, 11, 23)),
        blocks.Caption("How to read it"),
        blocks.MonthChart((date(2026, 1, 1),), (("Sensitivity", (2,)),)),
        blocks.ScaleChart((("Sensitivity", ((date(2026, 1, 6), 3),)),)),
        blocks.SideBySide(
            blocks.LabelledText("Then", "Rarely."), blocks.LabelledText("Now", "*y*")
        ),
        blocks.DatedQuote("Ask first.", "6 January 2026"),
        blocks.BlankTable(("What", "Who"), 2),
        blocks.WritingColumns(("Here", "There"), 1),
        blocks.Cards((("One", "below"), ("Two", ""))),
    ]
    page = "".join(html_document.render(document))
    tree = _tree(page)
    assert "To be filled in" in _text(tree)
    for shown in (
        '<p class="remark" role="note">Look</p>', '<p class="quiet" dir="auto">Said</p>',
        '<th scope="row" class="short" dir="auto">1</th><td class="short" dir="auto">2</td>',
        "<p><em>x</em></p>",
        "<p></p><p></p>", '<p class="caption" dir="auto">How to read it</p>',
        '<desc id="months-wide-text">Entries by month, January 2026. Sensitivity: 2.</desc>',
        '<desc id="scale-wide-text">Sensitivity: 3 on 6 January 2026.</desc>',
        '<p class="label" dir="auto">Then</p>', "<p><em>y</em></p>", '<blockquote class="own">',
        "<tr><td></td><td></td></tr>", '<p class="label" dir="auto">There</p>',
        '<li>\n<p dir="auto">Two</p>\n</li>',
    ):  # fmt: skip
        assert shown in page
