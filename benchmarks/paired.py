"""What a command takes: run in turn with the bare interpreter, as multiples of it.

Whatever else the machine does meets both, so the median of the ratios tells little of the machine
and much of the command.
"""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import statistics
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BARE = (sys.executable, "-c", "pass")

# A command that takes seconds is run this often and no more once so many seconds are over.
_FEWEST = 3
_ENOUGH = 45.0

_PATIENCE = 60.0
_WINDOW = (40, 100)
# What moves the cursor or sets a colour, and the white space that a wrapped line has elsewhere.
_BETWEEN_WORDS = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\s")
_LAUNCHER = str(Path(__file__).with_name("launcher.py"))


class FailedError(Exception):
    """A command did not do what it was run for."""


class Run(NamedTuple):
    """What one run took; the memory is None where it can't be told."""

    seconds: float
    mebibytes: float | None = None


class Figure(NamedTuple):
    """The median of how many times the bare interpreter a command took, and its memory at most."""

    times: float
    mebibytes: float | None


def nothing() -> None:
    """Leave everything as a run left it."""


class Case(NamedTuple):
    """A command to measure, and what puts back what a run changed, which is not timed."""

    run: Callable[[], Run]
    tidy: Callable[[], None] = nothing


def piped(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command with its output to a pipe; raises FailedError with its last words."""
    launched = [sys.executable, "-I", "-S", _LAUNCHER, *command]
    done = subprocess.run(launched, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError(done.stderr.strip())
    seconds, mebibytes = done.stdout.split()
    return Run(float(seconds), float(mebibytes))


def until_shown(
    command: Sequence[str], environment: Mapping[str, str], awaited: Sequence[str]
) -> Run:
    """Run a command in a terminal until one of the wordings has arrived there, then kill it.

    Raises FailedError if it ends without them, or keeps one waiting for a minute.
    """
    begun = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        _become(command, environment)
    try:
        _wait_for([b"".join(words.encode().split()) for words in awaited], terminal)
        return Run(time.perf_counter() - begun)
    finally:
        os.kill(process, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(process, 0)


def measured(case: Case, environment: Mapping[str, str], pairs: int) -> Figure:
    """Return what a command takes with a warm file cache; raises FailedError."""
    _run_and_tidy(case)
    runs: list[Run] = []
    ratios: list[float] = []
    begun = time.monotonic()
    while len(runs) < pairs and (len(runs) < _FEWEST or time.monotonic() - begun < _ENOUGH):
        runs.append(_run_and_tidy(case))
        ratios.append(runs[-1].seconds / piped(BARE, environment).seconds)
    used = [run.mebibytes for run in runs if run.mebibytes is not None]
    return Figure(statistics.median(ratios), max(used, default=None))


def _run_and_tidy(case: Case) -> Run:
    try:
        return case.run()
    finally:
        case.tidy()


def _become(command: Sequence[str], environment: Mapping[str, str]) -> None:
    try:
        termios.tcsetwinsize(0, _WINDOW)
        os.execve(command[0], list(command), environment)
    finally:
        # Where it can't be, this copy of the benchmark must not go on with the rest of it.
        os._exit(127)


def _wait_for(awaited: Sequence[bytes], terminal: int) -> None:
    seen = b""
    deadline = time.monotonic() + _PATIENCE
    while not any(words in _BETWEEN_WORDS.sub(b"", seen) for words in awaited):
        left = max(0.0, deadline - time.monotonic())
        piece = _read(terminal) if select.select([terminal], [], [], left)[0] else b""
        if not piece:
            raise FailedError("What was awaited did not appear in the terminal.")
        seen += piece


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        # So Linux says that nobody is at the other end any more.
        return b""
