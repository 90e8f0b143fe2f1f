"""Find the words in a text that are likely names of people, and how sure that is.

Whether a run of capitalised words is a name depends on the words, on the words around them, and on
whether the run begins a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Literal, NamedTuple, Self, TypeAlias

from securebase_cli.pseudonyms.identifiers import Span, mask
from securebase_cli.pseudonyms.name_rules import is_beside_date
from securebase_cli.pseudonyms.name_runs import find_name_runs
from securebase_cli.pseudonyms.person_signs import (
    Sign,
    is_determiner,
    is_done_to_people,
    may_stand_before_initials,
    may_stand_before_person,
    sign_after,
    word_before,
)
from securebase_cli.pseudonyms.vocabulary import WordClass, class_of, is_abbreviation

NameKind: TypeAlias = Literal["name", "month or weekday"]

# The only title that is also a first name.
_TITLE_THAT_IS_A_NAME = "nana"
# A letter after one of these words is not an initial: “Plan B”, “Child A”, “Year R”.
_THINGS_WITH_LETTERS = """
    plan part option group team category appendix section level hepatitis vitamin year block room
    unit form type version ward house grade class schedule annex point step stage phase side child
    sibling parent mother father family site zone floor stream cohort column row table figure
    article paragraph panel person worker question answer
"""
_NEVER_BEFORE_INITIAL = frozenset(_THINGS_WITH_LETTERS.split())
_NEVER_BESIDE_INITIAL = frozenset("&/’'-)0123456789")
# Words like names that begin questions, as in “Will Robin come?”, or sentences, as in “Sat down”.
_AUXILIARIES = frozenset({"will", "may"})
_VERBS = frozenset({"may", "sat", "sun", "wed", "mar"})

_HASHTAG = re.compile(r"(?<![^\s(\[])#(?P<words>[^\W\d_][\w/-]*)")
_WORD_OF_TAG = re.compile(r"[^\W\d_]{3,}")


class Certainty(IntEnum):
    """How sure it is that a run is a name.

    With `IF_SEEN_ELSEWHERE`, the run is a name only if it surely is one in another place; with
    `UNLESS_ORDINARY`, it is a name unless the same word occurs in small letters.
    """

    IF_SEEN_ELSEWHERE = 0
    UNLESS_ORDINARY = 1
    SURE = 2


class LikelyName(NamedTuple):
    """A run of words that may be a name.

    If a run of several words begins a sentence, `opening` is the first word and `rest` the name in
    the others, since the first word may not belong to the name, as in “Obtained Robin”.
    """

    text: str
    span: Span
    kind: NameKind
    certainty: Certainty
    opening: str = ""
    rest: str = ""


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    word_class: WordClass

    @classmethod
    def from_span(cls, text: str, start: int, end: int) -> Self:
        word = text[start:end]
        return cls(word, start, end, class_of(word))


def find_likely_names(text: str, excluded: Sequence[Span] = ()) -> Iterator[LikelyName]:
    """Yield the likely names in a normalised text, except in the excluded spans."""
    for run in find_name_runs(text, excluded):
        begins_sentence = run.begins_sentence
        for words in _split_at_dates([_Word.from_span(text, *span) for span in run.words]):
            if name := _likely_name(text, words, begins_sentence=begins_sentence):
                yield name
            begins_sentence = False
    if "#" in text:
        yield from _names_in_hashtags(text, excluded)


def without_hashtags(text: str) -> str:
    """Return the text without its hashtags, since their letters may be small in names, too."""
    return _HASHTAG.sub("", text) if "#" in text else text


def _split_at_dates(words: Sequence[_Word]) -> Iterator[Sequence[_Word]]:
    """Split words at weekdays, which are yielded alone; so are months if there is nothing else."""
    are_months = all(word.word_class == "month" for word in words)
    class_alone = "month" if are_months else "weekday"
    part: list[_Word] = []
    for word in words:
        if word.word_class == class_alone:
            if part:
                yield part
                part = []
            yield [word]
        else:
            part.append(word)
    if part:
        yield part


def _likely_name(text: str, words: Sequence[_Word], *, begins_sentence: bool) -> LikelyName | None:
    """Return the likely name in a run of words, without words that do not belong to it, or None."""
    while words and words[0].word_class == "ordinary":
        words = words[1:]
        begins_sentence = False
    if not words:
        return None
    first, *others = words
    if not others:
        return _name_of_one_word(text, first, begins_sentence=begins_sentence)
    name = _make_name(text, words)
    sign = sign_after(text, words[-1].end)
    classes = {word.word_class for word in words}
    if first.word_class == "title":
        # “Mrs Khan”, but not “Judge Decided”.
        is_name = others[0].word_class != "ordinary"
    elif classes == {"initial"}:
        # “R.K.”, but not “P.S.” or “U.K.”.
        return None if is_abbreviation("".join(word.text.lower() for word in words)) else name
    elif classes <= {"given", "family"}:
        is_name = bool(sign) or (first.word_class == "given" and not begins_sentence)
    elif classes <= {"given", "family", "ordinary", "abbreviation"}:
        # “Hope House” and “Green Paper”.
        return None
    elif begins_sentence and first.word_class in {"given", "family"}:
        # “Mark Evans”, but not “Read Robin”; “Will Evans said”, but not “Will Robin come?”.
        is_auxiliary = first.text.lower() in _AUXILIARIES and not sign
        is_name = first.word_class == "given" and not is_auxiliary
    elif begins_sentence and first.word_class != "initial":
        rest = _likely_name(text, others, begins_sentence=False)
        return name._replace(opening=first.text, rest=rest.text if rest else "")
    else:
        is_name = True
    return name if is_name else _likely_name(text, others, begins_sentence=False)


def _name_of_one_word(text: str, word: _Word, *, begins_sentence: bool) -> LikelyName | None:
    sign = sign_after(text, word.end)
    before = "" if begins_sentence else word_before(text, word.start)
    match word.word_class:
        case "month" | "weekday":
            if sign == Sign.SURE or is_done_to_people(before):
                return _make_name(text, [word])
            is_verb = begins_sentence and not sign and word.text.lower() in _VERBS
            if is_verb or is_beside_date(text, word.start, word.end):
                return None
            return _make_name(text, [word], kind="month or weekday")
        case "initial":
            is_name = _is_initial(text, word, sign, before, begins_sentence=begins_sentence)
            return _make_name(text, [word]) if is_name else None
        case _:
            certainty = _certainty(word, sign, before, begins_sentence=begins_sentence)
            return _make_name(text, [word], certainty)


def _certainty(word: _Word, sign: Sign, before: str, *, begins_sentence: bool) -> Certainty:
    """Return how sure it is that a single word is a name."""
    # The capital may have another reason: a sentence begins, or the word is a thing, “the Rose”.
    is_doubtful = begins_sentence or is_determiner(before)
    certainty = Certainty.IF_SEEN_ELSEWHERE
    match word.word_class:
        case "unknown":
            is_sure = bool(sign) or not is_doubtful
            certainty = Certainty.UNLESS_ORDINARY
        case "given":
            is_sure = bool(sign) or not is_doubtful
        case "family":
            is_sure = sign == Sign.SURE or (
                may_stand_before_person(before) if not sign else may_stand_before_initials(before)
            )
        case "derived":
            is_sure = sign == Sign.SURE
            # In “Practice Educator” both words have capitals because it is a job title.
            if not (is_doubtful or before[:1].isupper()):
                certainty = Certainty.UNLESS_ORDINARY
        case "abbreviation":
            is_sure = sign == Sign.SURE and not is_determiner(before)
        case _:
            is_sure = word.text.lower() == _TITLE_THAT_IS_A_NAME
    return Certainty.SURE if is_sure else certainty


def _is_initial(text: str, word: _Word, sign: Sign, before: str, *, begins_sentence: bool) -> bool:
    """Return whether a letter is an initial of a person, such as “R.” or “K” in “with K and me”."""
    neighbours = text[max(0, word.start - 1) : word.start] + text[word.end : word.end + 1]
    if before.lower() in _NEVER_BEFORE_INITIAL:
        return False
    if not _NEVER_BESIDE_INITIAL.isdisjoint(neighbours):
        return False
    if text.startswith(".", word.end):
        return True
    if word.text == "A" and begins_sentence:
        return sign == Sign.SURE
    return bool(sign) or may_stand_before_initials(before)


def _names_in_hashtags(text: str, excluded: Sequence[Span]) -> Iterator[LikelyName]:
    """Yield the words of hashtags that are in small letters and in no list of words."""
    for tag in _HASHTAG.finditer(mask(text, excluded)):
        for match in _WORD_OF_TAG.finditer(tag["words"]):
            word = match[0]
            if word.islower() and class_of(word) == "unknown" and not is_abbreviation(word):
                start = tag.start("words") + match.start()
                span = start, start + len(word)
                yield LikelyName(word, span, "name", Certainty.UNLESS_ORDINARY)


def _make_name(
    text: str,
    words: Sequence[_Word],
    certainty: Certainty = Certainty.SURE,
    kind: NameKind = "name",
) -> LikelyName:
    start, end = words[0].start, words[-1].end
    if words[-1].word_class == "initial" and text.startswith(".", end):
        end += 1
    return LikelyName(" ".join(text[start:end].split()), (start, end), kind, certainty)
