"""The layouts of documents, by the names that people type.

The module of a layout, in this folder, has a function `build(source)`, which yields the document
as blocks. That of the journal has one for each kind of format, so the format chooses.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import NamedTuple

from securebase_cli.documents.blocks import Block
from securebase_cli.documents.parts import ALL_PARTS, Part
from securebase_cli.documents.source import DocumentSource


class Layout(NamedTuple):
    """A layout: its module, and the parts of entries that it shows unless told otherwise.

    `possible_parts` are those it can show. The parts `with_answers` are left out when the answers
    are left out by choice.
    """

    module: str
    parts: frozenset[Part]
    possible_parts: frozenset[Part] = ALL_PARTS
    with_answers: frozenset[Part] = frozenset({"notes", "scale"})

    def choose_parts(self, wanted: Mapping[Part, bool | None]) -> frozenset[Part]:
        """Return the parts to show; `wanted` says which were asked for, or asked to leave out."""
        parts = set(self.parts)
        if wanted["answers"] is False:
            parts -= self.with_answers
        for part, is_wanted in wanted.items():
            if is_wanted:
                parts.add(part)
            elif is_wanted is False:
                parts.discard(part)
        return frozenset(parts)

    def build(self, source: DocumentSource) -> Iterator[Block]:
        module = import_module(f"securebase_cli.documents.{self.module}")
        document: Iterator[Block] = module.build(source)
        return document


JOURNAL = "journal"
LAYOUTS = {
    JOURNAL: Layout(
        "journal_layout", ALL_PARTS, with_answers=frozenset({"notes", "scale", "takeaways"})
    ),
    "supervision": Layout("supervision", ALL_PARTS - {"answers"}),
    "look-back": Layout("look_back", ALL_PARTS - {"scale"}, ALL_PARTS - {"scale"}),
    "cpd": Layout("cpd", ALL_PARTS - {"answers", "scale"}, ALL_PARTS - {"scale"}),
}
