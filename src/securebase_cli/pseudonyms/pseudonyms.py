"""Puts aliases in the place of names, and finds what is left that could say who is meant.

A name is matched as whole words, whatever the case and accents, with its possessives and plurals.
Pure: what is to be replaced was decided before, by a person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import count
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple, Self

from securebase_cli.dates import long_date
from securebase_cli.model import title_with_kind
from securebase_cli.pseudonyms import identifiers
from securebase_cli.pseudonyms.identifiers import IGNORED, Candidate
from securebase_cli.review.folding import FoldedText, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from securebase_cli.model import Action, Answer, Entry

ROLE_WORD = "Worker"

_WORD = re.compile(r"[^\W_]+")
_NEXT = re.compile(r"([\W_]++)([^\W_]++)")
_ANY_UNSEEN = re.compile(f"{IGNORED}+")
# What may stand between the words of a name; marks only beside one of these.
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}"
_MARKS = str.maketrans("", "", "*_~`")
# After these a plural has a syllable more.
_HISSING = ("s", "x", "z", "ch", "sh")
# What does not stand in a tag.
_NOT_IN_TAGS = re.compile(r"[^\w/]+")


class _Ending(NamedTuple):
    """What stands for a name that ends here: an alias, or None for the name as it was written.

    So many letters at its end are the plural's and stay; the signs stand before its first word.
    """

    alias: str | None
    plural: int
    before: str


class _Span(NamedTuple):
    """A stretch of a text, and what takes its place."""

    start: int
    end: int
    instead: str


class Pseudonyms:
    """Names and what stands for each; a name that stands for itself may stay as it is."""

    def __init__(self, aliases: Mapping[str, str], names: Mapping[str, _Ending | None]) -> None:
        self.aliases = aliases
        self._names = names
        self._sorted = sorted(names)

    @classmethod
    def from_aliases(cls, aliases: Mapping[str, str]) -> Self:
        """Make the value; of two spellings of one name the later counts."""
        names: dict[str, _Ending | None] = {}
        plurals: dict[str, _Ending | None] = {}
        for name, alias in aliases.items():
            parts = _parts(name)
            key = "".join(parts.keys)
            if not key:
                continue
            stands_for = None if name == alias else alias
            names[key] = _Ending(stands_for, 0, parts.before)
            if key[-1].isalpha():
                ending = plural_ending(key)
                plurals[key + ending] = _Ending(stands_for, len(ending), parts.before)
            for number in range(1, len(parts.keys), 2):
                names.setdefault("".join(parts.keys[:number]), None)
        for key, ending_of in plurals.items():
            if names.get(key) is None:
                names[key] = ending_of
        return cls(dict(aliases), names)

    def apply(self, text: str) -> str:
        """Return the text with aliases in the place of names."""
        pieces: list[str] = []
        done = 0
        for span in self._spans(text):
            pieces += [text[done : span.start], span.instead]
            done = span.end
        return "".join((*pieces, text[done:]))

    def apply_to_entry(self, entry: Entry) -> Entry:
        """Return the entry with aliases in the place of names, wherever somebody wrote."""
        return entry._replace(
            title=self.apply(entry.title),
            tags=tuple(dict.fromkeys(filter(None, map(self._in_tag, entry.tags)))),
            answers=tuple(map(self._in_answer, entry.answers)),
            actions=tuple(map(self._in_action, entry.actions)),
        )

    def spelling_of(self, name: str) -> str | None:
        """Return how a name that has an alias is written there; None if it has none."""
        key = name_key(name)
        return next((one for one in self.aliases if name_key(one) == key), None)

    def mentions(self, text: str) -> bool:
        """Whether a name that has an alias, or may stay, stands in the text."""
        return next(self._spans(text), None) is not None

    def leaks(self, alias: str) -> bool:
        """Whether somebody's name would be read in what is to stand for another."""
        return self.apply(alias) != alias

    def candidates(self, texts: Iterable[str]) -> list[Candidate]:
        """Return what is left to decide on in the texts: words by how often they occur, numbers."""
        tally = identifiers.Tally()
        for text in texts:
            plain = identifiers.normalise(text)
            tally.add_text(plain, [(span.start, span.end) for span in self._spans(plain)])
        return tally.candidates()

    def still_undecided(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Return what is left of candidates now that there are more aliases than before."""
        left: dict[str, Candidate] = {}
        for one in found:
            spans = list(self._spans(one.text))
            rest = [one] if not spans else self._rest(one, spans)
            for part in rest:
                key = name_key(part.text)
                before = left.get(key)
                left[key] = part._replace(times=part.times + (before.times if before else 0))
        return list(left.values())

    def next_free_alias(self) -> str:
        """Return the first role that stands for nobody yet, beginning with Worker A."""
        taken = set(map(fold, self.aliases.values()))
        roles = (f"{ROLE_WORD} {_letters(number)}" for number in count())
        return next(role for role in roles if fold(role) not in taken)

    def _rest(self, one: Candidate, spans: Sequence[_Span]) -> list[Candidate]:
        if spans[0].start == 0 and spans[0].end == len(one.text):
            return []
        if one.kind != "word":
            return [one]
        masked = identifiers.mask(one.text, [(span.start, span.end) for span in spans])
        return [one._replace(text=words) for words in identifiers.name_runs(masked)]

    def _spans(self, text: str) -> Iterator[_Span]:
        if not self._names or not text:
            return
        folded = FoldedText.from_text(text)
        whole = folded.folded
        hides = _ANY_UNSEEN.search(whole) is not None
        done = 0
        for match in _WORD.finditer(whole):
            if match.start() < done or (match[0] not in self._names and not hides):
                continue
            found = self._longest_at(whole, match)
            if found is None:
                continue
            done, ending = found
            start = match.start()
            if ending.before and whole.endswith(ending.before, 0, start):
                start -= len(ending.before)
            first, last = folded.original_span(start, done)
            if ending.alias is None:
                yield _Span(first, last, text[first:last])
                continue
            kept = folded.original_span(done - ending.plural, done)[0] if ending.plural else last
            yield _Span(first, last, ending.alias + text[kept:last])

    def _longest_at(self, whole: str, first: re.Match[str]) -> tuple[int, _Ending] | None:
        """Return where the longest name that begins with this word ends, and what it stands for."""
        key, at = first[0], first.end()
        found: tuple[int, _Ending] | None = None
        while True:
            ending = self._names.get(key)
            if ending is not None:
                found = at, ending
            step = _NEXT.match(whole, at)
            if step is None:
                return found
            key, at = key + _between(step[1]) + step[2], step.end()
            if not self._begins_with(key):
                return found

    def _begins_with(self, key: str) -> bool:
        """Whether the name of anybody begins like this."""
        number = bisect_left(self._sorted, key)
        return number < len(self._sorted) and self._sorted[number].startswith(key)

    def _in_tag(self, tag: str) -> str:
        now = self.apply(tag)
        return tag if now == tag else _NOT_IN_TAGS.sub("-", now.lower()).strip("-")

    def _in_answer(self, answer: Answer) -> Answer:
        return answer._replace(asked=self.apply(answer.asked), text=self.apply(answer.text))

    def _in_action(self, action: Action) -> Action:
        return action._replace(text=self.apply(action.text), note=self.apply(action.note))


NO_PSEUDONYMS = Pseudonyms.from_aliases({})


def entry_texts(entry: Entry) -> Iterator[str]:
    """Give all that somebody wrote in an entry, and what was asked; tags as they are shown."""
    day = f", {long_date(entry.moment.date())}"
    yield entry.title.removesuffix(title_with_kind("", entry.kind)).removesuffix(day)
    yield from (f"#{tag}" for tag in entry.tags)
    for answer in entry.answers:
        yield answer.asked
        yield answer.text
    for action in entry.actions:
        yield action.text
        yield action.note


def name_key(name: str) -> str:
    """Return what all spellings of a name have in common."""
    return "".join(_parts(name).keys)


def plural_ending(name: str) -> str:
    """Return what a name gets at its end when there are several of it."""
    return "es" if fold(name).endswith(_HISSING) else "s"


class _Parts(NamedTuple):
    """A name taken apart: the signs before it, then words and what is between them by turns."""

    before: str
    keys: tuple[str, ...]


def _parts(name: str) -> _Parts:
    whole = fold(name)
    first = _WORD.search(whole)
    if first is None:
        return _Parts("", ())
    keys, at = [first[0]], first.end()
    while step := _NEXT.match(whole, at):
        between = _between(step[1])
        if between:
            keys += [between, step[2]]
        else:
            # What is not seen divides no word.
            keys[-1] += step[2]
        at = step.end()
    return _Parts(whole[: first.start()].strip(), tuple(keys))


def _between(signs: str) -> str:
    """Return what tells one name from another between two words: a space for any gap."""
    seen = _ANY_UNSEEN.sub("", signs)
    bare = seen.translate(_MARKS)
    if bare and all(sign.isspace() or sign in _HYPHENS for sign in bare):
        return " "
    return " " if seen == "_" else "".join(seen.split())


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, last = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[last] + letters
    return letters
