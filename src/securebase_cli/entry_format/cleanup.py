"""The documented clean-up of typed or pasted text before it is stored."""

import re
from typing import NamedTuple

from securebase_cli.entry_format.characters import CONTROLS
from securebase_cli.plurals import count_of


class CleanText(NamedTuple):
    """Text as it is stored, and the number of control characters that were removed from it."""

    text: str
    removed: int

    @property
    def warning(self) -> str:
        return removal_warning(self.removed)


def removal_warning(removed: int) -> str:
    """Return a message that this number of characters was removed; empty for 0."""
    if not removed:
        return ""
    characters_were = count_of(removed, "control character was", "control characters were")
    return f"{characters_were} removed; a text can’t hold them."


def clean(text: str) -> CleanText:
    """Normalise line ends to LF, remove control characters and strip outer blank lines."""
    normalised = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned, removed = re.subn(f"[{CONTROLS}]", "", normalised)
    return CleanText(strip_blank_lines(cleaned), removed)


def strip_blank_lines(text: str) -> str:
    """Remove blank lines before and after the text; keep the indent of its first line."""
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
    """Clean the text and join its words with single spaces."""
    return " ".join(clean(text).text.split())
