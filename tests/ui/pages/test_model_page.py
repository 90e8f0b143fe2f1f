"""The model, described or drawn."""

from textwrap import wrap

from securebase_cli.ui.page import Picture
from securebase_cli.ui.pages.model_page import model_page
from support.pages import line_texts


def test_the_model_is_described_or_drawn_never_both(content):
    described, drawn = model_page(content, drawn=False), model_page(content, drawn=True)
    assert not [part for part in described if isinstance(part, Picture)]
    (picture,) = (part for part in drawn if isinstance(part, Picture))
    assert {domain.title for domain in content.domains} < set(picture.emphasised)
    for domain in content.domains:
        assert {domain.title, domain.quality, domain.summary} <= set(line_texts(described))
        assert domain.title not in line_texts(drawn)
    for source in content.sources:
        assert source in line_texts(described)
        assert source in line_texts(drawn)


def test_the_model_in_three_sentences_and_the_diagram_fill_one_window(content):
    page = model_page(content, drawn=True)
    above = page[: [isinstance(part, Picture) for part in page].index(True) + 1]
    # A window of 80 columns and 24 rows has 78 for text, and one row for the pager.
    assert 23 >= sum(
        len(part.lines)
        if isinstance(part, Picture)
        else max(len(wrap(getattr(part, "text", ""), 78)), 1)
        for part in above
    )
    assert list(content.introduction) == line_texts(above)[1:4]


def test_a_model_without_sources_has_no_heading_for_them(content):
    page = model_page(content._replace(sources=(), about=""), drawn=False)
    assert "Sources" not in line_texts(page)
