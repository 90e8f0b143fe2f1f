"""What a document says about itself: which entries it has, and what was left out of it."""

from collections.abc import Mapping
from typing import NamedTuple

from securebase_cli.dates import describe_period
from securebase_cli.documents.parts import PART_NAMES, Part, part_names
from securebase_cli.plurals import count_of, list_in_words, times
from securebase_cli.storage.filter import Filter


class Omissions(NamedTuple):
    """What the user left out of a document.

    `included_entries` is the number of entries that the user chose for the document; it is 0 if
    the document has all entries but the excluded ones. `names` says whether names with an alias are
    replaced, `replaced_names` how many different ones were, and `replacements` how often.
    """

    parts: frozenset[Part] = frozenset()
    names: bool = False
    replaced_names: int = 0
    replacements: int = 0
    excluded_entries: int = 0
    included_entries: int = 0
    excluded_questions: int = 0

    def sentences(self) -> list[str]:
        """Describe the omissions for the beginning of a document."""
        sentences = []
        if self.included_entries:
            chosen = count_of(self.included_entries, "chosen entry", "chosen entries")
            sentences.append(f"Made from {chosen}.")
        if left_out := self.items():
            sentences.append(f"Left out by choice: {list_in_words(left_out)}.")
        if self.names:
            sentences.append(self.describe_names())
        return sentences

    def describe_names(self) -> str:
        """Return how many names were replaced, and that others may be left."""
        if not self.replaced_names:
            return "No name has been replaced."
        return (
            f"{count_of(self.replaced_names, 'name')} replaced, {times(self.replacements)}. "
            "Names that were not listed are still in here: read it through."
        )

    def items(self) -> list[str]:
        """Return the kinds of things left out, such as “the answers” or “2 questions”."""
        items = part_names(self.parts)
        if self.excluded_entries:
            items.append(count_of(self.excluded_entries, "entry", "entries"))
        if self.excluded_questions:
            items.append(count_of(self.excluded_questions, "question"))
        return items

    def keywords(self) -> tuple[str, ...]:
        """Return one keyword for each kind of thing left out, as a JSON document lists them."""
        left_out: dict[str, object] = {
            **{part: part in self.parts for part in PART_NAMES},
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
    if period := describe_period(entry_filter.period):
        sentences.append(f"Only {period}.")
    if entry_filter.tags:
        conjunction = " and " if entry_filter.needs_all_tags else " or "
        sentences.append(f"Only with the tag {conjunction.join(sorted(entry_filter.tags))}.")
    return sentences


def describe_unreadable(files: int) -> str:
    """Return a sentence for documents about the number of files that could not be read."""
    files_are = count_of(
        files,
        "file could not be read as an entry and is",
        "files could not be read as entries and are",
    )
    return f"{files_are} missing here."


def describe_count(entries: int, team_sessions: int) -> str:
    """Return how many entries a document has, and how many of them are team sessions."""
    count = count_of(entries, "entry", "entries")
    if not team_sessions:
        return count
    if team_sessions == entries:
        return count_of(team_sessions, "team session")
    return f"{count}, of them {count_of(team_sessions, 'team session')}"
