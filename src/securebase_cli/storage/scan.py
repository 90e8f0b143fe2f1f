"""One pass over the entries of a journal: the only copy of what people wrote, and no index of it.

A file that can't hold what is looked for is rejected by a look at its bytes, before it is read
as text; of the others only so much is read as the pass is about.
"""

from __future__ import annotations

import os
from itertools import compress
from typing import TYPE_CHECKING, Generic, NamedTuple, Self, TypeVar

from securebase_cli.entry_format.entry import decode_entry, read_entry, read_outline
from securebase_cli.entry_format.quick_checks import starts_like_entry
from securebase_cli.errors import EntryFormatError, UnreadableEntriesError
from securebase_cli.model import Entry, Outline
from securebase_cli.storage import serialise
from securebase_cli.storage.names import EntryName
from securebase_cli.storage.parallel import Sharing, by_two

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from securebase_cli.storage.filter import Filter
    from securebase_cli.storage.journal import Journal

    Sieve = Callable[[bytes], bool]

T = TypeVar("T", Entry, Outline)

# Whoever reads the files that passed has the least to do; so both look at one half each.
_SIFTING = Sharing(256, 2)


class StoredEntry(NamedTuple):
    """An entry together with the path of the file that holds it."""

    path: str
    entry: Entry

    @property
    def name(self) -> str:
        """What the file is called within the journal."""
        return os.path.basename(self.path)


class StoredOutline(NamedTuple):
    """The outline of an entry together with the name of the file that holds it."""

    name: EntryName
    outline: Outline

    @classmethod
    def from_entry(cls, stored: StoredEntry) -> Self:
        """Return the outline of an entry that was read whole."""
        return cls(EntryName.parse_unchecked(stored.name), stored.entry.outline)


class ProgressCallbacks:
    """Whoever wants to know how far a pass is; by itself it does not care."""

    def begin(self, files: int) -> None:
        """Hear that a pass over so many files begins."""

    def advance(self) -> None:
        """Hear that one more of them is read; takes no time."""

    def clear(self) -> None:
        """Hear that something else is to be shown now."""


NO_PROGRESS = ProgressCallbacks()


class Scan:
    """The entries that a query admits; each file is opened when its turn comes, on every pass anew.

    `unreadable` has the files that could not be read, with the reason.
    """

    def __init__(
        self,
        journal: Journal,
        query: Filter,
        *,
        oldest_first: bool = False,
        watch: ProgressCallbacks = NO_PROGRESS,
    ) -> None:
        self.unreadable: dict[Path, str] = {}
        self._journal = journal
        self._folder = os.path.join(journal.folder, "")
        self._query = query
        self._oldest_first = oldest_first
        self._watch = watch

    def __iter__(self) -> Iterator[StoredEntry]:
        """Read the entries that match."""
        return self.entries()

    def entries(
        self, sieve: Sieve | None = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        """Read the entries that match: of files whose bytes pass the sieve, or of one domain."""
        files = self._files()
        if domain is not None:
            files = (file for file in files if EntryName.parse_unchecked(file).domain == domain)
        try:
            for name, entry in self._found(_ENTRIES, files, sieve):
                if self._query.matches_entry(entry):
                    self._watch.clear()
                    yield StoredEntry(self._folder + name.name, entry)
        finally:
            self._watch.clear()

    def outlines(self, sieve: Sieve | None = None) -> Iterator[StoredOutline]:
        """Read what those entries hold besides their answers, in a fraction of the time."""
        try:
            for name, outline in self._found(_OUTLINES, self._files(), sieve):
                if self._query.matches_entry(outline):
                    yield StoredOutline(name, outline)
        finally:
            self._watch.clear()

    def raise_if_unreadable(self) -> None:
        """Raise UnreadableEntriesError if a pass met files that could not be read."""
        if self.unreadable:
            raise UnreadableEntriesError(sorted(self.unreadable.items()))

    def _files(self) -> Iterator[str]:
        """Begin a pass: return the names of the files that the query admits, in order."""
        listing = self._journal.listing()
        self.unreadable.update(self._journal.misnamed_files(listing))
        files = listing.file_names(oldest_first=self._oldest_first)
        count = len(listing)
        if self._query.filters_names:
            admitted = [
                file for file in files if self._query.matches_name(EntryName.parse_unchecked(file))
            ]
            files, count = iter(admitted), len(admitted)
        self._watch.begin(count)
        return files

    def _found(
        self, kind: _Kind[T], files: Iterator[str], sieve: Sieve | None
    ) -> Iterator[tuple[EntryName, T]]:
        if sieve is not None:
            return self._read(kind, self._sifted(files, sieve))
        return by_two(
            files,
            kind.sharing,
            work=lambda some: kind.packed(self._tried(kind, file) for file in some),
            show=lambda some, parcel: (
                self._opened(kind, some, parcel)
                if parcel
                else self._read(kind, self._counted(some))
            ),
        )

    def _sifted(self, files: Iterator[str], sieve: Sieve) -> Iterator[str]:
        """Leave out the files that can't hold what is looked for."""

        def may_hold_it(file: str) -> bool:
            try:
                data = self._data(file)
            except EntryFormatError:
                # Whoever reads it will say why it can't be read.
                return True
            return sieve(data) or not starts_like_entry(data)

        return by_two(
            files,
            _SIFTING,
            work=lambda some: bytes(map(may_hold_it, some)),
            show=lambda some, verdicts: (
                compress(self._counted(some), verdicts)
                if verdicts
                else filter(may_hold_it, self._counted(some))
            ),
        )

    def _read(self, kind: _Kind[T], files: Iterable[str]) -> Iterator[tuple[EntryName, T]]:
        """Read the files, and note those that can't be read."""
        for file in files:
            try:
                found = kind.read(decode_entry(self._data(file)))
            except EntryFormatError as error:
                self.unreadable[self._journal.folder / file] = str(error)
                continue
            name = EntryName.parse_unchecked(file)
            yield name, name.apply_to(found)

    def _tried(self, kind: _Kind[T], file: str) -> T | None:
        return next((found for _, found in self._read(kind, (file,))), None)

    def _opened(
        self, kind: _Kind[T], files: Sequence[str], parcel: bytes
    ) -> Iterator[tuple[EntryName, T]]:
        """Take out of a parcel what a second process has read; try again what it could not read."""
        for file, found in zip(self._counted(files), kind.unpacked(parcel), strict=True):
            if found is None:
                yield from self._read(kind, (file,))
            else:
                yield EntryName.parse_unchecked(file), found

    def _data(self, file: str) -> bytes:
        return self._journal.read_bytes_at(self._folder + file)

    def _counted(self, files: Iterable[str]) -> Iterator[str]:
        count = self._watch.advance
        for file in files:
            count()
            yield file


class _Kind(Generic[T]):
    """What can be read of a file: entries or outlines, and how that is shared."""

    def __init__(
        self,
        sharing: Sharing,
        read: Callable[[str], T],
        packed: Callable[[Iterable[T | None]], bytes],
        unpacked: Callable[[bytes], Iterator[T | None]],
    ) -> None:
        self.sharing = sharing
        self.read: Callable[[str], T] = read
        self.packed: Callable[[Iterable[T | None]], bytes] = packed
        self.unpacked: Callable[[bytes], Iterator[T | None]] = unpacked


# Taking what was read out of a parcel, and showing or counting it, is work too: so this process
# reads a third or a quarter only, and both are done at about the same time.
_ENTRIES = _Kind(Sharing(64, 4), read_entry, serialise.of_entries, serialise.entries_in)
_OUTLINES = _Kind(Sharing(256, 3), read_outline, serialise.of_outlines, serialise.outlines_in)
