"""Tell from the words around a capitalised word whether it is the name of a person.

In “Rose told me” and “I asked Rose” it is; in “Rose bushes” and “the Rose” it is not.
"""

import re
from enum import IntEnum

_APOSTROPHE = "['‘’]"
_SPACE = r"[^\S\n]"
_CLOSING = r"[*_~`\])”]*+"
_OPENING = r"[*_~`\[(“\"]*+"

# Verbs for what only people do.
_DEEDS_OF_PEOPLE = """
    said says told tells asked asks thinks thought felt feels cried cries wept phoned phones rang
    rings texted texts emailed emails wants wanted likes liked loves loved hates hated worries
    worried knows knew believes believed smiled smiles laughed laughs shrugged nodded sighed
    apologised apologises admitted admits agreed agrees complained complains explained explains
    mentioned mentions replied replies answered wrote writes talked talks spoke speaks listened
    listens sobbed snapped shouted whispered insisted insists wondered wonders hopes hoped wishes
    wished offered offers promised promises decided forgot forgets remembered remembers understood
    understands noticed notices resigned retires joked blushed thanked thanks praised reckons
    reckoned disclosed confided suggested suggests admires trusts trusted misses missed enjoys
    enjoyed dreads avoids avoided sounds sounded volunteered volunteers supervises chairs chaired
    struggles swore swears argued argues blames blamed feared fears prefers refused refuses
    challenged cancelled messaged messages confessed yelled waved hugged interrupted
"""
# Verbs for what people and things do.
_OTHER_VERBS = """
    is was has had will would can could does did may might must should needs seems seemed looks
    looked came comes went goes left leaves stays got gets gave gives took takes made makes brought
    brings met meets put puts sat sits stood stands ran runs began begins kept keeps held holds
    heard hears saw sees found finds became becomes led leads lost loses let lets sent sends showed
    shows tried tries works worked moved moves turned turns helped helps used fell broke rose wore
    drove drives read reads spent spends taught won
    isn't wasn't hasn't hadn't won't wouldn't can't couldn't doesn't didn't don't shouldn't
"""
_ADVERBS = """
    also always never still just often really now then only already probably finally recently
    clearly usually sometimes rarely apparently later himself herself themselves again not
    who too today yesterday
"""
# Adjectives for people only, as in “May has been off sick”.
_STATES_OF_PEOPLE = """
    off sick unwell ill tearful upset worried anxious angry tired exhausted stressed nervous afraid
    scared frightened unhappy pregnant sorry proud keen convinced shaken shaking leaving retiring
    struggling crying coping asking thinking wondering hoping feeling waiting grieving
"""
# After these verbs, a capitalised word is a person.
_DONE_TO_PEOPLE = """
    told tell asked ask met thanked thank rang ring called phoned phone emailed email texted
    messaged praised reminded remind supported supervise supervised supervising invited let saw
    seen see helped trusted trust gave give heard overheard believe believed with
    congratulated welcomed missed
"""
# After these words, an ordinary word with a capital may be a person: “by Young”, “for Grace”.
_PREPOSITIONS = "and or by for to from about of"
# After these words, a letter is the initial of a person: “with K”, “because K”.
_BEFORE_INITIALS = """
    if when that because but so while where what how says said as of on or than like between except
    since until before after
"""
_DETERMINERS = """
    a an the this that these those our my your his her its their each every no any some another
    which what
"""


def _alternatives(words: str) -> str:
    return "|".join(words.split()).replace("'", _APOSTROPHE)


class Sign(IntEnum):
    """How surely the words after a word say that it is a person."""

    NONE = 0
    POSSIBLE = 1
    SURE = 2


_ADVERB = rf"(?>(?:(?:{_alternatives(_ADVERBS)}){_SPACE}+)?)"
_POSSESSIVE = rf"(?P<possessive>{_APOSTROPHE}(?:s|d|ll)?(?![^\W_]))"
_LABEL = rf"(?P<label>{_SPACE}*(?::|[-–—]{_SPACE}|\())"
_CAPITAL = r"[*_]*[A-ZÀ-ÖØ-Þ]"
_JOINED = (
    rf"(?P<joined>,?{_SPACE}+(?:and|or|&){_SPACE}+(?:(?:I|me|my)\b|{_CAPITAL})"
    rf"|,{_SPACE}+{_CAPITAL})"
)
_DEED = rf"(?P<deed>(?:{_alternatives(_DEEDS_OF_PEOPLE)})\b)"
_STATE = (
    rf"(?P<state>(?:is|was|(?:has|had)[ ]been){_SPACE}+{_ADVERB}"
    rf"(?:{_alternatives(_STATES_OF_PEOPLE)})\b)"
)
_VERB = (
    rf"(?P<verb>(?:{_alternatives(_OTHER_VERBS)})(?!\w)"
    rf"|[a-z]{{3,}}(?:ed|(?<![sui])s)\b|to{_SPACE}+[a-z]+\b)"
)
_AFTER = re.compile(
    rf"{_POSSESSIVE}?{_CLOSING}"
    rf"(?:{_LABEL}|{_JOINED}|{_SPACE}*\n?{_SPACE}*{_ADVERB}(?:{_DEED}|{_STATE}|{_VERB}))?"
)
_BEFORE = re.compile(rf"(?<![^\W_])([^\W\d_]+)[^\S\n]*\n?[^\S\n]*{_OPENING}\Z")
_MAX_BEFORE = 24
_WORDS_DONE_TO_PEOPLE = frozenset(_DONE_TO_PEOPLE.split())
_WORDS_BEFORE_PEOPLE = _WORDS_DONE_TO_PEOPLE | frozenset(_PREPOSITIONS.split())
_WORDS_BEFORE_INITIALS = _WORDS_BEFORE_PEOPLE | frozenset(_BEFORE_INITIALS.split())
_DETERMINER_WORDS = frozenset(_DETERMINERS.split())


def sign_after(text: str, end: int) -> Sign:
    """Return whether the text after the index `end` of a word says that the word is a person."""
    match = _AFTER.match(text, end)
    if match is None or match.lastgroup is None:
        return Sign.NONE
    if match["deed"] or match["state"]:
        return Sign.SURE
    return Sign.POSSIBLE


def word_before(text: str, start: int) -> str:
    """Return the word before an index, on the same line or the line before, or ""."""
    match = _BEFORE.search(text, max(0, start - _MAX_BEFORE), start)
    return match[1] if match else ""


def is_done_to_people(word: str) -> bool:
    """Return whether the word, such as “told”, is a verb whose object is a person."""
    return word.lower() in _WORDS_DONE_TO_PEOPLE


def may_stand_before_person(word: str) -> bool:
    return word.lower() in _WORDS_BEFORE_PEOPLE


def may_stand_before_initials(word: str) -> bool:
    return word.lower() in _WORDS_BEFORE_INITIALS


def is_determiner(word: str) -> bool:
    return word.lower() in _DETERMINER_WORDS
