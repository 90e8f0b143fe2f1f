"""Redaction of documents that others will read, and the notices that say what was left out."""

from collections.abc import Callable, Iterator, Mapping

from securebase_cli.dates import long_date
from securebase_cli.documents.source import Entries
from securebase_cli.model import Entry
from securebase_cli.plurals import count_of
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.scan import StoredEntry, StoredOutline


class RedactedEntries:
    """Entries with a redaction applied to each; implements `Entries`."""

    def __init__(self, entries: Entries, redact: Callable[[Entry], Entry]) -> None:
        self._entries = entries
        self._redact = redact

    def entries(
        self, prefilter: Callable[[bytes], bool] | None = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        for path, entry in self._entries.entries(prefilter, domain=domain):
            yield StoredEntry(path, self._redact(entry))

    def outlines(self) -> Iterator[StoredOutline]:
        yield from map(StoredOutline.from_entry, self.entries())


def remove_answers(entry: Entry) -> Entry:
    """Return the entry with empty answers; the questions answered are still known."""
    return entry._replace(answers=tuple(answer._replace(text="") for answer in entry.answers))


def remove_questions(entry: Entry, question_ids: frozenset[str]) -> Entry:
    """Return the entry as if these questions had never been asked."""
    return entry._replace(
        answers=tuple(answer for answer in entry.answers if answer.question not in question_ids),
        skipped=tuple(question for question in entry.skipped if question not in question_ids),
    )


def describe_filters(query: Filter, domain_titles: Mapping[str, str]) -> list[str]:
    """Return sentences that say which entries the filters selected; none for all entries."""
    sentences = []
    if query.domains:
        titles = [domain_titles.get(domain, domain) for domain in sorted(query.domains)]
        sentences.append(f"Only: {', '.join(titles)}.")
    first, last = query.period
    if first and last:
        sentences.append(f"Only from {long_date(first)} to {long_date(last)}.")
    elif first:
        sentences.append(f"Only since {long_date(first)}.")
    elif last:
        sentences.append(f"Only until {long_date(last)}.")
    if query.tags:
        sentences.append(f"Only with the tag {' or '.join(sorted(query.tags))}.")
    return sentences


def describe_omissions(
    *, answers: bool, entries: int, only: int, questions: int, names: bool
) -> list[str]:
    """Return sentences that say what was left out, for the beginning of a document.

    `answers` and `names` say whether these were; `entries` and `questions` are how many were
    left out, and `only` is how many entries were chosen.
    """
    sentences = []
    if answers:
        sentences.append("The answers are left out.")
    if only:
        sentences.append(f"Made from {count_of(only, 'chosen entry', 'chosen entries')}.")
    counts = []
    if entries:
        counts.append(count_of(entries, "entry", "entries"))
    if questions:
        counts.append(count_of(questions, "question"))
    if counts:
        sentences.append(f"Left out by choice: {' and '.join(counts)}.")
    if names:
        sentences.append(
            "Pseudonymised, not anonymous: names are replaced, but people who know the team may "
            "still recognise who is meant."
        )
    return sentences


def name_omissions(
    *, answers: bool, entries: bool, questions: bool, names: bool
) -> tuple[str, ...]:
    """Return one keyword for each kind of thing left out, as a JSON document lists them."""
    omissions = {"answers": answers, "entries": entries, "questions": questions, "names": names}
    return tuple(name for name, is_left_out in omissions.items() if is_left_out)
