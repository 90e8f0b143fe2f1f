"""How long it takes from a key to the screen, in long answers of one paragraph.

    python benchmarks/key_to_screen.py [--keys 100]

A sitting runs in a terminal of its own, an answer is pasted, and then typed in, at its end and at
its beginning. The figure is the 95th percentile of the milliseconds until the program has written
to the screen; the bare interpreter is not part of it, for it is long since started.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import sys
import tempfile
import termios
import time
from pathlib import Path

# The length of the answer, and the milliseconds that a key may take in it.
LIMITS = {200: 16, 20_000: 16, 200_000: 50}

_WORDS = "Each of us knows, on every day, whom to turn to at once – it’s on the wall. "
_PAGE_UP = b"\x1b[5~"
_TIMEOUT = 30.0
# The program is done with a key when it has written nothing for so long.
_QUIET = 0.03


class Sitting:
    """A sitting in a terminal, at its first question."""

    def __init__(self, folder: str) -> None:
        program = str(Path(sys.executable).with_name("securebase"))
        environment = {**os.environ, "HOME": folder, "TERM": "xterm-256color"}
        environment["SECUREBASE_JOURNAL"] = f"{folder}/journal"
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            termios.tcsetwinsize(0, (40, 100))
            os.execve(program, [program, "reflect", "-q", "skills-sharing"], environment)
        self._read_until(b"Ctrl-C")

    def paste(self, text: str) -> None:
        rest = f"\x1b[200~{text}\x1b[201~".encode()
        while rest:
            readable, writable, _ = select.select([self._terminal], [self._terminal], [])
            if readable:
                os.read(self._terminal, 1 << 16)
            if writable:
                rest = rest[os.write(self._terminal, rest[:4096]) :]
        self._read_until_quiet()

    def press(self, key: bytes) -> float:
        """Press a key; return the seconds until something was written, and wait for the rest."""
        begun = time.perf_counter()
        os.write(self._terminal, key)
        if not select.select([self._terminal], [], [], _TIMEOUT)[0]:
            raise TimeoutError(f"Nothing was written for {key!r}.")
        seconds = time.perf_counter() - begun
        self._read_until_quiet()
        return seconds

    def close(self) -> None:
        os.write(self._terminal, b"\x03")
        os.close(self._terminal)
        os.waitpid(self._process, 0)

    def _read_until(self, text: bytes) -> None:
        output = b""
        while text not in output:
            if not select.select([self._terminal], [], [], _TIMEOUT)[0]:
                raise TimeoutError(f"{text!r} was not written.")
            output += os.read(self._terminal, 1 << 16)
        self._read_until_quiet()

    def _read_until_quiet(self) -> None:
        while select.select([self._terminal], [], [], _QUIET)[0]:
            os.read(self._terminal, 1 << 16)


def milliseconds(length: int, keys: int, *, at_beginning: bool) -> float:
    """Return the 95th percentile for keys in an answer of this length."""
    with tempfile.TemporaryDirectory() as folder:
        sitting = Sitting(folder)
        sitting.paste((_WORDS * (length // len(_WORDS) + 1))[:length])
        if at_beginning:
            for _ in range(length // 1000):
                sitting.press(_PAGE_UP)
        times = [sitting.press(b"abcde "[index % 6 :][:1]) for index in range(keys)]
        sitting.close()
    return statistics.quantiles(times, n=20)[-1] * 1000


def main() -> int:
    """Measure each length, print a table, and return 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=100)
    keys = parser.parse_args().keys
    print("| letters in the answer | at its end, ms | at its beginning, ms | at most |")
    print("| ---: | ---: | ---: | ---: |")
    is_slow = False
    for length, limit in LIMITS.items():
        at_end = milliseconds(length, keys, at_beginning=False)
        at_beginning = milliseconds(length, keys, at_beginning=True)
        print(f"| {length:,} | {at_end:.1f} | {at_beginning:.1f} | {limit} |")
        is_slow |= max(at_end, at_beginning) > limit
    return int(is_slow)


if __name__ == "__main__":
    sys.exit(main())
