"""What is left out of a document for others, and that the document says so."""

from functools import partial

import pytest

from securebase_cli.documents import redaction
from securebase_cli.documents.redaction import RedactedEntries
from securebase_cli.model import Answer
from support.builders import ANSWER, EntriesInMemory, a_stored_entry

OTHER = Answer("praise", "Do you praise?", "Often.")


def test_entries_and_outlines_are_as_the_changes_leave_them():
    entries = EntriesInMemory(a_stored_entry(answers=(ANSWER, OTHER), skipped=("induction",)))
    remove = partial(redaction.remove_questions, question_ids=frozenset({"praise", "induction"}))
    shared = RedactedEntries(entries, remove)
    ((_, entry),) = shared.entries()
    assert ((ANSWER,), ()) == (entry.answers, entry.skipped)
    (outlined,) = shared.outlines()
    assert entry.outline == outlined.outline


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
        ({"only": 1}, ["Made from 1 chosen entry."]),
        ({"only": 3}, ["Made from 3 chosen entries."]),
        ({"entries": 1, "questions": 2}, ["Left out by choice: 1 entry and 2 questions."]),
        ({"questions": 1}, ["Left out by choice: 1 question."]),
    ],
)
def test_a_document_says_what_it_leaves_out(left_out, said):
    nothing = {"answers": False, "entries": 0, "only": 0, "questions": 0, "names": False}
    assert said == redaction.describe_omissions(**nothing | left_out)


def test_the_document_says_that_replaced_names_are_not_anonymous():
    (said,) = redaction.describe_omissions(
        answers=False, entries=0, only=0, questions=0, names=True
    )
    assert said.startswith("Pseudonymised, not anonymous")
