"""Reading lines from a keyboard and from a pipe."""

import io
import os
import signal
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from securebase_cli.ui.prompts import keyboard
from securebase_cli.ui.prompts.keyboard import (
    AnswerSoFar,
    ConsoleReader,
    KeyboardReader,
    PipeReader,
    TypedLine,
    open_line_reader,
)
from securebase_cli.ui.prompts.signals import EndedBySignalError
from support.askers import RecordingListener
from support.terminal import BACKSPACE, CTRL_D, CTRL_U, CTRL_W, CTRL_Z, ENTER, LEFT, needs_terminal

HANG_UP = None

Step = str | bytes | BaseException | Callable[[], None] | None


class Typist(io.StringIO):
    """The stream that a keyboard echoes to; types the next step each time it is flushed.

    A step is text or bytes to type, an exception to raise, a function to call, or HANG_UP.
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
    """Return a function that makes a reader, and a typist that types these steps."""
    typists = []

    def start(*steps: Step) -> tuple[KeyboardReader, Typist]:
        typist = Typist(*steps)
        typists.append(typist)
        keyboard = KeyboardReader(typist.keys, typist)
        typist.watched = keyboard
        return keyboard, typist

    yield start
    for typist in typists:
        typist.leave()
        typist.keys.close()


def _read_lines(keyboard: KeyboardReader, answer: AnswerSoFar) -> None:
    """Add lines to the answer until an exception is raised."""
    while True:
        answer.add(keyboard.read_line(answer).text)


# A keyboard.


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
def test_a_line_is_the_text_typed_minus_the_text_erased(typing, typed, line):
    keyboard, _ = typing(typed)
    with keyboard:
        assert TypedLine(line) == keyboard.read_line()
        assert 0 == keyboard.dropped


@needs_terminal
@pytest.mark.parametrize(
    ("typed", "screen"),
    [
        (f"abc{ENTER}", "abc\n"),
        (f"abc{BACKSPACE}{ENTER}", "abc\b \b\n"),
        (f"支{BACKSPACE}{ENTER}", "支\b\b  \b\b\n"),
        (f"\ta{BACKSPACE * 2}{ENTER}", "    a\b \b" + "\b" * 4 + " " * 4 + "\b" * 4 + "\n"),
        (f"{BACKSPACE}{CTRL_U}{ENTER}", "\n"),
        (f"a\x9b2J\u202eb{ENTER}", "a2Jb\n"),
    ],
)
def test_the_echo_is_safe_and_erases_with_backspaces_only(typing, typed, screen):
    keyboard, typist = typing(typed)
    with keyboard:
        keyboard.read_line()
    assert screen == typist.getvalue()


@needs_terminal
def test_lines_typed_ahead_are_not_lost(typing):
    keyboard, _ = typing(f"one{ENTER}two{ENTER}thr", f"ee{ENTER}")
    with keyboard:
        assert ["one", "two", "three"] == [keyboard.read_line().text for _ in range(3)]


@needs_terminal
def test_in_a_burst_a_command_is_text_except_at_its_end(typing):
    keyboard, _ = typing(f"one{ENTER}.{ENTER}.back\r\ntwo{ENTER}.back{ENTER}")
    lines = ["one", ".", ".back", "two"]
    with keyboard:
        assert [TypedLine(line) for line in lines] == [keyboard.read_line() for _ in lines]
        assert TypedLine("", "back") == keyboard.read_line()


@needs_terminal
def test_a_burst_into_a_question_of_one_line_is_one_line(typing):
    keyboard, _ = typing(f"tried{ENTER}went well{ENTER}")
    with keyboard:
        assert TypedLine("tried went well") == keyboard.read_line(is_only_line=True)


@needs_terminal
def test_enter_on_an_answer_that_is_still_empty_skips(typing):
    keyboard, _ = typing(f" {ENTER}")
    with keyboard:
        assert TypedLine("", "done") == keyboard.read_line(AnswerSoFar(RecordingListener(), ""))


@needs_terminal
@pytest.mark.parametrize(
    ("keys", "command"),
    [
        ("\t", "done"),
        ("\x1b[Z", "back"),
        ("\x02", "back"),
        ("\x1bOS", "enough"),
        ("\x1bOP", "help"),
    ],
)
def test_the_keys_for_commands_keep_the_line(typing, keys, command):
    keyboard, _ = typing(f"Half{keys}")
    with keyboard:
        assert TypedLine("Half", command) == keyboard.read_line()


@needs_terminal
def test_bytes_that_are_no_text_are_replaced_and_counted(typing):
    keyboard, _ = typing(b"caf\xe9\r")
    with keyboard:
        assert TypedLine("caf\ufffd") == keyboard.read_line()
        assert [(1, 0), (0, 0)] == [keyboard.take_counts() for _ in range(2)]


@needs_terminal
def test_nothing_is_echoed_on_a_terminal_that_did_not_echo(typing):
    import termios

    _, typist = typing()
    modes = termios.tcgetattr(typist.keys)
    modes[3] &= ~termios.ECHO
    termios.tcsetattr(typist.keys, termios.TCSANOW, modes)
    keyboard = KeyboardReader(typist.keys, typist)
    os.write(typist.terminal, b"In pairs\n")
    with keyboard:
        assert TypedLine("In pairs") == keyboard.read_line()
    assert "" == typist.getvalue()


@needs_terminal
def test_a_character_whose_bytes_arrive_separately_is_one_character(typing):
    first, second = "ë".encode()[:1], "ë".encode()[1:]
    keyboard, _ = typing(b"Zo" + first, second + b"\r")
    with keyboard:
        assert "Zoë" == keyboard.read_line().text


@needs_terminal
@pytest.mark.parametrize(
    ("keys", "count"), [(LEFT, 1), ("\x1b[1;5C", 1), ("\x01\x0b", 2), ("\x1b[3~", 1)]
)
def test_keys_that_write_nothing_are_counted_and_dropped(typing, keys, count):
    keyboard, _ = typing(f"a{keys}b{ENTER}")
    with keyboard:
        assert "ab" == keyboard.read_line().text
        assert count == keyboard.dropped


@needs_terminal
def test_ctrl_d_ends_the_text_with_the_current_line(typing):
    keyboard, typist = typing(f"one{ENTER}two{CTRL_D}", f"{CTRL_D}three{ENTER}")
    with keyboard:
        assert TypedLine("one") == keyboard.read_line()
        assert TypedLine("two", "done") == keyboard.read_line()
        assert TypedLine("", "done") == keyboard.read_line()
        assert TypedLine("three") == keyboard.read_line()
    assert "one\ntwo\n\nthree\n" == typist.getvalue()


@needs_terminal
def test_the_unfinished_line_is_available_while_it_is_typed(typing):
    keyboard, typist = typing("Half", " a", f" sent{ENTER}")
    with keyboard:
        keyboard.read_line()
    assert "Half" in typist.seen
    assert "Half a" in typist.seen
    assert "" == keyboard.pending


@needs_terminal
def test_the_listener_gets_the_text_before_each_wait_for_a_key(typing):
    keyboard, _ = typing(
        "Half", " a", f" sentence.{ENTER}No", f"w a word{BACKSPACE * 4}n", KeyboardInterrupt()
    )
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "")
    with keyboard, pytest.raises(KeyboardInterrupt):
        _read_lines(keyboard, answer)
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
def test_the_listener_gets_a_paste_to_its_last_character(typing, line, count):
    line = line[: 3500 // (count + 1)]
    paste = f"{line}{ENTER}" * count + line
    keyboard, _ = typing(paste, *["" for _ in range(count)], HANG_UP)
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "Before")
    with keyboard, pytest.raises(EndedBySignalError):
        _read_lines(keyboard, answer)
    assert "\n".join(["Before", *[line] * (count + 1)]) == listener.texts[-1]


@needs_terminal
def test_when_the_terminal_goes_away_the_listener_has_the_text(typing):
    keyboard, _ = typing("Half a sent", HANG_UP)
    listener = RecordingListener()
    with keyboard, pytest.raises(EndedBySignalError) as ended:
        keyboard.read_line(AnswerSoFar(listener, ""))
    assert 129 == ended.value.code
    assert "Half a sent" == listener.texts[-1]


@needs_terminal
def test_a_terminal_that_is_already_gone_raises_at_once(typing):
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
def test_the_listener_has_a_line_that_is_interrupted(typing, end):
    keyboard, _ = typing("Half a sent", end)
    listener = RecordingListener()
    with keyboard, pytest.raises(type(end)):
        keyboard.read_line(AnswerSoFar(listener, "One."))
    assert "One.\nHalf a sent" == listener.texts[-1]
    assert "Half a sent" == keyboard.pending


@needs_terminal
def test_the_listener_has_a_line_that_is_interrupted_in_its_echo(typing):
    keyboard, _ = typing(f"Half a sent{ENTER}", KeyboardInterrupt())
    listener = RecordingListener()
    with keyboard, pytest.raises(KeyboardInterrupt):
        keyboard.read_line(AnswerSoFar(listener, "One."))
    assert "One.\nHalf a sent" == listener.texts[-1]


@needs_terminal
def test_the_listener_has_a_line_that_is_interrupted_at_a_key(typing, monkeypatch):
    keyboard, _ = typing("Half", " a sent")
    listener = RecordingListener()
    write = keyboard._write

    def interrupted(text: str) -> None:
        write(text)
        if text == " a sent":
            raise KeyboardInterrupt

    monkeypatch.setattr(keyboard, "_write", interrupted)
    with keyboard, pytest.raises(KeyboardInterrupt):
        keyboard.read_line(AnswerSoFar(listener, ""))
    assert "Half a sent" == listener.texts[-1]


@needs_terminal
def test_ctrl_z_saves_the_text_before_the_process_stops(typing, monkeypatch):
    import termios

    listener = RecordingListener()

    def stop(process: int, number: int) -> None:
        # Called where the process would stop: the terminal must be restored by now.
        assert (0, signal.SIGTSTP) == (process, number)
        assert signal.SIG_DFL == signal.getsignal(signal.SIGTSTP)
        assert modes == termios.tcgetattr(typist.keys)
        listener.events.append("stopped")

    monkeypatch.setattr(os, "kill", stop)
    keyboard, typist = typing("Half", CTRL_Z, f" a{ENTER}")
    modes = termios.tcgetattr(typist.keys)
    with keyboard:
        assert "Half a" == keyboard.read_line(AnswerSoFar(listener, "")).text
        assert 0 == termios.tcgetattr(typist.keys)[3] & termios.ICANON
    assert ["flushed Half", "stopped"] == listener.events
    assert "HalfHalf a\n" == typist.getvalue(), "the line so far is shown again"


@needs_terminal
@pytest.mark.parametrize(
    "suspend", [CTRL_Z, lambda: signal.raise_signal(signal.SIGTSTP)], ids=["Ctrl-Z", "signal"]
)
def test_the_process_is_stopped_without_a_listener_too(typing, monkeypatch, suspend):
    stopped = []
    monkeypatch.setattr(os, "kill", lambda *_: stopped.append(True))
    keyboard, _ = typing(suspend, f"2w{ENTER}")
    with keyboard:
        assert "2w" == keyboard.read_line().text
    assert [True] == stopped


@needs_terminal
def test_the_terminal_mode_is_changed_and_restored(typing):
    import termios

    keyboard, typist = typing()
    modes = termios.tcgetattr(typist.keys)
    with keyboard:
        during = termios.tcgetattr(typist.keys)[3]
        assert 0 == during & (termios.ICANON | termios.ECHO | termios.ISIG)
    assert modes == termios.tcgetattr(typist.keys)


@needs_terminal
def test_a_long_paste_is_read_before_it_is_echoed(typing):
    keyboard, typist = typing("word " * 20 + ENTER)
    with keyboard:
        keyboard.read_line()
    assert 2 >= len(typist.seen)


# The answer so far.


def test_the_listener_gets_finished_lines_and_the_unfinished_one():
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "")
    answer.on_change("Ha")
    answer.add("Half")
    answer.on_change("a sent")
    assert ["Ha", "Half\n", "Half\na sent"] == listener.texts
    assert [2, 5, 11] == listener.lengths
    assert "Half" == answer.text


def test_the_listener_gets_the_earlier_text_of_an_answer_too():
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "One.\nTwo.")
    answer.on_change("Th")
    answer.add("Three.")
    answer.on_change("")
    assert ["One.\nTwo.\nTh", *["One.\nTwo.\nThree.\n"] * 2] == listener.texts
    assert "One.\nTwo.\nThree." == answer.text


def test_a_text_that_the_listener_got_does_not_change_later():
    listener = RecordingListener()
    answer = AnswerSoFar(listener, "")
    for line in ("One.", "Two.", "Three."):
        answer.add(line)
    assert ["One.\n", "One.\nTwo.\n", "One.\nTwo.\nThree.\n"] == listener.texts


# A pipe.


def _pipe(data: bytes) -> PipeReader:
    return PipeReader(SimpleNamespace(buffer=io.BytesIO(data)))


def _lines(pipe: PipeReader) -> list[str]:
    lines = []
    while (line := pipe.read_line()).command != "end":
        lines.append(line.text)
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
def test_a_pipe_gives_lines_without_line_endings(data, lines):
    assert lines == _lines(_pipe(data))


def test_bytes_that_are_not_utf_8_are_replaced_and_counted():
    pipe = _pipe(b"caf\xe9 \xff\nb\xe4\n")
    assert ["caf\ufffd \ufffd", "b\ufffd"] == _lines(pipe)
    assert [(3, 0), (0, 0)] == [pipe.take_counts() for _ in range(2)]


def test_no_standard_input_is_like_an_empty_pipe():
    pipe = open_line_reader(None, io.StringIO())
    assert isinstance(pipe, PipeReader)
    assert TypedLine("", "end") == pipe.read_line()


@needs_terminal
def test_a_terminal_is_read_as_a_keyboard(typing):
    _, typist = typing()
    assert isinstance(open_line_reader(typist.keys, typist), KeyboardReader)


# A Windows console.


class Console(io.TextIOWrapper):
    """A console that gives a line at a time, or nothing for Ctrl-Z at the beginning of one."""

    def __init__(self, *lines: str) -> None:
        super().__init__(io.BytesIO(), "utf-8")
        self._typed = iter(line.encode() for line in lines)

    @property
    def buffer(self):
        return SimpleNamespace(readline=lambda: next(self._typed))

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_windows(monkeypatch) -> None:
    monkeypatch.setattr(keyboard, "WINDOWS", True)


@pytest.mark.usefixtures("on_windows")
@pytest.mark.parametrize("end", ["", "\x1a\r\n", "\x04\r\n"], ids=["EOF", "Ctrl-Z", "Ctrl-D"])
def test_on_windows_ctrl_z_ends_one_answer_and_no_more(end):
    console = Console("One 🫶\r\n", end, "Two\r\n")
    reader = open_line_reader(console, io.StringIO())
    assert isinstance(reader, ConsoleReader)
    lines = [TypedLine("One 🫶"), TypedLine("", "done"), TypedLine("Two")]
    assert lines == [reader.read_line() for _ in lines]


@pytest.mark.usefixtures("on_windows")
@pytest.mark.parametrize("key", ["\x1a", "\x04"], ids=["Ctrl-Z", "Ctrl-D"])
def test_on_windows_a_line_before_ctrl_z_belongs_to_the_answer(key):
    reader = open_line_reader(Console("One\r\n", f"end{key}\r\n"), io.StringIO())
    assert [TypedLine("One"), TypedLine("end", "done")] == [reader.read_line() for _ in range(2)]
