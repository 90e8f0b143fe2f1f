"""The parts of entries that a document can have or leave out."""

from collections.abc import Collection
from typing import Literal

Part = Literal["answers", "takeaways", "notes", "scale"]
# What documents call each part, in the order in which they name them.
PART_NAMES: dict[Part, str] = {
    "answers": "the answers",
    "takeaways": "what was taken from the entries",
    "notes": "notes on what was tried",
    "scale": "the scale",
}
ALL_PARTS = frozenset(PART_NAMES)


def part_names(parts: Collection[Part]) -> list[str]:
    """Return what documents call these parts, in order."""
    return [words for part, words in PART_NAMES.items() if part in parts]
