"""The findings of `doctor`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from securebase_cli.review.checkup import CheckedFinding
from securebase_cli.ui.console import safe_line
from securebase_cli.ui.page import GAP, Line, Page, Pairs, Part, Role
from securebase_cli.ui.pages.paths_page import paths_page

_REMEDIES_DONE = {
    "remove": "removed",
    "put aside": "put aside in set-aside:",
    "make private": "now only you can see",
}
_MAX_PATHS = 5


def doctor_page(
    checked: Sequence[CheckedFinding],
    paths: Mapping[str, Path | None],
    environment: Mapping[str, str],
) -> Page:
    """Show the paths in use, the environment, and the findings, problems first."""
    parts: list[Part] = [
        Line("Where things are", "title", label="Section"),
        *paths_page(paths),
        GAP,
        Line("This computer", "title", label="Section"),
        Pairs(tuple(environment.items())),
        GAP,
    ]
    problems = [item for item in checked if item.finding.level == "problem"]
    notes = [item for item in checked if item.finding.level != "problem"]
    if not problems:
        parts += [Line("All is well.", "good"), GAP]
    for item in (*problems, *notes):
        finding = item.finding
        if item.is_fixed and finding.remedy:
            paths_done = [safe_line(str(path)) for path in finding.remedy_paths]
            done = f"Done: {_REMEDIES_DONE[finding.remedy]} {', '.join(paths_done[:_MAX_PATHS])}"
            if len(paths_done) > _MAX_PATHS:
                done += f" and {len(paths_done) - _MAX_PATHS} more"
            parts += [Line(done, "good"), GAP]
            continue
        role: Role = "warning" if finding.level == "problem" else "text"
        parts.append(Line(f"{finding.level.capitalize()}: {finding.message}", role))
        if finding.path is not None:
            parts.append(Line(safe_line(str(finding.path)), "quiet", label="File", indent=2))
        todo = f"That could not be done: {item.error}" if item.error else finding.advice
        parts += [Line(todo, label="What to do", indent=2), GAP]
    return tuple(parts[:-1])
