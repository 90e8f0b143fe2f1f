"""The values that everything else speaks of."""

import pytest

from securebase_cli.model import Action, Question, Scaling, display_title
from support.builders import ANSWER, a_draft, an_entry


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Do you provide careful induction?", True),
        ("Have you asked your team directly?", True),
        ("are they?", True),
        ("Can you think of any examples?", True),
        ("How do you manage change?", False),
        ("What impact do you have?", False),
        ("Doing well?", False),
        ("Island life?", False),
    ],
)
def test_a_closed_question_can_be_answered_with_yes_or_no(text, closed):
    assert closed is Question("q", "d", text).is_closed


def test_an_entry_counts_what_was_asked_and_what_is_open():
    entry = an_entry(
        answers=(ANSWER,),
        skipped=("praise", "induction"),
        actions=(Action("a"), Action("b", "tried"), Action("c"), Action("d", "dropped")),
    )
    assert 3 == entry.outline.question_count
    assert ((1, Action("a")), (3, Action("c"))) == entry.outline.open_actions


def test_a_draft_names_its_domains_in_order():
    assert ("availability", "acceptance") == a_draft().domains


def test_a_draft_is_empty_until_something_was_written():
    assert a_draft().is_empty
    assert a_draft(step_index=2, skipped=("praise",)).is_empty
    assert not a_draft(answers=(ANSWER,)).is_empty
    assert not a_draft(action=Action("Ask Sam")).is_empty
    assert not a_draft(scalings=(("availability", Scaling(7)),)).is_empty


def test_no_value_can_be_changed():
    with pytest.raises(AttributeError):
        an_entry().id = "other"


UNTITLED = an_entry(title="")


@pytest.mark.parametrize("of", [lambda entry: entry, lambda entry: entry.outline])
def test_the_title_shown_is_the_entrys_own_or_that_of_a_new_one(of):
    titles = {"availability": "Availability"}.__getitem__
    assert "Mine" == display_title(of(an_entry(title="Mine")), {}.__getitem__)
    assert "Mine, team session" == display_title(
        of(an_entry(title="Mine", kind="team-session")), {}.__getitem__
    )
    assert "Availability, 23 November 2026" == display_title(of(UNTITLED), titles)
    assert "Availability, 23 November 2026, team session" == display_title(
        of(UNTITLED._replace(kind="team-session")), titles
    )
