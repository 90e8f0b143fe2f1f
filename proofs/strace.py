"""Runs the program under strace: which system calls it makes on a folder, and what if one fails."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What saving asks of the system, with the names that one request has on different machines.
REQUESTS = {
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
    """A system call on the watched folder: its place among them all, its name, its words.

    `nth` counts the calls of this name, on whatever, from 1, as strace does.
    """

    place: int
    name: str
    nth: int
    words: str


def skip_unless_it_can_trace() -> None:
    """Skip the test where no program can be traced."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    tried = subprocess.run([*watching("/dev/null"), "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("strace may not trace programs here, or is too old")


def watching(log: Path | str, names: Iterable[str] = (), fault: str = "") -> list[str]:
    """Return what starts a program so that its calls of these names are written to the log.

    `fault` is what strace is to do to some of them, in its own notation.
    """
    wanted = [*names] or [name for together in REQUESTS.values() for name in together]
    # A question mark before a name forgives machines that do not have that call.
    traced = ",".join(f"?{name}" for name in wanted)
    # Stopping at the traced calls alone saves half the time, but then no signal can be sent.
    quickly = [] if "signal" in fault else ["--seccomp-bpf"]
    # With -s 0 the log has nothing of what is written: a path in a message is no call on it.
    command = ["strace", "-f", *quickly, "-qq", "-y", "-s", "0", "-o", str(log)]
    command += ["-e", f"trace={traced}"]
    return [*command, *(["-e", f"inject={fault}"] if fault else [])]


def calls(log: Path, folder: Path) -> list[Call]:
    """Return the calls in the log that concern the folder, in order.

    They are those of the first thread: strace counts each one’s for itself, and what a thread
    comes to that writes while somebody types is a matter of moments.
    """
    found: list[Call] = []
    counted: dict[str, int] = {}
    matches = [*filter(None, map(_CALL.fullmatch, log.read_text("utf-8").splitlines()))]
    for match in matches:
        if match["thread"] != matches[0]["thread"]:
            continue
        name = match["name"]
        counted[name] = counted.get(name, 0) + 1
        if str(folder) in match["rest"]:
            found.append(Call(len(found), name, counted[name], match["rest"]))
    return found


def first_hit(log: Path) -> tuple[list[str], str]:
    """Return the call in the log that met a fault first, after those before it; "" if none did."""
    lines = [line for line in log.read_text("utf-8").splitlines() if _CALL.fullmatch(line)]
    hits = [place for place, line in enumerate(lines) if "(INJECTED)" in line]
    # The call at which a program was killed has no result; nothing comes after it.
    ends = ("= ?", "<unfinished ...>")
    killed = [place for place, line in enumerate(lines) if line.endswith(ends)][-1:]
    place = next(iter(hits or killed), len(lines))
    return lines[:place], "".join(lines[place : place + 1])
