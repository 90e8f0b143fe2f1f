"""The model, told or drawn."""

from dataclasses import replace

from securebase_cli.ui.page import Line, Picture
from securebase_cli.ui.pages.model_page import model_page


def _texts(page):
    return [part.text for part in page if isinstance(part, Line)]


def test_the_model_is_told_or_drawn_never_both(content):
    told, drawn = model_page(content, drawn=False), model_page(content, drawn=True)
    assert not [part for part in told if isinstance(part, Picture)]
    (picture,) = (part for part in drawn if isinstance(part, Picture))
    assert {domain.title for domain in content.domains} < set(picture.emphasised)
    for domain in content.domains:
        assert {domain.title, domain.quality, domain.summary} <= set(_texts(told))
        assert domain.title not in _texts(drawn)
    for source in content.sources:
        assert source in _texts(told)
        assert source in _texts(drawn)


def test_a_model_without_sources_has_no_heading_for_them(content):
    page = model_page(replace(content, sources=(), about=""), drawn=False)
    assert "Sources" not in _texts(page)
