"""Check that entries can be read, that all of their text is used, and that their names fit."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from securebase_cli.dates import long_date
from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.entry_format.task_fields import has_unread_day
from securebase_cli.errors import EntryFormatError
from securebase_cli.hints import command, quote
from securebase_cli.model import Entry
from securebase_cli.review.checkup import Finding, Level
from securebase_cli.storage.entry_files import UncountedFile
from securebase_cli.storage.find_entry import is_reserved_id
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import EntryName, entry_file_name


def check_entries(journal: Journal, now: datetime) -> Iterator[Finding]:
    """Check the entries, and the files that seem to be entries but are not counted as such."""
    first_with_id: dict[str, EntryName] = {}
    for name in journal.names():
        path = journal.path_on_disk(name)
        error = ""
        advice = "Move it out of the journal, or bring the entry back from a backup."
        try:
            data = journal.read_bytes(name)
            # From here on, the file can be opened, so it can be edited, too.
            advice = f"Mend it with {command('edit')} {name.id}, or bring it back from a backup."
            in_file = read_entry(decode_entry(data))
            if original := name.original_of(in_file):
                yield _copy_finding(path, original)
                continue
            entry = name.apply_to(in_file)
        except EntryFormatError as format_error:
            error = str(format_error)
        yield from _check_id(name, first_with_id.setdefault(name.id, name), path)
        if error:
            yield Finding("unreadable", "problem", f"It can't be read: {error}.", advice, path)
            continue
        yield from findings_in(entry, path)
        yield from _check_name_and_date(name, in_file, entry, now, path)
    yield from map(_uncounted_finding, journal.uncounted_files())


def _check_id(name: EntryName, first: EntryName, path: Path) -> Iterator[Finding]:
    """Check that the id of an entry can be typed; `first` is the first entry with the same id."""
    if first is not name:
        message = f"Two files have the id {name.id}."
        advice = (
            f"Compare it with {first.path}; delete one of them, or change the last "
            "four letters of its name."
        )
        yield Finding("duplicate-id", "problem", message, advice, path)
    if is_reserved_id(name.id):
        message = f"Its id, {name.id}, has another meaning where an entry is named."
        mend = "Change the last four letters of its name, and its id in the front matter."
        yield Finding("reserved-id", "note", message, mend, path)


def _check_name_and_date(
    name: EntryName, in_file: Entry, entry: Entry, now: datetime, path: Path
) -> Iterator[Finding]:
    """Check that the front matter fits the name of the file, and that the date is not to come."""
    differences = []
    if in_file.id not in {"", name.id}:
        differences.append("id")
    if in_file.domain not in {"", name.domain}:
        differences.append("domain")
    if entry.moment.date() != name.day:
        differences.append("date")
    if differences:
        message = f"Its front matter and its name differ ({', '.join(differences)})."
        advice = "The name’s id and domain count, and the front matter’s date. "
        advice += (
            f"To make them agree, name it {entry_file_name(entry)}."
            if "date" in differences
            else "Change one of the two if that is not what you want."
        )
        yield Finding("contradiction", "note", message, advice, path)
    if entry.moment > now:
        message = (
            f"Its date is still to come ({long_date(entry.moment)}), so it counts as the last."
        )
        advice = f"If that is a mistake, change the date: {command('edit')} {name.id}"
        yield Finding("date-to-come", "note", message, advice, path)


def findings_in(entry: Entry, path: Path) -> Iterator[Finding]:
    """Yield a finding for each part of an entry that can't be used, or is in no section."""
    mend = f"Mend it with: {command('edit')} {entry.id}"
    for problem in entry.problems:
        level: Level = "problem" if problem.is_loss else "note"
        message = f"Something in it can't be used: {problem.message}."
        yield Finding("unusable-field", level, message, mend, path)
    reasons = {other.reason for other in entry.other_text}
    if "not-a-marker" in reasons:
        message = "Something in it looks like a marker but is none; the text below has no question."
        advice = f"{mend}. A marker is written like <!-- securebase question ID -->."
        yield Finding("other-text", "problem", message, advice, path)
    show = f"See it at the end of: {command('show')} {entry.id}"
    if "outside" in reasons:
        message = "Some text in it stands outside the questions, so it is in no answer."
        yield Finding("other-text", "note", message, show, path)
    if "not-a-task" in reasons:
        message = "Some text among its actions is no task."
        yield Finding("other-text", "note", message, show, path)
    if any(has_unread_day(action.text) for action in entry.actions):
        message = "An action in it has a date that can't be read."
        advice = f"{mend}. A date is written like 📅 2026-12-01."
        yield Finding("unread-date", "note", message, advice, path)


def _uncounted_finding(file: UncountedFile) -> Finding:
    if file.kind == "copy":
        return _copy_finding(file.path, file.original)
    if file.kind == "not downloaded":
        message = "iCloud has not fetched this file yet."
        advice = "Open the folder in the Finder and fetch it."
        return Finding("misnamed", "problem", message, advice, file.path)
    if file.kind == "unreadable folder":
        message = f"This folder can't be read: {file.error}."
        advice = "Mend its permissions, or move it out of the journal."
        return Finding("not-readable", "problem", message, advice, file.path)
    message = "There is an entry in it, but its name is not that of one, so it does not count."
    advice = (
        "Name it like YYYY-MM-DD-HHMM-domain-id.md (the id is four letters), or move it elsewhere."
    )
    return Finding("misnamed", "problem", message, advice, file.path)


def _copy_finding(path: Path, original: str) -> Finding:
    message = f"It looks like a copy of {original}, perhaps of a synchronising program."
    advice = f"See both, and choose what stays: {command(f'join {quote(path.name)}')}"
    return Finding("conflict-copy", "problem", message, advice, path)
