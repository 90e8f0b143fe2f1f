"""Long lines are broken between words while they are written, and the text stays what it is."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.document import Document
from prompt_toolkit.layout import BufferControl
from prompt_toolkit.layout.processors import TransformationInput
from prompt_toolkit.utils import get_cwidth

from securebase_cli.ui.console import safe_text
from securebase_cli.ui.wrapping import WordWrapProcessor, break_lines, replace_unsafe

# Letters of no width, of one column and of two; spaces that break a line and one that does not.
lines = st.lists(st.sampled_from([*"aaabc.-    \t\u00a0é支🫶", "e\u0301"]), max_size=80).map(
    "".join
)
widths = st.integers(min_value=2, max_value=24)


def _rows(shown: str, width: int) -> list[int]:
    """Return the row of each character, filled as a terminal fills its rows."""
    rows: list[int] = []
    row = column = 0
    for letter in shown:
        wide = get_cwidth(letter)
        if column + wide > width:
            row, column = row + 1, 0
        rows.append(row)
        column += wide
    return rows


@given(lines, widths)
def test_the_text_without_the_added_spaces_is_unchanged(text, width):
    shown, places = break_lines(text, width, width)
    assert text == "".join(shown[place] for place in places[:-1])
    added = set(range(len(shown))) - set(places)
    assert {" "} >= {shown[place] for place in added}


@given(lines, widths)
def test_each_character_and_the_end_have_a_place_in_order(text, width):
    shown, places = break_lines(text, width, width)
    assert len(text) + 1 == len(places)
    assert len(shown) == places[-1]
    assert all(before < after for before, after in pairwise(places))


@given(lines, widths)
def test_no_word_that_fits_on_a_row_is_cut(text, width):
    shown, places = break_lines(text, width, width)
    rows = _rows(shown, width)
    for word in re.finditer(r"\S+", text):
        if sum(map(get_cwidth, word[0])) <= width:
            assert 1 == len({rows[places[at]] for at in range(*word.span())})


@given(lines, widths)
def test_spaces_are_added_only_to_bring_a_word_to_the_next_row(text, width):
    shown, places = break_lines(text, width, width)
    rows = _rows(shown, width)
    for before, after in pairwise(places[:-1]):
        if after - before > 1:
            assert rows[after] == rows[after - 1] + 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("one two", "one two"),
        ("one two three", "one two   three"),
        ("one seventeen", "one       seventeen"),
        ("0123456789 x", "0123456789 x"),
        ("an extraordinarily", "an extraordinarily"),
        ("支え 支え 支え", "支え 支え 支え"),
        ("支え 支え合い", "支え" + " " * 6 + "支え合い"),
    ],
)
def test_lines_of_ten_columns(text, shown):
    assert shown == break_lines(text, 10, 10)[0]


def test_words_go_to_the_next_row_before_a_row_gets_too_long_to_be_read():
    assert ("one" + " " * 17 + "two", [0, 1, 2, 3, 20, 21, 22, 23]) == break_lines("one two", 5, 20)


def _transformed(text: str, width: int):
    return WordWrapProcessor(3).apply_transformation(
        TransformationInput(
            BufferControl(), Document(text), 0, lambda at: at, [("", text)], width, 10
        )
    )


@given(lines, st.integers(min_value=5, max_value=24))
def test_the_cursor_finds_its_way_there_and_back(text, width):
    found = _transformed(text, width)
    for place in range(len(text) + 1):
        assert place == found.display_to_source(found.source_to_display(place))


def test_a_click_on_an_added_space_leads_to_the_word_that_was_moved():
    found = _transformed("one two three", 13)
    assert [("", "one two   three")] == found.fragments
    assert [8, 8, 8] == [found.display_to_source(place) for place in (8, 9, 10)]
    assert 13 == found.display_to_source(99)


@pytest.mark.parametrize(("text", "width"), [("word " * 1000, 20), ("one two", 3), ("one two", 2)])
def test_a_line_too_long_for_care_and_a_terminal_too_narrow_are_left_as_they_are(text, width):
    assert [("", text)] == _transformed(text, width).fragments


@given(st.text())
def test_what_is_written_is_shown_harmlessly_each_character_in_its_place(text):
    shown = replace_unsafe(text)
    assert len(text) == len(shown)
    assert shown == safe_text(shown)
    assert all(
        letter == other
        for letter, other in zip(text, shown, strict=True)
        if letter == safe_text(letter)
    )


def test_ordinary_writing_is_shown_as_it_is():
    assert "Grüße, 支え 🫶" == replace_unsafe("Grüße, 支え 🫶")
