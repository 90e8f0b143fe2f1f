"""What is left out of a document that others will read, and what the document says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.plurals import count_of
from securebase_cli.storage.scan import StoredEntry, StoredOutline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from securebase_cli.documents.source import Entries
    from securebase_cli.model import Entry
    from securebase_cli.storage.filter import Filter

    Redaction = Callable[[Entry], Entry]


class RedactedEntries:
    """Entries as they are to be shared: each as some changes leave it."""

    def __init__(self, entries: Entries, changes: Sequence[Redaction]) -> None:
        self._entries = entries
        self._changes = changes

    def entries(
        self, prefilter: Callable[[bytes], bool] | None = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        """Read the entries, those whose bytes pass the prefilter, or those of one domain."""
        for path, entry in self._entries.entries(prefilter, domain=domain):
            changed = entry
            for change in self._changes:
                changed = change(changed)
            yield StoredEntry(path, changed)

    def outlines(self) -> Iterator[StoredOutline]:
        """Read what the entries hold besides their answers, as they are to be shared."""
        for stored in self.entries():
            yield StoredOutline.from_entry(stored)


def remove_answers(entry: Entry) -> Entry:
    """Return the entry with which questions were answered, but not how."""
    return entry._replace(answers=tuple(one._replace(text="") for one in entry.answers))


def remove_questions(questions: frozenset[str]) -> Redaction:
    """Return a change that leaves some questions out of an entry, as if never asked."""

    def change(entry: Entry) -> Entry:
        return entry._replace(
            answers=tuple(one for one in entry.answers if one.question not in questions),
            skipped=tuple(one for one in entry.skipped if one not in questions),
        )

    return change


def describe_filters(query: Filter, titles: Mapping[str, str]) -> list[str]:
    """Say which entries the filters chose; nothing if they chose all."""
    said = []
    if query.domains:
        named = [titles.get(domain, domain) for domain in sorted(query.domains)]
        said.append(f"Only: {', '.join(named)}.")
    first, last = query.period
    if first and last:
        said.append(f"Only from {long_date(first)} to {long_date(last)}.")
    elif first:
        said.append(f"Only since {long_date(first)}.")
    elif last:
        said.append(f"Only until {long_date(last)}.")
    if query.tags:
        said.append(f"Only with the tag {' or '.join(sorted(query.tags))}.")
    return said


def describe_omissions(
    *, answers: bool, entries: int, only: int, questions: int, names: bool
) -> list[str]:
    """Say what was left out: the answers, so many entries or questions, and people’s names."""
    said = []
    if answers:
        said.append("The answers are left out.")
    if only:
        said.append(f"Made from {count_of(only, 'chosen entry', 'chosen entries')}.")
    left = [
        *([count_of(entries, "entry", "entries")] if entries else []),
        *([count_of(questions, "question")] if questions else []),
    ]
    if left:
        said.append(f"Left out by choice: {' and '.join(left)}.")
    if names:
        said.append(
            "Pseudonymised, not anonymous: names are replaced, but people who know the team may "
            "still recognise who is meant."
        )
    return said
