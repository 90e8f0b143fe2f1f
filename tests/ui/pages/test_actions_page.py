"""Actions are shown with their due date and the entry they come from."""

from datetime import date

import pytest

from securebase_cli.model import Action
from securebase_cli.review.actions import ActionRef
from securebase_cli.ui.page import Line
from securebase_cli.ui.pages.actions_page import (
    action_question_page,
    closed_actions_page,
    format_due,
    marked_action_page,
    open_actions_page,
)
from support.builders import an_entry, an_entry_name

TODAY = date(2026, 11, 24)


def _lines(page) -> list[tuple[str, str]]:
    return [(part.label, part.text) for part in page if isinstance(part, Line)]


def _ref(action: Action) -> ActionRef:
    return ActionRef(an_entry_name("2026-11-23"), 2, action, an_entry(title="").outline)


def test_each_action_has_text_handle_and_entry_and_commands_follow():
    page = open_actions_page(
        [_ref(Action("Ask", due=TODAY, note="Not yet"))], str.capitalize, TODAY
    )
    assert [
        ("Section", "Open to try"),
        ("To try", "Ask"),
        ("Action", "k3f7.2 · look again today"),
        ("From", "Availability, 23 November 2026"),
        ("Note", "Not yet"),
        ("", "Say what became of one:"),
        ("Command", "securebase actions tried k3f7.2"),
        ("Command", "securebase actions dropped k3f7.2"),
        ("Command", "securebase actions later k3f7.2 2w"),
    ] == _lines(page)


def test_what_was_tried_is_shown_with_its_day_and_what_happened():
    tried = Action("Ask", "tried", closed=TODAY, note="They were glad")
    page = closed_actions_page([_ref(tried), _ref(Action("Wait", "dropped"))], str.capitalize)
    assert [
        ("Section", "Tried or dropped"),
        ("To try", "Ask"),
        ("Action", "k3f7.2 · tried on 24 November 2026"),
        ("From", "Availability, 23 November 2026"),
        ("Note", "They were glad"),
        ("To try", "Wait"),
        ("Action", "k3f7.2 · dropped"),
        ("From", "Availability, 23 November 2026"),
    ] == _lines(page)
    assert () == closed_actions_page([], str.capitalize)


def test_actions_are_shown_in_the_given_order():
    refs = [_ref(Action("second")), _ref(Action("first"))]
    page = open_actions_page(refs, str.capitalize, TODAY)
    assert ["second", "first"] == [text for label, text in _lines(page) if label == "To try"]


def test_an_action_is_shown_with_its_note_before_the_question():
    ref = _ref(Action("Ask", due=TODAY, note="Not yet"))
    agreed = [("To try", "Ask · agreed 23 November."), ("Note", "Not yet")]
    assert agreed == _lines(action_question_page(ref, TODAY))
    (first, _) = _lines(action_question_page(ref, TODAY.replace(year=2027)))
    assert ("To try", "Ask · agreed 23 November 2026.") == first


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 12, 1), "look again on 1 December 2026"),
        (TODAY, "look again today"),
        (date(2026, 11, 23), "was due on 23 November 2026"),
        (None, "no date"),
    ],
)
def test_the_due_date_is_shown_in_words(due, words):
    assert words == format_due(due, TODAY)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action("Ask", "tried", due=TODAY, closed=TODAY), ["Tried: Ask", "k3f7.2"]),
        (Action("Ask", "tried", note="Glad"), ["Tried: Ask", "k3f7.2", "Glad"]),
        (Action("Ask", "dropped"), ["Dropped: Ask", "k3f7.2"]),
        (Action("Ask"), ["Open: Ask", "k3f7.2"]),
        (
            Action("Ask", due=date(2026, 11, 23), note="No time"),
            ["Open: Ask", "k3f7.2", "No time", "Was due on Monday 23 November."],
        ),
        (
            Action("Ask", due=date(2026, 12, 1)),
            ["Open: Ask", "k3f7.2", "Look again on Tuesday 1 December."],
        ),
        (Action("a" * 60, "tried"), [f"Tried: {'a' * 60}", "k3f7.2"]),
        (Action("a" * 61, "tried"), [f"Tried: {'a' * 60}…", "k3f7.2"]),
    ],
)
def test_a_marked_action_is_shown_with_its_shortened_text(action, words):
    assert words == [text for _, text in _lines(marked_action_page(_ref(action), TODAY))]
