"""The filter that decides which entries of a journal a command works on."""

from typing import NamedTuple

from securebase_cli.dates import Period
from securebase_cli.model import Entry, Outline
from securebase_cli.storage.names import EntryName


class Filter(NamedTuple):
    """Criteria that an entry must all meet; an empty set stands for no restriction.

    An entry needs one of the domains, one of the tags (in lower case here, compared without
    regard to case), must be one of the included entries and none of the excluded ones.
    """

    domains: frozenset[str] = frozenset()
    period: Period = Period()
    tags: frozenset[str] = frozenset()
    included_entries: frozenset[EntryName] = frozenset()
    excluded_entries: frozenset[EntryName] = frozenset()

    @property
    def filters_names(self) -> bool:
        """Whether `matches_name` can be False."""
        return self._replace(tags=frozenset()) != MATCH_ALL

    def matches_name(self, name: EntryName) -> bool:
        """Whether an entry meets all criteria but the tags, which are not in its file name."""
        if self.domains and name.domain not in self.domains:
            return False
        if name in self.excluded_entries:
            return False
        if self.included_entries and name not in self.included_entries:
            return False
        return self.period == Period() or name.day in self.period

    def matches_tags(self, entry: Entry | Outline) -> bool:
        """Whether an entry has one of the tags, or no tags are asked for."""
        return not self.tags or any(tag.casefold() in self.tags for tag in entry.tags)


MATCH_ALL = Filter()
