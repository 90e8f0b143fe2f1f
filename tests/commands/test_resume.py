"""`resume`: which unfinished sitting it takes, and what becomes of it."""

import pytest

from securebase_cli.app import App
from securebase_cli.commands.resume import resume
from securebase_cli.errors import UsageError
from securebase_cli.model import Answer
from securebase_cli.sitting.run import run_draft_action
from support.askers import ScriptedLineAsker
from support.builders import a_draft
from support.context import context


def _save_drafts(app: App, *ids: str) -> None:
    app.journal.prepare()
    for draft_id in ids:
        answers = (Answer("call-on-support", "Do they?", f"Of {draft_id}."),)
        app.drafts.save(a_draft(id=draft_id, answers=answers, step_index=1))


def test_with_nothing_unfinished_resume_says_how_to_begin(app, capsys):
    resume(context(app), no_input=True)
    assert "Nothing is unfinished." in capsys.readouterr().err


def test_no_input_requires_a_draft_and_an_action(app):
    _save_drafts(app, "aaaa")
    with pytest.raises(UsageError, match="--save or --set-aside"):
        resume(context(app), no_input=True)
    _save_drafts(app, "bbbb")
    with pytest.raises(UsageError, match=r"bbbb, aaaa\. Name one"):
        resume(context(app), save=True, no_input=True)
    with pytest.raises(UsageError, match="no unfinished sitting “cccc”"):
        resume(context(app), "cccc", save=True, no_input=True)


def test_an_id_selects_one_of_several_sittings(app, typed):
    _save_drafts(app, "aaaa", "bbbb")
    resume(context(app), " BBBB", save=True, no_input=True)
    (stored,) = app.journal.scan()
    assert "Of bbbb." == stored.entry.answers[0].text
    assert ["aaaa"] == [stored_draft.draft.id for stored_draft in app.drafts.unfinished()[0]]
    resume(context(app), "aaaa", set_aside=True, no_input=True)
    assert ([], {}) == app.drafts.unfinished()
    assert 1 == len(list(app.drafts.set_aside_folder.iterdir()))


def test_an_empty_choice_changes_nothing(app, typed, capsys):
    _save_drafts(app, "aaaa", "bbbb")
    typed("\n")
    resume(context(app))
    assert "Nothing was changed.\n" == capsys.readouterr().err


def test_leaving_the_menu_changes_nothing(app, typed, capsys):
    _save_drafts(app, "aaaa")
    typed(".pause\n")
    resume(context(app))
    assert "Nothing was changed.\n" == capsys.readouterr().err
    assert ["aaaa"] == [stored_draft.draft.id for stored_draft in app.drafts.unfinished()[0]]


def test_a_file_that_is_no_draft_is_reported(app, typed, capsys):
    _save_drafts(app, "aaaa")
    (app.drafts.folder / "notes.md").write_text("Not a draft.")
    resume(context(app), "aaaa", save=True, no_input=True)
    assert "A draft was left alone, because it has no front matter" in capsys.readouterr().err


def test_a_sitting_that_is_open_in_another_process_is_refused(app, typed):
    _save_drafts(app, "aaaa")
    (stored_draft,) = app.drafts.unfinished()[0]
    with (
        app.drafts.lock(stored_draft.path),
        pytest.raises(UsageError, match="open in another window"),
    ):
        run_draft_action(app, ScriptedLineAsker(), stored_draft, "save")
    assert stored_draft.path.exists()


def test_a_sitting_that_another_process_continued_is_read_again(app, typed, monkeypatch):
    _save_drafts(app, "aaaa")
    unfinished, _ = app.drafts.unfinished()
    more = (Answer("call-on-support", "Do they?", "Much more than that."),)
    app.drafts.save(unfinished[0].draft._replace(answers=more))
    monkeypatch.setattr(app.drafts, "unfinished", lambda: (unfinished, {}))
    resume(context(app), "aaaa", save=True, no_input=True)
    (stored,) = app.journal.scan()
    assert "Much more than that." == stored.entry.answers[0].text


def test_a_sitting_that_another_process_finished_is_refused(app, typed, monkeypatch):
    _save_drafts(app, "aaaa")
    unfinished, _ = app.drafts.unfinished()
    app.drafts.remove(unfinished[0].path)
    monkeypatch.setattr(app.drafts, "unfinished", lambda: (unfinished, {}))
    with pytest.raises(UsageError, match="finished or moved in another window"):
        resume(context(app), "aaaa", save=True, no_input=True)
    assert [] == list(app.journal.scan())
