"""The command `export`: entries as one document."""

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import Annotated

from typer import Context, Option

from securebase_cli import dates
from securebase_cli.app import App
from securebase_cli.commands._command import FilteringCommand, commands
from securebase_cli.commands._completion import complete_entry
from securebase_cli.commands._listing import say_none
from securebase_cli.commands._options import Force, NoInput, Open, Output, format_option
from securebase_cli.commands._output_file import OutputTarget
from securebase_cli.documents import redaction
from securebase_cli.documents.formats.table import Format, Pieces
from securebase_cli.documents.notices import Omissions
from securebase_cli.documents.redaction import RedactedEntries, ReviewedEntries
from securebase_cli.documents.source import CachedEntries, CpdFields, DocumentSource, Entries
from securebase_cli.errors import (
    FolderError,
    UnassignedTextError,
    UnknownEntryError,
    UnknownNameError,
    UsageError,
)
from securebase_cli.hints import command
from securebase_cli.instrument import team_questions
from securebase_cli.storage.names import EntryName

ORDERS = ("date", "domain")
LAYOUTS = ("journal", "cpd", "supervision")
CPD_QUESTIONS = (
    "What have you learnt?",
    "What is the effect on your practice?",
    "What came of discussing it with a peer?",
)
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
            help="journal; cpd, a record of professional development; or supervision, what has "
            "changed since a date.",
        ),
    ] = "journal",
    no_answers: Annotated[
        bool, Option("--no-answers", help="Leave out what was answered.")
    ] = False,
    only: Annotated[
        list[str] | None,
        Option(
            metavar="ENTRY", help="Only this entry; can be repeated.", autocompletion=complete_entry
        ),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        Option(metavar="QUESTION|ENTRY", help="Leave this out; can be repeated."),
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
    if by is not None and by not in ORDERS:
        raise UnknownNameError("order", by, ORDERS)
    if layout not in LAYOUTS:
        raise UnknownNameError("layout", layout, LAYOUTS)
    if layout != "journal" and not target.format.is_text:
        raise UsageError("This layout is text: choose markdown, html or docx.")
    has_entries_in_order = layout == "journal" and not (no_answers and target.format.is_text)
    if by is not None and not has_entries_in_order:
        raise UsageError("--by orders the answers of the journal, and there are none in this.")
    target.raise_if_unwritable(app)
    if not app.journal.exists:
        raise FolderError(f"There is no journal at {app.journal.folder}. Nothing was written.")
    excluded_entries, excluded_questions = _find_excluded(app, leave_out or ())
    included_entries = frozenset(app.journal.find(typed, app.today) for typed in only or ())
    if included_entries & excluded_entries:
        raise UsageError("An entry stands after --only and after --leave-out. Choose one of them.")
    entry_filter = app.entry_filter()._replace(
        included_entries=included_entries, excluded_entries=excluded_entries
    )
    since = None
    if layout == "supervision":
        since = _supervision_start(entry_filter.period, app.today)
        # Entries before that day are needed to say what has changed since.
        entry_filter = entry_filter._replace(period=entry_filter.period._replace(first=None))

    scan = app.journal.scan(entry_filter, oldest_first=True, progress=app.progress)
    cached_entries = CachedEntries(scan)
    is_empty = cached_entries.is_empty()
    if is_empty:
        scan.raise_if_unreadable()
        target.raise_if_replacing()
    cpd_fields = CpdFields()
    if layout == "cpd" and not is_empty and not no_input and sys.stdin.isatty():
        cpd_fields = CpdFields(*_ask_cpd_questions(app))
    entries: Entries = cached_entries
    if excluded_questions:
        entries = _remove_questions(app, entries, excluded_questions, with_answers=not no_answers)
    if no_answers:
        entries = RedactedEntries(entries, redaction.remove_answers)
    omissions = Omissions(
        answers=no_answers,
        names=pseudonymise,
        excluded_entries=len(excluded_entries),
        included_entries=len(included_entries),
        excluded_questions=len(excluded_questions),
    )
    source = DocumentSource(
        entries,
        app.content.subset(entry_filter.domains, excluded_questions),
        "domain" if by == "domain" else "date",
        entry_filter,
        omissions,
        cpd_fields,
    )
    if pseudonymise:
        source = _replace_names(app, source, no_input=no_input)
    pieces = _render(target.format, source, layout, since, with_answers=not no_answers)
    target.write(app, pieces)
    if is_empty:
        say_none(app, scan, "No entry fits, so there is none in it.")
    scan.raise_if_unreadable()


def _find_excluded(
    app: App, leave_out: Sequence[str]
) -> tuple[frozenset[EntryName], frozenset[str]]:
    """Return the entries and the ids of the questions that `--leave-out` names.

    Raises UnknownNameError for a name that is neither.
    """
    all_questions = team_questions.questions_and_prompts(app.content)
    known_ids = [question.id for question in all_questions]
    entries: set[EntryName] = set()
    question_ids: set[str] = set()
    for typed in leave_out:
        question_id = typed.strip().casefold()
        if question_id in known_ids:
            question_ids.add(question_id)
            continue
        try:
            entries.add(app.journal.find(typed, app.today))
        except UnknownEntryError:
            list_questions, list_entries = command("questions --ids"), command("list")
            hint = f"`{list_questions}` lists the questions, `{list_entries}` the entries."
            raise UnknownNameError("question or entry", typed, known_ids, hint) from None
    return frozenset(entries), frozenset(question_ids)


def _remove_questions(
    app: App, entries: Entries, question_ids: frozenset[str], *, with_answers: bool
) -> Entries:
    """Return the entries without these questions.

    Raises UnassignedTextError if the answers are shown, and one to these questions may stand where
    no marker says so.
    """
    all_questions = team_questions.questions_and_prompts(app.content)
    questions = [question for question in all_questions if question.id in question_ids]
    if with_answers:
        entries = reviewed = ReviewedEntries(entries)
        unassigned = [
            entry.id
            for _, entry in reviewed.look_at_all()
            if redaction.may_answer_elsewhere(entry, questions)
        ]
        if unassigned:
            raise UnassignedTextError(unassigned)
    return RedactedEntries(entries, partial(redaction.remove_questions, question_ids=question_ids))


def _supervision_start(period: dates.Period, today: date) -> date:
    """Return the day since when changes are described: --since, or else 3 months before --until."""
    if period.first:
        return period.first
    first_day, _ = dates.parse_period(SUPERVISION_PERIOD, period.last or today)
    return first_day


def _ask_cpd_questions(app: App) -> list[str]:
    """Ask for the fields of a CPD record that the journal cannot fill; an answer may be empty."""
    answers: list[str] = []
    with app.asker() as asker:
        while len(answers) < len(CPD_QUESTIONS):
            question = f"{CPD_QUESTIONS[len(answers)]} One line; empty: fill it in later."
            reply = asker.ask_line(question, ctrl_c="leave")
            if reply.kind != "back":
                answers.append(reply.text)
            elif answers:
                answers.pop()
    return answers


def _replace_names(app: App, source: DocumentSource, *, no_input: bool) -> DocumentSource:
    """Return the source with names replaced, after asking about those not decided on yet."""
    from securebase_cli.commands._aliases import decide_names
    from securebase_cli.documents.pseudonymised import pseudonymise
    from securebase_cli.pseudonyms.value_texts import texts_of, texts_of_entry

    reviewed = ReviewedEntries(source.entries)
    entries_texts = (texts_of_entry(stored.entry) for stored in reviewed.look_at_all())
    texts = chain(texts_of(source), chain.from_iterable(entries_texts))
    pseudonyms = decide_names(app, texts, no_input=no_input)
    domains = app.journal.listing().domains
    return pseudonymise(source._replace(entries=reviewed), pseudonyms, domains)


def _render(
    file_format: Format,
    source: DocumentSource,
    layout: str,
    since: date | None,
    *,
    with_answers: bool,
) -> Pieces:
    """Return the document in pieces; `since` has a value in the supervision layout only."""
    if since is not None:
        from securebase_cli.documents.supervision import build_summary

        return file_format.render(build_summary(source, since, with_answers=with_answers))
    if layout == "cpd":
        from securebase_cli.documents.cpd import build_record

        return file_format.render(build_record(source, with_answers=with_answers))
    if file_format.is_text and not with_answers:
        from securebase_cli.documents.journal_layout import build_overview

        return file_format.render(build_overview(source))
    return file_format.render_journal(source)
