"""What can be counted, for a spreadsheet: entries, values on the scale, actions; a row for each.

No answer is in it. A cell never becomes a formula, whatever somebody wrote.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.model import BASIS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.documents.source import DocumentSource
    from securebase_cli.model import Entry

_COLUMNS = (
    *("row", "date", "entry", "kind", "domain", "answered", "skipped", "value", "known_by"),
    *("action", "state", "due", "closed", "note"),
)
# Spreadsheets calculate what begins with one of these, whatever stands in quotes around it.
_CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render_entries(cover: DocumentSource) -> Iterator[str]:
    """Give the table row by row, with the mark by which spreadsheets know it to be UTF-8."""
    yield f"\ufeff{_line(dict(zip(_COLUMNS, _COLUMNS, strict=True)))}"
    for _, entry in cover.entries.entries():
        for row in _rows(entry, cover):
            yield _line(row)


def _rows(entry: Entry, cover: DocumentSource) -> Iterator[dict[str, str]]:
    about = {
        "date": entry.moment.date().isoformat(),
        "entry": entry.id,
        "kind": entry.kind,
        "domain": cover.domain_title(entry.domain),
    }
    answered, skipped = str(len(entry.answers)), str(len(entry.skipped))
    yield {"row": "entry", **about, "answered": answered, "skipped": skipped}
    if entry.scaling:
        known_by = BASIS_WORDS[entry.scaling.basis] if entry.scaling.basis else ""
        yield {"row": "scale", **about, "value": str(entry.scaling.value), "known_by": known_by}
    for action in entry.actions:
        yield {
            "row": "action",
            **about,
            "action": action.text,
            "state": action.state,
            "due": action.due.isoformat() if action.due else "",
            "closed": action.closed.isoformat() if action.closed else "",
            "note": action.note,
        }


def _line(row: dict[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_cell(row.get(column, "")) for column in _COLUMNS])
    return out.getvalue()


def _cell(text: str) -> str:
    text = " ".join(remove_unprintable(text).split())
    return f"'{text}" if text.startswith(_CALCULATED) else text
