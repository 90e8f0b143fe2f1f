"""The list of entries."""

import pytest

from securebase_cli.model import Action
from securebase_cli.ui.page import Table
from securebase_cli.ui.pages.entries_page import entries_page
from support.builders import ANSWER, a_stored_entry, an_entry


def _title(domain_id: str) -> str:
    return f"Title of {domain_id}"


def test_each_entry_is_a_row_that_shows_how_much_is_in_it():
    stored = a_stored_entry(
        answers=(ANSWER, ANSWER), skipped=("praise",), tags=("away-day", "rota"),
        actions=(Action("a"), Action("b", state="tried"), Action("c")),
    )  # fmt: skip
    (table,) = entries_page([stored.entry.outline, an_entry(id="bbbb").outline], _title)
    assert isinstance(table, Table)
    assert [
        ("23 Nov 2026", "k3f7", "Availability", "2 of 3", "2", "#away-day #rota"),
        ("23 Nov 2026", "bbbb", "Availability", "1 of 1", "", ""),
    ] == list(table.rows)
    assert table.shrink_column in table.headings


@pytest.mark.parametrize(
    ("domain", "title", "shown"),
    [
        ("team-membership", "Team membership, 23 November 2026", "Team membership"),
        ("team-membership", "Team membership", "Team membership"),
        ("availability", "My worst day, ever", "Title of availability"),
        ("availability", "", "Title of availability"),
        ("availability", "Acceptance, 23 November 2026", "Title of availability"),
    ],
)
def test_the_domain_is_shown_by_its_title_which_is_asked_for_only_if_the_entry_has_another(
    domain, title, shown
):
    (table,) = entries_page([an_entry(domain=domain, title=title).outline], _title)
    assert shown == table.rows[0][2]


def test_of_a_team_session_that_is_said_beside_the_domain():
    outline = an_entry(kind="team-session", title="Availability, 23 November 2026, team session")
    (table,) = entries_page([outline.outline], _title)
    assert "Availability, team session" == table.rows[0][2]
