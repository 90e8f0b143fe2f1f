"""Read or replace every text of a value: of an entry, of the content, of a filter.

A value is made of named tuples. Each text in it may hold a name, whichever field it is in, unless
the field is one of `_FIELDS_OF_THE_PROGRAM`, or the text is one that the program itself has.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar, cast

from securebase_cli.dates import long_date
from securebase_cli.instrument.content import read_content
from securebase_cli.instrument.record_layout import shipped_layouts
from securebase_cli.instrument.team_questions import questions_and_prompts
from securebase_cli.model import Entry, title_with_kind
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.review.folding import fold

T = TypeVar("T")
# An id has small letters, digits and hyphens; a tag has no spaces.
TextKind: TypeAlias = Literal["text", "tag", "id"]
_KINDS: dict[str, TextKind] = {
    "tags": "tag",
    **dict.fromkeys(
        ("id", "domain", "domains", "question", "skipped", "follows", "themes", "answered"), "id"
    ),
}
# Fields with words of the program, and those of which a document shows nothing but a number.
_FIELDS_OF_THE_PROGRAM = frozenset(
    {
        "kind", "state", "basis", "reason", "order", "parts", "origin", "entry_id",
        "included_entries", "excluded_entries",
    }
)  # fmt: skip
_NOT_IN_TAGS = re.compile(r"[^\w/]+")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def texts_of(value: object) -> list[str]:
    """Return every text of a value that may contain names; tags with their sign #."""
    texts: list[str] = []

    def collect(text: str, kind: TextKind) -> str:
        if text not in _program_texts():
            texts.append(f"#{text}" if kind == "tag" else text)
        return text

    _map_texts(value, collect)
    return texts


def texts_of_entry(entry: Entry) -> list[str]:
    """Return every text of an entry that may contain names."""
    return texts_of(_without_program_words(entry))


def replace_names(value: T, pseudonyms: Pseudonyms, kind: TextKind = "text") -> T:
    """Return the value with names replaced by their aliases in every text of it.

    `kind` is the kind of texts that are in no field.
    """

    def replace(text: str, kind: TextKind) -> str:
        if text in _program_texts():
            return text
        replaced = pseudonyms.apply(text, is_label=kind != "text")
        if kind == "text" or replaced == text:
            return replaced
        if kind == "tag":
            return _NOT_IN_TAGS.sub("-", replaced.lower()).strip("-")
        return _NOT_IN_IDS.sub("-", fold(replaced)).strip("-") or "name"

    return _map_texts(value, replace, kind)


def replace_names_in_entry(entry: Entry, pseudonyms: Pseudonyms) -> Entry:
    """Return the entry with names replaced, except in what the program wrote: its id and date."""
    words = _title_words(entry)
    replaced = replace_names(entry._replace(title=words), pseudonyms)
    return replaced._replace(
        id=entry.id,
        title=replaced.title + entry.title[len(words) :],
        tags=tuple(dict.fromkeys(filter(None, replaced.tags))),
    )


def count_replaced_names(value: object, pseudonyms: Pseudonyms) -> Counter[str]:
    """Return the keys of the names in the texts of a value, with how often each is replaced."""
    counts: Counter[str] = Counter()

    def count(text: str, kind: TextKind) -> str:
        if text not in _program_texts():
            counts.update(pseudonyms.replaced_names(text, is_label=kind != "text"))
        return text

    _map_texts(_without_program_words(value) if isinstance(value, Entry) else value, count)
    return counts


def _without_program_words(entry: Entry) -> Entry:
    """Return the entry without its id, and without the date and kind in its title."""
    return entry._replace(id="", title=_title_words(entry))


def _title_words(entry: Entry) -> str:
    """Return the title without the date and the kind, which the program adds to it."""
    date = f", {long_date(entry.moment.date())}"
    return entry.title.removesuffix(title_with_kind("", entry.kind)).removesuffix(date)


@cache
def _program_texts() -> frozenset[str]:
    """Return the texts of the content and layouts of this package, which have no names in them."""
    texts = {""}

    def collect(text: str, _kind: TextKind) -> str:
        texts.add(text)
        return text

    content = read_content()
    _map_texts((content, questions_and_prompts(content), *shipped_layouts()), collect)
    return frozenset(texts)


def _map_texts(value: T, change: Callable[[str, TextKind], str], kind: TextKind = "text") -> T:
    """Return the value with each text changed, but not those in `_FIELDS_OF_THE_PROGRAM`."""
    changed: Any = value
    if isinstance(value, str):
        changed = change(value, kind)
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        changed = type(value)(
            *(
                item
                if field in _FIELDS_OF_THE_PROGRAM
                else _map_texts(item, change, _KINDS.get(field, "text"))
                for field, item in zip(value._fields, value, strict=True)
            )
        )
    elif isinstance(value, tuple | frozenset):
        changed = type(value)(_map_texts(item, change, kind) for item in value)
    return cast(T, changed)
