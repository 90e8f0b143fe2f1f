"""The pages that the reading commands show."""

from datetime import date
from pathlib import Path

import pytest

from securebase_cli.model import Action
from securebase_cli.ui.page import Line, Pairs, Picture, Table
from securebase_cli.ui.pages import show
from support.builders import ANSWER, an_entry, stored


def _texts(page):
    return [part.text for part in page if isinstance(part, Line)]


def _labels(page):
    return [part.label for part in page if isinstance(part, Line)]


# Many entries.


def test_entries_are_rows_that_say_how_much_is_in_each():
    one = stored(
        answers=(ANSWER, ANSWER), skipped=("praise",), tags=("away-day", "rota"),
        actions=(Action("a"), Action("b", state="tried"), Action("c")),
    )  # fmt: skip
    (table,) = show.entries([one.entry.outline, an_entry(id="bbbb").outline])
    assert isinstance(table, Table)
    assert [
        ("2026-11-23", "k3f7", "availability", "2 of 3", "2", "#away-day #rota"),
        ("2026-11-23", "bbbb", "availability", "1 of 1", "", ""),
    ] == list(table.rows)
    assert table.yields in table.headings


def test_the_domain_is_called_what_commands_call_it_whatever_the_title():
    (table,) = show.entries([an_entry(title="My worst day, ever").outline])
    assert "availability" == table.rows[0][2]


@pytest.mark.parametrize("title", ["Availability, 23 November 2026, team session", "Away day"])
def test_a_team_session_is_one_in_its_row_and_on_its_page(title):
    one = stored(kind="team-session", title=title, actions=(Action("Ask"),))
    (table,) = show.entries([one.entry.outline])
    assert "availability, team session" == table.rows[0][2]
    texts = _texts(show.entry(one, {}))
    assert f"{title.removesuffix(', team session')}, team session" == texts[0]
    assert "What we will try" in texts


# One entry.


def test_an_entry_has_its_questions_as_they_were_asked_and_its_answers_set_in():
    page = show.entry(stored(tags=("rota",)), {})
    assert [
        "Availability, 23 November 2026",
        "k3f7 · 14:30, 23 November 2026 · #rota",
        ANSWER.asked,
        ANSWER.text,
    ] == _texts(page)
    assert ["Title", "Entry", "Question", "Answer"] == _labels(page)


def test_skipped_questions_are_shown_in_words_where_those_are_known():
    page = show.entry(stored(skipped=("praise", "gone")), {"praise": "Do you praise?"})
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
    assert ["What I will try", shown] == _texts(show.entry(stored(actions=(action,)), {}))[-2:]


# The model and the questions.


def test_a_follow_up_is_set_in_below_what_it_follows(content):
    lines = [part for part in show.questions(content.domains[:1]) if isinstance(part, Line)]
    depths = {line.text: line.indent for line in lines}
    assert depths[content.question("asked-directly").text] > depths[ANSWER.asked] > 0
    assert depths["asked-directly · follows call-on-support · self"] > 0


def test_every_question_has_its_id_and_its_themes(content):
    texts = _texts(show.questions(content.domains))
    for question in content.questions:
        assert question.text in texts
        assert any(text.startswith(f"{question.id} ·") for text in texts)


def test_the_model_is_told_or_drawn_never_both(content):
    told, drawn = show.model(content, drawn=False), show.model(content, drawn=True)
    assert not [part for part in told if isinstance(part, Picture)]
    (picture,) = (part for part in drawn if isinstance(part, Picture))
    assert {domain.title for domain in content.domains} < set(picture.strong)
    for domain in content.domains:
        assert {domain.title, domain.quality, domain.summary} <= set(_texts(told))
        assert domain.title not in _texts(drawn)
    for source in content.sources:
        assert source in _texts(told)
        assert source in _texts(drawn)


def test_a_model_without_sources_has_no_heading_for_them(content):
    from dataclasses import replace

    page = show.model(replace(content, sources=(), about=""), drawn=False)
    assert "Sources" not in _texts(page)


def test_places_stand_below_each_other():
    page = show.paths({"journal": Path("/j"), "config": None})
    assert (Pairs((("journal", str(Path("/j"))), ("config", "none"))),) == page
