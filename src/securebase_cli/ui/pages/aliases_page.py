"""The pages about aliases: what stands for whom, and what is still to be decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.ui.page import Excerpt, Line, Table, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from securebase_cli.pseudonyms.identifiers import Candidate, Kind
    from securebase_cli.ui.page import Page, Part

# As many characters as tell one from another.
_ENOUGH = 40

MAY_STAY = "(may stay)"
_KINDS: dict[Kind, str] = {"nhs-number": "NHS number"}


def aliases_page(aliases: Mapping[str, str]) -> Page:
    """Show what stands for each name, in the order of the alphabet; those that may stay last."""
    in_order = sorted(aliases.items(), key=lambda one: (one[0] == one[1], one[0].casefold()))
    rows = tuple((name, MAY_STAY if alias == name else alias) for name, alias in in_order)
    return (Table(("Name", "In exports"), rows, wrap_column="Name"),)


def candidates_page(found: Iterable[Candidate]) -> Page:
    """Show what is still to be decided on, numbered, with where each stands first."""
    parts: list[Part] = []
    for number, one in enumerate(found, 1):
        times = "once" if one.times == 1 else f"{one.times} times"
        about = f"{shorten(one.words, _ENOUGH)} · {_KINDS.get(one.kind, one.kind)}, {times}"
        parts += [
            Line(f"{number}  {about}", "heading", "To decide"),
            Excerpt(one.excerpt, _marks(one), "Where", indent=4),
        ]
    return tuple(parts)


def decisions_page(more: Mapping[str, str]) -> Page:
    """Show what was decided."""
    return tuple(
        Line(f"{name} may stay as it is.", "good", "Alias")
        if name == alias
        else Line(f"{name} becomes {alias}.", "good", "Alias")
        for name, alias in more.items()
    )


def _marks(one: Candidate) -> tuple[tuple[int, int], ...]:
    start = one.excerpt.find(one.words)
    return ((start, start + len(one.words)),) if start >= 0 else ()
