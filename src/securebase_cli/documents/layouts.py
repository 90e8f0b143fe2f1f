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
from securebase_cli.errors import UnknownNameError
from securebase_cli.instrument.record_layout import (
    Origin,
    RecordLayout,
    find_record_layout,
    shipped_names,
)


class Layout(NamedTuple):
    """A layout: its module, and the parts of entries that it shows unless told otherwise.

    `possible_parts` are those it can show. The parts `with_answers` are left out when the answers
    are left out by choice. `actions` says which of what was to be tried it has, if any. Records
    have a `record_layout`, too.
    """

    module: str
    parts: frozenset[Part]
    possible_parts: frozenset[Part] = ALL_PARTS
    with_answers: frozenset[Part] = frozenset({"notes", "scale"})
    actions: str = "things to try"
    record_layout: RecordLayout | None = None

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
SUPERVISION = "supervision"
LAYOUTS = {
    JOURNAL: Layout(
        "journal_layout", ALL_PARTS, with_answers=frozenset({"notes", "scale", "takeaways"})
    ),
    SUPERVISION: Layout("supervision", ALL_PARTS - {"answers"}),
    "look-back": Layout(
        "look_back", ALL_PARTS - {"scale"}, ALL_PARTS - {"scale"}, actions="things tried"
    ),
}
# What a field of a record has from the entry, and the part of the entry that this is.
_PARTS_OF_RECORDS: dict[Origin, Part] = {
    "takeaway": "takeaways",
    "tried": "notes",
    "answers": "answers",
}


def layout_names() -> tuple[str, ...]:
    """Return the names of all layouts, also of those of records."""
    return (*LAYOUTS, *shipped_names())


def find_layout(typed: str) -> Layout:
    """Return the layout of a name, or of the file of a form of records.

    Raises UnknownNameError for any other text, and RecordError for a file with a mistake.
    """
    if typed in LAYOUTS:
        return LAYOUTS[typed]
    if record_layout := find_record_layout(typed):
        origins = {field.origin for field in record_layout.fields}
        parts = frozenset(part for origin, part in _PARTS_OF_RECORDS.items() if origin in origins)
        tried = "things tried" if "tried" in origins else ""
        return Layout(
            "records", parts - {"answers"}, parts, actions=tried, record_layout=record_layout
        )
    names = layout_names()
    hint = f"Choose from: {', '.join(names)}; or a form of your own, a file that ends in .yaml."
    raise UnknownNameError("layout", typed, names, hint)
