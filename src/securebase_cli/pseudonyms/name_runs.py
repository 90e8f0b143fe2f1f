"""Find runs of capitalised words in a text: they may be names.

Every sentence begins with a capital letter, so runs that begin one are reported as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from securebase_cli.pseudonyms.plain_text import MASK, Span, collapse_spaces

_LETTER = r"[^\W_]"
_APOSTROPHE = "['‘’]"
WORD = re.compile(rf"{_LETTER}++(?:{_APOSTROPHE}{_LETTER}++)*+")
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}[sS]\Z")
_FIRST_PERSON = re.compile(rf"I(?:{_APOSTROPHE}(?:m|ve|ll|d|s))?", re.IGNORECASE)

# A sentence begins at the beginning of a line, after indentation and the marks of quotations,
# lists, headings and tables; and within a line after a full stop and what closes the sentence
# before. In both places quotation marks, brackets or emphasis may open it.
_OPENING = r"[\"'“‘„«(\[{*_~`]*+"
_CLOSING = r"[\"'”’»)\]}*_~`]*+"
_LINE_MARK = r"(?:>|[-*+•–]|\#{1,6}|\d{1,9}[.)]|\[[ xX-]\]|\|)"
_SENTENCE_START = re.compile(
    rf"^(?P<indent>[^\S\n]*+)(?P<marks>(?:{_LINE_MARK}(?:[^\S\n]++|(?=>)))*+){_OPENING}"
    rf"|(?P<stop>[.!?…]++){_CLOSING}[^\S\n]++{_OPENING}",
    re.MULTILINE,
)
# An editor may have broken a line in the middle of a sentence: one of this length, or one that
# ends in a word or sign that a sentence does not end in.
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
# its full stop. The text between them is not longer than this.
_BETWEEN_WORDS = re.compile(r"[^\S\n]*+(?:\n[^\S\n]*+)?|[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")
_AFTER_INITIAL = re.compile(r"\.[^\S\n]?")
_MAX_GAP = 20


class NameRun(NamedTuple):
    """Capitalised words that follow each other.

    If they begin a sentence, `opening` is the first of them and `rest` the others. `is_label` says
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
    # Most texts have no capitalised word but I: sentences are looked for when there is another.
    sentence_starts: frozenset[int] | None = None
    run: list[Span] = []
    opens_sentence = False
    for match in WORD.finditer(text):
        word, start = match[0], match.start()
        if word.islower() or not _has_capital(word) or _FIRST_PERSON.fullmatch(word):
            continue
        if sentence_starts is None:
            sentence_starts = _find_sentence_starts(text)
        begins_sentence = start in sentence_starts
        if run and (begins_sentence or not _continues(text, run[-1], start)):
            yield _name_run(text, run, opens_sentence=opens_sentence)
            run = []
        bare = _POSSESSIVE.sub("", word)
        if not run:
            # A capital letter within the word is not explained by the beginning of a sentence.
            opens_sentence = begins_sentence and not _has_capital(bare[1:])
        run.append((start, start + len(bare)))
    if run:
        yield _name_run(text, run, opens_sentence=opens_sentence)


def name_runs_mid_sentence(text: str) -> list[str]:
    """Return the runs in a text that does not begin a sentence."""
    return [run.text for run in find_name_runs(f"{MASK} {text}")]


def _continues(text: str, last_word: Span, next_start: int) -> bool:
    start, end = last_word
    if next_start - end > _MAX_GAP:
        return False
    gap = text[end:next_start]
    is_initial = end - start == 1
    return bool(_BETWEEN_WORDS.fullmatch(gap) or (is_initial and _AFTER_INITIAL.fullmatch(gap)))


def _name_run(text: str, words: Sequence[Span], *, opens_sentence: bool) -> NameRun:
    start, first_end = words[0]
    end = words[-1][1]
    run = NameRun(collapse_spaces(text[start:end]), start, end)
    if not opens_sentence:
        return run
    rest = collapse_spaces(text[words[1][0] : end]) if len(words) > 1 else ""
    is_label = not rest and _AFTER_LABEL.match(text, end) is not None
    return run._replace(opening=text[start:first_end], rest=rest, is_label=is_label)


def _has_capital(word: str) -> bool:
    return any(letter.isupper() or letter.istitle() for letter in word)


def _find_sentence_starts(text: str) -> frozenset[int]:
    """Return where the first words of sentences, lines, items, headings and quotations are."""
    starts: set[int] = set()
    for match in _SENTENCE_START.finditer(text):
        if match["stop"] is not None:
            before = text[max(0, match.start() - _MAX_ABBREVIATION) : match.start()]
            begins = match["stop"] != "." or _ABBREVIATION.search(before) is None
        else:
            begins = bool(match["marks"]) or not _is_continuation(text, match.start())
        if begins:
            starts.add(match.end())
    return frozenset(starts)


def _is_continuation(text: str, line_start: int) -> bool:
    """Return whether a line continues the sentence of the line before it."""
    if not line_start:
        return False
    before = text[text.rfind("\n", 0, line_start - 1) + 1 : line_start - 1].rstrip()
    if not before or before[-1] in ".!?…:" or before.lstrip().startswith("#"):
        return False
    return len(before) >= _WRAPPED_LINE_LENGTH or _UNFINISHED_LINE.search(before) is not None
