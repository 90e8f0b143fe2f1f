"""Count, over many texts, the words and identifiers that could identify a person.

The user decides about each of these candidates: it gets an alias, or stays in the text.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, NamedTuple, TypeAlias

from securebase_cli.pseudonyms.identifiers import IdentifierKind, Span, find_identifiers
from securebase_cli.pseudonyms.likely_names import (
    Certainty,
    LikelyName,
    NameKind,
    find_likely_names,
    without_hashtags,
)
from securebase_cli.pseudonyms.name_runs import WORD
from securebase_cli.review.folding import fold

Kind: TypeAlias = NameKind | Literal["number", "address"]
Form: TypeAlias = NameKind | IdentifierKind

EXCERPT_WIDTH = 60


class Candidate(NamedTuple):
    """A word or identifier, how often it occurs, and the text around its first occurrence.

    `lower_case_times` is how often the same word occurs in small letters.
    """

    text: str
    form: Form
    times: int
    excerpt: str
    lower_case_times: int = 0

    @property
    def kind(self) -> Kind:
        match self.form:
            case "name" | "month or weekday":
                return self.form
            case "e-mail" | "postcode":
                return "address"
            case _:
                return "number"


@dataclass(slots=True)
class _NameCount:
    """How often a likely name occurs, with the occurrence that is most likely a name."""

    name: LikelyName
    excerpt: str
    times: int = 0


class CandidateCounter:
    """Counts candidates in one text after another."""

    def __init__(self) -> None:
        self._identifiers: dict[tuple[str, Form], Candidate] = {}
        # The keys are the folded text, and whether the first word may be an ordinary word at the
        # beginning of a sentence, which `candidates` decides when all texts are known.
        self._names: dict[tuple[str, bool], _NameCount] = {}
        self._words: Counter[str] = Counter()

    def add_text(self, text: str, decided: Sequence[Span]) -> None:
        """Count the candidates in a normalised text, except in the spans already decided."""
        identifier_spans: list[Span] = []
        for form, (start, end) in find_identifiers(text):
            identifier_spans.append((start, end))
            if not _is_covered((start, end), decided):
                identifier = " ".join(text[start:end].split())
                key = fold(identifier), form
                candidate = self._identifiers.get(key)
                if candidate is None:
                    candidate = Candidate(identifier, form, 0, _excerpt(text, start, end))
                self._identifiers[key] = candidate._replace(times=candidate.times + 1)
        self._words.update(WORD.findall(without_hashtags(text)))
        for name in find_likely_names(text, [*decided, *identifier_spans]):
            name_key = fold(name.text), bool(name.opening)
            count = self._names.get(name_key)
            if count is None:
                count = self._names[name_key] = _NameCount(name, _excerpt(text, *name.span))
            elif _sureness(name) > _sureness(count.name):
                count.name, count.excerpt = name, _excerpt(text, *name.span)
            count.times += 1

    def candidates(self) -> list[Candidate]:
        """Return the names, most frequent first, the identifiers, and the months and weekdays."""
        listed: dict[str, Candidate] = {}

        def add(text: str, count: _NameCount) -> None:
            key = fold(text)
            candidate = listed.get(key)
            if candidate is None:
                candidate = Candidate(
                    text, count.name.kind, 0, count.excerpt, self._words[text.lower()]
                )
            listed[key] = candidate._replace(times=candidate.times + count.times)

        for (_, has_opening), count in self._names.items():
            if not has_opening and self._is_name(count.name):
                add(count.name.text, count)
        # The first word is not part of the name if the other words are a name in another place.
        confirmed = frozenset(listed)
        for (key, has_opening), count in self._names.items():
            if not has_opening:
                continue
            opening, rest = count.name.opening, count.name.rest
            if key in confirmed or fold(opening) in confirmed or fold(rest) not in confirmed:
                add(count.name.text, count)
            else:
                add(rest, count)
                if self._is_name(count.name._replace(text=opening)):
                    add(opening, count)
        words = sorted(listed.values(), key=lambda word: (-word.times, fold(word.text)))
        return [
            *(word for word in words if word.form == "name"),
            *self._identifiers.values(),
            *(word for word in words if word.form == "month or weekday"),
        ]

    def _is_name(self, name: LikelyName) -> bool:
        if name.certainty == Certainty.UNLESS_ORDINARY or name.opening:
            return not self._words[name.text.lower()]
        return name.certainty == Certainty.SURE


def _sureness(name: LikelyName) -> tuple[bool, Certainty]:
    return name.kind == "name", name.certainty


def _is_covered(span: Span, spans: Sequence[Span]) -> bool:
    """Return whether a span lies within one of `spans`, which are in order and do not overlap."""
    start, end = span
    index = bisect_right(spans, start, key=itemgetter(0)) - 1
    return index >= 0 and spans[index][1] >= end


def _excerpt(text: str, start: int, end: int) -> str:
    """Return the text around a span on one line, cut between words if possible."""
    margin = max(0, EXCERPT_WIDTH - (end - start)) // 2
    first = max(0, start - margin)
    last = min(len(text), start + EXCERPT_WIDTH, end + margin)
    if first and (space := text.find(" ", first, start)) >= 0:
        first = space + 1
    if last < len(text) and (space := text.rfind(" ", min(end, last), last)) >= 0:
        last = space
    before = "…" if first else ""
    after = "…" if last < len(text) else ""
    return before + " ".join(text[first:last].split()) + after
