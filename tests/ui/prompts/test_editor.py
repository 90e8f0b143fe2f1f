"""Which editor is started, and how it is told to wait."""

import os
import shutil

import pytest

from securebase_cli.errors import EditorError
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.ui.prompts.editor import edit_text, editor_command, open_in_editor


@pytest.fixture
def programs(tmp_path):
    """Make programs of these names, and return an environment whose path leads to them."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def make(*names: str) -> dict[str, str]:
        for name in names:
            (folder / name).write_text("#!/bin/sh\n", "utf-8")
            (folder / name).chmod(0o755)
        return {"PATH": str(folder)}

    return make


def _command(environment, **named: str) -> list[str]:
    program, *words = editor_command({**environment, **named})
    return [os.path.basename(program), *words]


def test_visual_comes_before_editor(programs):
    environment = programs("nano", "vim")
    assert ["vim"] == _command(environment, VISUAL="vim", EDITOR="nano")
    assert ["nano"] == _command(environment, VISUAL="", EDITOR="nano")


@pytest.mark.parametrize(
    ("named", "words"),
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
def test_editors_with_windows_of_their_own_are_told_to_wait(programs, named, words):
    assert words == _command(programs(words[0]), EDITOR=named)


def test_an_editor_whose_path_has_a_space_needs_no_quotes(tmp_path):
    program = tmp_path / "My Editor"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    assert [str(program)] == editor_command({"EDITOR": str(program)})
    assert [str(program), "-x"] == editor_command({"EDITOR": f"'{program}' -x"})


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "No editor is set. Name yours in the variable EDITOR, for example EDITOR=nano."),
        ({"EDITOR": "  "}, "No editor is set."),
        ({"EDITOR": "no-such-editor", "PATH": ""}, "can't be found on this computer"),
        ({"EDITOR": "'nano"}, "a quotation mark that does not end"),
    ],
)
def test_an_editor_that_can_t_be_started_is_said_in_words(environment, words):
    with pytest.raises(EditorError) as refused:
        editor_command(environment)
    assert words in str(refused.value)


def test_a_program_that_does_not_run_is_said_in_words(tmp_path):
    program = tmp_path / "editor"
    program.write_bytes(b"\x7fELF nothing")
    program.chmod(0o755)
    file = tmp_path / "file.md"
    file.write_text("words", "utf-8")
    with pytest.raises(EditorError, match="could not be started"):
        open_in_editor(file, {"EDITOR": str(program), "PATH": os.environ["PATH"]})


class _Listening:
    """A listener that records each text it gets, and "flushed" for each flush."""

    def __init__(self, failure: str = "") -> None:
        self.failure = failure
        self.texts: list[str] = []

    def on_change(self, _letters, text) -> None:
        self.texts.append(text())

    def flush(self) -> None:
        self.texts.append("flushed")


def test_an_answer_s_copy_goes_only_after_the_listener_has_its_text(tmp_path, editor):
    workshop = EditorCopies(tmp_path / "inner")
    editor("path.write_bytes(path.read_bytes() + b'More.\\r\\n')")
    listener = _Listening()
    assert "Some.\nMore." == edit_text("Some.", workshop, listener)
    assert ["Some.\nMore.", "flushed"] == listener.texts
    assert [] == list(workshop.folder.iterdir())


def test_an_answer_s_copy_stays_while_the_disk_has_not_got_it(tmp_path, editor):
    workshop = EditorCopies(tmp_path / "inner")
    editor("path.write_bytes(path.read_bytes() + b'More.')")
    assert "Some.\nMore." == edit_text("Some.", workshop, _Listening("The disk is full."))
    (copy,) = workshop.leftovers()
    assert b"Some.\nMore." == copy.read_bytes()


def test_an_answer_that_came_back_as_something_else_than_text_is_kept(tmp_path, editor):
    workshop = EditorCopies(tmp_path / "inner")
    editor("path.write_bytes(b'\\xff')")
    with pytest.raises(EditorError, match="is not text in UTF-8"):
        edit_text("Some.", workshop, _Listening())
    assert 1 == len(workshop.leftovers())


def test_where_no_copy_can_be_written_the_editor_is_not_opened(tmp_path, editor):
    (tmp_path / "inner").write_text("a file", "utf-8")
    editor("pass")
    with pytest.raises(EditorError, match="A copy to edit can't be written"):
        edit_text("Some.", EditorCopies(tmp_path / "inner"), _Listening())
    assert 0 == editor.runs()


def test_a_copy_that_somebody_works_on_is_not_left_over(tmp_path):
    workshop = EditorCopies(tmp_path / "inner")
    with workshop.copy("answer", b"words") as path:
        path.write_bytes(b"other words")
        assert [] == workshop.leftovers()
    assert [path] == workshop.leftovers()
    shutil.rmtree(workshop.folder)
    assert [] == workshop.leftovers()
