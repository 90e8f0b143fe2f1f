"""Find the capitalised words in a text, which may be names.

A word at the beginning of a sentence may be capitalised for that reason alone. A run that begins
with such a word is therefore reported with that word apart.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from securebase_cli.pseudonyms.identifiers import Span

_LETTER = r"[^\W_]"
_APOSTROPHE = "['‘’]"
WORD = re.compile(rf"{_LETTER}++(?>(?:{_APOSTROPHE}{_LETTER}++)*)")
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}[sS](?!{_LETTER})")
_POSSESSIVE_AT_END = re.compile(rf"{_POSSESSIVE.pattern}\Z")
_FIRST_PERSON = re.compile(rf"I(?:{_APOSTROPHE}(?:m|ve|ll|d|s))?", re.IGNORECASE)

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

# After these a capitalised word at the beginning of a line is a name rather than a sentence:
# “Robin: tired”, “Robin’s”, “Robin and Kim”, or a line that is the name alone.
_AFTER_LABEL = re.compile(
    rf"{_APOSTROPHE}[sS](?!{_LETTER})"
    r"|[*_~`]*+[^\S\n]*+(?:$|[:,(]|[-–—][^\S\n]|(?:and|or|&)[^\S\n]++[A-ZÀ-ÖØ-Þ])",
    re.MULTILINE,
)

# The words of a run are divided by spaces, a single line end, or a hyphen; after an initial, by
# its full stop. The text between two words has at most _MAX_GAP characters.
_BETWEEN_WORDS = re.compile(r"[^\S\n]*+(?:\n[^\S\n]*+)?|[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")
_AFTER_INITIAL = re.compile(r"\.[^\S\n]?")
_MAX_GAP = 20


class NameRun(NamedTuple):
    """Capitalised words that follow each other.

    If the run begins a sentence, `opening` is its first word and `rest` the others. `is_label` says
    that a single word at a beginning may be a name all the same, as “Robin” in “Robin: tired”.
    """

    text: str
    start: int
    end: int
    opening: str = ""
    rest: str = ""
    is_label: bool = False


def find_name_runs(text: str) -> Iterator[NameRun]:
    """Yield the runs in a normalised text, in order, without the possessive ’s at their end."""
    capitalised = [match for match in WORD.finditer(text) if _may_be_name(match[0])]
    if not capitalised:
        # Most texts have no capitalised word but I; their sentences are not looked for.
        return
    sentence_starts = _find_sentence_starts(text)
    run_words: list[Span] = []
    opens_sentence = False
    for match in capitalised:
        start = match.start()
        begins_sentence = start in sentence_starts
        if run_words and (begins_sentence or not _is_next_word(text, run_words[-1], start)):
            yield _name_run(text, run_words, opens_sentence=opens_sentence)
            run_words = []
        word = _POSSESSIVE_AT_END.sub("", match[0])
        if not run_words:
            # A capital letter within the word is not explained by the beginning of a sentence.
            opens_sentence = begins_sentence and not _has_capital(word[1:])
        run_words.append((start, start + len(word)))
    yield _name_run(text, run_words, opens_sentence=opens_sentence)


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


def _may_be_name(word: str) -> bool:
    return not word.islower() and _has_capital(word) and not _FIRST_PERSON.fullmatch(word)


def _has_capital(word: str) -> bool:
    return any(letter.isupper() or letter.istitle() for letter in word)


def _is_next_word(text: str, last_word: Span, next_start: int) -> bool:
    """Return whether the word at an index belongs to the run that ends in another word."""
    start, end = last_word
    if next_start - end > _MAX_GAP:
        return False
    gap = text[end:next_start]
    is_initial = end - start == 1
    return bool(_BETWEEN_WORDS.fullmatch(gap) or (is_initial and _AFTER_INITIAL.fullmatch(gap)))


def _name_run(text: str, words: Sequence[Span], *, opens_sentence: bool) -> NameRun:
    start, first_end = words[0]
    end = words[-1][1]
    run_text = " ".join(text[start:end].split())
    if not opens_sentence:
        return NameRun(run_text, start, end)
    rest_start = words[1][0] if len(words) > 1 else end
    rest = " ".join(text[rest_start:end].split())
    is_label = not rest and _AFTER_LABEL.match(text, end) is not None
    return NameRun(run_text, start, end, text[start:first_end], rest, is_label)


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
