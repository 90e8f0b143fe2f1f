"""The overview that `securebase` shows without a command."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from securebase_cli.instrument.content import Content
from securebase_cli.model import REFLECTION, Draft
from securebase_cli.review.actions import ActionRef, find_open_actions
from securebase_cli.review.coverage import DomainCoverage, count_coverage
from securebase_cli.review.rotation import Suggestion, suggest_question
from securebase_cli.storage.scan import StoredOutline


class Home(NamedTuple):
    """The last reflection, the domain not reflected on for longest, and what to do next.

    `last` is None if there is no reflection; `has_entries` counts team sessions too, and
    `open_actions` includes theirs.
    """

    has_entries: bool
    last: StoredOutline | None
    neglected: DomainCoverage | None
    suggestion: Suggestion | None
    open_actions: Sequence[ActionRef]
    unfinished: Sequence[Draft]


def build_home(
    newest_first: Iterable[StoredOutline], content: Content, unfinished: Sequence[Draft]
) -> Home:
    """Return the overview, from the outlines of all entries and the unfinished drafts."""
    outlines = list(newest_first)
    coverage = count_coverage(outlines, content, ())
    # Entries may be about domains that the content file no longer has.
    titles = content.domain_titles()
    domains = [domain for domain in coverage.domains if domain.id in titles]
    return Home(
        has_entries=bool(outlines),
        last=next((stored for stored in outlines if stored.outline.kind == REFLECTION), None),
        neglected=min(domains, key=lambda domain: domain.last.toordinal() if domain.last else 0),
        suggestion=suggest_question(coverage.questions, content.lens),
        open_actions=find_open_actions(outlines),
        unfinished=unfinished,
    )
