"""Reads lines from a terminal without the limit of 4,095 characters that it has of itself.

The terminal stays as plain as it is: what is typed is echoed, and backspace, Ctrl-U and Ctrl-W
erase as they do in any shell. No cursor movement beyond that, so that screen readers can
follow.
"""

from __future__ import annotations

import codecs
import contextlib
import functools
import os
import re
import select
import signal
import sys
from typing import TYPE_CHECKING, Self, TextIO

from securebase_cli.ui.console import safe_text
from securebase_cli.ui.prompts.signals import hang_up_error, raise_if_signalled, wake_on_signal

try:
    import termios
except ImportError:  # pragma: no cover - Windows reads long lines without our help
    termios = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.ui.prompts.asker import DraftListener

# A key such as an arrow, or a control character, or a run of text.
_PIECES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|O[ -~])?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+")
_TAB = "    "
_END = "\x04"
_ENDS = frozenset({"\r", "\n", _END})

# More letters at once than anyone types were pasted; the next of them come within a moment (s).
_TYPED = 32
_PAUSE = 0.02


class AnswerSoFar:
    """The lines of an answer so far, and who listens to them."""

    def __init__(self, listener: DraftListener, text: str) -> None:
        self._listener = listener
        self._lines = text.split("\n") if text else []
        self._letters = len(text)

    @property
    def text(self) -> str:
        """The lines so far."""
        return "\n".join(self._lines)

    def add(self, line: str) -> None:
        """Add a line that is finished."""
        self._lines.append(line)
        self._letters += len(line) + 1
        self.on_change("")

    def on_change(self, pending: str) -> None:
        """Pass on what stands there, with the line that is not finished."""
        lines, count = self._lines, len(self._lines)
        self._listener.on_change(
            self._letters + len(pending), lambda: "\n".join([*lines[:count], pending])
        )

    def flush(self) -> None:
        """Bring what was heard to the disk before anything else happens."""
        self._listener.flush()


class KeyboardReader:
    """The lines that someone types at a terminal, which is ours from entering to leaving.

    `pending` is the line so far; `at_end` says whether Ctrl-D ended the line returned last.
    """

    def __init__(self, stream: TextIO, echo: TextIO) -> None:
        self._stream = stream
        self._echo = echo
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._ahead = ""
        self._unprinted = ""
        self._modes = termios.tcgetattr(stream.fileno())
        self._suspended_by = signal.getsignal(signal.SIGTSTP)
        self._answer: AnswerSoFar | None = None
        self.at_end = False
        self.pending = ""
        self.dropped = 0

    def __enter__(self) -> Self:
        """Take letters one by one; the terminal of itself would cut long lines off."""
        try:
            during = termios.tcgetattr(self._stream.fileno())
            during[3] &= ~(termios.ICANON | termios.ECHO)
            termios.tcsetattr(self._stream.fileno(), termios.TCSADRAIN, during)
        except termios.error:
            raise hang_up_error() from None
        signal.signal(signal.SIGTSTP, self._suspend)
        signal.set_wakeup_fd(_alarm()[1], warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""
        signal.signal(signal.SIGTSTP, self._suspended_by)
        signal.set_wakeup_fd(-1)
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._stream.fileno(), termios.TCSADRAIN, self._modes)

    @contextlib.contextmanager
    def released(self) -> Iterator[None]:
        """Leave the terminal to another program for a while."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()

    def read_line(self, answer: AnswerSoFar | None = None) -> str | None:
        """Return the next line; None for Ctrl-D on an empty one.

        The answer hears what stands in the line so far whenever more is awaited.
        """
        self.pending = ""
        self._answer = answer
        try:
            self.at_end = self._read_to_the_end()
        except BaseException:
            self._pass_on()
            self._print("\n")
            with contextlib.suppress(OSError):
                self._flush()
            raise
        # Before anyone sees the line, it is heard: a signal may come at any moment.
        self._pass_on()
        self._flush()
        line, self.pending = self.pending, ""
        return None if self.at_end and not line else line

    def _read_to_the_end(self) -> bool:
        """Read up to the end of the line; whether it is the end of the text, too."""
        while True:
            for match in _PIECES.finditer(self._ahead):
                if match[0] in _ENDS:
                    self._ahead = self._ahead[match.end() :]
                    self._print("\n")
                    return match[0] == _END
                self._take(match[0])
            self._ahead = ""
            self._pass_on()
            self._more()

    def _more(self) -> None:
        descriptor = self._stream.fileno()
        # A long paste is taken in before it is echoed: a terminal that still writes to us may not
        # read from us yet.
        patience = _PAUSE if len(self._unprinted) > _TYPED else 0
        if not select.select([descriptor], [], [], patience)[0]:
            self._flush()
        # A signal that comes just before the wait ends it, too; its exception is raised on the way.
        alarm, _ = _alarm()
        while alarm in select.select([descriptor, alarm], [], [])[0]:
            os.read(alarm, 1 << 10)
            raise_if_signalled()
        try:
            data = os.read(descriptor, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise hang_up_error()
        self._ahead = self._decoder.decode(data)

    def _pass_on(self) -> None:
        if self._answer is not None:
            self._answer.on_change(self.pending)

    def _take(self, piece: str) -> None:
        if piece in {"\x7f", "\x08"}:
            self._erase(1)
        elif piece == "\x15":
            self._erase(len(self.pending))
        elif piece == "\x17":
            kept = re.sub(r"\S*\s*$", "", self.pending)
            self._erase(len(self.pending) - len(kept))
        elif piece == "\t":
            self.pending += piece
            self._print(_TAB)
        elif piece >= " ":
            self.pending += piece
            self._print(safe_text(piece))
        else:
            self.dropped += 1

    def _erase(self, count: int) -> None:
        if not count or not self.pending:
            return
        from rich.cells import cell_len

        gone, self.pending = self.pending[-count:], self.pending[:-count]
        columns = cell_len(safe_text(gone.replace("\t", _TAB)))
        self._print("\b" * columns + " " * columns + "\b" * columns)

    def _print(self, text: str) -> None:
        self._unprinted += text

    def _flush(self) -> None:
        text, self._unprinted = self._unprinted, ""
        self._echo.write(text)
        self._echo.flush()

    def _suspend(self, _number: int, _frame: object) -> None:
        if self._answer is not None:
            self._answer.flush()
        # The shell gets the terminal as it was; afterwards we take it up again.
        self.__exit__()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        self.__enter__()
        # The stream may be in the middle of being written to.
        os.write(self._echo.fileno(), safe_text(self.pending).encode(errors="replace"))


@functools.cache
def _alarm() -> tuple[int, int]:
    """Return the two ends of the pipe through which a signal wakes whoever waits for a key."""
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, False)
    return ends


class PipeReader:
    """The lines of an input that is no terminal."""

    def __init__(self, stream: TextIO | None) -> None:
        self._bytes = stream.buffer if stream is not None else None
        self._first = True
        self.at_end = False
        self.pending = ""
        self.dropped = 0

    def __enter__(self) -> Self:
        """Begin to read."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the input as it is."""

    def released(self) -> contextlib.AbstractContextManager[None]:
        """Leave the input to another program for a while; there is nothing to leave."""
        return contextlib.nullcontext()

    def read_line(self, answer: AnswerSoFar | None = None) -> str | None:  # noqa: ARG002 - lines come whole
        """Return the next line without its end, or None at the end of the input."""
        # Nothing here could swallow an exception, and nothing else would end the waiting.
        with wake_on_signal(raise_if_signalled):
            data = self._bytes.readline() if self._bytes is not None else b""
        if not data:
            return None
        data = data.removesuffix(b"\n").removesuffix(b"\r")
        if self._first:
            data = data.removeprefix(codecs.BOM_UTF8)
            self._first = False
        try:
            return data.decode()
        except UnicodeDecodeError:
            text = data.decode(errors="replace")
            stood_there = data.count("\N{REPLACEMENT CHARACTER}".encode())
            self.dropped += text.count("\N{REPLACEMENT CHARACTER}") - stood_there
            return text


def open_line_reader(stream: TextIO | None, echo: TextIO) -> KeyboardReader | PipeReader:
    """Return the reader that fits the input: somebody's keyboard, or a pipe."""
    if stream is not None and stream.isatty() and termios is not None:
        return KeyboardReader(stream, echo)
    return PipeReader(stream)


def is_interactive() -> bool:
    """Whether somebody sits at the input."""
    return sys.stdin.isatty()
