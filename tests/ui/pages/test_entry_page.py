"""One entry, as it is shown for reading."""

from datetime import date

import pytest

from securebase_cli.model import Action
from securebase_cli.ui.pages.entries_page import entries_page
from securebase_cli.ui.pages.entry_page import entry_page
from support.builders import ANSWER, MOMENT, TITLES, a_stored_entry
from support.pages import line_labels, line_texts


@pytest.mark.parametrize("title", ["Availability, 23 November 2026, team session", "Away day"])
def test_a_team_session_is_named_so_in_the_list_and_on_its_page(title):
    stored = a_stored_entry(kind="team-session", title=title, actions=(Action("Ask"),))
    (table,) = entries_page([stored.entry.outline], TITLES.__getitem__)
    assert "Availability, team session" == table.rows[0][2]
    texts = line_texts(entry_page(stored, {}, str, MOMENT.date()))
    assert f"{title.removesuffix(', team session')}, team session" == texts[0]
    assert "What we will try" in texts


def test_an_entry_shows_its_questions_as_asked_and_its_answers_indented():
    page = entry_page(a_stored_entry(tags=("rota",)), {}, str, MOMENT.date())
    assert [
        "Availability, 23 November 2026",
        "k3f7 · 14:30, 23 November 2026 · #rota",
        ANSWER.question_text,
        ANSWER.text,
    ] == line_texts(page)
    assert ["Title", "Entry", "Question", "Answer"] == line_labels(page)


def test_the_takeaway_stands_under_its_heading():
    page = entry_page(a_stored_entry(takeaway="Ask first."), {}, str, MOMENT.date())
    assert ["What I take from this", "Ask first."] == line_texts(page)[-2:]


def test_skipped_questions_are_shown_with_their_texts_if_known():
    page = entry_page(
        a_stored_entry(skipped=("praise", "gone")), {"praise": "Do you praise?"}, str, MOMENT.date()
    )
    assert ["Skipped", "Do you praise?\ngone"] == line_texts(page)[-2:]


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (Action("Ask"), "☐ Ask"),
        (Action("Ask", due=date(2026, 12, 1)), "☐ Ask · look again on 1 December 2026"),
        (Action("Ask", due=date(2026, 11, 22)), "☐ Ask · was due on 22 November 2026"),
        (
            Action("Ask", state="tried", due=date(2026, 12, 1), closed=date(2026, 11, 30)),
            "☑ Ask · tried on 30 November 2026",
        ),
        (Action("Ask", state="dropped"), "☒ Ask · dropped"),
        (Action("Ask", note="It helped."), "☐ Ask · It helped."),
    ],
)
def test_an_action_is_shown_with_its_outcome(action, shown):
    assert ["What I will try", shown] == line_texts(
        entry_page(a_stored_entry(actions=(action,)), {}, str, MOMENT.date())
    )[-2:]
