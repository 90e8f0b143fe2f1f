"""Prepare texts for the search for names: normalise them, and mask parts that are dealt with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeAlias

from securebase_cli.entry_format.characters import INVISIBLE
from securebase_cli.review.folding import fold

Span: TypeAlias = tuple[int, int]

# Removed besides what folding removes: characters that are invisible, or join letters.
IGNORED = f"[\u17b4\u17b5\u180b-\u180d\u200c\u200d{INVISIBLE}]"
# Takes the place of masked characters: it is no letter, and ends no sentence.
MASK = "\x00"

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
# NFC would replace these signs by letters, which folding keeps apart.
_LETTERLIKE_SIGNS = ("\N{KELVIN SIGN}", "\N{ANGSTROM SIGN}")
# Unicode classes these apostrophes as letters.
_TO_APOSTROPHES = str.maketrans({"ʻ": "’", "ʼ": "’", "＇": "’"})


def normalise(text: str) -> str:
    """Return the text without invisible characters, with accents combined with their letters."""
    if text.isascii():
        return text
    if not any(sign in text for sign in _LETTERLIKE_SIGNS):
        text = unicodedata.normalize("NFC", text)
    text = re.sub(IGNORED, "", text.translate(_TO_APOSTROPHES))
    return _NON_ASCII.sub(lambda match: match[0] if fold(match[0]) else "", text)


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with some spans overwritten, so that indices stay the same."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end > done:
            first = max(start, done)
            pieces += [text[done:first], MASK * (end - first)]
            done = end
    return "".join((*pieces, text[done:]))


def collapse_spaces(text: str) -> str:
    return " ".join(text.split())
