"""Replace names by aliases, and find the names about which nothing is decided yet.

Names are matched as whole words, without regard to case and accents, in the plural and with
possessives.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from string import ascii_uppercase
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.entry_format.characters import INVISIBLE
from securebase_cli.model import Entry, title_with_kind
from securebase_cli.pseudonyms.candidates import Candidate, CandidateCounter
from securebase_cli.pseudonyms.identifiers import Span, mask, name_runs_mid_sentence
from securebase_cli.review.folding import FoldedText, fold

# The aliases that are suggested: Worker A, Worker B, …
ROLE_WORD = "Worker"

_WORD = re.compile(r"[^\W_]+")
_GAP_AND_WORD = re.compile(r"(?P<gap>[\W_]++)(?P<word>[^\W_]++)")
# Removed besides what folding removes: characters that are invisible, or join letters.
_IGNORED_RUN = re.compile(f"[\u17b4\u17b5\u180b-\u180d\u200c\u200d{INVISIBLE}]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
# NFC would replace these signs by letters, which folding keeps apart.
_LETTERLIKE_SIGNS = ("\N{KELVIN SIGN}", "\N{ANGSTROM SIGN}")
# Unicode classes these apostrophes as letters.
_TO_APOSTROPHES = str.maketrans({"ʻ": "’", "ʼ": "’", "＇": "’"})
# Between the words of a name, a space and each of these hyphens are the same; Markdown's marks for
# emphasis are ignored beside one of them.
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}"
_WITHOUT_EMPHASIS = str.maketrans("", "", "*_~`")
_NOT_IN_TAGS = re.compile(r"[^\w/]+")


class _Name(NamedTuple):
    """The alias of a name, or None if the name may stay.

    `plural_length` is the length of the plural's ending, which is kept after the alias. `prefix`
    are the signs that stand before the first word of the name, and are replaced with it.
    """

    alias: str | None
    plural_length: int
    prefix: str


class Pseudonyms:
    """The names that were decided about, each with its alias; one that may stay is its own alias.

    If `aliases` has two spellings of a name, the last one counts.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self.aliases = dict(aliases)
        # By key (see `name_key`). A key with None is no name, but the beginning of one.
        self._names: dict[str, _Name | None] = {}
        plurals: dict[str, _Name] = {}
        for name, alias in aliases.items():
            prefix, parts = _split_name(name)
            key = "".join(parts)
            if not key:
                continue
            new_alias = None if name == alias else alias
            self._names[key] = _Name(new_alias, 0, prefix)
            if key[-1].isalpha():
                ending = "es" if key.endswith(("s", "x", "z", "ch", "sh")) else "s"
                plurals[key + ending] = _Name(new_alias, len(ending), prefix)
            # A longer name is looked for where its first word is found.
            for length in range(1, len(parts), 2):
                self._names.setdefault("".join(parts[:length]), None)
        # A name that is spelled like the plural of another is itself.
        for key, plural in plurals.items():
            if self._names.get(key) is None:
                self._names[key] = plural
        self._sorted_keys = sorted(self._names)

    def apply(self, text: str) -> str:
        """Return the text with names replaced by their aliases."""
        pieces: list[str] = []
        done = 0
        for (start, end), alias in self._replacements(text):
            pieces += [text[done:start], alias]
            done = end
        return "".join((*pieces, text[done:]))

    def apply_to_entry(self, entry: Entry) -> Entry:
        """Return the entry with names replaced in every text of it."""
        return entry._replace(
            title=self.apply(entry.title),
            tags=tuple(dict.fromkeys(filter(None, map(self._apply_to_tag, entry.tags)))),
            answers=tuple(
                answer._replace(
                    question_text=self.apply(answer.question_text), text=self.apply(answer.text)
                )
                for answer in entry.answers
            ),
            actions=tuple(
                action._replace(text=self.apply(action.text), note=self.apply(action.note))
                for action in entry.actions
            ),
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
            plain = _normalise(text)
            counter.add_text(plain, [span for span, _ in self._replacements(plain)])
        return counter.candidates()

    def still_undecided(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return those of earlier candidates, or of their words, that are not decided by now."""
        undecided: dict[str, Candidate] = {}
        for candidate in candidates:
            for text in self._undecided_parts(candidate):
                key = name_key(text)
                times = candidate.times + (undecided[key].times if key in undecided else 0)
                undecided[key] = candidate._replace(text=text, times=times)
        return list(undecided.values())

    def next_free_alias(self) -> str:
        """Return the first of Worker A, Worker B, … that is not used as an alias."""
        used = set(map(fold, self.aliases.values()))
        roles = (f"{ROLE_WORD} {_letters(number)}" for number in count())
        return next(role for role in roles if fold(role) not in used)

    def _undecided_parts(self, candidate: Candidate) -> list[str]:
        text = candidate.text
        decided = [span for span, _ in self._replacements(text)]
        if decided and decided[0] == (0, len(text)):
            return []
        if decided and candidate.kind == "word":
            return name_runs_mid_sentence(mask(text, decided))
        return [text]

    def _replacements(self, text: str) -> Iterator[tuple[Span, str]]:
        """Yield the span of each name that was decided about, and the text that replaces it."""
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
                yield (first, last), text[first:last]
                continue
            plural_start = last
            if name.plural_length:
                plural_start, _ = folded_text.original_span(done - name.plural_length, done)
            yield (first, last), name.alias + text[plural_start:last]

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
            # The first key that is not before this one is the only one that needs to be tried.
            index = bisect_left(self._sorted_keys, key)
            if index == len(self._sorted_keys) or not self._sorted_keys[index].startswith(key):
                return longest

    def _apply_to_tag(self, tag: str) -> str:
        replaced = self.apply(tag)
        return tag if replaced == tag else _NOT_IN_TAGS.sub("-", replaced.lower()).strip("-")


def entry_texts(entry: Entry) -> Iterator[str]:
    """Yield every text of an entry that may contain names; tags with their sign #."""
    # Only the words of a title that the program did not write itself.
    date = f", {long_date(entry.moment.date())}"
    yield entry.title.removesuffix(title_with_kind("", entry.kind)).removesuffix(date)
    yield from (f"#{tag}" for tag in entry.tags)
    for answer in entry.answers:
        yield from (answer.question_text, answer.text)
    for action in entry.actions:
        yield from (action.text, action.note)


def name_key(name: str) -> str:
    """Return a key that is the same for all spellings of a name."""
    _, parts = _split_name(name)
    return "".join(parts)


def _normalise(text: str) -> str:
    """Return the text without invisible characters, with accents combined with their letters."""
    if text.isascii():
        return text
    if not any(sign in text for sign in _LETTERLIKE_SIGNS):
        text = unicodedata.normalize("NFC", text)
    text = _IGNORED_RUN.sub("", text.translate(_TO_APOSTROPHES))
    return _NON_ASCII.sub(lambda match: match[0] if fold(match[0]) else "", text)


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
