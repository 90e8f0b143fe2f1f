"""Ask for a value on the scale of a domain, and for its basis: how the user knows the value.

The value, from 0 to 10, says how sure the user is that each person in the team would say the
quality of the domain, such as “People are there for me”. Value and basis make up a `Scaling`.
"""

from collections.abc import Callable
from typing import TypeVar

from securebase_cli.errors import UsageError
from securebase_cli.model import BASIS_NAMES, SCALE_MAX, Basis, Domain, Scaling
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts.asker import Asker, Refused, ReplyKind

T = TypeVar("T")

HOW_SURE = "0 to 10: how sure are you that each person in your team would say ‘{}’? Enter: {}."
_BASES = ", ".join(f"{number} {name}" for number, name in enumerate(BASIS_NAMES.values(), 1))
HOW_KNOWN = f"How do you know? {_BASES}; Enter: not said."
NO_VALUE = f"A whole number from 0 to {SCALE_MAX}, please."
NO_BASIS = f"A number from 1 to {len(BASIS_NAMES)}, please; or Enter."
# The answer that removes the value.
REMOVE = "-"


def ask_scale(
    asker: Asker, domain: Domain, scaling: Scaling | None, save: Callable[[Scaling | None], None]
) -> ReplyKind:
    """Ask for a value and then its basis; return the kind of the last reply.

    `scaling` is the value so far. `save` is called with each new scaling as soon as it is entered.
    """
    while True:
        on_enter = f"leave it at {scaling.value}; {REMOVE}: none" if scaling else "not now"
        question = HOW_SURE.format(domain.quality, on_enter)
        reply_kind, value = ask_until_valid(asker, question, _parse_value)
        if value is None:
            return reply_kind
        if value == REMOVE:
            save(None)
            return reply_kind
        scaling = Scaling(int(value))
        save(scaling)
        reply_kind, basis = ask_until_valid(asker, HOW_KNOWN, _parse_basis)
        if reply_kind == "back":
            continue
        scaling = scaling._replace(basis=basis or "")
        save(scaling)
        asker.show((Line(f"How sure, ‘{domain.quality}’: {scaling.text}", "quiet"),))
        return reply_kind


def ask_until_valid(
    asker: Asker, question: str, parse: Callable[[str], T]
) -> tuple[ReplyKind, T | None]:
    """Ask for one line until `parse` accepts it; return the kind of the last reply, and its value.

    `parse` raises UsageError; its message is shown, and the line stays to be changed. The value of
    an empty line is None.
    """
    refused = None
    while True:
        reply = asker.ask_line(question, ctrl_c="pause", refused=refused)
        if reply.kind == "editor":
            continue
        if reply.kind != "done" or not reply.text:
            return reply.kind, None
        try:
            return reply.kind, parse(reply.text)
        except UsageError as error:
            refused = Refused(reply.text, str(error))


def _parse_value(typed: str) -> str:
    if typed != REMOVE and typed not in map(str, range(SCALE_MAX + 1)):
        raise UsageError(NO_VALUE)
    return typed


def _parse_basis(typed: str) -> Basis:
    word = typed.casefold().replace(" ", "-")
    for number, (basis, name) in enumerate(BASIS_NAMES.items(), 1):
        if word == str(number) or basis.startswith(word) or word == name.replace(" ", "-"):
            return basis
    raise UsageError(NO_BASIS)
