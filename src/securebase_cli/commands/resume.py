"""`securebase resume`: continue an unfinished sitting, save it as it is, or set it aside."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._completion import complete_draft
from securebase_cli.commands._options import NoInput, NoPrevious, refuse_without_effect
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import UsageError
from securebase_cli.hints import command
from securebase_cli.settings import expand_path
from securebase_cli.sitting.run import run_draft_action
from securebase_cli.sitting.state import resume_sitting
from securebase_cli.storage.drafts import StoredDraft, distinct_names
from securebase_cli.storage.journal import Journal
from securebase_cli.ui.page import Verbatim
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.menus import DraftAction


@commands.command(cls=Command)
def resume(
    ctx: Context,
    draft: Annotated[
        str | None,
        Argument(
            metavar="[DRAFT]",
            help="Its id or its file, if there are several.",
            autocompletion=complete_draft,
        ),
    ] = None,
    go_on: Annotated[bool, Option("--go-on", help="Go on at once.")] = False,
    save: Annotated[bool, Option("--save", help="Save it as it is.")] = False,
    set_aside: Annotated[
        bool, Option("--set-aside", help="Keep it, but offer it no longer.")
    ] = False,
    into: Annotated[
        str | None, Option(metavar="DIR", help="Save it in this folder instead; - shows it.")
    ] = None,
    no_previous: NoPrevious = False,
    no_input: NoInput = False,
) -> None:
    """Continue an unfinished sitting, save it as it is, or set it aside."""
    app = ctx.ensure_object(App)
    if set_aside and (save or into is not None):
        raise BadParameter("--set-aside doesn’t go with --save or --into; choose one")
    if go_on and (save or set_aside or into is not None):
        raise BadParameter("--go-on doesn’t go with --save, --set-aside or --into; choose one")
    action: DraftAction | None = None
    if go_on:
        action = "continue"
    elif set_aside:
        action = "set aside"
    elif save or into is not None:
        action = "save"
    if action in {"set aside", "save"}:
        # Only a sitting that goes on shows previous answers.
        used = "--set-aside" if set_aside else "--save" if save else "--into"
        refuse_without_effect(f"with {used}", {"--no-previous": no_previous})

    unfinished = app.report_and_return_drafts()
    if draft is not None:
        unfinished = _find_drafts(unfinished, draft)
        if not unfinished:
            raise UsageError(
                f"There is no unfinished sitting “{draft}”. `{command('resume')}` asks."
            )
    if not unfinished:
        app.messages.say(f"Nothing is unfinished. Begin with: {command('reflect')}")
        return
    if no_input and len(unfinished) > 1:
        names = ", ".join(distinct_names(unfinished))
        raise UsageError(
            f"Several sittings are unfinished: {names}. Name one: {command('resume')} NAME"
        )
    if no_input and action in {None, "continue"}:
        raise UsageError("Say what to do with it: --save or --set-aside.")

    other_journal = None
    if into is None:
        app.journal.prepare()
    elif not into.strip():
        raise UsageError("--into needs a folder, or - to show the words.")
    elif into != "-":
        other_journal = Journal(expand_path(into))
        other_journal.prepare()
    with app.asker() as asker:
        stored: StoredDraft | None = unfinished[0]
        if len(unfinished) > 1:
            stored = menus.choose_draft(asker, unfinished, app.content)
        if stored is None:
            app.messages.say("Nothing was changed.")
        elif into == "-":
            entries = resume_sitting(stored.draft, app.content).entries()
            app.screen.show(tuple(Verbatim(write_entry(entry)) for entry in entries))
            app.messages.say(f"Nothing was saved. The draft stays: {stored.path}")
        else:
            action = action or menus.choose_draft_action(asker, stored, app.content)
            run_draft_action(
                app, asker, stored, action, into=other_journal, show_previous=not no_previous
            )


def _find_drafts(drafts: Sequence[StoredDraft], typed: str) -> list[StoredDraft]:
    """Return the draft with the typed file name or path, or else those with the typed id."""
    file_name = Path(typed.strip()).name
    by_file = [stored for stored in drafts if file_name in {stored.path.name, stored.path.stem}]
    return by_file or [stored for stored in drafts if stored.draft.id == typed.strip().casefold()]
