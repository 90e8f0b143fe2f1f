"""Measure a command in pairs with the bare interpreter, as multiples of its time.

Other load on the machine slows both runs of a pair, so it hardly changes the median of the ratios.
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

# A slow command is run in this many pairs at least, and in no more after this many seconds.
_MIN_PAIRS = 3
_MAX_SECONDS = 45.0

_TIMEOUT = 60.0
_TERMINAL_SIZE = (40, 100)
# Control sequences and white space, which depend on where a line is wrapped.
_SPACES_AND_SEQUENCES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\s")
_LAUNCHER = str(Path(__file__).with_name("launcher.py"))


class CommandFailedError(Exception):
    """A command failed, or did not print what was expected."""


class Run(NamedTuple):
    """The time and the peak memory of one run; the memory is None where it is unknown."""

    seconds: float
    mebibytes: float | None = None


class Figure(NamedTuple):
    """The median time in multiples of the bare interpreter, and the peak memory of all runs."""

    times: float
    mebibytes: float | None


def do_nothing() -> None:
    """Restore nothing: the run changed nothing."""


class Case(NamedTuple):
    """A command to measure; `restore` undoes its changes after each run and is not timed."""

    run: Callable[[], Run]
    restore: Callable[[], None] = do_nothing


def run_piped(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command with its output to a pipe.

    Raise CommandFailedError with the end of its output if it fails.
    """
    launched = [sys.executable, "-I", "-S", _LAUNCHER, *command]
    done = subprocess.run(launched, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailedError(done.stderr.strip())
    seconds, mebibytes = done.stdout.split()
    return Run(float(seconds), float(mebibytes))


def run_until_shown(
    command: Sequence[str], environment: Mapping[str, str], expected: Sequence[str]
) -> Run:
    """Run a command in a terminal until one of the expected texts is printed, then kill it.

    Raise CommandFailedError if it ends without printing one, or takes longer than a minute.
    """
    begun = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        _exec_in_terminal(command, environment)
    try:
        _wait_for([b"".join(text.encode().split()) for text in expected], terminal)
        return Run(time.perf_counter() - begun)
    finally:
        os.kill(process, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(process, 0)


def measure_in_pairs(case: Case, environment: Mapping[str, str], pairs: int) -> Figure:
    """Measure a command with a warm file cache; may raise CommandFailedError."""
    _run_and_restore(case)
    runs: list[Run] = []
    ratios: list[float] = []
    begun = time.monotonic()
    while len(runs) < pairs and (len(runs) < _MIN_PAIRS or time.monotonic() - begun < _MAX_SECONDS):
        runs.append(_run_and_restore(case))
        ratios.append(runs[-1].seconds / run_piped(BARE, environment).seconds)
    memory = [run.mebibytes for run in runs if run.mebibytes is not None]
    return Figure(statistics.median(ratios), max(memory, default=None))


def _run_and_restore(case: Case) -> Run:
    try:
        return case.run()
    finally:
        case.restore()


def _exec_in_terminal(command: Sequence[str], environment: Mapping[str, str]) -> None:
    try:
        termios.tcsetwinsize(0, _TERMINAL_SIZE)
        os.execve(command[0], list(command), environment)
    finally:
        # If exec fails, the forked copy of the benchmark must not continue.
        os._exit(127)


def _wait_for(expected: Sequence[bytes], terminal: int) -> None:
    output = b""
    deadline = time.monotonic() + _TIMEOUT
    while not any(text in _SPACES_AND_SEQUENCES.sub(b"", output) for text in expected):
        remaining = max(0.0, deadline - time.monotonic())
        chunk = _read(terminal) if select.select([terminal], [], [], remaining)[0] else b""
        if not chunk:
            raise CommandFailedError("The expected text did not appear in the terminal.")
        output += chunk


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        # Linux raises EIO when the other end is closed.
        return b""
