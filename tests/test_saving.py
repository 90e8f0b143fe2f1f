"""Entries are made of a sitting that was held; what can't be saved is never lost silently."""

import errno
import os

import pytest

from builders import MOMENT
from securebase_cli.core.errors import SavingError
from securebase_cli.core.markdown import read_entry
from securebase_cli.features import sitting
from securebase_cli.saving import save

WORDS = "We talk every week."


@pytest.fixture
def desk(desk):
    desk.journal.prepare()
    return desk


@pytest.fixture
def held(content):
    questions = [content.question("skills-sharing")]
    begun = sitting.begin(content, questions, moment=MOMENT, ids=("d2r4", "k3f7"))
    return begun.answer(WORDS)


def _failing(monkeypatch, name: str, code: int):
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, name, fail)


def test_what_was_saved_is_said_and_its_draft_goes(desk, held, capsys):
    desk.drafts.keep(held.draft)
    save(desk, held, None)
    (stored,) = desk.journal.entries()
    assert [WORDS] == [answer.text for answer in stored.entry.answers]
    said = capsys.readouterr()
    assert "Saved: Co-operation, 23 November 2026 (k3f7)" in said.out
    assert str(stored.path) in said.out
    assert "" == said.err
    assert not desk.drafts.path_of(held.draft).exists()


def test_a_sitting_in_which_nothing_was_written_leaves_nothing(desk, held, capsys):
    desk.drafts.keep(held.draft)
    save(desk, held.back().writing(""), None)
    assert [] == list(desk.journal.entries())
    assert not desk.drafts.path_of(held.draft).exists()
    assert "Nothing was written, so nothing was saved.\n" == capsys.readouterr().err


def test_an_entry_that_can_t_be_saved_stays_in_its_draft(desk, held, monkeypatch):
    _failing(monkeypatch, "link", errno.EIO)
    with pytest.raises(SavingError) as failed:
        save(desk, held, None)
    path = desk.drafts.path_of(held.draft)
    assert f"What you wrote is kept in {path}" in str(failed.value)
    assert WORDS in path.read_text("utf-8")
    assert [] == list(desk.journal.entries())


def test_where_not_even_a_draft_can_be_written_the_words_are_shown(desk, held, monkeypatch, capsys):
    _failing(monkeypatch, "write", errno.ENOSPC)
    with pytest.raises(SavingError, match="No space left on device"):
        save(desk, held, None)
    shown = read_entry(capsys.readouterr().out)
    assert [WORDS] == [answer.text for answer in shown.answers]


def test_an_entry_that_is_not_read_back_equal_keeps_its_draft(desk, held, monkeypatch, capsys):
    desk.drafts.keep(held.draft)
    write = os.write

    def damage(descriptor: int, data: bytes) -> int:
        whole = bytes(data)
        kept = whole if b"\nplan: " in whole else whole.replace(b"week", b"year")
        return write(descriptor, kept)

    monkeypatch.setattr(os, "write", damage)
    save(desk, held, None)
    path = desk.drafts.path_of(held.draft)
    assert WORDS in path.read_text("utf-8")
    assert [
        "Saved, but it could not be read back as it was written.",
        f"Saved, but its draft stays where it is: {path}.",
    ] == capsys.readouterr().err.splitlines()


def test_a_draft_that_can_t_be_removed_is_spoken_of_after_saving(desk, held, monkeypatch, capsys):
    desk.drafts.keep(held.draft)
    monkeypatch.setattr(type(desk.drafts), "remove", lambda *_: "its draft could not be removed")
    save(desk, held, None)
    assert "Saved, but its draft could not be removed.\n" == capsys.readouterr().err
    save(desk, held.back().writing(""), None)
    assert "However, its draft could not be removed.\n" in capsys.readouterr().err
