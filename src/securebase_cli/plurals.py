"""Write numbers and lists as parts of English sentences."""

from collections.abc import Sequence


def count_of(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun, such as “1 entry”; the default plural ends in “s”."""
    return f"1 {singular}" if number == 1 else f"{number} {plural or f'{singular}s'}"


def times(number: int) -> str:
    """Return a number of times in words, such as “once” or “2 times”."""
    return "once" if number == 1 else f"{number} times"


# The words for the numbers from 0 to 12; the index is the number.
NUMBER_WORDS = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def number_in_words(number: int) -> str:
    """Return a number from 0 to 12 as a word, and others in digits."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def list_in_words(items: Sequence[str]) -> str:
    """Return items as a list in a sentence, such as “a, b and c”; empty if there are none."""
    *others, last = items or [""]
    return f"{', '.join(others)} and {last}" if others else last
