"""Recognise a file in which a merge left two versions side by side."""

import re

from securebase_cli.errors import EntryFormatError

# The lines that Git and others put around the two versions, in this order.
_LINES = [
    re.compile(rf"^{sign}{{7}}{label}\r?$", re.MULTILINE)
    for sign, label in (("<", "(?: .*)?"), ("=", ""), (">", "(?: .*)?"))
]


def raise_if_unmerged(text: str) -> None:
    """Raise EntryFormatError if a text holds two versions that were not merged.

    The user's own text is never taken for that: `escape` leaves no line of seven `=` in it.
    """
    end = 0
    for line in _LINES:
        match = line.search(text, end)
        if match is None:
            return
        end = match.end()
    raise EntryFormatError(
        "a merge left two versions in it, between “<<<<<<<” and “>>>>>>>”; choose what stays"
    )
