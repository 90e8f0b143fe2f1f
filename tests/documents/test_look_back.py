"""Looking back at a period in one's own sentences."""

from datetime import date, timedelta
from typing import Any

from securebase_cli.documents import look_back
from securebase_cli.documents.blocks import (
    Caption,
    DatedQuote,
    Heading,
    LabelledText,
    Paragraph,
    SideBySide,
    Tasks,
)
from securebase_cli.model import Action, Answer
from support.builders import MOMENT, a_stored_entry
from support.documents import below, blocks_of, headings_of
from support.example_entries import EARLIER, LATER, PRAISE, WITH_TEAM


def _document(source):
    return list(look_back.build(source))


def _with(stored, **changes: Any):
    return stored._replace(entry=stored.entry._replace(**changes))


def test_it_has_what_was_taken_tried_answered_anew_and_said_by_the_team(document_source):
    taken = _with(LATER, takeaway="Ask first.", title="My day")
    document = _document(document_source(EARLIER, taken, WITH_TEAM))
    assert (
        "27 January 2026 to 23 November 2026 · 3 entries, of them 1 team session"
        == document[0].lines[0]
    )
    assert [
        "What I take from this",
        "What was tried, and what came of it",
        "Then and now",
        "Mine beside the team’s",
    ] == headings_of(document)
    quote = DatedQuote("Ask first.", "Acceptance, 23 November 2026")
    assert [quote] == below(document, "What I take from this")
    (tasks,) = blocks_of(Tasks, document)
    assert ["Say it aloud"] == [task.action.text for task in tasks.tasks]
    assert [
        Heading(PRAISE, 3),
        SideBySide(
            LabelledText("Mine, 23 November 2026", "Every week."),
            LabelledText("The team’s, 23 November 2026", "The team says: sometimes."),
        ),
    ] == below(document, "Mine beside the team’s")


def test_of_the_answers_that_changed_there_is_the_one_with_most_time_between(document_source):
    soon = [
        a_stored_entry(
            id=f"aaa{days}",
            moment=MOMENT - timedelta(days=days),
            answers=(Answer("call-on-support", "Do they?", f"{days} days ago"),),
        )
        for days in (9, 2)
    ]
    document = _document(document_source(EARLIER, *soon, LATER))
    changes = below(document, "Then and now")
    assert [Heading("Acceptance", 3), Heading(PRAISE, 4)] == changes[:2]
    assert "One of 2 answers that changed: the one with most time between." == changes[-1].text


def test_what_does_not_fit_on_a_page_is_counted(document_source):
    entries = [
        _with(LATER, moment=MOMENT + timedelta(days=day), takeaway=f"Number {day}.")
        for day in range(10)
    ]
    below_heading = below(_document(document_source(*entries)), "What I take from this")
    quotes = [block.text for block in below_heading if isinstance(block, DatedQuote)]
    assert [f"Number {day}." for day in range(6, 10)] == quotes
    assert "The latest 4 of 10." == below_heading[-1].text


def test_what_was_tried_stands_in_the_order_of_its_days(document_source):
    earlier, later = (Action(f"On {day}", "tried", closed=date(2026, 11, day)) for day in (3, 20))
    document = _document(document_source(_with(LATER, actions=(later, Action("Open"), earlier))))
    (tasks,) = blocks_of(Tasks, document)
    assert ["On 3", "On 20"] == [task.action.text for task in tasks.tasks]


def test_where_there_is_nothing_to_look_back_at_that_is_said(document_source):
    nothing = Paragraph("There is nothing to show from these entries.")
    assert nothing == _document(document_source(LATER))[-1]
    assert "No entries." == _document(document_source())[0].lines[0]
    assert [] == blocks_of(Caption, _document(document_source(LATER)))
