"""Which entries hold some words, and where: pure, and the same however the words were given.

Words have to occur all, anywhere in the entry; “a phrase” as it stands; -word nowhere. A bare
word is the beginning of one. Case, accents and punctuation make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from securebase_cli.errors import UsageError
from securebase_cli.review.folding import FoldedText, Prefilter, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from securebase_cli.model import Entry
    from securebase_cli.storage.scan import StoredEntry

    _Span = tuple[int, int]
    _Patterns = Sequence[re.Pattern[str]]

# More than anybody types; what is pasted by mistake is far longer.
MAX_WORDS = 40
MAX_LENGTH = 2_000
# As long as an excerpt gets, without the dots that say that something was cut.
EXCERPT_WIDTH = 160
_A_FEW = 20

_NOTHING = "There is nothing to look for yet. Give a word or more, or a phrase in quotes."
_ONLY_EXCLUSIONS = (
    "A word with a hyphen before it only leaves entries out. "
    "Give at least one word that they should hold."
)
_TOO_MUCH = f"That is too much to look for at once. Give {MAX_WORDS} words at most."

_QUOTES = str.maketrans("“”„‟«»", '"' * 6)
_PIECE = re.compile(r'(?P<out>-?)(?:"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]+))')
_LETTER = r"[^\W_]"
_BETWEEN_WORDS = r"[\W_]++"
# Thai and its neighbours, Japanese and Chinese have no spaces between words.
_UNSPACED = (
    *(range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800)),
    *(range(0x3040, 0x3100), range(0x3400, 0xA000), range(0x20000, 0x40000)),
)
_JOINER = "\N{ZERO WIDTH JOINER}"
# The joiner itself, and the tones of skin that follow a hand or a face.
_CLINGING = frozenset(_JOINER + "🏻🏼🏽🏾🏿")

Kind = Literal["answer", "question", "action", "tag"]


class Match(NamedTuple):
    """One line from where words were found, with the start and end of each in that line.

    `question` is an id, and `asked` its words as they were then; actions and tags have neither.
    """

    question: str | None
    asked: str
    kind: Kind
    excerpt: str
    marks: tuple[tuple[int, int], ...]


class SearchHit(NamedTuple):
    """An entry that matches, and where in it."""

    stored: StoredEntry
    matches: tuple[Match, ...]


class Term(NamedTuple):
    """A word, phrase or sign; a folded text that the pattern fits holds all of the pieces."""

    pieces: tuple[str, ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str, *, whole: bool) -> Self | None:
        """Make a term; `whole` if its last word may not go on. None if nothing is in it."""
        folded = fold(text)
        if any(map(str.isalnum, folded)):
            words = tuple("".join(c if _is_of_word(c) else " " for c in folded).split())
            return cls(words, re.compile(_in_words(words, whole=whole)))
        signs = tuple(folded.split())
        return cls(signs, re.compile(r"\s++".join(map(re.escape, signs)))) if signs else None


class SearchTerms(NamedTuple):
    """What is looked for: terms that all have to occur, and terms that may not."""

    required: tuple[Term, ...]
    excluded: tuple[Term, ...]
    prefilter: Prefilter

    @classmethod
    def from_line(cls, typed: str) -> Self:
        """Read what was typed, on one line or several; raises UsageError."""
        if len(typed) > MAX_LENGTH:
            raise UsageError(_TOO_MUCH)
        return cls._of(_pieces(typed))

    @classmethod
    def from_arguments(cls, given: Sequence[str]) -> Self:
        """Read arguments from which the shell took the quotes away; raises UsageError."""
        if sum(map(len, given)) > MAX_LENGTH:
            raise UsageError(_TOO_MUCH)
        return cls._of(piece for argument in given for piece in _pieces_of_argument(argument))

    @classmethod
    def _of(cls, pieces: Iterable[_Piece]) -> Self:
        wanted: list[Term] = []
        unwanted: list[Term] = []
        for piece in pieces:
            if term := Term.of(piece.text, whole=piece.is_whole):
                (unwanted if piece.out else wanted).append(term)
            if sum(len(term.pieces) for term in (*wanted, *unwanted)) > MAX_WORDS:
                raise UsageError(_TOO_MUCH)
        if not wanted:
            raise UsageError(_ONLY_EXCLUSIONS if unwanted else _NOTHING)
        sieve = Prefilter.for_pieces(piece for term in wanted for piece in term.pieces)
        return cls(tuple(dict.fromkeys(wanted)), tuple(unwanted), sieve)

    def may_match(self, data: bytes) -> bool:
        """Whether the bytes of a file leave it possible that its entry matches; a quick look."""
        # A backslash can stand for letters, in front matter that something else has written.
        return self.prefilter.may_match(data) or b"\\" in data

    def matches(self, entry: Entry) -> bool:
        """Whether all that is wanted occurs in the entry, and nothing that is not."""
        return self._fit([fold(text) for place in _places(entry) for _, text in place.texts])

    def find_matches(self, entry: Entry) -> tuple[Match, ...]:
        """Return every place where something wanted occurs; none if the entry does not match."""
        places = [(place, _lines(place)) for place in _places(entry)]
        if not self._fit([line.folded for _, lines in places for line in lines]):
            return ()
        return tuple(match for place, lines in places if (match := self._match(place, lines)))

    def _fit(self, texts: Sequence[str]) -> bool:
        return all(_occurs(term, texts) for term in self.required) and not any(
            _occurs(term, texts) for term in self.excluded
        )

    def _match(self, place: _Place, lines: Iterable[FoldedText]) -> Match | None:
        for (kind, _), line in zip(place.texts, lines, strict=True):
            found = [term.pattern for term in self.required if term.pattern.search(line.folded)]
            if found:
                excerpt, marks = _excerpt(line, found)
                return Match(place.question, place.asked, kind, excerpt, marks)
        return None


class _Piece(NamedTuple):
    """What was given for one term: whether it is to be left out, and whether it had quotes."""

    text: str
    quoted: bool
    out: bool

    @property
    def is_whole(self) -> bool:
        """Whether its last word ends there: of a phrase, and of what is shortened, such as S."""
        return not self.text.endswith("*") and (self.quoted or self.text.endswith("."))


class _Place(NamedTuple):
    """Texts that belong together; the first with a word in it is shown."""

    question: str | None
    asked: str
    texts: tuple[tuple[Kind, str], ...]


def _pieces(line: str) -> Iterator[_Piece]:
    for found in _PIECE.finditer(line.translate(_QUOTES)):
        phrase = found["phrase"]
        text = found["bare"] if phrase is None else phrase.strip()
        yield _Piece(text, phrase is not None, found["out"] == "-")


def _pieces_of_argument(argument: str) -> Iterable[_Piece]:
    bare = argument.strip().translate(_QUOTES)
    if '"' in bare or bare.split() == [bare]:
        return _pieces(bare)
    return (_Piece(bare.removeprefix("-"), quoted=True, out=bare.startswith("-")),)


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def _is_unspaced(letter: str) -> bool:
    return any(ord(letter) in script for script in _UNSPACED)


def _in_words(words: Sequence[str], *, whole: bool) -> str:
    """Return a pattern that begins with plain letters, for which `re` looks fastest."""
    first, *others = map(re.escape, words)
    if not _is_unspaced(words[0][0]):
        first += rf"(?<!{_LETTER}(?s:.{{{len(words[0])}}}))"
    pattern = _BETWEEN_WORDS.join([first, *others])
    goes_on = not whole or _is_unspaced(words[-1][-1])
    return pattern if goes_on else rf"{pattern}(?!{_LETTER})"


def _places(entry: Entry) -> Iterator[_Place]:
    for question, asked, text in entry.answers:
        yield _Place(question, asked, (("answer", text), ("question", asked)))
    for action in entry.actions:
        yield _Place(None, "", (("action", action.text), ("action", action.note)))
    for tag in entry.tags:
        yield _Place(None, "", (("tag", tag),))


def _occurs(term: Term, texts: Iterable[str]) -> bool:
    return any(map(term.pattern.search, texts))


def _lines(place: _Place) -> list[FoldedText]:
    return [FoldedText.from_text(" ".join(text.split())) for _, text in place.texts]


def _excerpt(line: FoldedText, found: _Patterns) -> tuple[str, tuple[_Span, ...]]:
    text = line.original
    start, end = _window(text, *line.original_span(*_densest(line.folded, found)))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    marks: list[_Span] = []
    for span in _spans(line.folded, found, line.folded_index(start), line.folded_index(end)):
        left, right = line.original_span(*span)
        left, right = max(left, start) + shift, _whole(text, min(right, end), end) + shift
        if marks and left < marks[-1][1]:
            left, right = marks[-1][0], max(marks.pop()[1], right)
        marks.append((left, right))
    return f"{before}{text[start:end]}{after}", tuple(marks)


def _spans(folded: str, found: _Patterns, first: int, last: int) -> list[_Span]:
    """Return where the patterns fit between two places, even if partly, in order."""
    spans: list[_Span] = []
    for pattern in found:
        for match in pattern.finditer(folded, max(0, first - EXCERPT_WIDTH)):
            if match.start() >= last:
                break
            spans.append(match.span())
    return sorted(span for span in spans if span[1] > first)


def _densest(folded: str, found: _Patterns) -> _Span:
    """Return the first stretch with the most different terms that an excerpt has room for."""
    spans = sorted(
        (*span, term) for term, one in enumerate(found) for span in _thinned(folded, one)
    )
    inside = [0] * len(found)
    different, most, start, end, beyond = 0, 0, 0, 0, 0
    for number, (first, _, left) in enumerate(spans):
        while beyond < len(spans) and (
            beyond == number or spans[beyond][1] - first <= EXCERPT_WIDTH
        ):
            different += not inside[spans[beyond][2]]
            inside[spans[beyond][2]] += 1
            beyond += 1
        if different > most:
            most, start = different, first
            end = max(span[1] for span in spans[number:beyond])
            if most == len(found):
                break
        inside[left] -= 1
        different -= not inside[left]
    return start, end


def _thinned(folded: str, pattern: re.Pattern[str]) -> Iterator[_Span]:
    """Find occurrences, but of several close together the first only: there can be very many."""
    match = pattern.search(folded)
    while match:
        yield match.span()
        match = pattern.search(folded, match.end() + _A_FEW)


def _window(line: str, first: int, last: int) -> tuple[int, int]:
    """Return the part of the line to be shown around what was found, cut between words."""
    last = min(last, first + EXCERPT_WIDTH)
    start = max(0, first - (EXCERPT_WIDTH - last + first) // 2)
    end = min(len(line), start + EXCERPT_WIDTH)
    start = max(0, end - EXCERPT_WIDTH)
    if start:
        space = line.find(" ", start - 1, first)
        start = space + 1 if space >= 0 else _whole(line, start, first)
    if end < len(line):
        space = line.rfind(" ", last, end + 1)
        end = space if space >= 0 else _whole(line, end, min(len(line), end + _A_FEW))
    return start, end


def _whole(line: str, place: int, most: int) -> int:
    """Return the place, moved on to where the letter or sign before it ends."""
    while place < most and _clings(line, place):
        place += 1
    return place


def _clings(line: str, place: int) -> bool:
    """Whether what stands there is part of the letter or sign before it."""
    letter = line[place]
    return (
        unicodedata.category(letter).startswith("M")
        or letter in _CLINGING
        or line[place - 1] == _JOINER
    )
