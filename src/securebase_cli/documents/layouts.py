"""The layouts of documents, by the names that people type.

Each layout has a module in this folder, whose function `build(source)` yields the document as
blocks. The journal layout has several such functions, of which the format chooses one.
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

    `possible_parts` are the parts that it can show. `--no-answers` leaves out the parts
    `with_answers`, too. `actions` says in words which actions are shown, if any. Layouts of records
    have a `record_layout`.
    """

    module: str
    parts: frozenset[Part]
    possible_parts: frozenset[Part] = ALL_PARTS
    with_answers: frozenset[Part] = frozenset({"notes", "scale"})
    actions: str = "things to try"
    record_layout: RecordLayout | None = None

    def select_parts(self, choices: Mapping[Part, bool | None]) -> frozenset[Part]:
        """Return the parts to show; `choices` has True or False for parts with an option."""
        parts = set(self.parts)
        if choices["answers"] is False:
            parts -= self.with_answers
        for part, choice in choices.items():
            if choice:
                parts.add(part)
            elif choice is False:
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
# The origins of the fields of records that are parts of entries.
_PARTS_OF_RECORDS: dict[Origin, Part] = {
    "takeaway": "takeaways",
    "tried": "notes",
    "answers": "answers",
}


def layout_names() -> tuple[str, ...]:
    """Return the names of all layouts, also of those of records."""
    return (*LAYOUTS, *shipped_names())


def find_layout(typed: str) -> Layout:
    """Return the layout with this name, or the layout of records in this YAML file.

    Raises UnknownNameError if it is neither, and RecordError for a file with a mistake.
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
