"""The commands that say how things stand: the check-up, and the notice about privacy."""

from __future__ import annotations

import os
import platform
import sys
from typing import TYPE_CHECKING

from securebase_cli import __version__
from securebase_cli.core.errors import ContentError, EditorError, FolderError, NotWellError
from securebase_cli.features import checkup, records
from securebase_cli.terminal import show
from securebase_cli.terminal.editor import NO_EDITOR, command_of
from securebase_cli.terminal.notice import notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from securebase_cli.desk import Desk
    from securebase_cli.features.checkup import Finding

# What makes entries unreadable for every command that goes through them.
_SKIPPED = frozenset({"unreadable", "misnamed", "conflict-copy"})


def doctor(desk: Desk, *, fix: bool, as_json: bool) -> None:
    """Check the journal, the content, the drafts, the editor and the environment.

    Raises NotWellError if there is something that the person has to see to.
    """
    checked = [(finding, _treated(desk, finding) if fix else None) for finding in _findings(desk)]
    if as_json:
        show.print_json(
            {
                "findings": [records.finding(found, why == "") for found, why in checked],
                "paths": {name: path and str(path) for name, path in desk.paths().items()},
                "environment": dict(_environment()),
            }
        )
    else:
        desk.screen.show(show.checkup(checked, desk.paths(), _environment()))
    left = [found for found, why in checked if found.level == "problem" and why != ""]
    if left:
        raise NotWellError(len(left), unreadable=any(found.kind in _SKIPPED for found in left))


def privacy(desk: Desk) -> None:
    """Show the notice."""
    desk.screen.show(notice(desk.settings.journal))


def _findings(desk: Desk) -> Iterator[Finding]:
    yield from _as_far_as_possible(checkup.of_folder(desk.journal))
    yield from _as_far_as_possible(checkup.of_entries(desk.journal))
    yield from _as_far_as_possible(checkup.of_drafts(desk.drafts, desk.workshop, desk.trash))
    yield from checkup.of_aliases(desk.aliases)
    try:
        _ = desk.content
    except ContentError as error:
        todo = "Mend the file, or go back to the one that is shipped."
        yield checkup.Finding("content", "problem", str(error), todo, desk.paths()["content"])
    try:
        command_of()
    except EditorError as error:
        unset = str(error) == NO_EDITOR
        todo = "It is needed for Ctrl-O in a sitting, and for securebase edit."
        yield checkup.Finding("editor", "note" if unset else "problem", str(error), todo)
    if (sys.stdout.encoding or "").casefold().replace("-", "") != "utf8":
        yield checkup.Finding(
            "encoding",
            "note",
            f"The terminal’s encoding is {sys.stdout.encoding}, not UTF-8.",
            "What it can’t show appears as codes; set LANG to a UTF-8 locale, or PYTHONUTF8=1.",
        )


def _as_far_as_possible(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Pass findings on; where looking comes to an end too early, that is one, too."""
    try:
        yield from findings
    except (FolderError, OSError) as error:
        words = str(error)
        if isinstance(error, OSError):
            words = f"{error.filename} can't be read: {error.strerror}."
        todo = "Mend its permissions, or choose another folder with --journal."
        yield checkup.Finding("not-readable", "problem", words, todo)


def _treated(desk: Desk, finding: Finding) -> str | None:
    """Put the finding right if that can't lose anything; None if it is left to the person."""
    return checkup.put_right(finding, desk.journal) if finding.remedy else None


def _environment() -> Mapping[str, str]:
    return {
        "securebase": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}".strip(),
        "terminal": os.environ.get("TERM", "none"),
        "encoding": sys.stdout.encoding or "none",
    }
