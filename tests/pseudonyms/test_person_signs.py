"""The words around a capitalised word say whether it means a person."""

import pytest

from securebase_cli.pseudonyms.person_signs import (
    Sign,
    is_done_to_people,
    may_stand_before_initials,
    may_stand_before_person,
    sign_after,
    word_before,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (f"Rose{rest}", Sign.SURE)
            for rest in (
                " told me",
                " never said so",
                "\nthinks so",
                "** cried",
                " is tearful",
                " has been off",
                "’s told me",
            )
        ),
        *(
            (f"Rose{rest}", Sign.POSSIBLE)
            for rest in (
                *("’s turn", "' turn", "'ll come", " has gone", " won't", " isn’t", " helped"),
                *(" works", " to call", ": tired", " – tired", " (new)", " and I", ", Tom too"),
                " and **Tom**",
            )
        ),
        *(
            (f"Rose{rest}", Sign.NONE)
            for rest in ("", ".", " bushes", " and so on", ", mostly", " us", " in May", "-red")
        ),
    ],
)
def test_what_follows_a_word_says_how_surely_it_is_a_person(text, expected):
    if text == "Rose bushes":
        expected = Sign.POSSIBLE  # It could be a verb.
    assert expected == sign_after(text, len("Rose"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I told Rose", "told"),
        ("I told **Rose", "told"),
        ("I told\nRose", "told"),
        ("I told. Rose", ""),
        ("Rose", ""),
    ],
)
def test_the_word_before_is_found_behind_emphasis_and_line_ends(text, word):
    assert word == word_before(text, text.index("Rose"))


def test_verbs_prepositions_and_conjunctions_stand_before_people_each_in_its_way():
    verdicts = {
        word: (
            is_done_to_people(word),
            may_stand_before_person(word),
            may_stand_before_initials(word),
        )
        for word in ("Told", "for", "because", "garden")
    }
    assert {
        "Told": (True, True, True),
        "for": (False, True, True),
        "because": (False, False, True),
        "garden": (False, False, False),
    } == verdicts
