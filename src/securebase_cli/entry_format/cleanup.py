"""What becomes of typed or pasted text before it is kept: the documented clean-up, all of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from securebase_cli.plurals import count_of

# The C0 controls but tab and line feed, DEL, the C1 controls; and halves of characters, which
# no file in UTF-8 can hold.
CONTROLS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"


class CleanText(NamedTuple):
    """The text as it will be kept, and how many characters had to go."""

    text: str
    removed: int

    @property
    def warning(self) -> str:
        """A word to the person about what was removed; empty if nothing was."""
        return removal_warning(self.removed)


def removal_warning(removed: int) -> str:
    """Say in words how many characters were removed; empty if none were."""
    if not removed:
        return ""
    what = count_of(removed, "control character was", "control characters were")
    return f"{what} removed; a text can’t hold them."


def clean(text: str) -> CleanText:
    """Make line ends LF, drop control characters, and drop blank lines around the text."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    kept, removed = re.subn(CONTROLS, "", unified)
    return CleanText(strip_blank_lines(kept), removed)


def strip_blank_lines(text: str) -> str:
    """Drop the blank lines before and after the text, and nothing else."""
    inner = text.strip("\n")
    if inner and not (inner[0].isspace() or inner[-1].isspace()):
        return inner
    inner = text.lstrip()
    if not inner:
        return ""
    start = text.rfind("\n", 0, len(text) - len(inner)) + 1
    end = text.find("\n", len(text.rstrip()))
    return text[start:] if end < 0 else text[start:end]


def to_one_line(text: str) -> str:
    """Clean the text and fold it to a single line with single spaces."""
    return " ".join(clean(text).text.split())
