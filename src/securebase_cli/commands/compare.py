"""The command that shows what was answered to one question over the years."""

from __future__ import annotations

import sys
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._options import (
    FilteringCommand,
    Json,
    NoInput,
    complete_question,
    new_typer,
)
from securebase_cli.entry_format.quick_checks import question_marker
from securebase_cli.errors import UnknownNameError, UsageError
from securebase_cli.instrument import team_questions
from securebase_cli.model import ID, DatedScaling
from securebase_cli.review import compare as comparison
from securebase_cli.storage.compared import AlreadyCompared
from securebase_cli.ui.pages import compare_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.json_records import Record
    from securebase_cli.model import Question
    from securebase_cli.review.compare import ComparedAnswer
    from securebase_cli.storage.scan import Scan, StoredEntry

NAME_ONE = "Name the question: securebase compare QUESTION. `securebase questions` lists them."


def compare(app: App, given: str | None, *, as_json: bool, no_input: bool) -> None:
    """Show every answer to a question, oldest first; without a question a menu is opened."""
    scan = app.scan(oldest_first=True)
    if given is None:
        if no_input or as_json:
            raise UsageError(NAME_ONE)
        given = _chosen(app, scan)
        if given is None:
            scan.raise_if_unreadable()
            return
    wanted = given.strip().casefold()
    known = next((q for q in team_questions.all_questions(app.content) if q.id == wanted), None)
    seen = AlreadyCompared(app.journal.internal_folder)
    holding = _holding(scan, wanted) if ID.fullmatch(wanted) else ()
    answers = comparison.find_answers(wanted, holding, seen.ids_for(wanted))
    first = next(answers, None)
    if first is None:
        _say_unanswered(app, given, known, as_json=as_json)
    elif as_json:
        text = known.text if known else first.answer.asked or wanted
        _print_json({"question": wanted, "text": text}, chain((first,), answers))
    else:
        shown = _show(app, known, chain((first,), answers), first)
        _note(app, seen, wanted, shown)
    scan.raise_if_unreadable()


def _note(app: App, seen: AlreadyCompared, question: str, shown: frozenset[str]) -> None:
    """Note what was looked at; what was once, and is gone, is forgotten."""
    if not app.filter_options.given:
        seen.record(question, shown)
    elif before := seen.ids_for(question):
        # What the filters left out was not looked at; the first look has to be at everything.
        seen.record(question, shown | before)


def _holding(scan: Scan, question: str) -> Iterator[StoredEntry]:
    mark = question_marker(question)
    return scan.entries(lambda data: mark in data)


def _show(
    app: App, known: Question | None, answers: Iterator[ComparedAnswer], first: ComparedAnswer
) -> frozenset[str]:
    """Show the answers as they come, and return the ids of their entries."""
    parent = app.content.parent_of(known) if known else None
    asked = known.text if known else first.answer.asked or first.answer.question
    app.screen.show(compare_page.compare_heading(first.answer.question, asked, parent))
    shown: set[str] = set()
    scaled: list[DatedScaling] = []
    count = new = 0
    for one in answers:
        app.screen.show(compare_page.compare_answer(one, asked))
        asked = one.answer.asked or asked
        count += 1
        new += one.is_new
        if one.entry.scaling and one.entry.id not in shown:
            scaled.append(DatedScaling(one.entry.moment.date(), one.entry.scaling, one.entry.id))
        shown.add(one.entry.id)
    quality = app.content.quality_of(first.entry.domain)
    app.screen.show(compare_page.compare_summary(count, new, scaled, quality))
    return frozenset(shown)


def _print_json(head: Record, answers: Iterator[ComparedAnswer]) -> None:
    """Print the answers as they come; there can be very many."""
    records = (json_records.compared_answer_record(answer) for answer in answers)
    for piece in json_records.stream_json(head, "answers", records):
        sys.stdout.write(piece)


def _say_unanswered(app: App, given: str, known: Question | None, *, as_json: bool) -> None:
    if known is None:
        raise UnknownNameError(
            "question",
            given,
            [question.id for question in app.content.questions],
            "`securebase questions` lists them all.",
        )
    if as_json:
        _print_json({"question": known.id, "text": known.text}, iter(()))
    if app.filter_options.given:
        app.messages.say("In this choice no entry answers this question.")
    else:
        how = f"{known.domain} --team" if team_questions.is_prompt(known) else f"-q {known.id}"
        app.messages.say(f"You have not answered it yet: securebase reflect {how}")


def _chosen(app: App, scan: Scan) -> str | None:
    """Let the person choose a question that was answered more than once; None for none."""
    from securebase_cli.ui.prompts import menus
    from securebase_cli.ui.prompts.signals import record_signals

    found = comparison.find_repeated_questions(scan.outlines(), app.content)
    if not found:
        where = "In this choice no" if app.filter_options.given else "No"
        app.messages.say(f"{where} question has been answered more than once so far.")
        return None
    with record_signals(), app.asker() as asker:
        chosen = menus.choose_question(asker, found)
    if chosen is None:
        app.messages.say("Nothing was compared.")
    return chosen and chosen.id


command = new_typer()


@command.command(cls=FilteringCommand)
def compare_command(
    ctx: typer.Context,
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="[QUESTION]",
            help="Its id; without one a menu opens.",
            autocompletion=complete_question,
        ),
    ] = None,
    json: Json = False,
    no_input: NoInput = False,
) -> None:
    """Show every answer to a question, oldest first."""
    compare(ctx.ensure_object(App), question, as_json=json, no_input=no_input)
