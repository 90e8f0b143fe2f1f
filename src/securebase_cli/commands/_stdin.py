"""Words that come by standard input, where no shell remembers them."""

from __future__ import annotations

import sys

from securebase_cli.errors import UsageError
from securebase_cli.exit import print_message

# As much as nobody types; what is longer was not meant to come this way.
_LARGEST = 64 * 1024


def read_words() -> str:
    """Return what stands on standard input; raises UsageError if it is no text, or too much."""
    if sys.stdin.isatty():
        print_message("Type the words; then Enter, and Ctrl-D.")
    try:
        data = sys.stdin.buffer.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"Standard input can't be read: {error.strerror}.") from None
    if len(data) > _LARGEST:
        raise UsageError("What came on standard input is larger than 64 KiB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("What came on standard input is not text in UTF-8.") from None
