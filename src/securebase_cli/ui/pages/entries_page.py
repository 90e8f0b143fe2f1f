"""The list of entries."""

from collections.abc import Callable, Iterable

from securebase_cli.dates import short_date
from securebase_cli.model import Outline, title_with_kind
from securebase_cli.ui.page import Page, Table


def entries_page(outlines: Iterable[Outline], domain_title: Callable[[str], str]) -> Page:
    rows = tuple(
        (
            short_date(outline.moment.date()),
            outline.id,
            title_with_kind(_domain(outline, domain_title), outline.kind),
            f"{len(outline.answered)} of {outline.question_count}",
            str(len(outline.open_actions) or ""),
            " ".join(f"#{tag}" for tag in outline.tags),
        )
        for outline in outlines
    )
    headings = ("Date", "Entry", "Domain", "Answered", "To try", "Tags")
    return (Table(headings, rows, wrap_column="Domain", shrink_column="Tags"),)


def _domain(outline: Outline, domain_title: Callable[[str], str]) -> str:
    """Return the title of the domain, taken from the title of the entry if it begins with it.

    `domain_title` reads the content file, which takes as long as all the rest.
    """
    title, _, _ = outline.title.partition(",")
    is_of_domain = title.casefold().replace(" ", "-") == outline.domain
    return title if is_of_domain else domain_title(outline.domain)
