"""The commands about things to try: which are open, and what became of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli import piped
from securebase_cli.asking import asker_for
from securebase_cli.core import dates, markdown
from securebase_cli.core.action_line import Mark
from securebase_cli.core.cleanup import clean, one_line
from securebase_cli.core.errors import (
    ChangedMeanwhileError,
    EntryFormatError,
    EntryTooLargeError,
    SecurebaseError,
    UnreadableEntriesError,
)
from securebase_cli.core.journal import LARGEST
from securebase_cli.features import actions
from securebase_cli.leaving import shown
from securebase_cli.terminal import actions_page, show
from securebase_cli.terminal.page import Line, Verbatim
from securebase_cli.terminal.signals import ending_softly

if TYPE_CHECKING:
    from typing import Literal

    from securebase_cli.core.model import Entry
    from securebase_cli.core.names import EntryName
    from securebase_cli.desk import Desk
    from securebase_cli.features.actions import Agreed
    from securebase_cli.terminal.ask import Reply

QUESTION = "What happened? One line; empty: nothing to add."
NOTHING = "Nothing is open to try. A sitting ends with one thing to try: securebase reflect"
NOTHING_HERE = "In this choice nothing is open to try. `securebase actions` shows all that is."
UNKEPT = "This could not be kept; copy it from here."

# Between reading and writing an entry may change; again and again it hardly does.
_TRIES = 3


def list_actions(desk: Desk, *, as_json: bool) -> None:
    """List the open actions, oldest due first."""
    scan = desk.scan()
    found = actions.open_actions(scan.outlines(markdown.may_have_open_action))
    if as_json:
        show.print_json([actions.record(one) for one in found])
    elif found:
        desk.screen.show(actions_page.open_actions(found, desk.today))
    if not found:
        desk.messages.say(NOTHING_HERE if desk.filters.given else NOTHING)
    scan.check()


def mark(
    desk: Desk,
    given: str,
    state: Literal["tried", "dropped"],
    note: str | None,
    *,
    no_input: bool = False,
) -> None:
    """Mark an action tried or dropped, with a note if there is one; `-` is standard input.

    Somebody who is there and gave no note is asked what happened.
    """
    found = _found(desk, given)
    if note is None and found.action.state == state:
        _say_unchanged(desk, found)
        return
    if note is not None or no_input:
        put(desk, found, Mark(state, desk.today, _words(desk, note or "")))
        return
    # Whatever can fail is checked before anyone types.
    desk.journal.prepare()
    words = _asked_for(desk, found)
    if words is None:
        desk.messages.say("Nothing was changed.")
        return
    try:
        put(desk, found, Mark(state, desk.today, words))
    except SecurebaseError:
        if words:
            desk.screen.show((Line(UNKEPT, "warning"), Verbatim(words)))
        raise


def later(desk: Desk, given: str, given_date: str, note: str | None) -> None:
    """Have an action looked at again on another day; one that was closed is open again."""
    day = dates.coming_day(given_date, desk.today)
    found = _found(desk, given)
    put(desk, found, Mark("open", day, _words(desk, note or "")))


def put(desk: Desk, found: Agreed, mark: Mark) -> None:
    """Put a mark on an action in the file of its entry, and say what was done.

    Raises ChangedMeanwhileError if the action is no longer where it was found, SavingError if
    the file can't be written; then it is as it was.
    """
    now, remark = _put(desk, found, mark)
    if remark is None:
        _say_unchanged(desk, now)
        return
    page = actions_page.marked(now, desk.today)
    shown(lambda: desk.screen.show(page), "Marked")
    if remark:
        desk.messages.say(f"Saved, but {remark}.")


def _put(desk: Desk, found: Agreed, mark: Mark) -> tuple[Agreed, str | None]:
    """Return the action as it is now, and words as `change`; None if nothing had to change."""
    for _ in range(_TRIES):
        before, entry = _read(desk, found.name)
        now = _again(desk, found, entry)
        if now.action.state not in {found.action.state, mark.state}:
            # Somebody said meanwhile what became of it, and knew better.
            raise ChangedMeanwhileError(desk.journal.folder / found.name.name)
        after = actions.marked(before, now.number, mark)
        if after == before:
            return now, None
        _check_size(desk, now, after)
        try:
            remark = desk.journal.change(now.name, before, after)
        except ChangedMeanwhileError:
            continue
        return now._replace(action=mark.on(now.action)), remark
    raise ChangedMeanwhileError(desk.journal.folder / found.name.name)


def _found(desk: Desk, given: str) -> Agreed:
    handle = actions.handle_of(given)
    name = desk.journal.find(handle.entry, desk.today)
    _, entry = _read(desk, name)
    return actions.chosen(name, handle.number, entry)


def _read(desk: Desk, name: EntryName) -> tuple[bytes, Entry]:
    try:
        data = desk.journal.bytes_of(name)
        return data, markdown.read_entry(markdown.text_in(data))
    except EntryFormatError as error:
        raise UnreadableEntriesError([(desk.journal.folder / name.name, str(error))]) from None


def _again(desk: Desk, found: Agreed, entry: Entry) -> Agreed:
    """Return the action as the entry has it now, if the same words still have its number."""
    now = entry.actions[found.number - 1 : found.number]
    if [found.action.text] != [action.text for action in now]:
        raise ChangedMeanwhileError(desk.journal.folder / found.name.name)
    return found._replace(action=now[0])


def _check_size(desk: Desk, found: Agreed, data: bytes) -> None:
    if len(data) > LARGEST:
        raise EntryTooLargeError(
            f"With that note {desk.journal.folder / found.name.name} would be larger than "
            f"{LARGEST // (1 << 20)} MiB, which is more than a journal file may hold. "
            "Nothing was changed; shorten the note."
        )


def _say_unchanged(desk: Desk, found: Agreed) -> None:
    action = found.action
    if action.state == "open":
        when = f", to be looked at on {dates.spoken(action.due)}" if action.due else ""
        desk.messages.say(f"{found.handle} is open already{when}. Nothing was changed.")
        return
    when = f" on {dates.spoken(action.closed)}" if action.closed else ""
    desk.messages.say(
        f"{found.handle} was {action.state}{when} already. Nothing was changed.",
        f"To add to it: securebase actions {action.state} {found.handle} --note -",
    )


def _asked_for(desk: Desk, found: Agreed) -> str | None:
    """Ask for a note; None if the person would rather leave the action as it is."""
    with ending_softly(), asker_for(desk) as asker:
        if not asker.attended:
            return ""
        asker.tell((Line(found.action.text, "heading", "To try"),))
        reply = asker.line(QUESTION, ctrl_c="leave it")
    words = taken_down(desk, reply)
    return words if reply.kind == "done" else None


def _words(desk: Desk, note: str) -> str:
    """Return the note that was given; `-` is standard input, where no shell remembers it."""
    return _cleaned(desk, piped.words() if note == "-" else note)


def taken_down(desk: Desk, reply: Reply) -> str:
    """Return what was written, and say what could not be taken over."""
    if reply.remark:
        desk.messages.say(reply.remark)
    return _cleaned(desk, reply.text)


def _cleaned(desk: Desk, text: str) -> str:
    """Return a note on one line, and say what was taken out of it."""
    note = clean(text)
    if note.remark:
        desk.messages.say(note.remark)
    return one_line(note.text)
