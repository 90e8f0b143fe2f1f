"""Columns of tables in Word: as wide as their longest word and date, if there is room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.documents.formats.docx_tables import column_widths

WIDTH = 9_400
# In twentieths of a point: more than the widest letter of the type, and the average one.
AVERAGE = 100


def test_a_date_and_a_word_have_room_on_one_line():
    long_text = "What I have seen and heard in the team. " * 5
    date, word, text = column_widths(
        [["Last", "23 November 2026"], ["Domain", "Co-operation"], ["What", long_text]], WIDTH
    )
    assert date >= len("23 November 2026") * AVERAGE
    assert word >= len("Co-operation") * AVERAGE
    assert text > date > word


def test_text_that_fits_stays_on_one_line():
    texts = ["I can work with others", "8 of 10", "2 (3 May 2025)"]
    widths = column_widths([["", text] for text in texts], WIDTH)
    for text, width in zip(texts, widths, strict=True):
        assert width >= len(text) * AVERAGE


@pytest.mark.parametrize("count", [1, 20, 63])
def test_many_columns_share_the_page(count):
    widths = column_widths([["x" * 300, "y"]] * count, WIDTH)
    assert WIDTH - count <= sum(widths) <= WIDTH
    assert min(widths) > 0


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), min_size=1, max_size=12))
def test_columns_are_never_wider_than_the_page(columns):
    widths = column_widths(columns, WIDTH)
    assert 0 < min(widths)
    assert sum(widths) <= WIDTH
