"""Ask for a value on the scale of a domain and its basis, which is what the user goes by.

The value, from 0 to 10, says where the user puts the team with the quality of the domain, such as
“People are there for me”. Value and basis make up a `Scaling`.
"""

import contextlib
from collections.abc import Callable, Sequence
from datetime import date

from securebase_cli.errors import FolderError, UsageError
from securebase_cli.model import BASIS_NAMES, SCALE_MAX, DatedScaling, Domain, Scaling
from securebase_cli.sitting.one_line import LEAVE_OUT, ask_choice
from securebase_cli.ui.prompts.asker import Asker, Prompt, ReplyKind, ask_until_valid

WHERE = f"Where is your team with ‘{{}}’? 0: nobody would say it yet. {SCALE_MAX}: everybody would."
BASIS = "What do you go by?"
NO_VALUE = f"A whole number from 0 to {SCALE_MAX}, please."
# The answer that removes the value.
REMOVE = "-"
# A scale is asked for at most every four weeks.
_DAYS_BETWEEN_VALUES = 28


class ScaleHistory:
    """The last value of each domain on its scale, which is read when it is needed."""

    def __init__(
        self, find_last_scaling: Callable[[str], DatedScaling | None], today: date
    ) -> None:
        self._find_last_scaling = find_last_scaling
        self._today = today
        # By the id of the domain.
        self._last_scalings: dict[str, DatedScaling | None] = {}

    def last(self, domain: Domain) -> DatedScaling | None:
        if domain.id not in self._last_scalings:
            self._last_scalings[domain.id] = None
            # The sitting can go on without it.
            with contextlib.suppress(FolderError):
                self._last_scalings[domain.id] = self._find_last_scaling(domain.id)
        return self._last_scalings[domain.id]

    def longest_without_value(self, domains: Sequence[Domain]) -> Domain | None:
        """Return the domain that got no value for longest, if that is more than four weeks."""

        def last_day(domain: Domain) -> date:
            last = self.last(domain)
            return last.day if last else date.min

        if not domains:
            return None
        domain = min(domains, key=last_day)
        is_recent = (self._today - last_day(domain)).days <= _DAYS_BETWEEN_VALUES
        return None if is_recent else domain


def ask_scale(
    asker: Asker,
    domain: Domain,
    scaling: Scaling | None,
    save: Callable[[Scaling | None], None],
    *,
    place: str = "",
) -> ReplyKind:
    """Ask for a value and then its basis; return the kind of the last reply.

    `scaling` is the value so far. `save` is called with each new scaling as soon as it is entered.
    `place` stands above the question, such as “Before you go, 1 of 3”.
    """
    question = WHERE.format(domain.quality)
    while True:
        on_enter = (
            f"Enter to keep {scaling.value}; {REMOVE} to take it away." if scaling else LEAVE_OUT
        )
        reply_kind, value = ask_until_valid(
            asker, f"{question} {on_enter}", _parse_value, ctrl_c="pause", place=place
        )
        if value is None:
            return reply_kind
        if value == REMOVE:
            save(None)
            return reply_kind
        scaling = Scaling(int(value))
        save(scaling)
        reply_kind, basis_name = ask_choice(asker, BASIS, list(BASIS_NAMES.values()))
        if reply_kind == "back":
            continue
        if basis_name:
            basis = next(name for name, words in BASIS_NAMES.items() if words == basis_name)
            scaling = scaling._replace(basis=basis)
            save(scaling)
        asker.show_answer(Prompt("", "", question), scaling.text)
        return reply_kind


def _parse_value(typed: str) -> str:
    if typed != REMOVE and typed not in map(str, range(SCALE_MAX + 1)):
        raise UsageError(NO_VALUE)
    return typed
