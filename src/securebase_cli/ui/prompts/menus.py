"""Questions with a fixed set of answers: menus, yes or no, numbers from a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

from securebase_cli.dates import long_date, short_date
from securebase_cli.errors import UsageError
from securebase_cli.hints import command
from securebase_cli.model import Domain, Draft, Question, title_with_kind
from securebase_cli.plurals import count_of
from securebase_cli.review.first_words import EntrySummary, first_words
from securebase_cli.storage.drafts import StoredDraft, distinct_names
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.page import Line, Page
from securebase_cli.ui.pages.actions_page import format_due
from securebase_cli.ui.prompts.asker import Menu, MenuLine, Refused, ask_until_valid

if TYPE_CHECKING:
    from securebase_cli.instrument.content import Content
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.review.compare import AnsweredQuestion
    from securebase_cli.ui.pages.home_page import Step
    from securebase_cli.ui.prompts.asker import Asker

T = TypeVar("T")
DraftAction = Literal["continue", "save", "set aside", "begin", "leave"]
ActionOutcome = Literal["tried", "open", "dropped", "next", "back", "leave"]
YesNo = Literal["yes", "no", "leave"]
Confirmation = Literal["confirmed", "refused", "no answer"]

LEAVE_THE_REST = "leave the rest"
ACTION_OUTCOME = "Tried it (1), not yet (2), or dropped (3)? Enter: go on."
_OUTCOMES: dict[str, ActionOutcome] = {"tried": "tried", "not yet": "open", "dropped": "dropped"}
_ONLY_NUMBER = "There is only number 1."

_DRAFT_ACTIONS: dict[DraftAction, str] = {
    "continue": "go on",
    "save": "save as it is",
    "set aside": "put it away (kept)",
    "begin": "begin something new",
}


def choose(
    asker: Asker,
    question: str,
    choices: Sequence[tuple[T, MenuLine]],
    *,
    pointer: int = 0,
    when_empty: int | None = None,
    esc: str = "",
) -> T | None:
    """Ask for one of several values, each with its line of the menu; return None if none is chosen.

    The other parameters are as in `Menu`.
    """
    menu = Menu(question, tuple(line for _, line in choices), pointer, when_empty, esc=esc)
    index = asker.choose(menu)
    return choices[index][0] if isinstance(index, int) else None


def choose_domains(
    asker: Asker, content: Content, last_days: Mapping[str, date]
) -> tuple[Domain, ...]:
    """Ask for one domain or all of them; return an empty tuple if none was chosen.

    `last_days` has the day of the latest entry by the id of its domain.
    """
    choices: list[tuple[tuple[Domain, ...], MenuLine]] = []
    for domain in content.domains:
        day = last_days.get(domain.id)
        last = short_date(day) if day else "not yet"
        choices.append(
            ((domain,), MenuLine(domain.title, f"{domain.quality} · {last}", name=domain.id))
        )
    choices.append((content.domains, MenuLine("All of them", "one after the other")))
    days = [last_days.get(domain.id, date.min) for domain in content.domains]
    longest_ago = days.index(min(days))
    return choose(asker, "Which one?", choices, pointer=longest_ago) or ()


def choose_draft(
    asker: Asker, drafts: Sequence[StoredDraft], content: Content
) -> StoredDraft | None:
    """Ask for one of several drafts; return None if none was chosen."""
    choices = []
    for stored, name in zip(drafts, distinct_names(drafts), strict=True):
        draft = stored.draft
        about = f"{short_date(draft.moment.date())} · {name}"
        line = MenuLine(_describe_draft(draft, content), about, first_words(draft.answers))
        choices.append((stored, line))
    return choose(asker, "Which one?", choices)


def choose_draft_action(
    asker: Asker,
    stored_draft: StoredDraft,
    content: Content,
    *,
    offer_new: bool = False,
    pointer: DraftAction = "continue",
) -> DraftAction:
    """Ask what to do with an unfinished sitting; `pointer` is what an empty answer means."""
    draft = stored_draft.draft
    about = f"{_describe_draft(draft, content)}, begun on {long_date(draft.moment.date())}"
    page: Page = (Line(f"Unfinished: {about}", "title"),)
    if words := first_words(draft.answers):
        page += (Line(words, "quiet", label="Begins with", indent=2),)
    asker.show(page)
    actions = [action for action in _DRAFT_ACTIONS if action != "begin" or offer_new]
    choices = [(action, MenuLine(_DRAFT_ACTIONS[action], name=action)) for action in actions]
    default = actions.index(pointer)
    question = "What shall it be?"
    return choose(asker, question, choices, pointer=default, when_empty=default) or "leave"


def ask_action_outcome(asker: Asker) -> tuple[ActionOutcome, str]:
    """Ask about one open action: its new state, or where to go on; an empty answer is “next”.

    Return the outcome and the words after it, as in “tried, went well on Thursday”.
    """
    refused = None
    while True:
        reply = asker.ask_line(ACTION_OUTCOME, ctrl_c=LEAVE_THE_REST, refused=refused)
        if reply.kind == "back":
            return "back", ""
        if reply.kind != "done":
            return "leave", ""
        if not reply.text:
            return "next", ""
        for number, (name, outcome) in enumerate(_OUTCOMES.items(), 1):
            if reply.text == str(number) or name.startswith(reply.text.casefold()):
                return outcome, ""
            if match := re.fullmatch(rf"{name}\b\W*(.*)", reply.text, re.IGNORECASE | re.DOTALL):
                return outcome, match[1]
        reason = f"One of these, please: {', '.join(_OUTCOMES)}."
        if reply.text.isdigit():
            reason = f"A number from 1 to {len(_OUTCOMES)}, please."
        refused = Refused(reply.text, reason)


def ask_edit_again(asker: Asker) -> bool:
    """Ask whether to reopen the editor (True) or to put the edited version aside (False)."""
    choices = [
        (True, MenuLine("back to the editor")),
        (False, MenuLine("put your version aside (kept)")),
    ]
    return choose(asker, "What shall it be?", choices, when_empty=0, esc="put it aside") or False


def ask_numbers(asker: Asker, question: str, highest: int) -> frozenset[int] | None:
    """Ask for numbers from 1 to `highest`, such as “1 3-5”, or “all”.

    An empty answer is the empty set. Returns None if the user left.
    """

    def parse(typed: str) -> frozenset[int]:
        if typed.casefold() == "all":
            return frozenset(range(1, highest + 1))
        try:
            return _parse_numbers(typed, highest)
        except ValueError:
            warning = f"Numbers from 1 to {highest}, please, such as 1 3-5; or all."
            raise UsageError(warning if highest > 1 else _ONLY_NUMBER) from None

    reply_kind, numbers = ask_until_valid(asker, question, parse)
    return (numbers or frozenset()) if reply_kind == "done" else None


def ask_yes_no(asker: Asker, question: str) -> YesNo:
    """Ask a question; an empty answer is “yes”."""
    answers: tuple[YesNo, ...] = ("yes", "no")

    def parse(typed: str) -> YesNo:
        for number, answer in enumerate(answers, 1):
            if typed == str(number) or answer.startswith(typed.casefold()):
                return answer
        if typed.isdigit():
            raise UsageError(f"A number from 1 to {len(answers)}, please.")
        raise UsageError(f"One of these, please: {', '.join(answers)}.")

    reply_kind, answer = ask_until_valid(asker, question, parse)
    return (answer or "yes") if reply_kind == "done" else "leave"


def ask_confirmation(asker: Asker, question: str, accepted: Sequence[str]) -> Confirmation:
    """Ask for one of the accepted answers, typed in full; “no answer” at the end of the input."""
    reply = asker.ask_line(question)
    if reply.kind == "end":
        return "no answer"
    if reply.kind == "done" and reply.text.casefold() in accepted:
        return "confirmed"
    return "refused"


def choose_entry(
    asker: Asker,
    question: str,
    entries: Iterable[EntrySummary],
    domain_title: Callable[[str], str],
    *,
    esc: str = "",
) -> EntryName | None:
    """Ask for one of some entries, each with its first words; return None if none was chosen."""
    choices = [(summary.name, entry_line(summary, domain_title)) for summary in entries]
    return choose(asker, question, choices, esc=esc)


def entry_line(summary: EntrySummary, domain_title: Callable[[str], str]) -> MenuLine:
    """Return the line of a menu for an entry, with its first words."""
    name, day, words = summary
    return MenuLine(f"{short_date(day)} · {domain_title(name.domain)}", name.id, words)


def choose_step(
    asker: Asker, question: str, steps: Sequence[Step], *, esc: str = ""
) -> Step | None:
    """Ask for one of the lines of a menu of home, beside each of which stands its command."""
    choices = []
    for step in steps:
        about = command(step.arguments) if step.arguments else ""
        choices.append((step, MenuLine(step.label, about, step.excerpt)))
    return choose(asker, question, choices, esc=esc)


def choose_action(asker: Asker, refs: Sequence[ActionRef], today: date) -> ActionRef | None:
    choices = [
        (ref, MenuLine(ref.action.text, f"{ref.handle} · {format_due(ref.action.due, today)}"))
        for ref in refs
    ]
    return choose(asker, "Which one?", choices)


def choose_domain_and_question(
    asker: Asker, answered: Sequence[AnsweredQuestion], domain_title: Callable[[str], str]
) -> Question | None:
    """Ask for a domain, if there are several, and then for one of its questions."""
    domains = Counter(item.question.domain for item in answered)
    if len(domains) == 1:
        return choose_question(asker, answered)
    choices = [
        (domain, MenuLine(domain_title(domain), count_of(count, "question"), name=domain))
        for domain, count in domains.items()
    ]
    while domain := choose(asker, "Which domain?", choices):
        in_domain = [item for item in answered if item.question.domain == domain]
        if question := choose_question(asker, in_domain, esc="back"):
            return question
    return None


def choose_question(
    asker: Asker, answered: Sequence[AnsweredQuestion], *, esc: str = ""
) -> Question | None:
    choices = []
    for item in answered:
        about = f"{count_of(item.entry_count, 'answer')}, last on {short_date(item.last)}"
        choices.append((item.question, MenuLine(item.text, about, name=item.question.id)))
    return choose(asker, "Which one?", choices, esc=esc)


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
