"""What is left out of a document for others, and that the document says so."""

from functools import partial

import pytest

from securebase_cli.documents import redaction
from securebase_cli.documents.redaction import Omissions, RedactedEntries
from securebase_cli.model import Answer
from support.builders import ANSWER, EntriesInMemory, a_stored_entry

OTHER = Answer("praise", "Do you praise?", "Often.")


def test_entries_and_outlines_are_as_the_changes_leave_them():
    entries = EntriesInMemory(a_stored_entry(answers=(ANSWER, OTHER), skipped=("induction",)))
    remove = partial(redaction.remove_questions, question_ids=frozenset({"praise", "induction"}))
    redacted = RedactedEntries(entries, remove)
    ((_, entry),) = redacted.entries()
    assert ((ANSWER,), ()) == (entry.answers, entry.skipped)
    (stored,) = redacted.outlines()
    assert entry.outline == stored.outline


def test_without_answers_it_is_still_known_which_questions_were_answered():
    ((_, entry),) = RedactedEntries(
        EntriesInMemory(a_stored_entry()), redaction.remove_answers
    ).entries()
    assert [(ANSWER.question, ANSWER.question_text, "")] == list(entry.answers)


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({}, []),
        ({"answers": True}, ["The answers are left out."]),
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


def test_the_document_says_that_replaced_names_are_not_anonymous():
    (said,) = Omissions(names=True).sentences()
    assert said.startswith("Pseudonymised, not anonymous")
