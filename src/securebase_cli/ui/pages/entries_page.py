"""The list of entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.model import title_with_kind
from securebase_cli.ui.page import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from securebase_cli.model import Outline
    from securebase_cli.ui.page import Page


def entries_page(found: Iterable[Outline]) -> Page:
    """Show entries, one a row."""
    rows = tuple(
        (
            one.moment.date().isoformat(),
            one.id,
            title_with_kind(one.domain, one.kind),
            f"{len(one.answered)} of {one.asked}",
            str(len(one.open_actions) or ""),
            " ".join(f"#{tag}" for tag in one.tags),
        )
        for one in found
    )
    headings = ("Date", "Entry", "Domain", "Answered", "To try", "Tags")
    return (Table(headings, rows, wrap_column="Domain", shrink_column="Tags"),)
