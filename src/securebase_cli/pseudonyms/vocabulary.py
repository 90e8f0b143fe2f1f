"""Classify a word without the words around it: a name, an ordinary word, a month and so on."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from securebase_cli.pseudonyms import word_lists
from securebase_cli.review.folding import fold

# “given” and “family” are names that are also ordinary words, such as “Will” and “Young”. A word in
# no list is “derived” if it ends like an ordinary word, an “abbreviation” if it has capitals only,
# and otherwise “unknown”, as most names are.
WordClass: TypeAlias = Literal[
    "ordinary",
    "given",
    "family",
    "derived",
    "month",
    "weekday",
    "title",
    "initial",
    "abbreviation",
    "unknown",
]

_MONTHS = frozenset(word_lists.MONTHS.split())
_WEEKDAYS = frozenset(word_lists.WEEKDAYS.split())
_GIVEN_NAMES = frozenset(word_lists.GIVEN_NAMES.split())
_FAMILY_NAMES = frozenset(word_lists.FAMILY_NAMES.split())
_NAMES_LIKE_DERIVED_WORDS = frozenset(word_lists.NAMES_LIKE_DERIVED_WORDS.split())
_TITLES = frozenset(word_lists.TITLES.split())
_ABBREVIATIONS = frozenset(word_lists.ABBREVIATIONS.split())
_ORDINARY_WORDS = frozenset(word_lists.ORDINARY_WORDS.split())
_ORGANISATIONS_AND_PLACES = frozenset(word_lists.ORGANISATIONS_AND_PLACES.split())

CALENDAR_WORDS = _MONTHS | _WEEKDAYS | frozenset(word_lists.SEASONS_AND_FEASTS.split())
# These words are names only with a capital.
EVERYDAY_NAMES = CALENDAR_WORDS | _GIVEN_NAMES | _FAMILY_NAMES

# The endings of inflected forms, each with what the listed word has instead.
_INFLECTIONS = (
    ("s", ("",)),
    ("es", ("",)),
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("ily", ("y",)),
    ("iness", ("y",)),
    ("ly", ("", "le")),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ings", ("", "e")),
    ("ness", ("",)),
    ("ful", ("",)),
    ("less", ("",)),
    ("n't", ("",)),
)
# Words with these endings form the plural with “es”.
_BEFORE_ES = ("s", "x", "z", "ch", "sh", "o")
# Before these endings, the last letter may be doubled, as in “planned”.
_DOUBLING_ENDINGS = ("ed", "ing", "ings")
# Endings of nouns and comparatives; many family names have them, too.
_DERIVATIONS = tuple((ending, ("", "e")) for ending in ("er", "ers", "or", "ors", "est"))
_PREFIXES = ("re", "un", "pre", "dis", "mis", "non", "over", "under", "out", "in", "co", "self")
_DERIVED = re.compile(
    r".{3,}(?:[ts]ions?|ness|ments?|it(?:y|ies)|ships?|isms?|ings?|less|ables?|ibles?|wards?"
    r"|(?:ic|ion)al|[ai]tive|ious|[ae]nc(?:e|es|y|ies)"
    r"|fully?|olog(?:y|ies|ists?)|sel(?:f|ves)|thing|body|where|ever)|.{6,}ly|.{4,}(?<!fr)ed"
)
_MIN_STEM_LENGTH = 3
# The least length of each half of a compound, such as “whistleblowing”.
_MIN_PART_LENGTH = 4
_MAX_WORD_LENGTH = 30

# Two capitals are initials, three or four are an abbreviation, and more are a word in capitals.
# Abbreviations in the list that are so long, such as “Cafcass”, may have small letters, too.
_INITIALS_LENGTH = 2
_MIN_WORD_LENGTH_IN_CAPITALS = 5
_CONTRACTION = re.compile(r"['‘’](?:s|d|m|ll|ve|re)\Z", re.IGNORECASE)


@lru_cache(maxsize=8192)
def class_of(word: str) -> WordClass:
    """Return the class of a word; it depends on the case of the letters, too."""
    folded = fold(word)
    in_capitals = word.isupper() or word.removesuffix("s").isupper()
    has_capital_within = word[1:] != word[1:].lower()
    word_class: WordClass = "unknown"
    if len(word) == 1:
        word_class = "initial"
    elif len(word) > _MAX_WORD_LENGTH:
        word_class = "unknown"
    elif not folded.replace("'", "").isalpha():
        # “Robin2” may be a name, but not “A4” and “KS2”.
        word_class = "unknown" if len(folded) > _MIN_WORD_LENGTH_IN_CAPITALS else "ordinary"
    elif folded in _TITLES:
        word_class = "title"
    elif folded in _ABBREVIATIONS and (
        has_capital_within or len(word) >= _MIN_WORD_LENGTH_IN_CAPITALS
    ):
        word_class = "ordinary"
    elif folded in _MONTHS:
        word_class = "month"
    elif folded in _WEEKDAYS or folded.removesuffix("s") in _WEEKDAYS:
        word_class = "weekday"
    elif is_ordinary(folded):
        word_class = "family" if folded in _FAMILY_NAMES else "ordinary"
        if folded in _GIVEN_NAMES:
            word_class = "given"
    elif folded in EVERYDAY_NAMES:
        word_class = "unknown"
    elif in_capitals and _INITIALS_LENGTH < len(word) < _MIN_WORD_LENGTH_IN_CAPITALS:
        word_class = "abbreviation"
    elif _is_derived(folded) and len(word) > _INITIALS_LENGTH:
        word_class = "derived"
    return word_class


def is_ordinary(folded: str) -> bool:
    """Return whether a folded word is in the lists of ordinary words, or a form of such a word."""
    if folded in _ORDINARY_WORDS or folded in _ORGANISATIONS_AND_PLACES:
        return True
    if folded in EVERYDAY_NAMES or folded in _NAMES_LIKE_DERIVED_WORDS:
        return False
    return not _ORDINARY_WORDS.isdisjoint(_stems(folded, _INFLECTIONS))


def is_abbreviation(folded: str) -> bool:
    return folded in _ABBREVIATIONS


def without_contraction(word: str) -> str:
    """Return the word without an ending such as “’s”, “’d” or “’ll”."""
    return _CONTRACTION.sub("", word)


def _stems(folded: str, endings: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """Yield the words from which this one may be formed with one of the endings."""
    for ending, replacements in endings:
        start = folded.removesuffix(ending)
        if start == folded or len(start) < _MIN_STEM_LENGTH:
            continue
        if ending == "es" and not start.endswith(_BEFORE_ES):
            continue
        for replacement in replacements:
            yield start + replacement
        if ending in _DOUBLING_ENDINGS and start[-1] == start[-2]:
            yield start[:-1]


def _is_derived(folded: str) -> bool:
    """Return whether a word looks derived from an ordinary word, or is made of two of them."""
    if folded in _NAMES_LIKE_DERIVED_WORDS:
        return False
    if _DERIVED.fullmatch(folded):
        return True
    if not _ORDINARY_WORDS.isdisjoint(_stems(folded, _DERIVATIONS)):
        return True
    for prefix in _PREFIXES:
        rest = folded.removeprefix(prefix)
        if rest != folded and len(rest) >= _MIN_PART_LENGTH and is_ordinary(rest):
            return True
    return any(
        folded[:index] in _ORDINARY_WORDS and is_ordinary(folded[index:])
        for index in range(_MIN_PART_LENGTH, len(folded) - _MIN_PART_LENGTH + 1)
    )
