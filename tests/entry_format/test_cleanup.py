"""What becomes of a text before it is kept, and what the person is told about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.cleanup import (
    CleanText,
    clean,
    removal_warning,
    strip_blank_lines,
    to_one_line,
)
from support.corpus import CORPUS, FRAGMENTS

any_text = st.lists(st.sampled_from(FRAGMENTS) | st.text(st.characters()), max_size=9).map("".join)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\n \t\n\u00a0\n  a  \nb\n\n", "  a  \nb"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("\ta\t", "\ta\t"),
        (
            "שלום \u202e 👩‍👩‍👧 e\u0301 \u200b\u2028\u00a0.",
            "שלום \u202e 👩‍👩‍👧 e\u0301 \u200b\u2028\u00a0.",
        ),
        ("", ""),
        (" \n\t\n", ""),
    ],
)
def test_line_ends_become_lf_and_outer_blank_lines_go(text, cleaned):
    assert CleanText(cleaned, 0) == clean(text)


@pytest.mark.parametrize(
    "control",
    list("\x00\x08\x0b\x0c\x0e\x1b\x1f\x7f\x80\x85\x9f\ud800\udfff"),
)
def test_a_control_character_is_removed_and_counted(control):
    assert CleanText("ab", 1) == clean(f"a{control}b")


def test_blank_lines_that_held_only_controls_go_too():
    assert CleanText("a", 2) == clean("\x00\na\n\x1b\n")


def test_the_person_is_told_how_many_characters_were_removed():
    assert "" == clean("a").warning
    assert "1 control character was removed; a text can’t hold them." == clean("\x00a").warning
    assert (
        "2 control characters were removed; a text can’t hold them." == clean("\x00a\x1b").warning
    )
    assert "3 control characters were removed; a text can’t hold them." == removal_warning(3)


@given(any_text)
def test_what_was_cleaned_is_clean(text):
    once = clean(text).text
    assert CleanText(once, 0) == clean(once)
    assert once == strip_blank_lines(once)


def test_what_was_cleaned_can_be_written_and_read_as_utf_8():
    for name, text in CORPUS.items():
        cleaned = clean(text).text
        assert cleaned == cleaned.encode().decode(), name
        assert cleaned, name


def test_trimming_takes_blank_lines_and_nothing_else():
    assert "  a\n\n b  " == strip_blank_lines("\n\n  a\n\n b  \n \n")
    assert "" == strip_blank_lines("\n\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a \n\n b\tc ", "a b c"),
        ("a\u2028b\u00a0c", "a b c"),
        ("\x1b[31ma\r\n", "[31ma"),
        ("\n", ""),
    ],
)
def test_a_line_is_folded_to_single_spaces(text, line):
    assert line == to_one_line(text)
