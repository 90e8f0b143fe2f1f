"""The filter that decides which entries of a journal a command works on."""

from collections.abc import Iterator
from typing import NamedTuple

from securebase_cli.dates import ALWAYS, Period
from securebase_cli.model import Entry, Outline
from securebase_cli.storage.names import EntryName


class Filter(NamedTuple):
    """Criteria that an entry must all meet; an empty set stands for no restriction.

    An entry needs one of the domains, one of the tags (all of them if `needs_all_tags`), must be
    one of the included entries and none of the excluded ones. The tags are in the form of
    `tag_key`.
    """

    domains: frozenset[str] = frozenset()
    period: Period = ALWAYS
    tags: frozenset[str] = frozenset()
    needs_all_tags: bool = False
    included_entries: frozenset[EntryName] = frozenset()
    excluded_entries: frozenset[EntryName] = frozenset()

    @property
    def filters_names(self) -> bool:
        """Whether `matches_name` can be False."""
        return bool(self.domains or self.included_entries or self.excluded_entries)

    def matches_name(self, name: EntryName) -> bool:
        """Whether an entry meets the criteria that its file name decides."""
        if self.domains and name.domain not in self.domains:
            return False
        if self.included_entries and name not in self.included_entries:
            return False
        return name not in self.excluded_entries

    def matches(self, entry: Entry | Outline) -> bool:
        """Whether an entry meets the criteria that its file decides: its date and its tags.

        The date is the local one in the front matter; the name may have another. A tag such as
        `supervision/north` counts as `supervision`, too.
        """
        if self.period != ALWAYS and entry.moment.date() not in self.period:
            return False
        if not self.tags:
            return True
        keys = {key for tag in entry.tags for key in _keys_of_tag_and_parents(tag)}
        return self.tags <= keys if self.needs_all_tags else not self.tags.isdisjoint(keys)


MATCH_ALL = Filter()


def tag_key(tag: str) -> str:
    """Return a form of the tag that is the same in every case and composition of its letters."""
    # Imported here because few commands need it: every pass over the journal imports this module.
    import unicodedata

    decomposed = unicodedata.normalize("NFD", tag).casefold()
    return unicodedata.normalize("NFC", decomposed).strip("/")


def _keys_of_tag_and_parents(tag: str) -> Iterator[str]:
    key = tag_key(tag)
    while key:
        yield key
        key, _, _ = key.rpartition("/")
