"""A Windows console without key sequences: its keys are keys, and a typed à is a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.prompts.keys import KeyDecoder, Keystroke
from securebase_cli.ui.prompts.windows_keys import read_character


class PlayedConsole:
    """Answers as `msvcrt` does: a key of two characters is one event, with its code put back."""

    def __init__(self, *events: str) -> None:
        self.events = list(events)
        self.code = ""

    def getwch(self) -> str:
        if self.code:
            character, self.code = self.code, ""
            return character
        character, self.code = self.events[0][0], self.events.pop(0)[1:]
        return character

    def ungetwch(self, character: str) -> None:
        if self.code:
            raise OSError
        self.code = character

    def read_all(self) -> str:
        text = ""
        while self.events or self.code:
            text += read_character(self.getwch, self.ungetwch)
        return text


def _keys(*events: str) -> list[Keystroke]:
    decoder = KeyDecoder("utf-8")
    return decoder.feed(PlayedConsole(*events).read_all().encode()) + decoder.flush()


@pytest.mark.parametrize("prefix", ["\0", "\xe0"])
@pytest.mark.parametrize(
    ("code", "key"),
    [
        *[("H", "up"), ("P", "down"), ("K", "left"), ("M", "right"), ("G", "home"), ("O", "end")],
        *[("S", "delete"), ("I", "page-up"), ("Q", "page-down"), ("s", "ctrl-left")],
        *[("t", "ctrl-right"), ("\x8d", "ctrl-up"), ("\x91", "ctrl-down"), ("\x0f", "shift-tab")],
        *[(";", "f1"), (">", "f4")],
    ],
)
def test_keys_without_a_character_are_those_of_other_terminals(prefix, code, key):
    assert [Keystroke(key)] == _keys(prefix + code)


# Insert, F12, Alt-A, Ctrl-2, F5.
@pytest.mark.parametrize("event", ["\xe0R", "\xe0\x86", "\0\x1e", "\0\x03", "\0?"])
def test_a_key_that_means_nothing_is_no_text(event):
    assert [Keystroke("text", "ab")] == _keys("a", event, "b")


@given(st.text("à sKH\xc0e", min_size=1))
def test_text_that_is_typed_or_pasted_stays_as_it_is(text):
    assert text == PlayedConsole(*text).read_all()


def test_an_arrow_key_just_after_the_letter_is_a_key():
    assert [Keystroke("text", "voilà"), Keystroke("left")] == _keys(*"voilà", "\xe0K")
