"""Lets a person choose: from the menu of domains, or what becomes of something that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from securebase_cli.dates import long_date
from securebase_cli.errors import UsageError
from securebase_cli.model import title_with_kind
from securebase_cli.ui.page import Line, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import ActionState, Domain, Draft, Question
    from securebase_cli.review.compare import RepeatedQuestion
    from securebase_cli.storage.drafts import StoredDraft
    from securebase_cli.storage.names import EntryName
    from securebase_cli.ui.prompts.asker import Asker

T = TypeVar("T")
DraftAction = Literal["continue", "save", "set aside", "begin", "leave"]

# As many names as can be read at a glance.
_FEW = 6

LEAVE_THE_REST = "leave the rest"

_CHOICES: tuple[tuple[DraftAction, str], ...] = (
    ("continue", "go on where you were"),
    ("save", "save it as it is"),
    ("set aside", "keep it, but offer it no longer"),
)
_BEGIN: tuple[DraftAction, str] = ("begin", "leave it for later and begin anew")


def choose_domains(
    asker: Asker, content: Content, last_days: Mapping[str, date]
) -> tuple[Domain, ...]:
    """Let the person choose a domain, or all; an empty answer chooses none."""
    rows = [
        (str(number), domain.title, domain.quality, _when(last_days.get(domain.id)))
        for number, domain in enumerate(content.domains, 1)
    ]
    rows.append((str(len(rows) + 1), "All of them", "one after the other", ""))
    asker.show(
        (Table(("No", "Domain", "Quality", "Last time"), tuple(rows), wrap_column="Quality"),)
    )
    options = [(domain,) for domain in content.domains]
    return (
        _ask(
            asker,
            "Which one? A number or a name; empty: none for now.",
            [*options, content.domains],
            by_name=lambda given: (content.domain(given),),
        )
        or ()
    )


def choose_draft(
    asker: Asker, drafts: Sequence[StoredDraft], content: Content
) -> StoredDraft | None:
    """Let the person choose one of several drafts; an empty answer chooses none."""
    rows = tuple(
        (str(number), long_date(found.draft.moment.date()), _about(found.draft, content))
        for number, found in enumerate(drafts, 1)
    )
    asker.show((Table(("No", "Begun", "Sitting"), rows, wrap_column="Sitting"),))
    return _ask(asker, "Which one? A number; empty: none for now.", list(drafts))


def choose_draft_action(
    asker: Asker, stored_draft: StoredDraft, content: Content, *, offer_new: bool = False
) -> DraftAction:
    """Ask what becomes of an unfinished sitting; an empty answer continues it."""
    choices = (*_CHOICES, _BEGIN) if offer_new else _CHOICES
    draft = stored_draft.draft
    about = f"{_about(draft, content)}, begun on {long_date(draft.moment.date())}"
    rows = tuple((str(n), name, meaning) for n, (name, meaning) in enumerate(choices, 1))
    asker.show(
        (
            Line(f"Unfinished: {about}", "title"),
            Table(("No", "Choice", "Meaning"), rows, wrap_column="Meaning"),
        )
    )
    names = [name for name, _ in choices]
    given = _ask(
        asker,
        "What shall it be? A number or a word; empty: continue.",
        names,
        by_name=_named(names, names),
        when_empty="continue",
    )
    return given or "leave"


def ask_action_outcome(asker: Asker) -> ActionState | Literal["next", "back", "leave"]:
    """Ask what became of an action; after an empty answer the next one may be asked about."""
    outcomes: list[ActionState | Literal["next", "back", "leave"]] = ["tried", "open", "dropped"]
    return (
        _ask(
            asker,
            "1 tried, 2 not yet, or 3 dropped? Enter: go on.",
            outcomes,
            by_name=_named(["tried", "not yet", "dropped"], outcomes),
            when_empty="next",
            when_back="back",
            ctrl_c=LEAVE_THE_REST,
        )
        or "leave"
    )


def ask_edit_again(asker: Asker) -> bool:
    """Ask whether to go back to the editor, or to put what was edited aside."""
    again = _ask(
        asker,
        "Back to the editor, or put your version aside? back or aside; empty: back.",
        [True, False],
        by_name=_named(["back", "aside"], [True, False]),
        when_empty=True,
    )
    return again is True


def ask_numbers(asker: Asker, question: str, highest: int) -> frozenset[int] | None:
    """Ask for numbers from 1 on, such as 1 3-5, or all; empty: none of them. None: they left."""
    while True:
        reply = asker.ask_line(question, ctrl_c="leave")
        if reply.kind != "done":
            return None
        if reply.text.casefold() == "all":
            return frozenset(range(1, highest + 1))
        try:
            return frozenset(
                number
                for piece in reply.text.replace(",", " ").split()
                for number in _numbers(piece, highest)
            )
        except ValueError:
            words = f"Numbers from 1 to {highest}, please, such as 1 3-5; or all."
            asker.show((Line(words if highest > 1 else "There is only number 1.", "warning"),))


def ask_yes_no(asker: Asker, question: str) -> bool | None:
    """Ask a question; an empty answer is a yes. None: they left."""
    return _ask(
        asker,
        question,
        [True, False],
        by_name=_named(["yes", "no"], [True, False]),
        when_empty=True,
    )


def ask_confirmation(asker: Asker, question: str, words: Sequence[str]) -> bool | None:
    """Ask for one of the words, typed in full; None if there was nobody to answer."""
    reply = asker.ask_line(question, ctrl_c="leave")
    if reply.kind == "end":
        return None
    return reply.kind == "done" and reply.text.casefold() in words


def choose_entry(asker: Asker, names: Sequence[EntryName]) -> EntryName | None:
    """Let the person choose one of several entries; an empty answer chooses none."""
    asker.show((entry_names_table(names, numbered=True),))
    return _ask(
        asker,
        "Which one? A number or an id; empty: none.",
        list(names),
        by_name=_named([name.id for name in names], list(names)),
    )


def choose_question(asker: Asker, repeated: Sequence[RepeatedQuestion]) -> Question | None:
    """Let the person choose a question to compare; an empty answer chooses none."""
    rows = tuple(
        (str(number), one.words, str(one.entries), long_date(one.last))
        for number, one in enumerate(repeated, 1)
    )
    asker.show((Table(("No", "Question", "Answers", "Last"), rows, wrap_column="Question"),))
    questions = [one.question for one in repeated]
    return _ask(
        asker,
        "Which one? Its number; empty: none.",
        questions,
        by_name=_named([question.id for question in questions], questions),
    )


def entry_names_table(names: Sequence[EntryName], *, numbered: bool = False) -> Table:
    """Return the names of entries as a table: nothing of what was written."""
    headings = ("Date", "Entry", "Domain")
    rows = [(name.day.isoformat(), name.id, name.domain) for name in names]
    if not numbered:
        return Table(headings, tuple(rows))
    return Table(("No", *headings), tuple((str(n), *row) for n, row in enumerate(rows, 1)))


def _ask(
    asker: Asker,
    question: str,
    options: list[T],
    *,
    by_name: Callable[[str], T] | None = None,
    when_empty: T | None = None,
    when_back: T | None = None,
    ctrl_c: str = "leave",
) -> T | None:
    while True:
        reply = asker.ask_line(question, ctrl_c=ctrl_c)
        if reply.kind == "back":
            return when_back
        if reply.kind != "done":
            return None
        if not reply.text:
            return when_empty
        numbered = {str(number): option for number, option in enumerate(options, 1)}
        if reply.text in numbered:
            return numbered[reply.text]
        most = len(options)
        words = f"A number from 1 to {most}, please." if most > 1 else "There is only number 1."
        if by_name is not None:
            try:
                return by_name(reply.text)
            except UsageError as error:
                # A name can be made of digits; but most who type digits mean a number.
                words = words if reply.text.isdigit() else str(error)
        asker.show((Line(words, "warning"),))


def _numbers(piece: str, most: int) -> Sequence[int]:
    first, dash, last = piece.replace("–", "-").partition("-")
    if not (first.isdecimal() and (last.isdecimal() or not dash)):
        raise ValueError
    found = range(int(first), int(last or first) + 1)
    if not found or found[0] < 1 or found[-1] > most:
        raise ValueError
    return found


def _named(names: Sequence[str], options: Sequence[T]) -> Callable[[str], T]:
    def find(given: str) -> T:
        wanted = given.strip().casefold()
        fitting = [
            option for name, option in zip(names, options, strict=True) if name.startswith(wanted)
        ]
        if len(fitting) != 1:
            raise UsageError(
                f"One of these, please: {', '.join(names)}."
                if len(names) <= _FEW
                else "The number of one of them, please."
            )
        return fitting[0]

    return find


def _about(found: Draft, content: Content) -> str:
    titles = content.titles()
    named = ", ".join(titles.get(domain, domain) for domain in found.domains)
    asked = sum(bool(step.question) for step in found.plan)
    return f"{title_with_kind(named, found.kind)}, {len(found.answers)} of {asked} answered"


def _when(day: date | None) -> str:
    return long_date(day) if day else "not yet"
