"""An answer stays inside its place in a Markdown document, and comes out as it went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.escaping import escape, unescape
from support.corpus import CORPUS, FRAGMENTS

nasty = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)


def test_each_shielded_text_of_the_corpus_comes_back():
    for name, text in CORPUS.items():
        assert text == unescape(escape(text)), name


@given(nasty | st.text(alphabet=st.characters()))
def test_every_shielded_text_comes_back(text):
    assert text == unescape(escape(text))


@given(nasty)
def test_a_text_shielded_twice_comes_back_after_two_steps(text):
    assert text == unescape(unescape(escape(escape(text))))


@given(nasty)
def test_shielding_adds_backslashes_only(text):
    assert text.replace("\\", "") == escape(text).replace("\\", "")
    assert text.count("\n") == escape(text).count("\n")


@pytest.mark.parametrize(
    ("text", "shielded"),
    [
        ("# a", "\\# a"),
        ("   ## a", "   \\## a"),
        ("######", "\\######"),
        ("> - # a", "> - \\# a"),
        ("1) ```", "1) \\```"),
        ("~~~", "\\~~~"),
        ("%% hidden", "\\%% hidden"),
        ("$$", "\\$$"),
        ("<!-- a", "\\<!-- a"),
        ("<div", "\\<div"),
        ("</p>", "\\</p>"),
        ("<br/>", "\\<br/>"),
        ("[a]: /b", "\\[a]: /b"),
        ("[a", "\\[a"),
        ("[a\\]b]: /c", "\\[a\\]b]: /c"),
        ("text\n===", "text\n\\==="),
        ("text\n  -", "text\n  \\-"),
        ("> text\n> ---", "> text\n> \\---"),
        ("a\n# b\nc", "a\n\\# b\nc"),
        ("- " * 9 + "a", "- " * 8 + "\\- a"),
        (">" * 17, ">" * 16 + "\\>"),
    ],
)
def test_what_divides_swallows_or_vanishes_gets_a_backslash(text, shielded):
    assert shielded == escape(text)


@pytest.mark.parametrize(
    ("text", "shielded"),
    [("\\# a", "\\\\# a"), ("\\\\```", "\\\\\\```"), ("> \\---", "> \\\\---"), ("\\=", "\\\\=")],
)
def test_what_looks_shielded_gets_one_more(text, shielded):
    assert shielded == escape(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "An ordinary answer, with a dash - and a hash # in it.",
        "#hashtag",
        "####### seven",
        "- one\n- two",
        "- x# a",
        "\\- no list",
        " " * 20 + "text",
        "> quoted",
        "``` code ``` in a line",
        "3 < 4 and <3",
        "<https://example.org>",
        "[text](/url) and more",
        "- [ ] a task",
        "---\ntext",
        "text\n\n---",
        "text\n \t\n===",
        "text\n--- no",
        "C:\\Users\\#",
        "**bold**\n| a | b |",
    ],
)
def test_everything_else_stays_as_it_was_written(text):
    assert text == escape(text)
    assert text == unescape(text)
