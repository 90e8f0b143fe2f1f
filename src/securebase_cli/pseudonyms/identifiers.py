"""Find identifiers in a text: e-mail addresses, telephone and other numbers, postcodes, dates.

The patterns rather find too much than too little, since a person decides about each match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from securebase_cli.pseudonyms.plain_text import Span, collapse_spaces, mask

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


class Identifier(NamedTuple):
    kind: IdentifierKind
    text: str
    start: int
    end: int


def find_identifiers(text: str) -> Iterator[Identifier]:
    """Yield the identifiers in a normalised text, each with the letters and digits that touch it.

    Identifiers of one kind are in the order of the text; none overlap.
    """
    spans: list[Span] = []
    if "@" in text:
        for span in _address_spans(text):
            spans.append(span)
            yield _identifier(text, "e-mail", span)
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
            yield _identifier(text, kind, (start, end))
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


def _identifier(text: str, kind: IdentifierKind, span: Span) -> Identifier:
    start, end = span
    return Identifier(kind, collapse_spaces(text[start:end]), start, end)


def _widen_to_words(text: str, start: int, end: int) -> Span:
    """Return the span with the letters and digits next to it: names are replaced as whole words."""
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
