"""The command `export`: write entries as one document."""

import sys
from datetime import date
from itertools import chain
from typing import Annotated

from typer import Context, Option

from securebase_cli import dates
from securebase_cli.app import App
from securebase_cli.commands._command import FilteringCommand, commands
from securebase_cli.commands._completion import complete_entry, complete_layout, complete_left_out
from securebase_cli.commands._export_selection import TAKEAWAY, redact, select_entries, select_parts
from securebase_cli.commands._listing import say_none
from securebase_cli.commands._options import (
    Force,
    NoInput,
    Open,
    Output,
    format_option,
    refuse_without_effect,
)
from securebase_cli.commands._output_file import OutputTarget
from securebase_cli.documents.formats.table import Format
from securebase_cli.documents.layouts import JOURNAL, SUPERVISION, find_layout
from securebase_cli.documents.notices import Omissions
from securebase_cli.documents.parts import ALL_PARTS, Part, part_names
from securebase_cli.documents.redaction import ReviewedEntries
from securebase_cli.documents.source import (
    NO_RECORD_LAYOUT,
    CachedEntries,
    DocumentSource,
    Entries,
    Record,
)
from securebase_cli.errors import FolderError, UnknownNameError, UsageError
from securebase_cli.instrument.record_layout import RecordLayout
from securebase_cli.plurals import count_of, list_in_words

ORDERS = ("date", "domain")
_NOTHING_TO_ORDER = "--by orders the answers of the journal, and there are none in this."
# The period that a supervision looks back on, unless --since is given.
SUPERVISION_PERIOD = "3m"


@commands.command(cls=FilteringCommand)
def export(
    ctx: Context,
    format_: Annotated[
        str | None,
        format_option(
            "markdown, html or docx, for Word; of the journal also csv or json. The ending of FILE "
            "says it, too."
        ),
    ] = None,
    output: Output = None,
    by: Annotated[
        str | None, Option(metavar="ORDER", help="date (the order without it) or domain.")
    ] = None,
    layout: Annotated[
        str,
        Option(
            metavar="LAYOUT",
            autocompletion=complete_layout,
            help="journal; supervision, a page for your own supervision; look-back, a page of what "
            "you took from a period; cpd, a record of professional development for Social Work "
            "England; nmc, a reflective account; or FILE.yaml, a form of your own.",
        ),
    ] = JOURNAL,
    made_for: Annotated[
        str, Option("--for", metavar="NAME", help="The name and team that stand in the document.")
    ] = "",
    answers: Annotated[
        bool | None,
        Option(
            "--answers/--no-answers",
            help="With what was answered, or without; without it, notes and the scale stay out, "
            "too.",
        ),
    ] = None,
    takeaways: Annotated[
        bool | None,
        Option("--takeaways/--no-takeaways", help="With what you took from it, or without."),
    ] = None,
    notes: Annotated[
        bool | None,
        Option("--notes/--no-notes", help="With what came of what was tried, or without."),
    ] = None,
    scale: Annotated[
        bool | None, Option("--scale/--no-scale", help="With the scale, or without.")
    ] = None,
    unanswered: Annotated[
        bool, Option("--unanswered", help="For supervision: the questions not answered yet, too.")
    ] = False,
    only: Annotated[
        list[str] | None,
        Option(
            metavar="ENTRY", help="Only this entry; can be repeated.", autocompletion=complete_entry
        ),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        Option(
            metavar="QUESTION|ENTRY",
            help="Leave this out, or “takeaway”; can be repeated.",
            autocompletion=complete_left_out,
        ),
    ] = None,
    pseudonymise: Annotated[
        bool,
        Option("--pseudonymise", help="Put roles in the place of names; see aliases."),
    ] = False,
    force: Force = False,
    open_file: Open = False,
    no_input: NoInput = False,
) -> None:
    """Write the entries that the filters admit as one document."""
    app = ctx.ensure_object(App)
    # Everything that can fail is checked before the user is asked anything.
    target = OutputTarget.from_options(output, format_, force=force, open_file=open_file)
    document_layout = find_layout(layout)
    _refuse_unsuitable_options(layout, target.format, by, unanswered=unanswered)
    if TAKEAWAY in [typed.strip().casefold() for typed in leave_out or ()]:
        takeaways = False
    part_choices: dict[Part, bool | None] = {
        "answers": answers,
        "takeaways": takeaways,
        "notes": notes,
        "scale": scale,
    }
    parts = select_parts(document_layout, target.format, part_choices)
    if by is not None and target.format.is_text and "answers" not in parts:
        raise UsageError(_NOTHING_TO_ORDER)
    target.raise_if_unwritable(app)
    if not app.journal.exists:
        raise FolderError(f"There is no journal at {app.journal.folder}. Nothing was written.")
    entry_filter, excluded_questions = select_entries(app, only or (), leave_out or ())
    since = date.min
    if layout == SUPERVISION:
        since = _supervision_start(entry_filter.period, app.today)
        # Entries before that day are needed to say what has changed since.
        entry_filter = entry_filter._replace(period=entry_filter.period._replace(first=None))
    if document_layout.record_layout and not only and _may_ask(no_input=no_input):
        from securebase_cli.commands._records import choose_entries

        entry_filter = choose_entries(app, entry_filter)

    scan = app.journal.scan(entry_filter, oldest_first=True, progress=app.progress)
    entries = CachedEntries(scan)
    is_empty = entries.is_empty()
    if is_empty:
        scan.raise_if_unreadable()
        target.raise_if_replacing()
    redacted = redact(entries, parts, excluded_questions)
    records: tuple[Record, ...] = ()
    if document_layout.record_layout and not is_empty:
        records = _fill_in(app, document_layout.record_layout, redacted, no_input=no_input)
    excluded_ids = frozenset(question.id for question in excluded_questions)
    omissions = Omissions(
        parts=(document_layout.parts & target.format.parts) - parts,
        names=pseudonymise,
        excluded_entries=len(entry_filter.excluded_entries),
        included_entries=len(entry_filter.included_entries),
        excluded_questions=len(excluded_ids),
    )
    source = DocumentSource(
        redacted,
        app.content.subset(entry_filter.domains, excluded_ids),
        "domain" if by == "domain" else "date",
        entry_filter,
        parts,
        omissions,
        made_on=app.today,
        made_for=made_for,
        since=since,
        with_unanswered=unanswered,
        record_layout=document_layout.record_layout or NO_RECORD_LAYOUT,
        records=records,
        unreadable=scan.unreadable,
    )
    if pseudonymise:
        source = _replace_names(app, source, no_input=no_input)
    if layout == JOURNAL:
        target.write(app, target.format.render_journal(source))
    else:
        target.write(app, target.format.render(document_layout.build(source)))
    if is_empty:
        say_none(app, scan, "No entry fits, so there is none in it.")
    elif target.path:
        _say_what_is_in_it(app, source, document_layout.actions)
    scan.raise_if_unreadable()


def _refuse_unsuitable_options(
    layout: str, file_format: Format, by: str | None, *, unanswered: bool
) -> None:
    """Raise UsageError for options that do not fit the layout."""
    if by is not None and by not in ORDERS:
        raise UnknownNameError("order", by, ORDERS)
    if layout != JOURNAL and not file_format.is_text:
        raise UsageError("This layout is text: choose markdown, html or docx.")
    if layout != JOURNAL and by is not None:
        raise UsageError(_NOTHING_TO_ORDER)
    if layout != SUPERVISION:
        refuse_without_effect("in this layout", {"--unanswered": unanswered})


def _supervision_start(period: dates.Period, today: date) -> date:
    """Return the day since when changes are described: --since, or else 3 months before --until."""
    if period.first:
        return period.first
    first_day, _ = dates.parse_period(SUPERVISION_PERIOD, period.last or today)
    return first_day


def _fill_in(
    app: App, record_layout: RecordLayout, entries: Entries, *, no_input: bool
) -> tuple[Record, ...]:
    """Return the records of entries, with what is typed for them now if there is a terminal."""
    from securebase_cli.commands._records import fill_in_records, read_records

    read = fill_in_records if _may_ask(no_input=no_input) else read_records
    return read(app, record_layout, entries.entries())


def _may_ask(*, no_input: bool) -> bool:
    return not no_input and sys.stdin.isatty()


def _replace_names(app: App, source: DocumentSource, *, no_input: bool) -> DocumentSource:
    """Return the source with names replaced, after asking about those not decided on yet."""
    from securebase_cli.commands._decide_names import decide_names
    from securebase_cli.documents.pseudonymised import pseudonymise
    from securebase_cli.pseudonyms.value_texts import texts_of, texts_of_entry

    reviewed = ReviewedEntries(source.entries)
    entries_texts = (texts_of_entry(stored.entry) for stored in reviewed.look_at_all())
    texts = chain(texts_of(source), chain.from_iterable(entries_texts))
    pseudonyms = decide_names(app, texts, no_input=no_input)
    domains = app.journal.listing().domains
    return pseudonymise(source._replace(entries=reviewed), pseudonyms, domains)


def _say_what_is_in_it(app: App, source: DocumentSource, actions: str) -> None:
    """Say which parts of the entries the document has, and what is not in it."""
    names = list(filter(None, (actions, *part_names(source.parts))))
    if names:
        app.messages.say(f"In it, where there are any: {list_in_words(names)}.")
    omissions = source.omissions._replace(parts=ALL_PARTS - source.parts)
    if left_out := omissions.items():
        app.messages.say(f"Left out: {list_in_words(left_out)}.")
    if omissions.names:
        app.messages.say(omissions.describe_names())
    if source.unreadable:
        files_that = count_of(len(source.unreadable), "file that", "files that")
        app.messages.say(f"Not in it: {files_that} could not be read as an entry.")
