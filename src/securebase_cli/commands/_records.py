"""Fill in the fields of records of professional development; for `export`."""

import contextlib
from collections.abc import Iterable, Sequence

from securebase_cli.app import App
from securebase_cli.documents.records import text_from_entry
from securebase_cli.documents.source import Record
from securebase_cli.errors import EntryFormatError, RecordError, UserQuitError
from securebase_cli.instrument.record_layout import RecordLayout
from securebase_cli.model import Answer, Draft, Entry, display_title
from securebase_cli.plurals import count_of
from securebase_cli.review.first_words import summarise
from securebase_cli.sitting.record_loop import (
    KEPT,
    RecordLoop,
    RecordSitting,
    record_draft,
    record_sitting,
)
from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.names import EntryName
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.asker import Asker, MenuLine

WHICH_ENTRY = "Which entry becomes a record?"


def choose_entries(app: App, entry_filter: Filter) -> Filter:
    """Ask which of the entries that the filter selects become records; return the new filter.

    It asks nothing if there is only one. Raises UserQuitError if the user leaves.
    """
    names = [stored.name for stored in app.journal.scan(entry_filter).outlines()]
    if len(names) <= 1:
        return entry_filter
    summaries = list(summarise(app.journal.folder, names, app.journal.files))
    chosen: frozenset[EntryName] = frozenset()
    with app.asker() as asker:
        while len(chosen) < len(names):
            if chosen:
                question = "Another one?"
                choices = [(chosen, MenuLine("No, go on", f"{len(chosen)} chosen"))]
            else:
                question = WHICH_ENTRY
                choices = [(frozenset(names), MenuLine(f"All {len(names)} of them"))]
            choices += [
                (chosen | {summary.name}, menus.entry_line(summary, app.domain_title))
                for summary in summaries
                if summary.name not in chosen
            ]
            # The latest entry is the most likely one.
            pointer = 0 if chosen else 1
            choice = menus.choose(asker, question, choices, pointer=pointer, when_empty=pointer)
            if choice is None:
                raise UserQuitError("No document was written.")
            if choice == chosen:
                options = " ".join(f"--only {name.id}" for name in sorted(chosen))
                asker.show((Line(f"The same without this menu: {options}", "quiet"),))
                return entry_filter._replace(included_entries=chosen)
            chosen = choice
    return entry_filter


def read_records(
    app: App, layout: RecordLayout, entries: Iterable[StoredEntry]
) -> tuple[Record, ...]:
    """Return the records of entries for which something was typed at earlier exports.

    Raises RecordError if the file of one can't be read.
    """
    drafts = app.records(layout.name)
    read = ((stored.entry, _read_draft(stored, layout, drafts)) for stored in entries)
    return tuple(
        _record_from(entry, draft) for entry, draft in read if draft.answers or draft.skipped
    )


def fill_in_records(
    app: App, layout: RecordLayout, entries: Iterable[StoredEntry]
) -> tuple[Record, ...]:
    """Ask for the fields of the records of entries; return the records with what was typed.

    Raises RecordError if the file of a record can't be read, or if records are being filled in in
    another window, and UserQuitError if the user leaves; what was typed is kept in either case.
    """
    drafts = app.records(layout.name)
    # One lock for all records: with one for each, too many files could be open.
    with drafts.lock(drafts.folder) as is_free:
        if not is_free:
            raise RecordError("These records are open in another window. Finish there first.")
        all_entries: list[Entry] = []
        records: list[RecordSitting] = []
        for stored in entries:
            entry = stored.entry
            title = display_title(entry, app.domain_title)
            sitting = record_sitting(_read_draft(stored, layout, drafts), title, layout)
            suggestions = {
                field.id: text_from_entry(field.origin, entry, app.content)
                for field in layout.fields
                if field.question
            }
            all_entries.append(entry)
            records.append(RecordSitting(sitting, suggestions))
        records = _ask(app, records, drafts)
    return tuple(
        _record_from(entry, record.sitting.draft)
        for entry, record in zip(all_entries, records, strict=True)
    )


def _read_draft(stored: StoredEntry, layout: RecordLayout, drafts: Drafts) -> Draft:
    """Return the draft of the record of an entry, with the answers of earlier exports."""
    moment = stored.entry.moment
    with contextlib.suppress(EntryFormatError):
        moment = EntryName.from_path(stored.file_name).local_moment()
    draft = record_draft(stored.entry, moment, layout, earlier=None)
    if not drafts.has(draft):
        return draft
    try:
        path = drafts.path_of(draft)
        return record_draft(stored.entry, moment, layout, drafts.read(path))
    except EntryFormatError as error:
        raise RecordError(
            f"What you typed for a record can’t be read: {error}. It is in {path}; mend it there, "
            "or move it away."
        ) from None


def _ask(app: App, records: Sequence[RecordSitting], drafts: Drafts) -> list[RecordSitting]:
    """Ask which fields to fill in, then for each of them; return the records with the answers."""
    with app.asker() as asker:
        choice = _choose_what_to_ask(asker, records)
        if choice == "nothing":
            return list(records)
        if len(records) > 1:
            words = f"{len(records)} records. F4 or .enough leaves the rest to be filled in."
            asker.show((Line(words, "quiet", label="Note"),))
        loop = RecordLoop(records, asker, drafts)
        if loop.run(only_missing=choice == "missing") == "paused":
            raise UserQuitError(KEPT)
    return loop.records


def _choose_what_to_ask(asker: Asker, records: Sequence[RecordSitting]) -> str:
    """Return which questions to ask: "missing", "all" or "nothing".

    The user chooses if some are answered already; if not, it is "missing", without asking. Raises
    UserQuitError if the user leaves.
    """
    missing = sum(len(record.missing_steps) for record in records)
    total = sum(len(record.steps) for record in records)
    if missing == total:
        return "missing"
    choices = [("all", MenuLine("go through all of it")), ("nothing", MenuLine("use what is kept"))]
    if missing:
        still_missing = count_of(missing, "question is", "questions are")
        choices.insert(0, ("missing", MenuLine("go on", f"{still_missing} left")))
    question = "What you typed for this is kept. What now?"
    pointer = 0 if missing else 1
    choice = menus.choose(asker, question, choices, pointer=pointer, when_empty=pointer)
    if choice is None:
        raise UserQuitError("No document was written; what you typed before is kept.")
    return choice


def _record_from(entry: Entry, draft: Draft) -> Record:
    """Return the record of an entry, with the answers of a draft."""
    # A field that was skipped is to be empty; it must not have the text from the entry.
    skipped = (Answer(question_id, "", "") for question_id in draft.skipped)
    return Record(entry.id, entry.moment, (*draft.answers, *skipped))
