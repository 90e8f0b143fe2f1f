"""The standard streams. Every write is whole or raises an error, and every read goes to the end.

Python's own streams do less: an unbuffered one (`PYTHONUNBUFFERED`) reports success if a full disk
took a part of the text, and a non-blocking one, which some programs pass on to those they start,
seems to be at its end while nothing can be read.
"""

import errno
import io
import os
import select
import sys
from typing import Any, TextIO

from securebase_cli.hints import WINDOWS


def open_streams() -> None:
    """Replace the standard streams of this process.

    A closed stream is replaced with the null device, so that no file that is opened later takes its
    place: stdin is then at its end, writing to stdout raises OSError, and messages on stderr are
    dropped, because a sitting must not end for lack of them.

    Characters that the encoding of stdout or stderr lacks are written as escapes. On Windows, pipes
    and files get UTF-8, unless PYTHONIOENCODING says otherwise, because the encoding of the system
    lacks most characters.
    """
    for name in ("stdin", "stdout", "stderr"):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            descriptor = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            null = _CompleteFile(descriptor, for_writing=name != "stdin")
            buffered = io.BufferedReader if name == "stdin" else io.BufferedWriter
            setattr(sys, name, io.TextIOWrapper(buffered(null), encoding="utf-8"))
        # Tests put streams of their own in these places.
        elif stream is getattr(sys, f"__{name}__") and isinstance(stream, io.TextIOWrapper):
            setattr(sys, name, _complete(stream))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if WINDOWS and not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8")


def close_streams() -> None:
    """Flush stdout and stderr; drop what can no longer be written."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            redirect_to_devnull(stream)


def redirect_to_devnull(stream: TextIO) -> None:
    """Drop what is still in the buffer of a stream, and all that is written to it from now on."""
    # Otherwise the interpreter flushes the buffer once more at exit, and fails again.
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)


def _complete(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    """Return a stream for the same file, which waits and goes on where `stream` would stop."""
    if sys.platform == "win32" and stream.isatty():
        # A console there is written by a call of its own, and never in part.
        return stream
    buffer: Any = _CompleteFile(stream.fileno(), for_writing=stream.writable())
    if not stream.writable():
        buffer = io.BufferedReader(buffer)
    # An unbuffered stream stays so: the program at the other end may wait for each line.
    elif not stream.write_through:
        buffer = io.BufferedWriter(buffer)
    return io.TextIOWrapper(
        buffer,
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


class _CompleteFile(io.RawIOBase):
    """An open file of the system, read or written by its descriptor, which is never closed."""

    def __init__(self, descriptor: int, *, for_writing: bool) -> None:
        self._descriptor = descriptor
        self._for_writing = for_writing

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def readable(self) -> bool:
        return not self._for_writing

    def writable(self) -> bool:
        return self._for_writing

    def readinto(self, buffer: Any) -> int:
        """Wait until something can be read, and read it; return 0 only at the end."""
        while True:
            try:
                data = os.read(self._descriptor, len(buffer))
            except BlockingIOError:
                select.select([self._descriptor], [], [])
            else:
                buffer[: len(data)] = data
                return len(data)

    def write(self, data: Any) -> int:
        """Write all of the bytes, in several steps if need be; raises OSError if one fails.

        Raises BrokenPipeError also on Windows, which calls writing to a pipe without a reader an
        invalid argument.
        """
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except BlockingIOError:
                select.select([], [self._descriptor], [])
            except OSError as error:
                if WINDOWS and error.errno == errno.EINVAL:
                    raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from None
                if error.errno == errno.EBADF:
                    raise OSError(errno.EBADF, "the output is closed") from None
                raise
        return len(data)
