"""The CSV format, for spreadsheets: a row for each entry, scale value and action.

The answers are left out. Spreadsheets cannot take a cell for a formula.
"""

import re
from collections.abc import Iterable, Iterator

from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.documents.source import DocumentSource
from securebase_cli.model import BASIS_NAMES, Entry

_COLUMNS = (
    "row", "date", "entry", "kind", "domain", "answered", "skipped", "value", "known_by",
    "action", "state", "due", "closed", "note",
)  # fmt: skip
# Spreadsheets evaluate a cell that begins with one of these characters, even if it is quoted. One
# that is set to another separator than the comma begins a cell after that separator, too.
_FORMULA_START = re.compile(r"(?P<before>(?:^|[;|])[\s'\"]*)(?P<sign>[=+\-@＝＋－＠])")
_NEEDS_QUOTES = re.compile(r'[,;|"]')


def render_entries(source: DocumentSource) -> Iterator[str]:
    """Yield the table row by row, after the byte order mark that marks it as UTF-8."""
    yield f"\ufeff{_format_row(_COLUMNS)}"
    for _, entry in source.sorted_entries():
        for row in _rows(entry, source.content.domain_title(entry.domain)):
            yield _format_row(row.get(column, "") for column in _COLUMNS)


def _rows(entry: Entry, domain_title: str) -> Iterator[dict[str, str]]:
    """Yield the rows of an entry, each as a mapping from columns to cells."""
    shared = {
        "date": entry.moment.date().isoformat(),
        "entry": entry.id,
        "kind": entry.kind,
        "domain": domain_title,
    }
    yield {
        "row": "entry",
        **shared,
        "answered": str(len(entry.answers)),
        "skipped": str(len(entry.skipped)),
    }
    if entry.scaling:
        known_by = BASIS_NAMES[entry.scaling.basis] if entry.scaling.basis else ""
        yield {"row": "scale", **shared, "value": str(entry.scaling.value), "known_by": known_by}
    for action in entry.actions:
        yield {
            "row": "action",
            **shared,
            "action": action.text,
            "state": action.state,
            "due": action.due.isoformat() if action.due else "",
            "closed": action.closed.isoformat() if action.closed else "",
            "note": action.note,
        }


def _format_row(cells: Iterable[str]) -> str:
    return f"{','.join(map(_format_cell, cells))}\r\n"


def _format_cell(text: str) -> str:
    one_line = " ".join(remove_unprintable(text).split())
    cell = _FORMULA_START.sub(r"\g<before>'\g<sign>", one_line)
    if not _NEEDS_QUOTES.search(cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'
