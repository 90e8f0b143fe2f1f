"""Saving the entries of a sitting; text that cannot be saved is never lost silently."""

import errno
import os
from datetime import date

import pytest

from securebase_cli.entry_format.entry import read_entry
from securebase_cli.errors import SavingError
from securebase_cli.sitting.save import save_sitting
from securebase_cli.sitting.state import begin_sitting
from securebase_cli.storage.journal import Journal
from support.askers import ScriptedLineAsker
from support.builders import MOMENT
from support.file_system import raises_os_error

ANSWER_TEXT = "We talk every week."


pytestmark = pytest.mark.usefixtures("prepared_journal")


@pytest.fixture
def sitting(content):
    questions = [content.find_question("skills-sharing")]
    sitting = begin_sitting(content, questions, lambda _: ["d2r4", "k3f7"], MOMENT)
    return sitting.answer_and_advance(ANSWER_TEXT)


def test_saved_entries_are_reported_and_the_draft_is_removed(app, sitting, capsys):
    app.drafts.save(sitting.draft)
    save_sitting(app, sitting)
    (stored,) = app.journal.scan()
    assert [ANSWER_TEXT] == [answer.text for answer in stored.entry.answers]
    output = capsys.readouterr()
    assert (
        "\nThat's kept. Thank you for taking the time.\n1 of 1 answered.\nsecurebase show k3f7\n"
        == output.out
    )
    assert "" == output.err
    assert not app.drafts.path_of(sitting.draft).exists()


@pytest.mark.parametrize(
    ("due", "try_by"),
    [
        (None, "one thing to try"),
        (date(2026, 12, 11), "one thing to try by Friday 11 December"),
        (date(2027, 1, 4), "one thing to try by Monday 4 January 2027"),
    ],
)
def test_the_end_says_what_was_answered_skipped_and_is_to_be_tried(
    app, content, capsys, due, try_by
):
    ids = ("praise", "learning-culture", "reacting-to-mistakes", "skills-sharing")
    questions = [content.find_question(question_id) for question_id in ids]
    sitting = begin_sitting(content, questions, lambda _: ["d2r4", "k3f7", "m2aa"], MOMENT)
    sitting = sitting.answer_and_advance("Often.").answer_and_advance("").go_to_closing()
    save_sitting(app, sitting.with_action("Ask").with_action_due(due))
    assert f"\n1 of 4 answered, 1 skipped; {try_by}.\n" in capsys.readouterr().out


def test_a_sitting_in_which_nothing_was_written_leaves_nothing(app, sitting, capsys):
    app.drafts.save(sitting.draft)
    save_sitting(app, sitting.back().with_text(""))
    assert [] == list(app.journal.scan())
    assert not app.drafts.path_of(sitting.draft).exists()
    assert "Nothing was written.\n" == capsys.readouterr().err


def test_an_entry_that_can_t_be_saved_stays_in_its_draft(app, sitting, monkeypatch):
    monkeypatch.setattr(os, "link", raises_os_error(errno.EIO))
    with pytest.raises(SavingError) as raised:
        save_sitting(app, sitting)
    path = app.drafts.path_of(sitting.draft)
    assert f"What you wrote is kept in {path}" in str(raised.value)
    assert ANSWER_TEXT in path.read_text("utf-8")
    assert [] == list(app.journal.scan())


def test_if_the_draft_cannot_be_written_either_the_text_is_shown(app, sitting, monkeypatch, capsys):
    monkeypatch.setattr(os, "write", raises_os_error(errno.ENOSPC))
    with pytest.raises(SavingError, match="No space left on device"):
        save_sitting(app, sitting)
    shown = read_entry(capsys.readouterr().out)
    assert [ANSWER_TEXT] == [answer.text for answer in shown.answers]


def test_an_entry_that_is_not_read_back_equal_keeps_its_draft(app, sitting, monkeypatch, capsys):
    app.drafts.save(sitting.draft)
    write = os.write

    def damage(descriptor: int, data: bytes) -> int:
        content = bytes(data)
        damaged = content if b"\nplan: " in content else content.replace(b"week", b"year")
        return write(descriptor, damaged)

    monkeypatch.setattr(os, "write", damage)
    save_sitting(app, sitting)
    path = app.drafts.path_of(sitting.draft)
    assert ANSWER_TEXT in path.read_text("utf-8")
    assert [
        "Saved, but it could not be read back as it was written.",
        f"Saved, but its draft stays where it is: {path}.",
    ] == capsys.readouterr().err.splitlines()


def test_a_draft_that_cannot_be_removed_is_reported_after_saving(app, sitting, monkeypatch, capsys):
    app.drafts.save(sitting.draft)
    monkeypatch.setattr(type(app.drafts), "remove", lambda *_: "its draft could not be removed")
    save_sitting(app, sitting)
    assert "Saved, but its draft could not be removed.\n" == capsys.readouterr().err
    save_sitting(app, sitting.back().with_text(""))
    assert "However, its draft could not be removed.\n" in capsys.readouterr().err


# In another folder.


@pytest.fixture
def refusing(app, monkeypatch):
    """Refuse new entries in the journal's own folder."""
    _refuse(app, monkeypatch)


def _refuse(app, monkeypatch) -> None:
    link = os.link

    def refuse(path, target, **options: object) -> None:
        exists = os.path.lexists(target)
        if app.journal.folder in target.parents and target.suffix == ".md" and not exists:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        link(path, target, **options)

    monkeypatch.setattr(os, "link", refuse)


def test_another_folder_is_offered_and_taken(app, sitting, refusing, tmp_path, capsys):
    asker = ScriptedLineAsker(str(tmp_path / "other"))
    save_sitting(app, sitting, asker)
    (file,) = (tmp_path / "other").glob("*.md")
    assert [ANSWER_TEXT] == [answer.text for answer in read_entry(file.read_text("utf-8")).answers]
    assert "No space left on device" in asker.messages[0]
    assert f"--journal {tmp_path / 'other'} show k3f7" in capsys.readouterr().out
    assert not app.drafts.path_of(sitting.draft).exists()


def test_the_text_can_be_shown_and_left_in_the_draft(app, sitting, refusing):
    asker = ScriptedLineAsker("-", "")
    with pytest.raises(SavingError, match="go on with: securebase resume, or save it in another"):
        save_sitting(app, sitting, asker)
    assert any(ANSWER_TEXT in message for message in asker.messages)
    assert app.drafts.path_of(sitting.draft).exists()


def test_a_folder_that_cannot_be_used_is_reported_and_another_asked_for(
    app, sitting, refusing, tmp_path
):
    (tmp_path / "file").write_text("words", "utf-8")
    asker = ScriptedLineAsker(str(tmp_path / "file"), str(tmp_path / "other"))
    save_sitting(app, sitting, asker)
    assert "can't be written" in asker.messages[1]
    assert 1 == len(list((tmp_path / "other").glob("*.md")))


def test_entries_that_are_saved_are_not_saved_again_in_another_folder(
    app, content, tmp_path, monkeypatch
):
    questions = [content.find_question("skills-sharing"), content.find_question("praise")]
    sitting = begin_sitting(content, questions, lambda _: ["d2r4", "k3f7", "m2aa"], MOMENT)
    both = sitting.answer_and_advance(ANSWER_TEXT).answer_and_advance("Often.")
    first, _ = both.entries()
    app.journal.add(first)
    _refuse(app, monkeypatch)
    asker = ScriptedLineAsker(str(tmp_path / "other"))
    save_sitting(app, both, asker)
    assert ["m2aa"] == [file.stem[-4:] for file in (tmp_path / "other").glob("*.md")]


def test_into_saves_in_another_journal_without_asking(app, sitting, tmp_path):
    app.drafts.save(sitting.draft)
    other = Journal(tmp_path / "other")
    other.prepare()
    save_sitting(app, sitting, into=other)
    assert ["k3f7"] == [name.id for name in other.names()]
    assert [] == app.journal.names()
    assert not app.drafts.path_of(sitting.draft).exists()


def test_the_draft_stays_while_a_power_cut_could_still_need_it(app, sitting, monkeypatch, capsys):
    monkeypatch.setattr(
        "securebase_cli.storage.files.try_sync_folder", lambda _: "the folder is not synced"
    )
    save_sitting(app, sitting)
    output = capsys.readouterr().err
    assert "Saved, but the folder is not synced.\n" in output
    assert f"Saved, but its draft stays where it is: {app.drafts.path_of(sitting.draft)}" in output


def test_an_entry_is_saved_although_the_draft_cannot_be_written(app, sitting, capsys):
    app.drafts.folder.parent.mkdir(exist_ok=True)
    app.drafts.folder.write_text("a file where the folder belongs", "utf-8")
    save_sitting(app, sitting)
    assert 1 == len(list(app.journal.scan()))


@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(143), OSError(5, "gone")])
def test_after_quitting_at_that_question_the_place_of_the_text_is_printed(
    app, sitting, refusing, capsys, end
):
    class Leaving(ScriptedLineAsker):
        def ask_line(self, _question: str, **_: str):
            raise end

    with pytest.raises(type(end)):
        save_sitting(app, sitting, Leaving())
    assert str(app.drafts.path_of(sitting.draft)) in capsys.readouterr().err


def test_an_entry_that_is_too_large_is_not_offered_to_another_folder(app, sitting, capsys):
    large = sitting.back().answer_and_advance("word " * 500_000)
    with pytest.raises(SavingError) as raised:
        save_sitting(app, large, ScriptedLineAsker())
    assert "larger than 2 MiB" in str(raised.value)
    assert "--into" not in str(raised.value)
