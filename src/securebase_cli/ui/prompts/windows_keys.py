"""Read the keys of an old Windows console, which does not send the sequences of other terminals."""

from collections.abc import Callable

# For a key without a character, the C library returns one of these prefixes and then a code. The
# second prefix is also the letter à.
_PREFIXES = frozenset("\0\xe0")
# The sequences that other terminals send, by the codes of the keys.
_SEQUENCES = {
    "H": "\x1b[A",  # Up
    "P": "\x1b[B",  # Down
    "M": "\x1b[C",  # Right
    "K": "\x1b[D",  # Left
    "\x8d": "\x1b[1;5A",  # Ctrl-Up
    "\x91": "\x1b[1;5B",  # Ctrl-Down
    "t": "\x1b[1;5C",  # Ctrl-Right
    "s": "\x1b[1;5D",  # Ctrl-Left
    "G": "\x1b[H",  # Home
    "O": "\x1b[F",  # End
    "S": "\x1b[3~",  # Delete
    "I": "\x1b[5~",  # Page Up
    "Q": "\x1b[6~",  # Page Down
    "\x0f": "\x1b[Z",  # Shift-Tab
    ";": "\x1b[11~",  # F1
    ">": "\x1b[14~",  # F4
}


def read_character(read: Callable[[], str], put_back: Callable[[str], None]) -> str:
    """Return the next character, or the sequence of a key; empty for an unknown key.

    `read` and `put_back` are `msvcrt.getwch` and `ungetwch`. After a prefix, the code waits in the
    only place for a character that is put back, so `put_back` raises OSError. If it does not, the
    prefix was the letter à.
    """
    character = read()
    if character not in _PREFIXES:
        return character
    try:
        put_back(character)
    except OSError:
        return _SEQUENCES.get(read(), "")
    return read()
