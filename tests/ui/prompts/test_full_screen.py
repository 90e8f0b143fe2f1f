"""The place to write in a full terminal: every letter is heard, and trouble with the disk shows."""

from pathlib import Path

import pytest
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.ui.console import Screen
from securebase_cli.ui.prompts import full_screen
from securebase_cli.ui.prompts.asker import Prompt, Reply
from securebase_cli.ui.prompts.full_screen import KEYS, FullScreenAsker, InputField
from securebase_cli.ui.prompts.signals import EndedBySignalError
from support.askers import RecordingListener
from support.terminal import CTRL_B, CTRL_C, CTRL_D, CTRL_Z, ENTER, needs_terminal, pasted

FULL = "The draft can't be written: No space left on device."


@pytest.fixture
def listener() -> RecordingListener:
    return RecordingListener()


@pytest.fixture
def keys(monkeypatch):
    """Return what types the keys; nobody sees the screen."""
    monkeypatch.setattr(full_screen, "create_output", DummyOutput)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


def _write(listener: RecordingListener, text: str = "") -> Reply:
    terminal = FullScreenAsker(Screen(plain=True), EditorCopies(Path("/nowhere")))
    sheet = Prompt(location="Co-operation", progress="Question 1 of 1", question="How?", text=text)
    return terminal.ask_answer(sheet, listener)


# What is heard.


@needs_terminal
def test_every_letter_is_heard_as_it_is_typed(keys, listener):
    keys.send_text(f"Half{ENTER}a{CTRL_D}")
    assert Reply("done", "Half\na") == _write(listener)
    assert ["H", "Ha", "Hal", "Half", "Half\n", "Half\na"] == listener.texts
    assert [1, 2, 3, 4, 5, 6] == listener.lengths


@needs_terminal
def test_a_paste_is_heard_at_once_and_clean(keys, listener):
    keys.send_text(f"{pasted('word ' * 1000 + chr(0x9B))}{CTRL_D}")
    assert "word " * 1000 == _write(listener).text
    assert ["word " * 1000] == listener.texts


@needs_terminal
def test_what_stood_there_before_is_heard_with_what_is_added(keys, listener):
    keys.send_text(f"!{CTRL_B}")
    assert Reply("back", "Half!") == _write(listener, "Half")
    assert ["Half!"] == listener.texts


@needs_terminal
def test_who_writes_nothing_is_not_heard(keys, listener):
    keys.send_text(CTRL_D)
    assert Reply("done", "") == _write(listener)
    assert [] == listener.texts


@needs_terminal
def test_a_pause_comes_after_everything_was_heard(keys, listener):
    keys.send_text(f"Half a sent{CTRL_C}")
    with pytest.raises(KeyboardInterrupt):
        _write(listener)
    assert "Half a sent" == listener.texts[-1]


@needs_terminal
def test_a_terminal_that_goes_away_is_an_end_and_what_stood_there_was_heard(keys, listener):
    keys.send_text("Half a sent")
    keys.close()
    with pytest.raises(EndedBySignalError) as ended:
        _write(listener)
    assert 129 == ended.value.code
    assert "Half a sent" == listener.texts[-1]


@needs_terminal
def test_ctrl_z_lets_what_was_heard_be_written_before_the_shell_gets_the_terminal(
    keys, listener, monkeypatch
):
    monkeypatch.setattr(
        Application, "suspend_to_background", lambda _: listener.events.append("stopped")
    )
    keys.send_text(f"Half{CTRL_Z} a{CTRL_D}")
    assert Reply("done", "Half a") == _write(listener)
    assert ["settled Half", "stopped"] == listener.events


# What is shown.


def _footer(listener: RecordingListener | None) -> str:
    """Return what stands below the input field."""
    field = InputField(lambda *_: [], KEYS, "", listener, multiline=True)
    return fragment_list_to_text(field._footer())


def test_trouble_with_the_disk_stands_above_the_keys_for_as_long_as_it_lasts(keys):
    listener = RecordingListener(trouble=FULL)
    assert FULL == _footer(listener).split("\n")[0].strip()
    assert "Ctrl-D or a full stop alone on a line: done" in _footer(listener)
    listener.failure = ""
    assert FULL not in _footer(listener)
    assert _footer(None) == _footer(listener)


def test_words_of_trouble_can_t_harm_the_terminal(keys):
    shown = _footer(RecordingListener(trouble="The draft /j\x1b]52;c;x\x07/a.md can't be written."))
    assert "can't be written." in shown
    assert not {"\x1b", "\x07"} & set(shown)
