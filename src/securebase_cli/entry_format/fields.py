"""Typed values from the front matter of entries and drafts.

Each function raises EntryFormatError if a field that is required is missing or malformed.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from securebase_cli.errors import EntryFormatError
from securebase_cli.model import BASIS_WORDS, ID, REFLECTION, SCALE_MAX, TEAM_SESSION, Scaling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from securebase_cli.entry_format.front_matter import Fields
    from securebase_cli.model import EntryKind

NUMBER = re.compile(r"[0-9]{1,6}")


def text_field(fields: Fields, key: str) -> str:
    value = fields.get(key, "")
    return value if isinstance(value, str) else ""


def id_field(fields: Fields, key: str) -> str:
    value = text_field(fields, key)
    if not ID.fullmatch(value):
        raise EntryFormatError(f"its front matter has no “{key}” that can be used")
    return value


def list_field(fields: Fields, key: str) -> tuple[str, ...]:
    value = fields.get(key, ())
    names = value.replace(",", " ").split() if isinstance(value, str) else value
    return tuple(name for name in (name.strip().removeprefix("#") for name in names) if name)


def escape_names(names: Iterable[str]) -> list[str]:
    """Return the names as they are written, so that `list_field` gives the same ones back."""
    # Of one that was edited by hand more than the sign may be left that reading takes away.
    return [f"#{name}" if name[:1] == "#" or name[:1].isspace() else name for name in names]


def pairs_field(fields: Fields, key: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name in list_field(fields, key):
        first, _, second = name.partition("/")
        if not ID.fullmatch(first) or not ID.fullmatch(second):
            raise EntryFormatError(f"its front matter has no “{key}” that can be used")
        pairs.append((first, second))
    return pairs


def moment_field(fields: Fields) -> datetime:
    try:
        moment = datetime.fromisoformat(text_field(fields, "date"))
        # A date that was edited by hand may have lost its offset: it is a local one.
        aware = moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        raise EntryFormatError("its front matter has no “date” that can be read") from None
    return aware.replace(microsecond=0)


def kind_field(fields: Fields) -> EntryKind:
    """Return what the front matter says, as people write it; what we don't know is a reflection.

    So nothing that somebody wrote is missing where their own reflections are counted.
    """
    written = "-".join(list_field(fields, "kind")).casefold()
    return TEAM_SESSION if written == TEAM_SESSION else REFLECTION


def parse_scaling(value: str, basis: str) -> Scaling | None:
    """Return what stands on the scale; None for nothing, and for what no scale of ours has."""
    if not value or not NUMBER.fullmatch(value) or int(value) > SCALE_MAX:
        return None
    return Scaling(int(value), next((known for known in BASIS_WORDS if known == basis), ""))
