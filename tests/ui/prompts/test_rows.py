"""A text is divided into rows between words, and divided anew where it changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.graphemes import text_width
from securebase_cli.ui.prompts.rows import Rows

# Letters of no width, one column and two; spaces that end a row and one that does not; line ends.
texts = st.lists(st.sampled_from([*"aaabc.-    \t\n\u00a0é支🫶", "e\u0301"]), max_size=120).map(
    "".join
)
widths = st.integers(min_value=4, max_value=24)


def _texts_of(rows: Rows) -> list[str]:
    return [rows[row] for row in range(len(rows))]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [""]),
        ("two words", ["two words"]),
        ("two words more", ["two words ", "more"]),
        ("longerthanthis", ["longerthan", "this"]),
        ("a longerthanthis", ["a ", "longerthan", "this"]),
        ("one\n\ntwo\n", ["one", "", "two", ""]),
        ("exactly ten", ["exactly ", "ten"]),
        ("ten       ", ["ten       "]),
        ("ten         more", ["ten         ", "more"]),
        ("支え合う人々と話す", ["支え合う人", "々と話す"]),
    ],
)
def test_rows_end_between_words_if_they_can(text, rows):
    assert rows == _texts_of(Rows(text, 10))


@given(texts, widths)
def test_the_rows_hold_the_whole_text(text, width):
    rows = Rows(text, width)
    ends = [*rows.starts[1:], len(text)]
    assert text == "".join(text[start:end] for start, end in zip(rows.starts, ends, strict=True))


@given(texts, widths)
def test_no_row_is_wider_than_the_field_but_for_spaces_at_its_end(text, width):
    assert all(text_width(row.rstrip(" \t")) <= width for row in _texts_of(Rows(text, width)))


@given(texts, widths)
def test_no_word_that_fits_on_a_row_is_divided(text, width):
    rows = Rows(text, width)
    for word in re.finditer(r"[^ \t\n]+", text):
        if text_width(word[0]) <= width:
            assert rows.row_at(word.start()) == rows.row_at(word.end() - 1)


@given(texts, widths, st.data())
def test_after_a_change_the_rows_are_those_of_the_new_text(text, width, data):
    rows = Rows(text, width)
    for _ in range(3):
        start = data.draw(st.integers(0, len(rows.text)))
        end = data.draw(st.integers(start, min(start + 12, len(rows.text))))
        inserted = data.draw(texts.map(lambda text: text[:12]))
        expected = rows.text[:start] + inserted + rows.text[end:]
        rows.replace(start, end, inserted)
        assert (expected, Rows(expected, width).starts) == (rows.text, rows.starts)


@given(texts, widths, st.data())
def test_a_position_is_found_again_by_its_row_and_column(text, width, data):
    rows = Rows(text, width)
    row = data.draw(st.integers(0, len(rows) - 1))
    position = rows.position_at(row, data.draw(st.integers(0, width)))
    assert row == rows.row_at(position)
    assert rows.starts[row] <= position <= rows.last_position(row)
