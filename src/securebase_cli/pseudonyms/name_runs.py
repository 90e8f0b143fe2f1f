"""Find the capitalised words in a text, which may be names.

Each run of such words says whether it begins a sentence, because that alone can be the reason why
its first word is capitalised.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from securebase_cli.pseudonyms import word_lists
from securebase_cli.pseudonyms.identifiers import Span, mask
from securebase_cli.pseudonyms.vocabulary import class_of, without_contraction

_LETTER = r"[^\W_]"
_APOSTROPHE = "['‘’]"
WORD = re.compile(rf"{_LETTER}++(?>(?:{_APOSTROPHE}{_LETTER}++)*)")
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}[sS](?!{_LETTER})")
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
_FIRST_PERSON = re.compile(
    rf"I(?:{_APOSTROPHE}(?:m|ve|ll|d|s))?(?!{_LETTER})(?!\.[^\S\n]++[a-z])", re.IGNORECASE
)

# A sentence begins in two places: at the beginning of a line, after indentation and the marks of
# quotations, lists, headings and tables; and within a line, after a full stop and the signs that
# close the sentence before it. Quotation marks, brackets or emphasis may open the sentence.
_OPENING = r"[\"'“‘„«(\[{*_~`]*+"
_CLOSING = r"[\"'”’»)\]}*_~`]*+"
_LINE_MARK = r"(?:>|[-*+•–]|\#{1,6}|\d{1,9}[.)]|\[[ xX-]\]|\|)"
_SENTENCE_START = re.compile(
    rf"^[^\S\n]*+(?P<marks>(?>(?:{_LINE_MARK}(?:[^\S\n]++|(?=>)))*)){_OPENING}"
    rf"|(?P<stop>[.!?…]++){_CLOSING}[^\S\n]++{_OPENING}",
    re.MULTILINE,
)
# An editor may have broken a sentence in two lines if the first line has this length, or ends in a
# word or sign that a sentence does not end in.
_WRAPPED_LINE_LENGTH = 50
_UNFINISHED_LINE = re.compile(r"[,;\-–—&(\[]\Z|\b(?:and|or|with|to|for|by|the|of)\Z")
# A full stop after these does not end a sentence: abbreviations, and initials.
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|mx|prof|rev|st|sr|jr|e\.g|i\.e|eg|ie|vs|cf|approx|tel|no)"
    r"|(?<![^\W_])[^\W\d_])\Z",
    re.IGNORECASE,
)
_MAX_ABBREVIATION = 8

# Between two words of a run there are spaces, a single line end, a hyphen, or particles such as
# “van der”, and after an initial or a title its full stop; in all at most _MAX_GAP characters.
_SPACE = r"[^\S\n]*+(?:\n[^\S\n]*+)?"
_PARTICLE = "|".join(word_lists.PARTICLES.split())
_BETWEEN_WORDS = re.compile(
    rf"{_SPACE}|[{_HYPHENS}]"
    rf"|(?:[^\S\n](?:{_PARTICLE})(?=[\s-])){{1,3}}[\s-]|[^\S\n]*+(?:d|l|al|el)[{_HYPHENS}'‘’]"
)
_AFTER_INITIAL = re.compile(r"\.[^\S\n]?")
_MAX_GAP = 20


class NameRun(NamedTuple):
    """The spans of capitalised words that follow each other, without the “’s” of possessives."""

    words: tuple[Span, ...]
    begins_sentence: bool


def find_name_runs(text: str, excluded: Sequence[Span] = ()) -> Iterator[NameRun]:
    """Yield the runs of capitalised words in a normalised text, except in the excluded spans."""
    searched = mask(text, excluded) if excluded else text
    capitalised = [
        match
        for match in WORD.finditer(searched)
        if _has_capital(match[0]) and not _FIRST_PERSON.match(text, match.start())
    ]
    if not capitalised:
        # Most texts have no capitalised word but I; their sentences are not looked for.
        return
    sentence_starts = _find_sentence_starts(text)
    words: list[Span] = []
    begins_sentence = False
    for match in capitalised:
        start = match.start()
        if words and (start in sentence_starts or not _is_next_word(text, words[-1], match)):
            yield NameRun(tuple(words), begins_sentence)
            words = []
        word = without_contraction(match[0])
        if not words:
            # A capital letter within the word is not explained by the beginning of a sentence.
            begins_sentence = start in sentence_starts and not _has_capital(word[1:])
        words.append((start, start + len(word)))
    yield NameRun(tuple(words), begins_sentence)


def end_of_possessive(text: str, end: int) -> int:
    """Return the end of the possessive ’s of a name that ends at an index, or that index."""
    possessive = _POSSESSIVE.match(text, end)
    return possessive.end() if possessive else end


def continues_sentence(text: str, line_start: int) -> bool:
    """Return whether a line continues the sentence of the line before it."""
    if not line_start:
        return False
    before = text[text.rfind("\n", 0, line_start - 1) + 1 : line_start - 1].rstrip()
    if not before or before[-1] in ".!?…:" or before.lstrip().startswith("#"):
        return False
    return len(before) >= _WRAPPED_LINE_LENGTH or _UNFINISHED_LINE.search(before) is not None


def _has_capital(word: str) -> bool:
    return word != word.lower() or any(map(str.isupper, word))


def _is_next_word(text: str, last_word: Span, word: re.Match[str]) -> bool:
    """Return whether a word continues the run that ends with `last_word`."""
    start, end = last_word
    if word.start() - end > _MAX_GAP:
        return False
    gap = text[end : word.start()]
    if _BETWEEN_WORDS.fullmatch(gap):
        return True
    if not _AFTER_INITIAL.fullmatch(gap):
        return False
    last_kind = class_of(text[start:end])
    if last_kind == "initial" and len(word[0]) == 1:
        return gap == "." or text.startswith(".", word.end())
    # In “R. Then”, the second word is not part of the name, although no sentence begins there.
    is_other_word = class_of(word[0]) in {"ordinary", "given", "title"}
    return last_kind == "title" or (last_kind == "initial" and not is_other_word)


def _find_sentence_starts(text: str) -> frozenset[int]:
    """Return where the first words of sentences, lines, items, headings and quotations are."""
    starts: set[int] = set()
    for match in _SENTENCE_START.finditer(text):
        if match["stop"] is not None:
            before = text[max(0, match.start() - _MAX_ABBREVIATION) : match.start()]
            begins = match["stop"] != "." or _ABBREVIATION.search(before) is None
        else:
            begins = bool(match["marks"]) or not continues_sentence(text, match.start())
        if begins:
            starts.add(match.end())
    return frozenset(starts)
