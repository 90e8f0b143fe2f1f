"""Replace names by aliases, and find the names that have no alias yet.

The user decides about each name: it gets an alias, such as `Worker A`, or stays in the text.
Names are matched as whole words, without regard to case and accents:

- The key of a name is the same for all its spellings. It is made of the folded words and, between
  two words, the key of the gap: `Mary-Ánn  O’Neill` has the key `mary ann o'neill`.
- A gap is the run of other characters between two words. White space, a hyphen and `_` all have
  the key " ", so `mary ann` is the same name as `Mary-Ann`; other signs stay, such as `'` above.
- The plural of a name has the key of the name with the ending `s` or `es`, which is appended to the
  alias: if `Robin` is `Worker A`, `Robins` becomes `Worker As`. A possessive needs no rule, since
  the apostrophe ends the word: `Robin’s` becomes `Worker A’s`. Initials have no plural.
- Initials, and names that are everyday words, are matched with regard to their case and to the text
  beside them: see `name_rules`.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, product
from string import ascii_uppercase
from typing import NamedTuple

from securebase_cli.entry_format.characters import INVISIBLE
from securebase_cli.pseudonyms import name_rules
from securebase_cli.pseudonyms.candidates import Candidate, CandidateCounter
from securebase_cli.pseudonyms.identifiers import Span
from securebase_cli.pseudonyms.likely_names import find_likely_names
from securebase_cli.pseudonyms.name_rules import ROLE_WORDS, Meaning, NameRule
from securebase_cli.pseudonyms.name_runs import end_of_possessive
from securebase_cli.review.folding import FoldedText, fold

_WORD = re.compile(r"[^\W_]+")
_GAP_AND_WORD = re.compile(r"(?P<gap>[\W_]++)(?P<word>[^\W_]++)")
_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])[. ](?=[^\W_])")
# Characters that are invisible, or join letters, and that folding leaves in the text. They are no
# gap: a name with one of them within a word has the key of the name without it.
_IGNORED_RUN = re.compile(f"[\u17b4\u17b5\u180b-\u180d\u200c\u200d{INVISIBLE}]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
# Folding keeps these signs apart from the letters K and Å, by which NFC would replace them.
_LETTERLIKE_SIGNS = ("\N{KELVIN SIGN}", "\N{ANGSTROM SIGN}")
# Unicode classes these apostrophes as letters.
_TO_APOSTROPHES = str.maketrans({"ʻ": "’", "ʼ": "’", "＇": "’"})
# In a gap these count as spaces. Marks for emphasis are ignored beside a space or hyphen.
_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}"
_WITHOUT_EMPHASIS = str.maketrans("", "", "*_~`")


class _Name(NamedTuple):
    """How a name is replaced.

    This may be a variant of a name, such as its plural; `key` is the key of the name itself.
    `alias` is None if the name stays as it is. The last `plural_length` letters are a plural
    ending. `prefix` has the signs before the first word, such as the `@` of `@robin`, which are
    replaced with the name.
    """

    key: str
    alias: str | None
    rule: NameRule
    plural_length: int
    prefix: str


class Pseudonyms:
    """The names that the user decided on, each with its alias.

    A name that may stay has itself as its alias: `{"Robin": "Worker A", "London": "London"}`.
    If `aliases` has two spellings of a name, the last one counts.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self.aliases = dict(aliases)
        names: dict[str, _Name] = {}
        variants: dict[str, _Name] = {}
        for name, alias in aliases.items():
            prefix, key = _split_prefix(name)
            if not key:
                continue
            new_alias = None if name == alias else alias
            rule = name_rules.rule_for(key)
            names[key] = _Name(key, new_alias, rule, plural_length=0, prefix=prefix)
            # The full stops of initials may be there or not: “J. Hill” and “J Hill”.
            with_stops, without_stops = _INITIAL.sub(r"\1.", key), _INITIAL.sub(r"\1 ", key)
            variants |= {with_stops: names[key], without_stops: names[key]}
            if rule == "initials":
                variants["".join(_WORD.findall(key))] = names[key]
            elif key[-1].isalpha():
                ending = "es" if key.endswith(("s", "x", "z", "ch", "sh")) else "s"
                variants[key + ending] = _Name(key, new_alias, rule, len(ending), prefix)
        # By key. If a name is spelled like the plural of another, the name counts.
        self._names = variants | names
        self._sorted_keys = sorted(self._names)
        self._first_words = {_WORD.findall(key)[0] for key in self._names}

    def apply(self, text: str, *, is_label: bool = False) -> str:
        """Return the text with names replaced by their aliases.

        In a label, such as a tag, capitals do not count.
        """
        pieces: list[str] = []
        done = 0
        for (start, end), alias, _ in self._replacements(text, is_label=is_label):
            pieces += [text[done:start], alias]
            done = end
        return "".join((*pieces, text[done:]))

    def replaced_names(self, text: str, *, is_label: bool = False) -> list[str]:
        """Return the key of the name for each replacement that `apply` makes in the text."""
        return [
            key
            for (start, end), alias, key in self._replacements(text, is_label=is_label)
            if alias != text[start:end]
        ]

    def spellings_of(self, name: str) -> list[str]:
        """Return the spellings of a name in `aliases`, of which the last one counts."""
        key = name_key(name)
        return [spelling for spelling in self.aliases if name_key(spelling) == key]

    def mentions(self, text: str) -> bool:
        """Return whether the text contains one of the names."""
        return next(self._replacements(text), None) is not None

    def candidates(self, texts: Iterable[str]) -> list[Candidate]:
        """Return the words and identifiers in the texts that are not among the names.

        Words come first, the most frequent at the beginning.
        """
        counter = CandidateCounter()
        for text in texts:
            plain = _normalise(text)
            spans = [span for span, _, _ in self._replacements(plain)]
            decided = [(start, end_of_possessive(plain, end)) for start, end in spans]
            counter.add_text(plain, decided)
        return counter.candidates()

    def still_undecided(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the candidates without those that are among the names by now.

        If a candidate contains one of the names, its other words are returned.
        """
        undecided: dict[str, Candidate] = {}
        for candidate in candidates:
            for text in self._undecided_parts(candidate):
                key = name_key(text)
                times = candidate.times + (undecided[key].times if key in undecided else 0)
                undecided[key] = candidate._replace(text=text, times=times)
        return list(undecided.values())

    def next_free_alias(self, name: str) -> str:
        """Return the first of Worker A, Worker B, … that is not used and does not hold the name."""
        used = {fold(alias) for alias in self.aliases.values()}
        names = Pseudonyms({**self.aliases, name: ""})
        role = next((word for word in ROLE_WORDS if not names.mentions(word)), ROLE_WORDS[0])
        # A to Z, then AA, AB and so on, as the columns of a spreadsheet.
        columns = chain.from_iterable(product(ascii_uppercase, repeat=n) for n in count(1))
        for column in map("".join, columns):
            alias = f"{role} {column}"
            if fold(alias) not in used and fold(column) != name_key(name):
                return alias
        raise AssertionError

    def _undecided_parts(self, candidate: Candidate) -> list[str]:
        text = candidate.text
        decided = [span for span, _, _ in self._replacements(text)]
        if decided and decided[0] == (0, len(text)):
            return []
        if decided and candidate.kind == "name":
            return [name.text for name in find_likely_names(text, decided)]
        return [text]

    def _replacements(
        self, text: str, *, is_label: bool = False
    ) -> Iterator[tuple[Span, str, str]]:
        """Yield the span of each name in the text, the text that replaces it, and the name's key.

        A date or an article that is spelt like a name is yielded, too, and replaced with itself.
        """
        if not self._names or not text:
            return
        folded_text = FoldedText.from_text(text)
        folded = folded_text.folded
        # `_WORD` ends at an ignored character, so that a match may be only a part of a word.
        has_ignored = _IGNORED_RUN.search(folded) is not None
        folded_end = 0
        for word in _WORD.finditer(folded):
            folded_start = word.start()
            if folded_start < folded_end or not (word[0] in self._first_words or has_ignored):
                continue
            longest = self._longest_name_at(folded_text, word, is_label=is_label)
            if longest is None:
                continue
            name, folded_end, meaning = longest
            if name.prefix and folded.endswith(name.prefix, 0, folded_start):
                folded_start -= len(name.prefix)
            start, end = folded_text.original_span(folded_start, folded_end)
            if name.rule == "initials" and meaning == "name":
                end = name_rules.end_of_initials(text, end)
            if name.alias is None or meaning != "name":
                replacement = text[start:end]
            elif name.plural_length:
                plural_start = folded_end - name.plural_length
                ending_start, _ = folded_text.original_span(plural_start, folded_end)
                replacement = name.alias + text[ending_start:end]
            else:
                replacement = name.alias
            yield (start, end), replacement, name.key

    def _longest_name_at(
        self, folded_text: FoldedText, word: re.Match[str], *, is_label: bool
    ) -> tuple[_Name, int, Meaning] | None:
        """Return the longest name that begins with a word, its end, and what is meant by it."""
        longest: tuple[_Name, int, Meaning] | None = None
        for key, end in _keys_from(folded_text.folded, word):
            # In the sorted keys, those that start with `key` would follow this index.
            index = bisect_left(self._sorted_keys, key)
            if index == len(self._sorted_keys) or not self._sorted_keys[index].startswith(key):
                break
            if name := self._names.get(key):
                meaning: Meaning = "name"
                if name.rule != "any case":
                    span = folded_text.original_span(word.start(), end)
                    meaning = name_rules.meaning_of(
                        name.rule, folded_text.original, *span, in_label=is_label
                    )
                if meaning != "no name":
                    longest = name, end, meaning
        return longest


def name_key(name: str) -> str:
    """Return the key of a name; empty if it has no letters or digits."""
    _, key = _split_prefix(name)
    return key


def _normalise(text: str) -> str:
    """Return the text without invisible characters, with accents combined with their letters."""
    if text.isascii():
        return text
    if not any(sign in text for sign in _LETTERLIKE_SIGNS):
        text = unicodedata.normalize("NFC", text)
    text = _IGNORED_RUN.sub("", text.translate(_TO_APOSTROPHES))
    # A character that folding removes, such as a variation selector, would divide a word.
    return _NON_ASCII.sub(lambda match: match[0] if fold(match[0]) else "", text)


def _split_prefix(name: str) -> tuple[str, str]:
    """Return the signs before the first word of a name, and the key of the name."""
    folded = fold(name)
    word = _WORD.search(folded)
    if word is None:
        return "", ""
    key = ""
    for longer_key, _ in _keys_from(folded, word):
        key = longer_key
    return folded[: word.start()].strip(), key


def _keys_from(folded: str, word: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Yield the key of a word, of that word and the next one, and so on, each with its end."""
    key, end = word[0], word.end()
    yield key, end
    while following := _GAP_AND_WORD.match(folded, end):
        key += _gap_key(following["gap"]) + following["word"]
        end = following.end()
        yield key, end


def _gap_key(signs: str) -> str:
    """Return the key of the signs between two words.

    This is a space for spaces and hyphens, with or without emphasis, and for a single `_`; an empty
    string for ignored characters alone; and otherwise the signs themselves without white space.
    """
    visible = _IGNORED_RUN.sub("", signs)
    bare = visible.translate(_WITHOUT_EMPHASIS)
    is_space = bare and all(sign.isspace() or sign in _HYPHENS for sign in bare)
    return " " if is_space or visible == "_" else "".join(visible.split())
