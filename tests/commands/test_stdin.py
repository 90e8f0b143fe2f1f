"""Words from standard input, where no shell remembers them: so much text in UTF-8, or a refusal."""

import errno
import io
import os

import pytest

from securebase_cli.commands._stdin import read_text_from_stdin
from securebase_cli.errors import UsageError

LARGEST = 64 * 1024


@pytest.fixture
def given(monkeypatch):
    """Let bytes stand on standard input, or let it be a stream of one's own."""

    def give(data: bytes | io.RawIOBase, encoding: str = "utf-8") -> None:
        stream = io.BytesIO(data) if isinstance(data, bytes) else io.BufferedReader(data)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream, encoding))

    return give


class AtTheKeyboard(io.BytesIO):
    """An input that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_in_a_terminal_the_key_to_finish_is_named(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(AtTheKeyboard(b"buddy\n"), "utf-8"))
    assert "buddy\n" == read_text_from_stdin()
    assert "Type the words; then Enter, and Ctrl-D.\n" == capsys.readouterr().err


class Endless(io.RawIOBase):
    """An input that never ends, and counts what is taken from it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        buffer[:] = b"a" * len(buffer)
        self.taken += len(buffer)
        return len(buffer)


class Broken(io.RawIOBase):
    """An input that gives some words, and then can't be read any more."""

    given = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if self.given:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.given = True
        buffer[:6] = b"secret"
        return 6


@pytest.mark.parametrize(
    "text", ["", "\n", "buddy -rota", " Größe – 📅\r\nZoë’s\r\r\n", "\N{REPLACEMENT CHARACTER}"]
)
def test_text_comes_as_it_stands_there(given, text):
    given(text.encode())
    assert text == read_text_from_stdin()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_input_is_utf_8_in_any_terminal_encoding(given, encoding):
    given("Größe – 📅".encode(), encoding)
    assert "Größe – 📅" == read_text_from_stdin()


def test_the_mark_that_some_programs_put_before_their_text_is_no_part_of_it(given):
    given("\ufeffbuddy \ufeff".encode())
    assert "buddy \ufeff" == read_text_from_stdin()


@pytest.mark.parametrize(
    ("largest", "more"), [("a" * LARGEST, "a"), ("é" * (LARGEST // 2), "\n")], ids=["a", "é"]
)
def test_there_may_be_64_kib_and_not_a_byte_more(given, largest, more):
    given(largest.encode())
    assert largest == read_text_from_stdin()
    given((largest + more).encode())
    with pytest.raises(UsageError) as refused:
        read_text_from_stdin()
    assert "What came on standard input is larger than 64 KiB." == str(refused.value)


def test_too_much_is_too_much_also_where_a_letter_would_be_cut(given):
    given(b"a" + "é".encode() * LARGEST)
    with pytest.raises(UsageError, match="larger than 64 KiB"):
        read_text_from_stdin()


def test_of_an_input_without_an_end_only_so_much_is_taken(given):
    endless = Endless()
    given(endless)
    with pytest.raises(UsageError, match="larger than 64 KiB"):
        read_text_from_stdin()
    assert endless.taken <= 2 * LARGEST


@pytest.mark.parametrize(
    "data",
    [b"secret \xff", "secret é".encode()[:-1], "secret é".encode("latin-1"), b"\xed\xa0\x80"]
    + ["sécret".encode(encoding) for encoding in ("utf-16", "utf-32")],
)
def test_what_is_not_text_in_utf_8_is_refused_in_words_that_hold_nothing_of_it(given, data):
    given(data)
    with pytest.raises(UsageError) as refused:
        read_text_from_stdin()
    assert "What came on standard input is not text in UTF-8." == str(refused.value)


def test_an_input_that_can_t_be_read_to_its_end_is_refused_and_the_reason_is_said(given):
    given(Broken())
    with pytest.raises(UsageError) as refused:
        read_text_from_stdin()
    assert f"Standard input can't be read: {os.strerror(errno.EIO)}." == str(refused.value)
