"""Find what could identify a person in a text: addresses, numbers, dates, capitalised words.

The patterns rather find too much than too little, since a person decides about each match.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

Span: TypeAlias = tuple[int, int]
IdentifierKind = Literal["e-mail", "telephone", "postcode", "date", "nhs-number", "number"]

_LETTER = r"[^\W_]"
_ALPHABETIC = r"[^\W\d_]"
_SPACE = r"[^\S\n]"

# What people write between the digits of a number.
_NUMBER_SEPARATOR = rf"(?:{_SPACE}|[().\-–/\N{{HYPHEN}}\N{{NON-BREAKING HYPHEN}}])"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:\d{4}|['’]?\d{2})"
_DATE_GAP = r"[\s.,\-–/]{0,3}"
_DATE_DASH = rf"{_SPACE}?[-–./]{_SPACE}?"
# Complete dates: 1980-03-14, 14/3/80, 14th of March 1980, March 14, 1980.
_DATE = (
    rf"\d{{4}}{_DATE_DASH}\d{{1,2}}{_DATE_DASH}\d{{1,2}}"
    rf"|\d{{1,2}}{_DATE_DASH}\d{{1,2}}{_DATE_DASH}\d{{2,4}}"
    rf"|{_DAY}(?:\sof)?{_DATE_GAP}{_MONTH}{_DATE_GAP}{_YEAR}"
    rf"|{_MONTH}{_DATE_GAP}{_DAY}{_DATE_GAP}\d{{4}}"
)
# After a word such as “born” or “d.o.b.” an incomplete date identifies a person, too.
_BIRTH_DATE = (
    rf"(?<!{_LETTER})(?:d\.?\s?o\.?\s?b\.?|date\sof\sbirth|birth\s?da(?:y|te)|born)(?!{_ALPHABETIC})"
    r"(?:\s(?:on|in|is|was))?[\s:=\-–(]{0,4}"
    rf"(?:(?:the\s)?{_DAY}(?:\sof)?{_DATE_GAP}{_MONTH}"
    rf"|{_MONTH}{_DATE_GAP}{_YEAR}|{_MONTH}{_DATE_GAP}{_DAY}"
    r"|\d{1,2}[-–./]\d{1,2}|\d{8}|\d{6}|\d{4})"
)
# British numbers with the country code, other international numbers, British numbers without.
_TELEPHONE = (
    rf"(?<!\d)\(?(?:\+|00){_SPACE}?44{_NUMBER_SEPARATOR}{{0,3}}(?:\(0\))?"
    rf"(?:{_NUMBER_SEPARATOR}{{0,3}}\d){{9,10}}(?!\d)"
    rf"|(?<!\d)\(?(?:\+|00)(?:{_NUMBER_SEPARATOR}{{0,3}}\d){{7,15}}(?!\d)"
    rf"|(?<!\d)\(?0(?:{_NUMBER_SEPARATOR}{{0,3}}\d){{7,10}}(?!\d)"
)
_NHS_NUMBER = r"(?<!\d)\d{3}[\s\-–]?\d{3}[\s\-–]?\d{4}(?!\d)"
_POSTCODE = rf"(?<!{_LETTER})(?:[A-Z]{{1,2}}\d[A-Z\d]?|GIR){_SPACE}{{0,3}}\d[A-Z]{{2}}(?!{_LETTER})"
# Seven digits or more: shorter numbers seldom identify a person.
_LONG_NUMBER = rf"(?<!\d)\d(?:{_NUMBER_SEPARATOR}{{0,2}}\d){{6,}}+(?!\d)"

# In this order: text that one pattern matches is masked before the next one is tried.
_NUMBER_PATTERNS: tuple[tuple[IdentifierKind, re.Pattern[str]], ...] = (
    ("date", re.compile(rf"(?<!\d)(?:{_DATE})(?!\d)", re.IGNORECASE)),
    ("date", re.compile(rf"{_BIRTH_DATE}(?!\d)", re.IGNORECASE)),
    ("telephone", re.compile(_TELEPHONE)),
    ("nhs-number", re.compile(_NHS_NUMBER)),
    ("postcode", re.compile(_POSTCODE, re.IGNORECASE | re.ASCII)),
    ("number", re.compile(_LONG_NUMBER)),
)
_DIGIT = re.compile(r"\d")

# An address is found from its @ sign on, and the part before the sign is searched backwards from
# there: one pattern for both would try every word of a text as the beginning of an address.
_DOMAIN_LABEL = rf"{_LETTER}(?:{_LETTER}|-){{0,62}}"
_AT_DOMAIN = re.compile(rf"@{_DOMAIN_LABEL}(?:\.{_DOMAIN_LABEL}){{0,8}}")
_MAX_LOCAL_PART = 64
_LOCAL_PART = re.compile(rf"[\w.!#$%&'’*+/=?^`{{|}}~-]{{1,{_MAX_LOCAL_PART}}}\Z")
# Quotation marks and Markdown before an address are not part of it.
_NOT_FIRST_IN_ADDRESS = "'’*_`~.!#$%&/=?^{|}"

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

# Takes the place of masked characters: it is no letter, and ends no sentence.
_MASK = "\x00"


def find_identifiers(text: str) -> Iterator[tuple[IdentifierKind, Span]]:
    """Yield the spans of identifiers in a normalised text, with all letters that touch them.

    Identifiers of one kind are in the order of the text; none overlap.
    """
    spans: list[Span] = []
    if "@" in text:
        for span in _address_spans(text):
            spans.append(span)
            yield "e-mail", span
    if not _DIGIT.search(text):
        return
    masked = mask(text, spans)
    for kind, pattern in _NUMBER_PATTERNS:
        spans = []
        for match in pattern.finditer(masked):
            start, end = _widen_to_words(masked, *match.span())
            # A bracket that is not closed within the number belongs to the text around it.
            start += match[0].count("(") > match[0].count(")")
            if spans and start < spans[-1][1]:
                continue
            spans.append((start, end))
            yield kind, (start, end)
        if spans:
            masked = mask(masked, spans)


def _address_spans(text: str) -> Iterator[Span]:
    previous_end = 0
    for match in _AT_DOMAIN.finditer(text):
        at = match.start()
        local = _LOCAL_PART.search(text[max(previous_end, at - _MAX_LOCAL_PART) : at])
        length = len(local[0].lstrip(_NOT_FIRST_IN_ADDRESS)) if local else 0
        if length:
            start, previous_end = _widen_to_words(text, at - length, match.end())
            yield start, previous_end


def _widen_to_words(text: str, start: int, end: int) -> Span:
    """Return the span with the letters and digits next to it: names are replaced as whole words."""
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


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
    words: list[Span] = []
    opens_sentence = False
    for match in WORD.finditer(text):
        word, start = match[0], match.start()
        if word.islower() or not _has_capital(word) or _FIRST_PERSON.fullmatch(word):
            continue
        if sentence_starts is None:
            sentence_starts = _find_sentence_starts(text)
        begins_sentence = start in sentence_starts
        if words and (begins_sentence or not _is_next_word(text, words[-1], start)):
            yield _name_run(text, words, opens_sentence=opens_sentence)
            words = []
        bare = _POSSESSIVE.sub("", word)
        if not words:
            # A capital letter within the word is not explained by the beginning of a sentence.
            opens_sentence = begins_sentence and not _has_capital(bare[1:])
        words.append((start, start + len(bare)))
    if words:
        yield _name_run(text, words, opens_sentence=opens_sentence)


def name_runs_mid_sentence(text: str) -> list[str]:
    """Return the runs in a text that does not begin a sentence."""
    return [run.text for run in find_name_runs(f"{_MASK} {text}")]


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
    run = NameRun(" ".join(text[start:end].split()), start, end)
    if not opens_sentence:
        return run
    rest = " ".join(text[words[1][0] : end].split()) if len(words) > 1 else ""
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
            begins = bool(match["marks"]) or not _continues_sentence(text, match.start())
        if begins:
            starts.add(match.end())
    return frozenset(starts)


def _continues_sentence(text: str, line_start: int) -> bool:
    """Return whether a line continues the sentence of the line before it."""
    if not line_start:
        return False
    before = text[text.rfind("\n", 0, line_start - 1) + 1 : line_start - 1].rstrip()
    if not before or before[-1] in ".!?…:" or before.lstrip().startswith("#"):
        return False
    return len(before) >= _WRAPPED_LINE_LENGTH or _UNFINISHED_LINE.search(before) is not None


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with some spans overwritten, so that indices stay the same."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end > done:
            first = max(start, done)
            pieces += [text[done:first], _MASK * (end - first)]
            done = end
    return "".join((*pieces, text[done:]))
