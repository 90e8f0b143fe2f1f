"""For one's own supervision: what is open, was tried, was taken and moved since a day."""

from datetime import date, timedelta
from typing import Any

import pytest

from securebase_cli.documents import supervision
from securebase_cli.documents.blocks import (
    BulletList,
    Caption,
    DatedQuote,
    Heading,
    LabelledText,
    Paragraph,
    SideBySide,
    Table,
    Tasks,
    WritingLines,
)
from securebase_cli.documents.notices import Omissions
from securebase_cli.model import Action, Answer
from support.builders import MOMENT
from support.documents import below, blocks_of, headings_of
from support.example_entries import EARLIER, LATER, PRAISE, WITH_TEAM

SINCE = date(2026, 11, 1)


def _document(source, **changes: Any):
    return list(supervision.build(source._replace(**{"since": SINCE, **changes})))


def _texts(tasks: Tasks) -> list[str]:
    return [task.action.text for task in tasks.tasks]


def test_there_is_room_for_wishes_what_is_open_tried_and_moved(document_source):
    document = _document(document_source(EARLIER, LATER))
    assert "What has changed since 1 November 2026, as at 23 November 2026" in document[0].lines
    assert [
        "What I want from this session",
        "What I will try",
        "What was tried, and what came of it",
        "What moved",
        "Then and now",
    ] == headings_of(document)
    assert [WritingLines] == list(map(type, below(document, "What I want from this session")))
    assert [["Ask Sam", "Rest"], ["Say it aloud"]] == list(map(_texts, blocks_of(Tasks, document)))


def test_what_is_overdue_stands_apart_and_so_does_what_the_team_tries(document_source):
    overdue = Action("Ask Kim", due=MOMENT.date() - timedelta(days=1))
    due_today = Action("Ask Lee", due=MOMENT.date())
    later = LATER._replace(entry=LATER.entry._replace(actions=(overdue, due_today)))
    team = WITH_TEAM._replace(entry=WITH_TEAM.entry._replace(actions=(Action("Ring first"),)))
    document = _document(document_source(later, team))
    for heading, texts in (
        ("Overdue", ["Ask Kim"]),
        ("What I will try", ["Ask Lee"]),
        ("What we will try", ["Ring first"]),
    ):
        (tasks,) = below(document, heading)
        assert texts == _texts(tasks)


def test_an_overdue_action_of_the_team_is_called_one(document_source):
    action = Action("Ring first", due=MOMENT.date() - timedelta(days=1))
    team = WITH_TEAM._replace(entry=WITH_TEAM.entry._replace(actions=(action,)))
    (tasks,) = below(_document(document_source(team)), "Overdue")
    assert ["was due on 22 November 2026 · team session"] == [
        task.details(tasks.made_on) for task in tasks.tasks
    ]


def test_what_moved_is_the_scale_before_and_since(document_source):
    document = _document(document_source(EARLIER, LATER))
    (grid,) = blocks_of(Table, document)
    scale = ("4 of 10, a general impression", "7 of 10, what they have told me")
    assert (("Acceptance", *scale),) == grid.rows
    words = "Where I put it, 0 to 10 (my estimate). Reflections since then: Acceptance 1."
    assert [Caption(words)] == blocks_of(Caption, document)


def test_team_sessions_are_counted_apart(document_source):
    document = _document(document_source(EARLIER, WITH_TEAM))
    assert [] == blocks_of(Table, document)
    assert [Caption("No reflection since then. 1 team session.")] == blocks_of(Caption, document)


def test_then_and_now_stand_side_by_side_below_their_domain(document_source):
    document = _document(document_source(EARLIER, LATER))
    assert [
        Heading("Acceptance", 3),
        Heading(PRAISE, 4),
        SideBySide(
            LabelledText("27 January 2026", "Rarely."),
            LabelledText("23 November 2026", "Every week."),
        ),
    ] == below(document, "Then and now")


@pytest.mark.parametrize("text", ["Rarely.", " Rarely. ", ""])
def test_an_answer_that_did_not_change_or_was_left_out_is_not_compared(document_source, text):
    later = LATER.entry._replace(answers=(Answer("praise", PRAISE, text),))
    document = _document(document_source(EARLIER, LATER._replace(entry=later)))
    assert "Then and now" not in headings_of(document)


def test_what_was_closed_before_is_not_told_again(document_source):
    document = _document(document_source(EARLIER), since=date(2026, 11, 3))
    assert [] == blocks_of(Tasks, document)
    assert Paragraph("Nothing is open to try.") in document


def test_there_is_what_the_writer_takes_from_the_entries_since(document_source):
    before, since = (
        stored._replace(entry=stored.entry._replace(takeaway=takeaway, title="My day"))
        for stored, takeaway in ((EARLIER, "Before."), (LATER, "Ask first."))
    )
    document = _document(document_source(before, since))
    expected = [DatedQuote("Ask first.", "Acceptance, 23 November 2026")]
    assert expected == below(document, "What I take from this")


def test_questions_without_an_answer_are_listed_only_when_they_are_asked_for(document_source):
    source = document_source(EARLIER)
    assert [] == blocks_of(BulletList, _document(source))
    document = _document(source, with_unanswered=True)
    unanswered = [item for block in blocks_of(BulletList, document) for item in block.items]
    assert 35 == len(unanswered)
    assert PRAISE not in unanswered


def test_the_notices_say_what_was_left_out(document_source):
    omissions = Omissions(parts=frozenset({"scale"}))
    document = _document(document_source(LATER, omissions=omissions))
    assert "Left out by choice: the scale." == document[1].text
