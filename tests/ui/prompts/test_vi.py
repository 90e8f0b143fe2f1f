"""With the keys of vi, Esc leads to commands, and letters change and move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.text_field import TextField
from securebase_cli.ui.prompts.vi import ViKeys

ESCAPE = Keystroke("escape")


def _typed(text: str, *keys: Keystroke | str) -> TextField:
    """Type keys at the end of a text; each letter is a key of its own."""
    field = TextField(text, lambda _: None)
    vi = ViKeys(field)
    for key in keys:
        if isinstance(key, Keystroke):
            vi.handle(key)
        else:
            for letter in key:
                vi.handle(Keystroke("text", letter))
    return field


def _with_cursor(field: TextField) -> str:
    return f"{field.text[: field.cursor]}|{field.text[field.cursor :]}"


@pytest.mark.parametrize(
    ("commands", "result"),
    [
        ("", "one two thre|e"),
        ("hh", "one two th|ree"),
        ("0", "|one two three"),
        ("0w", "one |two three"),
        ("0e", "on|e two three"),
        ("bb", "one |two three"),
        ("02w", "one two |three"),
        ("x", "one two thre|"),
        ("0x", "|ne two three"),
        ("0dw", "|two three"),
        ("02dw", "|three"),
        ("0cwsome", "some| two three"),
        ("0wD", "one |"),
        ("0wCmore", "one more|"),
        ("dd", "|"),
        ("ddu", "one two thre|e"),
        ("0yw$p", "one two threeone |"),
        ("0xp", "no|e two three"),
        ("0rT", "|Tne two three"),
        ("0i>", ">|one two three"),
        ("A!", "one two three!|"),
        ("I>", ">|one two three"),
        ("onew", "one two three\nnew|"),
        ("Onew", "new|\none two three"),
        ("Snew", "new|"),
        ("gg", "|one two three"),
        ("qzZQ:/", "one two thre|e"),
    ],
)
def test_commands_do_what_they_do_in_vi(commands, result):
    assert result == _with_cursor(_typed("one two three", ESCAPE, commands))


@pytest.mark.parametrize(
    ("commands", "result"),
    [
        ("dd", "one\n|two"),
        ("kdd", "one\n|three"),
        ("kddp", "one\nthree\ntwo|"),
        ("ggyyGp", "one\ntwo\nthree\none|"),
        ("ggddP", "one\n|two\nthree"),
        ("kO!", "one\n!|\ntwo\nthree"),
        ("kccnew", "one\nnew|\nthree"),
        ("kk0j", "one\n|two\nthree"),
        ("2kD", "|\ntwo\nthree"),
    ],
)
def test_commands_on_lines_leave_the_others(commands, result):
    field = _typed("one\ntwo\nthree", ESCAPE, "0", commands)
    assert result == _with_cursor(field)


def test_one_begins_by_writing_and_a_letter_just_after_esc_is_a_command():
    assert "one two|" == _with_cursor(_typed("one", " two"))
    assert "|one" == _with_cursor(_typed("one", Keystroke("alt", "0")))


def test_a_paste_among_commands_is_text():
    assert "odd wordsne" == _typed("one", ESCAPE, "0l", Keystroke("text", "dd words")).text


@given(st.text(st.sampled_from("hjklwbe0$^ggGdcyrxXDCsSpPuiaIAoO19 q\x1b"), max_size=40))
def test_whatever_is_typed_undo_leads_back(typed):
    texts = []
    field = TextField("one two\nthree", texts.append)
    vi = ViKeys(field)
    for letter in typed:
        vi.handle(ESCAPE if letter == "\x1b" else Keystroke("text", letter))
        assert 0 <= field.cursor <= len(field.text)
    for _ in range(min(len(texts), 150) + 1):
        field.handle(Keystroke("ctrl-_"))
    assert "one two\nthree" == field.text or len(texts) >= 150
