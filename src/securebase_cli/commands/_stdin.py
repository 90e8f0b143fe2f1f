"""Read standard input, or a file in its place, up to a limit."""

import sys

from securebase_cli.errors import UsageError
from securebase_cli.exit import print_message
from securebase_cli.hints import end_of_input
from securebase_cli.settings import expand_path
from securebase_cli.storage import files

MAX_TEXT_BYTES = 64 * 1024
# `read` allocates as many bytes as it is asked for, also if far fewer come.
CHUNK_BYTES = 1 << 20


class StdinTooLargeError(Exception):
    """Standard input holds more bytes than the caller takes."""


def read_file_or_stdin(name: str, max_bytes: int) -> bytes:
    """Return the bytes of a file, which may be a link or a pipe; `-` is standard input.

    Raises StdinTooLargeError if standard input is larger than `max_bytes`, and OSError if the
    input can't be read, or if the file is larger.
    """
    if name == "-":
        return _read_stdin(max_bytes)
    return files.read_following_links(expand_path(name), max_bytes)


def read_text_from_stdin() -> str:
    """Return standard input as text; at a terminal, say first how to end it.

    Raises UsageError if it can't be read, is larger than 64 KiB, or is not UTF-8.
    """
    if sys.stdin.isatty():
        print_message(f"Type the words; then Enter, and {end_of_input()}.")
    try:
        return _read_stdin(MAX_TEXT_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"Standard input can't be read: {error.strerror}.") from None
    except StdinTooLargeError:
        raise UsageError("What came on standard input is larger than 64 KiB.") from None
    except UnicodeDecodeError:
        raise UsageError("What came on standard input is not text in UTF-8.") from None


def _read_stdin(max_bytes: int) -> bytes:
    chunks = []
    room = max_bytes + 1
    while room > 0 and (chunk := sys.stdin.buffer.read(min(room, CHUNK_BYTES))):
        chunks.append(chunk)
        room -= len(chunk)
    if room <= 0:
        raise StdinTooLargeError
    return b"".join(chunks)
