"""Which entries a command is about: one value, and the same meaning in every command."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.dates import Period

if TYPE_CHECKING:
    from securebase_cli.model import Entry, Outline
    from securebase_cli.storage.names import EntryName


class Filter(NamedTuple):
    """Some domains, a period, some tags; an empty set of domains or tags stands for any.

    `only` and `without` are ids of entries; an empty `only` stands for any as well.
    """

    domains: frozenset[str] = frozenset()
    period: Period = Period()
    tags: frozenset[str] = frozenset()
    included_ids: frozenset[str] = frozenset()
    excluded_ids: frozenset[str] = frozenset()

    @property
    def filters_names(self) -> bool:
        """Whether any file's name is not admitted."""
        return (
            bool(self.domains or self.included_ids or self.excluded_ids) or self.period != Period()
        )

    def matches_name(self, name: EntryName) -> bool:
        """Whether a file's name leaves it possible that its entry matches; opens nothing."""
        if self.domains and name.domain not in self.domains:
            return False
        if name.id in self.excluded_ids or (self.included_ids and name.id not in self.included_ids):
            return False
        return self.period == Period() or name.day in self.period

    def matches_entry(self, entry: Entry | Outline) -> bool:
        """Whether the entry, whose name was admitted, carries one of the tags."""
        return not self.tags or any(tag.casefold() in self.tags for tag in entry.tags)


MATCH_ALL = Filter()
