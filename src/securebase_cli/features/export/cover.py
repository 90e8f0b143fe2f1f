"""What every format starts from: the entries, the order they come in, and the domains' titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from securebase_cli.core.scan import Scan

Order = Literal["date", "domain"]


@dataclass(frozen=True, slots=True)
class Cover:
    """Entries oldest first, to be gone through as often as a format needs; titles by domain id."""

    entries: Scan
    titles: Mapping[str, str]
    by: Order = "date"

    def title_of(self, domain: str) -> str:
        """Return a domain's title; one that the content file does not have keeps its id."""
        return self.titles.get(domain, domain)

    def in_order(self, domains: Iterable[str]) -> list[str]:
        """Order domains as the content file does, those it does not have at the end."""
        found = set(domains)
        return [d for d in self.titles if d in found] + sorted(found - set(self.titles))
