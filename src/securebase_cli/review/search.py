"""Search entries for words and phrases.

An entry matches if it contains every required term and no excluded one. A word matches the
beginning of a word, a phrase in quotes whole words in this order; `-word` excludes. Case, accents
and punctuation are ignored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Self, TypeAlias

from securebase_cli.errors import UsageError
from securebase_cli.model import Entry
from securebase_cli.review.folding import FoldedText, Prefilter, fold
from securebase_cli.storage.scan import StoredEntry

_Span: TypeAlias = tuple[int, int]

# Far more than is typed on purpose; a text that was pasted by mistake is longer.
MAX_WORDS = 40
MAX_LENGTH = 2_000
# In characters, without the ellipses.
EXCERPT_WIDTH = 160

# Matches that begin fewer characters after the end of another are not considered when the excerpt
# is chosen, since a long text can have very many.
_MATCH_DISTANCE = 20
# An excerpt without a space near its end is prolonged by this many characters at most, to keep a
# letter and its accents together.
_MAX_EXTENSION = 20

_NOTHING = "There is nothing to look for yet. Give a word or more, or a phrase in quotes."
_ONLY_EXCLUSIONS = (
    "A word with a hyphen before it only leaves entries out. "
    "Give at least one word that they should hold."
)
_TOO_MUCH = f"That is too much to look for at once. Give {MAX_WORDS} words at most."

_TO_PLAIN_QUOTES = str.maketrans("“”„‟«»", '"' * 6)
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD_CHARACTER = r"[^\W_]"
_WORD_GAP = r"[\W_]++"
# Thai, Lao, Myanmar, Khmer, Japanese and Chinese are written without spaces between words.
_UNSPACED_SCRIPTS = (
    *(range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800)),
    *(range(0x3040, 0x3100), range(0x3400, 0xA000), range(0x20000, 0x40000)),
)
_JOINER = "\N{ZERO WIDTH JOINER}"
# These change the emoji before them: the joiner, and the skin tones.
_EMOJI_MODIFIERS = frozenset(_JOINER + "🏻🏼🏽🏾🏿")

Kind = Literal["answer", "question", "action", "tag"]


class Match(NamedTuple):
    """One line of an entry with matches in it; `marks` are their spans in the excerpt.

    `question` is the id of the question, and `question_text` its words in the entry; for actions
    and tags they are None and empty.
    """

    question: str | None
    question_text: str
    kind: Kind
    excerpt: str
    marks: tuple[_Span, ...]


class SearchHit(NamedTuple):
    """An entry that matches, with the lines that contain the required terms."""

    stored: StoredEntry
    matches: tuple[Match, ...]


class Term(NamedTuple):
    """A word or phrase: its folded words, and the pattern that finds it in folded text."""

    pieces: tuple[str, ...]
    pattern: re.Pattern[str]

    @classmethod
    def from_text(cls, text: str, *, is_phrase: bool) -> Self | None:
        """Return the term for a text; None if there is nothing in it to look for."""
        folded = fold(text)
        if not any(map(str.isalnum, folded)):
            # Only punctuation and symbols: they are matched as they are.
            signs = tuple(folded.split())
            return cls(signs, re.compile(r"\s++".join(map(re.escape, signs)))) if signs else None
        words = "".join(
            letter if letter.isalnum() or _is_mark(letter) else " " for letter in folded
        ).split()
        first, *others = map(re.escape, words)
        # The pattern begins with plain letters, for which `re` has a fast search; that no letter
        # stands before them is checked afterwards.
        if not _is_unspaced(words[0][0]):
            first += rf"(?<!{_WORD_CHARACTER}(?s:.{{{len(words[0])}}}))"
        pattern = _WORD_GAP.join([first, *others])
        # The last word is complete in a phrase, and in an abbreviation such as “S.”.
        ends_word = not text.endswith("*") and (is_phrase or text.endswith("."))
        if ends_word and not _is_unspaced(words[-1][-1]):
            pattern += rf"(?!{_WORD_CHARACTER})"
        return cls(tuple(words), re.compile(pattern))


class SearchTerms(NamedTuple):
    """The terms that an entry must contain, those that it must not, and a filter for files."""

    required: tuple[Term, ...]
    excluded: tuple[Term, ...]
    prefilter: Prefilter

    @classmethod
    def from_line(cls, typed: str) -> Self:
        """Parse a text typed at a prompt; raises UsageError if it has no required term."""
        return cls._from_typed_terms(len(typed), _split_terms(typed))

    @classmethod
    def from_arguments(cls, arguments: Sequence[str]) -> Self:
        """Parse command-line arguments; one with a space is a phrase, since it had quotes.

        Raises UsageError as above.
        """
        terms = (term for argument in arguments for term in _split_argument(argument))
        return cls._from_typed_terms(sum(map(len, arguments)), terms)

    @classmethod
    def _from_typed_terms(cls, length: int, typed_terms: Iterable[_TypedTerm]) -> Self:
        if length > MAX_LENGTH:
            raise UsageError(_TOO_MUCH)
        required: list[Term] = []
        excluded: list[Term] = []
        for typed in typed_terms:
            if term := Term.from_text(typed.text, is_phrase=typed.is_phrase):
                (excluded if typed.is_excluded else required).append(term)
            if sum(len(term.pieces) for term in (*required, *excluded)) > MAX_WORDS:
                raise UsageError(_TOO_MUCH)
        if not required:
            raise UsageError(_ONLY_EXCLUSIONS if excluded else _NOTHING)
        prefilter = Prefilter.for_pieces(piece for term in required for piece in term.pieces)
        return cls(tuple(dict.fromkeys(required)), tuple(excluded), prefilter)

    def may_match(self, data: bytes) -> bool:
        """Return False only if the entry in a file can't match; much faster than parsing it."""
        # Other programs may write front matter with escapes, in which any letter can hide.
        return self.prefilter.may_match(data) or b"\\" in data

    def matches(self, entry: Entry) -> bool:
        return self._match([fold(text) for part in _parts(entry) for _, text in part.texts])

    def find_matches(self, entry: Entry) -> tuple[Match, ...]:
        """Return the lines that contain required terms; none if the entry does not match."""
        parts = [
            (part, [FoldedText.from_text(" ".join(text.split())) for _, text in part.texts])
            for part in _parts(entry)
        ]
        if not self._match([line.folded for _, lines in parts for line in lines]):
            return ()
        matches: list[Match] = []
        for part, lines in parts:
            for (kind, _), line in zip(part.texts, lines, strict=True):
                patterns = [
                    term.pattern for term in self.required if term.pattern.search(line.folded)
                ]
                if patterns:
                    excerpt, marks = _excerpt(line, patterns)
                    matches.append(Match(part.question, part.question_text, kind, excerpt, marks))
                    break
        return tuple(matches)

    def _match(self, folded_texts: Sequence[str]) -> bool:
        def occurs(term: Term) -> bool:
            return any(map(term.pattern.search, folded_texts))

        return all(map(occurs, self.required)) and not any(map(occurs, self.excluded))


class _TypedTerm(NamedTuple):
    text: str
    is_phrase: bool
    is_excluded: bool


class _EntryPart(NamedTuple):
    """Texts of an entry that belong together; the first one that matches is shown."""

    question: str | None
    question_text: str
    texts: tuple[tuple[Kind, str], ...]


def _split_terms(line: str) -> Iterator[_TypedTerm]:
    for match in _TERM.finditer(line.translate(_TO_PLAIN_QUOTES)):
        phrase = match["phrase"]
        text = match["word"] if phrase is None else phrase.strip()
        yield _TypedTerm(text, is_phrase=phrase is not None, is_excluded=match["minus"] == "-")


def _split_argument(argument: str) -> Iterable[_TypedTerm]:
    text = argument.strip().translate(_TO_PLAIN_QUOTES)
    if '"' in text or text.split() == [text]:
        return _split_terms(text)
    is_excluded = text.startswith("-")
    return (_TypedTerm(text.removeprefix("-"), is_phrase=True, is_excluded=is_excluded),)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _is_unspaced(letter: str) -> bool:
    return any(ord(letter) in script for script in _UNSPACED_SCRIPTS)


def _parts(entry: Entry) -> Iterator[_EntryPart]:
    for question, question_text, text in entry.answers:
        texts: tuple[tuple[Kind, str], ...] = ("answer", text), ("question", question_text)
        yield _EntryPart(question, question_text, texts)
    for action in entry.actions:
        yield _EntryPart(None, "", (("action", action.text), ("action", action.note)))
    for tag in entry.tags:
        yield _EntryPart(None, "", (("tag", tag),))


def _excerpt(
    line: FoldedText, patterns: Sequence[re.Pattern[str]]
) -> tuple[str, tuple[_Span, ...]]:
    """Return an excerpt with as many different terms as possible, and the spans of all matches."""
    text = line.original
    start, end = _window(text, *line.original_span(*_densest_span(line.folded, patterns)))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    first, last = line.folded_index(start), line.folded_index(end)
    spans: list[_Span] = []
    for pattern in patterns:
        for match in pattern.finditer(line.folded, max(0, first - EXCERPT_WIDTH)):
            if match.start() >= last:
                break
            if match.end() > first:
                spans.append(match.span())
    marks: list[_Span] = []
    for span in sorted(spans):
        left, right = line.original_span(*span)
        left = max(left, start) + shift
        right = _letter_end(text, min(right, end), end) + shift
        if marks and left < marks[-1][1]:
            # Matches of two terms overlap: mark their union.
            left, right = marks[-1][0], max(marks.pop()[1], right)
        marks.append((left, right))
    return f"{before}{text[start:end]}{after}", tuple(marks)


def _densest_span(folded: str, patterns: Sequence[re.Pattern[str]]) -> _Span:
    """Return the first span of an excerpt's width that contains the most different terms."""
    matches: list[tuple[int, int, int]] = []
    for term, pattern in enumerate(patterns):
        match = pattern.search(folded)
        while match:
            matches.append((*match.span(), term))
            match = pattern.search(folded, match.end() + _MATCH_DISTANCE)
    matches.sort()
    # A window slides over the matches: from `number` up to, without, `beyond`.
    counts = [0] * len(patterns)
    distinct, most, start, end, beyond = 0, 0, 0, 0, 0
    for number, (first, _, term) in enumerate(matches):
        while beyond < len(matches) and (
            beyond == number or matches[beyond][1] - first <= EXCERPT_WIDTH
        ):
            entering = matches[beyond][2]
            distinct += not counts[entering]
            counts[entering] += 1
            beyond += 1
        if distinct > most:
            most, start = distinct, first
            end = max(last for _, last, _ in matches[number:beyond])
            if most == len(patterns):
                break
        counts[term] -= 1
        distinct -= not counts[term]
    return start, end


def _window(line: str, first: int, last: int) -> tuple[int, int]:
    """Return the span of an excerpt around a span of the line, cut between words."""
    last = min(last, first + EXCERPT_WIDTH)
    start = max(0, first - (EXCERPT_WIDTH - last + first) // 2)
    end = min(len(line), start + EXCERPT_WIDTH)
    start = max(0, end - EXCERPT_WIDTH)
    if start:
        space = line.find(" ", start - 1, first)
        start = space + 1 if space >= 0 else _letter_end(line, start, first)
    if end < len(line):
        space = line.rfind(" ", last, end + 1)
        max_end = min(len(line), end + _MAX_EXTENSION)
        end = space if space >= 0 else _letter_end(line, end, max_end)
    return start, end


def _letter_end(line: str, index: int, max_index: int) -> int:
    """Return the index after the letter or emoji before `index`, with its accents or modifiers."""
    while index < max_index and (
        _is_mark(line[index]) or line[index] in _EMOJI_MODIFIERS or line[index - 1] == _JOINER
    ):
        index += 1
    return index
