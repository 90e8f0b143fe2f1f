"""What `reflect` and `resume` were asked for is checked before anyone types."""

import pytest

from securebase_cli.app import App
from securebase_cli.commands import reflect as commands_reflect
from securebase_cli.commands.reflect import Wish, reflect, resume
from securebase_cli.dates import long_date
from securebase_cli.errors import AnswersError, UsageError
from securebase_cli.model import Answer
from support.builders import a_draft

NOTHING = Wish(
    (),
    (),
    quick=False,
    lens=None,
    team=False,
    answers=None,
    date=None,
    tags=(),
    no_input=False,
    last_answers=True,
)


def _wish(**changes: object) -> Wish:
    values = {name: getattr(NOTHING, name) for name in NOTHING.__slots__}
    return Wish(**values | changes)


def _keep(app: App, *ids: str) -> None:
    app.journal.prepare()
    for draft_id in ids:
        answers = (Answer("call-on-support", "Do they?", f"Of {draft_id}."),)
        app.drafts.save(a_draft(id=draft_id, answers=answers, at=1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quick": True, "lens": "power"}, "--quick and --lens don’t go together"),
        ({"questions": ("praise",), "quick": True}, "-q and --quick don’t go together"),
        ({"team": True, "quick": True}, "--quick and --team don’t go together"),
        ({"team": True, "lens": "power"}, "--lens and --team don’t go together"),
        ({"team": True, "questions": ("praise",)}, "-q and --team don’t go together"),
        ({"lens": ""}, "There is no theme “”"),
        ({"answers": ""}, "--answers needs the name of a file"),
        ({"no_input": True}, "--answers FILE"),
        ({"date": "2026-11", "domains": ("av",)}, "is more than one day"),
        ({"date": "0001-01-01", "domains": ("av",)}, "1 January 1 is too far away"),
    ],
)
def test_what_can_t_be_meant_is_refused(app, typed, monkeypatch, changes, words):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    with pytest.raises((UsageError, AnswersError)) as refused:
        reflect(app, _wish(**changes))
    assert words in str(refused.value)
    assert [] == list(app.journal.scan())


def test_nothing_is_begun_when_nothing_is_chosen(app, typed, capsys):
    typed("\n")
    reflect(app, NOTHING)
    assert "Nothing was begun." == capsys.readouterr().err.splitlines()[-1]


def test_quick_asks_the_one_question_unanswered_longest(app, typed, capsys):
    for _ in range(2):
        typed("So.\n.\n")
        reflect(app, _wish(domains=("co-operation",), quick=True))
    asked = [stored.entry.answers[0].question for stored in app.journal.scan()]
    assert {"problem-solving", "diversity-as-strength"} == set(asked)
    assert "Question 1 of 1" in capsys.readouterr().out


def test_a_team_session_of_one_domain_becomes_an_entry_of_its_kind(app, typed):
    typed("We ring.\n.\nAt night.\n")
    reflect(app, _wish(domains=("co-op",), team=True))
    (stored,) = app.journal.scan()
    assert "team-session" == stored.entry.kind
    assert ["What do we do already?", "Where is it thinner, and for whom?"] == [
        answer.asked for answer in stored.entry.answers
    ]


def test_the_menu_of_team_sessions_leads_to_what_is_asked_of_a_team(app, typed, capsys):
    for _ in range(2):
        typed("4\nWe talk.\n")
        reflect(app, _wish(team=True))
    out = capsys.readouterr().out
    assert "Co-operation     I can work with others to find a solution  not yet" in out
    today = long_date(app.today)
    assert f"Co-operation     I can work with others to find a solution  {today}" in out
    assert ["team-session"] * 2 == [stored.entry.kind for stored in app.journal.scan()]


def test_a_lens_makes_an_entry_in_each_domain_it_touches(app, typed):
    typed("One.\n.\nTwo.\n")
    reflect(app, _wish(lens="power"))
    (stored,) = app.journal.scan()
    assert ["power-and-vulnerability", "support-despite-power"] == [
        answer.question for answer in stored.entry.answers
    ]


def test_answers_that_are_far_too_large_are_refused(app, typed, monkeypatch):
    monkeypatch.setattr("securebase_cli.sitting.answers_file.MAX_BYTES", 10)
    typed("praise: a long, long answer")
    with pytest.raises(AnswersError, match="standard input is larger than 512 KiB"):
        reflect(app, _wish(answers="-"))


def test_answers_without_an_answer_save_nothing(app, typed, capsys):
    typed("")
    reflect(app, _wish(answers="-"))
    assert "There is no answer in standard input" in capsys.readouterr().err


def test_control_characters_in_given_answers_are_spoken_of(app, typed, capsys):
    typed('praise: "a\\x07b"')
    reflect(app, _wish(answers="-"))
    assert "1 control character was removed" in capsys.readouterr().err


def test_with_nothing_unfinished_resume_says_how_to_begin(app, capsys):
    resume(app, None, None, no_input=True)
    assert "Nothing is unfinished." in capsys.readouterr().err


def test_without_a_prompt_resume_names_what_is_missing(app):
    _keep(app, "aaaa")
    with pytest.raises(UsageError, match="--save or --set-aside"):
        resume(app, None, None, no_input=True)
    _keep(app, "bbbb")
    with pytest.raises(UsageError, match=r"bbbb, aaaa\. Name one"):
        resume(app, None, "save", no_input=True)
    with pytest.raises(UsageError, match="no unfinished sitting “cccc”"):
        resume(app, "cccc", "save", no_input=True)


def test_one_of_several_sittings_is_settled_by_its_id(app, typed):
    _keep(app, "aaaa", "bbbb")
    resume(app, " BBBB", "save", no_input=True)
    (stored,) = app.journal.scan()
    assert "Of bbbb." == stored.entry.answers[0].text
    assert ["aaaa"] == [found.draft.id for found in app.drafts.unfinished()[0]]
    resume(app, "aaaa", "set aside", no_input=True)
    assert ([], {}) == app.drafts.unfinished()
    assert 1 == len(list(app.drafts.set_aside_folder.iterdir()))


def test_of_several_sittings_none_is_taken_when_none_is_named(app, typed, capsys):
    _keep(app, "aaaa", "bbbb")
    typed("\n")
    resume(app, None, None, no_input=False, last_answers=True)
    assert "Nothing was changed.\n" == capsys.readouterr().err


def test_a_sitting_that_nobody_settles_stays_as_it_is(app, typed, capsys):
    _keep(app, "aaaa")
    typed(".pause\n")
    resume(app, None, None, no_input=False, last_answers=True)
    assert "Nothing was changed.\n" == capsys.readouterr().err
    assert ["aaaa"] == [found.draft.id for found in app.drafts.unfinished()[0]]


def test_a_file_among_the_drafts_that_is_none_is_named(app, typed, capsys):
    _keep(app, "aaaa")
    (app.drafts.folder / "notes.md").write_text("Not a draft.")
    resume(app, "aaaa", "save", no_input=True)
    assert "A draft was left alone, because it has no front matter" in capsys.readouterr().err


def test_a_sitting_that_is_open_elsewhere_is_not_taken_up(app, typed):
    _keep(app, "aaaa")
    (found,) = app.drafts.unfinished()[0]
    with app.drafts.lock(found.path), pytest.raises(UsageError, match="open in another window"):
        commands_reflect._settle(app, app.asker(), found, "save")
    assert found.path.exists()


def test_a_sitting_that_went_on_elsewhere_is_taken_up_as_it_is_now(app, typed, monkeypatch):
    _keep(app, "aaaa")
    waiting, _ = app.drafts.unfinished()
    more = (Answer("call-on-support", "Do they?", "Much more than that."),)
    app.drafts.save(waiting[0].draft._replace(answers=more))
    monkeypatch.setattr(app.drafts, "unfinished", lambda: (waiting, {}))
    resume(app, "aaaa", "save", no_input=True)
    (stored,) = app.journal.scan()
    assert "Much more than that." == stored.entry.answers[0].text


def test_a_sitting_that_was_finished_elsewhere_is_not_begun_again(app, typed, monkeypatch):
    _keep(app, "aaaa")
    waiting, _ = app.drafts.unfinished()
    app.drafts.remove(waiting[0].path)
    monkeypatch.setattr(app.drafts, "unfinished", lambda: (waiting, {}))
    with pytest.raises(UsageError, match="finished or moved in another window"):
        resume(app, "aaaa", "save", no_input=True)
    assert [] == list(app.journal.scan())
