"""Cut excerpts from long lines, with the matches in them marked."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from securebase_cli.review.folding import FoldedText

Span: TypeAlias = tuple[int, int]

# In characters, without the ellipses.
EXCERPT_WIDTH = 160

# Matches of a term that begin fewer characters after the end of another one are not considered when
# the excerpt is chosen, since a long text can have very many.
_MATCH_DISTANCE = 20
# An excerpt without a space near its end is prolonged by this many characters at most, to keep a
# letter and its accents together.
_MAX_EXTENSION = 20

_JOINER = "\N{ZERO WIDTH JOINER}"
# These change the emoji before them: the joiner, and the skin tones.
_EMOJI_MODIFIERS = frozenset(_JOINER + "🏻🏼🏽🏾🏿")


class _TermMatch(NamedTuple):
    start: int
    end: int
    term: int


def cut_excerpt(
    line: FoldedText, patterns: Sequence[re.Pattern[str]]
) -> tuple[str, tuple[Span, ...]]:
    """Return an excerpt with as many different terms as possible, and the spans of all matches.

    Each pattern finds one term in folded text, and at least one of them must match. The spans are
    those in the excerpt; matches that overlap have one span.
    """
    text = line.original
    start, end = _window(text, *line.original_span(*_densest_span(line.folded, patterns)))
    marks: list[Span] = []
    for span in _spans_within(line, patterns, start, end):
        mark_start, mark_end = line.original_span(*span)
        mark_start = max(mark_start, start)
        mark_end = _letter_end(text, min(mark_end, end), end)
        if marks and mark_start < marks[-1][1]:
            mark_start, previous_end = marks.pop()
            mark_end = max(mark_end, previous_end)
        marks.append((mark_start, mark_end))
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    shift = len(before) - start
    shifted_marks = tuple((mark_start + shift, mark_end + shift) for mark_start, mark_end in marks)
    return before + text[start:end] + after, shifted_marks


def is_combining_mark(letter: str) -> bool:
    """Return whether a character, such as an accent, belongs to the letter before it."""
    return unicodedata.category(letter).startswith("M")


def _densest_span(folded: str, patterns: Sequence[re.Pattern[str]]) -> Span:
    """Return the first span of an excerpt's width that contains the most different terms."""
    matches = sorted(_distant_matches(folded, patterns))
    densest, most_terms = (0, 0), 0
    # A window slides over the matches. It begins with each of them in turn, and has those that end
    # within the width of an excerpt, up to `window_end`.
    term_counts: Counter[int] = Counter()
    window_end = 0
    for index, first in enumerate(matches):
        max_end = first.start + EXCERPT_WIDTH
        while window_end < len(matches) and (
            window_end == index or matches[window_end].end <= max_end
        ):
            term_counts[matches[window_end].term] += 1
            window_end += 1
        if len(term_counts) > most_terms:
            most_terms = len(term_counts)
            densest = first.start, max(match.end for match in matches[index:window_end])
            if most_terms == len(patterns):
                break
        term_counts[first.term] -= 1
        if not term_counts[first.term]:
            del term_counts[first.term]
    return densest


def _distant_matches(folded: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[_TermMatch]:
    for term, pattern in enumerate(patterns):
        match = pattern.search(folded)
        while match:
            yield _TermMatch(*match.span(), term)
            match = pattern.search(folded, match.end() + _MATCH_DISTANCE)


def _window(line: str, first: int, last: int) -> Span:
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


def _spans_within(
    line: FoldedText, patterns: Sequence[re.Pattern[str]], start: int, end: int
) -> list[Span]:
    """Return the spans, in the folded text, of all matches in a span of the original, in order."""
    first, last = line.folded_index(start), line.folded_index(end)
    spans: list[Span] = []
    for pattern in patterns:
        for match in pattern.finditer(line.folded, max(0, first - EXCERPT_WIDTH)):
            if match.start() >= last:
                break
            if match.end() > first:
                spans.append(match.span())
    return sorted(spans)


def _letter_end(line: str, index: int, max_index: int) -> int:
    """Return the index after the letter or emoji before `index`, with its accents or modifiers."""
    while index < max_index and (
        is_combining_mark(line[index])
        or line[index] in _EMOJI_MODIFIERS
        or line[index - 1] == _JOINER
    ):
        index += 1
    return index
