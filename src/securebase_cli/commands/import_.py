"""The command that imports: adds what a JSON export has and the journal lacks, and proves it."""

from __future__ import annotations

import contextlib
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from securebase_cli.app import App
from securebase_cli.commands._options import Command, Json, new_typer
from securebase_cli.documents import json_import
from securebase_cli.documents.json_import import clean_entry
from securebase_cli.entry_format.cleanup import removal_warning
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import (
    DifferentEntriesError,
    DocumentError,
    EntryFormatError,
    NameTakenError,
    SavingError,
)
from securebase_cli.exit import print_confirmation
from securebase_cli.plurals import count_of
from securebase_cli.settings import expand_path
from securebase_cli.storage import files
from securebase_cli.ui.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from securebase_cli.documents.json_import import ImportedEntry
    from securebase_cli.model import Entry
    from securebase_cli.storage.journal import Journal
    from securebase_cli.storage.names import EntryName
    from securebase_cli.storage.scan import ProgressCallbacks

_AT_ONCE = 1 << 20


class Sorted(NamedTuple):
    """The entries of a document by what becomes of them.

    `new` are those that the journal has not, `present` those it has to the letter, `different`
    those that are something else there.
    """

    new: tuple[ImportedEntry, ...]
    present: tuple[ImportedEntry, ...]
    different: tuple[ImportedEntry, ...]


def import_document(app: App, given: str, *, dry_run: bool, as_json: bool) -> None:
    """Add the entries of a JSON export that the journal has not; nothing that is there changes.

    Raises DifferentEntriesError if an entry is something else in the journal.
    """
    name = "Standard input" if given == "-" else given
    document = json_import.parse_export(_data(given, name), name, app.progress)
    found = sorted_out(document.entries, app.journal, app.progress)
    remarks: Sequence[str] = ()
    if found.new and not dry_run:
        found, remarks = _added(app, found)
    _show(app, found, dry_run=dry_run, as_json=as_json)
    if found.new and (remark := removal_warning(document.removed_characters)):
        app.messages.say(remark)
    for remark in remarks:
        raise SavingError(f"Added, but {remark}. Import again, to be sure.")
    if found.different:
        raise DifferentEntriesError(name, _ids(found.different))


def sorted_out(
    entries: Iterable[ImportedEntry], journal: Journal, watch: ProgressCallbacks
) -> Sorted:
    """Compare the entries of a document with those of the journal, which only then are read."""
    entries = tuple(entries)
    there = _There(journal, entries)
    verdicts: dict[str, list[ImportedEntry]] = {verdict: [] for verdict in Sorted._fields}
    watch.begin(len(entries))
    try:
        for one in entries:
            verdicts[there.verdict_on(one)].append(one)
            watch.advance()
    finally:
        watch.clear()
    return Sorted(**{verdict: tuple(some) for verdict, some in verdicts.items()})


class _There:
    """What the journal holds of a document, as it was before anything was added."""

    def __init__(self, journal: Journal, entries: Sequence[ImportedEntry]) -> None:
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

    def verdict_on(self, one: ImportedEntry) -> str:
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
        return wanted == write_entry(stored) or wanted == write_entry(clean_entry(stored)[0])

    def _is_only_claimed(self, name: EntryName) -> bool:
        """Whether it is a name without an entry, which a crash left where there are no links."""
        with contextlib.suppress(EntryFormatError):
            return not self._journal.read_bytes(name)
        return False


def _data(given: str, name: str) -> bytes:
    try:
        if given != "-":
            return files.read_following_links(expand_path(given), json_import.MAX_BYTES)
        pieces = []
        room = json_import.MAX_BYTES
        while room >= 0 and (piece := sys.stdin.buffer.read(_AT_ONCE)):
            pieces.append(piece)
            room -= len(piece)
    except OSError as error:
        raise DocumentError(f"{name} can't be read: {error.strerror}.") from None
    if room < 0:
        raise DocumentError(f"{name} is larger than {json_import.MAX_BYTES >> 20} MiB.")
    return b"".join(pieces)


def _added(app: App, found: Sorted) -> tuple[Sorted, list[str]]:
    """Add what is new, and return what it came to, with words for what failed after that."""
    app.journal.prepare()
    added: list[ImportedEntry] = []
    different = list(found.different)
    remarks: dict[str, None] = {}
    # Each brings the disk to rest: that takes its time, and here and there much of it.
    progress = Progress(app.messages, "Adding", check_every=1)
    progress.begin(len(found.new))
    try:
        for one in found.new:
            try:
                saved = app.journal.add_under_name(one.name.name, one.entry)
            except NameTakenError:
                # Another program saved something else under this name meanwhile.
                different.append(one)
            else:
                if not saved.verified:
                    raise SavingError(f"{saved.path}: {saved.warning}.")
                added.append(one)
                remarks[saved.warning] = None
            progress.advance()
    except (SavingError, KeyboardInterrupt) as error:
        progress.clear()
        count = count_of(len(added), "entry", "entries")
        so_far = f"Added until then: {count} of {len(found.new)}. Import again to go on."
        if isinstance(error, SavingError):
            raise SavingError(f"{error}\n{so_far}") from None
        app.messages.say(so_far)
        raise
    finally:
        progress.clear()
    return Sorted(tuple(added), found.present, tuple(different)), list(filter(None, remarks))


def _show(app: App, found: Sorted, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        from securebase_cli.json_records import print_json

        ids = zip(("added", "present", "different"), map(_ids, found), strict=True)
        print_confirmation(lambda: print_json(dict(ids)), "Imported")
        return
    words = _words(found, dry_run=dry_run)
    print_confirmation(lambda: app.screen.say(words), "Imported")


def _words(found: Sorted, *, dry_run: bool) -> str:
    if not any(found):
        return "There are no entries in it. Nothing was changed."
    parts = [("Would be added" if dry_run else "Added", found.new)]
    parts += [("There already", found.present), ("Different", found.different)]
    return " ".join(
        f"{what}: {count_of(len(some), 'entry', 'entries')}." for what, some in parts if some
    )


def _ids(some: Iterable[ImportedEntry]) -> list[str]:
    return [one.entry.id for one in some]


command = new_typer()


@command.command(cls=Command)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A JSON export; - for standard input.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be added.")
    ] = False,
    json: Json = False,
) -> None:
    """Add the entries of a JSON export that the journal lacks."""
    import_document(ctx.ensure_object(App), file, dry_run=dry_run, as_json=json)
