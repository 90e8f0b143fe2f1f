"""Leave out parts of documents that others will read, and say what was left out."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.documents.source import Entries
from securebase_cli.instrument.team_questions import is_prompt
from securebase_cli.model import Answer, Entry, Question
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
    """Return the entry with empty answers; the questions answered are still known.

    The takeaway goes, too, and so does text that no section claims, which may be an answer.
    """
    answers = tuple(answer._replace(text="") for answer in entry.answers)
    return entry._replace(answers=answers, takeaway="", other_text=())


def may_answer_elsewhere(entry: Entry, questions: Collection[Question]) -> bool:
    """Whether an entry may hold an answer to one of the questions that is not marked as such.

    Text that no section claims may be one, and so may what stands below the words of the question,
    or after its id, in the takeaway or in the answer to another.
    """
    if entry.other_text:
        return True
    ids = {question.id for question in questions}
    # The prompts of team sessions have the same words in every domain.
    texts = {
        _letters(question.text)
        for question in questions
        if question.domain == entry.domain or not is_prompt(question)
    }
    texts |= {_letters(answer.question_text) for answer in entry.answers if answer.question in ids}
    texts.discard("")
    for answer in (*entry.answers, Answer("", "", entry.takeaway)):
        if answer.question in ids:
            continue
        lines = (answer.question_text, *answer.text.split("\n"))
        if any(_letters(line) in texts for line in lines):
            return True
        if any(re.search(rf"question\W+{re.escape(id_)}\b", answer.text) for id_ in ids):
            return True
    return False


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def remove_questions(entry: Entry, question_ids: frozenset[str]) -> Entry:
    """Return the entry as if these questions had never been asked.

    It must have no answer to them that is not marked as such.
    """
    return entry._replace(
        answers=tuple(answer for answer in entry.answers if answer.question not in question_ids),
        skipped=tuple(question for question in entry.skipped if question not in question_ids),
    )


class Omissions(NamedTuple):
    """What the user left out of a document.

    `included_entries` is the number of entries that the user chose for the document; it is 0 if
    the document has all entries but the excluded ones.
    """

    answers: bool = False
    names: bool = False
    excluded_entries: int = 0
    included_entries: int = 0
    excluded_questions: int = 0

    def sentences(self) -> list[str]:
        """Describe the omissions for the beginning of a document."""
        sentences = []
        if self.answers:
            sentences.append("The answers are left out.")
        if self.included_entries:
            chosen = count_of(self.included_entries, "chosen entry", "chosen entries")
            sentences.append(f"Made from {chosen}.")
        counts = []
        if self.excluded_entries:
            counts.append(count_of(self.excluded_entries, "entry", "entries"))
        if self.excluded_questions:
            counts.append(count_of(self.excluded_questions, "question"))
        if counts:
            sentences.append(f"Left out by choice: {' and '.join(counts)}.")
        if self.names:
            sentences.append(
                "Pseudonymised, not anonymous: names are replaced, but people who know the team "
                "may still recognise who is meant."
            )
        return sentences

    def keywords(self) -> tuple[str, ...]:
        """Return one keyword for each kind of thing left out, as a JSON document lists them."""
        left_out = {
            "answers": self.answers,
            "entries": self.included_entries or self.excluded_entries,
            "questions": self.excluded_questions,
            "names": self.names,
        }
        return tuple(keyword for keyword, value in left_out.items() if value)


def describe_filters(entry_filter: Filter, domain_titles: Mapping[str, str]) -> list[str]:
    """Return sentences that say which entries the filter selects; none if it selects all."""
    sentences = []
    if entry_filter.domains:
        titles = [domain_titles.get(domain, domain) for domain in sorted(entry_filter.domains)]
        sentences.append(f"Only: {', '.join(titles)}.")
    first, last = entry_filter.period
    if first and last:
        sentences.append(f"Only from {long_date(first)} to {long_date(last)}.")
    elif first:
        sentences.append(f"Only since {long_date(first)}.")
    elif last:
        sentences.append(f"Only until {long_date(last)}.")
    if entry_filter.tags:
        conjunction = " and " if entry_filter.needs_all_tags else " or "
        sentences.append(f"Only with the tag {conjunction.join(sorted(entry_filter.tags))}.")
    return sentences
