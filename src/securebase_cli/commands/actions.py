"""The commands about things to try: which are open, and what became of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli import dates, json_records
from securebase_cli.commands import _stdin
from securebase_cli.commands._asking import asker_for
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.entry_format.quick_checks import may_have_open_action
from securebase_cli.errors import (
    ConcurrentChangeError,
    EntryFormatError,
    EntryTooLargeError,
    SecurebaseError,
    UnreadableEntriesError,
)
from securebase_cli.exit import print_confirmation
from securebase_cli.review import actions
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.ui.page import Line, Verbatim
from securebase_cli.ui.pages import actions_page
from securebase_cli.ui.prompts.signals import record_signals

if TYPE_CHECKING:
    from typing import Literal

    from securebase_cli.app import App
    from securebase_cli.model import Entry
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.storage.names import EntryName
    from securebase_cli.ui.prompts.asker import Reply

QUESTION = "What happened? One line; empty: nothing to add."
NOTHING = "Nothing is open to try. A sitting ends with one thing to try: securebase reflect"
NOTHING_HERE = "In this choice nothing is open to try. `securebase actions` shows all that is."
UNKEPT = "This could not be kept; copy it from here."

# Between reading and writing an entry may change; again and again it hardly does.
_TRIES = 3


def list_actions(app: App, *, as_json: bool) -> None:
    """List the open actions, oldest due first."""
    scan = app.scan()
    found = actions.open_actions(scan.outlines(may_have_open_action))
    if as_json:
        json_records.print_json([json_records.action_record(ref) for ref in found])
    elif found:
        app.screen.show(actions_page.open_actions_page(found, app.today))
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
    found = _found(app, given)
    if note is None and found.action.state == state:
        _say_unchanged(app, found)
        return
    if note is not None or no_input:
        put(app, found, ActionMark(state, app.today, _words(app, note or "")))
        return
    # Whatever can fail is checked before anyone types.
    app.journal.prepare()
    words = _asked_for(app, found)
    if words is None:
        app.messages.say("Nothing was changed.")
        return
    try:
        put(app, found, ActionMark(state, app.today, words))
    except SecurebaseError:
        if words:
            app.screen.show((Line(UNKEPT, "warning"), Verbatim(words)))
        raise


def later(app: App, given: str, given_date: str, note: str | None) -> None:
    """Have an action looked at again on another day; one that was closed is open again."""
    day = dates.parse_future_day(given_date, app.today)
    found = _found(app, given)
    put(app, found, ActionMark("open", day, _words(app, note or "")))


def put(app: App, found: ActionRef, mark: ActionMark) -> None:
    """Put a mark on an action in the file of its entry, and say what was done.

    Raises ChangedMeanwhileError if the action is no longer where it was found, SavingError if
    the file can't be written; then it is as it was.
    """
    now, remark = _put(app, found, mark)
    if remark is None:
        _say_unchanged(app, now)
        return
    page = actions_page.marked_action_page(now, app.today)
    print_confirmation(lambda: app.screen.show(page), "Marked")
    if remark:
        app.messages.say(f"Saved, but {remark}.")


def _put(app: App, found: ActionRef, mark: ActionMark) -> tuple[ActionRef, str | None]:
    """Return the action as it is now, and words as `change`; None if nothing had to change."""
    for _ in range(_TRIES):
        before, entry = _read(app, found.name)
        now = _again(app, found, entry)
        if now.action.state not in {found.action.state, mark.state}:
            # Somebody said meanwhile what became of it, and knew better.
            raise ConcurrentChangeError(app.journal.folder / found.name.name)
        after = actions.rewrite_action(before, now.number, mark)
        if after == before:
            return now, None
        _check_size(app, now, after)
        try:
            remark = app.journal.replace_entry(now.name, before, after)
        except ConcurrentChangeError:
            continue
        return now._replace(action=mark.apply_to(now.action)), remark
    raise ConcurrentChangeError(app.journal.folder / found.name.name)


def _found(app: App, given: str) -> ActionRef:
    handle = actions.parse_handle(given)
    name = app.journal.find(handle.entry, app.today)
    _, entry = _read(app, name)
    return actions.pick_action(name, handle.number, entry)


def _read(app: App, name: EntryName) -> tuple[bytes, Entry]:
    try:
        data = app.journal.read_bytes(name)
        return data, read_entry(decode_entry(data))
    except EntryFormatError as error:
        raise UnreadableEntriesError([(app.journal.folder / name.name, str(error))]) from None


def _again(app: App, found: ActionRef, entry: Entry) -> ActionRef:
    """Return the action as the entry has it now, if the same words still have its number."""
    now = entry.actions[found.number - 1 : found.number]
    if [found.action.text] != [action.text for action in now]:
        raise ConcurrentChangeError(app.journal.folder / found.name.name)
    return found._replace(action=now[0])


def _check_size(app: App, found: ActionRef, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise EntryTooLargeError(
            f"With that note {app.journal.folder / found.name.name} would be larger than "
            f"{MAX_BYTES // (1 << 20)} MiB, which is more than a journal file may hold. "
            "Nothing was changed; shorten the note."
        )


def _say_unchanged(app: App, found: ActionRef) -> None:
    action = found.action
    if action.state == "open":
        when = f", to be looked at on {dates.long_date(action.due)}" if action.due else ""
        app.messages.say(f"{found.handle} is open already{when}. Nothing was changed.")
        return
    when = f" on {dates.long_date(action.closed)}" if action.closed else ""
    app.messages.say(
        f"{found.handle} was {action.state}{when} already. Nothing was changed.",
        f"To add to it: securebase actions {action.state} {found.handle} --note -",
    )


def _asked_for(app: App, found: ActionRef) -> str | None:
    """Ask for a note; None if the person would rather leave the action as it is."""
    with record_signals(), asker_for(app) as asker:
        if not asker.is_interactive:
            return ""
        asker.show((Line(found.action.text, "heading", "To try"),))
        reply = asker.ask_line(QUESTION, ctrl_c="leave it")
    words = taken_down(app, reply)
    return words if reply.kind == "done" else None


def _words(app: App, note: str) -> str:
    """Return the note that was given; `-` is standard input, where no shell remembers it."""
    return _cleaned(app, _stdin.read_words() if note == "-" else note)


def taken_down(app: App, reply: Reply) -> str:
    """Return what was written, and say what could not be taken over."""
    if reply.warning:
        app.messages.say(reply.warning)
    return _cleaned(app, reply.text)


def _cleaned(app: App, text: str) -> str:
    """Return a note on one line, and say what was taken out of it."""
    note = clean(text)
    if note.warning:
        app.messages.say(note.warning)
    return to_one_line(note.text)
