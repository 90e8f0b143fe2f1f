"""Entries are made of a sitting that was held; what can't be saved is never lost silently."""

import errno
import os

import pytest

from securebase_cli.entry_format.entry import read_entry
from securebase_cli.errors import SavingError
from securebase_cli.sitting import state
from securebase_cli.sitting.save import save_sitting
from securebase_cli.storage.journal import Journal
from support.askers import ScriptedLineAsker
from support.builders import MOMENT

WORDS = "We talk every week."


@pytest.fixture
def app(app):
    app.journal.prepare()
    return app


@pytest.fixture
def held(content):
    questions = [content.question("skills-sharing")]
    begun = state.begin_sitting(content, questions, moment=MOMENT, ids=("d2r4", "k3f7"))
    return begun.answer(WORDS)


def _failing(monkeypatch, name: str, code: int):
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, name, fail)


def test_what_was_saved_is_said_and_its_draft_goes(app, held, capsys):
    app.drafts.save(held.draft)
    save_sitting(app, held)
    (stored,) = app.journal.scan()
    assert [WORDS] == [answer.text for answer in stored.entry.answers]
    said = capsys.readouterr()
    assert "Saved: Co-operation, 23 November 2026 (k3f7)" in said.out
    assert str(stored.path) in said.out
    assert "" == said.err
    assert not app.drafts.path_of(held.draft).exists()


def test_a_sitting_in_which_nothing_was_written_leaves_nothing(app, held, capsys):
    app.drafts.save(held.draft)
    save_sitting(app, held.back().with_text(""))
    assert [] == list(app.journal.scan())
    assert not app.drafts.path_of(held.draft).exists()
    assert "Nothing was written, so nothing was saved.\n" == capsys.readouterr().err


def test_an_entry_that_can_t_be_saved_stays_in_its_draft(app, held, monkeypatch):
    _failing(monkeypatch, "link", errno.EIO)
    with pytest.raises(SavingError) as failed:
        save_sitting(app, held)
    path = app.drafts.path_of(held.draft)
    assert f"What you wrote is kept in {path}" in str(failed.value)
    assert WORDS in path.read_text("utf-8")
    assert [] == list(app.journal.scan())


def test_where_not_even_a_draft_can_be_written_the_words_are_shown(app, held, monkeypatch, capsys):
    _failing(monkeypatch, "write", errno.ENOSPC)
    with pytest.raises(SavingError, match="No space left on device"):
        save_sitting(app, held)
    shown = read_entry(capsys.readouterr().out)
    assert [WORDS] == [answer.text for answer in shown.answers]


def test_an_entry_that_is_not_read_back_equal_keeps_its_draft(app, held, monkeypatch, capsys):
    app.drafts.save(held.draft)
    write = os.write

    def damage(descriptor: int, data: bytes) -> int:
        whole = bytes(data)
        kept = whole if b"\nplan: " in whole else whole.replace(b"week", b"year")
        return write(descriptor, kept)

    monkeypatch.setattr(os, "write", damage)
    save_sitting(app, held)
    path = app.drafts.path_of(held.draft)
    assert WORDS in path.read_text("utf-8")
    assert [
        "Saved, but it could not be read back as it was written.",
        f"Saved, but its draft stays where it is: {path}.",
    ] == capsys.readouterr().err.splitlines()


def test_a_draft_that_can_t_be_removed_is_spoken_of_after_saving(app, held, monkeypatch, capsys):
    app.drafts.save(held.draft)
    monkeypatch.setattr(type(app.drafts), "remove", lambda *_: "its draft could not be removed")
    save_sitting(app, held)
    assert "Saved, but its draft could not be removed.\n" == capsys.readouterr().err
    save_sitting(app, held.back().with_text(""))
    assert "However, its draft could not be removed.\n" in capsys.readouterr().err


# Elsewhere.


@pytest.fixture
def refusing(app, monkeypatch):
    """Let nothing be given a name in the journal's own folder."""
    _refuse(app, monkeypatch)


def _refuse(app, monkeypatch) -> None:
    link = os.link

    def refuse(path, target, **how: object) -> None:
        taken = os.path.lexists(target)
        if app.journal.folder in target.parents and target.suffix == ".md" and not taken:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        link(path, target, **how)

    monkeypatch.setattr(os, "link", refuse)


def test_another_folder_is_offered_and_taken(app, held, refusing, tmp_path, capsys):
    person = ScriptedLineAsker(str(tmp_path / "other"))
    save_sitting(app, held, person)
    (file,) = (tmp_path / "other").glob("*.md")
    assert [WORDS] == [answer.text for answer in read_entry(file.read_text("utf-8")).answers]
    assert "No space left on device" in person.messages[0]
    assert f"--journal {tmp_path / 'other'} show k3f7" in capsys.readouterr().out
    assert not app.drafts.path_of(held.draft).exists()


def test_the_words_can_be_shown_and_then_left_in_the_draft(app, held, refusing):
    person = ScriptedLineAsker("-", "")
    with pytest.raises(SavingError, match="go on with: securebase resume, or save it in another"):
        save_sitting(app, held, person)
    assert any(WORDS in told for told in person.messages)
    assert app.drafts.path_of(held.draft).exists()


def test_a_folder_that_can_t_be_had_is_said_and_another_one_asked_for(
    app, held, refusing, tmp_path
):
    (tmp_path / "file").write_text("words", "utf-8")
    person = ScriptedLineAsker(str(tmp_path / "file"), str(tmp_path / "other"))
    save_sitting(app, held, person)
    assert "can't be written" in person.messages[1]
    assert 1 == len(list((tmp_path / "other").glob("*.md")))


def test_what_was_saved_already_is_not_saved_elsewhere_again(app, content, tmp_path, monkeypatch):
    questions = [content.question("skills-sharing"), content.question("praise")]
    begun = state.begin_sitting(content, questions, moment=MOMENT, ids=("d2r4", "k3f7", "m2aa"))
    both = begun.answer(WORDS).answer("Often.")
    first, _ = both.entries()
    app.journal.add(first)
    _refuse(app, monkeypatch)
    person = ScriptedLineAsker(str(tmp_path / "other"))
    save_sitting(app, both, person)
    assert ["m2aa"] == [file.stem[-4:] for file in (tmp_path / "other").glob("*.md")]


def test_a_folder_that_was_named_is_taken_at_once(app, held, tmp_path):
    app.drafts.save(held.draft)
    other = Journal(tmp_path / "other")
    other.prepare()
    save_sitting(app, held, into=other)
    assert ["k3f7"] == [name.id for name in other.names()]
    assert [] == app.journal.names()
    assert not app.drafts.path_of(held.draft).exists()


def test_a_draft_that_a_power_cut_could_still_need_stays(app, held, monkeypatch, capsys):
    monkeypatch.setattr(
        "securebase_cli.storage.files.try_sync_folder", lambda _: "the folder is not synced"
    )
    save_sitting(app, held)
    said = capsys.readouterr().err
    assert "Saved, but the folder is not synced.\n" in said
    assert f"Saved, but its draft stays where it is: {app.drafts.path_of(held.draft)}" in said


def test_where_only_the_draft_can_t_be_written_the_entry_is_saved(app, held, capsys):
    app.drafts.folder.parent.mkdir(exist_ok=True)
    app.drafts.folder.write_text("a file where the folder belongs", "utf-8")
    save_sitting(app, held)
    assert 1 == len(list(app.journal.scan()))


@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(143), OSError(5, "gone")])
def test_whoever_leaves_at_that_question_is_told_where_the_words_are(
    app, held, refusing, capsys, end
):
    class Leaving(ScriptedLineAsker):
        def ask_line(self, _question: str, **_: str):
            raise end

    with pytest.raises(type(end)):
        save_sitting(app, held, Leaving())
    assert str(app.drafts.path_of(held.draft)) in capsys.readouterr().err


def test_an_entry_that_is_too_large_is_not_offered_to_another_folder(app, held, capsys):
    large = held.back().answer("word " * 500_000)
    with pytest.raises(SavingError) as failed:
        save_sitting(app, large, ScriptedLineAsker())
    assert "larger than 2 MiB" in str(failed.value)
    assert "--into" not in str(failed.value)
