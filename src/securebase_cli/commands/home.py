"""The home page, which is shown if the program is called without a command, and its menu."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands import _notice
from securebase_cli.commands._entries import choose_entry
from securebase_cli.commands._listing import NONE_READABLE, NOT_COUNTED
from securebase_cli.dates import PAST_EXAMPLES, parse_period
from securebase_cli.errors import INTERRUPTED
from securebase_cli.review.home import Home, Retention, build_home
from securebase_cli.storage.drafts import StoredDraft
from securebase_cli.storage.entry_files import older_than
from securebase_cli.storage.scan import Scan
from securebase_cli.ui.pages.home_page import (
    Step,
    first_run_page,
    home_heading,
    home_page,
    home_steps,
)
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.asker import Asker, ask_until_valid

QUESTION = "What would you like to do?"
FILE_QUESTION = (
    "Which file? Its name, or its whole path; without an ending, {} is added. "
    "Enter to leave it out."
)
DATE_QUESTION = f"Since when? Such as {PAST_EXAMPLES}. Enter: from the beginning."
NAME_QUESTION = "Which name and team shall stand at the top? Enter to leave it out."
# The most rows that the heading, the question and the keys take, with the empty rows around them.
ROWS_AROUND_MENU = 8
# About the rows that a command prints without the pager.
ROWS_OF_RESULT = 18
# The words of a step whose arguments may be left out, together with the option before them.
OPTIONAL_WORDS = frozenset({"DATE", "NAME"})
# After these commands the program ends; after any other the menu is offered again.
SITTINGS = frozenset({"reflect", "resume"})


def show_home(app: App, *, as_json: bool) -> None:
    """Show a summary of the journal; on the first run the notice, and how to begin."""
    home, scan = _read_home(app, app.report_and_return_drafts())
    if as_json:
        json_records.print_json(json_records.home_record(home))
    elif _is_first_run(home, scan):
        app.screen.show(first_run_page(_notice.notice_for(app)))
    elif scan.unreadable and not home.has_entries:
        app.messages.say(NONE_READABLE)
    else:
        app.screen.show(home_page(home, app.content.domain_title, app.today))
        if scan.unreadable:
            app.messages.say(NOT_COUNTED)
    scan.raise_if_unreadable()


def can_offer_steps() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def offer_steps(app: App, run: Callable[[Sequence[str], bool], int]) -> int:
    """Show the state of the journal, and run what the user chooses from a menu, until they leave.

    `run` runs a command with its arguments, and returns its exit code; it is also told whether the
    menu is offered again after it. Returns the exit code.
    """
    home, scan = _read_home(app, app.report_and_return_drafts())
    is_first_run = _is_first_run(home, scan)
    if is_first_run:
        with app.asker() as asker:
            _notice.show_welcome(app, asker)
    else:
        app.screen.show(home_heading(home, app.content.domain_title, app.today))
    if scan.unreadable and not home.has_entries:
        app.messages.say(NONE_READABLE)
    rows_above = 0
    while True:
        try:
            arguments = _choose_command(app, home, rows_above)
        except KeyboardInterrupt:
            return INTERRUPTED
        if not arguments:
            scan.raise_if_unreadable()
            return 0
        is_sitting = arguments[0] in SITTINGS
        if is_first_run and is_sitting:
            app.journal.prepare()
            _notice.remember_as_shown(app)
        code = run(arguments, not is_sitting)
        if is_sitting:
            return code
        rows_above = 0 if code == INTERRUPTED else ROWS_OF_RESULT
        # The command may have changed what the menu offers.
        home, scan = _read_home(app, app.drafts.unfinished().drafts)


def _read_home(app: App, unfinished: Sequence[StoredDraft]) -> tuple[Home, Scan]:
    drafts = [stored.draft for stored in unfinished]
    scan = app.scan()
    retention = None
    if keep := app.settings.keep:
        retention = Retention(keep)
        first_kept_day = retention.first_kept_day(app.today)
        trashed = older_than(app.trash.folder, app.trash.names(), first_kept_day, app.journal.files)
        retention = retention._replace(older_count=len(trashed))
    return build_home(scan.outlines(), app.content, drafts, app.today, retention), scan


def _is_first_run(home: Home, scan: Scan) -> bool:
    return not (home.has_entries or home.unfinished or scan.unreadable)


def _choose_command(app: App, home: Home, rows_above: int) -> list[str]:
    """Ask what to do; return the arguments of a command, or none if the user leaves.

    A key leads on to the menu if it would push `rows_above` rows out of the window.
    """
    steps = home_steps(home, app.content.domain_title, app.today)
    row_count = ROWS_AROUND_MENU + sum(1 + bool(step.excerpt) for step in steps)
    if row_count > app.screen.window_size.lines:
        # Without the excerpts, all lines of the menu fit into the window.
        steps = tuple(step._replace(excerpt="") for step in steps)
    with app.asker() as asker:
        if rows_above:
            asker.show_whole((), rows_above + row_count)
        while True:
            step = menus.choose_step(asker, QUESTION, steps)
            if step and step.steps:
                step = menus.choose_step(asker, QUESTION, step.steps, esc="back")
            elif not step or not step.arguments:
                return []
            if step and (arguments := _complete_arguments(app, asker, step)):
                return arguments


def _complete_arguments(app: App, asker: Asker, step: Step) -> list[str]:
    """Return the arguments of a step, after asking for those that it leaves open.

    The list is empty if the user leaves one of the questions.
    """
    words = step.arguments.split()
    values: dict[str, str] = {}
    # Ask for what the command needs before what may be left out.
    for word in sorted(words, key=OPTIONAL_WORDS.__contains__):
        value = _ask_for_argument(app, asker, word)
        if value is None:
            return []
        values[word] = value
    arguments: list[str] = []
    for word in words:
        if values[word]:
            arguments.append(values[word])
        else:
            # An option without a value is left out, too.
            arguments.pop()
    return arguments


def _ask_for_argument(app: App, asker: Asker, word: str) -> str | None:
    """Return the argument for a word of a step, after asking for it if the word stands for one.

    It is "" if the user leaves it out, and None if the user leaves the question.
    """
    if word == "ENTRY":
        names = app.journal.names()
        name = choose_entry(app, asker, "Which one?", app.journal.folder, names, esc="back")
        return str(app.journal.folder / name.path) if name else None
    if word.startswith("FILE."):
        ending = Path(word).suffix
        file = asker.ask_line(FILE_QUESTION.format(ending)).text
        return str(_path_of(file, ending)) if file else None
    if word == "DATE":
        parse = partial(parse_period, today=app.today)
        reply_kind, period = ask_until_valid(asker, DATE_QUESTION, parse)
        if reply_kind != "done":
            return None
        return str(period[0]) if period else ""
    if word == "NAME":
        reply = asker.ask_line(NAME_QUESTION)
        return reply.text if reply.kind == "done" else None
    return word


def _path_of(file: str, ending: str) -> Path:
    """Return the whole path of a file, treating `~` and quotation marks as a shell does.

    The ending is added to a new name without one.
    """
    path = Path(os.path.expanduser(file.strip("\"'"))).absolute()
    if path.suffix or os.path.exists(path):
        return path
    return path.with_name(path.name + ending)
