"""The overview that `securebase` shows without a command."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from securebase_cli.dates import UNITS_BY_LETTER, parse_past_day
from securebase_cli.instrument.content import Content
from securebase_cli.instrument.support_question import SUPPORT_ID
from securebase_cli.model import REFLECTION, Draft
from securebase_cli.plurals import count_of
from securebase_cli.review.actions import ActionRef, find_open_actions
from securebase_cli.review.coverage import DomainCoverage, count_coverage
from securebase_cli.review.rotation import Suggestion, suggest_question
from securebase_cli.storage.scan import StoredOutline

# “A year ago” is said of an entry that is older than a year by less than this.
_ABOUT_A_YEAR = timedelta(days=31)


class Retention(NamedTuple):
    """How long entries are to be kept, such as “2y”, and how many are older, deleted ones too."""

    keep: str
    older_count: int = 0

    @property
    def length(self) -> str:
        """The length of time in words, such as “2 years”."""
        return count_of(int(self.keep[:-1]), UNITS_BY_LETTER[self.keep[-1]])

    @property
    def arguments(self) -> str:
        """The arguments of the command that removes what is older."""
        return f"delete --before {self.keep} --purge"

    def first_kept_day(self, today: date) -> date:
        """Return the day before which entries are older than they are to be kept."""
        return parse_past_day(self.keep, today)


class Home(NamedTuple):
    """The last reflection, the domain not reflected on for longest, and what to do next.

    `last` is None if there is no reflection, `year_ago` if there is none of about a year ago.
    `has_entries` and `open_actions` include team sessions. `retention` is None if no entry is too
    old. `is_support_due` says whether it is time to ask who supports the user.
    """

    has_entries: bool
    last: StoredOutline | None
    year_ago: StoredOutline | None
    neglected: DomainCoverage | None
    suggestion: Suggestion | None
    open_actions: Sequence[ActionRef]
    unfinished: Sequence[Draft]
    retention: Retention | None
    is_support_due: bool


def build_home(
    newest_first: Iterable[StoredOutline],
    content: Content,
    unfinished: Sequence[Draft],
    today: date,
    retention: Retention | None = None,
) -> Home:
    """Return the overview, from the outlines of all entries and the unfinished drafts.

    `retention` counts the deleted entries that are older; those in the journal are added here.
    """
    collector = _EntryCollector(today, retention.first_kept_day(today) if retention else date.min)
    coverage = count_coverage(collector.pass_on(newest_first), content, ())
    if retention:
        retention = retention._replace(older_count=retention.older_count + collector.older_count)
    # Entries may be about domains that the content file no longer has.
    titles = content.domain_titles()
    domains = [domain for domain in coverage.domains if domain.id in titles]
    return Home(
        has_entries=collector.has_entries,
        last=collector.last,
        year_ago=collector.year_ago,
        neglected=min(
            domains, key=lambda domain: (domain.last or date.min, domain.last_skipped or date.min)
        ),
        suggestion=suggest_question(coverage.questions, content.lens),
        open_actions=find_open_actions(collector.with_open_actions),
        unfinished=unfinished,
        retention=retention if retention and retention.older_count else None,
        is_support_due=collector.is_support_due and not _is_support_begun(unfinished),
    )


def _is_support_begun(unfinished: Iterable[Draft]) -> bool:
    return any(step.question == SUPPORT_ID for draft in unfinished for step in draft.plan)


class _EntryCollector:
    """Collects the entries that home names, while `count_coverage` counts all of them.

    So a large journal is read only once, and is never in memory as a whole.
    """

    def __init__(self, today: date, first_kept_day: date) -> None:
        self.has_entries = False
        # How many entries are from before the first day that is to be kept.
        self.older_count = 0
        # The question is asked if the journal is older than three months, and it was not asked in
        # the last three.
        self.is_support_due = False
        self.last: StoredOutline | None = None
        self.year_ago: StoredOutline | None = None
        self.with_open_actions: list[StoredOutline] = []
        self._first_kept_day = first_kept_day
        self._year_ago_day = parse_past_day("1y", today)
        self._quarter_ago = parse_past_day("3m", today)
        self._was_asked_for_support = False

    def pass_on(self, newest_first: Iterable[StoredOutline]) -> Iterator[StoredOutline]:
        """Yield all outlines unchanged."""
        for stored in newest_first:
            self.has_entries = True
            outline = stored.outline
            self.older_count += outline.moment.date() < self._first_kept_day
            if outline.open_actions:
                self.with_open_actions.append(stored)
            if not self.is_support_due and not self._was_asked_for_support:
                self.is_support_due = outline.moment.date() <= self._quarter_ago
                self._was_asked_for_support = SUPPORT_ID in (*outline.answered, *outline.skipped)
            if outline.kind == REFLECTION:
                self.last = self.last or stored
                self.year_ago = self.year_ago or self._about_a_year_old(stored)
            yield stored

    def _about_a_year_old(self, stored: StoredOutline) -> StoredOutline | None:
        """Return the entry if it is a year old, or up to a month older."""
        more_than_a_year = self._year_ago_day - stored.outline.moment.date()
        return stored if timedelta(0) <= more_than_a_year < _ABOUT_A_YEAR else None
