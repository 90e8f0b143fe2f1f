"""Ask for a value on the scale of a domain, and how the person knows; both are optional."""

from __future__ import annotations

from collections.abc import Callable

from securebase_cli.model import BASIS_WORDS, SCALE_MAX, Basis, Domain, Scaling
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts.asker import Asker, Reply

HOW_SURE = "0 to 10: how sure are you that each person in your team would say ‘{}’? Enter: {}."
_BASES = ", ".join(f"{number} {words}" for number, words in enumerate(BASIS_WORDS.values(), 1))
HOW_KNOWN = f"How do you know? {_BASES}; Enter: not said."
NO_VALUE = f"A whole number from 0 to {SCALE_MAX}, please."
NO_BASIS = f"A number from 1 to {len(BASIS_WORDS)}, please; or Enter."
# Typed instead of a number, this removes the value.
REMOVE = "-"


def ask_scale(
    asker: Asker, domain: Domain, scaling: Scaling | None, save: Callable[[Scaling | None], None]
) -> Reply:
    """Ask for a value and its basis, and return the reply that ended the asking.

    `scaling` is the value so far. `save` is called with each change as soon as it is typed.
    """
    values = {str(value): value for value in range(SCALE_MAX + 1)}
    while True:
        on_enter = f"leave it at {scaling.value}; {REMOVE}: none" if scaling else "not now"
        reply = asker.ask_line(HOW_SURE.format(domain.quality, on_enter), ctrl_c="pause")
        if reply.kind == "editor":
            continue
        if reply.kind != "done" or not reply.text:
            return reply
        if reply.text == REMOVE:
            save(None)
            return reply
        if reply.text not in values:
            asker.show((Line(NO_VALUE, "warning"),))
            continue
        scaling = Scaling(values[reply.text])
        save(scaling)
        reply, basis = _ask_basis(asker)
        if reply.kind == "back":
            continue
        scaling = scaling._replace(basis=basis)
        save(scaling)
        asker.show((Line(f"How sure, ‘{domain.quality}’: {scaling.words}", "quiet"),))
        return reply


def _ask_basis(asker: Asker) -> tuple[Reply, Basis]:
    while True:
        reply = asker.ask_line(HOW_KNOWN, ctrl_c="pause")
        if reply.kind == "editor":
            continue
        if reply.kind != "done" or not reply.text:
            return reply, ""
        typed = reply.text.casefold().replace(" ", "-")
        for number, (basis, words) in enumerate(BASIS_WORDS.items(), 1):
            if typed == str(number) or basis.startswith(typed) or typed == words.replace(" ", "-"):
                return reply, basis
        asker.show((Line(NO_BASIS, "warning"),))
