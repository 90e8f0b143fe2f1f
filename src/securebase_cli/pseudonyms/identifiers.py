"""Finds what in a text could say who is meant: capitalised words, addresses, numbers, dates.

It finds rather too much than too little, and decides nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from securebase_cli.entry_format.characters import INVISIBLE
from securebase_cli.review.folding import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    _Place = tuple[int, int]

Kind = Literal["word", "e-mail", "telephone", "postcode", "date", "nhs-number", "number"]

# What has no width, or turns the direction of writing; folding takes the rest of it away.
IGNORED = f"[\u17b4\u17b5\u180b-\u180d\u200c\u200d{INVISIBLE}]"
# As many characters of a text as tell where something stands in it.
EXCERPT_WIDTH = 60

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Unicode takes them for letters in another form; folding leaves them as they are.
_SIGNS = ("\N{KELVIN SIGN}", "\N{ANGSTROM SIGN}")
# Letters to Unicode, and apostrophes to everyone else.
_APOSTROPHES = str.maketrans({"ʻ": "’", "ʼ": "’", "＇": "’"})

_LETTER = r"[^\W_]"
_APOSTROPHE = "['‘’]"
_TOKEN = re.compile(rf"{_LETTER}++(?:{_APOSTROPHE}{_LETTER}++)*+")
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}[sS]\Z")
_PRONOUN = re.compile(rf"I(?:{_APOSTROPHE}(?:m|ve|ll|d|s))?", re.IGNORECASE)
# Stands in the place of what is decided on, and is neither a letter nor the end of a sentence.
_MASK = "\x00"

# Sentences begin after these; within a line that is, and after what may close one before them.
_OPENING = r"[\"'“‘„«(\[{*_~`]*+"
_CLOSING = r"[\"'”’»)\]}*_~`]*+"
_ITEM = r"(?:>|[-*+•–]|\#{1,6}|\d{1,9}[.)]|\[[ xX-]\]|\|)"
_BEGINNINGS = re.compile(
    rf"^(?P<indent>[^\S\n]*+)(?P<item>(?:{_ITEM}(?:[^\S\n]++|(?=>)))*+){_OPENING}"
    rf"|(?P<end>[.!?…]++){_CLOSING}[^\S\n]++{_OPENING}",
    re.MULTILINE,
)
# Of a line as long as this, the end may be where an editor broke it, and not where a sentence ends.
_LONG = 50
_UNFINISHED = re.compile(r"[,;\-–—&(\[]\Z|\b(?:and|or|with|to|for|by|the|of)\Z")
# After these a full stop ends no sentence.
_SHORT = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|mx|prof|rev|st|sr|jr|e\.g|i\.e|eg|ie|vs|cf|approx|tel|no)"
    r"|(?<![^\W_]){_LETTER})\Z".replace("{_LETTER}", "[^\\W\\d_]"),
    re.IGNORECASE,
)
# Words that begin sentences before a name, and are none.
_OPENERS = """
    a actually after again also although an and are as ask asked at because before both but can
    could did do does during each even every everyone everything finally fine first firstly for
    from good had has have having he her here his how however if in instead is it its last later
    let like many maybe meanwhile met most my new next no nobody none not nothing now of often ok
    okay on once one only our overall perhaps right saw second secondly she should since so some
    something sometimes spoke still talked thanks that the their then there they third thirdly
    this today tomorrow tonight until usually was we well were what when where which while who
    whose why will with without would yes yesterday yet you your
"""
_OPENING_WORDS = frozenset(_OPENERS.split())
# What follows a name that begins a line or an item, and seldom follows another word there.
_AFTER_A_NAME = re.compile(
    rf"{_APOSTROPHE}[sS](?!{_LETTER})"
    r"|[*_~`]*+[^\S\n]*+(?:$|[:,(]|[-–—][^\S\n]|(?:and|or|&)[^\S\n]++[A-ZÀ-ÖØ-Þ])",
    re.MULTILINE,
)
# How words of one name follow each other; after an initial with its full stop.
_IN_A_RUN = re.compile(r"[^\S\n]*+(?:\n[^\S\n]*+)?|[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")
# The words of a name are no further from each other than this.
_FAR = 20
_AFTER_AN_INITIAL = re.compile(r"\.[^\S\n]?")

_SPACE = r"[^\S\n]"
_NUMBER_SIGNS = rf"(?:{_SPACE}|[().\-–/\N{{HYPHEN}}\N{{NON-BREAKING HYPHEN}}])"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:\d{4}|['’]?\d{2})"
_APART = r"[\s.,\-–/]{0,3}"
_DATE = (
    rf"\d{{4}}{_SPACE}?[-–./]{_SPACE}?\d{{1,2}}{_SPACE}?[-–./]{_SPACE}?\d{{1,2}}"
    rf"|\d{{1,2}}{_SPACE}?[-–./]{_SPACE}?\d{{1,2}}{_SPACE}?[-–./]{_SPACE}?\d{{2,4}}"
    rf"|{_DAY}(?:\sof)?{_APART}{_MONTH}{_APART}{_YEAR}"
    rf"|{_MONTH}{_APART}{_DAY}{_APART}\d{{4}}"
)
_BORN = (
    rf"(?<!{_LETTER})(?:d\.?\s?o\.?\s?b\.?|date\sof\sbirth|birth\s?da(?:y|te)|born)(?![^\W\d_])"
    r"(?:\s(?:on|in|is|was))?[\s:=\-–(]{0,4}"
    rf"(?:(?:the\s)?{_DAY}(?:\sof)?{_APART}{_MONTH}|{_MONTH}{_APART}{_YEAR}|{_MONTH}{_APART}{_DAY}"
    r"|\d{1,2}[-–./]\d{1,2}|\d{8}|\d{6}|\d{4})"
)
# In this order: what is found as one is not looked at again as another.
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("date", re.compile(rf"(?<!\d)(?:{_DATE})(?!\d)", re.IGNORECASE)),
    ("date", re.compile(rf"{_BORN}(?!\d)", re.IGNORECASE)),
    (
        "telephone",
        re.compile(
            rf"(?<!\d)\(?(?:\+|00){_SPACE}?44{_NUMBER_SIGNS}{{0,3}}(?:\(0\))?"
            rf"(?:{_NUMBER_SIGNS}{{0,3}}\d){{9,10}}(?!\d)"
            rf"|(?<!\d)\(?(?:\+|00)(?:{_NUMBER_SIGNS}{{0,3}}\d){{7,15}}(?!\d)"
            rf"|(?<!\d)\(?0(?:{_NUMBER_SIGNS}{{0,3}}\d){{7,10}}(?!\d)"
        ),
    ),
    ("nhs-number", re.compile(r"(?<!\d)\d{3}[\s\-–]?\d{3}[\s\-–]?\d{4}(?!\d)")),
    (
        "postcode",
        re.compile(
            rf"(?<!{_LETTER})(?:[A-Z]{{1,2}}\d[A-Z\d]?|GIR){_SPACE}{{0,3}}\d[A-Z]{{2}}(?!{_LETTER})",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    ("number", re.compile(rf"(?<!\d)\d(?:{_NUMBER_SIGNS}{{0,2}}\d){{6,}}+(?!\d)")),
)
# Who an address belongs to stands before the sign; looked for from the sign, it takes no time.
_LABEL = rf"{_LETTER}(?:{_LETTER}|-){{0,62}}"
_AT = re.compile(rf"@{_LABEL}(?:\.{_LABEL}){{0,8}}")
_BEFORE_AT = re.compile(r"[\w.!#$%&'’*+/=?^`{|}~-]{1,64}\Z")
_DIGITS = re.compile(r"\d")


class Candidate(NamedTuple):
    """Something to decide on: as it was written, what it is, how many times, and where first.

    `small` is how many times the same word stands there in small letters.
    """

    text: str
    kind: Kind
    times: int
    excerpt: str
    lower_case_times: int = 0


class _Found(NamedTuple):
    """Something at one place of a text.

    If its first word begins a sentence, `opening` has that word, and `others` what follows it;
    `alone` is whether it may be no sentence at all but a name, as “Robin” in “Robin: tired”.
    """

    words: str
    kind: Kind
    start: int
    end: int
    opening: str = ""
    others: str = ""
    alone: bool = False


class _Counted:
    """How often something was found, and where first."""

    def __init__(self, found: _Found, excerpt: str) -> None:
        self.found = found
        self.excerpt = excerpt
        self.times = 0


class Tally:
    """Counts what is found in text after text."""

    def __init__(self) -> None:
        self._counted: dict[tuple[bool, bool, str, Kind], _Counted] = {}
        self._small: Counter[str] = Counter()

    def add_text(self, plain: str, decided: Sequence[_Place]) -> None:
        """Take in a text without what is not seen, and the stretches of it that are decided on."""
        taken: list[_Place] = []
        covered = _Covered(decided)
        for found in _strings(plain):
            taken.append((found.start, found.end))
            if not covered.holds(found.start, found.end):
                self._note(found, plain)
        left = mask(plain, [*decided, *taken])
        self._small.update(word for word in _TOKEN.findall(left) if word.islower())
        for found in _runs(left):
            self._note(found, plain)

    def candidates(self) -> list[Candidate]:
        """Return what was found: words by how often they occur, then everything else."""
        runs = [one for one in self._counted.values() if one.found.kind == "word"]
        rest = [one for one in self._counted.values() if one.found.kind != "word"]
        named = {
            _key(one.found.words): self._candidate(one.found.words, one)
            for one in runs
            if not one.found.opening
        }
        inside = frozenset(named)
        begun: Counter[str] = Counter()
        for one in runs:
            if not one.found.opening:
                continue
            parts, begins = self._taken_apart(one.found, inside)
            for words in parts:
                times = named[_key(words)].times if _key(words) in named else 0
                candidate = named.get(_key(words)) or self._candidate(words, one)
                named[_key(words)] = candidate._replace(times=times + one.times)
            begun[_key(begins)] += one.times
        words_found = [one._replace(times=one.times + begun[key]) for key, one in named.items()]
        words_found.sort(key=lambda one: (-one.times, fold(one.text)))
        return [*words_found, *(self._candidate(one.found.words, one) for one in rest)]

    def _taken_apart(self, found: _Found, inside: Collection[str]) -> tuple[tuple[str, ...], str]:
        """Return what of words that begin a sentence may be names, and a word that just begins it.

        Before a name, “Robin Hill” can be one, “Ask Robin” is none; so both words are found.
        """
        opening, others = found.opening, found.others
        known = opening.lower() in _OPENING_WORDS or self._small[opening.lower()] > 0
        if not others:
            return ((opening,), "") if found.alone and not known else ((), opening)
        if _key(found.words) in inside or _key(opening) in inside:
            return (found.words,), ""
        if known:
            return (others,), opening
        return (opening, others), ""

    def _candidate(self, words: str, one: _Counted) -> Candidate:
        found = one.found
        small = self._small[words.lower()] if found.kind == "word" else 0
        return Candidate(words, found.kind, one.times, one.excerpt, small)

    def _note(self, found: _Found, plain: str) -> None:
        key = found.opening != "", found.alone, _key(found.words), found.kind
        counted = self._counted.get(key)
        if counted is None:
            excerpt = _excerpt(plain, found.start, found.end)
            counted = self._counted[key] = _Counted(found, excerpt)
        counted.times += 1


def normalise(text: str) -> str:
    """Return the text without what is not seen, its accents on their letters."""
    if text.isascii():
        return text
    if not any(sign in text for sign in _SIGNS):
        text = unicodedata.normalize("NFC", text)
    text = re.sub(IGNORED, "", text.translate(_APOSTROPHES))
    return _BEYOND_ASCII.sub(lambda match: match[0] if fold(match[0]) else "", text)


def mask(text: str, places: Iterable[_Place]) -> str:
    """Return the text, as long as before, with nothing to be found in some places of it."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(places):
        if end > done:
            first = max(start, done)
            pieces += [text[done:first], _MASK * (end - first)]
            done = end
    return "".join((*pieces, text[done:]))


def name_runs(text: str) -> list[str]:
    """Return the capitalised words and runs of them in words that begin no sentence."""
    return [found.words for found in _runs(f"{_MASK} {text}")]


def _key(words: str) -> str:
    """Return what the spellings of a word have in common."""
    return fold(words)


class _Covered:
    """Stretches of a text in order, none over another."""

    def __init__(self, places: Sequence[_Place]) -> None:
        self._places = sorted(places)

    def holds(self, start: int, end: int) -> bool:
        """Whether one of them holds the whole of another."""
        from bisect import bisect_right

        number = bisect_right(self._places, (start, len(_MASK) << 62)) - 1
        return number >= 0 and self._places[number][1] >= end


def _strings(plain: str) -> Iterator[_Found]:
    """Find addresses, numbers and dates, each whole: with the letters that stick to it."""
    places: list[_Place] = []
    if "@" in plain:
        for match in _AT.finditer(plain):
            floor = max(places[-1][1] if places else 0, match.start() - 64)
            local = _BEFORE_AT.search(plain[floor : match.start()])
            if local is None:
                continue
            bare = local[0].lstrip("'’*_`~.!#$%&/=?^{|}")
            start = match.start() - len(bare)
            if bare:
                start, end = _whole(plain, start, match.end())
                places.append((start, end))
                yield _found(plain, "e-mail", start, end)
    if not _DIGITS.search(plain):
        return
    left = mask(plain, places)
    for kind, pattern in _PATTERNS:
        places = []
        for match in pattern.finditer(left):
            start, end = _whole(left, *match.span())
            # A bracket before a number belongs to what is around it, if it is not closed there.
            start += match[0].count("(") > match[0].count(")")
            if places and start < places[-1][1]:
                continue
            places.append((start, end))
            yield _found(plain, kind, start, end)
        if places:
            left = mask(left, places)


def _found(plain: str, kind: Kind, start: int, end: int) -> _Found:
    return _Found(_on_a_line(plain[start:end]), kind, start, end)


def _whole(text: str, start: int, end: int) -> _Place:
    """Return the place with the letters and digits before and after it: a name is whole words."""
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


class _Run:
    """Capitalised words that follow each other, as far as they were found."""

    def __init__(self, text: str, start: int, *, opens: bool) -> None:
        self._text = text
        self._start = start
        self._opens = opens
        self._first = 0
        self._second = 0
        self._last = start
        self.end = start

    def add(self, place: int, word: str) -> None:
        """Take in the next word, which stands at a place."""
        self._last, self.end = place, place + len(word)
        if not self._first:
            self._first = self.end
        elif not self._second:
            self._second = place

    def goes_on_to(self, place: int) -> bool:
        """Whether a word there is part of it."""
        if place - self.end > _FAR:
            return False
        between = self._text[self.end : place]
        is_initial = self.end - self._last == 1
        fits = _IN_A_RUN.fullmatch(between) or (is_initial and _AFTER_AN_INITIAL.fullmatch(between))
        return bool(fits)

    def found(self) -> _Found:
        """Return what it is, now that nothing follows."""
        text, start, end = self._text, self._start, self.end
        words = _on_a_line(text[start:end])
        if not self._opens:
            return _Found(words, "word", start, end)
        others = _on_a_line(text[self._second : end]) if self._second else ""
        alone = not others and _AFTER_A_NAME.match(text, end) is not None
        return _Found(words, "word", start, end, text[start : self._first], others, alone)


def _runs(text: str) -> Iterator[_Found]:
    """Find capitalised words; those that follow each other are one run."""
    beginnings: set[int] | None = None
    run: _Run | None = None
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word.islower() or not _is_capitalised(word) or _PRONOUN.fullmatch(word):
            continue
        if beginnings is None:
            beginnings = _beginnings(text)
        place = match.start()
        begins = place in beginnings
        if run is not None and (begins or not run.goes_on_to(place)):
            yield run.found()
            run = None
        bare = _POSSESSIVE.sub("", word)
        if run is None:
            # No beginning of a sentence explains a capital letter within a word.
            run = _Run(text, place, opens=begins and not _is_capitalised(bare[1:]))
        run.add(place, bare)
    if run is not None:
        yield run.found()


def _is_capitalised(word: str) -> bool:
    return any(letter.isupper() or letter.istitle() for letter in word)


def _beginnings(text: str) -> set[int]:
    """Return where the first words of sentences, lines, items, headings and quotations stand."""
    found: set[int] = set()
    for match in _BEGINNINGS.finditer(text):
        if match["end"] is not None:
            shortened = match["end"] == "." and _is_short(text, match.start())
            if not shortened:
                found.add(match.end())
        elif match["item"] or not _runs_on(text, match.start()):
            found.add(match.end())
    return found


def _is_short(text: str, place: int) -> bool:
    return _SHORT.search(text[max(0, place - 8) : place]) is not None


def _runs_on(text: str, start: int) -> bool:
    """Whether the line before goes on in this one."""
    if not start:
        return False
    before = text[text.rfind("\n", 0, start - 1) + 1 : start - 1].rstrip()
    if not before or before[-1] in ".!?…:" or before.lstrip().startswith("#"):
        return False
    return len(before) >= _LONG or _UNFINISHED.search(before) is not None


def _excerpt(text: str, start: int, end: int) -> str:
    """Return what stands around a place, on one line, cut between words where that can be."""
    room = max(0, EXCERPT_WIDTH - (end - start)) // 2
    first, last = max(0, start - room), min(len(text), start + EXCERPT_WIDTH, end + room)
    if first and (space := text.find(" ", first, start)) >= 0:
        first = space + 1
    if last < len(text) and (space := text.rfind(" ", min(end, last), last)) >= 0:
        last = space
    words = _on_a_line(text[first:last])
    return f"{'…' if first else ''}{words}{'…' if last < len(text) else ''}"


def _on_a_line(text: str) -> str:
    return " ".join(text.split())
