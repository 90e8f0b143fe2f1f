"""What every document starts from: the entries that go in, their order, and what is to be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from securebase_cli.instrument.content import Content
    from securebase_cli.storage.scan import StoredEntry, StoredOutline

Order = Literal["date", "domain"]


class Entries(Protocol):
    """Entries oldest first, to be gone through as often as a document needs."""

    def entries(
        self, prefilter: Callable[[bytes], bool] | None = None, *, domain: str | None = None
    ) -> Iterator[StoredEntry]:
        """Read the entries, those whose bytes pass the prefilter, or those of one domain."""

    def outlines(self) -> Iterator[StoredOutline]:
        """Read what the entries hold besides their answers."""


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """The entries of a document, the content they are about, and the order they come in.

    `remarks` are said at the beginning. `leaves_out` names what was left out on purpose; empty
    if the document has all that the entries have. `whole` says whether all entries of the journal
    that are about the content are in it.
    """

    entries: Entries
    content: Content
    order: Order = "date"
    notices: tuple[str, ...] = ()
    omissions: tuple[str, ...] = ()
    is_complete: bool = True

    @property
    def words_for_never(self) -> str:
        """What is said of what no entry is about."""
        return "not yet" if self.is_complete else "none here"

    @property
    def titles(self) -> Mapping[str, str]:
        """The title of each domain by its id."""
        return self.content.domain_titles()

    def domain_title(self, domain: str) -> str:
        """Return a domain's title; one that the content file does not have keeps its id."""
        return self.content.domain_title(domain)

    def sort_domains(self, domains: Iterable[str]) -> list[str]:
        """Order domains as the content file does, those it does not have at the end."""
        found, titles = set(domains), self.titles
        return [d for d in titles if d in found] + sorted(found - set(titles))
