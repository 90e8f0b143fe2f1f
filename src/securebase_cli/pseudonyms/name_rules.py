"""Tell names from everyday words, dates and articles that are spelt like them.

Most names are names in capital and in small letters. Two kinds are not:

- A name that is an everyday word, such as May, Will or Rose, is one only with a capital, and the
  name of a month, a weekday or a season not beside a day or a year.
- Initials, such as “A” or “R.K.”, are capital letters that stand alone, with or without full stops:
  neither after an apostrophe nor joined to other letters. “A line” begins with an article.

In a label, such as a tag, all letters are small, so only what stands alone counts there.
"""

import re
from typing import Literal, TypeAlias

from securebase_cli.pseudonyms.identifiers import DAY, MONTH
from securebase_cli.pseudonyms.name_runs import continues_sentence
from securebase_cli.pseudonyms.person_signs import sign_after
from securebase_cli.pseudonyms.vocabulary import CALENDAR_WORDS, EVERYDAY_NAMES

NameRule: TypeAlias = Literal["any case", "capitalised", "initials"]
# The meaning of text that is spelt like a name: the name itself; “other capitals”, which are not a
# name, such as an article or a month; or “no name”, such as a part of a longer word.
Meaning: TypeAlias = Literal["name", "other capitals", "no name"]

# Roles such as “Worker A”, whose letter is not an initial.
ROLE_WORDS = ("Worker", "Person")

# Words that never follow the article “a”, so that “A” before them is an initial.
_NEVER_AFTER_ARTICLE = """
    about after again against already also although always and around as at because before but by
    either even finally for from he her here him his how if in into it just me my myself never nor
    not now of off often on only or our out over she so still than that the their them then there
    they this to today too under until up us we what when where while who whose why with without
    yesterday you your
"""
_WORDS_AFTER_INITIAL = frozenset(_NEVER_AFTER_ARTICLE.split())

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = "'‘’ʼ＇"
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
_PART_OF_WORD = re.compile(rf"[^\W_][{_APOSTROPHES}]\Z")
# One of several initials without spaces, of which the name is only a part.
_INITIAL_BEFORE = re.compile(rf"(?<![^\W_])(?<![{_APOSTROPHES}])(?P<letter>[^\W\d_])\.\Z")
_INITIAL_AFTER = re.compile(rf"\.(?P<letter>[^\W\d_])(?![^\W_])(?![{_APOSTROPHES}][^\W_])")
_JOINED_BEFORE = re.compile(rf"[^\W_][{_HYPHENS}&]\Z|\b(?:{'|'.join(ROLE_WORDS)}) \Z")
_JOINED_AFTER = re.compile(rf"[{_HYPHENS}&][^\W_]")
_SENTENCE_START = re.compile(r"(?:\A|[.!?…:;]|(?P<line_end>\n))(?P<marks>\W*)\Z")
_NEXT_WORD = re.compile(r"[^\S\n]+(?P<word>[^\W\d_]+)")
# A full stop after initials belongs to them if the sentence goes on.
_STOP_OF_INITIALS = re.compile(
    rf"\.(?=[,;:?!)\]]|[{_APOSTROPHES}]s\b|[^\S\n]+(?:[a-zà-öø-ÿ&(]|[-–—]\s))"
)
_MAX_CONTEXT = 16

_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)(?!\d)"
_COUNTED = r"(?:day|week|month|hour|minute|time|year|shift|case|thing|colleague|people)s?\b"
_EMPHASIS = "[*_~`]*"
_DATE_GAP = rf"{_EMPHASIS}(?:[^\S\n]{{1,3}}|[/.\-–]){_EMPHASIS}"
_DATE_BEFORE = re.compile(
    rf"(?:(?<![\d.,:£$€]){DAY}(?:[^\S\n]of)?|(?<!\d){_YEAR}){_DATE_GAP}\Z", re.IGNORECASE
)
_DATE_AFTER = re.compile(
    rf"(?:(?:\s?[/\-–]\s?|,?\s(?:and|or|to|until)\s|,\s){MONTH}\b)*"
    rf"(?:,?(?:\n|{_DATE_GAP}){_YEAR}"
    rf"|(?:[^\S\n]the)?{_DATE_GAP}{DAY}(?![\w:%]|[.,]\d|\s+{_COUNTED}))",
    re.IGNORECASE,
)


def rule_for(folded_name: str) -> NameRule:
    """Return the rule for a name, which is given in its folded form."""
    # Parts that an apostrophe or another sign joins, as in “O'Brien”, are not words or initials.
    if re.search(rf"[^{_HYPHENS}\w\s.&]|_", folded_name):
        return "any case"
    words = _WORD.findall(folded_name)
    longer_words = [word for word in words if len(word) > 1 or word.upper() == word]
    if not longer_words:
        return "initials"
    return "capitalised" if EVERYDAY_NAMES.issuperset(longer_words) else "any case"


def meaning_of(rule: NameRule, text: str, start: int, end: int, *, in_label: bool) -> Meaning:
    """Return what is meant by the span of a normalised text that is spelt like a name."""
    words = _WORD.findall(text[start:end])
    if rule == "any case":
        return "name"
    if rule == "capitalised":
        if not in_label and any(word.islower() for word in words):
            return "no name"
        is_date = words[0].lower() in CALENDAR_WORDS and is_beside_date(text, start, end)
        return "other capitals" if is_date else "name"
    if not in_label and any(word != word.upper() for word in words):
        return "no name"
    context_start = max(0, start - _MAX_CONTEXT)
    if _PART_OF_WORD.search(text, context_start, start):
        return "no name"
    for initial in (
        _INITIAL_BEFORE.search(text, context_start, start),
        _INITIAL_AFTER.match(text, end),
    ):
        if initial and initial["letter"].isupper() and initial["letter"] != "I":
            return "no name"
    if (
        _JOINED_BEFORE.search(text, context_start, start)
        or _JOINED_AFTER.match(text, end)
        or _is_article_or_pronoun(text, start, end)
    ):
        return "other capitals"
    return "name"


def end_of_initials(text: str, end: int) -> int:
    """Return the end of initials with the full stop that belongs to them, if there is one."""
    stop = _STOP_OF_INITIALS.match(text, end)
    return stop.end() if stop else end


def is_beside_date(text: str, start: int, end: int) -> bool:
    """Return whether a month, weekday, season or feast has a day or a year before or after it."""
    before = _DATE_BEFORE.search(text, max(0, start - _MAX_CONTEXT), start)
    return before is not None or _DATE_AFTER.match(text, end) is not None


def _is_article_or_pronoun(text: str, start: int, end: int) -> bool:
    """Return whether a letter is the pronoun “I”, or the article “A” at the start of a sentence."""
    letter = text[start:end]
    if letter == "I":
        is_initial = _STOP_OF_INITIALS.match(text, end) or text[end : end + 2] in {"'s", "’s"}
        return not is_initial
    if letter != "A" or not _begins_sentence(text, start):
        return False
    following = _NEXT_WORD.match(text, end)
    if following is None or not following["word"][0].islower():
        return False
    return following["word"] not in _WORDS_AFTER_INITIAL and not sign_after(text, end)


def _begins_sentence(text: str, start: int) -> bool:
    match = _SENTENCE_START.search(text, max(0, start - _MAX_CONTEXT), start)
    if match is None:
        return False
    begins_line = match["line_end"] and not match["marks"].strip()
    return not (begins_line and continues_sentence(text, match.end("line_end")))
