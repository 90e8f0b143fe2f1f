"""What is about to be deleted: the entries, and the copies of them that are deleted or stay."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from securebase_cli.dates import short_date
from securebase_cli.review.first_words import EntrySummary
from securebase_cli.storage.copies import Copies
from securebase_cli.ui.console import safe_line
from securebase_cli.ui.page import Line, Page, Table

# How many entries or files are listed; of the others only the number is shown.
MAX_ROWS = 20


def deletion_page(
    copies: Copies,
    in_journal: Iterable[EntrySummary],
    in_trash: Iterable[EntrySummary],
    domain_title: Callable[[str], str],
) -> Page:
    """Show the entries in the journal and in its trash, and the files with words of these entries.

    The summaries are iterators, of which only the first MAX_ROWS items are read.
    """
    page = _entries_table(in_journal, len(copies.entries), domain_title)
    if copies.trashed:
        page += (
            Line("In the trash already:"),
            *_entries_table(in_trash, len(copies.trashed), domain_title),
        )
    page += _paths_list("Copies that go, too:", copies.others)
    return page + _paths_list("Files that stay, with words of these perhaps:", copies.not_ours)


def _entries_table(
    summaries: Iterable[EntrySummary], count: int, domain_title: Callable[[str], str]
) -> Page:
    if not count:
        return ()
    rows = tuple(
        (short_date(day), name.id, domain_title(name.domain), words)
        for name, day, words in islice(summaries, MAX_ROWS)
    )
    headings = ("Date", "Entry", "Domain", "Begins with")
    return (Table(headings, rows, shrink_column="Begins with"), *_not_listed(count))


def _paths_list(heading: str, paths: Sequence[Path]) -> Page:
    if not paths:
        return ()
    lines = (
        Line(safe_line(str(path)), "quiet", label="File", indent=2) for path in paths[:MAX_ROWS]
    )
    return (Line(heading), *lines, *_not_listed(len(paths)))


def _not_listed(count: int) -> Page:
    return (Line(f"… and {count - MAX_ROWS} more"),) if count > MAX_ROWS else ()
