"""Find an entry of a journal, or of its trash, by what a user typed."""

import re
from datetime import date
from pathlib import Path

from securebase_cli.dates import Period, parse_period
from securebase_cli.errors import UnknownEntryError, UnreadableEntriesError, UsageError
from securebase_cli.storage import files
from securebase_cli.storage.entry_files import read_day
from securebase_cli.storage.filter import MATCH_ALL
from securebase_cli.storage.journal_files import JournalFiles, clear_name
from securebase_cli.storage.names import EntryName, Listing
from securebase_cli.storage.scan import Scan

# The word for the latest entry. It cannot be an id, and neither can four digits, which are a year.
LAST = "last"
_YEAR = re.compile("[0-9]{4}")
# Alternatives listed in a message: as many as fit on one line.
_MAX_LISTED = 8


def is_reserved_id(entry_id: str) -> bool:
    """Return whether an id means something else where an entry is named."""
    return entry_id == LAST or _YEAR.fullmatch(entry_id) is not None


def handle_of(name: EntryName) -> str:
    """Return what a user can type for an entry: its id, or its file name if the id is reserved."""
    return name.file_name if is_reserved_id(name.id) else name.id


def is_last(typed: str) -> bool:
    """Return whether a user typed the word for the latest entry."""
    return typed.strip().casefold() == LAST


def find_entry(
    typed: str,
    listing: Listing,
    folder: Path,
    journal_files: JournalFiles,
    today: date,
    list_command: str,
) -> EntryName:
    """Find an entry by its id, `last`, its file name or path, or a date with only one entry.

    `listing` is that of `folder` and must not be empty; `list_command` is named in messages.
    Raises UnknownEntryError if there is none, UsageError if there is more than one, and
    UnreadableEntriesError if a file that can't be read may be the last entry.
    """
    text = typed.strip()
    if is_last(text):
        return _find_last(folder, journal_files)
    if by_path := _find_by_path(text, listing, folder):
        return by_path
    by_id = listing.with_id(text.casefold())
    # Four digits are an id only if there is no entry of that year.
    of_year = (
        _find_by_date(text, listing, folder, journal_files, today) if _YEAR.fullmatch(text) else []
    )
    if len(by_id) > 1 and not of_year:
        paths = ", ".join(name.path for name in by_id)
        raise UsageError(f"More than one file has the id “{typed}”: {paths}. Name one.")
    if by_id and not of_year:
        return by_id[0]
    try:
        by_date = of_year or _find_by_date(text, listing, folder, journal_files, today)
    except UsageError:
        # Read an entry instead of a name: the first name may be a copy's, whose last part is no id.
        last = next(Scan(folder, journal_files, MATCH_ALL).outlines(), None)
        example = f", such as {handle_of(last.name)}" if last else ""
        raise UnknownEntryError(
            f"There is no entry “{typed}”. An entry is named by its id{example}, by “last”, or "
            f"by its date. `{list_command}` shows them."
        ) from None
    if len(by_date) == 1:
        return by_date[0]
    if not by_date:
        raise UnknownEntryError(f"There is no entry of {typed}. `{list_command}` shows all.")
    ids = ", ".join(f"{name.id} ({name.domain})" for name in by_date[:_MAX_LISTED])
    more = ", …" if len(by_date) > _MAX_LISTED else ""
    raise UsageError(f"There are {len(by_date)} entries of {typed}: {ids}{more}. Name one.")


def _find_last(folder: Path, journal_files: JournalFiles) -> EntryName:
    """Return the latest entry.

    Raises UnreadableEntriesError if the name of a file that can't be read is not earlier.
    """
    scan = Scan(folder, journal_files, MATCH_ALL)
    last = next(scan.outlines(), None)
    stamp = last.name.stamp if last else ""
    unreadable = [
        (path.relative_to(folder), reason)
        for path, reason in scan.unreadable.items()
        if (name := EntryName.parse(clear_name(path.name))) and name.stamp >= stamp
    ]
    if last is None or unreadable:
        raise UnreadableEntriesError(unreadable)
    return last.name


def _find_by_path(text: str, listing: Listing, folder: Path) -> EntryName | None:
    path = Path(clear_name(text))
    name = listing.with_name(path.name) or listing.with_name(f"{path.name}.md")
    if name is None:
        return None
    in_folder = clear_name(text) in {path.name, name.path} or files.is_same_folder(
        path.parent, (folder / name.path).parent
    )
    return name if in_folder else None


def _find_by_date(
    text: str, listing: Listing, folder: Path, journal_files: JournalFiles, today: date
) -> list[EntryName]:
    """Return the entries of a date; raises UsageError for a text that is no date."""
    period = Period(*parse_period(text, today))
    return [name for name in listing.entries() if read_day(folder, name, journal_files) in period]
