"""The commands about things to try: which are open, and what became of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
from securebase_cli.review.actions import find_open_actions
from securebase_cli.review.mark_action import resolve_action
from securebase_cli.sitting.open_actions import (
    NOTE_NOT_SAVED,
    NOTE_QUESTION,
    clean_note,
    mark_and_confirm,
    read_note,
    say_unchanged,
)
from securebase_cli.ui.page import Line, Verbatim
from securebase_cli.ui.pages import actions_page
from securebase_cli.ui.prompts.signals import record_signals

if TYPE_CHECKING:
    from typing import Literal

    from securebase_cli.review.actions import ActionRef

NOTHING = "Nothing is open to try. A sitting ends with one thing to try: securebase reflect"
NOTHING_HERE = "In this choice nothing is open to try. `securebase actions` shows all that is."


def list_actions(app: App, *, as_json: bool) -> None:
    """List the open actions, oldest due first."""
    scan = app.scan()
    found = find_open_actions(scan.outlines(may_have_open_action))
    if as_json:
        json_records.print_json([json_records.action_record(ref) for ref in found])
    elif found:
        app.screen.show(actions_page.open_actions_page(found, app.domain_title, app.today))
    if not found:
        app.messages.say(NOTHING_HERE if app.filter_options.given else NOTHING)
    scan.raise_if_unreadable()


def mark(
    app: App,
    given: str,
    state: Literal["tried", "dropped"],
    note: str | None,
    *,
    no_input: bool = False,
) -> None:
    """Mark an action tried or dropped, with a note if there is one; `-` is standard input.

    Somebody who is there and gave no note is asked what happened.
    """
    found, data = resolve_action(app.journal, given, app.today)
    if note is None and found.action.state == state:
        say_unchanged(app, found)
        return
    if note is not None or no_input:
        mark_and_confirm(app, found, ActionMark(state, app.today, _words(app, note or "")), data)
        return
    # Whatever can fail is checked before anyone types.
    app.journal.prepare()
    words = _asked_for(app, found)
    if words is None:
        app.messages.say("Nothing was changed.")
        return
    try:
        mark_and_confirm(app, found, ActionMark(state, app.today, words), data)
    except SecurebaseError:
        if words:
            app.screen.show((Line(NOTE_NOT_SAVED, "warning"), Verbatim(words)))
        raise


def later(app: App, given: str, given_date: str, note: str | None) -> None:
    """Have an action looked at again on another day; one that was closed is open again."""
    day = dates.parse_future_day(given_date, app.today)
    found, data = resolve_action(app.journal, given, app.today)
    mark_and_confirm(app, found, ActionMark("open", day, _words(app, note or "")), data)


def _asked_for(app: App, found: ActionRef) -> str | None:
    """Ask for a note; None if the person would rather leave the action as it is."""
    with record_signals(), app.asker() as asker:
        if not asker.is_interactive:
            return ""
        asker.show((Line(found.action.text, "heading", "To try"),))
        reply = asker.ask_line(NOTE_QUESTION, ctrl_c="leave it")
    words = read_note(app, reply)
    return words if reply.kind == "done" else None


def _words(app: App, note: str) -> str:
    """Return the note that was given; `-` is standard input, where no shell remembers it."""
    return clean_note(app, read_text_from_stdin() if note == "-" else note)


command = new_typer(FilteringGroup)

Action = Annotated[
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


@command.callback()
def actions(ctx: typer.Context, json: Json = False) -> None:
    """List the open actions, oldest due first."""
    app = ctx.ensure_object(App)
    if ctx.invoked_subcommand is None:
        list_actions(app, as_json=json)
    elif json or app.filter_options.given:
        raise typer.BadParameter("filters and --json choose what is listed; leave them out here")


@command.command("tried", cls=Command)
def tried_command(
    ctx: typer.Context, action: Action, note: Note = None, no_input: NoInput = False
) -> None:
    """Say that one was tried, and what happened."""
    mark(ctx.ensure_object(App), action, "tried", note, no_input=no_input)


@command.command("dropped", cls=Command)
def dropped_command(
    ctx: typer.Context, action: Action, note: Note = None, no_input: NoInput = False
) -> None:
    """Say that one was dropped, and why."""
    mark(ctx.ensure_object(App), action, "dropped", note, no_input=no_input)


@command.command("later", cls=Command)
def later_command(
    ctx: typer.Context,
    action: Action,
    date: Annotated[
        str, typer.Argument(metavar="DATE", help="When to look again: 2026-12-01, or 2w ahead.")
    ],
    note: Note = None,
    no_input: NoInput = False,  # noqa: ARG001 - taken by all three; nothing is asked here
) -> None:
    """Look at one again on another day."""
    later(ctx.ensure_object(App), action, date, note)
