"""A document says which entries it has, and what was left out of it."""

import pytest

from securebase_cli.documents.notices import Omissions, describe_unreadable


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({}, []),
        ({"parts": {"answers"}}, ["Left out by choice: the answers."]),
        (
            {"parts": {"scale", "notes"}, "excluded_entries": 2},
            ["Left out by choice: notes on what was tried, the scale and 2 entries."],
        ),
        ({"included_entries": 1}, ["Made from 1 chosen entry."]),
        ({"included_entries": 3}, ["Made from 3 chosen entries."]),
        (
            {"excluded_entries": 1, "excluded_questions": 2},
            ["Left out by choice: 1 entry and 2 questions."],
        ),
        ({"excluded_questions": 1}, ["Left out by choice: 1 question."]),
    ],
)
def test_a_document_says_what_it_leaves_out(left_out, said):
    assert said == Omissions(**left_out).sentences()


@pytest.mark.parametrize(
    ("names", "times", "said"),
    [
        (0, 0, "No name has been replaced."),
        (1, 1, "1 name replaced, once. Names that were not listed are still in here: "),
        (2, 5, "2 names replaced, 5 times. Names that were not listed are still in here: "),
    ],
)
def test_a_document_counts_the_replaced_names_and_promises_nothing(names, times, said):
    (sentence,) = Omissions(names=True, replaced_names=names, replacements=times).sentences()
    assert sentence.startswith(said)
    assert "seudonym" not in sentence


def test_a_document_counts_the_files_that_could_not_be_read():
    assert "1 file could not be read as an entry and is missing here." == describe_unreadable(1)
