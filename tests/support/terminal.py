"""Run a program in a pseudo-terminal: type into it and read its screen.

Nothing here sleeps for a fixed time; each wait is for an expected text and fails after a time-out.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import time
import warnings
from typing import TYPE_CHECKING, Self

import pyte
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from support.program import Program

needs_terminal = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)

ENTER = "\r"
CTRL_B = "\x02"
CTRL_C = "\x03"
CTRL_D = "\x04"
CTRL_O = "\x0f"
CTRL_U = "\x15"
CTRL_W = "\x17"
CTRL_Z = "\x1a"
BACKSPACE = "\x7f"
LEFT = "\x1b[D"
UP = "\x1b[A"
DOWN = "\x1b[B"
END = "\x1b[F"
ESCAPE = "\x1b"

# Seconds until a wait fails.
TIMEOUT = 20

_BRACKETED_PASTE = 2004 << 5


def pasted(text: str) -> str:
    """Return what a terminal sends when the text is pasted and the program asked to be told."""
    return f"\x1b[200~{text}\x1b[201~"


class Terminal:
    """One program in a terminal of its own."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 48,
    ) -> None:
        import pexpect

        self.output = bytearray()
        self._since = self._shown = 0
        self._ended = False
        self._screen = pyte.Screen(columns, rows)
        self._emulator = pyte.ByteStream(self._screen)
        with warnings.catch_warnings():
            # From 3.12 on Python warns of forks beside threads, and pytest-xdist has threads.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child = pexpect.spawn(
                command[0], list(command[1:]), env=dict(environment), dimensions=(rows, columns)
            )
        self._terminal = self._child.child_fd
        os.set_blocking(self._terminal, False)
        self._modes_before = self.modes()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close(force=True)

    @property
    def rows(self) -> list[str]:
        """The rows of the screen, without trailing spaces."""
        return [row.rstrip() for row in self._emulated().display]

    @property
    def screen_text(self) -> str:
        """The text on the screen, as one line with single spaces."""
        return " ".join(" ".join(self.rows).split())

    @property
    def output_text(self) -> str:
        """All output of the program so far, control sequences included."""
        return self.output.decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def new_output(self) -> str:
        """The output of the program since the last `type`."""
        return self.output[self._since :].decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def is_restored(self) -> bool:
        """Whether the terminal's modes, bracketed paste and cursor are as before the program."""
        screen = self._emulated()
        return (
            self._modes_before == self.modes()
            and _BRACKETED_PASTE not in screen.mode
            and not screen.cursor.hidden
        )

    def modes(self) -> object:
        """Return the modes of the terminal, such as echo and line editing."""
        import termios

        return termios.tcgetattr(self._terminal)[:4]

    def type(self, text: str) -> None:
        """Type a text; read output meanwhile, so that neither side blocks the other."""
        self.type_bytes(text.encode())

    def type_bytes(self, rest: bytes) -> None:
        """Type what need not be a text in UTF-8."""
        self._since = len(self.output)
        while rest:
            readable, writable, _ = select.select([self._terminal], [self._terminal], [], TIMEOUT)
            assert readable or writable, f"The program reads no more input:\n{self}"
            if readable and not self._read():
                raise AssertionError(f"The program ended before all was typed:\n{self}")
            if writable:
                with contextlib.suppress(BlockingIOError):
                    rest = rest[os.write(self._terminal, rest[:4096]) :]

    def wait_for(self, text: str) -> None:
        """Read until the text is on the screen."""
        self._read_until(lambda: text in self.screen_text, text)

    def wait_for_reply(self, text: str) -> None:
        """Read until the program has written the text since the last `type`."""
        awaited = text.replace("\n", "\r\n").encode()
        self._read_until(lambda: self.output.find(awaited, self._since) >= 0, text)

    def exit_code(self) -> int:
        """Read until the program has ended; return minus the signal if one killed it."""
        while not self._ended:
            self._wait("the end")
            self._read()
        return self._code()

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self._child.pid, number)

    def hang_up(self) -> int:
        """Close the terminal, as when its window is closed; return the exit code."""
        self._child.ptyproc.fileobj.close()
        return self._code()

    def __str__(self) -> str:
        return "\n".join(self.rows).strip()

    def _code(self) -> int:
        self._child.wait()
        status = self._child.exitstatus
        return status if status is not None else -self._child.signalstatus

    def _read_until(self, arrived: Callable[[], bool], what: str) -> None:
        while not arrived():
            assert not self._ended, f"The program ended without “{what}”:\n{self}"
            self._wait(f"“{what}”")
            while not self._ended and select.select([self._terminal], [], [], 0)[0]:
                self._read()

    def _emulated(self) -> pyte.Screen:
        self._emulator.feed(bytes(self.output[self._shown :]))
        self._shown = len(self.output)
        return self._screen

    def _wait(self, what: str) -> None:
        begun = time.monotonic()
        while not select.select([self._terminal], [], [], 1)[0]:
            assert time.monotonic() - begun < TIMEOUT, f"Still waiting for {what}:\n{self}"

    def _read(self) -> bool:
        try:
            data = os.read(self._terminal, 1 << 16)
        except BlockingIOError:
            return True
        except OSError:
            # Linux raises EIO when the program has closed the terminal.
            data = b""
        self._ended = not data
        self.output += data
        return bool(data)


@contextlib.contextmanager
def open_terminals(program: Program) -> Iterator[Callable[..., Terminal]]:
    """Yield a function that starts the program in a terminal; close the terminals afterwards."""
    with contextlib.ExitStack() as started:

        def start(
            *arguments: str,
            columns: int = 80,
            rows: int = 48,
            env: Mapping[str, str | None] | None = None,
        ) -> Terminal:
            environment = program.environment(**{"TERM": "xterm-256color", **(env or {})})
            command = program.command(*arguments)
            return started.enter_context(Terminal(command, environment, columns=columns, rows=rows))

        yield start
