"""What is about to be deleted."""

from datetime import date
from pathlib import Path

from securebase_cli.review.first_words import EntrySummary
from securebase_cli.storage.copies import Copies
from securebase_cli.ui.page import Table
from securebase_cli.ui.pages.deletion_page import MAX_ROWS, deletion_page
from support.builders import TITLES, an_entry_name
from support.pages import line_texts

NAME = an_entry_name("2026-11-23")
SUMMARY = EntrySummary(NAME, date(2026, 11, 23), "We talk.")


def test_each_entry_is_a_row_with_the_title_of_its_domain_and_its_first_words():
    (table,) = deletion_page(Copies([NAME], []), [SUMMARY], [], TITLES.__getitem__)
    assert isinstance(table, Table)
    assert (("23 Nov 2026", "k3f7", "Availability", "We talk."),) == table.rows


def test_of_many_entries_and_files_the_first_are_listed_and_only_these_are_read():
    count = MAX_ROWS + 3
    summaries = iter([SUMMARY] * count)
    paths = [Path(f"draft{number}.md") for number in range(count)]
    copies = Copies([NAME] * count, [], others=paths)
    table, *lines = deletion_page(copies, summaries, [], TITLES.__getitem__)
    assert MAX_ROWS == len(table.rows)
    assert 3 == len(list(summaries))
    assert [
        "… and 3 more",
        "Copies that go, too:",
        *map(str, paths[:MAX_ROWS]),
        "… and 3 more",
    ] == line_texts(lines)


def test_what_is_in_the_trash_and_what_stays_have_headings_of_their_own():
    copies = Copies([], [NAME], not_ours=[Path("copy.md")])
    page = deletion_page(copies, [], [SUMMARY], TITLES.__getitem__)
    assert [
        "In the trash already:", "Files that stay, with words of these perhaps:", "copy.md",
    ] == line_texts(page)  # fmt: skip
