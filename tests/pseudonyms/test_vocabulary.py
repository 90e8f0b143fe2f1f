"""What a capitalised word can be is told from the word alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.pseudonyms import word_lists
from securebase_cli.pseudonyms.vocabulary import class_of, without_contraction


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("unknown", "Priya Siân Ní O'Neill Zoë Łukasz Ahmed Emily James JB Aisling Robin2 PRIYA"),
        ("ordinary", "Because Visits Visited Planned Carried Busily Doesn't Kindness Ofsted Welsh"),
        ("ordinary", "ICPC Cafcass IROs DfE A4 KS2 SELF-CARE"),
        ("given", "Will Mark Hope Joy"),
        ("family", "Young Long Cook"),
        ("derived", "Triangulating Heartshaking Reconnection Educator"),
        ("month", "May June Sept"),
        ("weekday", "Monday Tues Fridays"),
        ("title", "Mrs Dr Nana PC"),
        ("initial", "R I Ó"),
        ("abbreviation", "XQZ"),
    ],
)
def test_the_class_of_a_word_is_known(expected, words):
    classes = {part: class_of(part) for word in words.split() for part in word.split("-")}
    assert dict.fromkeys(classes, expected) == classes


@pytest.mark.parametrize("ending", ["", "'s", "’s", "'d", "’ll", "'ve"])
def test_a_contraction_is_no_part_of_a_word(ending):
    assert "O’Neill" == without_contraction(f"O’Neill{ending}")


def test_no_listed_ordinary_word_is_unknown():
    words = [word.capitalize() for word in word_lists.ORDINARY_WORDS.split()]
    assert [] == [word for word in words if class_of(word) in {"unknown", "derived"}]


@given(st.text(min_size=1))
def test_any_text_has_a_class(word):
    assert class_of(word)
