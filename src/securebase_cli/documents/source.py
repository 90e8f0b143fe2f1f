"""The input of every document: entries, their order, and what the document says about itself."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path
from sys import getsizeof
from typing import Literal, NamedTuple, Protocol

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import DatedQuote, Notice, Title
from securebase_cli.documents.notices import Omissions, describe_filters, describe_unreadable
from securebase_cli.documents.parts import ALL_PARTS, Part
from securebase_cli.instrument.content import Content
from securebase_cli.instrument.record_layout import RecordLayout
from securebase_cli.model import Answer, Entry, entry_title
from securebase_cli.storage.filter import MATCH_ALL, Filter
from securebase_cli.storage.scan import Scan, StoredEntry, StoredOutline

Order = Literal["date", "domain"]

NO_RECORD_LAYOUT = RecordLayout("", "", ())
# Stands in the place of a name that was not given; there is room to write it by hand.
ROOM_FOR_NAME = "…" * 20

# The estimated memory that cached entries may take: enough for about 1,000 entries of 3 KB.
# Measured: an export of 100,000 entries as Markdown takes 50 MiB in all; the limit is 60 MiB.
MAX_CACHED_BYTES = 4 << 20
# Measured on Python 3.11: an entry without answers takes about 800 bytes, and an answer 150 bytes
# besides its texts.
_ENTRY_BYTES = 800
_ANSWER_BYTES = 150


class Entries(Protocol):
    """Entries, oldest first, that can be iterated as often as a document needs."""

    def entries(
        self, prefilter: Callable[[bytes], bool] | None = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        """Yield the entries, or those of one domain.

        `prefilter` returns whether the bytes of a file may be of interest. It only saves time:
        entries that it rejects may be yielded as well, so callers must check each entry.
        """

    def outlines(self) -> Iterator[StoredOutline]:
        """Yield the outlines of the entries."""


class CachedEntries:
    """The entries of a scan; the first ones stay in memory. Implements `Entries`.

    A layout iterates over the entries several times, because a document shows its contents and
    totals first. Entries beyond `max_bytes`, which must be positive, are read from the disk in
    every iteration. The scan must yield the oldest entry first.
    """

    def __init__(self, scan: Scan, max_bytes: int = MAX_CACHED_BYTES) -> None:
        self._scan = scan
        self._free_bytes = max_bytes
        self._cached: list[StoredEntry] = []
        # The entries to cache next. All iterations share this iterator, so that each continues to
        # fill the cache where the previous one stopped.
        self._uncached = scan.entries()

    def is_empty(self) -> bool:
        """Return whether there are no entries; at most one is read to find out."""
        return next(self.entries(), None) is None

    def entries(
        self, prefilter: Callable[[bytes], bool] | None = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        """Yield the entries, or those of one domain; `prefilter` is not applied to cached ones."""
        for stored in self._yield_and_cache():
            if domain is None or stored.entry.domain == domain:
                yield stored
        if self._is_full:
            yield from self._scan.entries(prefilter, domain=domain, skip=self._cached_file_names())

    def outlines(self) -> Iterator[StoredOutline]:
        """Yield the outlines of the entries; of files beyond the cache only these are parsed."""
        yield from map(StoredOutline.from_entry, self._yield_and_cache())
        if self._is_full:
            yield from self._scan.outlines(skip=self._cached_file_names())

    @property
    def _is_full(self) -> bool:
        return self._free_bytes <= 0

    def _cached_file_names(self) -> frozenset[str]:
        return frozenset([stored.file_name for stored in self._cached])

    def _yield_and_cache(self) -> Iterator[StoredEntry]:
        """Yield the cached entries, then those read from the disk until the cache is full."""
        for index in count():
            if index == len(self._cached):
                stored = next(self._uncached, None)
                if stored is None:
                    return
                self._cached.append(stored)
                self._free_bytes -= _memory_of(stored.entry)
                if self._is_full:
                    # Frees the names of all files in the iterator: 10 MiB for 100,000 entries.
                    self._uncached = iter(())
            yield self._cached[index]


def _memory_of(entry: Entry) -> int:
    """Estimate the bytes that an entry takes in memory."""
    texts = [text for answer in entry.answers for text in (answer.question_text, answer.text)]
    texts.append(entry.takeaway)
    texts += [other.text for other in entry.other_text]
    return _ENTRY_BYTES + _ANSWER_BYTES * len(entry.answers) + sum(map(getsizeof, texts))


class Record(NamedTuple):
    """The answers that the user typed for the record of one entry; `question` is the field's id.

    The answer is empty if the user skipped the field.
    """

    entry_id: str
    moment: datetime
    answers: tuple[Answer, ...]


class DocumentSource(NamedTuple):
    """The input of a document: its entries, their content, and the choices of the user.

    The entries are those that `entry_filter` selects, with the `parts` only. `made_for` is the name
    and team in the title, or empty. The supervision layout shows what has changed since the day
    `since`. `records` has what was typed for the fields of `record_layout`. `unreadable` has the
    files that could not be read as entries; it is complete after an iteration over the entries.
    """

    entries: Entries
    content: Content
    order: Order = "date"
    entry_filter: Filter = MATCH_ALL
    parts: frozenset[Part] = ALL_PARTS
    omissions: Omissions = Omissions()
    made_on: date = date.min
    made_for: str = ""
    since: date = date.min
    with_unanswered: bool = False
    record_layout: RecordLayout = NO_RECORD_LAYOUT
    records: tuple[Record, ...] = ()
    unreadable: Collection[Path] = ()

    def title(self, text: str, *lines: str) -> Title:
        """Return the title of the document, with the lines below it.

        The `lines` of the layout, such as the period, come before those that all documents have.
        """
        filters = describe_filters(self.entry_filter, self.content.domain_titles())
        name = f"Name and team: {self.made_for or ROOM_FOR_NAME}"
        return Title(text, (*lines, *filters, f"{name} · Made on {long_date(self.made_on)}"))

    @property
    def notices(self) -> Iterator[Notice]:
        """What the document says about itself below its title; complete like `unreadable`."""
        yield from map(Notice, self.omissions.sentences())
        if self.unreadable:
            yield Notice(describe_unreadable(len(self.unreadable)))

    def takeaway_of(self, entry: Entry) -> DatedQuote:
        """Return the takeaway of an entry with its domain and day, but not with its own title."""
        domain_title = self.content.domain_title(entry.domain)
        return DatedQuote(entry.takeaway, entry_title(domain_title, entry.moment, entry.kind))

    @property
    def is_complete(self) -> bool:
        """Whether the document has every entry of the journal on the domains of `content`."""
        # The content of the document has only the domains of the filter.
        has_all_domains = self.entry_filter._replace(domains=frozenset()) == MATCH_ALL
        return has_all_domains and not self.unreadable

    @property
    def no_date_label(self) -> str:
        """What a table shows instead of a date for a domain without entries."""
        return "not yet" if self.is_complete else "none here"

    def sorted_entries(self) -> Iterator[StoredEntry]:
        """Yield all entries in the order of the document."""
        if self.order == "date":
            yield from self.entries.entries()
            return
        domains = {outline.domain for _, outline in self.entries.outlines()}
        for domain in self.sort_domains(domains):
            yield from self.entries.entries(domain=domain)

    def sort_domains(self, domains: Iterable[str]) -> list[str]:
        """Return the ids in the order of the content, followed by ids it does not have."""
        ids, titles = set(domains), self.content.domain_titles()
        return [domain for domain in titles if domain in ids] + sorted(ids - set(titles))
