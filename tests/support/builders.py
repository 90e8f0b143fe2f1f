"""Build ordinary values; a test changes only the fields that it is about."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from securebase_cli.documents.source import DocumentSource
from securebase_cli.instrument.content import Content
from securebase_cli.model import Answer, Domain, Draft, Entry, Outline, Step
from securebase_cli.storage.names import EntryName, entry_file_name
from securebase_cli.storage.scan import StoredEntry, StoredOutline

TITLES = {"availability": "Availability", "acceptance": "Acceptance"}

MOMENT = datetime(2026, 11, 23, 14, 30, 12, tzinfo=UTC)

ANSWER = Answer(
    question="call-on-support",
    question_text=(
        "Do team members feel they can call on support from each other and yourself when needed?"
    ),
    text="Most of them do.",
)


def an_entry(**changes: Any) -> Entry:
    defaults: dict[str, Any] = {
        "id": "k3f7",
        "moment": MOMENT,
        "domain": "availability",
        "title": "Availability, 23 November 2026",
        "answers": (ANSWER,),
    }
    return Entry(**defaults | changes)


def a_stored_entry(**changes: Any) -> StoredEntry:
    entry = an_entry(**changes)
    return StoredEntry(f"/journal/{entry_file_name(entry)}", entry)


class EntriesInMemory:
    """Entries that can be iterated like a scan, without files."""

    def __init__(self, *entries: StoredEntry) -> None:
        self._entries = entries

    def __iter__(self) -> Iterator[StoredEntry]:
        return self.entries()

    def entries(
        self, _prefilter: object = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        return (stored for stored in self._entries if domain in {None, stored.entry.domain})

    def outlines(self) -> Iterator[StoredOutline]:
        for _, entry in self._entries:
            name = an_entry_name(str(entry.moment.date()), entry.domain, entry.id)
            yield StoredOutline(name, entry.outline)


def an_outline(
    day: date | str, domain: str = "availability", *, handle: str = "k3f7", **fields: Any
) -> StoredOutline:
    """Return the outline of an entry of this day, by its front matter and by its name."""
    moment = fields.pop("moment", None) or datetime.fromisoformat(f"{day}T14:30:12+00:00")
    outline = Outline(handle, moment, domain, "", **fields)
    return StoredOutline(an_entry_name(str(day), domain, handle), outline)


def a_document_source(
    *entries: StoredEntry, titles: Mapping[str, str] = TITLES, **about: Any
) -> DocumentSource:
    """Return the source of a document of these entries, with domains of these titles."""
    domains = tuple(Domain(name, title, "Good", "It is.", ()) for name, title in titles.items())
    content = Content("The model", domains)
    return DocumentSource(EntriesInMemory(*entries), content, **{"made_on": MOMENT.date(), **about})


def a_draft(**changes: Any) -> Draft:
    defaults: dict[str, Any] = {
        "id": "d2r4",
        "moment": MOMENT,
        "plan": (
            Step("availability", "call-on-support"),
            Step("availability", "asked-directly"),
            Step("acceptance", "praise"),
        ),
        "entry_ids": (("availability", "k3f7"), ("acceptance", "m2aa")),
    }
    return Draft(**defaults | changes)


def an_entry_name(day: str, domain: str = "availability", handle: str = "k3f7") -> EntryName:
    return EntryName(f"{day}-1430-{domain}-{handle}.md", f"{day}-1430", domain, handle)
