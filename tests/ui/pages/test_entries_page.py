"""The list of entries."""

from securebase_cli.model import Action
from securebase_cli.ui.page import Table
from securebase_cli.ui.pages.entries_page import entries_page
from support.builders import ANSWER, a_stored_entry, an_entry


def test_each_entry_is_a_row_that_shows_how_much_is_in_it():
    stored = a_stored_entry(
        answers=(ANSWER, ANSWER), skipped=("praise",), tags=("away-day", "rota"),
        actions=(Action("a"), Action("b", state="tried"), Action("c")),
    )  # fmt: skip
    (table,) = entries_page([stored.entry.outline, an_entry(id="bbbb").outline])
    assert isinstance(table, Table)
    assert [
        ("23 Nov 2026", "k3f7", "availability", "2 of 3", "2", "#away-day #rota"),
        ("23 Nov 2026", "bbbb", "availability", "1 of 1", "", ""),
    ] == list(table.rows)
    assert table.shrink_column in table.headings


def test_the_domain_is_shown_by_the_id_that_commands_take():
    (table,) = entries_page([an_entry(title="My worst day, ever").outline])
    assert "availability" == table.rows[0][2]
