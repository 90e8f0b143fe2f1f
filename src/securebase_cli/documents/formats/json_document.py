"""The journal as JSON, for other programs and as a copy: `{"entries": […]}`, ASCII only.

What was left out on purpose is named in `"leaves_out"`, so that nobody takes it for a copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli import json_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.documents.source import DocumentSource
    from securebase_cli.storage.scan import StoredEntry


def render_entries(cover: DocumentSource) -> Iterator[str]:
    """Give the document piece by piece, an entry at a time."""
    head = {"leaves_out": cover.omissions} if cover.omissions else {}
    records = (json_records.exported_entry_record(stored) for stored in _ordered(cover))
    return json_records.stream_json(head, "entries", records)


def _ordered(cover: DocumentSource) -> Iterator[StoredEntry]:
    if cover.order == "date":
        yield from cover.entries.entries()
        return
    for domain in cover.sort_domains(outline.domain for _, outline in cover.entries.outlines()):
        yield from cover.entries.entries(domain=domain)
