"""`reflect`: which questions its options select, and options that it refuses."""

from datetime import date

import pytest

from securebase_cli.commands.reflect import reflect
from securebase_cli.dates import short_date
from securebase_cli.errors import InputFileError, UsageError
from support.context import context


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quick": True, "theme": "power"}, "--quick and --lens don’t go together"),
        ({"question_ids": ["praise"], "quick": True}, "-q and --quick don’t go together"),
        ({"team": True, "quick": True}, "--quick and --team don’t go together"),
        ({"team": True, "theme": "power"}, "--lens and --team don’t go together"),
        ({"team": True, "question_ids": ["praise"]}, "-q and --team don’t go together"),
        ({"theme": ""}, "There is no theme “”"),
        ({"answers": ""}, "--answers needs the name of a file"),
        ({"no_input": True}, "--answers FILE"),
        ({"date": "2026-11", "domains": ["av"]}, "is more than one day"),
        ({"date": "0001-01-01", "domains": ["av"]}, "Monday 1 January 1 is too far away"),
    ],
)
def test_options_that_contradict_or_cannot_be_read_are_refused(
    app, typed, monkeypatch, changes, words
):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    with pytest.raises((UsageError, InputFileError)) as refused:
        reflect(context(app), **changes)
    assert words in str(refused.value)
    assert [] == list(app.journal.scan())


@pytest.mark.parametrize("typed_date", ["27/11/2020", "27 nov 2020", "2020-11-27"])
def test_the_date_of_the_entry_is_said_back(app, typed, capsys, typed_date):
    typed("So.\n")
    reflect(context(app), question_ids=["praise"], date=typed_date)
    (stored,) = app.journal.scan()
    assert date(2020, 11, 27) == stored.entry.moment.date()
    assert "The entry gets the date Friday 27 November 2020." in capsys.readouterr().err


def test_an_empty_choice_begins_nothing(app, typed, capsys):
    typed("\n")
    reflect(context(app))
    assert "Nothing started." == capsys.readouterr().err.splitlines()[-1]


def test_quick_asks_the_one_question_unanswered_longest(app, typed, capsys):
    for _ in range(2):
        typed("So.\n.\n")
        reflect(context(app), domains=["co-operation"], quick=True)
    asked = [stored.entry.answers[0].question for stored in app.journal.scan()]
    assert {"problem-solving", "diversity-as-strength"} == set(asked)
    assert "1 of 1" in capsys.readouterr().out


def test_a_team_session_of_one_domain_becomes_an_entry_of_its_kind(app, typed):
    typed("We ring.\n.\nAt night.\n")
    reflect(context(app), domains=["co-op"], team=True)
    (stored,) = app.journal.scan()
    assert "team-session" == stored.entry.kind
    assert [
        "What do we do already?",
        "Where does it wear thin? When, and for whom might it be harder (no names)?",
    ] == [answer.question_text for answer in stored.entry.answers]


def test_the_menu_of_team_sessions_leads_to_what_is_asked_of_a_team(app, typed, capsys):
    for _ in range(2):
        typed("4\nWe talk.\n")
        reflect(context(app), team=True)
    out = capsys.readouterr().out
    assert "4. Co-operation · I can work with others to find a solution · not yet" in out
    today = short_date(app.today)
    assert f"4. Co-operation · I can work with others to find a solution · {today}" in out
    assert ["team-session"] * 2 == [stored.entry.kind for stored in app.journal.scan()]


def test_a_lens_asks_the_questions_of_its_theme(app, typed):
    typed("One.\n.\nTwo.\n")
    reflect(context(app), theme="power")
    (stored,) = app.journal.scan()
    assert ["power-and-vulnerability", "support-despite-power"] == [
        answer.question for answer in stored.entry.answers
    ]


def test_answers_that_are_too_large_are_refused(app, typed, monkeypatch):
    monkeypatch.setattr("securebase_cli.sitting.answers_file.MAX_BYTES", 10)
    typed("praise: a long, long answer")
    with pytest.raises(InputFileError, match="standard input is larger than 512 KiB"):
        reflect(context(app), answers="-")


def test_answers_without_an_answer_save_nothing(app, typed, capsys):
    typed("")
    reflect(context(app), answers="-")
    assert "There is no answer in standard input" in capsys.readouterr().err


def test_control_characters_in_answers_are_removed_with_a_warning(app, typed, capsys):
    typed('praise: "a\\x07b"')
    reflect(context(app), answers="-")
    assert "1 control character was removed" in capsys.readouterr().err
