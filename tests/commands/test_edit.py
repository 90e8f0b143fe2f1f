"""Changing an entry in one's own editor: what was not changed stays, and nothing is ever lost."""

import os
import signal

import pytest

from securebase_cli.commands.edit import edit
from securebase_cli.errors import (
    EditorError,
    SavingError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.storage import files
from support.askers import ScriptedLineAsker
from support.builders import MOMENT, an_entry
from support.context import context

ANSWERED = "Most of them do."


@pytest.fixture
def entry(app):
    app.journal.prepare()
    return app.journal.add(an_entry()).path


def _aside(app):
    return sorted((app.journal.internal_folder / "set-aside").glob("*.md"))


def _copies(app):
    return sorted(app.editor_copies.folder.iterdir())


def test_what_the_editor_saved_takes_the_entry_s_place(app, entry, editor, capsys):
    editor("path.write_text(path.read_text('utf-8').replace('Most', 'Nearly all'), 'utf-8')")
    edit(context(app), "k3f7")
    (stored,) = app.journal.scan()
    assert "Nearly all of them do." == stored.entry.answers[0].text
    assert "Changed: Availability, 23 November 2026\n  k3f7\n" in capsys.readouterr().out
    assert [] == _copies(app)


def test_every_byte_that_was_not_changed_stays(app, entry, editor):
    text = entry.read_text("utf-8").replace("id: k3f7", "id: k3f7\nmood: [calm,  # odd\n  glad]")
    before = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() + b"\r\n  trailing\t\r\n"
    entry.write_bytes(before)
    editor("path.write_bytes(path.read_bytes().replace(b'Most', b'Some'))")
    edit(context(app), "last")
    assert before.replace(b"Most", b"Some") == entry.read_bytes()


def test_the_editor_gets_a_private_copy_named_like_the_entry(app, entry, editor, tmp_path):
    editor(f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(str(path))")
    edit(context(app), "k3f7")
    seen = (tmp_path / "seen").read_text("utf-8")
    assert seen.startswith(str(app.editor_copies.folder / entry.stem))
    assert seen.endswith(".md")


def test_an_entry_that_was_not_changed_is_not_written(app, entry, editor, capsys):
    before = os.stat(entry)
    editor("pass")
    edit(context(app), "k3f7")
    assert before.st_mtime_ns == os.stat(entry).st_mtime_ns
    assert before.st_ino == os.stat(entry).st_ino
    assert "Nothing was changed.\n" == capsys.readouterr().err
    assert [] == _copies(app)


MISTAKES = {
    "no front matter": ("path.write_text('words', 'utf-8')", "it has no front matter"),
    "empty": ("path.write_text('', 'utf-8')", "it is empty"),
    "not UTF-8": ("path.write_bytes(b'\\xff\\xfe')", "not text in UTF-8"),
    "too large": ("path.write_bytes(path.read_bytes() + b'x' * 2**21)", "larger than 2 MiB"),
}


@pytest.mark.parametrize(("does", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_an_invalid_edit_is_set_aside_without_a_terminal(app, entry, editor, typed, does, words):
    before = entry.read_bytes()
    editor(does)
    with pytest.raises(EditorError) as refused:
        edit(context(app), "k3f7")
    assert words in str(refused.value)
    assert before == entry.read_bytes()
    (kept,) = _aside(app)
    assert str(kept) in str(refused.value)
    assert 0o600 == kept.stat().st_mode & 0o777
    assert [] == _copies(app)


def test_one_can_go_back_to_the_editor_after_a_mistake(app, entry, editor, monkeypatch):
    person = ScriptedLineAsker("what?", "")
    monkeypatch.setattr("securebase_cli.app.App.asker", lambda _: person)
    editor(
        "text = path.read_text('utf-8')\n"
        "broken = not text.startswith('---')\n"
        "path.write_text('---\\n' + text if broken else text[4:].replace('Most', 'All'), 'utf-8')"
    )
    edit(context(app), "k3f7")
    assert 2 == editor.runs()
    assert "not an entry any more: it has no front matter" in person.messages[0]
    (stored,) = app.journal.scan()
    assert "All of them do." == stored.entry.answers[0].text


def test_one_can_put_a_mistake_aside(app, entry, editor, monkeypatch):
    monkeypatch.setattr("securebase_cli.app.App.asker", lambda _: ScriptedLineAsker("aside"))
    editor("path.write_text('words', 'utf-8')")
    with pytest.raises(EditorError, match="The entry is as it was"):
        edit(context(app), "k3f7")
    assert ["words"] == [kept.read_text("utf-8") for kept in _aside(app)]


def test_a_read_only_entry_is_refused_before_the_editor_opens(app, entry, editor):
    entry.chmod(0o444)
    editor("path.write_text('words', 'utf-8')")
    with pytest.raises(SavingError, match="can't be changed: it is read-only; allow writing to"):
        edit(context(app), "k3f7")
    assert 0 == editor.runs()
    assert not app.editor_copies.folder.exists()


def test_both_versions_are_kept_if_the_entry_changed_meanwhile(app, entry, editor):
    editor(
        f"other = pathlib.Path({str(entry)!r})\n"
        "other.write_text(other.read_text('utf-8').replace('Most', 'Others'), 'utf-8')\n"
        "path.write_text(path.read_text('utf-8').replace('Most', 'Mine'), 'utf-8')"
    )
    with pytest.raises(SavingError, match="changed or moved meanwhile") as refused:
        edit(context(app), "k3f7")
    assert "Others of them do." in entry.read_text("utf-8")
    (mine,) = _aside(app)
    assert "Mine of them do." in mine.read_text("utf-8")
    assert str(mine) in str(refused.value)


def test_an_entry_that_was_deleted_meanwhile_does_not_come_back_but_is_not_lost(app, entry, editor):
    editor(f"pathlib.Path({str(entry)!r}).unlink()\npath.write_bytes(path.read_bytes() + b'More.')")
    with pytest.raises(SavingError, match="changed or moved meanwhile"):
        edit(context(app), "k3f7")
    assert not entry.exists()
    (mine,) = _aside(app)
    assert mine.read_bytes().endswith(b"More.")


def test_a_disk_that_is_full_keeps_the_entry_and_the_copy(app, entry, editor, monkeypatch):
    before = entry.read_bytes()
    editor("path.write_bytes(path.read_bytes() + b'More.')")

    def full(*_: object):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "replace_if_unchanged", full)
    with pytest.raises(SavingError, match="No space left on device\\.\nYour version is kept in"):
        edit(context(app), "k3f7")
    assert before == entry.read_bytes()
    (mine,) = _aside(app)
    assert before + b"More." == mine.read_bytes()


def test_an_editor_that_fails_leaves_the_entry_and_keeps_what_it_saved(app, entry, editor):
    before = entry.read_bytes()
    editor("path.write_text('half', 'utf-8'); sys.exit(3)")
    with pytest.raises(EditorError, match="what it saved is kept in"):
        edit(context(app), "k3f7")
    assert before == entry.read_bytes()
    assert ["half"] == [copy.read_text("utf-8") for copy in _copies(app)]


def test_an_editor_that_fails_and_saved_nothing_leaves_no_copy(app, entry, editor):
    editor("sys.exit(3)")
    with pytest.raises(EditorError, match="it saved nothing"):
        edit(context(app), "k3f7")
    assert [] == _copies(app)


def test_a_copy_that_the_editor_took_away_is_an_error_in_words(app, entry, editor):
    editor("path.unlink()")
    with pytest.raises(EditorError, match="can't be read"):
        edit(context(app), "k3f7")


def test_without_an_editor_no_copy_is_made(app, entry, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EditorError, match="Name yours in the variable EDITOR"):
        edit(context(app), "k3f7")
    assert not app.editor_copies.folder.exists()


def test_a_file_that_can_t_be_read_as_an_entry_can_be_mended(app, entry, editor):
    whole = entry.read_bytes()
    entry.write_bytes(whole.removeprefix(b"---\n"))
    editor("path.write_bytes(b'---\\n' + path.read_bytes())")
    edit(context(app), "k3f7")
    assert whole == entry.read_bytes()


def test_a_link_is_not_followed(app, entry, tmp_path, editor):
    elsewhere = tmp_path / "elsewhere.md"
    entry.rename(elsewhere)
    entry.symlink_to(elsewhere)
    editor("pass")
    with pytest.raises(UnreadableEntriesError, match="it is a link"):
        edit(context(app), "k3f7")


def test_an_unknown_entry_is_a_usage_error(app, entry, editor):
    with pytest.raises(UsageError, match="There is no entry “zzzz”"):
        edit(context(app), "zzzz")


def test_a_name_that_contradicts_the_front_matter_is_spoken_of(app, entry, editor, capsys):
    editor("path.write_text(path.read_text('utf-8').replace('id: k3f7', 'id: aaaa'), 'utf-8')")
    edit(context(app), "k3f7")
    assert "what counts is the file’s name" in capsys.readouterr().err


def test_a_copy_that_was_left_there_earlier_is_spoken_of(app, entry, editor, capsys):
    editor("path.write_text('half', 'utf-8'); sys.exit(3)")
    with pytest.raises(EditorError):
        edit(context(app), "k3f7")
    editor("pass")
    edit(context(app), "k3f7")
    (left,) = _copies(app)
    assert f"A copy that was not finished is still there: {left}\n" in capsys.readouterr().err


def test_other_entries_stay_as_they_are(app, entry, editor):
    other = app.journal.add(an_entry(id="m2aa", moment=MOMENT.replace(hour=9))).path
    before = other.read_bytes()
    editor("path.write_bytes(path.read_bytes() + b'More.')")
    edit(context(app), "k3f7")
    assert before == other.read_bytes()


def test_ctrl_c_in_the_editor_is_the_editor_s(app, entry, editor):
    editor(
        "import os, signal\n"
        "os.kill(os.getppid(), signal.SIGINT)\n"
        "path.write_bytes(path.read_bytes() + b'More.')"
    )
    before = signal.getsignal(signal.SIGINT)
    edit(context(app), "k3f7")
    assert entry.read_bytes().endswith(b"More.")
    assert before is signal.getsignal(signal.SIGINT)


def test_leaving_at_that_question_names_the_edited_copy(app, entry, editor, monkeypatch, capsys):
    class Leaving(ScriptedLineAsker):
        def ask_line(self, _question: str, **_: str):
            raise KeyboardInterrupt

    monkeypatch.setattr("securebase_cli.app.App.asker", lambda _: Leaving())
    editor("path.write_text('words', 'utf-8')")
    with pytest.raises(KeyboardInterrupt):
        edit(context(app), "k3f7")
    (kept,) = _aside(app)
    assert f"Your version is kept in {kept}\n" == capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<!-- securebase", "<!-- secure-base", "looks like a marker but is none"),
        ("\n## ", "\nWords of my own.\n\n## ", "stands outside the questions"),
        ("<!-- securebase question call-on-support -->", "", "There is no answer and no action"),
        ("tags: []", "scaling: seven", "no “scaling” that can be used"),
    ],
)
def test_what_is_in_no_field_and_no_answer_is_spoken_of(app, entry, editor, capsys, old, new, said):
    editor(f"path.write_text(path.read_text('utf-8').replace({old!r}, {new!r}), 'utf-8')")
    edit(context(app), "k3f7")
    printed = capsys.readouterr()
    assert "Changed: " in printed.out
    assert said in printed.err
    assert "my own" not in printed.err


def test_without_a_name_on_a_pipe_the_entry_must_be_named(app, entry, typed):
    typed("1\n")
    with pytest.raises(UsageError, match="Name the entry: securebase edit ENTRY"):
        edit(context(app), None)
