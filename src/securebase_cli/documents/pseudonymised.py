"""Put aliases in the place of names in everything that a document is made of."""

from collections.abc import Callable, Iterable, Iterator

from securebase_cli.documents.source import DocumentSource, Entries
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.pseudonyms.value_texts import (
    count_replaced_names,
    replace_names,
    replace_names_in_entry,
)
from securebase_cli.storage.names import EntryName
from securebase_cli.storage.scan import StoredEntry, StoredOutline


class _PseudonymisedEntries:
    """Entries with names replaced, also in the ids of domains; implements `Entries`."""

    def __init__(self, entries: Entries, pseudonyms: Pseudonyms, domains: Iterable[str]) -> None:
        self._entries = entries
        self._pseudonyms = pseudonyms
        self._domains = {domain: replace_names(domain, pseudonyms, "id") for domain in domains}

    def entries(
        self, prefilter: Callable[[bytes], bool] | None = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        originals = [original for original, new in self._domains.items() if new == domain]
        only_domain = originals[0] if len(originals) == 1 else None
        for stored in self._entries.entries(prefilter, domain=only_domain):
            replaced = self._replace_in(stored)
            if domain in {None, replaced.entry.domain}:
                yield replaced

    def outlines(self) -> Iterator[StoredOutline]:
        yield from map(StoredOutline.from_entry, self.entries())

    def _replace_in(self, stored: StoredEntry) -> StoredEntry:
        entry = replace_names_in_entry(stored.entry, self._pseudonyms)
        name = EntryName.from_path(stored.file_name).with_domain(entry.domain)
        return StoredEntry(name.file_name, entry)


def pseudonymise(
    source: DocumentSource, pseudonyms: Pseudonyms, domains: Iterable[str]
) -> DocumentSource:
    """Return the source with names replaced, and with their number in its omissions.

    `domains` are the ids of the domains that entries of the journal have.
    """
    counts = count_replaced_names((source.records, source.made_for), pseudonyms)
    for stored in source.entries.entries():
        counts.update(count_replaced_names(stored.entry, pseudonyms))
    omissions = source.omissions._replace(
        names=True, replaced_names=len(counts), replacements=counts.total()
    )
    entries = _PseudonymisedEntries(source.entries, pseudonyms, domains)
    return replace_names(source, pseudonyms)._replace(entries=entries, omissions=omissions)
