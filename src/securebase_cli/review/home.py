"""The overview that `securebase` shows without a command."""

from collections.abc import Iterable, Sequence
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
    older_count: int

    @property
    def length(self) -> str:
        """The length of time in words, such as “2 years”."""
        return count_of(int(self.keep[:-1]), UNITS_BY_LETTER[self.keep[-1]])

    @property
    def arguments(self) -> str:
        """The arguments of the command that removes what is older."""
        return f"delete --before {self.keep} --purge"


class Home(NamedTuple):
    """The last reflection, the domain not reflected on for longest, and what to do next.

    `last` is None if there is no reflection, `year_ago` if there is none of about a year ago;
    `has_entries` counts team sessions too, and `open_actions` includes theirs. `retention` is None
    if no entry is older than it says. `is_support_due` says whether it is time to
    ask who supports the writer.
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
    """Return the overview, from the outlines of all entries and the unfinished drafts."""
    outlines = list(newest_first)
    reflections = [stored for stored in outlines if stored.outline.kind == REFLECTION]
    coverage = count_coverage(outlines, content, ())
    # Entries may be about domains that the content file no longer has.
    titles = content.domain_titles()
    domains = [domain for domain in coverage.domains if domain.id in titles]
    return Home(
        has_entries=bool(outlines),
        last=next(iter(reflections), None),
        year_ago=_find_year_ago(reflections, today),
        neglected=min(
            domains, key=lambda domain: (domain.last or date.min, domain.last_skipped or date.min)
        ),
        suggestion=suggest_question(coverage.questions, content.lens),
        open_actions=find_open_actions(outlines),
        unfinished=unfinished,
        retention=retention if retention and retention.older_count else None,
        is_support_due=_is_support_due(outlines, unfinished, today),
    )


def _is_support_due(
    newest_first: Iterable[StoredOutline], unfinished: Iterable[Draft], today: date
) -> bool:
    """Whether to ask who supports the writer: every three months, but not in the first three."""
    if any(step.question == SUPPORT_ID for draft in unfinished for step in draft.plan):
        return False
    quarter_ago = parse_past_day("3m", today)
    for _, outline in newest_first:
        if outline.moment.date() <= quarter_ago:
            return True
        if SUPPORT_ID in outline.answered or SUPPORT_ID in outline.skipped:
            return False
    return False


def _find_year_ago(reflections: Iterable[StoredOutline], today: date) -> StoredOutline | None:
    """Return the reflection that is nearest to a year old, or little older."""
    year_ago = parse_past_day("1y", today)
    for stored in reflections:
        if timedelta(0) <= year_ago - stored.outline.moment.date() < _ABOUT_A_YEAR:
            return stored
    return None
