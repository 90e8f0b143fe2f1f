"""The commands that write: from what was asked for to a sitting, and from it to entries."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from securebase_cli import dates
from securebase_cli.app import App
from securebase_cli.commands._options import (
    Command,
    NoInput,
    complete_domain_or_all,
    complete_question,
    complete_theme,
    new_typer,
    parse_tag,
)

# Some of these are used further down only; but what keeps and shows words is loaded before anyone
# types, because the disk that the program is on can fail, too.
from securebase_cli.entry_format import (
    escaping,  # noqa: F401
)
from securebase_cli.entry_format.cleanup import removal_warning
from securebase_cli.entry_format.quick_checks import may_be_team_session
from securebase_cli.errors import AnswersError, EntryFormatError, UsageError
from securebase_cli.instrument import plan, team_questions
from securebase_cli.model import REFLECTION, TEAM_SESSION
from securebase_cli.review.coverage import count_coverage
from securebase_cli.review.rotation import suggest
from securebase_cli.settings import expand_path
from securebase_cli.sitting import answers_file, loop, state
from securebase_cli.sitting import last_answers as history
from securebase_cli.sitting.open_actions import ask_about_open_actions
from securebase_cli.sitting.save import save_sitting, show_unsaved
from securebase_cli.storage import files
from securebase_cli.storage.journal import Journal
from securebase_cli.ui import console  # noqa: F401
from securebase_cli.ui.page import Line
from securebase_cli.ui.pages.notice_page import notice_page
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.signals import record_signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from securebase_cli.model import Domain, EntryKind, Question
    from securebase_cli.review.rotation import Suggestion
    from securebase_cli.sitting.state import Sitting
    from securebase_cli.storage.drafts import StoredDraft
    from securebase_cli.ui.prompts.asker import Asker


AGAIN = Line("To read this again: securebase privacy", "quiet")


@dataclass(frozen=True, slots=True)
class Wish:
    """What `reflect` was asked for, as it was typed."""

    domains: tuple[str, ...]
    questions: tuple[str, ...]
    quick: bool
    lens: str | None
    team: bool
    answers: str | None
    date: str | None
    tags: tuple[str, ...]
    no_input: bool
    last_answers: bool

    @property
    def kind(self) -> EntryKind:
        """What the entries will be."""
        return TEAM_SESSION if self.team else REFLECTION


def reflect(app: App, wish: Wish) -> None:
    """Hold a sitting, or take the answers from a file; save what comes of it."""
    _check(wish)
    moment = _moment(app, wish.date)
    domains = plan.find_domains(app.content, wish.domains)
    app.journal.prepare()
    if wish.answers is not None:
        _take_answers(app, wish, domains, moment)
        return
    questions = _questions(app, wish, domains)
    _show_notice_once(app)
    with record_signals(), app.asker() as asker:
        if _offered(app, asker, last_answers=wish.last_answers):
            return
        suggestion = _suggestion(app, domains) if wish.quick else None
        if suggestion:
            questions = (suggestion.question,)
        if questions is None:
            questions = _asked_about(
                menus.choose_domains(asker, app.content, _last(app, wish.kind)), wish
            )
        if not questions:
            app.messages.say("Nothing was begun.")
            return
        if asker.is_interactive:
            concerned = frozenset(question.domain for question in questions)
            ask_about_open_actions(app, asker, concerned, wish.kind)
        # A short sitting stays short, and where nobody can say what they mean nobody is asked;
        # what the team said tells how sure its members are, better than a number would.
        whole = not (wish.quick or wish.questions or wish.lens or wish.team)
        begun = _begin(app, questions, moment, wish, with_scales=asker.is_interactive and whole)
        with app.drafts.lock(app.drafts.path_of(begun.draft)):
            why = {suggestion.question.id: suggestion.why} if suggestion else {}
            _ask(app, asker, begun, why, last_answers=wish.last_answers)


def resume(
    app: App,
    given: str | None,
    choice: menus.DraftAction | None,
    *,
    no_input: bool,
    into: str | None = None,
    last_answers: bool = True,
) -> None:
    """Go on with an unfinished sitting, save it as it is, here or elsewhere, or set it aside."""
    waiting = app.unfinished_drafts()
    if given is not None:
        waiting = [found for found in waiting if found.draft.id == given.strip().casefold()]
        if not waiting:
            raise UsageError(f"There is no unfinished sitting “{given}”. `securebase resume` asks.")
    if not waiting:
        app.messages.say("Nothing is unfinished. Begin with: securebase reflect")
        return
    if no_input and len(waiting) > 1:
        ids = ", ".join(found.draft.id for found in waiting)
        raise UsageError(f"Several sittings are unfinished: {ids}. Name one: securebase resume ID")
    if no_input and choice is None:
        raise UsageError("Say what to do with it: --save or --set-aside.")
    elsewhere = _elsewhere(into)
    if into is None:
        app.journal.prepare()
    with record_signals(), app.asker() as asker:
        found = waiting[0] if len(waiting) == 1 else menus.choose_draft(asker, waiting, app.content)
        if found is None:
            app.messages.say("Nothing was changed.")
        elif into == "-":
            show_unsaved(app, state.resume_sitting(found.draft, app.content))
        elif elsewhere is not None:
            _settle(app, asker, found, "save", into=elsewhere)
        else:
            chosen = choice or menus.choose_draft_action(asker, found, app.content)
            _settle(app, asker, found, chosen, last_answers=last_answers)


def _elsewhere(into: str | None) -> Journal | None:
    if into is None or into == "-":
        return None
    if not into.strip():
        raise UsageError("--into needs a folder, or - to show the words.")
    journal = Journal(expand_path(into))
    journal.prepare()
    return journal


def _show_notice_once(app: App) -> None:
    """Show the notice about privacy before the first sitting of a journal."""
    shown = app.journal.internal_folder / "notice-shown"
    if shown.exists():
        return
    app.messages.show((*notice_page(app.journal.folder), AGAIN))
    with contextlib.suppress(OSError):
        files.create(shown, b"")


def _check(wish: Wish) -> None:
    ways = [
        name
        for name, given in (
            ("-q", wish.questions),
            ("--quick", wish.quick),
            ("--lens", wish.lens is not None),
            ("--team", wish.team),
        )
        if given
    ]
    if len(ways) > 1:
        raise UsageError(f"{' and '.join(ways)} don’t go together. Choose one of them.")
    if wish.answers == "":
        raise UsageError("--answers needs the name of a file, or - for standard input.")
    if wish.no_input and wish.answers is None:
        raise UsageError("With --no-input the answers must come from a file: --answers FILE.")


def _moment(app: App, given: str | None) -> datetime:
    if given is None:
        return app.now
    day = dates.parse_past_day(given, app.today)
    if day > app.today:
        app.messages.say(f"{dates.long_date(day)} is still to come; the entry gets that date.")
    try:
        # That day's own offset from UTC, which summer time may have changed.
        return datetime.combine(day, app.now.time()).astimezone()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{dates.long_date(day)} is too far away for this computer.") from None


def _questions(app: App, wish: Wish, domains: tuple[Domain, ...]) -> tuple[Question, ...] | None:
    """Return what is to be asked; None if that is still to be chosen from the menu."""
    if wish.questions:
        return plan.questions_by_id(app.content, wish.questions, domains)
    if wish.lens is not None:
        return plan.questions_by_theme(app.content, wish.lens, domains)
    return _asked_about(domains, wish) if domains else None


def _asked_about(domains: Sequence[Domain], wish: Wish) -> tuple[Question, ...]:
    return team_questions.questions_for_team(domains) if wish.team else plan.questions_of(domains)


def _last(app: App, kind: EntryKind) -> Mapping[str, date]:
    """Return when there was last an entry of a kind on each domain."""
    if kind == REFLECTION:
        # Only names are read, and of each domain one file: most of what is there are reflections.
        return history.last_reflection_days(
            app.journal.listing().newest_first(), app.journal.read_kind
        )
    scan = app.journal.scan(progress=app.progress)
    return history.last_team_session_days(scan.outlines(may_be_team_session))


def _suggestion(app: App, domains: Sequence[Domain]) -> Suggestion | None:
    """Return the question that has waited longest, of some domains or of all."""
    covered = count_coverage(app.journal.scan(progress=app.progress).outlines(), app.content, ())
    among = frozenset(question.id for question in plan.questions_of(domains))
    return suggest(covered.questions, app.content.lens, among)


def _begin(
    app: App,
    questions: Sequence[Question],
    moment: datetime,
    wish: Wish,
    *,
    with_scales: bool = False,
) -> Sitting:
    ids = app.journal.new_ids(1 + len({question.domain for question in questions}))
    return state.begin_sitting(
        app.content,
        questions,
        moment=moment,
        ids=ids,
        tags=wish.tags,
        with_scales=with_scales,
        kind=wish.kind,
    )


def _take_answers(app: App, wish: Wish, domains: tuple[Domain, ...], moment: datetime) -> None:
    name = "standard input" if wish.answers == "-" else str(wish.answers)
    questions = _questions(app, wish, domains or app.content.domains) or ()
    answers, removed = answers_file.read_answers(
        _bytes_of(str(wish.answers), name),
        name,
        questions,
        # The prompts of a team session are in no content file.
        hint="" if wish.team else answers_file.LIST_OF_IDS,
    )
    asked = [question for question in questions if question.id in answers]
    if not asked:
        app.messages.say(f"There is no answer in {name}, so nothing was saved.")
        return
    held = _begin(app, asked, moment, wish)
    for question in asked:
        held = held.answer(answers[question.id])
    if removed:
        app.messages.say(removal_warning(removed))
    save_sitting(app, held, None)


def _bytes_of(given: str, name: str) -> bytes:
    try:
        if given != "-":
            # The person's own choice of file: it may well be a link, or come out of a pipe.
            return files.read_following_links(expand_path(given), answers_file.MAX_BYTES)
        data = sys.stdin.buffer.read(answers_file.MAX_BYTES + 1)
    except OSError as error:
        raise AnswersError(
            f"The answers in {name} can't be read: {error.strerror}. Nothing was saved."
        ) from None
    if len(data) > answers_file.MAX_BYTES:
        raise AnswersError(f"{name} is larger than 512 KiB. Nothing was saved.")
    return data


def _ask(
    app: App, asker: Asker, taken: Sitting, why: Mapping[str, str], *, last_answers: bool
) -> None:
    memory = history.LastAnswers(
        app.journal.scan(), taken.questions if last_answers else (), taken.draft.kind
    )
    conductor = loop.SittingLoop(taken, asker, app.drafts, app.today, memory.find, why)
    if conductor.run() == "finished":
        save_sitting(app, conductor.sitting, asker)


def _offered(app: App, asker: Asker, *, last_answers: bool) -> bool:
    """Offer what is unfinished; whether the person went for it rather than begin anew."""
    waiting = app.unfinished_drafts()
    if not waiting:
        return False
    if not asker.is_interactive:
        # Nobody is there to choose; what stands on the pipe belongs to the new sitting.
        app.messages.say("An unfinished sitting is waiting; go on with: securebase resume")
        return False
    found = waiting[0]
    choice = menus.choose_draft_action(asker, found, app.content, offer_new=True)
    if choice == "begin":
        return False
    _settle(app, asker, found, choice, last_answers=last_answers)
    return True


def _settle(
    app: App,
    asker: Asker,
    found: StoredDraft,
    choice: menus.DraftAction,
    *,
    into: Journal | None = None,
    last_answers: bool = True,
) -> None:
    with app.drafts.lock(found.path) as free:
        if not free:
            raise UsageError("That sitting is open in another window. Go on with it there.")
        try:
            # Since it was offered, another window may have gone on with it.
            draft = app.drafts.read(found.path)
        except EntryFormatError:
            raise UsageError(
                "That sitting was finished or moved in another window. `securebase list` shows "
                "what was saved."
            ) from None
        taken = state.resume_sitting(draft, app.content)
        if choice == "continue":
            _ask(app, asker, taken, {}, last_answers=last_answers)
        elif choice == "save":
            save_sitting(app, taken, asker, into=into)
        elif choice == "set aside":
            kept = app.drafts.set_aside(found.path)
            app.screen.say(f"Set aside. It is kept in {kept}")
        else:
            app.messages.say("Nothing was changed.")


command = new_typer()


@command.command(cls=Command)
def reflect_command(
    ctx: typer.Context,
    domains: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOMAIN]...",
            help="Domains, or “all”; none opens a menu.",
            autocompletion=complete_domain_or_all,
        ),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(
            "--question",
            "-q",
            metavar="ID",
            help="Just this one.",
            autocompletion=complete_question,
        ),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One question: the one unanswered longest.")
    ] = False,
    lens: Annotated[
        str | None,
        typer.Option(
            metavar="THEME", help="The questions of a theme.", autocompletion=complete_theme
        ),
    ] = None,
    team: Annotated[
        bool, typer.Option("--team", help="What the team said, as a team session.")
    ] = False,
    answers: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Answers in YAML, id to text; - for standard input."),
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it is about, if not today.")
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", "-t", metavar="TAG", help="A tag for the entry.", parser=parse_tag),
    ] = None,
    no_previous: Annotated[
        bool, typer.Option("--no-previous", help="Don’t show what you answered last time.")
    ] = False,
    no_input: NoInput = False,
) -> None:
    """Hold a sitting, or take the answers from a file."""
    wish = Wish(
        domains=tuple(domains or ()),
        questions=tuple(question or ()),
        quick=quick,
        lens=lens,
        team=team,
        answers=answers,
        date=date,
        tags=tuple(tag or ()),
        no_input=no_input,
        last_answers=not no_previous,
    )
    reflect(ctx.ensure_object(App), wish)
