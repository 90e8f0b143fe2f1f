"""Reads lines of any length from a terminal or a pipe.

A terminal in its usual mode cuts a line off after 4,095 characters. Therefore KeyboardReader reads
key by key. It supports the keys that a terminal supports: Backspace, Ctrl-U and Ctrl-W. Nothing
else moves the cursor, so that screen readers can follow.
"""

import codecs
import contextlib
import functools
import os
import re
import select
import signal
from collections.abc import Iterator
from typing import Self, TextIO

from securebase_cli.ui.console import safe_text
from securebase_cli.ui.prompts.asker import DraftListener, ReplyKind
from securebase_cli.ui.prompts.signals import hang_up_error, raise_if_signalled, wake_on_signal

try:
    import termios
except ImportError:  # pragma: no cover - Windows has no termios, and no limit to undo
    termios = None  # type: ignore[assignment]

# The escape sequence of a key such as an arrow, one control character, or a run of text.
_TOKEN = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|O[ -~])?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+")

_CTRL_D = "\x04"
_CTRL_U = "\x15"
_CTRL_W = "\x17"
_CTRL_Z = "\x1a"
_BACKSPACES = frozenset({"\x7f", "\x08"})
_LINE_ENDS = frozenset({"\r", "\n", _CTRL_D})
_TAB_ECHO = "    "

# The index of the local modes in the list that `tcgetattr` returns.
_LOCAL_MODES = 3

# More characters than this in one read come from a paste; its next read follows within this pause.
_MAX_TYPED = 32
_PASTE_PAUSE_SECONDS = 0.02


class AnswerSoFar:
    """The finished lines of an answer; a listener receives each change of the text."""

    def __init__(self, listener: DraftListener, text: str) -> None:
        self.listener = listener
        self._lines = text.split("\n") if text else []
        self._length = len(text)

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def add(self, line: str) -> None:
        self._lines.append(line)
        self._length += len(line) + 1
        self.on_change("")

    def on_change(self, pending: str) -> None:
        """Notify the listener; `pending` is the unfinished line."""
        # The listener joins the lines when it needs the text; by then, `add` may have added others.
        lines, count = self._lines, len(self._lines)
        self.listener.on_change(
            self._length + len(pending), lambda: "\n".join([*lines[:count], pending])
        )


class KeyboardReader:
    """Reads lines that are typed at a terminal; a context manager that changes the terminal's mode.

    `pending` is the unfinished line. `at_end` says whether the last line was ended by Ctrl-D and
    not by Enter. `dropped` counts keys that write nothing, such as arrows.
    """

    # Ctrl-D ends the answer, and the next one can still be typed.
    kind_at_end: ReplyKind = "done"

    def __init__(self, stream: TextIO, echo: TextIO) -> None:
        self._stream = stream
        self._echo = echo
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unprocessed = ""
        self._unechoed = ""
        self._original_modes = termios.tcgetattr(stream.fileno())
        self._original_sigtstp = signal.getsignal(signal.SIGTSTP)
        self._answer: AnswerSoFar | None = None
        self.at_end = False
        self.pending = ""
        self.dropped = 0

    def __enter__(self) -> Self:
        """Switch the terminal to key-by-key input without echo."""
        try:
            modes = termios.tcgetattr(self._stream.fileno())
            modes[_LOCAL_MODES] &= ~(termios.ICANON | termios.ECHO)
            termios.tcsetattr(self._stream.fileno(), termios.TCSADRAIN, modes)
        except termios.error:
            raise hang_up_error() from None
        signal.signal(signal.SIGTSTP, self._suspend)
        signal.set_wakeup_fd(_wakeup_pipe()[1], warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGTSTP, self._original_sigtstp)
        signal.set_wakeup_fd(-1)
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._stream.fileno(), termios.TCSADRAIN, self._original_modes)

    @contextlib.contextmanager
    def released(self) -> Iterator[None]:
        """Restore the terminal for another program while the block runs."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()

    def read_line(self, answer: AnswerSoFar | None = None) -> str | None:
        """Return the next line, or None for Ctrl-D on an empty line.

        `answer` is notified of the unfinished line before each wait for a key, and of the whole
        line before this method returns or raises.
        """
        self.pending = ""
        self._answer = answer
        try:
            self.at_end = self._read_until_line_end() == _CTRL_D
        except BaseException:
            self._notify_answer()
            self._unechoed += "\n"
            with contextlib.suppress(OSError):
                self._flush_echo()
            raise
        # Notify first, because a signal may interrupt the echo.
        self._notify_answer()
        self._flush_echo()
        line, self.pending = self.pending, ""
        return None if self.at_end and not line else line

    def _read_until_line_end(self) -> str:
        """Read keys into `pending`, and return the key that ended the line."""
        while True:
            for match in _TOKEN.finditer(self._unprocessed):
                if match[0] in _LINE_ENDS:
                    self._unprocessed = self._unprocessed[match.end() :]
                    self._unechoed += "\n"
                    return match[0]
                self._handle_key(match[0])
            self._unprocessed = ""
            self._notify_answer()
            self._read_keys()

    def _read_keys(self) -> None:
        """Wait for keys, and read all that have arrived; raise EndedBySignalError for a signal."""
        descriptor = self._stream.fileno()
        # Echo nothing during a long paste: a terminal that is still writing may not read, so that
        # both sides would wait for each other.
        pause = _PASTE_PAUSE_SECONDS if len(self._unechoed) > _MAX_TYPED else 0
        if not select.select([descriptor], [], [], pause)[0]:
            self._flush_echo()
        # A signal makes the pipe readable, even one that arrives just before the wait begins.
        wakeup, _ = _wakeup_pipe()
        while wakeup in select.select([descriptor, wakeup], [], [])[0]:
            os.read(wakeup, 1 << 10)
            raise_if_signalled()
        try:
            data = os.read(descriptor, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise hang_up_error()
        self._unprocessed = self._decoder.decode(data)

    def _notify_answer(self) -> None:
        if self._answer is not None:
            self._answer.on_change(self.pending)

    def _handle_key(self, key: str) -> None:
        if key in _BACKSPACES:
            self._erase_from(len(self.pending) - 1)
        elif key == _CTRL_U:
            self._erase_from(0)
        elif key == _CTRL_W:
            self._erase_from(len(re.sub(r"\S*\s*$", "", self.pending)))
        elif key == "\t":
            self.pending += key
            self._unechoed += _TAB_ECHO
        elif key >= " ":
            self.pending += key
            self._unechoed += safe_text(key)
        else:
            self.dropped += 1

    def _erase_from(self, position: int) -> None:
        """Remove the end of the line from this position, and as many columns on the screen."""
        if not self.pending:
            return
        from rich.cells import cell_len

        self.pending, erased = self.pending[:position], self.pending[position:]
        columns = cell_len(safe_text(erased.replace("\t", _TAB_ECHO)))
        self._unechoed += "\b" * columns + " " * columns + "\b" * columns

    def _flush_echo(self) -> None:
        text, self._unechoed = self._unechoed, ""
        self._echo.write(text)
        self._echo.flush()

    def _suspend(self, _number: int, _frame: object) -> None:
        """Save the answer, restore the terminal, and stop the process; undo that on resuming."""
        if self._answer is not None:
            self._answer.listener.flush()
        self.__exit__()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        self.__enter__()
        # Do not use the stream, because the signal may have interrupted a write to it.
        os.write(self._echo.fileno(), safe_text(self.pending).encode(errors="replace"))


@functools.cache
def _wakeup_pipe() -> tuple[int, int]:
    """Return the read and write ends of the pipe to which Python writes when a signal arrives."""
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, False)
    return ends


class PipeReader:
    """Reads lines from an input that is not a terminal; `dropped` counts bytes that are not UTF-8.

    It has the methods of KeyboardReader, but no mode to change.
    """

    # Nothing can be read after the end of the input.
    kind_at_end: ReplyKind = "end"

    def __init__(self, stream: TextIO | None) -> None:
        self._bytes = stream.buffer if stream is not None else None
        self._is_first_line = True
        self.at_end = False
        self.dropped = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def released(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def read_line(self, answer: AnswerSoFar | None = None) -> str | None:  # noqa: ARG002 - lines arrive whole
        """Return the next line without its line ending, or None at the end of the input."""
        # Raising in the signal handler is the only way to end the wait, and nothing here could
        # swallow the exception.
        with wake_on_signal(raise_if_signalled):
            data = self._bytes.readline() if self._bytes is not None else b""
        if not data:
            return None
        data = data.removesuffix(b"\n").removesuffix(b"\r")
        if self._is_first_line:
            data = data.removeprefix(codecs.BOM_UTF8)
            self._is_first_line = False
        try:
            return data.decode()
        except UnicodeDecodeError:
            text = data.decode(errors="replace")
            in_input = data.count("\N{REPLACEMENT CHARACTER}".encode())
            self.dropped += text.count("\N{REPLACEMENT CHARACTER}") - in_input
            return text


class ConsoleReader(PipeReader):
    """Reads lines from a Windows console, which edits and echoes them by itself.

    Ctrl-Z ends an answer, and the next one can still be typed. So does Ctrl-D, as elsewhere; it
    writes a character. Enter has to follow either of them.
    """

    kind_at_end: ReplyKind = "done"

    def read_line(self, answer: AnswerSoFar | None = None) -> str | None:
        """Return the next line, or None for Ctrl-Z or Ctrl-D on an empty line."""
        line = super().read_line(answer)
        self.at_end = line is None or line.endswith((_CTRL_D, _CTRL_Z))
        return line.rstrip(_CTRL_D + _CTRL_Z) or None if self.at_end and line else line


def open_line_reader(stream: TextIO | None, echo: TextIO) -> KeyboardReader | PipeReader:
    """Return a reader for a terminal, echoing to `echo`, or for a pipe."""
    if stream is None or not stream.isatty():
        return PipeReader(stream)
    return ConsoleReader(stream) if termios is None else KeyboardReader(stream, echo)
