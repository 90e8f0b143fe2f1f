"""Typed values from the front matter of entries and drafts.

Each function raises EntryFormatError if a field that is required is missing or malformed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from securebase_cli.entry_format.front_matter import Fields
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import (
    BASIS_NAMES,
    ID,
    REFLECTION,
    SCALE_MAX,
    TEAM_SESSION,
    EntryKind,
    Scaling,
)

NUMBER = re.compile(r"[0-9]{1,6}")


def text_field(fields: Fields, key: str) -> str:
    """Return a field's text; empty if it is missing or a list."""
    value = fields.get(key, "")
    return value if isinstance(value, str) else ""


def id_field(fields: Fields, key: str) -> str:
    """Return a required id."""
    value = text_field(fields, key)
    if not ID.fullmatch(value):
        raise EntryFormatError(f"its front matter has no “{key}” that can be used")
    return value


def list_field(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the items of a list, which may be written as text with commas or spaces.

    One leading `#` of each item is removed, since tags are often written with it.
    """
    value = fields.get(key, ())
    items = value.replace(",", " ").split() if isinstance(value, str) else value
    return tuple(item for item in (item.strip().removeprefix("#") for item in items) if item)


def format_list(items: Iterable[str]) -> list[str]:
    """Return the items in a form from which `list_field` returns the same ones."""
    # An item that was edited by hand may begin with what `list_field` removes.
    return [f"#{item}" if item[:1] == "#" or item[:1].isspace() else item for item in items]


def pairs_field(
    fields: Fields, key: str, *, second_may_be_empty: bool = False
) -> list[tuple[str, str]]:
    """Return the pairs of ids in a list of items like `availability/k3f7`."""
    pairs: list[tuple[str, str]] = []
    for item in list_field(fields, key):
        first, slash, second = item.partition("/")
        is_second = bool(ID.fullmatch(second)) or (second_may_be_empty and not second)
        if not (slash and ID.fullmatch(first) and is_second):
            raise EntryFormatError(f"its front matter has no “{key}” that can be used")
        pairs.append((first, second))
    return pairs


def moment_field(fields: Fields) -> datetime:
    """Return the required date with its offset; one without an offset is taken as local time."""
    try:
        moment = datetime.fromisoformat(text_field(fields, "date"))
        aware = moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        raise EntryFormatError("its front matter has no “date” that can be read") from None
    return aware.replace(microsecond=0)


def kind_field(fields: Fields) -> EntryKind:
    """Return the kind of the entry; an unknown kind counts as a reflection."""
    value = "-".join(list_field(fields, "kind")).casefold()
    return TEAM_SESSION if value == TEAM_SESSION else REFLECTION


def parse_scaling(value: str, basis: str) -> Scaling | None:
    """Return a value on the scale, without an unknown basis; None if the value is not on it."""
    if not value or not NUMBER.fullmatch(value) or int(value) > SCALE_MAX:
        return None
    return Scaling(int(value), next((known for known in BASIS_NAMES if known == basis), ""))
