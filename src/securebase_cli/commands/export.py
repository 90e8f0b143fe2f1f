"""The commands that make documents: what goes in, what stays out, in which shape and format."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from securebase_cli import dates
from securebase_cli.app import App
from securebase_cli.commands._options import (
    FilteringCommand,
    Force,
    NoInput,
    Open,
    Output,
    complete_entry,
    new_typer,
)
from securebase_cli.commands._output_file import OutputTarget
from securebase_cli.documents import redaction
from securebase_cli.documents.formats.table import FORMATS, format_for_extension
from securebase_cli.documents.source import DocumentSource
from securebase_cli.errors import UnknownEntryError, UnknownNameError, UsageError
from securebase_cli.instrument import plan, team_questions
from securebase_cli.storage.filter import MATCH_ALL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from securebase_cli.documents.formats.table import Format, Pieces
    from securebase_cli.documents.redaction import Redaction
    from securebase_cli.documents.source import Entries, Order
    from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
    from securebase_cli.storage.filter import Filter

ORDERS = ("date", "domain")
LAYOUTS = ("journal", "cpd", "supervision")
# What is text without saying what kind; other endings promise what the file would not be.
_PLAIN_ENDINGS = frozenset({"", ".txt", ".text"})
_BOTH = "`securebase questions` lists the questions, `securebase list` the entries."
_ASKED = (
    "What have you learnt?",
    "What is the effect on your practice?",
    "What came of discussing it with a peer?",
)
# What a supervision looks back on, unless a day is given.
_SINCE = "3m"


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of document somebody wants, as it was typed."""

    format: str | None = None
    output: Path | None = None
    by: str = "date"
    layout: str = "journal"
    no_answers: bool = False
    only: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    pseudonymise: bool = False
    force: bool = False
    open: bool = False
    no_input: bool = False


class _LeftOut(NamedTuple):
    """The entries that alone go in, and the entries and questions that stay out, by their ids."""

    only: frozenset[str]
    entries: frozenset[str]
    questions: frozenset[str]


def export(app: App, wish: Wish) -> None:
    """Write the entries that the filters admit as one document, to a file or to stdout."""
    target = OutputTarget.of(wish.output, force=wish.force, opened=wish.open)
    kind = _format(wish.format, target)
    order = _order(wish.by)
    _check_layout(wish, kind)
    # Whatever can fail is checked before anyone is asked anything.
    kind.check_installed()
    target.check(app, binary=kind.binary)
    left_out = _left_out(app, wish)
    query = app.entry_filter()._replace(included_ids=left_out.only, excluded_ids=left_out.entries)
    since = query.period.first or dates.parse_period(_SINCE, query.period.last or app.today)[0]
    remarks, leaves_out = _said(app, wish, query, left_out)
    if wish.layout == "supervision":
        # What was before is needed to say what has changed.
        query = query._replace(period=query.period._replace(first=None))
    scan = app.journal.scan(query, oldest_first=True, progress=app.progress)
    entries = _shared(scan, wish, left_out)
    empty = next(entries.entries(), None) is None
    reflected = _asked_for(app, wish) if wish.layout == "cpd" and not empty else ()
    names = _names(app, entries, reflected, wish)
    if names:
        entries = redaction.RedactedEntries(entries, [names.apply_to_entry])
        reflected = tuple(map(names.apply, reflected))
    cover = DocumentSource(
        entries,
        app.content.subset(query.domains, left_out.questions),
        order,
        notices=remarks,
        omissions=leaves_out,
        is_complete=query._replace(domains=frozenset()) == MATCH_ALL,
    )
    target.deliver(app, _pieces(cover, wish, kind, since, reflected))
    if empty:
        app.messages.say("No entry fits, so there is none in it.")
    scan.raise_if_unreadable()


def worksheet(
    app: App,
    domains: Sequence[str],
    named: str | None,
    output: Path | None,
    *,
    force: bool,
    opened: bool,
) -> None:
    """Write a blank sheet for a team session on some domains, or on all."""
    from securebase_cli.documents import worksheet as sheet

    target = OutputTarget.of(output, force=force, opened=opened)
    kind = _format(named, target)
    if kind.render is None:
        raise UsageError("A worksheet is text: choose markdown, html or docx.")
    kind.check_installed()
    target.check(app, binary=kind.binary)
    content = app.content
    chosen = plan.find_domains(content, domains) or content.domains
    target.deliver(app, kind.render(sheet.build_worksheet(content, chosen)))


def _format(named: str | None, target: OutputTarget) -> Format:
    """Return the format that was named, or else the one that the file's ending says."""
    if named is None:
        plain = "markdown" if target.ending.casefold() in _PLAIN_ENDINGS else None
        found = FORMATS.get(format_for_extension(target.ending) or plain or "")
        if found is None:
            raise UnknownNameError("format for files that end in", target.ending, FORMATS)
        return found
    if named.casefold() not in FORMATS:
        raise UnknownNameError("format", named.casefold(), FORMATS)
    return FORMATS[named.casefold()]


def _order(named: str) -> Order:
    if named not in ORDERS:
        raise UnknownNameError("order", named, ORDERS)
    return "domain" if named == "domain" else "date"


def _check_layout(wish: Wish, kind: Format) -> None:
    if wish.layout not in LAYOUTS:
        raise UnknownNameError("layout", wish.layout, LAYOUTS)
    if wish.layout != "journal" and kind.render is None:
        raise UsageError("This layout is text: choose markdown, html or docx.")


def _left_out(app: App, wish: Wish) -> _LeftOut:
    """Find what was named; raises UsageError for what is neither a question nor an entry."""
    questions = [question.id for question in team_questions.all_questions(app.content)]
    left = frozenset(one.strip().casefold() for one in wish.leave_out) & set(questions)
    entries = set()
    for one in wish.leave_out:
        if one.strip().casefold() in left:
            continue
        try:
            entries.add(app.journal.find(one, app.today).id)
        except UnknownEntryError:
            raise UnknownNameError("question or entry", one, questions, _BOTH) from None
    only = frozenset(app.journal.find(one, app.today).id for one in wish.only)
    return _LeftOut(only, frozenset(entries), left)


def _shared(entries: Entries, wish: Wish, left_out: _LeftOut) -> Entries:
    changes: list[Redaction] = []
    if left_out.questions:
        changes.append(redaction.remove_questions(left_out.questions))
    if wish.no_answers:
        changes.append(redaction.remove_answers)
    return redaction.RedactedEntries(entries, changes) if changes else entries


def _names(app: App, entries: Entries, reflected: Sequence[str], wish: Wish) -> Pseudonyms | None:
    """Have somebody decide on all that could say who is meant; None if names stay."""
    if not wish.pseudonymise:
        return None
    from securebase_cli.commands._decide_names import decide_names
    from securebase_cli.pseudonyms.pseudonyms import entry_texts

    texts = chain(
        (text for stored in entries.entries() for text in entry_texts(stored.entry)), reflected
    )
    return decide_names(app, texts, no_input=wish.no_input)


def _said(
    app: App, wish: Wish, query: Filter, left_out: _LeftOut
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the document says about what it leaves out, and how that is named in JSON."""
    only, entries, questions = map(len, left_out)
    if wish.layout == "supervision":
        # Since when it looks back, it says anyway.
        query = query._replace(period=query.period._replace(first=None))
    remarks = redaction.describe_omissions(
        answers=wish.no_answers,
        entries=entries,
        only=only,
        questions=questions,
        names=wish.pseudonymise,
    )
    named = {
        "answers": wish.no_answers,
        "entries": only or entries,
        "questions": questions,
        "names": wish.pseudonymise,
    }
    chosen = redaction.describe_filters(query, app.content.domain_titles())
    return (*chosen, *remarks), tuple(name for name, left in named.items() if left)


def _pieces(
    cover: DocumentSource, wish: Wish, kind: Format, since: date, reflected: Sequence[str]
) -> Pieces:
    if kind.render is None:
        return kind.render_journal(cover)
    if wish.layout == "supervision":
        from securebase_cli.documents import supervision

        return kind.render(supervision.build_summary(cover, since, answers=not wish.no_answers))
    if wish.layout == "cpd":
        from securebase_cli.documents import cpd

        said = cpd.CpdAnswers(*reflected)
        return kind.render(cpd.build_record(cover, said, answers=not wish.no_answers))
    if wish.no_answers:
        from securebase_cli.documents import journal_layout

        return kind.render(journal_layout.build_overview(cover))
    return kind.render_journal(cover)


def _asked_for(app: App, wish: Wish) -> Sequence[str]:
    """Ask for what no journal can tell; whatever is left empty is to be filled in later."""
    if wish.no_input or not sys.stdin.isatty():
        return ()
    from securebase_cli.ui.prompts.signals import record_signals

    given = [""] * len(_ASKED)
    at = 0
    with record_signals(), app.asker() as asker:
        while at < len(_ASKED):
            reply = asker.ask_line(
                f"{_ASKED[at]} One line; empty: fill it in later.", ctrl_c="leave"
            )
            if reply.kind == "back":
                at = max(at - 1, 0)
                continue
            given[at] = reply.text
            at += 1
    return tuple(given)


command = new_typer()


@command.command(cls=FilteringCommand)
def export_command(
    ctx: typer.Context,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="markdown, html or docx; of the journal also "
            "csv or json. The ending of FILE says it, too.",
        ),
    ] = None,
    output: Output = None,
    by: Annotated[str, typer.Option(metavar="ORDER", help="date or domain.")] = "date",
    layout: Annotated[
        str,
        typer.Option(
            metavar="LAYOUT",
            help="journal; cpd, a record of professional development; or supervision, what has "
            "changed since a date.",
        ),
    ] = "journal",
    no_answers: Annotated[
        bool, typer.Option("--no-answers", help="Leave out what was answered.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ENTRY", help="Only this entry; can be repeated.", autocompletion=complete_entry
        ),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION|ENTRY", help="Leave this out; can be repeated."),
    ] = None,
    pseudonymise: Annotated[
        bool,
        typer.Option("--pseudonymise", help="Put roles in the place of names; see aliases."),
    ] = False,
    force: Force = False,
    open_file: Open = False,
    no_input: NoInput = False,
) -> None:
    """Write the entries that the filters admit as one document."""
    wish = Wish(
        format=format_,
        output=output,
        by=by,
        layout=layout,
        no_answers=no_answers,
        only=tuple(only or ()),
        leave_out=tuple(leave_out or ()),
        pseudonymise=pseudonymise,
        force=force,
        open=open_file,
        no_input=no_input,
    )
    export(ctx.ensure_object(App), wish)
