"""One entry, as it is shown for reading."""

from datetime import date

import pytest

from securebase_cli.model import Action
from securebase_cli.ui.page import Line
from securebase_cli.ui.pages.entries_page import entries_page
from securebase_cli.ui.pages.entry_page import entry_page
from support.builders import ANSWER, a_stored_entry


def _texts(page):
    return [part.text for part in page if isinstance(part, Line)]


def _labels(page):
    return [part.label for part in page if isinstance(part, Line)]


@pytest.mark.parametrize("title", ["Availability, 23 November 2026, team session", "Away day"])
def test_a_team_session_is_one_in_its_row_and_on_its_page(title):
    one = a_stored_entry(kind="team-session", title=title, actions=(Action("Ask"),))
    (table,) = entries_page([one.entry.outline])
    assert "availability, team session" == table.rows[0][2]
    texts = _texts(entry_page(one, {}, str))
    assert f"{title.removesuffix(', team session')}, team session" == texts[0]
    assert "What we will try" in texts


def test_an_entry_has_its_questions_as_they_were_asked_and_its_answers_set_in():
    page = entry_page(a_stored_entry(tags=("rota",)), {}, str)
    assert [
        "Availability, 23 November 2026",
        "k3f7 · 14:30, 23 November 2026 · #rota",
        ANSWER.asked,
        ANSWER.text,
    ] == _texts(page)
    assert ["Title", "Entry", "Question", "Answer"] == _labels(page)


def test_skipped_questions_are_shown_in_words_where_those_are_known():
    page = entry_page(a_stored_entry(skipped=("praise", "gone")), {"praise": "Do you praise?"}, str)
    assert ["Skipped", "Do you praise?\ngone"] == _texts(page)[-2:]


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (Action("Ask"), "☐ Ask"),
        (Action("Ask", due=date(2026, 12, 1)), "☐ Ask · look again on 1 December 2026"),
        (
            Action("Ask", state="tried", due=date(2026, 12, 1), closed=date(2026, 11, 30)),
            "☑ Ask · tried on 30 November 2026",
        ),
        (Action("Ask", state="dropped"), "☒ Ask · dropped"),
        (Action("Ask", note="It helped."), "☐ Ask · It helped."),
    ],
)
def test_an_action_says_what_became_of_it(action, shown):
    assert ["What I will try", shown] == _texts(
        entry_page(a_stored_entry(actions=(action,)), {}, str)
    )[-2:]
