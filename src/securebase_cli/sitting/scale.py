"""Asks for a value on the scale of a domain, and how the person knows; both can be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.model import BASIS_WORDS, SCALE_MAX, Scaling
from securebase_cli.ui.page import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from securebase_cli.model import Basis, Domain
    from securebase_cli.ui.prompts.asker import Asker, Reply

HOW_SURE = "0 to 10: how sure are you that each person in your team would say ‘{}’? Enter: {}."
HOW_KNOWN = (
    "How do you know? "
    f"{', '.join(f'{n} {words}' for n, words in enumerate(BASIS_WORDS.values(), 1))}; Enter: not said."
)
NO_VALUE = f"A whole number from 0 to {SCALE_MAX}, please."
NO_BASIS = f"A number from 1 to {len(BASIS_WORDS)}, please; or Enter."
# What takes away a value that is there.
NONE = "-"


def ask_scale(
    asker: Asker, domain: Domain, so_far: Scaling | None, keep: Callable[[Scaling | None], None]
) -> Reply:
    """Return how the asking ended; what is on the scale is kept as soon as it is known."""
    while True:
        instead = f"leave it at {so_far.value}; {NONE}: none" if so_far else "not now"
        reply = asker.ask_line(HOW_SURE.format(domain.quality, instead), ctrl_c="pause")
        if reply.kind == "editor":
            continue
        if reply.kind != "done" or not reply.text:
            return reply
        if reply.text == NONE:
            keep(None)
            return reply
        value = _value(reply.text)
        if value is None:
            asker.show((Line(NO_VALUE, "warning"),))
            continue
        so_far = Scaling(value)
        keep(so_far)
        reply, basis = _basis(asker)
        if reply.kind == "back":
            continue
        so_far = Scaling(value, basis)
        keep(so_far)
        asker.show((Line(f"How sure, ‘{domain.quality}’: {so_far.words}", "quiet"),))
        return reply


def _basis(asker: Asker) -> tuple[Reply, Basis]:
    while True:
        reply = asker.ask_line(HOW_KNOWN, ctrl_c="pause")
        if reply.kind == "editor":
            continue
        if reply.kind != "done" or not reply.text:
            return reply, ""
        given = reply.text.casefold().replace(" ", "-")
        for number, (basis, words) in enumerate(BASIS_WORDS.items(), 1):
            if given == str(number) or basis.startswith(given) or given == words.replace(" ", "-"):
                return reply, basis
        asker.show((Line(NO_BASIS, "warning"),))


def _value(text: str) -> int | None:
    known = {str(value): value for value in range(SCALE_MAX + 1)}
    return known.get(text)
