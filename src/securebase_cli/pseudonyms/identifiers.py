"""Find e-mail addresses, numbers, postcodes and dates, which could identify a person.

The patterns find too much rather than too little, since the writer decides about each match.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]
IdentifierKind = Literal[
    "e-mail", "telephone", "postcode", "date", "nhs-number", "ni-number", "number"
]

_LETTER = r"[^\W_]"
_ALPHABETIC = r"[^\W\d_]"
_SPACE = r"[^\S\n]"

# What people write between the digits of a number.
_DASHES = r"\-–\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{MINUS SIGN}"
_NUMBER_SEPARATOR = rf"(?:{_SPACE}|[().·/{_DASHES}])"

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:\d{4}|['’]?\d{2})"
_DATE_GAP = r"[\s.,\-–/]{0,3}"
_DATE_DASH = rf"{_SPACE}?[-–./]{_SPACE}?"
# Complete dates: 1980-03-14, 14/3/80, 14th of March 1980, March 14, 1980.
_DATE = (
    rf"\d{{4}}{_DATE_DASH}\d{{1,2}}{_DATE_DASH}\d{{1,2}}"
    rf"|\d{{1,2}}{_DATE_DASH}\d{{1,2}}{_DATE_DASH}\d{{2,4}}"
    rf"|{DAY}(?:\sof)?{_DATE_GAP}{MONTH}{_DATE_GAP}{_YEAR}"
    rf"|{MONTH}{_DATE_GAP}{DAY}{_DATE_GAP}\d{{4}}"
)
# After a word such as “born” or “d.o.b.” an incomplete date identifies a person, too.
_BIRTH_DATE = (
    rf"(?<!{_LETTER})(?:d\.?\s?o\.?\s?b\.?|date\sof\sbirth|birth\s?da(?:y|te)|born)(?!{_ALPHABETIC})"
    r"(?:\s(?:on|in|is|was))?[\s:=\-–(]{0,4}"
    rf"(?:(?:the\s)?{DAY}(?:\sof)?{_DATE_GAP}{MONTH}"
    rf"|{MONTH}{_DATE_GAP}{_YEAR}|{MONTH}{_DATE_GAP}{DAY}"
    r"|\d{1,2}[-–./]\d{1,2}|\d{8}|\d{6}|\d{4})"
)
# Groups of digits; a line may have been broken between two of them.
_NEXT_DIGIT = rf"(?:\n|{_NUMBER_SEPARATOR}{{0,3}})\d"
# British numbers with the country code, other international numbers, British numbers without.
_TELEPHONE = (
    rf"(?<!\d)\(?(?:\+|00){_SPACE}?44{_NUMBER_SEPARATOR}{{0,3}}(?:\(0\))?"
    rf"(?:{_NEXT_DIGIT}){{9,10}}(?!\d)"
    rf"|(?<!\d)\(?(?:\+|00)(?:{_NEXT_DIGIT}){{7,15}}(?!\d)"
    rf"|(?<!\d)\(?0(?:{_NEXT_DIGIT}){{7,10}}(?!\d)"
)
_NHS_NUMBER = rf"(?<!\d)\d{{3}}{_NEXT_DIGIT}\d{{2}}{_NEXT_DIGIT}\d{{3}}(?!\d)"
# National Insurance: QQ 12 34 56 C. In small letters it needs the letter at the end.
_PAIRS = rf"(?:{_NUMBER_SEPARATOR}{{0,2}}\d){{6}}"
_NI_NUMBER = (
    rf"(?<!{_LETTER})[A-Za-z]{{2}}{_PAIRS}{_NUMBER_SEPARATOR}{{0,2}}[A-Da-d](?!{_LETTER})"
    rf"|(?<!{_LETTER})[A-Z]{{2}}{_PAIRS}(?!\d)"
)
_POSTCODE = rf"(?<!{_LETTER})(?:[A-Z]{{1,2}}\d[A-Z\d]?|GIR){_SPACE}{{0,3}}\d[A-Z]{{2}}(?!{_LETTER})"
# Seven digits or more: shorter numbers seldom identify a person.
_LONG_NUMBER = rf"(?<!\d)\d(?>(?:{_NUMBER_SEPARATOR}{{0,2}}\d){{6,}})(?!\d)"

# In this order: text that one pattern matches is masked before the next one is tried.
_NUMBER_PATTERNS: tuple[tuple[IdentifierKind, re.Pattern[str]], ...] = (
    ("ni-number", re.compile(_NI_NUMBER)),
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

# Takes the place of masked characters: it is no letter, and ends no sentence.
MASK = "\x00"


def find_identifiers(text: str) -> Iterator[tuple[IdentifierKind, Span]]:
    """Yield the spans of identifiers in a normalised text, with all letters that touch them.

    Identifiers of one kind are in the order of the text; none overlap.
    """
    addresses = list(_address_spans(text)) if "@" in text else []
    for span in addresses:
        yield "e-mail", span
    if not _DIGIT.search(text):
        return
    masked = mask(text, addresses)
    for kind, pattern in _NUMBER_PATTERNS:
        spans: list[Span] = []
        for match in pattern.finditer(masked):
            start, end = _widen_to_words(masked, *match.span())
            if match[0].count("(") > match[0].count(")"):
                # The opening bracket belongs to the text around the number.
                start += 1
            if not spans or start >= spans[-1][1]:
                spans.append((start, end))
                yield kind, (start, end)
        if spans:
            masked = mask(masked, spans)


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with some spans overwritten, so that indices stay the same."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        # Where spans overlap, the slice and the mask are empty rather than of negative length.
        pieces += [text[done:start], MASK * (end - max(start, done))]
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def _address_spans(text: str) -> Iterator[Span]:
    previous_end = 0
    for match in _AT_DOMAIN.finditer(text):
        at = match.start()
        local_match = _LOCAL_PART.search(text, max(previous_end, at - _MAX_LOCAL_PART), at)
        local_part = local_match[0].lstrip(_NOT_FIRST_IN_ADDRESS) if local_match else ""
        if local_part:
            start, previous_end = _widen_to_words(text, at - len(local_part), match.end())
            yield start, previous_end


def _widen_to_words(text: str, start: int, end: int) -> Span:
    """Return the span with the letters and digits next to it: names are replaced as whole words."""
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
