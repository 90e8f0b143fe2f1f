"""Count, over many texts, the words and identifiers that could identify a person.

The writer decides about each of these candidates: it gets an alias, or stays in the text.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, NamedTuple

from securebase_cli.pseudonyms.identifiers import IdentifierKind, Span, find_identifiers, mask
from securebase_cli.pseudonyms.name_runs import WORD, NameRun, find_name_runs
from securebase_cli.review.folding import fold

Kind = Literal["word"] | IdentifierKind

EXCERPT_WIDTH = 60

# Words that begin sentences before a name, and are no names themselves.
_OPENING_WORDS_LIST = """
    a actually after again also although an and are as ask asked at because before both but can
    could did do does during each even every everyone everything finally fine first firstly for
    from good had has have having he her here his how however if in instead is it its last later
    let like many maybe meanwhile met most my new next no nobody none not nothing now of often ok
    okay on once one only our overall perhaps right saw second secondly she should since so some
    something sometimes spoke still talked thanks that the their then there they third thirdly
    this today tomorrow tonight until usually was we well were what when where which while who
    whose why will with without would yes yesterday yet you your
"""
_OPENING_WORDS = frozenset(_OPENING_WORDS_LIST.split())


class Candidate(NamedTuple):
    """A word or identifier, how often it occurs, and an excerpt of its first place.

    `lower_case_times` is how often the same word occurs in small letters.
    """

    text: str
    kind: Kind
    times: int
    excerpt: str
    lower_case_times: int = 0


@dataclass(slots=True)
class _RunCount:
    """How often a run of words occurs, and an excerpt of its first place."""

    run: NameRun
    excerpt: str
    times: int = 0


class CandidateCounter:
    """Counts candidates in one text after another."""

    def __init__(self) -> None:
        self._identifiers: dict[tuple[str, Kind], Candidate] = {}
        # By their folded text, and whether they are labels. A run at the beginning of a sentence
        # may be a name or not, which is decided when all texts are known.
        self._runs_at_beginnings: dict[tuple[str, bool], _RunCount] = {}
        self._runs_within_sentences: dict[tuple[str, bool], _RunCount] = {}
        self._lower_case: Counter[str] = Counter()

    def add_text(self, text: str, decided: Sequence[Span]) -> None:
        """Count the candidates in a normalised text, except in the spans already decided."""
        identifier_spans: list[Span] = []
        for kind, (start, end) in find_identifiers(text):
            identifier_spans.append((start, end))
            if not _is_covered((start, end), decided):
                identifier = " ".join(text[start:end].split())
                key = fold(identifier), kind
                candidate = self._identifiers.get(key)
                if candidate is None:
                    candidate = Candidate(identifier, kind, 0, _excerpt(text, start, end))
                self._identifiers[key] = candidate._replace(times=candidate.times + 1)
        masked = mask(text, [*decided, *identifier_spans])
        self._lower_case.update(word for word in WORD.findall(masked) if word.islower())
        for run in find_name_runs(masked):
            runs = self._runs_at_beginnings if run.opening else self._runs_within_sentences
            run_key = fold(run.text), run.is_label
            if run_key not in runs:
                runs[run_key] = _RunCount(run, _excerpt(text, run.start, run.end))
            runs[run_key].times += 1

    def candidates(self) -> list[Candidate]:
        """Return the words, most frequent first, then the identifiers in the order of the texts."""
        names: dict[str, Candidate] = {}
        for (key, _), count in self._runs_within_sentences.items():
            names[key] = Candidate(count.run.text, "word", count.times, count.excerpt)
        # Only runs within sentences confirm that a run at a beginning is a name.
        confirmed = frozenset(names)
        opening_times: Counter[str] = Counter()
        for count in self._runs_at_beginnings.values():
            texts, opening = self._split_at_beginning(count.run, confirmed)
            for text in texts:
                key = fold(text)
                name = names.get(key) or Candidate(text, "word", 0, count.excerpt)
                names[key] = name._replace(times=name.times + count.times)
            opening_times[fold(opening)] += count.times
        words = [
            name._replace(
                times=name.times + opening_times[key],
                lower_case_times=self._lower_case[name.text.lower()],
            )
            for key, name in names.items()
        ]
        words.sort(key=lambda candidate: (-candidate.times, fold(candidate.text)))
        return [*words, *self._identifiers.values()]

    def _split_at_beginning(
        self, run: NameRun, confirmed: Collection[str]
    ) -> tuple[Sequence[str], str]:
        """Return the texts that may be names in a run at the beginning of a sentence.

        The second value is the first word if it may just begin the sentence, or "". `confirmed` has
        the folded names found within sentences.
        """
        opening, rest = run.opening, run.rest
        is_common = opening.lower() in _OPENING_WORDS or self._lower_case[opening.lower()] > 0
        if not rest:
            is_name = run.is_label and not is_common
            return ([opening], "") if is_name else ([], opening)
        is_initial = run.text[1:2] == "."
        if is_initial or fold(run.text) in confirmed or fold(opening) in confirmed:
            return [run.text], ""
        if is_common:
            return [rest], opening
        # “Robin Hill” may be one name, “Ask Robin” is none; nothing tells which this is.
        return [opening, rest], ""


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
