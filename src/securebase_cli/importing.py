"""The command that imports: adds what a JSON export has and the journal lacks, and proves it."""

from __future__ import annotations

import contextlib
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.core import files
from securebase_cli.core.cleanup import remark_on
from securebase_cli.core.errors import (
    DifferentEntriesError,
    DocumentError,
    EntryFormatError,
    SavingError,
)
from securebase_cli.core.markdown import write_entry
from securebase_cli.core.settings import expanded
from securebase_cli.features import given_journal
from securebase_cli.features.given_journal import as_kept
from securebase_cli.leaving import shown
from securebase_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from securebase_cli.core.journal import Journal
    from securebase_cli.core.model import Entry
    from securebase_cli.core.names import EntryName
    from securebase_cli.core.scan import Watch
    from securebase_cli.desk import Desk
    from securebase_cli.features.given_journal import Given

_AT_ONCE = 1 << 20


class Sorted(NamedTuple):
    """The entries of a document by what becomes of them.

    `new` are those that the journal has not, `present` those it has to the letter, `different`
    those that are something else there.
    """

    new: tuple[Given, ...]
    present: tuple[Given, ...]
    different: tuple[Given, ...]


def import_document(desk: Desk, given: str, *, dry_run: bool, as_json: bool) -> None:
    """Add the entries of a JSON export that the journal has not; nothing that is there changes.

    Raises DifferentEntriesError if an entry is something else in the journal.
    """
    name = "Standard input" if given == "-" else given
    document = given_journal.read(_data(given, name), name, desk.progress)
    found = sorted_out(document.entries, desk.journal, desk.progress)
    remarks: Sequence[str] = ()
    if found.new and not dry_run:
        found, remarks = _added(desk, found)
    _show(desk, found, dry_run=dry_run, as_json=as_json)
    if found.new and (remark := remark_on(document.removed)):
        desk.messages.say(remark)
    for remark in remarks:
        raise SavingError(f"Added, but {remark}. Import again, to be sure.")
    if found.different:
        raise DifferentEntriesError(name, _ids(found.different))


def sorted_out(entries: Iterable[Given], journal: Journal, watch: Watch) -> Sorted:
    """Compare the entries of a document with those of the journal, which only then are read."""
    entries = tuple(entries)
    there = _There(journal, entries)
    verdicts: dict[str, list[Given]] = {verdict: [] for verdict in Sorted._fields}
    watch.begin(len(entries))
    try:
        for one in entries:
            verdicts[there.verdict_on(one)].append(one)
            watch.count()
    finally:
        watch.clear()
    return Sorted(**{verdict: tuple(some) for verdict, some in verdicts.items()})


class _There:
    """What the journal holds of a document, as it was before anything was added."""

    def __init__(self, journal: Journal, entries: Sequence[Given]) -> None:
        self._journal = journal
        named = {one.name.name for one in entries}
        self._by_name: dict[str, EntryName] = {}
        # Who copies files has some with one id; each that the document names stands for itself.
        self._by_id: defaultdict[str, list[EntryName]] = defaultdict(list)
        for name in journal.names():
            if name.name in named:
                self._by_name[name.name] = name
            else:
                self._by_id[name.id].append(name)

    def verdict_on(self, one: Given) -> str:
        """Say what becomes of an entry."""
        name = self._by_name.get(one.name.name)
        candidates = [name] if name else self._by_id.get(one.entry.id, [])
        if not candidates:
            return "new"
        if any(self._is_same(candidate, one.entry) for candidate in candidates):
            return "present"
        return "new" if name and self._is_only_claimed(name) else "different"

    def _is_same(self, name: EntryName, entry: Entry) -> bool:
        try:
            stored = self._journal.read(name).entry
        except EntryFormatError:
            return False
        # One moment is equal to itself in another time zone; what is written is not.
        wanted = write_entry(entry)
        return wanted == write_entry(stored) or wanted == write_entry(as_kept(stored)[0])

    def _is_only_claimed(self, name: EntryName) -> bool:
        """Whether it is a name without an entry, which a crash left where there are no links."""
        with contextlib.suppress(EntryFormatError):
            return not self._journal.bytes_of(name)
        return False


def _data(given: str, name: str) -> bytes:
    try:
        if given != "-":
            return files.read_behind(expanded(given), given_journal.LARGEST)
        pieces = []
        room = given_journal.LARGEST
        while room >= 0 and (piece := sys.stdin.buffer.read(_AT_ONCE)):
            pieces.append(piece)
            room -= len(piece)
    except OSError as error:
        raise DocumentError(f"{name} can't be read: {error.strerror}.") from None
    if room < 0:
        raise DocumentError(f"{name} is larger than {given_journal.LARGEST >> 20} MiB.")
    return b"".join(pieces)


def _added(desk: Desk, found: Sorted) -> tuple[Sorted, list[str]]:
    """Add what is new, and return what it came to, with words for what failed after that."""
    desk.journal.prepare()
    added: list[Given] = []
    different = list(found.different)
    remarks: dict[str, None] = {}
    # Each brings the disk to rest: that takes its time, and here and there much of it.
    progress = Progress(desk.messages, "Adding", between=1)
    progress.begin(len(found.new))
    try:
        for one in found.new:
            saved = desk.journal.add_as(one.name.name, one.entry)
            if saved is None:
                # Somebody else was quicker, with something else.
                different.append(one)
            elif not saved.proved:
                raise SavingError(f"{saved.path}: {saved.remark}.")
            else:
                added.append(one)
                remarks[saved.remark] = None
            progress.count()
    except (SavingError, KeyboardInterrupt) as error:
        progress.clear()
        so_far = (
            f"Added until then: {_count(len(added))} of {len(found.new)}. Import again to go on."
        )
        if isinstance(error, SavingError):
            raise SavingError(f"{error}\n{so_far}") from None
        desk.messages.say(so_far)
        raise
    finally:
        progress.clear()
    return Sorted(tuple(added), found.present, tuple(different)), list(filter(None, remarks))


def _show(desk: Desk, found: Sorted, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        from securebase_cli.terminal.show import print_json

        ids = zip(("added", "present", "different"), map(_ids, found), strict=True)
        shown(lambda: print_json(dict(ids)), "Imported")
        return
    words = _words(found, dry_run=dry_run)
    shown(lambda: desk.screen.say(words), "Imported")


def _words(found: Sorted, *, dry_run: bool) -> str:
    if not any(found):
        return "There are no entries in it. Nothing was changed."
    parts = [("Would be added" if dry_run else "Added", found.new)]
    parts += [("There already", found.present), ("Different", found.different)]
    return " ".join(f"{what}: {_count(len(some))}." for what, some in parts if some)


def _count(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries} entries"


def _ids(some: Iterable[Given]) -> list[str]:
    return [one.entry.id for one in some]
