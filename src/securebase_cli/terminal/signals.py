"""Turns the signals that end a program into an exception, so that what was typed is kept."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# As Linux and macOS have it; Windows has no such signal, but its windows can be closed, too.
_HANG_UP = 1
_NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
_ENDING = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Ended(SystemExit):
    """A signal asked the program to end; the exit code is 128 and the signal's number."""


@contextlib.contextmanager
def ending_softly() -> Iterator[None]:
    """Raise `Ended` in the midst of whatever is done when a signal asks for the end."""
    before = {number: signal.getsignal(number) for number in (*_ENDING, signal.SIGINT)}
    for number in _ENDING:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def hung_up() -> Ended:
    """Return what to raise when the terminal is gone and no signal has said so."""
    return Ended(128 + _HANG_UP)


def not_again() -> None:
    """Let nothing interrupt what is left to do: keeping what was typed."""
    for number in (*_ENDING, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _end(number: int, _frame: FrameType | None) -> None:
    raise Ended(128 + number)
