"""Holds the terminal from the first question to the last, and reads its keys.

A terminal that is held shows nothing by itself of what is typed, and hands over every key at once,
Ctrl-C included. Keys that are typed between two questions wait for the next one.
"""

import contextlib
import functools
import os
import select
import signal
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from types import FrameType
from typing import Any, Self, TextIO

from securebase_cli.hints import WINDOWS
from securebase_cli.ui.prompts.keys import (
    BRACKETED_PASTE_OFF,
    BRACKETED_PASTE_ON,
    KeyDecoder,
    Keystroke,
)
from securebase_cli.ui.prompts.signals import hang_up_error, raise_if_signalled

# On Windows there is no such module, and `windows_console` takes the place of this terminal.
with contextlib.suppress(ImportError):
    import termios

# The indices of modes in the list that `tcgetattr` returns.
_INPUT_MODES, _LOCAL_MODES = 0, 3

# More bytes than this in one read come from a paste; its next read follows within this pause.
_MAX_TYPED = 32
_PASTE_PAUSE_SECONDS = 0.02

# The window has another size; no key has this name.
RESIZED = Keystroke("resized")
_SUSPEND = Keystroke("ctrl-z")


class Terminal(ABC):
    """A terminal that is read key by key; a context manager that holds it.

    With `marks_pastes`, the terminal is asked to put marks around pastes. `echoes` says whether it
    showed what is typed before it was held; some programs that offer a terminal show it themselves.
    """

    echoes = True

    def __init__(self, output: TextIO, encoding: str, *, marks_pastes: bool) -> None:
        self._output = output
        self._marks_pastes = marks_pastes
        self._decoder = KeyDecoder(encoding)
        self._keys: deque[Keystroke] = deque()
        self._is_paste = False

    def __enter__(self) -> Self:
        self._hold()
        return self

    def __exit__(self, *_: object) -> None:
        # Otherwise one Ctrl-D too many would close the shell.
        self._release(drop_input=True)

    @property
    def has_keys(self) -> bool:
        """Whether keys have arrived that `read_key` has not returned yet."""
        return bool(self._keys)

    def expects_keys(self) -> bool:
        """Whether more keys are there, or are about to follow in a paste.

        Until then nothing should be drawn: a terminal that is still writing may not read, so that
        both sides would wait for each other.
        """
        pause = _PASTE_PAUSE_SECONDS if self._is_paste else 0
        return self.has_keys or self._decoder.has_unfinished_key or self._has_input(pause)

    def read_key(self) -> Keystroke:
        """Wait for the next key.

        Raises EndedBySignalError for a signal that ends the program, or if the terminal is gone.
        """
        while not self._keys:
            self._keys += self._wait_for_keys()
        return self._keys.popleft()

    def take_counts(self) -> tuple[int, int]:
        """Return the counts `undecodable` and `removed` of the decoder, and reset them."""
        counts = self._decoder.undecodable, self._decoder.removed
        self._decoder.undecodable = self._decoder.removed = 0
        return counts

    @contextlib.contextmanager
    def released(self) -> Iterator[None]:
        """Restore the terminal for another program while the block runs."""
        self._release(drop_input=False)
        try:
            yield
        finally:
            self._hold()

    @abstractmethod
    def suspend(self) -> None:
        """Stop the program, as Ctrl-Z does elsewhere, until the shell continues it."""

    def _hold(self) -> None:
        self._change_modes()
        if self._marks_pastes:
            self._write(BRACKETED_PASTE_ON)

    def _release(self, *, drop_input: bool) -> None:
        """Restore the terminal; with `drop_input`, what was typed and not read is lost."""
        if self._marks_pastes:
            self._write(BRACKETED_PASTE_OFF)
        self._restore_modes(drop_input=drop_input)

    def _write(self, sequence: str) -> None:
        # The terminal may be gone.
        with contextlib.suppress(OSError):
            self._output.write(sequence)
            self._output.flush()

    def _decode(self, data: bytes) -> list[Keystroke]:
        self._is_paste = len(data) > _MAX_TYPED
        return self._decoder.feed(data)

    @abstractmethod
    def _change_modes(self) -> None: ...

    @abstractmethod
    def _restore_modes(self, *, drop_input: bool) -> None: ...

    @abstractmethod
    def _has_input(self, seconds: float) -> bool:
        """Whether there is something to read, now or within some seconds."""

    @abstractmethod
    def _wait_for_keys(self) -> list[Keystroke]: ...


class PosixTerminal(Terminal):
    """A terminal on Linux or macOS."""

    def __init__(self, stream: TextIO, output: TextIO, *, marks_pastes: bool) -> None:
        super().__init__(output, stream.encoding or "utf-8", marks_pastes=marks_pastes)
        self._stream = stream
        self._original_modes = termios.tcgetattr(stream.fileno())
        self._original_handlers: dict[int, Any] = {}
        self.echoes = bool(self._original_modes[_LOCAL_MODES] & termios.ECHO)

    def suspend(self) -> None:
        with self.released():
            os.kill(0, signal.SIGTSTP)

    def _change_modes(self) -> None:
        try:
            modes = termios.tcgetattr(self._stream.fileno())
            # Ctrl-C, Ctrl-Z and Ctrl-\ are keys; Ctrl-S does not stop the output; Enter sends CR.
            modes[_INPUT_MODES] &= ~(termios.IXON | termios.ICRNL | termios.INLCR)
            modes[_LOCAL_MODES] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
            termios.tcsetattr(self._stream.fileno(), termios.TCSADRAIN, modes)
        except termios.error:
            raise hang_up_error() from None
        for number in (signal.SIGWINCH, signal.SIGTSTP):
            self._original_handlers[number] = signal.signal(number, _do_nothing)
        signal.set_wakeup_fd(_wakeup_pipe()[1], warn_on_full_buffer=False)

    def _restore_modes(self, *, drop_input: bool) -> None:
        for number, handler in self._original_handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        with contextlib.suppress(termios.error):
            when = termios.TCSAFLUSH if drop_input else termios.TCSADRAIN
            termios.tcsetattr(self._stream.fileno(), when, self._original_modes)

    def _has_input(self, seconds: float) -> bool:
        return bool(select.select([self._stream.fileno()], [], [], seconds)[0])

    def _wait_for_keys(self) -> list[Keystroke]:
        descriptor = self._stream.fileno()
        # A signal makes the pipe readable, even one that arrives just before the wait begins.
        wakeup, _ = _wakeup_pipe()
        readable = select.select([descriptor, wakeup], [], [], self._decoder.patience)[0]
        if not readable:
            return self._decoder.flush()
        if wakeup in readable:
            numbers = os.read(wakeup, 1 << 10)
            raise_if_signalled()
            keys = [RESIZED] if signal.SIGWINCH in numbers else []
            return keys + ([_SUSPEND] if signal.SIGTSTP in numbers else [])
        try:
            data = os.read(descriptor, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise hang_up_error()
        return self._decode(data)


def open_terminal(stream: TextIO, output: TextIO, *, marks_pastes: bool) -> Terminal:
    """Return the terminal that `stream` reads; sequences for it are written to `output`."""
    if WINDOWS:
        from securebase_cli.ui.prompts.windows_console import WindowsConsole

        return WindowsConsole(output, marks_pastes=marks_pastes)
    return PosixTerminal(stream, output, marks_pastes=marks_pastes)


def _do_nothing(_number: int, _frame: FrameType | None) -> None:
    """Handle a signal: `_wait_for_keys` reads its number from the pipe."""


@functools.cache
def _wakeup_pipe() -> tuple[int, int]:
    """Return the read and write ends of the pipe to which Python writes when a signal arrives."""
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, False)
    return ends
