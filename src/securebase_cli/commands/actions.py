"""The commands that list the open actions, and that mark one tried, dropped or for later.

An action is something to try, which the user wrote at the end of an entry.
"""

import sys
from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, BadParameter, Context, Option, Typer

from securebase_cli import dates, json_records
from securebase_cli.app import App
from securebase_cli.commands._command import Command, FilteringGroup, commands
from securebase_cli.commands._completion import complete_action
from securebase_cli.commands._listing import say_none, show_list
from securebase_cli.commands._options import Force, Json, NoInput, Output, refuse_without_effect
from securebase_cli.commands._stdin import read_text_from_stdin
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.quick_checks import may_have_actions, may_have_open_action
from securebase_cli.errors import SecurebaseError, UsageError
from securebase_cli.hints import command
from securebase_cli.model import Action
from securebase_cli.review.actions import (
    find_open_actions,
    find_open_and_closed_actions,
    resolve_action,
)
from securebase_cli.sitting import open_actions
from securebase_cli.sitting.one_line import ask_when_to_look_again
from securebase_cli.ui.page import GAP, Line, Verbatim
from securebase_cli.ui.pages import actions_page
from securebase_cli.ui.prompts import menus

NONE_OPEN = f"Nothing is open to try. A sitting ends with one thing to try: {command('reflect')}"
NONE_MATCHES = f"Nothing open to try with these filters. `{command('actions')}` shows all that is."
DAY_REQUIRED = f"Say when to look again: {command('actions later')} ACTION DATE."
# Handles that the error for a missing one lists.
MAX_HANDLES = 20

ActionName = Annotated[
    str | None,
    Argument(
        metavar="[ACTION]",
        help="Its name, such as k3f7.1; without one, the only open one, or a menu of them.",
        autocompletion=complete_action,
    ),
]
Note = Annotated[
    str | None,
    Option(metavar="WORDS", help="What happened, in a line; - for standard input."),
]

group = Typer(cls=FilteringGroup, invoke_without_command=True)
commands.add_typer(group, name="actions")


@group.callback()
def actions(
    ctx: Context,
    all_: Annotated[bool, Option("--all", help="What was tried or dropped, too.")] = False,
    as_json: Json = False,
    ics: Annotated[
        bool, Option("--ics", help="The days to look again, as a file for your calendar.")
    ] = False,
    words: Annotated[
        bool, Option("--words", help="With --ics: in your words, not with a neutral title.")
    ] = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """List the open actions, oldest due first; with --all also what became of the others."""
    app = ctx.ensure_object(App)
    if ctx.invoked_subcommand is not None:
        if as_json or all_ or ics or app.filter_options.are_set:
            raise BadParameter(
                "filters, --all, --ics and --json choose what is listed; leave them out here"
            )
        return
    if ics:
        refuse_without_effect("with --ics", {"--all": all_, "--json": as_json})
        _write_calendar(app, output, force=force, with_words=words)
        return
    refuse_without_effect(
        "without --ics", {"--words": words, "--output": output is not None, "--force": force}
    )
    scan = app.scan()
    if all_:
        open_refs, closed_refs = find_open_and_closed_actions(scan.entries(may_have_actions))
    else:
        open_refs, closed_refs = find_open_actions(scan.outlines(may_have_open_action)), []
    refs = [*open_refs, *closed_refs]
    if as_json:
        json_records.print_json([json_records.action_record(ref) for ref in refs])
    elif refs:
        page = actions_page.open_actions_page(open_refs, app.domain_title, app.today)
        if open_refs and closed_refs:
            page += (GAP,)
        page += actions_page.closed_actions_page(closed_refs, app.domain_title)
        show_list(app, page, "actions", len(refs), ("thing to try", "things to try"))
    if not open_refs:
        say_none(app, scan, NONE_MATCHES if app.filter_options.are_set else NONE_OPEN)
    scan.raise_if_unreadable()


def _write_calendar(app: App, output: Path | None, *, force: bool, with_words: bool) -> None:
    """Write a calendar file with the days of open actions, unless none of them has a day."""
    from securebase_cli.commands._output_file import OutputTarget
    from securebase_cli.documents.calendar import build_due_days
    from securebase_cli.documents.formats.table import CALENDAR

    target = OutputTarget.from_options(output, CALENDAR, force=force, open_file=False)
    target.raise_if_unwritable(app)
    scan = app.scan()
    refs = find_open_actions(scan.outlines(may_have_open_action))
    without_day = sum(ref.action.due is None for ref in refs)
    if without_day < len(refs):
        target.write(app, iter([build_due_days(refs, app.now, with_words=with_words)]))
        if output and without_day:
            app.messages.say(f"Without a day, and so not in it: {without_day}.")
    else:
        app.messages.say("Nothing open to try has a day to look again, so nothing was written.")
    scan.raise_if_unreadable()


@group.command(cls=Command)
def tried(
    ctx: Context, action: ActionName = None, note: Note = None, no_input: NoInput = False
) -> None:
    """Say that one was tried, and what happened."""
    _mark_closed(ctx.ensure_object(App), action, "tried", note, no_input=no_input)


@group.command(cls=Command)
def dropped(
    ctx: Context, action: ActionName = None, note: Note = None, no_input: NoInput = False
) -> None:
    """Say that one was dropped, and why."""
    _mark_closed(ctx.ensure_object(App), action, "dropped", note, no_input=no_input)


@group.command(cls=Command)
def later(
    ctx: Context,
    action: ActionName = None,
    date: Annotated[
        str | None,
        Argument(metavar="[DATE]", help="When to look again: 27 November, next Friday, 2w."),
    ] = None,
    note: Note = None,
    no_input: NoInput = False,
) -> None:
    """Look at one again on another day."""
    app = ctx.ensure_object(App)
    day = dates.parse_future_day(date, app.today) if date else None
    handle = action or _choose_open_action(app, no_input=no_input)
    if handle is None:
        return
    ref, data = resolve_action(app.journal, handle, app.today)
    if day is None:
        if no_input or not sys.stdin.isatty():
            raise UsageError(DAY_REQUIRED)
        with app.asker() as asker:
            _, day = ask_when_to_look_again(asker, app.today)
        if day is None:
            app.messages.say("Nothing was changed.")
            return
    # The action stays open, with a new date.
    mark = ActionMark("open", day, _read_note(app, note or ""))
    open_actions.mark_and_confirm(app, ref, mark, data)


def _mark_closed(
    app: App,
    handle: str | None,
    state: Literal["tried", "dropped"],
    note: str | None,
    *,
    no_input: bool,
) -> None:
    """Mark an action; ask which one and what happened if these are not given."""
    handle = handle or _choose_open_action(app, no_input=no_input)
    if handle is None:
        return
    ref, data = resolve_action(app.journal, handle, app.today)
    is_asked = note is None and not no_input
    if note is None and ref.action.state == state:
        open_actions.say_unchanged(app, ref)
        return
    if is_asked:
        # An error is reported before anything is typed.
        app.journal.prepare()
        app.journal.raise_if_unchangeable(ref.name)
        note = _ask_note(app, ref.action)
        if note is None:
            app.messages.say("Nothing was changed.")
            return
    else:
        note = _read_note(app, note or "")
    try:
        open_actions.mark_and_confirm(app, ref, ActionMark(state, app.today, note), data)
    except SecurebaseError:
        if is_asked and note:
            app.screen.show((Line(open_actions.NOTE_NOT_SAVED, "warning"), Verbatim(note)))
        raise


def _choose_open_action(app: App, *, no_input: bool) -> str | None:
    """Return the handle of the only open action, or of the one that the user chooses, or None.

    Raises UsageError if there are several and the user can't be asked.
    """
    scan = app.journal.scan(progress=app.progress)
    refs = find_open_actions(scan.outlines(may_have_open_action))
    if not refs:
        app.messages.say(NONE_OPEN)
        scan.raise_if_unreadable()
        return None
    if len(refs) == 1:
        app.messages.say(f"The only one open: {refs[0].action.text}")
        return refs[0].handle
    if no_input or not sys.stdin.isatty():
        handles = ", ".join(ref.handle for ref in refs[:MAX_HANDLES])
        raise UsageError(f"Several are open to try: {handles}. Name one of them.")
    with app.asker() as asker:
        ref = menus.choose_action(asker, refs, app.today)
    if ref is None:
        app.messages.say("Nothing was changed.")
        return None
    return ref.handle


def _ask_note(app: App, action: Action) -> str | None:
    """Ask what happened, and return the note; "" if nothing is typed or stdin is a pipe.

    Returns None if the user leaves the question, even with text typed: the action then keeps
    its state.
    """
    with app.asker() as asker:
        if not asker.is_interactive:
            return ""
        asker.show((Line(action.text, "heading", label="To try"),))
        reply = asker.ask_line(open_actions.NOTE_QUESTION, ctrl_c="leave it")
    note = open_actions.clean_note(app, reply.text, reply.warning)
    return note if reply.kind == "done" else None


def _read_note(app: App, note: str) -> str:
    """Return the value of --note on one line; “-” stands for standard input."""
    return open_actions.clean_note(app, read_text_from_stdin() if note == "-" else note)
