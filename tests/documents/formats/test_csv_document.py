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
        {"row": "scale", **head, "value": "7", "known_by": "what they have told me"},
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


FORMULA_SIGNS = ("=", "+", "-", "@", "＝")
SEPARATORS = st.sampled_from([",", ";", "|", "\t"])
CELLS = st.lists(st.sampled_from([*";|,\t=+-@'\" a1＝", "\n"]), max_size=9).map("".join)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; @SUM(A1)", "a; '@SUM(A1)"),
        ('a;"=1+1"', 'a;"\'=1+1"'),
        ("a|-1", "a|'-1"),
        ("either; or - 5 = 3", "either; or - 5 = 3"),
    ],
)
def test_no_separator_within_a_cell_begins_a_formula(text, cell):
    assert cell == _rows(a_stored_entry(actions=(Action(text),)))[1]["action"]


@given(SEPARATORS, CELLS, CELLS)
def test_a_spreadsheet_set_to_any_separator_finds_no_formula(separator, text, note):
    entry = a_stored_entry(actions=(Action(text, note=note),))
    written = "".join(csv_document.render_entries(a_document_source(entry)))[1:]
    for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator):
        assert not [cell for cell in row if cell.lstrip(' "').startswith(FORMULA_SIGNS)]


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
