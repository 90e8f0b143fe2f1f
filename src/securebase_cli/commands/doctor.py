"""The command that checks the journal and everything around it."""

import os
import platform
import sys
from collections.abc import Iterator
from typing import Annotated

from typer import Context, Option

from securebase_cli import __version__, json_records
from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Json
from securebase_cli.errors import (
    ContentError,
    DoctorFoundProblemsError,
    EditorError,
    FolderError,
    LockedError,
    NoEditorError,
)
from securebase_cli.hints import command, utf_8_example
from securebase_cli.review.check_drafts import check_aliases, check_drafts
from securebase_cli.review.check_entries import check_entries
from securebase_cli.review.check_folder import check_folder
from securebase_cli.review.check_keys import check_keys
from securebase_cli.review.check_sync import check_sync
from securebase_cli.review.checkup import CheckedFinding, Finding, Level, apply_remedy
from securebase_cli.ui.pages.doctor_page import doctor_page
from securebase_cli.ui.prompts.editor import editor_command

LOCKED = "The journal is locked, so what is in its files was not looked at."


@commands.command(cls=Command)
def doctor(
    ctx: Context,
    fix: Annotated[
        bool, Option("--fix", help="Put right what can’t lose anything, and say so.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check the journal, the content, the drafts, the editor and the environment.

    Raises DoctorFoundProblemsError if a problem is left.
    """
    app = ctx.ensure_object(App)
    checked: list[CheckedFinding] = []
    for finding in _check_everything(app):
        if fix:
            checked.append(apply_remedy(finding, app.journal))
        else:
            checked.append(CheckedFinding(finding))
    environment = {
        "securebase": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}".strip(),
        "terminal": os.environ.get("TERM", "none"),
        "encoding": sys.stdout.encoding or "none",
    }
    if as_json:
        json_records.print_json(
            {
                "findings": list(map(json_records.finding_record, checked)),
                "paths": {name: str(path) if path else None for name, path in app.paths().items()},
                "environment": environment,
            }
        )
    else:
        with app.screen.paged():
            app.screen.show(doctor_page(checked, app.paths(), environment))
    problems = [item.finding for item in checked if item.is_open_problem]
    if problems:
        # Entries of these kinds have the exit code of unreadable entries, as in `list`. The kind
        # "not-readable" is not among them: it is about a folder, not about an entry.
        kinds = {"unreadable", "unusable-field", "misnamed", "conflict-copy"}
        unreadable = any(finding.kind in kinds for finding in problems)
        raise DoctorFoundProblemsError(len(problems), unreadable=unreadable)


def _check_everything(app: App) -> Iterator[Finding]:
    checks = [check_folder(app.journal), check_keys(app.journal)]
    try:
        app.journal.files.ensure_readable()
    except LockedError as error:
        yield Finding("locked", "note", LOCKED, advice=str(error))
    else:
        checks += [
            check_entries(app.journal, app.now),
            check_drafts(app.drafts, app.editor_copies, app.trash),
            check_aliases(app.aliases),
        ]
    checks.append(check_sync(app.journal))
    for findings in checks:
        # Reading a folder or a file may fail in the middle of a check; it ends only that check.
        try:
            yield from findings
        except (FolderError, OSError) as error:
            message = str(error)
            if isinstance(error, OSError):
                message = f"{error.filename} can't be read: {error.strerror}."
            advice = "Mend its permissions, or choose another folder with --journal."
            yield Finding("not-readable", "problem", message=message, advice=advice)
    try:
        # Reading this property reads and checks the content file.
        _ = app.content
    except ContentError as error:
        advice = "Mend the file, or go back to the one that is shipped."
        yield Finding(
            "content", "problem", message=str(error), advice=advice, path=app.paths()["content"]
        )
    try:
        editor_command()
    except EditorError as error:
        level: Level = "note" if isinstance(error, NoEditorError) else "problem"
        advice = f"It is needed for Ctrl-O in a sitting, and for {command('edit')}."
        yield Finding("editor", level, message=str(error), advice=advice)
    if (sys.stdout.encoding or "").casefold().replace("-", "") != "utf8":
        message = f"The terminal’s encoding is {sys.stdout.encoding}, not UTF-8."
        advice = f"What it can’t show appears as codes; {utf_8_example()}."
        yield Finding("encoding", "note", message=message, advice=advice)
