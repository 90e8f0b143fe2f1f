"""The characters that no document can hold, and escaping for HTML."""

import re

from securebase_cli.entry_format.characters import CONTROLS

# Characters that neither HTML nor Word's XML allows.
_FORBIDDEN = re.compile(
    f"[{CONTROLS}\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
# The ampersand comes first, because the others bring one.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
# Invisible controls that reverse the direction of the text around them.
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A text of these characters alone has none of the above. Measured: 6 µs for a text of 3 KB, and
# 250 to search it for the others.
_COMMON = re.compile(
    "[ -~\n\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd]*"
)


def remove_unprintable(text: str) -> str:
    """Return the text without direction controls, and with forbidden characters replaced."""
    if _COMMON.fullmatch(text):
        return text
    return _DIRECTION_CONTROLS.sub("", _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))


def escape_html(text: str) -> str:
    """Return the text for HTML, without unprintable characters.

    Measured: 0.6 µs for an answer of 1 KB, and 2.3 with `html.escape`, which replaces each sign
    without looking for it first.
    """
    text = remove_unprintable(text)
    for sign, entity in _ENTITIES.items():
        if sign in text:
            text = text.replace(sign, entity)
    return text
