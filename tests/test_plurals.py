"""Numbers come with the right form of their noun."""

import pytest

from securebase_cli.plurals import count_of


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")]
)
def test_a_plural_can_be_given(number, expected):
    assert expected == count_of(number, "entry", "entries")


@pytest.mark.parametrize(("number", "expected"), [(1, "1 answer"), (12, "12 answers")])
def test_without_one_the_plural_ends_in_s(number, expected):
    assert expected == count_of(number, "answer")
