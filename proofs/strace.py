"""Run the program under strace, to list its system calls on a folder or to make one fail."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The kinds of system calls that saving makes, with their names on different machines.
CALLS = {
    "open": ("open", "openat"),
    "write": ("write",),
    "fsync": ("fsync",),
    "link": ("link", "linkat"),
    "rename": ("rename", "renameat", "renameat2"),
    "unlink": ("unlink", "unlinkat"),
    "mkdir": ("mkdir", "mkdirat"),
    "close": ("close",),
}

_CALL = re.compile(r"(?P<thread>\d+) +(?P<name>\w+)\((?P<rest>.*)")


class Call(NamedTuple):
    """A system call on the watched folder.

    `place` is its index among them, `arguments` the rest of its line in the log. `nth` counts all
    calls of this name, on any file, from 1, as strace does.
    """

    place: int
    name: str
    nth: int
    arguments: str


def skip_without_strace() -> None:
    """Skip the test if strace is missing or cannot trace programs."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    completed = subprocess.run(
        [*strace_command("/dev/null"), "true"], capture_output=True, check=False
    )
    if completed.returncode:
        pytest.skip("strace may not trace programs here, or is too old")


def strace_command(log: Path | str, names: Iterable[str] = (), fault: str = "") -> list[str]:
    """Return a strace command that logs the calls of these names, by default those of CALLS.

    `fault` is an argument of strace's option `inject`.
    """
    traced_names = [*names] or [name for names in CALLS.values() for name in names]
    # A question mark before a name ignores calls that the machine does not have.
    traced = ",".join(f"?{name}" for name in traced_names)
    # --seccomp-bpf stops only at traced calls, in half the time, but then cannot inject signals.
    fast = [] if "signal" in fault else ["--seccomp-bpf"]
    # -s 0 leaves out the data that is written, in which a path would look like a call on it.
    command = ["strace", "-f", *fast, "-qq", "-y", "-s", "0", "-o", str(log)]
    command += ["-e", f"trace={traced}"]
    return [*command, *(["-e", f"inject={fault}"] if fault else [])]


def read_calls(log: Path, folder: Path) -> list[Call]:
    """Return the calls of the first thread in the log on files of the folder, in order.

    strace counts the calls of each thread separately, and those of the thread that saves drafts
    differ from run to run.
    """
    calls_on_folder: list[Call] = []
    counts: dict[str, int] = {}
    matches = [*filter(None, map(_CALL.fullmatch, log.read_text("utf-8").splitlines()))]
    for match in matches:
        if match["thread"] != matches[0]["thread"]:
            continue
        name = match["name"]
        counts[name] = counts.get(name, 0) + 1
        if str(folder) in match["rest"]:
            place = len(calls_on_folder)
            calls_on_folder.append(Call(place, name, counts[name], match["rest"]))
    return calls_on_folder


def first_fault(log: Path) -> tuple[list[str], str]:
    """Return the lines before the first call with a fault, and its own line or ""."""
    lines = [line for line in log.read_text("utf-8").splitlines() if _CALL.fullmatch(line)]
    injected = [place for place, line in enumerate(lines) if "(INJECTED)" in line]
    # The call at which a program was killed has no result and is the last one.
    ends = ("= ?", "<unfinished ...>")
    killed = [place for place, line in enumerate(lines) if line.endswith(ends)][-1:]
    place = next(iter(injected or killed), len(lines))
    return lines[:place], "".join(lines[place : place + 1])
