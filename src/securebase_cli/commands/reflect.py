"""`securebase reflect`: a new sitting, whose answers are asked for or read from a file.

A sitting is one run through the questions of one or more domains; it ends with an entry for each.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Annotated, Any

from typer import Context, Option

from securebase_cli import dates
from securebase_cli.app import App
from securebase_cli.commands import _notice
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._completion import complete_question, complete_theme
from securebase_cli.commands._options import (
    MAX_TAGS,
    NoInput,
    NoPrevious,
    domains_argument,
    parse_tag,
    refuse_without_effect,
)
from securebase_cli.commands._stdin import StdinTooLargeError, read_file_or_stdin
from securebase_cli.entry_format.cleanup import removal_warning
from securebase_cli.errors import InputFileError, UsageError
from securebase_cli.hints import command
from securebase_cli.instrument import team_questions
from securebase_cli.instrument.content import LENS_NAME, Content, questions_of
from securebase_cli.model import REFLECTION, TEAM_SESSION, Domain, EntryKind, Question
from securebase_cli.plurals import number_in_words
from securebase_cli.review.coverage import count_coverage
from securebase_cli.review.rotation import Suggestion, suggest_question, suggest_short_sitting
from securebase_cli.sitting.last_answers import last_days
from securebase_cli.sitting.open_actions import ask_about_open_actions
from securebase_cli.sitting.run import run_draft_action, run_sitting
from securebase_cli.sitting.save import save_sitting
from securebase_cli.sitting.state import begin_sitting
from securebase_cli.storage.scan import StoredOutline
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.asker import Asker
from securebase_cli.ui.prompts.menus import DraftAction

LEFT_OUT = (
    "Your journal stays locked. What you write now is kept; what you wrote before, and sittings "
    "that are not finished, are left out."
)


class ReflectCommand(Command):
    """The command, with an option `--lens` that needs no value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with_values: list[str] = []
        for word, next_word in zip_longest(args, args[1:], fillvalue="-"):
            with_values.append(word)
            if word == "--lens" and next_word.startswith("-"):
                with_values.append(LENS_NAME)
        return super().parse_args(ctx, with_values)


@commands.command(cls=ReflectCommand)
def reflect(
    ctx: Context,
    domains: Annotated[
        list[str] | None, domains_argument("Domains, or “all”; none opens a menu.")
    ] = None,
    question_ids: Annotated[
        list[str] | None,
        Option(
            "--question",
            "-q",
            metavar="ID",
            help="Just this one.",
            autocompletion=complete_question,
        ),
    ] = None,
    quick: Annotated[
        bool, Option("--quick", help="One question: the one unanswered longest.")
    ] = False,
    short: Annotated[
        bool, Option("--short", help="Three questions of a domain, about ten minutes.")
    ] = False,
    theme: Annotated[
        str | None,
        Option(
            "--lens",
            metavar="[THEME]",
            help="The questions of a theme, or those on diversity and power.",
            autocompletion=complete_theme,
        ),
    ] = None,
    team: Annotated[bool, Option("--team", help="What the team said, as a team session.")] = False,
    answers: Annotated[
        str | None,
        Option(metavar="FILE", help="Answers in YAML or JSON, id to text; - for standard input."),
    ] = None,
    date: Annotated[
        str | None, Option(metavar="DATE", help="The day it is about: 27/11, last Friday.")
    ] = None,
    tags: Annotated[
        list[str] | None,
        Option("--tag", "-t", metavar="TAG", help="A tag for the entry.", parser=parse_tag),
    ] = None,
    no_previous: NoPrevious = False,
    no_input: NoInput = False,
) -> None:
    """Run a new sitting, or read its answers from a file, and save its entries."""
    app = ctx.ensure_object(App)
    # Each of these options decides which questions are asked.
    options = {
        "-q": question_ids,
        "--quick": quick,
        "--short": short,
        "--lens": theme is not None,
        "--team": team,
    }
    used_options = [option for option, is_used in options.items() if is_used]
    if len(tags or ()) > MAX_TAGS:
        raise UsageError(f"An entry has at most {MAX_TAGS} tags.")
    _check_options(used_options, answers, no_previous=no_previous, no_input=no_input)

    kind = TEAM_SESSION if team else REFLECTION
    moment = _parse_moment(app, date)
    content, journal = app.content, app.journal
    selected_domains = content.find_domains(domains or ())
    if answers is not None:
        selected_domains = selected_domains or content.domains
    journal.prepare()
    questions = _select_questions(
        content, selected_domains, team=team, question_ids=question_ids, theme=theme
    )
    if answers is not None:
        _save_answers(app, answers, questions, moment=moment, tags=tags or (), kind=kind)
        return

    can_read = app.can_read_journal()
    if not can_read:
        app.messages.say(LEFT_OUT)
    with app.asker() as asker:
        _show_notice_once(app, asker)
        named = frozenset(question.domain for question in questions)
        if can_read and _offer_unfinished(app, asker, named, show_previous=not no_previous):
            if date or tags:
                app.messages.say(
                    "--date and --tag are for a new sitting; this one keeps its own date and tags."
                )
            return
        if not (questions or selected_domains or quick):
            days = last_days(journal, kind, app.progress) if can_read else {}
            chosen_domains = menus.choose_domains(asker, content, days)
            questions = _select_questions(content, chosen_domains, team=team)
        suggestions: Sequence[Suggestion] = ()
        if quick or short:
            suggestions = _suggest_questions(app, questions, short=short)
            questions = tuple(suggestion.question for suggestion in suggestions)
        reasons = {suggestion.question.id: suggestion.reason for suggestion in suggestions}
        if not questions:
            app.messages.say("Nothing started.")
            return
        if asker.is_interactive and can_read:
            ask_about_open_actions(app, asker, frozenset(q.domain for q in questions), kind)
        if theme is not None:
            _show_lens_note(asker, content, questions)
        # A scale asks for a number from 0 to 10 on each domain. Without it a sitting of a few
        # questions stays short; a team session records what the team said, which tells more.
        scale_domains: Collection[str] = ()
        if asker.is_interactive and not used_options:
            scale_domains = {question.domain for question in questions}
        sitting = begin_sitting(
            content,
            questions,
            journal.new_ids,
            moment,
            tags or (),
            kind,
            scale_domains=scale_domains,
        )
        if not app.drafts.can_hold(sitting.draft):
            raise UsageError(
                "That is more than one sitting can hold. Choose fewer domains or questions."
            )
        with app.drafts.lock(app.drafts.path_of(sitting.draft)):
            run_sitting(app, asker, sitting, reasons, show_previous=not no_previous)


def _check_options(
    used_options: Sequence[str], answers: str | None, *, no_previous: bool, no_input: bool
) -> None:
    """Raise UsageError for options that exclude each other, or that would do nothing.

    `used_options` are those that decide which questions are asked.
    """
    if len(used_options) > 1:
        raise UsageError(f"{' and '.join(used_options)} don’t go together. Choose one of them.")
    if answers == "":
        raise UsageError("--answers needs the name of a file, or - for standard input.")
    if no_input and answers is None:
        raise UsageError("With --no-input the answers must come from a file: --answers FILE.")
    if answers is not None:
        # The file decides which questions are answered, and nothing is asked.
        unasked = {option: option in used_options for option in ("--quick", "--short")}
        refuse_without_effect("with --answers", {**unasked, "--no-previous": no_previous})


def _parse_moment(app: App, typed: str | None) -> datetime:
    """Return the typed day at the present time of day, in the offset from UTC of that day."""
    if typed is None:
        return app.now
    day = dates.parse_past_day(typed, app.today)
    spoken_day = dates.weekday_date(day, app.today)
    if day > app.today:
        app.messages.say(f"{spoken_day} is still to come; the entry gets that date.")
    elif day < app.today:
        app.messages.say(f"The entry gets the date {spoken_day}.")
    try:
        return datetime.combine(day, app.now.time()).astimezone()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{spoken_day} is too far away for this computer.") from None


def _select_questions(
    content: Content,
    domains: Sequence[Domain],
    *,
    team: bool,
    question_ids: Sequence[str] | None = None,
    theme: str | None = None,
) -> Sequence[Question]:
    """Return the questions with some ids, of a theme, or else of the domains, which may be none."""
    if question_ids:
        return content.find_questions(question_ids, domains)
    if theme is not None:
        return content.questions_by_theme(theme, domains)
    return team_questions.session_questions(domains) if team else questions_of(domains)


def _save_answers(
    app: App,
    file_name: str,
    questions: Sequence[Question],
    *,
    moment: datetime,
    tags: Sequence[str],
    kind: EntryKind,
) -> None:
    """Save entries with the answers of a file, or of standard input if its name is `-`."""
    from securebase_cli.sitting import answers_file

    name = "standard input" if file_name == "-" else file_name
    # `questions --ids` does not list the ids of team sessions, so an error lists them itself.
    hint = "" if kind == TEAM_SESSION else answers_file.LIST_OF_IDS
    try:
        data = read_file_or_stdin(file_name, answers_file.MAX_BYTES)
    except OSError as error:
        raise InputFileError(
            f"The answers in {name} can't be read: {error.strerror}. Nothing was saved."
        ) from None
    except StdinTooLargeError:
        raise InputFileError(f"{name} is larger than 512 KiB. Nothing was saved.") from None
    file = answers_file.read_answers(data, name, questions, hint=hint)
    if file.without_answer:
        ids = ", ".join(file.without_answer)
        app.messages.say(f"Null, which is no answer, stands for: {ids}. Nothing is saved there.")
    answered = [question for question in questions if question.id in file.answers]
    if not answered:
        app.messages.say(f"There is no answer in {name}, so nothing was saved.")
        return
    sitting = begin_sitting(app.content, answered, app.journal.new_ids, moment, tags, kind)
    for question in answered:
        sitting = sitting.answer_and_advance(file.answers[question.id])
    if file.removed:
        app.messages.say(removal_warning(file.removed))
    save_sitting(app, sitting)


def _show_lens_note(asker: Asker, content: Content, questions: Sequence[Question]) -> None:
    """Say what the sitting is about if all its questions belong to the lens."""
    lens = content.lens
    if lens is None or not all(map(lens.covers, questions)):
        return
    note = number_in_words(len(questions)).capitalize()
    note += f" {'question' if len(questions) == 1 else 'questions'} on {lens.title_in_sentence}"
    domain_count = len({question.domain for question in questions})
    if domain_count == len(content.domains) > 1:
        note += f", across all {number_in_words(domain_count)} domains"
    note += ". You need not write down anyone's characteristics."
    asker.show((Line(note, "quiet", label="Note"),))


def _show_notice_once(app: App, asker: Asker) -> None:
    """Show the model, and the notice about privacy, before the first sitting of a journal."""
    if not _notice.was_shown(app):
        _notice.show_welcome(app, asker)
        _notice.remember_as_shown(app)


def _offer_unfinished(
    app: App, asker: Asker, domain_ids: frozenset[str], *, show_previous: bool
) -> bool:
    """Ask what to do with the newest unfinished sitting; return False if a new one is to begin.

    `domain_ids` are the domains on the command line. If the unfinished sitting has none of them,
    the menu points at “begin something new”.
    """
    unfinished = app.report_and_return_drafts()
    if not unfinished:
        return False
    if not asker.is_interactive:
        # The text on the pipe belongs to the new sitting.
        app.messages.say(f"An unfinished sitting is waiting; go on with: {command('resume')}")
        return False
    draft = unfinished[0].draft
    is_other = bool(domain_ids) and domain_ids.isdisjoint(draft.domains)
    pointer: DraftAction = "begin" if is_other else "continue"
    action = menus.choose_draft_action(
        asker, unfinished[0], app.content, offer_new=True, pointer=pointer
    )
    if action == "begin":
        return False
    run_draft_action(app, asker, unfinished[0], action, show_previous=show_previous)
    return True


def _suggest_questions(
    app: App, questions: Sequence[Question], *, short: bool
) -> Sequence[Suggestion]:
    """Return the question that was answered longest ago, one of `questions` if there are any.

    With `short`, return three questions of one domain instead, or none if `questions` is empty.
    """
    domain_ids = {question.domain for question in questions}
    if short and len(domain_ids) > 1:
        raise UsageError("--short asks about one domain. Name one of them.")
    if short and not questions:
        return ()
    outlines: Iterator[StoredOutline] = iter(())
    if app.can_read_journal():
        outlines = app.journal.scan(progress=app.progress).outlines()
    coverage = count_coverage(outlines, app.content, ())
    if short:
        return suggest_short_sitting(coverage.questions, app.content.lens, *domain_ids)
    candidates = frozenset(question.id for question in questions)
    suggestion = suggest_question(coverage.questions, app.content.lens, candidates)
    return (suggestion,) if suggestion else ()
