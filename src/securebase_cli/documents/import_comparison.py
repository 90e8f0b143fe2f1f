"""Compare the entries of an imported document with those of the journal."""

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from securebase_cli.documents import json_import
from securebase_cli.documents.json_import import ImportedEntry
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.entry_format.quick_checks import entries_held
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import Entry
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import EntryName
from securebase_cli.storage.scan import ProgressCallbacks


class Comparison(NamedTuple):
    """The entries of a document, by what the journal has of them.

    The journal has no file for the `new` entries, the same entry for those that are `present`, and
    another text for those that are `different`. `only_in_journal` has the names of the entries that
    the document lacks.
    """

    new: list[ImportedEntry]
    present: list[ImportedEntry]
    different: list[ImportedEntry]
    only_in_journal: Sequence[EntryName]


def compare_with_journal(
    imported_entries: Sequence[ImportedEntry], journal: Journal, progress: ProgressCallbacks
) -> Comparison:
    """Compare imported entries with those of the journal that have the same file name or id."""
    file_names = {imported.name.file_name for imported in imported_entries}
    by_file_name: dict[str, EntryName] = {}
    # Several files can have one id, since copies of a file keep it. Files that are in the document
    # under their own name are not compared by their id.
    by_id: defaultdict[str, list[EntryName]] = defaultdict(list)
    minutes = {(imported.name.stamp, imported.name.domain) for imported in imported_entries}
    names = journal.names()
    for name in names:
        if name.file_name in file_names:
            by_file_name[name.file_name] = name
            continue
        by_id[name.id].append(name)
        # The trash may have given an entry a new name, with a new id; its file has the old id.
        if (name.stamp, name.domain) in minutes:
            for id_inside in _ids_inside(journal, name) - {name.id}:
                by_id[id_inside].append(name)

    comparison = Comparison([], [], [], names)
    compared: set[EntryName] = set()
    progress.begin(len(imported_entries))
    try:
        for imported in imported_entries:
            same_name = by_file_name.get(imported.name.file_name)
            candidates = [same_name] if same_name else by_id.get(imported.entry.id, [])
            compared.update(candidates)
            if any(_is_equal(journal, candidate, imported.entry) for candidate in candidates):
                comparison.present.append(imported)
            elif not candidates:
                comparison.new.append(imported)
            elif same_name and journal.files.is_empty(journal.folder / same_name.path):
                # A crash can leave an empty file, which the entry will fill.
                comparison.new.append(imported._replace(name=same_name))
            else:
                comparison.different.append(imported)
            progress.advance()
    finally:
        progress.clear()
    return comparison._replace(only_in_journal=[name for name in names if name not in compared])


def _ids_inside(journal: Journal, name: EntryName) -> set[str]:
    with contextlib.suppress(EntryFormatError):
        return {entry_id for _, entry_id in entries_held(journal.read_bytes(name))}
    return set()


def _is_equal(journal: Journal, name: EntryName, entry: Entry) -> bool:
    """Return whether a file can be read and holds this entry, perhaps with another id."""
    try:
        stored = journal.read(name).entry._replace(id=entry.id)
    except EntryFormatError:
        return False
    # Compare the texts, because equal moments can be in different time zones.
    text = write_entry(entry)
    return text in {write_entry(stored), write_entry(json_import.clean_entry(stored)[0])}
