"""Replace names by aliases, and find the names about which nothing is decided yet.

Names are matched as whole words, without regard to case and accents, in the plural and with
possessives.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from string import ascii_uppercase
from typing import NamedTuple, Self

from securebase_cli.dates import long_date
from securebase_cli.model import Action, Answer, Entry, title_with_kind
from securebase_cli.pseudonyms.candidates import Candidate, CandidateCounter
from securebase_cli.pseudonyms.name_runs import name_runs_mid_sentence
from securebase_cli.pseudonyms.plain_text import IGNORED, mask, normalise
from securebase_cli.review.folding import FoldedText, fold

# The aliases that are suggested: Worker A, Worker B, …
ROLE_WORD = "Worker"

_WORD = re.compile(r"[^\W_]+")
_GAP_AND_WORD = re.compile(r"(?P<gap>[\W_]++)(?P<word>[^\W_]++)")
_IGNORED_RUN = re.compile(f"{IGNORED}+")
# Between the words of a name, a space and each of these hyphens are the same; Markdown's marks for
# emphasis are ignored beside one of them.
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}"
_WITHOUT_EMPHASIS = str.maketrans("", "", "*_~`")
_ENDINGS_WITH_ES_PLURAL = ("s", "x", "z", "ch", "sh")
_NOT_IN_TAGS = re.compile(r"[^\w/]+")


class _Name(NamedTuple):
    """The alias of a name, or None if the name may stay.

    `plural_length` is the length of the plural's ending, which is kept after the alias. `prefix`
    are the signs that stand before the first word of the name, and are replaced with it.
    """

    alias: str | None
    plural_length: int
    prefix: str


class _Replacement(NamedTuple):
    start: int
    end: int
    text: str


class Pseudonyms:
    """The names that were decided about, each with its alias; one that may stay is its own alias.

    `names` maps the keys of names (see `name_key`) to what is decided about them. A key with None
    is no name, but the beginning of one.
    """

    def __init__(self, aliases: Mapping[str, str], names: Mapping[str, _Name | None]) -> None:
        self.aliases = aliases
        self._names = names
        self._sorted_keys = sorted(names)

    @classmethod
    def from_aliases(cls, aliases: Mapping[str, str]) -> Self:
        """Return the pseudonyms for a mapping of names; the last of two spellings counts."""
        names: dict[str, _Name | None] = {}
        plurals: dict[str, _Name] = {}
        for name, alias in aliases.items():
            prefix, parts = _split_name(name)
            key = "".join(parts)
            if not key:
                continue
            new_alias = None if name == alias else alias
            names[key] = _Name(new_alias, 0, prefix)
            if key[-1].isalpha():
                ending = plural_ending(key)
                plurals[key + ending] = _Name(new_alias, len(ending), prefix)
            # A longer name is looked for where its first word is found.
            for length in range(1, len(parts), 2):
                names.setdefault("".join(parts[:length]), None)
        # A name that is spelled like the plural of another is itself.
        for key, plural in plurals.items():
            if names.get(key) is None:
                names[key] = plural
        return cls(dict(aliases), names)

    def apply(self, text: str) -> str:
        """Return the text with names replaced by their aliases."""
        pieces: list[str] = []
        done = 0
        for replacement in self._replacements(text):
            pieces += [text[done : replacement.start], replacement.text]
            done = replacement.end
        return "".join((*pieces, text[done:]))

    def apply_to_entry(self, entry: Entry) -> Entry:
        """Return the entry with names replaced in every text of it."""
        return entry._replace(
            title=self.apply(entry.title),
            tags=tuple(dict.fromkeys(filter(None, map(self._apply_to_tag, entry.tags)))),
            answers=tuple(map(self._apply_to_answer, entry.answers)),
            actions=tuple(map(self._apply_to_action, entry.actions)),
        )

    def spelling_of(self, name: str) -> str | None:
        """Return a name in the spelling in which it was decided about; None if it was not."""
        key = name_key(name)
        return next((spelling for spelling in self.aliases if name_key(spelling) == key), None)

    def mentions(self, text: str) -> bool:
        """Return whether the text contains a name that was decided about."""
        return next(self._replacements(text), None) is not None

    def leaks(self, alias: str) -> bool:
        """Return whether an alias contains a name that would itself be replaced."""
        return self.apply(alias) != alias

    def candidates(self, texts: Iterable[str]) -> list[Candidate]:
        """Return the words and identifiers in the texts that are not decided yet.

        Words come first, the most frequent at the beginning.
        """
        counter = CandidateCounter()
        for text in texts:
            plain = normalise(text)
            decided = [(found.start, found.end) for found in self._replacements(plain)]
            counter.add_text(plain, decided)
        return counter.candidates()

    def still_undecided(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return those of earlier candidates, or of their words, that are not decided by now."""
        undecided: dict[str, Candidate] = {}
        for candidate in candidates:
            for part in self._undecided_parts(candidate):
                key = name_key(part.text)
                earlier = undecided.get(key)
                times = part.times + (earlier.times if earlier else 0)
                undecided[key] = part._replace(times=times)
        return list(undecided.values())

    def next_free_alias(self) -> str:
        """Return the first of Worker A, Worker B, … that is not used as an alias."""
        used = set(map(fold, self.aliases.values()))
        roles = (f"{ROLE_WORD} {_letters(number)}" for number in count())
        return next(role for role in roles if fold(role) not in used)

    def _undecided_parts(self, candidate: Candidate) -> list[Candidate]:
        text = candidate.text
        decided = [(found.start, found.end) for found in self._replacements(text)]
        if not decided:
            return [candidate]
        if decided[0] == (0, len(text)):
            return []
        if candidate.kind != "word":
            return [candidate]
        runs = name_runs_mid_sentence(mask(text, decided))
        return [candidate._replace(text=run) for run in runs]

    def _replacements(self, text: str) -> Iterator[_Replacement]:
        if not self._names or not text:
            return
        folded_text = FoldedText.from_text(text)
        folded = folded_text.folded
        # Ignored characters can divide a word, so that its parts are not among the names.
        has_ignored = _IGNORED_RUN.search(folded) is not None
        done = 0
        for word in _WORD.finditer(folded):
            start = word.start()
            if start < done or (word[0] not in self._names and not has_ignored):
                continue
            longest = self._longest_name_at(folded, word)
            if longest is None:
                continue
            name, done = longest
            if name.prefix and folded.endswith(name.prefix, 0, start):
                start -= len(name.prefix)
            first, last = folded_text.original_span(start, done)
            if name.alias is None:
                yield _Replacement(first, last, text[first:last])
                continue
            plural_start = last
            if name.plural_length:
                plural_start, _ = folded_text.original_span(done - name.plural_length, done)
            yield _Replacement(first, last, name.alias + text[plural_start:last])

    def _longest_name_at(self, folded: str, word: re.Match[str]) -> tuple[_Name, int] | None:
        """Return the longest name that begins with a word, and the index at which it ends."""
        key, end = word[0], word.end()
        longest: tuple[_Name, int] | None = None
        while True:
            name = self._names.get(key)
            if name is not None:
                longest = name, end
            following = _GAP_AND_WORD.match(folded, end)
            if following is None:
                return longest
            key += _gap_key(following["gap"]) + following["word"]
            end = following.end()
            if not self._begins_a_name(key):
                return longest

    def _begins_a_name(self, prefix: str) -> bool:
        index = bisect_left(self._sorted_keys, prefix)
        return index < len(self._sorted_keys) and self._sorted_keys[index].startswith(prefix)

    def _apply_to_tag(self, tag: str) -> str:
        replaced = self.apply(tag)
        return tag if replaced == tag else _NOT_IN_TAGS.sub("-", replaced.lower()).strip("-")

    def _apply_to_answer(self, answer: Answer) -> Answer:
        return answer._replace(
            question_text=self.apply(answer.question_text), text=self.apply(answer.text)
        )

    def _apply_to_action(self, action: Action) -> Action:
        return action._replace(text=self.apply(action.text), note=self.apply(action.note))


NO_PSEUDONYMS = Pseudonyms.from_aliases({})


def entry_texts(entry: Entry) -> Iterator[str]:
    """Yield every text of an entry that may contain names; tags with their sign #."""
    # Only the words of a title that the program did not write itself.
    date = f", {long_date(entry.moment.date())}"
    yield entry.title.removesuffix(title_with_kind("", entry.kind)).removesuffix(date)
    yield from (f"#{tag}" for tag in entry.tags)
    for answer in entry.answers:
        yield answer.question_text
        yield answer.text
    for action in entry.actions:
        yield action.text
        yield action.note


def name_key(name: str) -> str:
    """Return a key that is the same for all spellings of a name."""
    _, parts = _split_name(name)
    return "".join(parts)


def plural_ending(name: str) -> str:
    return "es" if fold(name).endswith(_ENDINGS_WITH_ES_PLURAL) else "s"


def _split_name(name: str) -> tuple[str, list[str]]:
    """Return the signs before a name, and its folded words with the gaps between them.

    Words and gaps alternate, and a gap is in the form of `_gap_key`.
    """
    folded = fold(name)
    first = _WORD.search(folded)
    if first is None:
        return "", []
    parts, end = [first[0]], first.end()
    while following := _GAP_AND_WORD.match(folded, end):
        gap = _gap_key(following["gap"])
        if gap:
            parts += [gap, following["word"]]
        else:
            # An ignored character does not divide a word.
            parts[-1] += following["word"]
        end = following.end()
    return folded[: first.start()].strip(), parts


def _gap_key(signs: str) -> str:
    """Return the key of the signs between two words: a space for spaces, hyphens and `_`."""
    visible = _IGNORED_RUN.sub("", signs)
    bare = visible.translate(_WITHOUT_EMPHASIS)
    if bare and all(sign.isspace() or sign in _HYPHENS for sign in bare):
        return " "
    return " " if visible == "_" else "".join(visible.split())


def _letters(number: int) -> str:
    """Return the letters of a number from 0 as in a spreadsheet: A to Z, then AA, AB and so on."""
    letters = ""
    number += 1
    while number:
        number, last = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[last] + letters
    return letters
