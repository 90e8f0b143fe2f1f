"""Hears the signals that end a program, and ends it where that loses nothing.

Raising an exception wherever a signal happens to come would now and then be in the middle of
something that swallows it, and the program would go on. So a signal is only noted, and whoever
waits for something is woken; the exception is raised at the next place that is meant for it.
"""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

# As Linux and macOS have it; Windows has no such signal, but its windows can be closed, too.
_HANG_UP = 1
_NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
_ENDING = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))

# Signals come to the process as a whole: the numbers of those that came, and who is to be woken.
_came: list[int] = []
_waiting: list[Callable[[], None]] = []


class EndedBySignalError(SystemExit):
    """A signal asked the program to end; the exit code is 128 and the signal's number."""


@contextlib.contextmanager
def record_signals() -> Iterator[None]:
    """Note the signals that ask for the end, and raise `Ended` at the latest at the end of this."""
    before = {number: signal.getsignal(number) for number in (*_ENDING, signal.SIGINT)}
    outermost = _note not in before.values()
    for number in _ENDING:
        signal.signal(number, _note)
    try:
        yield
        raise_if_signalled()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if outermost:
            _came.clear()


@contextlib.contextmanager
def wake_on_signal(wake: Callable[[], None]) -> Iterator[None]:
    """Have `wake` called as soon as a signal comes, and raise `Ended` after that."""
    _waiting.append(wake)
    try:
        # It may have come a moment before.
        raise_if_signalled()
        yield
    finally:
        _waiting.pop()
    raise_if_signalled()


def signal_received() -> bool:
    """Whether a signal asked for the end."""
    return bool(_came)


def raise_if_signalled() -> None:
    """Raise `Ended` if a signal asked for the end."""
    if _came:
        raise EndedBySignalError(128 + _came[0])


def hang_up_error() -> EndedBySignalError:
    """Return what to raise when the terminal is gone and no signal has said so."""
    return EndedBySignalError(128 + _HANG_UP)


def ignore_further_signals() -> None:
    """Let nothing interrupt what is left to do: keeping what was typed."""
    for number in (*_ENDING, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _note(number: int, _frame: FrameType | None) -> None:
    _came.append(number)
    if _waiting:
        _waiting[-1]()
