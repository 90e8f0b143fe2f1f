"""Questions of a sitting with an answer of one line: one of several choices, or a day."""

from collections.abc import Sequence
from datetime import date

from securebase_cli.dates import FUTURE_EXAMPLES, parse_future_day
from securebase_cli.errors import UsageError
from securebase_cli.ui.prompts.asker import (
    Asker,
    Menu,
    MenuLine,
    Refused,
    ReplyKind,
    ask_until_valid,
)

LEAVE_OUT = "Enter to leave it out."
_ESC = "leave it out"
LOOK_AGAIN = "When will you look again?"
WHICH_DATE = f"Which date? Such as {FUTURE_EXAMPLES}. {LEAVE_OUT}"

_A_DATE, _NO_DATE = "a date", "no date"
_WHEN = ("in a week", "in two weeks", "in a month", _A_DATE, _NO_DATE)


def ask_choice(
    asker: Asker, question: str, choices: Sequence[str], *, pointer: int = 0
) -> tuple[ReplyKind, str | None]:
    """Ask for one of the choices: in a menu, or by its number or some of its words.

    `pointer` is the index of the choice that the menu points at first. Return the kind of the last
    reply, and the choice; None if it is left out.
    """
    if asker.shows_menus:
        return "done", _choose_in_menu(
            asker, Menu(question, tuple(map(MenuLine, choices)), pointer, esc=_ESC)
        )

    def parse(typed: str) -> str:
        choice = _find_choice(typed, choices)
        if choice is None:
            raise UsageError(f"A number from 1 to {len(choices)}, please; or Enter.")
        return choice

    return ask_until_valid(asker, _with_choices(question, choices), parse, ctrl_c="pause")


def ask_when_to_look_again(
    asker: Asker, today: date, *, ctrl_c: str = ""
) -> tuple[ReplyKind, date | None]:
    """Ask for a day, which is one of several choices or any date.

    Return the kind of the last reply, and the day; None for no date. `ctrl_c` is as in
    `Asker.ask_line`.
    """

    def parse_day(typed: str) -> date:
        return parse_future_day(typed, today)

    def parse(typed: str) -> str:
        choice = _find_choice(typed, _WHEN)
        if choice is None:
            parse_day(typed)
        return choice or typed

    reply_kind: ReplyKind = "done"
    if asker.shows_menus:
        about = {_A_DATE: "such as 27 November or next Friday"}
        lines = tuple(MenuLine(choice, about.get(choice, "")) for choice in _WHEN)
        pointer, text_line = _WHEN.index("in two weeks"), _WHEN.index(_A_DATE)
        menu = Menu(LOOK_AGAIN, lines, pointer, text_line=text_line, esc=_ESC)
        when = _choose_in_menu(asker, menu)
    else:
        question = _with_choices(LOOK_AGAIN, _WHEN)
        reply_kind, when = ask_until_valid(asker, question, parse, ctrl_c=ctrl_c)
    if when is None or when == _NO_DATE:
        return reply_kind, None
    if when == _A_DATE:
        return ask_until_valid(asker, WHICH_DATE, parse_day, ctrl_c=ctrl_c)
    try:
        return reply_kind, parse_day(when)
    except UsageError as error:
        refused = Refused(when, str(error))
        return ask_until_valid(asker, WHICH_DATE, parse_day, ctrl_c=ctrl_c, refused=refused)


def _choose_in_menu(asker: Asker, menu: Menu) -> str | None:
    """Return the label of the chosen line, or the text that was typed instead."""
    choice = asker.choose(menu)
    return menu.lines[choice].label if isinstance(choice, int) else choice


def _with_choices(question: str, choices: Sequence[str]) -> str:
    numbered = ", ".join(f"{number} {choice}" for number, choice in enumerate(choices, 1))
    return f"{question} {numbered}. {LEAVE_OUT}"


def _find_choice(typed: str, choices: Sequence[str]) -> str | None:
    """Return the choice with the typed number, or the only one that has the words typed."""
    numbered = {str(number): choice for number, choice in enumerate(choices, 1)}
    words = f" {' '.join(typed.casefold().split())}"
    matches = [choice for choice in choices if words in f" {choice.casefold()}"]
    exact = [choice for choice in matches if words == f" {choice.casefold()}"]
    if len(exact or matches) == 1:
        return (exact or matches)[0]
    return numbered.get(typed)
