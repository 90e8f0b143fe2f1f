"""Answers as Markdown: what is taken for plain text is what the parser finds to be plain."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from securebase_cli.documents.formats import markup
from securebase_cli.documents.formats.printable import remove_unprintable
from support.corpus import HOSTILE

# Letters, and all that may be Markdown somewhere.
SIGNS = "ab1. )-+*_#=:|`~[](){}<>&!\\\"'\n\t/’–"


def _parsed_paragraphs(text: str) -> list[str] | None:
    """Return the paragraphs that the parser finds; None if it finds anything else."""
    tokens = markup.parse_markdown(text) or ()
    if {token.type for token in tokens} - {"paragraph_open", "paragraph_close", "inline"}:
        return None
    inline = [token for token in tokens if token.type == "inline"]
    kinds = {child.type for token in inline for child in token.children or ()}
    return (
        None if kinds - {"text", "softbreak", "hardbreak"} else [token.content for token in inline]
    )


def _check_plain(text: str) -> None:
    if markup.is_plain(text):
        paragraphs = markup.split_paragraphs(text)
        assert _parsed_paragraphs(text) == [part.strip() for part in paragraphs if part.strip()]


@given(st.text(SIGNS, max_size=40))
@example("One.\n\nTwo,\nand more.")
@example("a\n-")
@example("a\n=")
@example("1986. That was it.")
@example("a|b\n-|-")
def test_what_is_taken_for_plain_paragraphs_is_plain(text):
    _check_plain(text)


# A longer text is not parsed at all.
@pytest.mark.parametrize("name", [name for name, text in HOSTILE.items() if len(text) < 50_000])
def test_hostile_texts_are_taken_for_plain_only_if_they_are(name):
    _check_plain(remove_unprintable(HOSTILE[name]))


@pytest.mark.parametrize(
    "text",
    ["Most of them do.", "One (1) of 3: yes!\n\n“Two”, she said – and no more.", "Café, naïve"],
)
def test_ordinary_answers_need_no_parser(text):
    assert markup.is_plain(text)
    assert markup.split_paragraphs(text) == text.split("\n\n")


def test_a_line_has_emphasis_and_links_but_no_lists():
    tokens = markup.parse_inline("- **Ask** [them](https://a.org)")
    kinds = [token.type for token in tokens]
    assert "strong_open" in kinds
    assert "link_open" in kinds
    assert "- " == tokens[0].content
