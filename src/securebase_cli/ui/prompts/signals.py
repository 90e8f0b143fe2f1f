"""Turns signals that end the program into an exception that is raised only at safe places.

The signal handler records a signal and raises nothing: an exception raised at an arbitrary
instruction could be swallowed by the code that runs there, and the program would go on. Instead,
the handler wakes the code that waits for input, and that code raises EndedBySignalError.
"""

import contextlib
import errno
import signal
from collections.abc import Callable, Iterator
from types import FrameType

from securebase_cli.errors import INTERRUPTED

# The number on Linux and macOS. Windows has no SIGHUP, but a console window can be closed there.
_SIGHUP_NUMBER = 1
# Not every system has all of these signals.
_NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
_ENDING_SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))

# Module-level, since signals are delivered to the process as a whole: the numbers of the signals
# received, and the functions that interrupt a wait for input, the innermost last.
_received: list[int] = []
_wakers: list[Callable[[], None]] = []


class EndedBySignalError(SystemExit):
    """A signal asked the program to end; the exit code is 128 plus the signal's number."""


@contextlib.contextmanager
def record_signals() -> Iterator[None]:
    """Record signals that end the program; raise EndedBySignalError at the end of the block."""
    handlers = {number: signal.getsignal(number) for number in (*_ENDING_SIGNALS, signal.SIGINT)}
    is_outermost = _record not in handlers.values()
    for number in _ENDING_SIGNALS:
        signal.signal(number, _record)
    try:
        yield
        raise_if_signalled()
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if is_outermost:
            _received.clear()


@contextlib.contextmanager
def wake_on_signal(wake: Callable[[], None]) -> Iterator[None]:
    """Call `wake` as soon as a signal arrives; raise EndedBySignalError at the end of the block.

    Raises at once if a signal was recorded before. In nested blocks only the innermost `wake` is
    called.
    """
    _wakers.append(wake)
    try:
        raise_if_signalled()
        yield
    finally:
        _wakers.pop()
    raise_if_signalled()


def raise_if_signalled() -> None:
    if _received:
        raise EndedBySignalError(128 + _received[0])


def hang_up_error() -> EndedBySignalError:
    """Return the exception to raise if the terminal is gone but no signal arrived."""
    return EndedBySignalError(128 + _SIGHUP_NUMBER)


def raise_if_ended_by(error: BaseException) -> None:
    """Raise EndedBySignalError if the error is Ctrl-C, or says that the terminal is gone."""
    if isinstance(error, KeyboardInterrupt):
        raise EndedBySignalError(INTERRUPTED) from None
    if isinstance(error, OSError) and error.errno == errno.EIO:
        # The terminal is gone, so no error message can be shown.
        raise hang_up_error() from None


def ignore_further_signals() -> None:
    """Ignore signals and Ctrl-C from now on, so that they can't interrupt the final save."""
    for number in (*_ENDING_SIGNALS, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _record(number: int, _frame: FrameType | None) -> None:
    _received.append(number)
    if _wakers:
        _wakers[-1]()
