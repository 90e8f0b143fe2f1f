"""The list of entries."""

from collections.abc import Iterable

from securebase_cli.dates import short_date
from securebase_cli.model import Outline, title_with_kind
from securebase_cli.ui.page import Page, Table


def entries_page(outlines: Iterable[Outline]) -> Page:
    rows = tuple(
        (
            short_date(outline.moment.date()),
            outline.id,
            title_with_kind(outline.domain, outline.kind),
            f"{len(outline.answered)} of {outline.question_count}",
            str(len(outline.open_actions) or ""),
            " ".join(f"#{tag}" for tag in outline.tags),
        )
        for outline in outlines
    )
    headings = ("Date", "Entry", "Domain", "Answered", "To try", "Tags")
    return (Table(headings, rows, wrap_column="Domain", shrink_column="Tags"),)
