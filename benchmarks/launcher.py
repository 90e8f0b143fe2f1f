"""Runs one command from a process that is too small to be seen in the command's memory.

    python -I -S benchmarks/launcher.py COMMAND …

On Linux a process begins with the peak of the one that started it, so a large one would lend
each command its own size; this one imports nothing that the interpreter has not loaded anyway.
Prints the seconds and the MiB at the most; the output goes through a pipe, and what came last of
it goes to stderr if the command fails.
"""

import os
import sys
import time

_PIECE = 1 << 16
_KEPT = 1000
_UNIT = 1 if sys.platform == "darwin" else 1024


def main(command: list[str]) -> None:
    """Run the command, read its output to the end, and say what it took."""
    reading, writing = os.pipe()
    begun = time.perf_counter()
    process = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, writing, 1),
            (os.POSIX_SPAWN_DUP2, writing, 2),
        ],
    )
    os.close(writing)
    last = b""
    while piece := os.read(reading, _PIECE):
        last = (last + piece)[-_KEPT:]
    _, status, usage = os.wait4(process, 0)
    print(time.perf_counter() - begun, usage.ru_maxrss * _UNIT / (1 << 20))
    if status:
        sys.stderr.write(last.decode(errors="replace"))
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
