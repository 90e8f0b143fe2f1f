"""`resume`: which unfinished sitting it takes, and what becomes of it."""

import contextlib

import pytest

from securebase_cli.app import App
from securebase_cli.commands.resume import resume
from securebase_cli.errors import UsageError
from securebase_cli.model import Answer
from securebase_cli.sitting.run import run_draft_action
from securebase_cli.storage.drafts import distinct_names
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


@pytest.fixture
def copied(app):
    """Two copies of one draft, as a synchronising program leaves them; the second has more."""
    _save_drafts(app, "aaaa")
    (stored,) = app.drafts.unfinished().drafts
    copy = stored.path.with_name(f"{stored.path.stem} (Jo's conflicted copy).md")
    copy.write_text(stored.path.read_text("utf-8").replace("Of aaaa.", "Jo’s words."), "utf-8")
    return stored.path, copy


def test_two_copies_of_a_draft_are_told_apart_by_their_files(app, copied):
    with pytest.raises(UsageError) as refused:
        resume(context(app), "aaaa", save=True, no_input=True)
    assert f"unfinished: {copied[0].stem}, {copied[1].stem}." in str(refused.value)


@pytest.mark.parametrize("form", ["{0.name}", "{0.stem}", "{0}", " {0.stem} "])
@pytest.mark.parametrize("chosen", [0, 1])
def test_a_copy_is_named_by_its_file(app, copied, form, chosen):
    resume(context(app), form.format(copied[chosen]), save=True, no_input=True)
    (stored,) = app.journal.scan()
    assert ("Of aaaa.", "Jo’s words.")[chosen] == stored.entry.answers[0].text
    (left,) = app.drafts.folder.glob("*.md")
    assert copied[1 - chosen] == left


def test_a_copy_whose_name_begins_like_an_option_is_named_so_that_it_is_none(app, copied):
    copied[1].rename(copied[1].with_name("-x.md"))
    names = distinct_names(app.drafts.unfinished().drafts)
    assert {copied[0].stem, "./-x"} == set(names)
    resume(context(app), "./-x", save=True, no_input=True)
    (stored,) = app.journal.scan()
    assert "Jo’s words." == stored.entry.answers[0].text


def test_both_copies_can_be_saved_and_none_is_lost(app, copied):
    for path in reversed(copied):
        resume(context(app), path.name, save=True, no_input=True)
    answers = {stored.entry.answers[0].text for stored in app.journal.scan()}
    assert {"Of aaaa.", "Jo’s words."} == answers
    assert ([], {}) == app.drafts.unfinished()


def test_a_copy_that_is_continued_leaves_the_other_as_it_is(app, copied, typed):
    before = copied[0].read_bytes()
    typed("continue\nA second answer.\n.\n.pause\n")
    with contextlib.suppress(SystemExit):
        resume(context(app), copied[1].name)
    assert before == copied[0].read_bytes()
    (continued,) = {*app.drafts.folder.glob("*.md")} - {copied[0]}
    text = continued.read_text("utf-8")
    assert "Jo’s words." in text
    assert "A second answer." in text


@pytest.mark.parametrize("choice", ["2", "{0.stem} (jo", "jo’s words"])
def test_a_copy_is_chosen_by_its_number_its_name_or_its_first_words(
    app, copied, typed, capsys, choice
):
    typed(f"{choice.format(copied[0])}\nsave\n")
    resume(context(app), "aaaa")
    assert f"{copied[1].stem} · Jo’s words." in capsys.readouterr().out
    (stored,) = app.journal.scan()
    assert "Jo’s words." == stored.entry.answers[0].text


def test_a_draft_that_was_renamed_is_saved(app):
    _save_drafts(app, "aaaa")
    (stored,) = app.drafts.unfinished().drafts
    stored.path.rename(stored.path.with_name("mine.md"))
    resume(context(app), "aaaa", save=True, no_input=True)
    assert ([], {}) == app.drafts.unfinished()
    assert 1 == len(list(app.journal.scan()))


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


def test_go_on_asks_the_next_question_at_once(app, typed, capsys):
    _save_drafts(app, "aaaa")
    typed("Here it is.\n.\n.pause\n")
    resume(context(app), go_on=True)
    assert "What shall it be?" not in capsys.readouterr().out
    assert "Here it is." in next(app.drafts.folder.glob("*.md")).read_text("utf-8")


def test_go_on_needs_someone_to_answer(app):
    _save_drafts(app, "aaaa")
    with pytest.raises(UsageError, match="--save or --set-aside"):
        resume(context(app), go_on=True, no_input=True)


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
