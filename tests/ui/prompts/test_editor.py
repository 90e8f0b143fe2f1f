"""Which editor is started and with which options, and what happens to its copy."""

import os
import shutil
from types import SimpleNamespace

import pytest

from securebase_cli.errors import EditorError
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.ui.prompts import editor
from securebase_cli.ui.prompts.editor import edit_text, editor_command, open_in_editor


@pytest.fixture
def programs(tmp_path):
    """Return a function that makes programs, and returns an environment with their PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def make(*names: str) -> dict[str, str]:
        for name in names:
            (folder / name).write_text("#!/bin/sh\n", "utf-8")
            (folder / name).chmod(0o755)
        return {"PATH": str(folder)}

    return make


def _command(environment, **setting: str) -> list[str]:
    program, *arguments = editor_command({**environment, **setting})
    return [os.path.basename(program), *arguments]


@pytest.mark.posix("shell scripts")
def test_visual_comes_before_editor(programs):
    environment = programs("nano", "vim")
    assert ["vim"] == _command(environment, VISUAL="vim", EDITOR="nano")
    assert ["nano"] == _command(environment, VISUAL="", EDITOR="nano")


@pytest.mark.posix("shell scripts")
@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("code", ["code", "--wait"]),
        ("code --new-window", ["code", "--wait", "--new-window"]),
        ("code -w", ["code", "-w"]),
        ("code --wait", ["code", "--wait"]),
        ("Code.exe", ["Code.exe", "--wait"]),
        ("subl", ["subl", "--wait"]),
        ("gedit", ["gedit", "--wait"]),
        ("gvim", ["gvim", "--nofork"]),
        ("gvim -f", ["gvim", "-f"]),
        ("kate", ["kate", "--block"]),
        ("notepad++", ["notepad++", "-multiInst"]),
        ("vim -n", ["vim", "-n"]),
        ("nano", ["nano"]),
    ],
)
def test_editors_with_their_own_windows_get_an_option_to_wait(programs, setting, words):
    assert words == _command(programs(words[0]), EDITOR=setting)


@pytest.mark.posix("shell scripts")
def test_without_a_setting_the_first_usual_editor_is_taken(programs):
    assert ["notepad"] == _command(programs("notepad"))
    assert ["vi"] == _command(programs("vi"))
    assert ["nano"] == _command(programs("nano"))


@pytest.mark.posix("shell scripts")
def test_an_editor_whose_path_has_a_space_needs_no_quotes(tmp_path):
    program = tmp_path / "My Editor"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    assert [str(program)] == editor_command({"EDITOR": str(program)})
    assert [str(program), "-x"] == editor_command({"EDITOR": f"'{program}' -x"})


@pytest.mark.posix("shell scripts")
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "No editor is set. Name yours in the variable EDITOR, for example EDITOR=nano."),
        ({"EDITOR": "  "}, "No editor is set."),
        ({"EDITOR": "no-such-editor", "PATH": ""}, "can't be found on this computer"),
        ({"EDITOR": "'nano"}, "a quotation mark that does not end"),
    ],
)
def test_a_wrong_editor_setting_is_explained(environment, words):
    with pytest.raises(EditorError) as error:
        editor_command(environment)
    assert words in str(error.value)


@pytest.mark.posix("shell scripts")
def test_a_program_that_can_t_be_executed_is_reported(tmp_path):
    program = tmp_path / "editor"
    program.write_bytes(b"\x7fELF nothing")
    program.chmod(0o755)
    file = tmp_path / "file.md"
    file.write_text("words", "utf-8")
    with pytest.raises(EditorError, match="could not be started"):
        open_in_editor(file, {"EDITOR": str(program), "PATH": os.environ["PATH"]})


class _RecordingListener:
    """A listener that records each text it gets, and "flushed" for each flush."""

    def __init__(self, failure: str = "") -> None:
        self.failure = failure
        self.texts: list[str] = []

    def on_change(self, _letters, text) -> None:
        self.texts.append(text())

    def flush(self) -> None:
        self.texts.append("flushed")


def test_the_copy_of_an_answer_is_removed_after_its_text_is_saved(tmp_path, editor):
    editor_copies = EditorCopies(tmp_path / "inner")
    editor("path.write_bytes(path.read_bytes() + b'More.\\r\\n')")
    listener = _RecordingListener()
    assert "Some.\nMore." == edit_text("Some.", "How?", editor_copies, listener)
    assert ["Some.\nMore.", "flushed"] == listener.texts
    assert [] == list(editor_copies.folder.iterdir())


@pytest.mark.parametrize(
    "change",
    [
        "text.upper()",
        "text.replace('line is', 'line\\n is')",
        "'My own first words.' + text",
        "text.replace('How?', 'How it was asked:')",
    ],
)
def test_the_question_is_taken_away_again_whatever_the_editor_did_to_it(tmp_path, editor, change):
    editor(f"text = path.read_text('utf-8'); path.write_text({change}, 'utf-8')")
    text = edit_text("Some.", "How -->?", EditorCopies(tmp_path / "inner"), _RecordingListener())
    assert text.endswith(("Some.", "SOME."))
    assert not {"<!--", "How", "HOW"} & set(text.split())


def test_comments_of_the_person_stay(tmp_path, editor):
    editor("path.write_text('<!-- mine -->\\nSome.', 'utf-8')")
    text = edit_text("", "How?", EditorCopies(tmp_path / "inner"), _RecordingListener())
    assert "<!-- mine -->\nSome." == text


def test_the_copy_of_an_answer_stays_if_its_text_can_t_be_saved(tmp_path, editor):
    editor_copies = EditorCopies(tmp_path / "inner")
    editor("path.write_bytes(path.read_bytes() + b'More.')")
    assert "Some.\nMore." == edit_text(
        "Some.", "How?", editor_copies, _RecordingListener("The disk is full.")
    )
    (copy,) = editor_copies.leftovers()
    assert b"<!-- How? (This line is taken away again.) -->\n\nSome.\nMore." == copy.read_bytes()


def test_the_copy_of_an_answer_stays_if_it_is_not_text(tmp_path, editor):
    editor_copies = EditorCopies(tmp_path / "inner")
    editor("path.write_bytes(b'\\xff')")
    with pytest.raises(EditorError, match="is not text in UTF-8"):
        edit_text("Some.", "How?", editor_copies, _RecordingListener())
    assert 1 == len(editor_copies.leftovers())


def test_the_editor_is_not_started_if_no_copy_can_be_written(tmp_path, editor):
    (tmp_path / "inner").write_text("a file", "utf-8")
    editor("pass")
    with pytest.raises(EditorError, match="A copy to edit can't be written"):
        edit_text("Some.", "How?", EditorCopies(tmp_path / "inner"), _RecordingListener())
    assert 0 == editor.runs()


def test_a_copy_that_is_open_is_not_a_leftover(tmp_path):
    editor_copies = EditorCopies(tmp_path / "inner")
    with editor_copies.copy("answer", b"words") as path:
        path.write_bytes(b"other words")
        assert [] == editor_copies.leftovers()
    assert [path] == editor_copies.leftovers()
    shutil.rmtree(editor_copies.folder)
    assert [] == editor_copies.leftovers()


@pytest.mark.parametrize("system", ["nt", "posix"])
@pytest.mark.parametrize("setting", ['"C:/My Editor/x.exe', "vim 'x", '"'])
def test_a_quotation_mark_that_does_not_end_is_no_mistake_of_the_program(
    monkeypatch, programs, system, setting
):
    environment = programs("vim")
    monkeypatch.setattr(editor, "os", SimpleNamespace(name=system, path=os.path))
    with pytest.raises(EditorError, match="quotation mark that does not end"):
        editor_command({**environment, "EDITOR": setting})


def test_a_path_of_windows_keeps_its_backslashes(monkeypatch):
    monkeypatch.setattr(editor, "os", SimpleNamespace(name="nt", path=os.path))
    monkeypatch.setattr("shutil.which", lambda name, **_: name)
    setting = r'"C:\Program Files\vim\gvim.exe" -f'
    assert [r"C:\Program Files\vim\gvim.exe", "-f"] == editor_command({"EDITOR": setting})
