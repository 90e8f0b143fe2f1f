"""What it means to ignore case and accents: folded, two spellings of a word are the same.

Every letter is folded by itself, whatever stands beside it, so that a part of a text folds to
a part of the folded text, and a place in the one can be found in the other.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Letters whose stroke counts as an accent, or that lack a dot, though Unicode has them as letters
# of their own; and what people and word processors write for an apostrophe.
_PLAINLY = str.maketrans("øłđħı‘’ʻʼ＇", "oldhi'''''")

# Not seen, and often pasted along: soft hyphens, and what chooses between forms of a sign.
_UNSEEN = frozenset(
    "\u00ad\u034f" + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)

# The two signs that Unicode takes for letters, and they would become what they look like.
_KELVIN, _ANGSTROM = "\N{KELVIN SIGN}", "\N{ANGSTROM SIGN}"

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")

# What looks quite unlike itself in many files: an apostrophe, and the signs that are written with a
# stroke as well, such as the one for unequal.
_OTHERWISE_WRITTEN = frozenset("'<=>")

# Files are looked at as bytes. Of a Latin letter with an accent, the first byte goes and the second
# becomes the plain letter. What begins any other letter that folds to a plain one, or to nothing,
# becomes a byte that no text has.
_LATIN = b"\xc3"
_OTHER = b"\xff"
_TO_PLAIN = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    + bytes(range(0x80, 0xC0))
    + bytes((*range(0xC4, 0xE2), *range(0xE3, 0xF0), *range(0xF1, 0x100))),
    b"abcdefghijklmnopqrstuvwxyz"
    b"aaaaaa\xa6ceeeeiiii\xb0nooooo\x97ouuuuy\xbe\x9f"
    b"aaaaaa\xa6ceeeeiiii\xb0nooooo\xb7ouuuuy\xbey" + _OTHER * (30 + 13 + 15),
)
# Two that are more than a letter, or less; of their two bytes, the one that few files have.
_SHARP_S, _SOFT_HYPHEN = 0x9F, 0xAD
_BEFORE = {_SHARP_S: 0xC3, _SOFT_HYPHEN: 0xC2}
# As far as the way back from a folded text is worked out at once.
_STRETCH = 1024


class _Folds(dict[int, str]):
    """What each letter folds to, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Return the text without case, accents and what is not seen; apostrophes become plain."""
    if text.isascii():
        return text.lower()
    if _KELVIN in text or _ANGSTROM in text:
        return text.translate(_FOLDS)
    return _BEYOND_ASCII.sub(lambda match: match[0].translate(_FOLDS), text.lower())


class FoldedText(NamedTuple):
    """A text with its folded form, in which each stretch of it ends where `ends` says."""

    original: str
    folded: str
    chunk_ends: tuple[int, ...]

    @classmethod
    def from_text(cls, original: str) -> Self:
        """Fold a text; the way back is worked out where it is asked for."""
        places = range(0, len(original), _STRETCH)
        folded = [fold(original[place : place + _STRETCH]) for place in places]
        return cls(original, "".join(folded), tuple(accumulate(map(len, folded))))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the original that became this part, in whole letters with accents."""
        return self._letter(start), self._letter(self.folded_index(self._letter(end - 1) + 1))

    def folded_index(self, original: int) -> int:
        """Return where a place of the original is in the folded text."""
        number, inside = divmod(original, _STRETCH)
        before = self.chunk_ends[number - 1] if number else 0
        return before + self._ends_within(number)[inside - 1] if inside else before

    def _letter(self, place: int) -> int:
        number = bisect_right(self.chunk_ends, place)
        if number == len(self.chunk_ends):
            return len(self.original)
        before = self.chunk_ends[number - 1] if number else 0
        return number * _STRETCH + bisect_right(self._ends_within(number), place - before)

    def _ends_within(self, number: int) -> Sequence[int]:
        start = number * _STRETCH
        return _ends(self.original[start : start + _STRETCH])


@lru_cache(maxsize=4)
def _ends(stretch: str) -> Sequence[int]:
    """Return where each letter ends, once folded."""
    if stretch.isascii():
        return range(1, len(stretch) + 1)
    return list(accumulate(map(len, map(_FOLDS.__getitem__, map(ord, stretch)))))


class Prefilter(NamedTuple):
    """A quick look at files for pieces of folded text that all have to be there."""

    folded: tuple[str, ...]
    plain: tuple[bytes, ...]
    in_ascii: bool

    @classmethod
    def for_pieces(cls, pieces: Iterable[str]) -> Self:
        """Make a sieve of folded pieces, each without white space."""
        known = sorted(filter(_OTHERWISE_WRITTEN.isdisjoint, set(pieces)), key=len, reverse=True)
        # Arguments can have halves of characters, which no file has.
        encoded = (piece.encode(errors="surrogatepass") for piece in known)
        plain = tuple(piece.translate(_TO_PLAIN, _LATIN) for piece in encoded)
        return cls(tuple(known), plain, all(map(str.isascii, known)))

    def may_match(self, data: bytes) -> bool:
        """Whether the folded text of a file may hold all pieces; a no is certain, a yes is not."""
        if data.isascii():
            plain = data.lower()
            return all(piece in plain for piece in self.plain)
        plain = data.translate(_TO_PLAIN, _LATIN)
        for piece in self.plain:
            if piece not in plain:
                may_hide = not self.in_ascii or _OTHER in plain or _has_a_special(data)
                return may_hide and self._is_in(data)
        return True

    def _is_in(self, data: bytes) -> bool:
        try:
            text = fold(data.decode())
        except UnicodeDecodeError:
            return True
        return all(piece in text for piece in self.folded)


def _has_a_special(data: bytes) -> bool:
    for second, first in _BEFORE.items():
        place = data.find(second)
        while place > 0:
            if data[place - 1] == first:
                return True
            place = data.find(second, place + 1)
    return False


def _folded(letter: str) -> str:
    if letter in {_KELVIN, _ANGSTROM}:
        return letter
    return _bare(_bare(letter).casefold()).translate(_PLAINLY)


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c) and c not in _UNSEEN)
