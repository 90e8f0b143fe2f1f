"""The answers to one question over the years: each with its day, and as it was asked then."""

import json

import pytest

from securebase_cli.app import App
from securebase_cli.commands.compare import compare
from securebase_cli.errors import UnknownNameError
from securebase_cli.model import Answer, Scaling
from support.builders import ANSWER, an_entry
from support.context import context
from support.journals import add_answer

SUPPORT = ANSWER.question_text
PRAISE = "Do you acknowledge or praise staff when things go well?"


pytestmark = pytest.mark.usefixtures("prepared_journal")


@pytest.fixture
def filled(app) -> App:
    """Add three answers, the newest first."""
    add_answer(app.journal, "cccc", "All of them do.", year=2026, tags=("away-day",))
    add_answer(app.journal, "aaaa", "Nobody does.", year=2024)
    add_answer(app.journal, "bbbb", "Some of them do.", year=2025)
    return app


def _shown(app: App, capsys, question="call-on-support") -> str:
    compare(context(app), [question], as_json=False, no_input=False)
    return capsys.readouterr().out


def _json(app: App, capsys, question="call-on-support") -> dict:
    compare(context(app), [question], as_json=True, no_input=False)
    return json.loads(capsys.readouterr().out)


# What is shown.


def test_the_answers_stand_below_their_question_oldest_first(filled, capsys):
    expected = [
        *(SUPPORT, "Availability", ""),
        *("23 November 2024 · aaaa", "  Nobody does.", ""),
        *("23 November 2025 · bbbb", "  Some of them do.", ""),
        *("23 November 2026 · cccc", "  All of them do.", ""),
        "3 answers.",
    ]
    assert expected == _shown(filled, capsys).splitlines()


def test_plain_is_one_label_and_value_a_line(filled, capsys):
    filled.screen.plain = True
    first, *_, last_but_one, last = _shown(filled, capsys).splitlines()
    assert f"Question: {SUPPORT}" == first
    assert ("Answer: All of them do.", "3 answers.") == (last_but_one, last)


def test_where_it_was_asked_otherwise_the_words_of_then_are_shown_once(app, capsys):
    add_answer(app.journal, "aaaa", "Nobody does.", year=2022, asked="Do they call?")
    add_answer(app.journal, "bbbb", "Some do.", year=2023, asked="Do they call?")
    add_answer(app.journal, "cccc", "All do.", year=2024)
    shown = _shown(app, capsys)
    assert 1 == shown.count("  Asked then: Do they call?\n  Nobody does.")
    assert 1 == shown.count(f"  Asked then: {SUPPORT}\n  All do.")
    assert 2 == shown.count("Asked then")


def test_a_question_that_follows_another_has_that_one_above_it(app, capsys):
    asked = "Have you asked your team directly about this?"
    add_answer(app.journal, "aaaa", "Not yet.", question="asked-directly", asked=asked)
    assert _shown(app, capsys, "asked-directly").startswith(f"After: {SUPPORT}\n{asked}\n")


@pytest.mark.parametrize("given", ["call-on-support", " Call-On-Support\n", "CALL-ON-SUPPORT"])
def test_a_question_is_found_in_any_case(filled, capsys, given):
    assert 3 == len(_json(filled, capsys, given)["answers"])


def test_a_question_that_the_content_no_longer_has_is_shown_as_it_was_asked_first(app, capsys):
    add_answer(app.journal, "aaaa", "Tea.", year=2024, question="long-gone", asked="Tea or coffee?")
    add_answer(
        app.journal, "bbbb", "Both.", year=2025, question="long-gone", asked="What to drink?"
    )
    shown = _shown(app, capsys, "Long-Gone")
    assert shown.startswith("Tea or coffee?\nAvailability\n\n23 November 2024 · aaaa\n  Tea.\n")
    assert "  Asked then: What to drink?\n  Both.\n" in shown
    assert "Tea or coffee?" == _json(app, capsys, "long-gone")["text"]


def test_one_answer_is_one(app, capsys):
    add_answer(app.journal, "aaaa", "All of them.")
    assert _shown(app, capsys).endswith("\n\n1 answer.\n")


def test_two_answers_in_one_entry_are_two_and_its_value_counts_once(app, capsys):
    twice = (Answer("praise", PRAISE, "Often."), Answer("praise", PRAISE, "Not always."))
    app.journal.add(an_entry(domain="acceptance", answers=twice, scaling=Scaling(3)))
    shown = _shown(app, capsys, "praise")
    assert shown.index("  Often.") < shown.index("  Not always.")
    assert "2 answers." in shown
    assert "  ▃  3 of 10 on 23 November 2026\n" in shown


def test_what_was_put_on_the_scale_is_said_in_words_and_drawn_small(filled, capsys):
    add_answer(
        filled.journal, "dddd", "All of them.", year=2027, scaling=Scaling(10, "asked-the-team")
    )
    add_answer(filled.journal, "eeee", "Few.", year=2028, scaling=Scaling(0))
    add_answer(filled.journal, "ffff", "Half.", year=2029, scaling=Scaling(5, "impression"))
    shown = _shown(filled, capsys)
    assert (
        "  All of them.\n  Where I put it, 0 to 10 (my estimate): 10 of 10, "
        "what they have told me\n" in shown
    )
    assert "  Few.\n  Where I put it, 0 to 10 (my estimate): 0 of 10\n" in shown
    assert (
        "Beside these answers, “People are there for me”. Where I put it, 0 to 10 (my estimate)\n"
    ) in shown
    then = "0 on 23 November 2028, then 5 of 10 on 23 November 2029, a general impression"
    assert f"  █▁▄  {then}\n" in shown
    assert 3 == shown.count("Where I put it, 0 to 10 (my estimate): ")


def test_without_any_value_there_is_no_scale(filled, capsys):
    assert "How sure" not in _shown(filled, capsys)


def test_as_json_each_answer_has_its_entry_and_what_there_is_of_the_rest(app, capsys):
    add_answer(
        app.journal, "aaaa", "Nö “–”", year=2024, asked="Do they?", scaling=Scaling(7, "observed")
    )
    add_answer(app.journal, "bbbb", "Some.\n\nA few.", year=2025, scaling=Scaling(0))
    add_answer(app.journal, "cccc", "All.")
    compare(context(app), ["call-on-support"], as_json=True, no_input=True)
    out = capsys.readouterr().out
    assert out.isascii()
    found = json.loads(out)
    assert ("call-on-support", SUPPORT) == (found["question"], found["text"])
    first, second, third = found["answers"]
    whole = {"entry": "aaaa", "date": "2024-11-23T14:30:12+00:00", "text": "Do they?"}
    whole |= {"answer": "Nö “–”", "new": False, "kind": "reflection"}
    whole |= {"scaling": {"value": 7, "basis": "observed"}}
    assert whole == first
    assert (SUPPORT, "Some.\n\nA few.") == (second["text"], second["answer"])
    assert {"value": 0, "basis": None} == second["scaling"]
    assert "scaling" not in third


def test_what_the_team_said_is_marked_among_ones_own_answers(app, capsys):
    add_answer(app.journal, "aaaa", "My view.", year=2024)
    add_answer(app.journal, "bbbb", "Theirs.", year=2025, kind="team-session")
    compare(context(app), ["call-on-support"], as_json=False, no_input=True)
    lines = capsys.readouterr().out.splitlines()
    assert "23 November 2024 · aaaa" in lines
    assert "23 November 2025 · bbbb · team session" in lines


# Which of them.


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"since": "2025"}, ["bbbb", "cccc"]),
        ({"until": "2024-12"}, ["aaaa"]),
        ({"tags": ("#Away-Day",)}, ["cccc"]),
        ({"domains": ("avail",)}, ["aaaa", "bbbb", "cccc"]),
        ({"domains": ("acceptance",)}, []),
    ],
)
def test_the_filters_say_of_which_entries(filled, capsys, filters, ids):
    for name, value in filters.items():
        setattr(filled.filter_options, name, value)
    assert ids == [one["entry"] for one in _json(filled, capsys)["answers"]]


@pytest.mark.parametrize(
    ("filtered", "words"),
    [
        (
            False,
            f"You have not answered “{PRAISE}” yet.\nTo begin: securebase reflect -q praise\n",
        ),
        (True, "In this choice no entry answers this question.\n"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_a_question_never_answered_is_no_failure_and_that_is_said(
    filled, capsys, filtered, words, as_json
):
    filled.filter_options.since = "2020" if filtered else None
    compare(context(filled), ["praise"], as_json=as_json, no_input=False)
    said = capsys.readouterr()
    assert words == said.err
    empty = {"question": "praise", "text": PRAISE, "answers": []}
    assert empty == json.loads(said.out) if as_json else said.out == ""


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("call-on-suport", "There is no question “call-on-suport”. Did you mean call-on-support?"),
        ("xyz", "There is no question “xyz”. `securebase questions` lists them all."),
        ("../prase", "There is no question “../prase”. Did you mean praise"),
        ("call--onn", "There is no question “call--onn”. "),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_an_unknown_question_is_refused_with_the_nearest_one(filled, capsys, given, words, as_json):
    with pytest.raises(UnknownNameError) as refused:
        compare(context(filled), [given], as_json=as_json, no_input=False)
    assert str(refused.value).startswith(words)
    assert "" == capsys.readouterr().out
