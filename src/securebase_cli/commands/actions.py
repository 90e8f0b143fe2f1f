"""The commands that list the open actions, and that mark one tried, dropped or for later."""

from typing import Annotated, Literal

import typer

from securebase_cli import dates, json_records
from securebase_cli.app import App
from securebase_cli.commands._options import (
    Command,
    FilteringGroup,
    Json,
    NoInput,
    complete_action,
    new_typer,
)
from securebase_cli.commands._stdin import read_text_from_stdin
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.quick_checks import may_have_open_action
from securebase_cli.errors import SecurebaseError
from securebase_cli.model import Action
from securebase_cli.review.actions import find_open_actions, resolve_action
from securebase_cli.sitting.open_actions import (
    NOTE_NOT_SAVED,
    NOTE_QUESTION,
    clean_note,
    mark_and_confirm,
    say_unchanged,
)
from securebase_cli.ui.page import Line, Verbatim
from securebase_cli.ui.pages import actions_page
from securebase_cli.ui.prompts.signals import record_signals

NONE_OPEN = "Nothing is open to try. A sitting ends with one thing to try: securebase reflect"
NONE_MATCHES = "In this choice nothing is open to try. `securebase actions` shows all that is."

ActionName = Annotated[
    str,
    typer.Argument(
        metavar="ACTION",
        help="Its name, such as k3f7.1; `securebase actions` shows it.",
        autocompletion=complete_action,
    ),
]
Note = Annotated[
    str | None,
    typer.Option(metavar="WORDS", help="What happened, in a line; - for standard input."),
]

command = new_typer(FilteringGroup)


@command.callback()
def actions(ctx: typer.Context, as_json: Json = False) -> None:
    """List the open actions, oldest due first."""
    app = ctx.ensure_object(App)
    if ctx.invoked_subcommand is not None:
        if as_json or app.filter_options.are_set:
            message = "filters and --json choose what is listed; leave them out here"
            raise typer.BadParameter(message)
        return
    scan = app.scan()
    open_actions = find_open_actions(scan.outlines(may_have_open_action))
    if as_json:
        json_records.print_json([json_records.action_record(ref) for ref in open_actions])
    elif open_actions:
        app.screen.show(actions_page.open_actions_page(open_actions, app.domain_title, app.today))
    if not open_actions:
        app.messages.say(NONE_MATCHES if app.filter_options.are_set else NONE_OPEN)
    scan.raise_if_unreadable()


@command.command(cls=Command)
def tried(
    ctx: typer.Context, action: ActionName, note: Note = None, no_input: NoInput = False
) -> None:
    """Say that one was tried, and what happened."""
    _mark_closed(ctx.ensure_object(App), action, "tried", note, no_input=no_input)


@command.command(cls=Command)
def dropped(
    ctx: typer.Context, action: ActionName, note: Note = None, no_input: NoInput = False
) -> None:
    """Say that one was dropped, and why."""
    _mark_closed(ctx.ensure_object(App), action, "dropped", note, no_input=no_input)


@command.command(cls=Command)
def later(
    ctx: typer.Context,
    action: ActionName,
    date: Annotated[
        str, typer.Argument(metavar="DATE", help="When to look again: 2026-12-01, or 2w ahead.")
    ],
    note: Note = None,
    no_input: NoInput = False,  # noqa: ARG001 - taken by all three; nothing is asked here
) -> None:
    """Look at one again on another day."""
    app = ctx.ensure_object(App)
    day = dates.parse_future_day(date, app.today)
    ref, data = resolve_action(app.journal, action, app.today)
    mark_and_confirm(app, ref, ActionMark("open", day, _read_note_option(app, note or "")), data)


def _mark_closed(
    app: App, action: str, state: Literal["tried", "dropped"], note: str | None, *, no_input: bool
) -> None:
    """Mark an action, and ask for a note if none is given and a person is there."""
    ref, data = resolve_action(app.journal, action, app.today)
    if note is None and ref.action.state == state:
        say_unchanged(app, ref)
        return
    if note is not None or no_input:
        note = _read_note_option(app, note or "")
        mark_and_confirm(app, ref, ActionMark(state, app.today, note), data)
        return
    # A folder that can't be written is reported before anything is typed.
    app.journal.prepare()
    note = _ask_note(app, ref.action)
    if note is None:
        app.messages.say("Nothing was changed.")
        return
    try:
        mark_and_confirm(app, ref, ActionMark(state, app.today, note), data)
    except SecurebaseError:
        if note:
            app.screen.show((Line(NOTE_NOT_SAVED, "warning"), Verbatim(note)))
        raise


def _ask_note(app: App, action: Action) -> str | None:
    """Ask what happened; return None if the person leaves, and "" if nobody can be asked."""
    with record_signals(), app.asker() as asker:
        if not asker.is_interactive:
            return ""
        asker.show((Line(action.text, "heading", "To try"),))
        reply = asker.ask_line(NOTE_QUESTION, ctrl_c="leave it")
    note = clean_note(app, reply.text, reply.warning)
    return note if reply.kind == "done" else None


def _read_note_option(app: App, note: str) -> str:
    return clean_note(app, read_text_from_stdin() if note == "-" else note)
