"""Leave out parts of documents that others will read."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator

from securebase_cli.documents.parts import Part
from securebase_cli.documents.source import Entries
from securebase_cli.errors import EntriesChangedError
from securebase_cli.instrument.team_questions import is_prompt
from securebase_cli.model import Answer, Entry, Question
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


class ReviewedEntries:
    """Entries on which a decision was based, so they must not change; implements `Entries`.

    Call `look_at_all` before any other method.
    """

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        # Sorted once all are known: for 100,000 entries a set would take 7 MiB, an array 1.
        self._hashes = array("q")

    def look_at_all(self) -> Iterator[StoredEntry]:
        """Yield all entries, oldest first, and remember them."""
        for stored in self._entries.entries():
            self._hashes.append(hash(stored))
            yield stored
        self._hashes = array("q", sorted(self._hashes))

    def entries(
        self, prefilter: Callable[[bytes], bool] | None = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        """Yield the entries, or those of one domain.

        Raises EntriesChangedError at an entry that is new or was changed.
        """
        for stored in self._entries.entries(prefilter, domain=domain):
            if not self._was_looked_at(stored):
                raise EntriesChangedError(stored.entry.id)
            yield stored

    def outlines(self) -> Iterator[StoredOutline]:
        yield from map(StoredOutline.from_entry, self.entries())

    def _was_looked_at(self, stored: StoredEntry) -> bool:
        wanted = hash(stored)
        index = bisect_left(self._hashes, wanted)
        return index < len(self._hashes) and self._hashes[index] == wanted


def remove_parts(entry: Entry, parts: Collection[Part]) -> Entry:
    """Return the entry without some parts.

    Without answers, the entry still says which questions were answered, and it has no `other_text`
    either, since that may be an answer.
    """
    if "answers" in parts:
        answers = tuple(answer._replace(text="") for answer in entry.answers)
        entry = entry._replace(answers=answers, other_text=())
    if "takeaways" in parts:
        entry = entry._replace(takeaway="")
    if "notes" in parts:
        actions = tuple(action._replace(note="") for action in entry.actions)
        entry = entry._replace(actions=actions)
    if "scale" in parts:
        entry = entry._replace(scaling=None)
    return entry


def may_answer_elsewhere(entry: Entry, questions: Collection[Question]) -> bool:
    """Return whether an entry may hold an answer to one of the questions outside its section.

    Any `other_text` may be one. So may the takeaway, or the answer to another question, if it has
    the words of the question in a line, or its id as in a marker.
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

    Only the sections of the questions are removed: see `may_answer_elsewhere`.
    """
    return entry._replace(
        answers=tuple(answer for answer in entry.answers if answer.question not in question_ids),
        skipped=tuple(question for question in entry.skipped if question not in question_ids),
    )
