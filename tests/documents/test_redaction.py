"""What is left out of a document for others."""

from functools import partial

import pytest

from securebase_cli.documents import redaction
from securebase_cli.documents.redaction import RedactedEntries, ReviewedEntries
from securebase_cli.errors import EntriesChangedError
from securebase_cli.model import Action, Answer, OtherText, Question, Scaling
from securebase_cli.storage.scan import StoredEntry
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


class GrowingEntries(EntriesInMemory):
    """Entries in memory to which others can be added, as to a journal."""

    def __init__(self, *entries: StoredEntry) -> None:
        self._entries = list(entries)

    def add(self, stored: StoredEntry) -> None:
        self._entries.append(stored)


FIRST = a_stored_entry()
SECOND = a_stored_entry(id="m2aa", domain="acceptance")


def _reviewed() -> tuple[ReviewedEntries, GrowingEntries]:
    """Return two entries that were looked at, and what they are read from."""
    in_journal = GrowingEntries(FIRST, SECOND)
    reviewed = ReviewedEntries(in_journal)
    assert [FIRST, SECOND] == list(reviewed.look_at_all())
    return reviewed, in_journal


def test_entries_that_were_looked_at_come_in_every_pass():
    reviewed, _ = _reviewed()
    assert [FIRST, SECOND] == list(reviewed.entries())
    assert [SECOND] == list(reviewed.entries(domain="acceptance"))
    outlines = [stored.outline for stored in reviewed.outlines()]
    assert [FIRST.entry.outline, SECOND.entry.outline] == outlines


@pytest.mark.parametrize(
    "changed",
    [
        a_stored_entry(id="zzzz"),
        a_stored_entry(title="Another"),
        a_stored_entry(tags=("away-day",)),
        a_stored_entry(answers=(ANSWER._replace(text="All of them do."),)),
        FIRST._replace(path="/journal/2026-11-23-1430-availability-zzzz.md"),
    ],
)
def test_an_entry_that_is_new_or_another_by_now_stops_the_document(changed):
    reviewed, in_journal = _reviewed()
    in_journal.add(changed)
    for later_pass in (reviewed.entries, reviewed.outlines):
        with pytest.raises(EntriesChangedError, match="was saved or changed meanwhile"):
            list(later_pass())
    with pytest.raises(EntriesChangedError):
        list(reviewed.entries(domain="availability"))
    assert [SECOND] == list(reviewed.entries(domain="acceptance"))


def test_without_answers_it_is_still_known_which_questions_were_answered():
    ((_, entry),) = RedactedEntries(
        EntriesInMemory(a_stored_entry()), partial(redaction.remove_parts, parts={"answers"})
    ).entries()
    assert [(ANSWER.question, ANSWER.question_text, "")] == list(entry.answers)


ASKED = Question("asked-directly", "availability", "Have you asked your team directly?")


@pytest.mark.parametrize(
    "changes",
    [
        {"other_text": (OtherText("## Have you asked?", "not-a-marker"),)},
        {"answers": (ANSWER._replace(text=f"Most.\n\n## {ASKED.text}\n\nNot yet."),)},
        {"answers": (ANSWER._replace(text="Most.\n\nHAVE YOU ASKED *your* team directly\n"),)},
        {"takeaway": f"{ASKED.text}\n\nNot yet."},
        {"answers": (ANSWER._replace(text="<!-- question asked-directly -->\nNot yet."),)},
        {"answers": (Answer("asked-direcly", ASKED.text, "Not yet."),)},
        {
            "answers": (
                Answer("asked-directly", "Have you asked them?", "No."),
                ANSWER._replace(text="Have you asked them?\n\nYes."),
            )
        },
    ],
)
def test_text_that_may_answer_a_question_without_its_marker_is_noticed(changes):
    assert redaction.may_answer_elsewhere(a_stored_entry(**changes).entry, [ASKED])


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (ANSWER,),
        (Answer("asked-directly", ASKED.text, f"{ASKED.text} I have."), ANSWER),
        (ANSWER._replace(text="They asked directly, and I answered the question."),),
    ],
)
def test_an_answer_in_its_place_is_no_reason_to_wait(answers):
    assert not redaction.may_answer_elsewhere(a_stored_entry(answers=answers).entry, [ASKED])


WHOLE = a_stored_entry(
    takeaway="Ask.",
    scaling=Scaling(4),
    actions=(Action("Rest", "tried", note="Slept"),),
    other_text=(OtherText("Not yet.", "outside"),),
).entry


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("answers", {"answers": (ANSWER._replace(text=""),), "other_text": ()}),
        ("takeaways", {"takeaway": ""}),
        ("notes", {"actions": (Action("Rest", "tried"),)}),
        ("scale", {"scaling": None}),
    ],
)
def test_of_a_part_that_is_left_out_nothing_stays_and_the_others_do(part, changes):
    assert WHOLE._replace(**changes) == redaction.remove_parts(WHOLE, {part})


def test_a_prompt_of_another_domain_has_the_same_words_and_is_no_answer_elsewhere():
    already = "What do we do already?"
    answers = (Answer("team-session-already-availability", already, "We ring each other."),)
    entry = a_stored_entry(answers=answers).entry
    left_out = Question("team-session-already-acceptance", "acceptance", already)
    assert not redaction.may_answer_elsewhere(entry, [left_out])
    own = left_out._replace(id="team-session-thinner-availability", domain="availability")
    assert redaction.may_answer_elsewhere(entry, [own])
