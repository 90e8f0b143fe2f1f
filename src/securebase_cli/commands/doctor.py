"""The commands that say how things stand: the check-up, and the notice about privacy."""

from __future__ import annotations

import os
import platform
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from securebase_cli import __version__, json_records
from securebase_cli.app import App
from securebase_cli.commands._options import Command, Json, new_typer
from securebase_cli.errors import (
    ContentError,
    DoctorFoundProblemsError,
    EditorError,
    FolderError,
)
from securebase_cli.review import checkup
from securebase_cli.ui.pages.doctor_page import doctor_page
from securebase_cli.ui.prompts.editor import NO_EDITOR, editor_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from securebase_cli.review.checkup import Finding

# What makes entries unreadable for every command that goes through them.
_SKIPPED = frozenset({"unreadable", "misnamed", "conflict-copy"})


def doctor(app: App, *, fix: bool, as_json: bool) -> None:
    """Check the journal, the content, the drafts, the editor and the environment.

    Raises NotWellError if there is something that the person has to see to.
    """
    checked = [
        checkup.apply_remedy(finding, app.journal) if fix else checkup.CheckedFinding(finding)
        for finding in _findings(app)
    ]
    if as_json:
        json_records.print_json(
            {
                "findings": list(map(json_records.finding_record, checked)),
                "paths": {name: path and str(path) for name, path in app.paths().items()},
                "environment": dict(_environment()),
            }
        )
    else:
        app.screen.show(doctor_page(checked, app.paths(), _environment()))
    problems = [item.finding for item in checked if item.is_open_problem]
    if problems:
        raise DoctorFoundProblemsError(
            len(problems), unreadable=any(finding.kind in _SKIPPED for finding in problems)
        )


def _findings(app: App) -> Iterator[Finding]:
    yield from _as_far_as_possible(checkup.check_folder(app.journal))
    yield from _as_far_as_possible(checkup.check_entries(app.journal))
    yield from _as_far_as_possible(checkup.check_drafts(app.drafts, app.editor_copies, app.trash))
    yield from checkup.check_aliases(app.aliases)
    try:
        _ = app.content
    except ContentError as error:
        todo = "Mend the file, or go back to the one that is shipped."
        yield checkup.Finding("content", "problem", str(error), todo, app.paths()["content"])
    try:
        editor_command()
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


def _environment() -> Mapping[str, str]:
    return {
        "securebase": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}".strip(),
        "terminal": os.environ.get("TERM", "none"),
        "encoding": sys.stdout.encoding or "none",
    }


command = new_typer()


@command.command(cls=Command)
def doctor_command(
    ctx: typer.Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what can’t lose anything, and say so.")
    ] = False,
    json: Json = False,
) -> None:
    """Check the journal, the content, the drafts, the editor and the environment."""
    doctor(ctx.ensure_object(App), fix=fix, as_json=json)
