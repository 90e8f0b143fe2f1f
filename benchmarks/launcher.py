"""Run one command from a small process, so that its peak memory is the command's own.

    python -I -S benchmarks/launcher.py COMMAND …

On Linux the peak of a process begins with that of its parent, so a large parent would be counted
for each command; this one imports only what the interpreter has loaded anyway. Prints the seconds
and the peak in MiB. The command's output goes through a pipe; its end is printed on stderr if the
command fails.
"""

import os
import sys
import time

_CHUNK_BYTES = 1 << 16
_TAIL_BYTES = 1000
_BYTES_PER_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main(command: list[str]) -> None:
    """Run the command, read its output to the end, and print its time and peak memory."""
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
    tail = b""
    while chunk := os.read(reading, _CHUNK_BYTES):
        tail = (tail + chunk)[-_TAIL_BYTES:]
    _, status, usage = os.wait4(process, 0)
    print(time.perf_counter() - begun, usage.ru_maxrss * _BYTES_PER_RSS_UNIT / (1 << 20))
    if status:
        sys.stderr.write(tail.decode(errors="replace"))
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
