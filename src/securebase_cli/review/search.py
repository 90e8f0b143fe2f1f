"""Search entries for words and phrases.

An entry matches if it contains every required term and no excluded one. A word matches the
beginning of a word, a phrase in quotes whole words in this order; `-word` excludes. Case, accents
and punctuation are ignored, and so are signs within a word: `cooperation` is `co-operation`, `dont`
is `don’t`, and `1000` is `1,000`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple, Self

from securebase_cli.errors import UsageError
from securebase_cli.model import OTHER_TEXT_HEADINGS, TAKEAWAY_HEADING, Entry
from securebase_cli.review.excerpts import Span, cut_excerpt
from securebase_cli.review.folding import FoldedText, Prefilter
from securebase_cli.review.terms import Term
from securebase_cli.storage.scan import StoredEntry

# Far more than is typed on purpose; a text that was pasted by mistake is longer.
MAX_WORDS = 40
MAX_LENGTH = 2_000

_NO_TERM = "There is nothing to look for yet. Give a word or more, or a phrase in quotes."
_ONLY_EXCLUSIONS = (
    "A word with a hyphen before it only leaves entries out. "
    "Give at least one word that they should hold."
)
_TOO_MANY_WORDS = f"That is too much to look for at once. Give {MAX_WORDS} words at most."

_TO_PLAIN_QUOTES = str.maketrans("“”„‟«»", '"' * 6)
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

Kind = Literal["answer", "question", "takeaway", "action", "tag", "other-text"]


class Match(NamedTuple):
    """One line of an entry with matches in it; `marks` are their spans in the excerpt.

    `question` is the id of the question, and `question_text` its words in the entry; for actions
    and tags they are None and empty. For a takeaway and other text, `question_text` is the heading
    that says so.
    """

    question: str | None
    question_text: str
    kind: Kind
    excerpt: str
    marks: tuple[Span, ...]


class SearchHit(NamedTuple):
    """An entry that matches, with the lines that contain the required terms."""

    stored: StoredEntry
    matches: tuple[Match, ...]


class _TypedTerm(NamedTuple):
    text: str
    is_phrase: bool
    is_excluded: bool

    @property
    def may_be_group(self) -> bool:
        """Whether this may be one of the groups of a number, such as a telephone number."""
        return not self.is_phrase and not self.is_excluded and any(map(str.isdecimal, self.text))


class _EntryPart(NamedTuple):
    """Lines of an entry that belong together; only the first one that matches is shown."""

    question: str | None
    question_text: str
    lines: Sequence[tuple[Kind, FoldedText]]


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
            raise UsageError(_TOO_MANY_WORDS)
        terms = list(_parse_terms(typed_terms))
        if sum(len(term.pieces) for term, _ in terms) > MAX_WORDS:
            raise UsageError(_TOO_MANY_WORDS)
        required = [term for term, is_excluded in terms if not is_excluded]
        excluded = [term for term, is_excluded in terms if is_excluded]
        if not required:
            raise UsageError(_ONLY_EXCLUSIONS if excluded else _NO_TERM)
        prefilter = Prefilter.for_pieces(piece for term in required for piece in term.pieces)
        return cls(tuple(dict.fromkeys(required)), tuple(excluded), prefilter)

    def may_match(self, data: bytes) -> bool:
        """Return False only if the entry in a file can't match; much faster than parsing it."""
        # Other programs may write front matter with escapes, in which any letter can hide.
        return self.prefilter.may_match(data) or b"\\" in data

    def find_matches(self, entry: Entry) -> tuple[Match, ...]:
        """Return the lines that contain required terms; none if the entry does not match."""
        parts = list(_parts(entry))
        folded_texts = [line.folded for part in parts for _, line in part.lines]
        if not all(term.occurs_in(folded_texts) for term in self.required):
            return ()
        if any(term.occurs_in(folded_texts) for term in self.excluded):
            return ()
        matches = map(self._first_match, parts)
        return tuple(match for match in matches if match)

    def _first_match(self, part: _EntryPart) -> Match | None:
        for kind, line in part.lines:
            patterns = [term.pattern for term in self.required if term.pattern.search(line.folded)]
            if patterns:
                excerpt, marks = cut_excerpt(line, patterns)
                return Match(part.question, part.question_text, kind, excerpt, marks)
        return None


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


def _parse_terms(typed_terms: Iterable[_TypedTerm]) -> Iterator[tuple[Term, bool]]:
    """Yield the terms with something to look for, and whether each is excluded."""
    for are_groups, run in groupby(typed_terms, lambda typed: typed.may_be_group):
        typed_run = list(run)
        number = None
        if are_groups and len(typed_run) > 1:
            number = Term.from_text(" ".join(typed.text for typed in typed_run), is_phrase=False)
        for typed in typed_run:
            term = Term.from_text(typed.text, is_phrase=typed.is_phrase)
            if term:
                yield term.or_group_of(number) if number else term, typed.is_excluded


def _parts(entry: Entry) -> Iterator[_EntryPart]:
    for question, question_text, text in entry.answers:
        lines = [_line("answer", text), _line("question", question_text)]
        yield _EntryPart(question, question_text, lines)
    if entry.takeaway:
        yield _EntryPart(None, TAKEAWAY_HEADING, [_line("takeaway", entry.takeaway)])
    for action in entry.actions:
        yield _EntryPart(None, "", [_line("action", action.text), _line("action", action.note)])
    for tag in entry.tags:
        yield _EntryPart(None, "", [_line("tag", tag)])
    for other in entry.other_text:
        heading = OTHER_TEXT_HEADINGS[other.reason]
        yield _EntryPart(None, heading, [_line("other-text", other.text)])


def _line(kind: Kind, text: str) -> tuple[Kind, FoldedText]:
    return kind, FoldedText.from_text(" ".join(text.split()))
