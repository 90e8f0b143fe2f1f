"""Letters as people see them, and the columns they take in a terminal.

A letter can consist of several characters: a vowel and its accents, an emoji and its skin tone, a
family, a flag.
"""

import re
import unicodedata
from collections.abc import Iterator

from securebase_cli.ui.console import safe_text

# A tab is shown as this.
TAB = "    "

_JOINER = "\u200d"
_EMOJI_PRESENTATION = "\ufe0f"
_MARKS = {"Mn", "Me", "Mc"}
# Skin tones; the vowels and final consonants of Korean syllables; sound marks of Japanese; tags.
_JOINING = re.compile("[\U0001f3fb-\U0001f3ff\u1160-\u11ff\u200c\uff9e\uff9f\U000e0020-\U000e007f]")
# Each takes one column and stands alone: letters of European languages, and their punctuation.
_NARROW = re.compile(
    "[ -~\xa1-\xac\xae-\u02ff\u0370-\u0377\u0391-\u0482\u2010-\u2027\u2030-\u205e]*"
)


def is_narrow(text: str) -> bool:
    """Whether each character of the text is a letter of one column."""
    return (text.isascii() and text.isprintable()) or _NARROW.fullmatch(text) is not None


def graphemes(text: str) -> Iterator[str]:
    """Yield the letters of a text, one by one."""
    start = 0
    for index in range(1, len(text)):
        if not _belong_together(text[start:index], text[index]):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def grapheme_width(grapheme: str) -> int:
    """Return the columns that `shown_grapheme` takes."""
    if is_narrow(grapheme):
        return len(grapheme)
    shown = shown_grapheme(grapheme)
    if _EMOJI_PRESENTATION in shown or all(map(_is_flag_half, shown)):
        return 2
    if shown == TAB:
        return len(TAB)
    columns = 2 if unicodedata.east_asian_width(shown[0]) in {"W", "F"} else 1
    # Vowel signs that stand beside their letter, as in Hindi.
    return columns + sum(unicodedata.category(character) == "Mc" for character in shown[1:])


def shown_grapheme(grapheme: str) -> str:
    """Return a letter as it is shown: � if it can't be, a lone accent on a circle."""
    if grapheme == "\t":
        return TAB
    if not grapheme.isprintable() and safe_text(grapheme) != grapheme:
        return "\N{REPLACEMENT CHARACTER}"
    if unicodedata.category(grapheme[0]) in _MARKS or grapheme[0] == _JOINER:
        return "\N{DOTTED CIRCLE}" + grapheme
    return grapheme


def text_width(text: str) -> int:
    """Return the columns that a text takes."""
    return len(text) if is_narrow(text) else sum(map(grapheme_width, graphemes(text)))


def previous_letter(text: str, position: int) -> int:
    """Return where the letter before this position begins; 0 at the beginning."""
    start = position - 1
    while start > 0 and (
        _belong_together(text[start - 1], text[start])
        # Halves of flags make pairs from the first of them on.
        or (_is_flag_half(text[start - 1]) and _is_flag_half(text[start]))
    ):
        start -= 1
    letters = list(graphemes(text[max(start, 0) : position]))
    return position - len(letters[-1]) if letters else 0


def next_letter(text: str, position: int) -> int:
    """Return where the letter at this position ends; the length of the text at the end."""
    end = position + 1
    while end < len(text) and _belong_together(text[position:end], text[end]):
        end += 1
    return min(end, len(text))


def _belong_together(letter: str, character: str) -> bool:
    """Whether a letter goes on with this character."""
    if character.isascii() or letter in {"\n", "\t"}:
        return False
    if unicodedata.category(character) in _MARKS or character == _JOINER:
        return True
    if letter[-1] == _JOINER or (_is_flag_half(character) and _is_flag_half(letter)):
        return True
    return _JOINING.match(character) is not None


def _is_flag_half(text: str) -> bool:
    return len(text) == 1 and "\U0001f1e6" <= text <= "\U0001f1ff"
