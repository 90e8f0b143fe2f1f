"""What a document can hold of a text, whatever stands in it."""

from __future__ import annotations

import re

from securebase_cli.entry_format.characters import CONTROLS

# What neither HTML nor Word can hold, and what turns the text around it about unseen.
_FORBIDDEN = re.compile(
    f"[{CONTROLS}\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def remove_unprintable(text: str) -> str:
    """Return the text with what no document can hold replaced, and nothing that turns it about."""
    if text.isascii() and text.isprintable():
        return text
    return _TURNING.sub("", _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
