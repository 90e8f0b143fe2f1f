"""Questions with a fixed set of answers: menus, yes or no, numbers from a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

from securebase_cli.dates import long_date
from securebase_cli.errors import UsageError
from securebase_cli.model import Domain, Draft, Question, title_with_kind
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.page import Line, Table

if TYPE_CHECKING:
    from securebase_cli.instrument.content import Content
    from securebase_cli.review.compare import RepeatedQuestion
    from securebase_cli.storage.drafts import StoredDraft
    from securebase_cli.ui.prompts.asker import Asker

T = TypeVar("T")
DraftAction = Literal["continue", "save", "set aside", "begin", "leave"]
ActionOutcome = Literal["tried", "open", "dropped", "next", "back", "leave"]
YesNo = Literal["yes", "no", "left"]
Confirmation = Literal["confirmed", "refused", "no answer"]

# Names that a warning about a wrong answer lists at most.
_MAX_NAMES = 6

LEAVE_THE_REST = "leave the rest"

_DRAFT_ACTIONS: tuple[tuple[DraftAction, str], ...] = (
    ("continue", "go on where you were"),
    ("save", "save it as it is"),
    ("set aside", "keep it, but offer it no longer"),
)
_BEGIN_NEW: tuple[DraftAction, str] = ("begin", "leave it for later and begin anew")

_ACTION_OUTCOMES: tuple[tuple[str, ActionOutcome], ...] = (
    ("tried", "tried"),
    ("not yet", "open"),
    ("dropped", "dropped"),
)


def choose_domains(
    asker: Asker, content: Content, last_days: Mapping[str, date]
) -> tuple[Domain, ...]:
    """Ask for one domain or all of them; return an empty tuple if none was chosen.

    `last_days` has the day of the latest entry by the id of its domain.
    """
    rows = []
    for number, domain in enumerate(content.domains, 1):
        day = last_days.get(domain.id)
        last = long_date(day) if day else "not yet"
        rows.append((str(number), domain.title, domain.quality, last))
    rows.append((str(len(rows) + 1), "All of them", "one after the other", ""))
    asker.show(
        (Table(("No", "Domain", "Quality", "Last time"), tuple(rows), wrap_column="Quality"),)
    )
    chosen = _choose(
        asker,
        "Which one? A number or a name; empty: none for now.",
        [*((domain,) for domain in content.domains), content.domains],
        find=lambda typed: (content.find_domain(typed),),
    )
    return chosen or ()


def choose_draft(
    asker: Asker, drafts: Sequence[StoredDraft], content: Content
) -> StoredDraft | None:
    """Ask for one of several drafts; return None if none was chosen."""
    rows = tuple(
        (
            str(number),
            long_date(stored.draft.moment.date()),
            _describe_draft(stored.draft, content),
        )
        for number, stored in enumerate(drafts, 1)
    )
    asker.show((Table(("No", "Begun", "Sitting"), rows, wrap_column="Sitting"),))
    return _choose(asker, "Which one? A number; empty: none for now.", drafts)


def choose_draft_action(
    asker: Asker, stored_draft: StoredDraft, content: Content, *, offer_new: bool = False
) -> DraftAction:
    """Ask what to do with an unfinished sitting; an empty answer means “continue”."""
    actions = (*_DRAFT_ACTIONS, _BEGIN_NEW) if offer_new else _DRAFT_ACTIONS
    draft = stored_draft.draft
    about = f"{_describe_draft(draft, content)}, begun on {long_date(draft.moment.date())}"
    rows = tuple((str(number), *action) for number, action in enumerate(actions, 1))
    asker.show(
        (
            Line(f"Unfinished: {about}", "title"),
            Table(("No", "Choice", "Meaning"), rows, wrap_column="Meaning"),
        )
    )
    question = "What shall it be? A number or a word; empty: continue."
    names = [(name, name) for name, _ in actions]
    return _choose_by_name(asker, question, names, when_empty="continue") or "leave"


def ask_action_outcome(asker: Asker) -> ActionOutcome:
    """Ask about one open action: its new state, or where to go on; an empty answer is “next”."""
    outcome = _choose_by_name(
        asker,
        "1 tried, 2 not yet, or 3 dropped? Enter: go on.",
        _ACTION_OUTCOMES,
        when_empty="next",
        when_back="back",
        ctrl_c=LEAVE_THE_REST,
    )
    return outcome or "leave"


def ask_edit_again(asker: Asker) -> bool:
    """Ask whether to reopen the editor (True) or to put the edited version aside (False)."""
    question = "Back to the editor, or put your version aside? back or aside; empty: back."
    choices = [("back", "back"), ("aside", "aside")]
    return _choose_by_name(asker, question, choices, when_empty="back") == "back"


def ask_numbers(asker: Asker, question: str, highest: int) -> frozenset[int] | None:
    """Ask for numbers from 1 to `highest`, such as “1 3-5”, or “all”.

    An empty answer is the empty set. Returns None if the person left.
    """
    while True:
        reply = asker.ask_line(question, ctrl_c="leave")
        if reply.kind != "done":
            return None
        if reply.text.casefold() == "all":
            return frozenset(range(1, highest + 1))
        try:
            return _parse_numbers(reply.text, highest)
        except ValueError:
            warning = "There is only number 1."
            if highest > 1:
                warning = f"Numbers from 1 to {highest}, please, such as 1 3-5; or all."
            asker.show((Line(warning, "warning"),))


def ask_yes_no(asker: Asker, question: str) -> YesNo:
    """Ask a question; an empty answer is “yes”."""
    answers: tuple[tuple[str, YesNo], ...] = (("yes", "yes"), ("no", "no"))
    return _choose_by_name(asker, question, answers, when_empty="yes") or "left"


def ask_confirmation(asker: Asker, question: str, accepted: Sequence[str]) -> Confirmation:
    """Ask for one of the accepted answers, typed in full; “no answer” at the end of the input."""
    reply = asker.ask_line(question, ctrl_c="leave")
    if reply.kind == "end":
        return "no answer"
    if reply.kind == "done" and reply.text.casefold() in accepted:
        return "confirmed"
    return "refused"


def choose_entry(asker: Asker, names: Sequence[EntryName]) -> EntryName | None:
    """Ask for one of several entries; return None if none was chosen."""
    asker.show((entry_names_table(names, numbered=True),))
    question = "Which one? A number or an id; empty: none."
    return _choose_by_name(asker, question, [(name.id, name) for name in names])


def choose_question(asker: Asker, repeated: Sequence[RepeatedQuestion]) -> Question | None:
    """Ask for one of several questions; return None if none was chosen."""
    rows = tuple(
        (str(number), item.text, str(item.entry_count), long_date(item.last))
        for number, item in enumerate(repeated, 1)
    )
    asker.show((Table(("No", "Question", "Answers", "Last"), rows, wrap_column="Question"),))
    questions = [(item.question.id, item.question) for item in repeated]
    return _choose_by_name(asker, "Which one? Its number; empty: none.", questions)


def entry_names_table(names: Sequence[EntryName], *, numbered: bool = False) -> Table:
    """Return a table of the day, id and domain of entries, without any of their text."""
    headings = ("Date", "Entry", "Domain")
    rows = [(name.day.isoformat(), name.id, name.domain) for name in names]
    if not numbered:
        return Table(headings, tuple(rows))
    return Table(("No", *headings), tuple((str(n), *row) for n, row in enumerate(rows, 1)))


def _choose(
    asker: Asker,
    question: str,
    options: Sequence[T],
    *,
    find: Callable[[str], T] | None = None,
    when_empty: T | None = None,
    when_back: T | None = None,
    ctrl_c: str = "leave",
) -> T | None:
    """Ask until the answer names an option, by its number or in a way that `find` understands.

    `find` raises UsageError for an answer that it does not understand. Returns `when_empty` for
    an empty answer, `when_back` if the person goes back, and None if they leave.
    """
    while True:
        reply = asker.ask_line(question, ctrl_c=ctrl_c)
        if reply.kind == "back":
            return when_back
        if reply.kind != "done":
            return None
        if not reply.text:
            return when_empty
        for number, option in enumerate(options, 1):
            if reply.text == str(number):
                return option
        warning = "There is only number 1."
        if len(options) > 1:
            warning = f"A number from 1 to {len(options)}, please."
        if find is not None:
            try:
                return find(reply.text)
            except UsageError as error:
                # A name may consist of digits, but digits are more likely a wrong number.
                if not reply.text.isdigit():
                    warning = str(error)
        asker.show((Line(warning, "warning"),))


def _choose_by_name(
    asker: Asker,
    question: str,
    options: Sequence[tuple[str, T]],
    *,
    when_empty: T | None = None,
    when_back: T | None = None,
    ctrl_c: str = "leave",
) -> T | None:
    """Ask for one of several options, by its number or by the beginning of its name."""

    def find(typed: str) -> T:
        prefix = typed.strip().casefold()
        matches = [option for name, option in options if name.startswith(prefix)]
        if len(matches) == 1:
            return matches[0]
        if len(options) > _MAX_NAMES:
            raise UsageError("The number of one of them, please.")
        raise UsageError(f"One of these, please: {', '.join(name for name, _ in options)}.")

    return _choose(
        asker,
        question,
        [option for _, option in options],
        find=find,
        when_empty=when_empty,
        when_back=when_back,
        ctrl_c=ctrl_c,
    )


def _parse_numbers(text: str, highest: int) -> frozenset[int]:
    """Parse numbers and ranges such as “1 3-5”; raise ValueError if one is out of range."""
    numbers: set[int] = set()
    for piece in text.replace(",", " ").split():
        first, dash, last = piece.replace("–", "-").partition("-")
        if not (first.isdecimal() and (last.isdecimal() or not dash)):
            raise ValueError
        start, end = int(first), int(last or first)
        if not 1 <= start <= end <= highest:
            raise ValueError
        numbers.update(range(start, end + 1))
    return frozenset(numbers)


def _describe_draft(draft: Draft, content: Content) -> str:
    titles = content.domain_titles()
    domains = ", ".join(titles.get(domain, domain) for domain in draft.domains)
    questions = sum(bool(step.question) for step in draft.plan)
    return f"{title_with_kind(domains, draft.kind)}, {len(draft.answers)} of {questions} answered"
