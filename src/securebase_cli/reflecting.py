"""The commands that write: from what was asked for to a sitting, and from it to entries."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from securebase_cli.asking import asker_for

# Some of these are used further down only; but what keeps and shows words is loaded before anyone
# types, because the disk that the program is on can fail, too.
from securebase_cli.core import action_line, dates, drafts, files, shield  # noqa: F401
from securebase_cli.core.cleanup import remark_on
from securebase_cli.core.errors import AnswersError, EntryFormatError, UsageError
from securebase_cli.core.journal import Journal
from securebase_cli.core.markdown import may_be_team_session
from securebase_cli.core.model import REFLECTION, TEAM_SESSION
from securebase_cli.core.settings import expanded
from securebase_cli.features import given_answers, history, plan, sitting, team
from securebase_cli.features.coverage import tally
from securebase_cli.features.rotation import suggest
from securebase_cli.saving import save, show_words
from securebase_cli.taking_stock import take_stock
from securebase_cli.terminal import choose, conduct, console  # noqa: F401
from securebase_cli.terminal.notice import notice
from securebase_cli.terminal.page import Line
from securebase_cli.terminal.signals import ending_softly
from securebase_cli.waiting import unfinished

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from securebase_cli.core.drafts import FoundDraft
    from securebase_cli.core.model import Domain, EntryKind, Question
    from securebase_cli.desk import Desk
    from securebase_cli.features.rotation import Suggestion
    from securebase_cli.features.sitting import Sitting
    from securebase_cli.terminal.ask import Asker


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


def reflect(desk: Desk, wish: Wish) -> None:
    """Hold a sitting, or take the answers from a file; save what comes of it."""
    _check(wish)
    moment = _moment(desk, wish.date)
    domains = plan.domains_named(desk.content, wish.domains)
    desk.journal.prepare()
    if wish.answers is not None:
        _take_answers(desk, wish, domains, moment)
        return
    questions = _questions(desk, wish, domains)
    _show_notice_once(desk)
    with ending_softly(), asker_for(desk) as asker:
        if _offered(desk, asker, last_answers=wish.last_answers):
            return
        suggestion = _suggestion(desk, domains) if wish.quick else None
        if suggestion:
            questions = (suggestion.question,)
        if questions is None:
            questions = _asked_about(
                choose.domains(asker, desk.content, _last(desk, wish.kind)), wish
            )
        if not questions:
            desk.messages.say("Nothing was begun.")
            return
        if asker.attended:
            concerned = frozenset(question.domain for question in questions)
            take_stock(desk, asker, concerned, wish.kind)
        # A short sitting stays short, and where nobody can say what they mean nobody is asked;
        # what the team said tells how sure its members are, better than a number would.
        whole = not (wish.quick or wish.questions or wish.lens or wish.team)
        begun = _begin(desk, questions, moment, wish, with_scales=asker.attended and whole)
        with desk.drafts.held(desk.drafts.path_of(begun.draft)):
            why = {suggestion.question.id: suggestion.why} if suggestion else {}
            _ask(desk, asker, begun, why, last_answers=wish.last_answers)


def resume(
    desk: Desk,
    given: str | None,
    choice: choose.Choice | None,
    *,
    no_input: bool,
    into: str | None = None,
    last_answers: bool = True,
) -> None:
    """Go on with an unfinished sitting, save it as it is, here or elsewhere, or set it aside."""
    waiting = unfinished(desk)
    if given is not None:
        waiting = [found for found in waiting if found.draft.id == given.strip().casefold()]
        if not waiting:
            raise UsageError(f"There is no unfinished sitting “{given}”. `securebase resume` asks.")
    if not waiting:
        desk.messages.say("Nothing is unfinished. Begin with: securebase reflect")
        return
    if no_input and len(waiting) > 1:
        ids = ", ".join(found.draft.id for found in waiting)
        raise UsageError(f"Several sittings are unfinished: {ids}. Name one: securebase resume ID")
    if no_input and choice is None:
        raise UsageError("Say what to do with it: --save or --set-aside.")
    elsewhere = _elsewhere(into)
    if into is None:
        desk.journal.prepare()
    with ending_softly(), asker_for(desk) as asker:
        found = waiting[0] if len(waiting) == 1 else choose.draft(asker, waiting, desk.content)
        if found is None:
            desk.messages.say("Nothing was changed.")
        elif into == "-":
            show_words(desk, sitting.take_up(found.draft, desk.content))
        elif elsewhere is not None:
            _settle(desk, asker, found, "save", into=elsewhere)
        else:
            chosen = choice or choose.what_to_do(asker, found, desk.content)
            _settle(desk, asker, found, chosen, last_answers=last_answers)


def _elsewhere(into: str | None) -> Journal | None:
    if into is None or into == "-":
        return None
    if not into.strip():
        raise UsageError("--into needs a folder, or - to show the words.")
    journal = Journal(expanded(into))
    journal.prepare()
    return journal


def _show_notice_once(desk: Desk) -> None:
    """Show the notice about privacy before the first sitting of a journal."""
    shown = desk.journal.inner / "notice-shown"
    if shown.exists():
        return
    desk.messages.show((*notice(desk.journal.folder), AGAIN))
    with contextlib.suppress(OSError):
        files.publish(shown, b"")


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


def _moment(desk: Desk, given: str | None) -> datetime:
    if given is None:
        return desk.now
    day = dates.past_day(given, desk.today)
    if day > desk.today:
        desk.messages.say(f"{dates.spoken(day)} is still to come; the entry gets that date.")
    try:
        # That day's own offset from UTC, which summer time may have changed.
        return datetime.combine(day, desk.now.time()).astimezone()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{dates.spoken(day)} is too far away for this computer.") from None


def _questions(desk: Desk, wish: Wish, domains: tuple[Domain, ...]) -> tuple[Question, ...] | None:
    """Return what is to be asked; None if that is still to be chosen from the menu."""
    if wish.questions:
        return plan.just(desk.content, wish.questions, domains)
    if wish.lens is not None:
        return plan.through_lens(desk.content, wish.lens, domains)
    return _asked_about(domains, wish) if domains else None


def _asked_about(domains: Sequence[Domain], wish: Wish) -> tuple[Question, ...]:
    return team.asked_about(domains) if wish.team else plan.of_domains(domains)


def _last(desk: Desk, kind: EntryKind) -> Mapping[str, date]:
    """Return when there was last an entry of a kind on each domain."""
    if kind == REFLECTION:
        # Only names are read, and of each domain one file: most of what is there are reflections.
        return history.last_reflected(desk.journal.listing().newest_first(), desk.journal.kind_of)
    scan = desk.journal.scan(watch=desk.progress)
    return history.last_with_team(scan.outlines(may_be_team_session))


def _suggestion(desk: Desk, domains: Sequence[Domain]) -> Suggestion | None:
    """Return the question that has waited longest, of some domains or of all."""
    covered = tally(desk.journal.scan(watch=desk.progress).outlines(), desk.content, ())
    among = frozenset(question.id for question in plan.of_domains(domains))
    return suggest(covered.questions, desk.content.lens, among)


def _begin(
    desk: Desk,
    questions: Sequence[Question],
    moment: datetime,
    wish: Wish,
    *,
    with_scales: bool = False,
) -> Sitting:
    ids = desk.journal.new_ids(1 + len({question.domain for question in questions}))
    return sitting.begin(
        desk.content,
        questions,
        moment=moment,
        ids=ids,
        tags=wish.tags,
        with_scales=with_scales,
        kind=wish.kind,
    )


def _take_answers(desk: Desk, wish: Wish, domains: tuple[Domain, ...], moment: datetime) -> None:
    name = "standard input" if wish.answers == "-" else str(wish.answers)
    questions = _questions(desk, wish, domains or desk.content.domains) or ()
    answers, removed = given_answers.read(
        _bytes_of(str(wish.answers), name),
        name,
        questions,
        # The prompts of a team session are in no content file.
        hint="" if wish.team else given_answers.ELSEWHERE,
    )
    asked = [question for question in questions if question.id in answers]
    if not asked:
        desk.messages.say(f"There is no answer in {name}, so nothing was saved.")
        return
    held = _begin(desk, asked, moment, wish)
    for question in asked:
        held = held.answer(answers[question.id])
    if removed:
        desk.messages.say(remark_on(removed))
    save(desk, held, None)


def _bytes_of(given: str, name: str) -> bytes:
    try:
        if given != "-":
            # The person's own choice of file: it may well be a link, or come out of a pipe.
            return files.read_behind(expanded(given), given_answers.LARGEST)
        data = sys.stdin.buffer.read(given_answers.LARGEST + 1)
    except OSError as error:
        raise AnswersError(
            f"The answers in {name} can't be read: {error.strerror}. Nothing was saved."
        ) from None
    if len(data) > given_answers.LARGEST:
        raise AnswersError(f"{name} is larger than 512 KiB. Nothing was saved.")
    return data


def _ask(
    desk: Desk, asker: Asker, taken: Sitting, why: Mapping[str, str], *, last_answers: bool
) -> None:
    memory = history.Memory(
        desk.journal.scan(), taken.questions if last_answers else (), taken.draft.kind
    )
    conductor = conduct.Conductor(taken, asker, desk.drafts, desk.today, memory.last_answer, why)
    if conductor.hold() == "finished":
        save(desk, conductor.sitting, asker)


def _offered(desk: Desk, asker: Asker, *, last_answers: bool) -> bool:
    """Offer what is unfinished; whether the person went for it rather than begin anew."""
    waiting = unfinished(desk)
    if not waiting:
        return False
    if not asker.attended:
        # Nobody is there to choose; what stands on the pipe belongs to the new sitting.
        desk.messages.say("An unfinished sitting is waiting; go on with: securebase resume")
        return False
    found = waiting[0]
    choice = choose.what_to_do(asker, found, desk.content, or_begin=True)
    if choice == "begin":
        return False
    _settle(desk, asker, found, choice, last_answers=last_answers)
    return True


def _settle(
    desk: Desk,
    asker: Asker,
    found: FoundDraft,
    choice: choose.Choice,
    *,
    into: Journal | None = None,
    last_answers: bool = True,
) -> None:
    with desk.drafts.held(found.path) as free:
        if not free:
            raise UsageError("That sitting is open in another window. Go on with it there.")
        try:
            # Since it was offered, another window may have gone on with it.
            draft = desk.drafts.read(found.path)
        except EntryFormatError:
            raise UsageError(
                "That sitting was finished or moved in another window. `securebase list` shows "
                "what was saved."
            ) from None
        taken = sitting.take_up(draft, desk.content)
        if choice == "continue":
            _ask(desk, asker, taken, {}, last_answers=last_answers)
        elif choice == "save":
            save(desk, taken, asker, into=into)
        elif choice == "set aside":
            kept = desk.drafts.set_aside(found.path)
            desk.screen.say(f"Set aside. It is kept in {kept}")
        else:
            desk.messages.say("Nothing was changed.")
