"""Lines are wrapped between words in an input field, and the text does not change."""

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

# Characters of no width, one column and two; spaces that allow a line break and one that does not.
lines = st.lists(st.sampled_from([*"aaabc.-    \t\u00a0é支🫶", "e\u0301"]), max_size=80).map(
    "".join
)
widths = st.integers(min_value=2, max_value=24)


def _rows(displayed: str, width: int) -> list[int]:
    """Return the row of each character, as a terminal fills its rows."""
    rows: list[int] = []
    row = column = 0
    for letter in displayed:
        columns = get_cwidth(letter)
        if column + columns > width:
            row, column = row + 1, 0
        rows.append(row)
        column += columns
    return rows


@given(lines, widths)
def test_the_text_without_the_added_spaces_is_unchanged(text, width):
    displayed, positions = break_lines(text, width, width)
    assert text == "".join(displayed[position] for position in positions[:-1])
    added = set(range(len(displayed))) - set(positions)
    assert {" "} >= {displayed[position] for position in added}


@given(lines, widths)
def test_positions_of_characters_and_of_the_end_are_in_order(text, width):
    displayed, positions = break_lines(text, width, width)
    assert len(text) + 1 == len(positions)
    assert len(displayed) == positions[-1]
    assert all(before < after for before, after in pairwise(positions))


@given(lines, widths)
def test_no_word_that_fits_on_a_row_is_cut(text, width):
    displayed, positions = break_lines(text, width, width)
    rows = _rows(displayed, width)
    for word in re.finditer(r"\S+", text):
        if sum(map(get_cwidth, word[0])) <= width:
            assert 1 == len({rows[positions[at]] for at in range(*word.span())})


@given(lines, widths)
def test_spaces_are_added_only_to_move_a_word_to_the_next_row(text, width):
    displayed, positions = break_lines(text, width, width)
    rows = _rows(displayed, width)
    for before, after in pairwise(positions[:-1]):
        if after - before > 1:
            assert rows[after] == rows[after - 1] + 1


@pytest.mark.parametrize(
    ("text", "displayed"),
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
def test_lines_of_ten_columns(text, displayed):
    assert displayed == break_lines(text, 10, 10)[0]


def test_words_are_moved_at_the_maximum_width_of_a_wider_row():
    assert ("one" + " " * 17 + "two", [0, 1, 2, 3, 20, 21, 22, 23]) == break_lines("one two", 5, 20)


def _transformed(text: str, width: int):
    return WordWrapProcessor(3).apply_transformation(
        TransformationInput(
            BufferControl(), Document(text), 0, lambda at: at, [("", text)], width, 10
        )
    )


@given(lines, st.integers(min_value=5, max_value=24))
def test_positions_map_to_the_display_and_back(text, width):
    transformation = _transformed(text, width)
    for position in range(len(text) + 1):
        assert position == transformation.display_to_source(
            transformation.source_to_display(position)
        )


def test_an_added_space_maps_to_the_word_that_was_moved():
    transformation = _transformed("one two three", 13)
    assert [("", "one two   three")] == transformation.fragments
    assert [8, 8, 8] == [transformation.display_to_source(position) for position in (8, 9, 10)]
    assert 13 == transformation.display_to_source(99)


@pytest.mark.parametrize(("text", "width"), [("word " * 1000, 20), ("one two", 3), ("one two", 2)])
def test_a_very_long_line_or_a_very_narrow_terminal_is_not_wrapped(text, width):
    assert [("", text)] == _transformed(text, width).fragments


@given(st.text())
def test_unsafe_characters_are_replaced_one_by_one(text):
    displayed = replace_unsafe(text)
    assert len(text) == len(displayed)
    assert displayed == safe_text(displayed)
    assert all(
        letter == other
        for letter, other in zip(text, displayed, strict=True)
        if letter == safe_text(letter)
    )


def test_ordinary_text_is_displayed_unchanged():
    assert "Grüße, 支え 🫶" == replace_unsafe("Grüße, 支え 🫶")
