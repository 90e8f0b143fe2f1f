"""The overview that `securebase` shows without a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.model import REFLECTION
from securebase_cli.review.actions import find_open_actions
from securebase_cli.review.coverage import count_coverage
from securebase_cli.review.rotation import suggest_question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Draft
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.review.coverage import DomainCoverage
    from securebase_cli.review.rotation import Suggestion
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
