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

# Unicode does not decompose these letters: their stroke, or their missing dot, is folded like an
# accent. The quotation marks and modifier letters are the apostrophes that word processors write.
_TO_PLAIN_LETTERS = str.maketrans("øłđħı‘’ʻʼ＇", "oldhi'''''")

# Soft hyphens, the grapheme joiner and variation selectors: invisible, and often pasted along.
_INVISIBLE = frozenset(
    "\u00ad\u034f" + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)

# Unicode decomposes these two signs into the letters K and Å; they are kept as signs.
_KELVIN, _ANGSTROM = "\N{KELVIN SIGN}", "\N{ANGSTROM SIGN}"

_NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")

# The prefilter looks for folded words in the bytes of a file, without decoding and folding it.
# Measured: 4.1 µs a file that is not ASCII, against 34.9 with decoding and folding every file
# (see docs/architecture.md). A UTF-8 letter such as é is the bytes C3 A9: the byte C3 is deleted,
# and the table maps A9 to the plain letter e, and ASCII capitals to small letters. The first byte
# of any other sequence that can fold to an ASCII letter, or to nothing, becomes FF, a byte that
# UTF-8 never contains. Only a file with an FF has to be decoded and folded.
_LATIN_LEAD_BYTE = b"\xc3"
_OTHER_LEAD_BYTE = b"\xff"
_BYTES_TO_PLAIN = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    + bytes(range(0x80, 0xC0))
    + bytes((*range(0xC4, 0xE2), *range(0xE3, 0xF0), *range(0xF1, 0x100))),
    b"abcdefghijklmnopqrstuvwxyz"
    b"aaaaaa\xa6ceeeeiiii\xb0nooooo\x97ouuuuy\xbe\x9f"
    b"aaaaaa\xa6ceeeeiiii\xb0nooooo\xb7ouuuuy\xbey" + _OTHER_LEAD_BYTE * (30 + 13 + 15),
)
# Two characters that the table cannot express: ß folds to two letters, a soft hyphen to none.
# Maps the second byte of each, which few files contain, to the first.
_UNMAPPED_CHARACTERS = {0x9F: 0xC3, 0xAD: 0xC2}

# Files often write these otherwise than they fold: an apostrophe, and the signs that Unicode
# composes with a stroke, such as the one for “not equal”. The prefilter ignores pieces with them.
_NOT_FILTERABLE = frozenset("'<=>")

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
    """A text and its folded form, with the index in `folded` at which each chunk ends."""

    original: str
    folded: str
    chunk_ends: tuple[int, ...]

    @classmethod
    def from_text(cls, original: str) -> Self:
        starts = range(0, len(original), _CHUNK_SIZE)
        chunks = [fold(original[start : start + _CHUNK_SIZE]) for start in starts]
        return cls(original, "".join(chunks), tuple(accumulate(map(len, chunks))))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that folds to a span of `folded`.

        The span is widened to whole letters, each with its accents.
        """
        last = self._original_index(end - 1)
        return self._original_index(start), self._original_index(self.folded_index(last + 1))

    def folded_index(self, original_index: int) -> int:
        """Return the index in `folded` that corresponds to an index in the original."""
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
    """Folded pieces of text that a file must contain, and their form in translated bytes."""

    pieces: tuple[str, ...]
    translated: tuple[bytes, ...]
    is_ascii: bool

    @classmethod
    def for_pieces(cls, pieces: Iterable[str]) -> Self:
        """Return a filter for folded pieces without white space."""
        filterable = filter(_NOT_FILTERABLE.isdisjoint, set(pieces))
        # The longest piece is the rarest in most files, and rejects them first.
        ordered = sorted(filterable, key=len, reverse=True)
        # Arguments can contain lone surrogates, which no file does.
        encoded = (piece.encode(errors="surrogatepass") for piece in ordered)
        translated = tuple(piece.translate(_BYTES_TO_PLAIN, _LATIN_LEAD_BYTE) for piece in encoded)
        return cls(tuple(ordered), translated, all(map(str.isascii, ordered)))

    def may_match(self, data: bytes) -> bool:
        """Return False only if the folded text of a file lacks one of the pieces."""
        if data.isascii():
            lowered = data.lower()
            return all(piece in lowered for piece in self.translated)
        translated = data.translate(_BYTES_TO_PLAIN, _LATIN_LEAD_BYTE)
        if all(piece in translated for piece in self.translated):
            return True
        # The missing piece may still be there in letters that the table does not translate.
        if self.is_ascii and _OTHER_LEAD_BYTE not in translated and not _has_unmapped(data):
            return False
        try:
            text = fold(data.decode())
        except UnicodeDecodeError:
            return True
        return all(piece in text for piece in self.pieces)


def _has_unmapped(data: bytes) -> bool:
    for second, first in _UNMAPPED_CHARACTERS.items():
        index = data.find(second)
        while index > 0:
            if data[index - 1] == first:
                return True
            index = data.find(second, index + 1)
    return False


def _strip_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in _INVISIBLE)
