"""`resume`: which unfinished sitting it takes, and what becomes of it."""

import pytest

from securebase_cli.app import App
from securebase_cli.commands.resume import resume
from securebase_cli.errors import UsageError
from securebase_cli.model import Answer
from securebase_cli.sitting.run import run_draft_action
from support.builders import a_draft
from support.context import context


def _save_drafts(app: App, *ids: str) -> None:
    app.journal.prepare()
    for draft_id in ids:
        answers = (Answer("call-on-support", "Do they?", f"Of {draft_id}."),)
        app.drafts.save(a_draft(id=draft_id, answers=answers, at=1))


def test_with_nothing_unfinished_resume_says_how_to_begin(app, capsys):
    resume(context(app), no_input=True)
    assert "Nothing is unfinished." in capsys.readouterr().err


def test_without_a_prompt_resume_names_what_is_missing(app):
    _save_drafts(app, "aaaa")
    with pytest.raises(UsageError, match="--save or --set-aside"):
        resume(context(app), no_input=True)
    _save_drafts(app, "bbbb")
    with pytest.raises(UsageError, match=r"bbbb, aaaa\. Name one"):
        resume(context(app), save=True, no_input=True)
    with pytest.raises(UsageError, match="no unfinished sitting “cccc”"):
        resume(context(app), "cccc", save=True, no_input=True)


def test_one_of_several_sittings_is_settled_by_its_id(app, typed):
    _save_drafts(app, "aaaa", "bbbb")
    resume(context(app), " BBBB", save=True, no_input=True)
    (stored,) = app.journal.scan()
    assert "Of bbbb." == stored.entry.answers[0].text
    assert ["aaaa"] == [found.draft.id for found in app.drafts.unfinished()[0]]
    resume(context(app), "aaaa", set_aside=True, no_input=True)
    assert ([], {}) == app.drafts.unfinished()
    assert 1 == len(list(app.drafts.set_aside_folder.iterdir()))


def test_of_several_sittings_none_is_taken_when_none_is_named(app, typed, capsys):
    _save_drafts(app, "aaaa", "bbbb")
    typed("\n")
    resume(context(app))
    assert "Nothing was changed.\n" == capsys.readouterr().err


def test_a_sitting_that_nobody_settles_stays_as_it_is(app, typed, capsys):
    _save_drafts(app, "aaaa")
    typed(".pause\n")
    resume(context(app))
    assert "Nothing was changed.\n" == capsys.readouterr().err
    assert ["aaaa"] == [found.draft.id for found in app.drafts.unfinished()[0]]


def test_a_file_among_the_drafts_that_is_none_is_named(app, typed, capsys):
    _save_drafts(app, "aaaa")
    (app.drafts.folder / "notes.md").write_text("Not a draft.")
    resume(context(app), "aaaa", save=True, no_input=True)
    assert "A draft was left alone, because it has no front matter" in capsys.readouterr().err


def test_a_sitting_that_is_open_elsewhere_is_not_taken_up(app, typed):
    _save_drafts(app, "aaaa")
    (found,) = app.drafts.unfinished()[0]
    with app.drafts.lock(found.path), pytest.raises(UsageError, match="open in another window"):
        run_draft_action(app, app.asker(), found, "save")
    assert found.path.exists()


def test_a_sitting_that_went_on_elsewhere_is_taken_up_as_it_is_now(app, typed, monkeypatch):
    _save_drafts(app, "aaaa")
    waiting, _ = app.drafts.unfinished()
    more = (Answer("call-on-support", "Do they?", "Much more than that."),)
    app.drafts.save(waiting[0].draft._replace(answers=more))
    monkeypatch.setattr(app.drafts, "unfinished", lambda: (waiting, {}))
    resume(context(app), "aaaa", save=True, no_input=True)
    (stored,) = app.journal.scan()
    assert "Much more than that." == stored.entry.answers[0].text


def test_a_sitting_that_was_finished_elsewhere_is_not_begun_again(app, typed, monkeypatch):
    _save_drafts(app, "aaaa")
    waiting, _ = app.drafts.unfinished()
    app.drafts.remove(waiting[0].path)
    monkeypatch.setattr(app.drafts, "unfinished", lambda: (waiting, {}))
    with pytest.raises(UsageError, match="finished or moved in another window"):
        resume(context(app), "aaaa", save=True, no_input=True)
    assert [] == list(app.journal.scan())
