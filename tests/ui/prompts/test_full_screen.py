"""The input field: the listener gets every change, and a failure to save is shown."""

from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.input import DummyInput, create_pipe_input
from prompt_toolkit.keys import Keys
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
    """Return an input that types keys; the output is discarded."""
    monkeypatch.setattr(full_screen, "create_output", DummyOutput)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


def _ask(listener: RecordingListener, text: str = "") -> Reply:
    asker = FullScreenAsker(Screen(plain=True), EditorCopies(Path("/nowhere")))
    prompt = Prompt(location="Co-operation", progress="Question 1 of 1", question="How?", text=text)
    return asker.ask_answer(prompt, listener)


# What the listener gets.


@needs_terminal
def test_the_listener_gets_every_character_as_it_is_typed(keys, listener):
    keys.send_text(f"Half{ENTER}a{CTRL_D}")
    assert Reply("done", "Half\na") == _ask(listener)
    assert ["H", "Ha", "Hal", "Half", "Half\n", "Half\na"] == listener.texts
    assert [1, 2, 3, 4, 5, 6] == listener.lengths


@needs_terminal
def test_the_listener_gets_a_paste_at_once_and_cleaned(keys, listener):
    keys.send_text(f"{pasted('word ' * 1000 + chr(0x9B))}{CTRL_D}")
    assert "word " * 1000 == _ask(listener).text
    assert ["word " * 1000] == listener.texts


def _type(field: InputField, *pieces: str) -> str:
    """Let keys and pastes arrive in the field as a Windows console sends them; return the text."""
    for piece in pieces:
        key = Keys.BracketedPaste if len(piece) > 1 else Keys.Any
        *_, binding = field._application.key_bindings.get_bindings_for_keys((key,))
        event = SimpleNamespace(data=piece, arg=1, current_buffer=field._buffer)
        binding.handler(event)
    return field._buffer.text


@pytest.fixture
def field(keys, listener) -> InputField:
    return InputField(Prompt("", "", "How?"), KEYS, listener, multiline=True)


@given(text=st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1))
def test_halves_of_characters_are_joined_however_they_arrive(text):
    units = text.encode("utf-16-le")
    halves = [
        units[index : index + 2].decode("utf-16-le", "surrogatepass")
        for index in range(0, len(units), 2)
    ]
    with (
        mock.patch.object(full_screen, "create_output", DummyOutput),
        create_app_session(input=DummyInput(), output=DummyOutput()),
    ):
        field = InputField(Prompt("", "", "How?"), KEYS, None, multiline=True)
        assert text == _type(field, *halves)


def test_halves_of_a_character_at_the_ends_of_two_pastes_are_joined(field):
    assert "Oh 🫶 well" == _type(field, "Oh \ud83e", "\udef6 well")


def test_half_of_a_character_that_stays_alone_is_seen(field):
    assert "a\ufffdb" == _type(field, "a", "\udef6", "b")
    assert "a\ufffdb\ufffdc" == _type(field, "\ud83e", "c")


@needs_terminal
def test_the_listener_gets_the_earlier_text_with_the_addition(keys, listener):
    keys.send_text(f"!{CTRL_B}")
    assert Reply("back", "Half!") == _ask(listener, "Half")
    assert ["Half!"] == listener.texts


@needs_terminal
def test_the_listener_gets_nothing_if_nothing_is_typed(keys, listener):
    keys.send_text(CTRL_D)
    assert Reply("done", "") == _ask(listener)
    assert [] == listener.texts


@needs_terminal
def test_when_the_person_pauses_the_listener_has_the_text(keys, listener):
    keys.send_text(f"Half a sent{CTRL_C}")
    with pytest.raises(KeyboardInterrupt):
        _ask(listener)
    assert "Half a sent" == listener.texts[-1]


@needs_terminal
def test_when_the_terminal_goes_away_the_listener_has_the_text(keys, listener):
    keys.send_text("Half a sent")
    keys.close()
    with pytest.raises(EndedBySignalError) as ended:
        _ask(listener)
    assert 129 == ended.value.code
    assert "Half a sent" == listener.texts[-1]


@needs_terminal
def test_ctrl_z_saves_the_text_before_the_process_stops(keys, listener, monkeypatch):
    monkeypatch.setattr(
        Application, "suspend_to_background", lambda _: listener.events.append("stopped")
    )
    keys.send_text(f"Half{CTRL_Z} a{CTRL_D}")
    assert Reply("done", "Half a") == _ask(listener)
    assert ["flushed Half", "stopped"] == listener.events


# The footer.


def _footer(listener: RecordingListener | None) -> str:
    """Return the text below the input field."""
    field = InputField(Prompt("", "", "How?"), KEYS, listener, multiline=True)
    return fragment_list_to_text(field._footer())


def test_a_failure_to_save_is_shown_above_the_keys_while_it_lasts(keys):
    listener = RecordingListener(failure=FULL)
    assert FULL == _footer(listener).split("\n")[0].strip()
    assert "Ctrl-D or a full stop alone on a line: done" in _footer(listener)
    listener.failure = ""
    assert FULL not in _footer(listener)
    assert _footer(None) == _footer(listener)


def test_the_message_about_a_failure_can_t_control_the_terminal(keys):
    shown = _footer(RecordingListener(failure="The draft /j\x1b]52;c;x\x07/a.md can't be written."))
    assert "can't be written." in shown
    assert not {"\x1b", "\x07"} & set(shown)
