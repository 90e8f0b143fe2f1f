"""A word or phrase to look for, as a pattern of folded text.

The pattern allows the signs within a word that people write or leave out, so that `cooperation`
matches `co-operation`, `dont` matches `don’t`, and `1000` matches `1,000`.
"""

import re
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import NamedTuple, Self

from securebase_cli.review.excerpts import is_combining_mark
from securebase_cli.review.folding import GROUP_SEPARATORS, WORD_JOINERS, fold

_WORD_CHARACTER = r"[^\W_]"
_WORD_GAP = r"[\W_]++"
_OPTIONAL_GAP = r"[\W_]*+"
_JOINERS = re.compile(WORD_JOINERS)
# A number, or a word with digits, may be written in groups from this length on; `95` is not `9-5`.
_MIN_GROUPED_LENGTH = 4
_NUMBER_IN_GROUPS = re.compile(
    rf"{_WORD_CHARACTER}*\d(?:(?=\W){GROUP_SEPARATORS}\d{_WORD_CHARACTER}*)+"
)
# Thai, Lao, Myanmar, Khmer, Japanese and Chinese are written without spaces between words.
_UNSPACED_SCRIPTS = (
    *(range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800)),
    *(range(0x3040, 0x3100), range(0x3400, 0xA000), range(0x20000, 0x40000)),
)


class Term(NamedTuple):
    """A word or phrase: its folded words, and the pattern that finds it in folded text."""

    pieces: tuple[str, ...]
    pattern: re.Pattern[str]

    @classmethod
    def from_text(cls, text: str, *, is_phrase: bool) -> Self | None:
        """Return the term for a text; None if there is nothing in it to look for."""
        folded = fold(text)
        if not any(map(str.isalnum, folded)):
            # Only punctuation and symbols: they are matched as they are.
            signs = tuple(folded.split())
            return cls(signs, re.compile(r"\s++".join(map(re.escape, signs)))) if signs else None
        runs = ["".join(run) for _, run in groupby(_join_groups(folded), _is_letter)]
        if not _is_letter(runs[0][0]):
            del runs[0]
        words = runs[::2]
        pattern = _word_pattern(words[0], begins_term=True)
        for (before, word), gap in zip(pairwise(words), runs[1::2], strict=False):
            is_optional = _JOINERS.fullmatch(gap) and not (before[-1] + word[0]).isdecimal()
            pattern += (_OPTIONAL_GAP if is_optional else _WORD_GAP) + _word_pattern(word)
        # The last word is complete in a phrase, and in an abbreviation such as “S.”.
        ends_word = not text.endswith("*") and (is_phrase or text.endswith("."))
        if ends_word and not _is_unspaced(words[-1][-1]):
            pattern += rf"(?!{_WORD_CHARACTER})"
        return cls(tuple(words), re.compile(pattern))

    def or_group_of(self, number: Self) -> Self:
        """Return a term that matches this one, and the number of which this one is a group."""
        return self._replace(pattern=re.compile(f"{number.pattern.pattern}|{self.pattern.pattern}"))

    def occurs_in(self, folded_texts: Iterable[str]) -> bool:
        return any(map(self.pattern.search, folded_texts))


def _is_letter(character: str) -> bool:
    return character.isalnum() or is_combining_mark(character)


def _join_groups(folded: str) -> str:
    """Return the text with long numbers that are in groups, such as 0161 496 0000, in one piece."""

    def join(number: re.Match[str]) -> str:
        joined = "".join(filter(str.isalnum, number[0]))
        return joined if len(joined) >= _MIN_GROUPED_LENGTH else number[0]

    return _NUMBER_IN_GROUPS.sub(join, folded)


def _word_pattern(word: str, *, begins_term: bool = False) -> str:
    """Return the pattern of a word, with the signs between its letters that people leave out."""
    first = re.escape(word[0])
    # `re` is fast at finding a plain letter, so the pattern begins with it, and then checks that no
    # other letter stands before it.
    is_start = begins_term and not _is_unspaced(word[0])
    pattern = first + (rf"(?<!{_WORD_CHARACTER}{first})" if is_start else "")
    has_groups = len(word) >= _MIN_GROUPED_LENGTH
    for before, letter in pairwise(word):
        if has_groups and (before.isdecimal() or letter.isdecimal()):
            pattern += GROUP_SEPARATORS
        elif not (before + letter).isdecimal():
            pattern += WORD_JOINERS
        pattern += re.escape(letter)
    return pattern


def _is_unspaced(letter: str) -> bool:
    return any(ord(letter) in script for script in _UNSPACED_SCRIPTS)
