"""The JSON format: `{"entries": […]}` in ASCII, for other programs and as a backup.

A document that leaves something out on purpose names it in `"leaves_out"`, and is no backup. Where
files could not be read, `"unreadable"` has their number.
"""

from collections.abc import Iterator

from securebase_cli import json_records
from securebase_cli.documents.source import DocumentSource


def render_entries(source: DocumentSource) -> Iterator[str]:
    """Yield the document, an entry at a time."""
    omissions = source.omissions.keywords()
    head = {"leaves_out": omissions} if omissions else {}
    # The name of the file instead of its path: it is the same wherever the journal is.
    records = (
        json_records.entry_record(stored.entry, stored.file_name)
        for stored in source.sorted_entries()
    )
    return json_records.stream_json(head, "entries", records, lambda: _count_unreadable(source))


def _count_unreadable(source: DocumentSource) -> json_records.Record:
    return {"unreadable": len(source.unreadable)} if source.unreadable else {}
