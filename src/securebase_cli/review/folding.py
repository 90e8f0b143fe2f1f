"""Fold texts for comparison without regard to case and accents.

Each letter is folded on its own, so a part of a text folds to a part of the folded text, and a
match in the folded text can be located in the original.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, Self

from securebase_cli.entry_format.characters import INVISIBLE

# Unicode does not decompose these letters: their stroke, or their missing dot, is folded like an
# accent. The quotation marks and modifier letters are the apostrophes that word processors write.
_TO_PLAIN_LETTERS = str.maketrans("øłđħı‘’ʻʼ＇´′", "oldhi'''''''")

# Soft hyphens, the grapheme joiner and variation selectors: invisible, and often pasted along.
_INVISIBLE = frozenset(
    "\u00ad\u034f" + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)

# Patterns of the signs that may stand within a word of a folded text: hyphens, apostrophes and what
# has no width; and of those between the groups of a number, such as a telephone number.
_JOINERS = f"'\\-\N{HYPHEN}-\N{EN DASH}\N{MINUS SIGN}\u200c\u200d{INVISIBLE}"
WORD_JOINERS = rf"[{_JOINERS}]*+"
GROUP_SEPARATORS = rf"[{_JOINERS}\s,./()]*+"

# Unicode decomposes these two signs into the letters K and Å; they are kept as signs.
_KELVIN, _ANGSTROM = "\N{KELVIN SIGN}", "\N{ANGSTROM SIGN}"

_NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")

# The prefilter looks for words in the bytes of a file, without decoding and folding it. Measured:
# 4.1 µs a file that is not ASCII, against 34.9 with decoding and folding every file (see
# docs/architecture.md). The signs that may stand within a word are deleted, also the three
# bytes of the apostrophe and the dash of word processors. A UTF-8 letter such as é is the bytes
# C3 A9: C3 is deleted, and the table maps A9 to the plain letter e.
_ASCII_SIGNS_IN_WORDS = b" \t\n\v\f\r\x1c\x1d\x1e\x1f-',./()"
# Between the lines of a quoted task stands a mark, but none in its text.
_QUOTATION_MARK = b">"
_APOSTROPHE_AND_DASH = "‘’–".encode()
_LATIN_LEAD_BYTE = b"\xc3"
_DELETED_BYTES = _ASCII_SIGNS_IN_WORDS + _QUOTATION_MARK + _APOSTROPHE_AND_DASH + _LATIN_LEAD_BYTE
_BYTES_TO_PLAIN = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ" + bytes(range(0x80, 0xC0)),
    b"abcdefghijklmnopqrstuvwxyz"
    b"aaaaaa\xa6ceeeeiiii\xb0nooooo\x97ouuuuy\xbe\x9f"
    b"aaaaaa\xa6ceeeeiiii\xb0nooooo\xb7ouuuuy\xbey",
)
# A file is folded if it has another character than these. They are no ASCII letters to the folding
# and stand in no word, or they are translated. À, Ó, Ø and Ù are not: they end in deleted bytes.
_TRANSLATED = re.compile("[¡-¬®-³µ-¿Á-ÒÔ-×Ú-Þà-ÿ‘’–—“-‟•…‹›€™←-↙①-⑳─-◿☀-➿\U0001f300-\U0001faff]*+")
_ASCII = bytes(range(0x80))

# Positions are mapped back to the original in chunks of this many characters, when asked for.
_CHUNK_SIZE = 1024


class _FoldingTable(dict[int, str]):
    """A table for `str.translate` that computes each letter's folding at its first use."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        if folded not in {_KELVIN, _ANGSTROM}:
            folded = _strip_accents(_strip_accents(folded).casefold()).translate(_TO_PLAIN_LETTERS)
        self[code] = folded
        return folded


_FOLDING_TABLE = _FoldingTable()


def fold(text: str) -> str:
    """Return the text in small letters, without accents and invisible characters.

    All apostrophes become plain ones.
    """
    if text.isascii():
        return text.lower()
    if _KELVIN in text or _ANGSTROM in text:
        return text.translate(_FOLDING_TABLE)
    return _NON_ASCII_RUN.sub(lambda match: match[0].translate(_FOLDING_TABLE), text.lower())


class FoldedText(NamedTuple):
    """A text and its folded form, with the index in `folded` at which each chunk ends.

    Each letter of an ASCII text folds to one, so its chunks are not needed.
    """

    original: str
    folded: str
    chunk_ends: tuple[int, ...]

    @classmethod
    def from_text(cls, original: str) -> Self:
        if original.isascii():
            return cls(original, original.lower(), ())
        starts = range(0, len(original), _CHUNK_SIZE)
        chunks = [fold(original[start : start + _CHUNK_SIZE]) for start in starts]
        return cls(original, "".join(chunks), tuple(accumulate(map(len, chunks))))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that folds to a span of `folded`.

        The span is widened to whole letters, each with its accents.
        """
        if not self.chunk_ends:
            return start, end
        last = self._original_index(end - 1)
        return self._original_index(start), self._original_index(self.folded_index(last + 1))

    def folded_index(self, original_index: int) -> int:
        """Return the index in `folded` that corresponds to an index in the original."""
        if not self.chunk_ends:
            return original_index
        chunk, offset = divmod(original_index, _CHUNK_SIZE)
        chunk_start = self.chunk_ends[chunk - 1] if chunk else 0
        return chunk_start + self._letter_ends(chunk)[offset - 1] if offset else chunk_start

    def _original_index(self, folded_index: int) -> int:
        chunk = bisect_right(self.chunk_ends, folded_index)
        if chunk == len(self.chunk_ends):
            return len(self.original)
        chunk_start = self.chunk_ends[chunk - 1] if chunk else 0
        letter_ends = self._letter_ends(chunk)
        return chunk * _CHUNK_SIZE + bisect_right(letter_ends, folded_index - chunk_start)

    def _letter_ends(self, chunk: int) -> Sequence[int]:
        start = chunk * _CHUNK_SIZE
        return _folded_letter_ends(self.original[start : start + _CHUNK_SIZE])


# A search reads neighbouring positions one after the other: a few chunks serve nearly all of them.
@lru_cache(maxsize=4)
def _folded_letter_ends(chunk: str) -> Sequence[int]:
    """Return, for each letter of a chunk, the index at which its folding ends."""
    if chunk.isascii():
        return range(1, len(chunk) + 1)
    return list(accumulate(map(len, map(_FOLDING_TABLE.__getitem__, map(ord, chunk)))))


class Prefilter(NamedTuple):
    """Folded words that a file must contain, as translated bytes and as patterns of its text."""

    translated: tuple[bytes, ...]
    patterns: tuple[re.Pattern[str], ...]
    is_ascii: bool

    @classmethod
    def for_pieces(cls, pieces: Iterable[str]) -> Self:
        """Return a filter for folded words, or signs, without white space."""
        # The longest piece is the rarest in most files, and rejects them first.
        ordered = sorted(set(pieces), key=len, reverse=True)
        # Arguments can contain lone surrogates, which no file does.
        encoded = (piece.encode(errors="surrogatepass") for piece in ordered)
        return cls(
            tuple(piece.translate(_BYTES_TO_PLAIN, _DELETED_BYTES) for piece in encoded),
            tuple(map(_pattern_in_file, ordered)),
            all(map(str.isascii, ordered)),
        )

    def may_match(self, data: bytes) -> bool:
        """Return False only if the folded text of a file lacks one of the pieces."""
        translated = data.translate(_BYTES_TO_PLAIN, _DELETED_BYTES)
        has_all = True
        # A loop, since `all` with a generator takes half a microsecond more for each file.
        for piece in self.translated:
            if piece not in translated:
                has_all = False
                break
        if data.isascii() or (has_all and self.is_ascii):
            return has_all
        # A missing piece may still be there in characters that the table does not translate.
        try:
            if self.is_ascii and _TRANSLATED.fullmatch(data.translate(None, _ASCII).decode()):
                return False
            text = fold(data.decode())
        except UnicodeDecodeError:
            return True
        return all(pattern.search(text) for pattern in self.patterns)


def _pattern_in_file(piece: str) -> re.Pattern[str]:
    """Return the pattern that finds a piece in the folded text of a file."""
    between = rf"[{_JOINERS}\s>,./()]*+"
    return re.compile(between.join(map(re.escape, re.sub(between, "", piece))))


def _strip_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in _INVISIBLE)
