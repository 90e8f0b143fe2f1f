"""A table for a spreadsheet: what can be counted, and nothing that calculates."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.documents.formats import csv_document
from securebase_cli.model import Action, Scaling
from securebase_cli.storage.scan import StoredEntry
from support.builders import a_document_source, a_stored_entry
from support.corpus import CORPUS


def _rows(*entries: StoredEntry) -> list[dict[str, str]]:
    written = "".join(csv_document.render_entries(a_document_source(*entries)))
    assert written.startswith("\ufeff"), "so that spreadsheets know the encoding"
    csv.field_size_limit(1 << 24)
    return list(csv.DictReader(io.StringIO(written[1:], newline=""), strict=True))


def test_an_entry_its_value_and_its_actions_have_a_row_each():
    entry = a_stored_entry(
        skipped=("b", "c"),
        scaling=Scaling(7, "asked-the-team"),
        actions=(
            Action("Ask", due=date(2026, 12, 1)),
            Action("Rest", "tried", closed=date(2026, 11, 25), note="Well"),
        ),
    )
    head = {"date": "2026-11-23", "entry": "k3f7", "kind": "reflection", "domain": "Availability"}
    rows = [{key: value for key, value in row.items() if value} for row in _rows(entry)]
    assert [
        {"row": "entry", **head, "answered": "1", "skipped": "2"},
        {"row": "scale", **head, "value": "7", "known_by": "asked the team"},
        {"row": "action", **head, "action": "Ask", "state": "open", "due": "2026-12-01"},
        {
            "row": "action", **head, "action": "Rest", "state": "tried", "closed": "2026-11-25",
            "note": "Well",
        },
    ] == rows  # fmt: skip


def test_without_entries_there_are_the_headings():
    written = "".join(csv_document.render_entries(a_document_source()))
    assert written.startswith("\ufeffrow,date,entry,kind,domain,")
    assert written.endswith("\r\n")
    assert 1 == len(written.splitlines())


def test_no_answer_is_in_it():
    assert "Most of them do" not in "".join(
        csv_document.render_entries(a_document_source(a_stored_entry()))
    )


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " =", "\n@", "＝", "\u00a0+"])
def test_a_cell_that_could_become_a_formula_is_text(sign):
    action = Action(f"{sign}1+1", note=f"{sign}cmd|'/c calc'!A0")
    row = _rows(a_stored_entry(actions=(action,)))[1]
    assert row["action"].startswith("'")
    assert row["note"].startswith("'")


@given(st.text(), st.text())
def test_any_text_stays_in_its_cell(text, note):
    entry = a_stored_entry(title=text, actions=(Action(text, note=note), Action("last")))
    rows = _rows(entry)
    assert ["entry", "action", "action"] == [row["row"] for row in rows]
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("name", CORPUS)
def test_an_unusual_answer_stays_in_its_cell(name):
    rows = _rows(a_stored_entry(actions=(Action(CORPUS[name]), Action("last"))))
    assert ["entry", "action", "action"] == [row["row"] for row in rows]
