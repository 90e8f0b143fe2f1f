"""The actions of a journal: which are open, how one is named, and how it is marked in its file."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from securebase_cli.entry_format import action_line
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.entry_format.sections import find_action_lines
from securebase_cli.errors import (
    ConcurrentChangeError,
    EntryFormatError,
    EntryTooLargeError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.hints import command
from securebase_cli.model import Action, Entry, Outline
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import EntryName
from securebase_cli.storage.scan import StoredEntry, StoredOutline

_HANDLE = re.compile(r"(?P<entry>.*?)(?:\.(?P<number>[0-9]{1,6}))?", re.DOTALL)

# The entry may change between read and write; repeated collisions are unlikely.
_MAX_ATTEMPTS = 3


class ActionRef(NamedTuple):
    """An action, its number (from 1) among the actions of its entry, and which entry that is."""

    name: EntryName
    number: int
    action: Action
    outline: Outline

    @property
    def handle(self) -> str:
        """The handle that `parse_handle` reads, such as k3f7.1."""
        return f"{self.name.id}.{self.number}"


class MarkResult(NamedTuple):
    """An action as it is after `apply_mark`.

    `changed` is False if the file says so already; then it was not written. `warning` says what
    failed after the file was saved, or is empty.
    """

    ref: ActionRef
    changed: bool
    warning: str = ""


def find_open_actions(outlines: Iterable[StoredOutline]) -> list[ActionRef]:
    """Return the open actions, oldest date first; those without a date last, oldest entry first."""
    return _oldest_due_first(
        ActionRef(name, number, action, outline)
        for name, outline in outlines
        for number, action in outline.open_actions
    )


def find_open_and_closed_actions(
    entries: Iterable[StoredEntry],
) -> tuple[list[ActionRef], list[ActionRef]]:
    """Return the open actions as `find_open_actions` does, and those that were tried or dropped.

    The closed ones are in the order of their closing dates, latest first; those without one come
    last.
    """
    refs = [
        ActionRef(EntryName.from_path(stored.file_name), number, action, stored.entry.outline)
        for stored in entries
        for number, action in enumerate(stored.entry.actions, 1)
    ]
    closed = [ref for ref in refs if ref.action.state != "open"]
    # Sorting is stable: actions of the same day stay in the order of the entries.
    closed.sort(key=lambda ref: ref.action.closed or date.min, reverse=True)
    return _oldest_due_first(ref for ref in refs if ref.action.state == "open"), closed


def _oldest_due_first(refs: Iterable[ActionRef]) -> list[ActionRef]:
    # Sorting is stable: the actions of one entry keep their order.
    return sorted(
        refs, key=lambda ref: (ref.action.due or date.max, ref.outline.moment, ref.name.file_name)
    )


def parse_handle(typed: str) -> tuple[str, int | None]:
    """Return the entry and the number in a handle such as k3f7.1, or k3f7 for an only action.

    Anything that names an entry can take the place of its id. Raises UsageError.
    """
    match = _HANDLE.fullmatch(typed.strip())
    if match is None or not match["entry"]:
        raise UsageError(
            f"“{typed}” does not name an action. An action is named like k3f7.1; "
            f"`{command('actions')}` shows those that are open."
        )
    return match["entry"], int(match["number"]) if match["number"] else None


def pick_action(name: EntryName, number: int | None, entry: Entry) -> ActionRef:
    """Return the action with a number, or the only action if the number is None.

    Raises UsageError if there is no such action, or several to choose from.
    """
    count = len(entry.actions)
    if number is None and count > 1:
        raise UsageError(
            f"The entry {name.id} has {count} actions. Name one: {name.id}.1 to {name.id}.{count}."
        )
    number = 1 if number is None else number
    if not 1 <= number <= count:
        raise _no_such_action(f"{name.id}.{number}", count)
    return ActionRef(name, number, entry.actions[number - 1], entry.outline)


def resolve_action(journal: Journal, typed: str, today: date) -> tuple[ActionRef, bytes]:
    """Return the action that a handle such as `k3f7.1` names, and the bytes of its entry's file.

    Raises UsageError if there is no such action, UnreadableEntriesError if the file of its entry
    can't be read.
    """
    typed_entry, number = parse_handle(typed)
    name = journal.find(typed_entry, today)
    data, entry = _read(journal, name)
    return pick_action(name, number, entry), data


def apply_mark(
    journal: Journal, ref: ActionRef, mark: ActionMark, data: bytes | None = None
) -> MarkResult:
    """Write a mark into the line of an action, durably, and change no other byte of the file.

    `data` is the content of the file when `ref` was read, if the caller has it; unless the file has
    changed, it is not parsed again. Raises ConcurrentChangeError if the action was changed or moved
    since, EntryTooLargeError if the note makes the file too large, UnreadableEntriesError or
    SavingError if the file can't be read or written. The file is unchanged after an error.
    """
    path = journal.folder / ref.name.path
    current = ref
    for _ in range(_MAX_ATTEMPTS):
        if data is None:
            data, entry = _read(journal, ref.name)
            current = _recheck(journal, ref, entry, mark)
        new_data = rewrite_action(data, ref.number, mark)
        if new_data == data:
            return MarkResult(current, changed=False)
        if len(new_data) > MAX_BYTES:
            raise EntryTooLargeError(
                f"With that note {path} would be larger than {MAX_BYTES // (1 << 20)} MiB, which "
                "is more than a journal file may hold. Nothing was changed; shorten the note."
            )
        try:
            warning = journal.replace_entry(ref.name, data, new_data)
        except ConcurrentChangeError:
            data = None
            continue
        marked = current._replace(action=mark.apply_to(current.action))
        return MarkResult(marked, changed=True, warning=warning)
    raise ConcurrentChangeError(path)


def rewrite_action(data: bytes, number: int, mark: ActionMark) -> bytes:
    """Return the bytes of an entry's file with one action marked.

    `number` counts the actions from 1. Raises UsageError if there is none with that number,
    EntryFormatError if the bytes are not those of an entry.
    """
    text = decode_entry(data)
    action_lines = find_action_lines(text)
    if not 1 <= number <= len(action_lines):
        raise _no_such_action(str(number), len(action_lines))
    lines = text.split("\n")
    first, end = action_lines[number - 1].start, action_lines[number - 1].stop
    task = "\n".join(lines[first:end])
    lines[first:end] = [action_line.rewrite_task(task, mark)]
    return "\n".join(lines).encode()


def _read(journal: Journal, name: EntryName) -> tuple[bytes, Entry]:
    try:
        data = journal.read_bytes(name)
        return data, name.apply_to(read_entry(decode_entry(data)))
    except EntryFormatError as error:
        raise UnreadableEntriesError([(Path(name.path), str(error))]) from None


def _recheck(journal: Journal, ref: ActionRef, entry: Entry, mark: ActionMark) -> ActionRef:
    """Return the action as the entry has it now.

    Raises ConcurrentChangeError if another action has its number now, or if it has another state
    than in `ref` and than the mark.
    """
    if ref.number <= len(entry.actions):
        action = entry.actions[ref.number - 1]
        if action.text == ref.action.text and action.state in {ref.action.state, mark.state}:
            return ref._replace(action=action)
    raise ConcurrentChangeError(journal.folder / ref.name.path)


def _no_such_action(handle: str, count: int) -> UsageError:
    return UsageError(f"There is no action “{handle}”; the entry has {count or 'none'}.")
