"""What `reflect` and `resume` were asked for is checked before anyone types."""

import pytest

from builders import a_draft
from securebase_cli import reflecting
from securebase_cli.core.dates import spoken
from securebase_cli.core.errors import AnswersError, UsageError
from securebase_cli.core.model import Answer
from securebase_cli.desk import Desk
from securebase_cli.reflecting import Wish, reflect, resume

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


def _keep(desk: Desk, *ids: str) -> None:
    desk.journal.prepare()
    for draft_id in ids:
        answers = (Answer("call-on-support", "Do they?", f"Of {draft_id}."),)
        desk.drafts.keep(a_draft(id=draft_id, answers=answers, at=1))


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
def test_what_can_t_be_meant_is_refused(desk, typed, monkeypatch, changes, words):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    with pytest.raises((UsageError, AnswersError)) as refused:
        reflect(desk, _wish(**changes))
    assert words in str(refused.value)
    assert [] == list(desk.journal.scan())


def test_nothing_is_begun_when_nothing_is_chosen(desk, typed, capsys):
    typed("\n")
    reflect(desk, NOTHING)
    assert "Nothing was begun." == capsys.readouterr().err.splitlines()[-1]


def test_quick_asks_the_one_question_unanswered_longest(desk, typed, capsys):
    for _ in range(2):
        typed("So.\n.\n")
        reflect(desk, _wish(domains=("co-operation",), quick=True))
    asked = [stored.entry.answers[0].question for stored in desk.journal.scan()]
    assert {"problem-solving", "diversity-as-strength"} == set(asked)
    assert "Question 1 of 1" in capsys.readouterr().out


def test_a_team_session_of_one_domain_becomes_an_entry_of_its_kind(desk, typed):
    typed("We ring.\n.\nAt night.\n")
    reflect(desk, _wish(domains=("co-op",), team=True))
    (stored,) = desk.journal.scan()
    assert "team-session" == stored.entry.kind
    assert ["What do we do already?", "Where is it thinner, and for whom?"] == [
        answer.asked for answer in stored.entry.answers
    ]


def test_the_menu_of_team_sessions_leads_to_what_is_asked_of_a_team(desk, typed, capsys):
    for _ in range(2):
        typed("4\nWe talk.\n")
        reflect(desk, _wish(team=True))
    out = capsys.readouterr().out
    assert "Co-operation     I can work with others to find a solution  not yet" in out
    today = spoken(desk.today)
    assert f"Co-operation     I can work with others to find a solution  {today}" in out
    assert ["team-session"] * 2 == [stored.entry.kind for stored in desk.journal.scan()]


def test_a_lens_makes_an_entry_in_each_domain_it_touches(desk, typed):
    typed("One.\n.\nTwo.\n")
    reflect(desk, _wish(lens="power"))
    (stored,) = desk.journal.scan()
    assert ["power-and-vulnerability", "support-despite-power"] == [
        answer.question for answer in stored.entry.answers
    ]


def test_answers_that_are_far_too_large_are_refused(desk, typed, monkeypatch):
    monkeypatch.setattr("securebase_cli.features.given_answers.LARGEST", 10)
    typed("praise: a long, long answer")
    with pytest.raises(AnswersError, match="standard input is larger than 512 KiB"):
        reflect(desk, _wish(answers="-"))


def test_answers_without_an_answer_save_nothing(desk, typed, capsys):
    typed("")
    reflect(desk, _wish(answers="-"))
    assert "There is no answer in standard input" in capsys.readouterr().err


def test_control_characters_in_given_answers_are_spoken_of(desk, typed, capsys):
    typed('praise: "a\\x07b"')
    reflect(desk, _wish(answers="-"))
    assert "1 control character was removed" in capsys.readouterr().err


def test_with_nothing_unfinished_resume_says_how_to_begin(desk, capsys):
    resume(desk, None, None, no_input=True)
    assert "Nothing is unfinished." in capsys.readouterr().err


def test_without_a_prompt_resume_names_what_is_missing(desk):
    _keep(desk, "aaaa")
    with pytest.raises(UsageError, match="--save or --set-aside"):
        resume(desk, None, None, no_input=True)
    _keep(desk, "bbbb")
    with pytest.raises(UsageError, match=r"bbbb, aaaa\. Name one"):
        resume(desk, None, "save", no_input=True)
    with pytest.raises(UsageError, match="no unfinished sitting “cccc”"):
        resume(desk, "cccc", "save", no_input=True)


def test_one_of_several_sittings_is_settled_by_its_id(desk, typed):
    _keep(desk, "aaaa", "bbbb")
    resume(desk, " BBBB", "save", no_input=True)
    (stored,) = desk.journal.scan()
    assert "Of bbbb." == stored.entry.answers[0].text
    assert ["aaaa"] == [found.draft.id for found in desk.drafts.waiting()[0]]
    resume(desk, "aaaa", "set aside", no_input=True)
    assert ([], {}) == desk.drafts.waiting()
    assert 1 == len(list(desk.drafts.set_aside_folder.iterdir()))


def test_of_several_sittings_none_is_taken_when_none_is_named(desk, typed, capsys):
    _keep(desk, "aaaa", "bbbb")
    typed("\n")
    resume(desk, None, None, no_input=False, last_answers=True)
    assert "Nothing was changed.\n" == capsys.readouterr().err


def test_a_sitting_that_nobody_settles_stays_as_it_is(desk, typed, capsys):
    _keep(desk, "aaaa")
    typed(".pause\n")
    resume(desk, None, None, no_input=False, last_answers=True)
    assert "Nothing was changed.\n" == capsys.readouterr().err
    assert ["aaaa"] == [found.draft.id for found in desk.drafts.waiting()[0]]


def test_a_file_among_the_drafts_that_is_none_is_named(desk, typed, capsys):
    _keep(desk, "aaaa")
    (desk.drafts.folder / "notes.md").write_text("Not a draft.")
    resume(desk, "aaaa", "save", no_input=True)
    assert "A draft was left alone, because it has no front matter" in capsys.readouterr().err


def test_a_sitting_that_is_open_elsewhere_is_not_taken_up(desk, typed):
    _keep(desk, "aaaa")
    (found,) = desk.drafts.waiting()[0]
    with desk.drafts.held(found.path), pytest.raises(UsageError, match="open in another window"):
        reflecting._settle(desk, reflecting.asker_for(desk), found, "save")
    assert found.path.exists()


def test_a_sitting_that_went_on_elsewhere_is_taken_up_as_it_is_now(desk, typed, monkeypatch):
    _keep(desk, "aaaa")
    waiting, _ = desk.drafts.waiting()
    more = (Answer("call-on-support", "Do they?", "Much more than that."),)
    desk.drafts.keep(waiting[0].draft._replace(answers=more))
    monkeypatch.setattr(desk.drafts, "waiting", lambda: (waiting, {}))
    resume(desk, "aaaa", "save", no_input=True)
    (stored,) = desk.journal.scan()
    assert "Much more than that." == stored.entry.answers[0].text


def test_a_sitting_that_was_finished_elsewhere_is_not_begun_again(desk, typed, monkeypatch):
    _keep(desk, "aaaa")
    waiting, _ = desk.drafts.waiting()
    desk.drafts.remove(waiting[0].path)
    monkeypatch.setattr(desk.drafts, "waiting", lambda: (waiting, {}))
    with pytest.raises(UsageError, match="finished or moved in another window"):
        resume(desk, "aaaa", "save", no_input=True)
    assert [] == list(desk.journal.scan())
