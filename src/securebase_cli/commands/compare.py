"""The command that shows every answer to one question."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Annotated

from typer import Argument, Context

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._listing import say_none
from securebase_cli.commands._options import (
    FilteringCommand,
    Json,
    NoInput,
    commands,
    complete_question,
)
from securebase_cli.dates import describe_period
from securebase_cli.entry_format.quick_checks import may_answer
from securebase_cli.errors import UnknownNameError, UsageError
from securebase_cli.hints import command
from securebase_cli.instrument import team_questions
from securebase_cli.model import ID, DatedScaling, Question
from securebase_cli.review import compare as comparison
from securebase_cli.review.compare import ComparedAnswer
from securebase_cli.storage.compared import AlreadyCompared
from securebase_cli.storage.scan import Scan
from securebase_cli.ui.pages import compare_page

QUESTION_REQUIRED = (
    f"Name the question: {command('compare')} QUESTION. `{command('questions --ids')}` lists them."
)


@commands.command(cls=FilteringCommand)
def compare(
    ctx: Context,
    typed_id: Annotated[
        str | None,
        Argument(
            metavar="[QUESTION]",
            help="Its id, or words in it; without either a menu opens.",
            autocompletion=complete_question,
        ),
    ] = None,
    as_json: Json = False,
    no_input: NoInput = False,
) -> None:
    """Show every answer to a question, oldest first; without one, ask which question."""
    app = ctx.ensure_object(App)
    scan = app.scan(oldest_first=True)
    candidates = _find_by_words(app, typed_id or "")
    if typed_id is None or candidates:
        if len(candidates) == 1:
            typed_id = candidates[0].id
        elif no_input or as_json:
            names = ", ".join(question.id for question in candidates)
            raise UsageError(f"Name one of these: {names}." if names else QUESTION_REQUIRED)
        else:
            typed_id = _choose_question(app, scan, candidates)
        if typed_id is None:
            scan.raise_if_unreadable()
            return

    question_id = typed_id.strip().casefold()
    already_compared = AlreadyCompared(app.journal.internal_folder)
    compared_before = already_compared.ids_for(question_id)
    answers: Iterator[ComparedAnswer] = iter(())
    # Entries mark each answer with the id of its question; a text that is no id is in no mark.
    if ID.fullmatch(question_id):
        question_ids = [question_id.encode()]
        entries = scan.entries(lambda data: may_answer(data, question_ids))
        answers = comparison.find_answers(question_id, entries, compared_before)
    first = next(answers, None)
    question = _find_question(app, question_id, first)
    if question is None:
        ids = [item.id for item in app.content.questions]
        hint = f"`{command('questions --ids')}` lists them all."
        raise UnknownNameError("question", typed_id, ids, hint)

    if first is not None:
        answers = chain((first,), answers)
    if as_json:
        records = map(json_records.compared_answer_record, answers)
        head = {"question": question_id, "text": question.text}
        sys.stdout.writelines(json_records.stream_json(head, "answers", records))
    if first is None and app.filter_options.are_set:
        say_none(app, scan, "In this choice no entry answers this question.")
    elif first is None:
        is_prompt = team_questions.is_prompt(question)
        arguments = f"{question.domain} --team" if is_prompt else f"-q {question_id}"
        say_none(app, scan, f"You have not answered it yet: {command('reflect')} {arguments}")
    elif not as_json:
        with app.screen.paged():
            quality = app.content.quality_of(first.entry.domain)
            shown = _show_answers(app, question, answers, quality)
        if not app.filter_options.are_set:
            already_compared.record(question_id, shown)
        elif compared_before:
            # Entries that the filters left out stay as they were. Without a record there is none
            # to add to: the first comparison that is recorded has to be of all entries.
            already_compared.record(question_id, shown | compared_before)
    scan.raise_if_unreadable()


def _find_by_words(app: App, typed: str) -> Sequence[Question]:
    """Return the questions with all of these words in their texts; none if it is the id of one."""
    words = typed.casefold().split()
    questions = team_questions.questions_and_prompts(app.content)
    if not words or any(question.id == typed.strip().casefold() for question in questions):
        return ()
    return [
        question
        for question in questions
        if all(word in question.text.casefold() for word in words)
    ]


def _choose_question(app: App, scan: Scan, candidates: Sequence[Question]) -> str | None:
    """Ask for one of the questions that were answered more than once; return its id.

    If there are candidates, it is one of them.
    """
    from securebase_cli.ui.prompts import menus

    repeated = comparison.find_repeated_questions(scan.outlines(), app.content)
    if candidates:
        repeated = [item for item in repeated if item.question in candidates]
        if len(repeated) == 1:
            return repeated[0].question.id
    if not repeated:
        where = "In this choice no" if app.filter_options.are_set else "No"
        which = " with these words" if candidates else ""
        say_none(app, scan, f"{where} question{which} has been answered more than once so far.")
        return None
    with app.asker() as asker:
        question = menus.choose_question(asker, repeated, app.domain_title)
    if question is None:
        app.messages.say("Nothing was compared.")
        return None
    return question.id


def _find_question(app: App, question_id: str, first: ComparedAnswer | None) -> Question | None:
    """Return a question of the content, or else the one that the first answer belongs to."""
    for question in team_questions.questions_and_prompts(app.content):
        if question.id == question_id:
            return question
    if first is None:
        return None
    # Entries may answer a question that is no longer in the content file.
    return Question(question_id, first.entry.domain, first.answer.question_text or question_id)


def _show_answers(
    app: App, question: Question, answers: Iterable[ComparedAnswer], quality: str
) -> frozenset[str]:
    """Show each answer as soon as it is read, then a summary; return the ids of the entries."""
    wording = question.text
    parent = app.content.parent_of(question)
    app.screen.show(compare_page.compare_heading(question.id, wording, parent))
    entry_ids: set[str] = set()
    scalings: list[DatedScaling] = []
    count = new_count = 0
    for compared in answers:
        app.screen.show(compare_page.compare_answer(compared, wording))
        wording = compared.answer.question_text or wording
        count += 1
        new_count += compared.is_new
        entry = compared.entry
        if entry.scaling and entry.id not in entry_ids:
            scalings.append(DatedScaling(entry.moment.date(), entry.scaling, entry.id))
        entry_ids.add(entry.id)
    period = describe_period(app.entry_filter().period)
    app.screen.show(
        compare_page.compare_summary(count, new_count, scalings, quality, period=period)
    )
    return frozenset(entry_ids)
