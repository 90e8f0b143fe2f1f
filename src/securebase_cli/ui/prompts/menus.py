"""Questions with a fixed set of answers: menus, yes or no, numbers from a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

from securebase_cli.dates import long_date
from securebase_cli.errors import UsageError
from securebase_cli.model import Domain, Draft, Question, title_with_kind
from securebase_cli.storage.drafts import StoredDraft, distinct_names
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.page import Line, Table

if TYPE_CHECKING:
    from securebase_cli.instrument.content import Content
    from securebase_cli.review.compare import RepeatedQuestion
    from securebase_cli.ui.prompts.asker import Asker

T = TypeVar("T")
DraftAction = Literal["continue", "save", "set aside", "begin", "leave"]
ActionOutcome = Literal["tried", "open", "dropped", "next", "back", "leave"]
YesNo = Literal["yes", "no", "leave"]
Confirmation = Literal["confirmed", "refused", "no answer"]

# Names that a warning about a wrong answer lists at most.
_MAX_NAMES = 6

LEAVE_THE_REST = "leave the rest"
_ONLY_NUMBER = "There is only number 1."

_DRAFT_ACTIONS: dict[DraftAction, str] = {
    "continue": "go on where you were",
    "save": "save it as it is",
    "set aside": "keep it, but offer it no longer",
    "begin": "leave it for later and begin anew",
}


def choose_domains(
    asker: Asker, content: Content, last_days: Mapping[str, date]
) -> tuple[Domain, ...]:
    """Ask for one domain or all of them; return an empty tuple if none was chosen.

    `last_days` has the day of the latest entry by the id of its domain.
    """
    rows = []
    options: list[tuple[Domain, ...]] = []
    for domain in content.domains:
        day = last_days.get(domain.id)
        rows.append((domain.title, domain.quality, long_date(day) if day else "not yet"))
        options.append((domain,))
    rows.append(("All of them", "one after the other", ""))
    options.append(content.domains)
    asker.show((_numbered_table(("Domain", "Quality", "Last time"), rows, wrap_column="Quality"),))
    question = "Which one? A number or a name; empty: none for now."
    domains = _choose(asker, question, options, find=lambda typed: (content.find_domain(typed),))
    return domains or ()


def choose_draft(
    asker: Asker, drafts: Sequence[StoredDraft], content: Content
) -> StoredDraft | None:
    """Ask for one of several drafts; return None if none was chosen."""
    names = distinct_names(drafts)
    rows = [
        (long_date(stored.draft.moment.date()), name, _describe_draft(stored.draft, content))
        for stored, name in zip(drafts, names, strict=True)
    ]
    asker.show((_numbered_table(("Begun", "Name", "Sitting"), rows, wrap_column="Sitting"),))
    return _choose(
        asker, "Which one? A number or a name; empty: none for now.", drafts, names=names
    )


def choose_draft_action(
    asker: Asker, stored_draft: StoredDraft, content: Content, *, offer_new: bool = False
) -> DraftAction:
    """Ask what to do with an unfinished sitting; an empty answer means “continue”."""
    draft = stored_draft.draft
    about = f"{_describe_draft(draft, content)}, begun on {long_date(draft.moment.date())}"
    actions = [action for action in _DRAFT_ACTIONS if action != "begin" or offer_new]
    rows = [(action, _DRAFT_ACTIONS[action]) for action in actions]
    table = _numbered_table(("Choice", "Meaning"), rows, wrap_column="Meaning")
    asker.show((Line(f"Unfinished: {about}", "title"), table))
    question = "What shall it be? A number or a word; empty: continue."
    return _choose(asker, question, actions, names=actions, when_empty="continue") or "leave"


def ask_action_outcome(asker: Asker) -> ActionOutcome:
    """Ask about one open action: its new state, or where to go on; an empty answer is “next”."""
    outcome: ActionOutcome | None = _choose(
        asker,
        "1 tried, 2 not yet, or 3 dropped? Enter: go on.",
        ("tried", "open", "dropped"),
        names=("tried", "not yet", "dropped"),
        when_empty="next",
        when_back="back",
        ctrl_c=LEAVE_THE_REST,
    )
    return outcome or "leave"


def ask_edit_again(asker: Asker) -> bool:
    """Ask whether to reopen the editor (True) or to put the edited version aside (False)."""
    question = "Back to the editor, or put your version aside? back or aside; empty: back."
    choices = ("back", "aside")
    return _choose(asker, question, choices, names=choices, when_empty="back") == "back"


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
            warning = f"Numbers from 1 to {highest}, please, such as 1 3-5; or all."
            asker.show((Line(warning if highest > 1 else _ONLY_NUMBER, "warning"),))


def ask_yes_no(asker: Asker, question: str) -> YesNo:
    """Ask a question; an empty answer is “yes”."""
    answers: tuple[YesNo, ...] = ("yes", "no")
    return _choose(asker, question, answers, names=answers, when_empty="yes") or "leave"


def ask_confirmation(asker: Asker, question: str, accepted: Sequence[str]) -> Confirmation:
    """Ask for one of the accepted answers, typed in full; “no answer” at the end of the input."""
    reply = asker.ask_line(question, ctrl_c="leave")
    if reply.kind == "end":
        return "no answer"
    if reply.kind == "done" and reply.text.casefold() in accepted:
        return "confirmed"
    return "refused"


def choose_entry(asker: Asker, names: Sequence[EntryName]) -> EntryName | None:
    asker.show((entry_names_table(names, numbered=True),))
    question = "Which one? A number or an id; empty: none."
    return _choose(asker, question, names, names=[name.id for name in names])


def choose_question(asker: Asker, repeated: Sequence[RepeatedQuestion]) -> Question | None:
    rows = [(item.text, str(item.entry_count), long_date(item.last)) for item in repeated]
    asker.show((_numbered_table(("Question", "Answers", "Last"), rows, wrap_column="Question"),))
    questions = [item.question for item in repeated]
    ids = [question.id for question in questions]
    return _choose(asker, "Which one? Its number; empty: none.", questions, names=ids)


def entry_names_table(names: Sequence[EntryName], *, numbered: bool = False) -> Table:
    """Return a table of the day, id and domain of entries, without any of their text."""
    headings = ("Date", "Entry", "Domain")
    rows = tuple((name.day.isoformat(), name.id, name.domain) for name in names)
    return _numbered_table(headings, rows) if numbered else Table(headings, rows)


def _numbered_table(
    headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], wrap_column: str = ""
) -> Table:
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, 1))
    return Table(("No", *headings), numbered, wrap_column)


def _choose(
    asker: Asker,
    question: str,
    options: Sequence[T],
    *,
    names: Sequence[str] = (),
    find: Callable[[str], T] | None = None,
    when_empty: T | None = None,
    when_back: T | None = None,
    ctrl_c: str = "leave",
) -> T | None:
    """Ask until the answer is the number of an option, or the beginning of the option's name.

    `names` are the names of the options, if they have any. Otherwise `find` can look an option up;
    it raises UsageError if it finds none. Returns `when_empty` for an empty answer, `when_back` if
    the user goes back, and None if the user leaves.
    """
    numbered_options = {str(number): option for number, option in enumerate(options, 1)}
    number_warning = f"A number from 1 to {len(options)}, please."
    if len(options) == 1:
        number_warning = _ONLY_NUMBER
    while True:
        reply = asker.ask_line(question, ctrl_c=ctrl_c)
        if reply.kind == "back":
            return when_back
        if reply.kind != "done":
            return None
        if not reply.text:
            return when_empty
        if reply.text in numbered_options:
            return numbered_options[reply.text]
        warning = number_warning
        if find is not None:
            try:
                return find(reply.text)
            except UsageError as error:
                warning = str(error)
        elif names:
            prefix = reply.text.casefold()
            matches = [index for index, name in enumerate(names) if name.startswith(prefix)]
            if len(matches) == 1:
                return options[matches[0]]
            warning = f"One of these, please: {', '.join(names)}."
            if len(names) > _MAX_NAMES:
                warning = "The number of one of them, please."
        # A name may consist of digits, but digits are more likely a wrong number.
        if reply.text.isdigit():
            warning = number_warning
        asker.show((Line(warning, "warning"),))


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
