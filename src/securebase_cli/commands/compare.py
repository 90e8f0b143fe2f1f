"""The command that shows every answer to one question."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Annotated

from typer import Argument, Context

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import FilteringCommand, commands
from securebase_cli.commands._completion import complete_question
from securebase_cli.commands._listing import say_none
from securebase_cli.commands._options import Json, NoInput
from securebase_cli.dates import describe_period
from securebase_cli.entry_format.quick_checks import may_answer
from securebase_cli.errors import AmbiguousNameError, UnknownNameError, UsageError
from securebase_cli.hints import command
from securebase_cli.instrument import team_questions
from securebase_cli.model import ID, DatedScaling, Question
from securebase_cli.review import compare as comparison
from securebase_cli.review.compare import ComparedAnswer
from securebase_cli.storage.compared import AlreadyCompared
from securebase_cli.storage.scan import Scan
from securebase_cli.ui.pages import compare_page

QUESTION_REQUIRED = (
    f"Name the question: {command('compare')} QUESTION. `{command('questions')}` lists them."
)


@commands.command(cls=FilteringCommand)
def compare(
    ctx: Context,
    words: Annotated[
        list[str] | None,
        Argument(
            metavar="[QUESTION]...",
            help="Some words of it, or its id; without any a menu opens.",
            autocompletion=complete_question,
        ),
    ] = None,
    as_json: Json = False,
    no_input: NoInput = False,
) -> None:
    """Show every answer to a question, oldest first; without one, ask which question."""
    app = ctx.ensure_object(App)
    scan = app.scan(oldest_first=True)
    typed = " ".join(words or ()).strip()
    if not typed and (as_json or no_input):
        raise UsageError(QUESTION_REQUIRED)
    question_id = _find_question_id(app, scan, typed, may_ask=not (as_json or no_input))
    if question_id is None:
        scan.raise_if_unreadable()
        return

    already_compared = AlreadyCompared(app.journal.internal_folder, app.journal.files)
    compared_before = already_compared.ids_for(question_id)
    answers: Iterator[ComparedAnswer] = iter(())
    # Entries have the id of the question with each answer, so text that is no id has no answers.
    if ID.fullmatch(question_id):
        question_ids = [question_id.encode()]
        entries = scan.entries(lambda data: may_answer(data, question_ids))
        answers = comparison.find_answers(question_id, entries, compared_before)
    first = next(answers, None)
    question = _find_question(app, question_id, first)
    if question is None:
        ids = [item.id for item in app.content.questions]
        hint = f"`{command('questions')}` lists them all."
        raise UnknownNameError("question", typed, ids, hint)

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
        not_answered = f"You have not answered “{question.text}” yet."
        say_none(app, scan, f"{not_answered}\nTo begin: {command('reflect')} {arguments}")
    elif not as_json:
        with app.screen.paged():
            quality = app.content.quality_of(first.entry.domain)
            shown_ids = _show_answers(app, question, answers, quality)
        if not app.filter_options.are_set:
            already_compared.record(question_id, shown_ids)
        elif compared_before:
            # With filters, add to the record, which must begin with a comparison of all entries.
            already_compared.record(question_id, shown_ids | compared_before)
    scan.raise_if_unreadable()


def _find_question_id(app: App, scan: Scan, typed: str, *, may_ask: bool) -> str | None:
    """Return the id of the question with this id or these words; None if the user chose none.

    If no question has the words, they are returned as an id, since entries may answer a question
    that is no longer in the content. Raises AmbiguousNameError if several questions have the words
    and `may_ask` is false.
    """
    questions = team_questions.questions_and_prompts(app.content)
    question_id = typed.casefold()
    if any(question.id == question_id for question in questions):
        return question_id
    matching = comparison.find_by_words(typed, questions)
    if not matching:
        return question_id
    if len(matching) == 1:
        return matching[0].id
    if not may_ask:
        raise AmbiguousNameError("question", typed, [question.id for question in matching])
    question = _choose_question(app, scan, matching, has_words=bool(typed))
    return question.id if question else None


def _choose_question(
    app: App, scan: Scan, matching: Sequence[Question], *, has_words: bool
) -> Question | None:
    """Ask for one of the matching questions that were answered; None if there are none, or if left.

    Without words, only questions that were answered more than once are offered.
    """
    from securebase_cli.ui.prompts import menus

    min_count, how_often = (1, "") if has_words else (2, " more than once")
    answered = comparison.find_answered_questions(scan.outlines(), app.content, min_count)
    choices = [item for item in answered if item.question in matching]
    if not choices:
        where = "In this choice no" if app.filter_options.are_set else "No"
        which = " with these words" if has_words else ""
        say_none(app, scan, f"{where} question{which} has been answered{how_often} so far.")
        return None
    if has_words and len(choices) == 1:
        return choices[0].question
    with app.asker() as asker:
        if has_words:
            question = menus.choose_question(asker, choices)
        else:
            question = menus.choose_domain_and_question(asker, choices, app.domain_title)
    if question is None:
        app.messages.say("Nothing was compared.")
    return question


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
    domain = app.domain_title(question.domain)
    app.screen.show(compare_page.compare_heading(wording, parent, domain))
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
