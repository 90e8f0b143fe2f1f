"""Letters as people see them: how they are divided, and the columns they take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.graphemes import (
    grapheme_width,
    graphemes,
    next_letter,
    previous_letter,
    shown_grapheme,
    text_width,
)

FAMILY = "👨‍👩‍👧"
FLAG = "🇬🇧"
texts = st.lists(
    st.sampled_from(
        [*"ab \n\té支\u0301\u200d\ufe0f\u200b", "👩", "👧", "🏽", "🇬", "🇧", "ᄒ", "ᅡ", "ᆫ"]
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", []),
        ("ab", ["a", "b"]),
        ("e\u0301t", ["e\u0301", "t"]),
        (f"a{FAMILY}b", ["a", FAMILY, "b"]),
        (f"{FLAG}{FLAG}", [FLAG, FLAG]),
        ("👍🏽!", ["👍🏽", "!"]),
        ("❤️x", ["❤️", "x"]),
        ("한국", ["한국"[0], "한국"[1]]),
        ("\u1112\u1161\u11ab", ["\u1112\u1161\u11ab"]),
        ("क्षि", ["क्", "षि"]),
        ("\n\u0301", ["\n", "\u0301"]),
    ],
)
def test_a_text_is_divided_into_what_people_see_as_letters(text, letters):
    assert letters == list(graphemes(text))


@pytest.mark.parametrize(
    ("letter", "columns"),
    [
        *(("a", 1), ("’", 1), ("é", 1), ("支", 2), ("\t", 4), (FAMILY, 2), (FLAG, 2), ("❤️", 2)),
        *(("e\u0301", 1), ("\u0301", 1), ("\u200b", 1), ("कि", 2)),
    ],
)
def test_a_letter_takes_as_many_columns_as_a_terminal_gives_it(letter, columns):
    assert columns == grapheme_width(letter)


@given(texts)
def test_the_letters_of_a_text_are_the_text(text):
    letters = list(graphemes(text))
    assert text == "".join(letters)
    assert text_width(text) == sum(map(grapheme_width, letters))


@given(texts)
def test_going_letter_by_letter_stops_at_the_same_places_in_both_directions(text):
    ends = [0]
    for letter in graphemes(text):
        ends.append(ends[-1] + len(letter))
    forwards, backwards = [0], [len(text)]
    while forwards[-1] < len(text):
        forwards.append(next_letter(text, forwards[-1]))
    while backwards[-1] > 0:
        backwards.append(previous_letter(text, backwards[-1]))
    assert ends == forwards == backwards[::-1]


@pytest.mark.parametrize("letter", ["\x1b", "\x9b", "\u202e", "\u200b", "a\u202e"])
def test_what_can_t_be_shown_safely_is_a_replacement_character(letter):
    assert "\ufffd" == shown_grapheme(letter)
