"""Looking back at a period in one's own sentences."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

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
    assert [f"Number {day}." for day in range(7, 10)] == quotes
    assert "The latest 3 of 10." == below_heading[-1].text


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


LONG = " ".join(["We said that nobody waits alone."] * 40)


def test_long_texts_are_shortened_and_the_page_says_so(document_source):
    own = _with(LATER, takeaway=LONG, answers=(Answer("praise", PRAISE, LONG),))
    tried = _with(EARLIER, actions=(Action(LONG, state="tried", note=LONG),))
    document = _document(document_source(tried, own, WITH_TEAM))
    (quote,) = blocks_of(DatedQuote, document)
    (tasks,) = blocks_of(Tasks, document)
    mine = blocks_of(SideBySide, document)[-1].left
    action = tasks.tasks[0].action
    for text in (quote.text, action.text, action.note, mine.text):
        assert text.endswith("…")
        assert LONG.startswith(text[:-1])
        assert len(text) < len(LONG) / 4
    assert Caption(look_back.SHORTENED) == document[-1]


def test_short_texts_stand_whole_and_nothing_is_said(document_source):
    document = _document(document_source(_with(LATER, takeaway="Ask first.")))
    assert Caption(look_back.SHORTENED) not in document


@given(st.text(), st.integers(1, 4), st.integers(1, 100))
def test_a_shortened_text_is_the_beginning_and_fits(text, max_lines, line_length):
    shortened = look_back.shorten(text, max_lines, line_length)
    if shortened != text:
        beginning = shortened.removesuffix("…").removesuffix(" ")
        assert "\n".join(text.splitlines()).startswith(beginning)
        assert len(beginning) <= max_lines * (line_length + 1)
