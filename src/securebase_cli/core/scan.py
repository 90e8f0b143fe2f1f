"""One pass over the entries of a journal: the only copy of what people wrote, and no index of it.

A file that can't hold what is looked for is rejected by a look at its bytes, before it is read
as text; of the others only so much is read as the pass is about.
"""

from __future__ import annotations

import marshal
import os
from datetime import datetime
from itertools import compress, islice, repeat
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from securebase_cli.core import markdown
from securebase_cli.core.errors import EntryFormatError, UnreadableEntriesError
from securebase_cli.core.model import Outline, Scaling
from securebase_cli.core.names import EntryName
from securebase_cli.core.system import meanwhile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import Any

    from securebase_cli.core.journal import Journal
    from securebase_cli.core.model import Entry
    from securebase_cli.core.query import Query

    Sieve = Callable[[bytes], bool]
    # The fields of an outline in which nothing is open, but for what the file's name says.
    _Packed = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...], Any]

T = TypeVar("T", "Entry", "Outline")

# What is newest is often enough; only of more files than these a second process takes its half.
_AT_ONCE = 1_000


class Stored(NamedTuple):
    """An entry together with the file that holds it."""

    path: Path
    entry: Entry


class Outlined(NamedTuple):
    """The outline of an entry together with the name of the file that holds it."""

    name: EntryName
    outline: Outline


class Watch:
    """Whoever wants to know how far a pass is; by itself it does not care."""

    def begin(self, files: int) -> None:
        """Hear that a pass over so many files begins."""

    def count(self) -> None:
        """Hear that one more of them is read; takes no time."""

    def clear(self) -> None:
        """Hear that something else is to be shown now."""


NOBODY = Watch()


class Scan:
    """The entries that a query admits; each file is opened when its turn comes, on every pass anew.

    `unreadable` has the files that could not be read, with the reason.
    """

    def __init__(
        self, journal: Journal, query: Query, *, oldest_first: bool = False, watch: Watch = NOBODY
    ) -> None:
        self.unreadable: dict[Path, str] = {}
        self._journal = journal
        self._folder = os.path.join(journal.folder, "")
        self._query = query
        self._oldest_first = oldest_first
        self._watch = watch

    def __iter__(self) -> Iterator[Stored]:
        """Read the entries that match."""
        return self.entries()

    def entries(self, sieve: Sieve | None = None) -> Iterator[Stored]:
        """Read the entries that match, of the files whose bytes pass the sieve."""
        files = self._files()
        sifted = self._counted(files) if sieve is None else self._sifted(files, sieve)
        try:
            for name, entry in self._read(markdown.read_entry, sifted):
                if self._query.matches(entry):
                    self._watch.clear()
                    yield Stored(self._journal.folder / name.name, entry)
        finally:
            self._watch.clear()

    def outlines(self, sieve: Sieve | None = None) -> Iterator[Outlined]:
        """Read what those entries hold besides their answers, in a fraction of the time."""
        files = self._files()
        if sieve is None:
            found = self._outlined(files)
        else:
            found = self._read(markdown.read_outline, self._sifted(files, sieve))
        try:
            for name, outline in found:
                if self._query.matches(outline):
                    yield Outlined(name, outline)
        finally:
            self._watch.clear()

    def check(self) -> None:
        """Raise UnreadableEntriesError if a pass met files that could not be read."""
        if self.unreadable:
            raise UnreadableEntriesError(sorted(self.unreadable.items()))

    def _files(self) -> Iterator[str]:
        """Begin a pass: return the names of the files that the query admits, in order."""
        listing = self._journal.listing()
        self.unreadable.update(self._journal.strangers(listing))
        self._watch.begin(len(listing))
        files = listing.in_order(oldest_first=self._oldest_first)
        if not self._query.narrows:
            return files
        return (file for file in files if self._query.admits(EntryName.known(file)))

    def _counted(self, files: Iterable[str]) -> Iterator[str]:
        count = self._watch.count
        for file in files:
            count()
            yield file

    def _read(
        self, read: Callable[[str], T], files: Iterable[str]
    ) -> Iterator[tuple[EntryName, T]]:
        """Read the files, and note those that can't be read."""
        for file in files:
            try:
                found = read(markdown.text_in(self._data(file)))
            except EntryFormatError as error:
                self.unreadable[self._journal.folder / file] = str(error)
                continue
            name = EntryName.known(file)
            if found.id != name.id or found.domain != name.domain:
                # Where a hand-edited file contradicts its name, the name counts: it is what is
                # found.
                found = found._replace(id=name.id, domain=name.domain)
            yield name, found

    def _data(self, file: str) -> bytes:
        return self._journal.bytes_at(self._folder + file)

    def _sifted(self, files: Iterator[str], sieve: Sieve) -> Iterator[str]:
        """Leave out the files that can't hold what is looked for."""

        def may_hold_it(file: str) -> bool:
            try:
                data = self._data(file)
            except EntryFormatError:
                # Whoever reads it will say why it can't be read.
                return True
            return sieve(data) or not markdown.begins_well(data)

        yield from filter(may_hold_it, self._counted(islice(files, _AT_ONCE)))
        ours, others = _halves(list(files))
        with meanwhile(lambda: bytes(map(may_hold_it, others)), bool(others)) as found:
            yield from filter(may_hold_it, self._counted(ours))
            # Nothing is found where there is no second process, or where it was cut off.
            yield from compress(others, found() or map(may_hold_it, self._counted(others)))

    def _outlined(self, files: Iterator[str]) -> Iterator[tuple[EntryName, Outline]]:
        """Read outlines; of many files the second half by a second process, where that is easy."""

        def packed(file: str) -> _Packed | None:
            try:
                outline = markdown.read_outline_as_written(markdown.text_in(self._data(file)))
            except EntryFormatError:
                return None
            return _packed(outline) if outline else None

        yield from self._read(markdown.read_outline, self._counted(islice(files, _AT_ONCE)))
        ours, others = _halves(list(files))
        with meanwhile(lambda: marshal.dumps(list(map(packed, others))), bool(others)) as found:
            yield from self._read(markdown.read_outline, self._counted(ours))
            data = found()
        # They come from this very program, a moment ago.
        read_there: Iterable[_Packed | None] = marshal.loads(data) if data else repeat(None)  # noqa: S302
        for file, outline in zip(self._counted(others), read_there, strict=False):
            if outline is None:
                yield from self._read(markdown.read_outline, (file,))
            else:
                name = EntryName.known(file)
                yield name, _unpacked(outline, name)


def _packed(outline: Outline) -> _Packed:
    """Return plain values that one process can hand to another quickly; nothing is open there."""
    return (
        outline.moment.isoformat(),
        outline.title,
        outline.tags,
        outline.answered,
        outline.skipped,
        outline.scaling and tuple(outline.scaling),
    )


def _unpacked(packed: _Packed, name: EntryName) -> Outline:
    moment, title, tags, answered, skipped, scaling = packed
    return Outline(
        name.id,
        datetime.fromisoformat(moment),
        name.domain,
        title,
        tags,
        answered,
        skipped,
        scaling=scaling and Scaling(*scaling),
    )


def _halves(files: list[str]) -> tuple[list[str], list[str]]:
    """Divide the files; a few are not worth dividing."""
    ours = len(files) // 2 if len(files) > _AT_ONCE else len(files)
    return files[:ours], files[ours:]
