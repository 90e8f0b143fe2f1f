"""Only text and the keys that are meant come out of what a terminal sends."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.prompts.keys import KEYS, KeyDecoder, Keystroke
from support.terminal import pasted

PAUSE = None


def _decode(*pieces: str | bytes | None) -> list[str]:
    """Return the texts of these inputs, and the names of keys in angle brackets."""
    return _described(KeyDecoder("utf-8"), *pieces)


def _described(decoder: KeyDecoder, *pieces: str | bytes | None) -> list[str]:
    keys: list[Keystroke] = []
    for piece in pieces:
        if piece is PAUSE:
            keys += decoder.flush()
        else:
            keys += decoder.feed(piece if isinstance(piece, bytes) else piece.encode())
    return [key.text if key.name == "text" else f"<{key.name}{key.text}>" for key in keys]


# Keys.


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *(("\x1b[A", "up"), ("\x1bOB", "down"), ("\x1b[H", "home"), ("\x1bOF", "end")),
        *(("\x1b[1~", "home"), ("\x1b[4~", "end"), ("\x1b[3~", "delete"), ("\x1b[5~", "page-up")),
        *(("\x1b[1;5D", "ctrl-left"), ("\x1bOc", "ctrl-right"), ("\x1b[5A", "ctrl-up")),
        *(("\x1b[1;129C", "right"), ("\x1b[1;133C", "ctrl-right"), ("\x1b[1;1:1C", "right")),
        *(("\x1bOP", "f1"), ("\x1b[11~", "f1"), ("\x1b[[A", "f1"), ("\x1bOS", "f4")),
        *(("\x1b[Z", "shift-tab"), ("\x1b[9;2u", "shift-tab"), ("\x1b\t", "shift-tab")),
        *(("\x7f", "backspace"), ("\x08", "backspace"), ("\x01", "home"), ("\x05", "end")),
        *(("\x1f", "ctrl-_"), ("\x12", "ctrl-r"), ("\x0b", "ctrl-k"), ("\x03", "ctrl-c")),
        *(("\x1b[99;5u", "ctrl-c"), ("\x1b[100;5u", "ctrl-d"), ("\x1b[98;5u", "ctrl-b")),
        *(("\x1b[111;5u", "ctrl-o"), ("\x1b[27;5;99~", "ctrl-c"), ("\x1b[127u", "backspace")),
        *(("\x1b[27u", "escape"), ("\x1b[13u", "enter"), ("\x1bOM", "enter")),
    ],
)
def test_a_key_is_known_by_every_sequence_that_terminals_send_for_it(typed, key):
    assert [f"<{key}>", "a"] == _decode(typed, PAUSE, "a")


@pytest.mark.parametrize("modifier", [2, 3, 5, 6])
@pytest.mark.parametrize("form", ["\x1b[13;{}u", "\x1b[27;{};13~"])
def test_enter_with_another_key_is_a_new_line(form, modifier):
    assert ["\n"] == _decode(form.format(modifier))


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_line_end_that_nothing_follows_is_enter(end):
    assert ["a", "<enter>"] == _decode(f"a{end}", PAUSE)
    assert ["a", "<enter>", "<ctrl-d>"] == _decode(f"a{end}\x04")


def test_a_tab_that_nothing_follows_is_a_key():
    assert ["a", "<tab>"] == _decode("a\t", PAUSE)


def test_esc_alone_is_a_key_and_what_follows_is_text():
    assert ["<escape>", "# of people"] == _decode("\x1b", PAUSE, "# of people")


@pytest.mark.parametrize("letter", [*string.ascii_letters, *"0159#*.,;]\\^é"])
def test_a_letter_with_alt_is_no_text_but_what_follows_is(letter):
    (pressed, *text) = _decode(f"\x1b{letter}", PAUSE, "x")
    assert f"<alt{letter}>" == pressed or letter == "O"
    assert "x" == ([pressed] if letter == "O" else text)[-1]


# What a terminal says by itself.


@pytest.mark.parametrize(
    "said",
    [
        *("\x1b[I", "\x1b[O", "\x1b[?1;2c", "\x1b[>41;354;0c", "\x1b[24;80R", "\x1b[?2026;2$y"),
        *("\x1b]11;rgb:1111/2222/3333\x07", "\x1b]10;rgb:ff/ff/ff\x1b\\", "\x1b]52;c;eA==\x07"),
        *("\x1bP>|XTerm(370)\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b^x\x1b\\"),
        *("\x1b[M !!", "\x1b[<0;3;4M", "\x1b[15~", "\x1b[24;5~", "\x1bOX", "\x1b[1;2A", "\x1b[2$"),
        *("\x1b[97;3u", "\x1b[120;7u", "\x1b[97;5:3u", "\x1b[57358u", "\x1b[3;5~", "\x1b[[E"),
        *("\x1b[200~\x1b[201~", "\x1b[201~", "\x1b[31m", "\x1b[?997;1n", "\x1b\x1b[A"),
    ],
)
@pytest.mark.parametrize("is_in_pieces", [False, True])
def test_what_is_no_key_vanishes_whole(said, is_in_pieces):
    pieces = list(said) if is_in_pieces else [said]
    assert "before after" == "".join(
        part for part in _decode("before", *pieces, " after") if part != "<escape>"
    )


@pytest.mark.parametrize("said", ["\x1b]11;rgb:11", "\x1b[?1;", "\x1bP1$r", "\x1bO", "\x1b["])
def test_a_sequence_that_is_cut_off_is_no_text(said):
    assert ["text"] == _decode(said, PAUSE, "text")


@given(st.binary(max_size=60))
def test_from_any_bytes_come_only_keys_that_are_meant_and_text_without_controls(data):
    decoder = KeyDecoder("utf-8")
    for key in [*decoder.feed(data), *decoder.flush()]:
        assert key.name in {*KEYS, "text", "alt"}
        assert (
            key.name != "text"
            or key.text.replace("\n", "").replace("\t", "").isprintable()
            or (not {"\x1b", "\x9b", "\x07"} & set(key.text))
        )


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",))), st.data())
def test_text_stays_as_it_is_however_its_bytes_are_divided(text, data):
    encoded = text.encode()
    cut = data.draw(st.integers(0, len(encoded)))
    assert text == "".join(_decode(encoded[:cut], encoded[cut:]))


# Pastes.


def test_a_burst_is_a_paste_without_keys_in_it():
    assert ["One\n.\n\ta\tb\nTwo", "<enter>"] == _decode("One\r\n.\r\n\ta\tb\rTwo\r", PAUSE)


def test_a_burst_that_arrives_letter_by_letter_is_a_paste_too():
    assert "One\n.\nTwo" == "".join(_decode(*"One\r.\rTwo"))


def test_line_ends_pressed_one_after_the_other_are_keys():
    assert ["<enter>", "<enter>"] == _decode("\r\r", PAUSE)


def test_a_paste_between_marks_is_text_whatever_is_in_it():
    decoder = KeyDecoder("utf-8")
    paste = pasted("One\r\n.\r\t\x1b[31mred\x03\x04")
    assert ["One\n.\n\t[31mred", "<enter>"] == _described(decoder, f"{paste}\r", PAUSE)
    assert 3 == decoder.removed


@given(st.text(st.sampled_from("ab\r\n\t\x1b[201~é"), max_size=30), st.data())
def test_a_paste_is_the_same_however_it_is_divided(text, data):
    paste = pasted(text)
    cut = data.draw(st.integers(0, len(paste)))
    assert "".join(_decode(paste, "!")) == "".join(_decode(paste[:cut], paste[cut:], "!"))


def test_a_paste_without_an_end_mark_ends_after_a_pause():
    for end in ("", "\x1b", "\x1b[20"):
        assert ["One", "Two", "<enter>"] == _decode(f"\x1b[200~One{end}", PAUSE, "Two\r", PAUSE)


def test_a_paste_without_an_end_mark_is_there_at_once_and_ends_at_ctrl_c():
    assert ["One", "<ctrl-c>"] == _decode("\x1b[200~One", "\x03")


def test_two_pastes_of_which_the_first_has_no_end_mark_leave_no_mark():
    assert "OneTwo" == "".join(_decode("\x1b[200~One", pasted("Two")))


# Encodings.


def test_bytes_that_are_no_text_are_replaced_and_counted():
    decoder = KeyDecoder("utf-8")
    assert "caf� �<enter>" == "".join(_described(decoder, b"caf\xe9", b" \xff\r", PAUSE))
    assert 2 == decoder.undecodable


def test_text_is_decoded_as_the_terminal_encodes_it():
    assert ["café"] == _described(KeyDecoder("latin-1"), "café".encode("latin-1"))
