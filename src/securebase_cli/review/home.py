"""How things stand, for somebody who has just come in: pure, from one pass over the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.model import REFLECTION
from securebase_cli.review import actions, rotation
from securebase_cli.review.coverage import count_coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Draft
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.review.coverage import DomainCoverage
    from securebase_cli.review.rotation import Suggestion
    from securebase_cli.storage.scan import StoredOutline


class Home(NamedTuple):
    """The last reflection, the domain that has waited longest, what to try, what is unfinished.

    `last` is None as long as there is no reflection; `begun` says whether there is any entry.
    Team sessions are nobody's own reflection, but what was agreed there is to be tried.
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
    """Find out how things stand, from the outlines of all entries."""
    kept = _Kept()
    coverage = count_coverage(kept.passing_by(newest_first), content, ())
    known = {domain.id for domain in content.domains}
    domains = [domain for domain in coverage.domains if domain.id in known]
    return Home(
        has_entries=kept.begun,
        last=kept.last,
        neglected=min(domains, key=lambda one: one.last.toordinal() if one.last else 0),
        suggestion=rotation.suggest_question(coverage.questions, content.lens),
        open_actions=actions.find_open_actions(kept.with_actions),
        unfinished=unfinished,
    )


class _Kept:
    """What else is wanted of the outlines, while they pass by on their way to be counted."""

    def __init__(self) -> None:
        self.begun = False
        self.last: StoredOutline | None = None
        self.with_actions: list[StoredOutline] = []

    def passing_by(self, outlined: Iterable[StoredOutline]) -> Iterator[StoredOutline]:
        for one in outlined:
            self.begun = True
            if self.last is None and one.outline.kind == REFLECTION:
                self.last = one
            if one.outline.open_actions:
                self.with_actions.append(one)
            yield one
