"""The findings of `doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.ui.page import GAP, Line, Pairs
from securebase_cli.ui.pages.paths_page import paths_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from securebase_cli.review.checkup import Finding
    from securebase_cli.ui.page import Page, Part, Role

_LEVELS: dict[str, tuple[str, Role]] = {
    "problem": ("Problem", "warning"),
    "note": ("Note", "text"),
}
_DONE: dict[str, str] = {
    "remove": "removed",
    "put aside": "put aside in set-aside:",
    "make private": "now only you can see",
}
# As many paths as one reads through.
_FEW = 5


def doctor_page(
    checked: Sequence[tuple[Finding, str | None]],
    where: Mapping[str, Path | None],
    environment: Mapping[str, str],
) -> Page:
    """Show what a check-up found; with each finding, why it was not put right, or "" if it was."""
    parts: list[Part] = [Line("Where things are", "title", "Section"), *paths_page(where), GAP]
    parts += [Line("This computer", "title", "Section"), Pairs(tuple(environment.items())), GAP]
    if not any(found.level == "problem" for found, _ in checked):
        parts += [Line("All is well.", "good"), GAP]
    for found, failure in sorted(checked, key=lambda one: one[0].level != "problem"):
        if failure == "" and found.remedy:
            parts += [Line(f"Done: {_DONE[found.remedy]} {_listed(found.paths)}", "good"), GAP]
            continue
        word, role = _LEVELS[found.level]
        parts.append(Line(f"{word}: {found.what}", role))
        if found.path is not None:
            parts.append(Line(_listed((found.path,)), "quiet", "File", indent=2))
        todo = f"That could not be done: {failure}" if failure else found.todo
        parts += [Line(todo, "text", "What to do", indent=2), GAP]
    return tuple(parts[:-1])


def _listed(paths: Sequence[Path]) -> str:
    # Only a check-up needs it, and JSON is to come at once.
    from securebase_cli.ui.console import safe_line

    named = ", ".join(safe_line(str(path)) for path in paths[:_FEW])
    return f"{named} and {len(paths) - _FEW} more" if len(paths) > _FEW else named
