"""Asks for a value on the scale of a domain, and how the person knows; both can be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.core.model import BASES, HIGHEST, Scaling
from securebase_cli.terminal.page import Line
from securebase_cli.terminal.scale import in_words

if TYPE_CHECKING:
    from securebase_cli.core.model import Basis, Domain
    from securebase_cli.terminal.ask import Asker, Reply

HOW_SURE = "0 to 10: how sure are you that each person in your team would say ‘{}’? Enter: {}."
HOW_KNOWN = "How do you know? 1 impression, 2 observed, 3 asked the team; Enter: not said."
NO_VALUE = f"A whole number from 0 to {HIGHEST}, please; or Enter for none."
NO_BASIS = f"A number from 1 to {len(BASES)}, please; or Enter."


def weigh(asker: Asker, domain: Domain, so_far: Scaling | None) -> tuple[Reply, Scaling | None]:
    """Return how the asking ended, and what is on the scale now; Enter leaves what there was."""
    while True:
        instead = f"leave it at {so_far.value}" if so_far else "not now"
        reply = asker.line(HOW_SURE.format(domain.quality, instead), ctrl_c="pause")
        if reply.kind == "done" and reply.text:
            value = _value(reply.text)
            if value is None:
                asker.tell((Line(NO_VALUE, "warning"),))
                continue
            so_far = Scaling(value)
            reply, basis = _basis(asker)
            if reply.kind == "back":
                continue
            so_far = Scaling(value, basis)
            asker.tell((Line(f"How sure, ‘{domain.quality}’: {in_words(so_far)}", "quiet"),))
        if reply.kind != "editor":
            return reply, so_far


def _basis(asker: Asker) -> tuple[Reply, Basis]:
    while True:
        reply = asker.line(HOW_KNOWN, ctrl_c="pause")
        if reply.kind != "done" or not reply.text:
            return reply, ""
        given = reply.text.casefold().replace(" ", "-")
        for number, basis in enumerate(BASES, 1):
            if given == str(number) or basis.startswith(given):
                return reply, basis
        asker.tell((Line(NO_BASIS, "warning"),))


def _value(text: str) -> int | None:
    known = {str(value): value for value in range(HIGHEST + 1)}
    return known.get(text)
