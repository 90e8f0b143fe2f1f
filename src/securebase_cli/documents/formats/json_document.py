"""The JSON format: `{"entries": […]}` in ASCII, for other programs and as a backup.

A document that leaves something out on purpose names it in `"leaves_out"`, and is no backup.
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
    return json_records.stream_json(head, "entries", records)
