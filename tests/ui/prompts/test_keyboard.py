"""Reading lines: from a keyboard without the terminal's limits, and from a pipe as they come."""

import io
import os
import signal
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from securebase_cli.ui.prompts.keyboard import (
    AnswerSoFar,
    KeyboardReader,
    PipeReader,
    open_line_reader,
)
from securebase_cli.ui.prompts.signals import EndedBySignalError
from support.askers import RecordingListener
from support.terminal import BACKSPACE, CTRL_D, CTRL_U, CTRL_W, ENTER, LEFT, needs_terminal

HANG_UP = None

Step = str | bytes | BaseException | Callable[[], None] | None


class Typist(io.StringIO):
    """What a keyboard echoes to, and a person who types on whenever the echo has come up.

    What comes next is bytes to type, an exception to raise, something that happens, or the end of
    the terminal.
    """

    def __init__(self, *steps: Step) -> None:
        super().__init__()
        self.terminal, own = os.openpty()
        self.keys = os.fdopen(own, encoding="utf-8")
        self.steps = list(steps)
        self.seen: list[str] = []
        self.watched: KeyboardReader | None = None

    def fileno(self) -> int:
        return self.keys.fileno()

    def flush(self) -> None:
        if self.watched is not None:
            self.seen.append(self.watched.pending)
        if not self.steps:
            return
        step = self.steps.pop(0)
        if isinstance(step, BaseException):
            raise step
        if step is HANG_UP:
            self.leave()
        elif callable(step):
            step()
        else:
            os.write(self.terminal, step.encode() if isinstance(step, str) else step)

    def leave(self) -> None:
        if self.terminal >= 0:
            os.close(self.terminal)
            self.terminal = -1


@pytest.fixture
def typing():
    """Give a function that sits a person down who types these steps."""
    people = []

    def sit_down(*steps: Step) -> tuple[KeyboardReader, Typist]:
        person = Typist(*steps)
        people.append(person)
        keyboard = KeyboardReader(person.keys, person)
        person.watched = keyboard
        return keyboard, person

    yield sit_down
    for person in people:
        person.leave()
        person.keys.close()


def _type_on(keyboard: KeyboardReader, answer: AnswerSoFar) -> None:
    """Take line after line for the answer, until something puts an end to it."""
    while True:
        answer.add(keyboard.read_line(answer))


# At a keyboard.


@needs_terminal
@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (f"In pairs{ENTER}", "In pairs"),
        (ENTER, ""),
        (f"Zoë 支え 🫶{ENTER}", "Zoë 支え 🫶"),
        (f"In pairz{BACKSPACE}s{ENTER}", "In pairs"),
        (f"In pairz\x08s{ENTER}", "In pairs"),
        (f"{BACKSPACE * 3}a{ENTER}", "a"),
        (f"支え{BACKSPACE}{ENTER}", "支"),
        (f"all{CTRL_U}new{ENTER}", "new"),
        (f"one two  {CTRL_W}{ENTER}", "one "),
        (f"one{CTRL_W}{CTRL_W}{ENTER}", ""),
        (f"a\tb{ENTER}", "a\tb"),
        ("word " * 700 + ENTER, "word " * 700),
    ],
)
def test_a_line_is_what_was_typed_and_not_erased(typing, typed, line):
    keyboard, _ = typing(typed)
    with keyboard:
        assert line == keyboard.read_line()
        assert 0 == keyboard.dropped


@needs_terminal
@pytest.mark.parametrize(
    ("typed", "screen"),
    [
        (f"abc{ENTER}", "abc\n"),
        (f"abc{BACKSPACE}{ENTER}", "abc\b \b\n"),
        (f"支{BACKSPACE}{ENTER}", "支\b\b  \b\b\n"),
        (f"\t{BACKSPACE}{ENTER}", "    " + "\b" * 4 + " " * 4 + "\b" * 4 + "\n"),
        (f"{BACKSPACE}{CTRL_U}{ENTER}", "\n"),
        (f"a\x9b2J\u202eb{ENTER}", "a\N{REPLACEMENT CHARACTER}2Jb\n"),
    ],
)
def test_the_echo_is_what_any_terminal_can_do_and_harmless(typing, typed, screen):
    keyboard, person = typing(typed)
    with keyboard:
        keyboard.read_line()
    assert screen == person.getvalue()


@needs_terminal
def test_lines_typed_ahead_are_not_lost(typing):
    keyboard, _ = typing(f"one{ENTER}two{ENTER}thr", f"ee{ENTER}")
    with keyboard:
        assert ["one", "two", "three"] == [keyboard.read_line() for _ in range(3)]


@needs_terminal
def test_a_letter_that_comes_in_pieces_is_one_letter(typing):
    first, second = "ë".encode()[:1], "ë".encode()[1:]
    keyboard, _ = typing(b"Zo" + first, second + b"\r")
    with keyboard:
        assert "Zoë" == keyboard.read_line()


@needs_terminal
@pytest.mark.parametrize(
    ("keys", "count"), [(LEFT, 1), ("\x1b[1;5C", 1), ("\x1bOP", 1), ("\x01\x02", 2), ("\x1b[3~", 1)]
)
def test_keys_that_write_nothing_are_counted_and_left_out(typing, keys, count):
    keyboard, _ = typing(f"a{keys}b{ENTER}")
    with keyboard:
        assert "ab" == keyboard.read_line()
        assert count == keyboard.dropped


@needs_terminal
def test_ctrl_d_ends_the_text_with_the_line_that_it_stands_in(typing):
    keyboard, person = typing(f"one{ENTER}two{CTRL_D}", f"{CTRL_D}three{ENTER}")
    with keyboard:
        assert ("one", False) == (keyboard.read_line(), keyboard.at_end)
        assert ("two", True) == (keyboard.read_line(), keyboard.at_end)
        assert (None, True) == (keyboard.read_line(), keyboard.at_end)
        assert ("three", False) == (keyboard.read_line(), keyboard.at_end)
    assert "one\ntwo\n\nthree\n" == person.getvalue()


@needs_terminal
def test_what_is_being_typed_is_known_all_along(typing):
    keyboard, person = typing("Half", " a", f" sent{ENTER}")
    with keyboard:
        keyboard.read_line()
    assert "Half" in person.seen
    assert "Half a" in person.seen
    assert "" == keyboard.pending


@needs_terminal
def test_whoever_listens_hears_what_stands_there_whenever_more_is_awaited(typing):
    keyboard, _ = typing(
        "Half", " a", f" sentence.{ENTER}No", f"w a word{BACKSPACE * 4}n", KeyboardInterrupt()
    )
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "")
    with keyboard, pytest.raises(KeyboardInterrupt):
        _type_on(keyboard, answer)
    assert [
        "",
        "Half",
        "Half a",
        "Half a sentence.",
        "Half a sentence.\n",
        "Half a sentence.\nNo",
        "Half a sentence.\nNow a n",
    ] == list(dict.fromkeys(listener.texts))


@needs_terminal
@pytest.mark.parametrize("line", ["word " * 700, "word"], ids=["long", "short"])
@pytest.mark.parametrize("count", [0, 20])
def test_a_paste_is_heard_to_its_last_letter(typing, line, count):
    line = line[: 3500 // (count + 1)]
    paste = f"{line}{ENTER}" * count + line
    keyboard, _ = typing(paste, *["" for _ in range(count)], HANG_UP)
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "Before")
    with keyboard, pytest.raises(EndedBySignalError):
        _type_on(keyboard, answer)
    assert "\n".join(["Before", *[line] * (count + 1)]) == listener.texts[-1]


@needs_terminal
def test_a_terminal_that_goes_away_is_an_end_and_what_stood_there_was_heard(typing):
    keyboard, _ = typing("Half a sent", HANG_UP)
    listener = RecordingListener()
    with keyboard, pytest.raises(EndedBySignalError) as ended:
        keyboard.read_line(AnswerSoFar(listener, ""))
    assert 129 == ended.value.code
    assert "Half a sent" == listener.texts[-1]


@needs_terminal
def test_a_terminal_that_is_gone_already_is_an_end_at_once(typing):
    keyboard, _ = typing(HANG_UP)
    with keyboard:
        for _ in range(2):
            with pytest.raises(EndedBySignalError) as ended:
                keyboard.read_line()
            assert 129 == ended.value.code


@needs_terminal
@pytest.mark.parametrize(
    "end", [KeyboardInterrupt(), EndedBySignalError(143)], ids=["Ctrl-C", "TERM"]
)
def test_a_line_that_is_interrupted_was_heard(typing, end):
    keyboard, _ = typing("Half a sent", end)
    listener = RecordingListener()
    with keyboard, pytest.raises(type(end)):
        keyboard.read_line(AnswerSoFar(listener, "One."))
    assert "One.\nHalf a sent" == listener.texts[-1]
    assert "Half a sent" == keyboard.pending


@needs_terminal
def test_a_line_that_is_interrupted_in_its_echo_was_heard(typing):
    keyboard, _ = typing(f"Half a sent{ENTER}", KeyboardInterrupt())
    listener = RecordingListener()
    with keyboard, pytest.raises(KeyboardInterrupt):
        keyboard.read_line(AnswerSoFar(listener, "One."))
    assert "One.\nHalf a sent" == listener.texts[-1]


@needs_terminal
def test_an_interruption_at_the_keys_is_heard_with_the_line_so_far(typing, monkeypatch):
    keyboard, _ = typing("Half", " a sent")
    listener = RecordingListener()
    take = keyboard._handle_key

    def interrupted(piece: str) -> None:
        take(piece)
        if piece == " a sent":
            raise KeyboardInterrupt

    monkeypatch.setattr(keyboard, "_handle_key", interrupted)
    with keyboard, pytest.raises(KeyboardInterrupt):
        keyboard.read_line(AnswerSoFar(listener, ""))
    assert "Half a sent" == listener.texts[-1]


@needs_terminal
def test_ctrl_z_lets_what_was_heard_be_written_before_the_shell_gets_the_terminal(
    typing, monkeypatch
):
    import termios

    listener = RecordingListener()

    def stop(process: int, number: int) -> None:
        # Here the process stands still; whoever reads the terminal now finds it as it was.
        assert (os.getpid(), signal.SIGTSTP) == (process, number)
        assert signal.SIG_DFL == signal.getsignal(signal.SIGTSTP)
        assert modes == termios.tcgetattr(person.keys)
        listener.events.append("stopped")

    def suspend() -> None:
        signal.raise_signal(signal.SIGTSTP)
        os.write(person.terminal, f" a{ENTER}".encode())

    monkeypatch.setattr(os, "kill", stop)
    keyboard, person = typing("Half", suspend)
    modes = termios.tcgetattr(person.keys)
    with keyboard:
        assert "Half a" == keyboard.read_line(AnswerSoFar(listener, ""))
        assert 0 == termios.tcgetattr(person.keys)[3] & termios.ICANON
    assert ["settled Half", "stopped"] == listener.events
    assert b"Half" == os.read(person.terminal, 100), "the line so far is shown again"


@needs_terminal
def test_ctrl_z_where_nobody_listens_stops_all_the_same(typing, monkeypatch):
    stopped = []

    def suspend() -> None:
        signal.raise_signal(signal.SIGTSTP)
        os.write(person.terminal, f"2w{ENTER}".encode())

    monkeypatch.setattr(os, "kill", lambda *_: stopped.append(True))
    keyboard, person = typing(suspend)
    with keyboard:
        assert "2w" == keyboard.read_line()
    assert [True] == stopped


@needs_terminal
def test_the_terminal_is_taken_letter_by_letter_and_left_as_it_was(typing):
    import termios

    keyboard, person = typing()
    modes = termios.tcgetattr(person.keys)
    with keyboard:
        during = termios.tcgetattr(person.keys)[3]
        assert 0 == during & (termios.ICANON | termios.ECHO)
        assert during & termios.ISIG
    assert modes == termios.tcgetattr(person.keys)


@needs_terminal
def test_a_long_paste_is_taken_in_before_it_is_echoed(typing):
    keyboard, person = typing("word " * 20 + ENTER)
    with keyboard:
        keyboard.read_line()
    assert 2 >= len(person.seen)


# What is heard of an answer.


def test_an_answer_is_heard_with_the_line_that_is_not_finished():
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "")
    answer.on_change("Ha")
    answer.add("Half")
    answer.on_change("a sent")
    assert ["Ha", "Half\n", "Half\na sent"] == listener.texts
    assert [2, 5, 11] == listener.lengths
    assert "Half" == answer.text


def test_an_answer_that_is_added_to_is_heard_with_what_stood_there():
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "One.\nTwo.")
    answer.on_change("Th")
    answer.add("Three.")
    answer.on_change("")
    assert ["One.\nTwo.\nTh", *["One.\nTwo.\nThree.\n"] * 2] == listener.texts
    assert "One.\nTwo.\nThree." == answer.text


def test_what_was_heard_of_an_answer_stays_what_it_was_then():
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "")
    for line in ("One.", "Two.", "Three."):
        answer.add(line)
    assert ["One.\n", "One.\nTwo.\n", "One.\nTwo.\nThree.\n"] == listener.texts


# On a pipe.


def _pipe(data: bytes) -> PipeReader:
    return PipeReader(SimpleNamespace(buffer=io.BytesIO(data)))


def _lines(pipe: PipeReader) -> list[str]:
    lines = []
    while (line := pipe.read_line()) is not None:
        lines.append(line)
    return lines


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\ntwo", ["one", "two"]),
        (b"one\r\ntwo\r\n", ["one", "two"]),
        (b"one\rtwo\n", ["one\rtwo"]),
        (b"\xef\xbb\xbfone\n\xef\xbb\xbftwo\n", ["one", "\ufefftwo"]),
        ("Zoë 支え\n".encode(), ["Zoë 支え"]),
        (b"word " * 100_000 + b"\n", ["word " * 100_000]),
    ],
    ids=["nothing", "blank", "two", "no end", "CRLF", "CR", "BOM", "UTF-8", "long"],
)
def test_a_pipe_gives_its_lines_without_their_ends(data, lines):
    assert lines == _lines(_pipe(data))


def test_bytes_that_are_no_text_are_replaced_and_counted():
    pipe = _pipe(b"caf\xe9 \xff\nb\xe4\n")
    assert ["caf\ufffd \ufffd", "b\ufffd"] == _lines(pipe)
    assert 3 == pipe.dropped


def test_no_input_at_all_is_a_pipe_at_its_end():
    pipe = open_line_reader(None, io.StringIO())
    assert isinstance(pipe, PipeReader)
    assert pipe.read_line() is None


@needs_terminal
def test_a_terminal_is_read_as_a_keyboard(typing):
    _, person = typing()
    assert isinstance(open_line_reader(person.keys, person), KeyboardReader)
