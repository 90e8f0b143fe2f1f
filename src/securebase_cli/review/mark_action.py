"""Mark an action in the file of its entry: tried, dropped, or open with another date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.entry_format import action_line
from securebase_cli.entry_format.entry import action_line_numbers, decode_entry, read_entry
from securebase_cli.errors import (
    ConcurrentChangeError,
    EntryFormatError,
    EntryTooLargeError,
    UnreadableEntriesError,
)
from securebase_cli.review.actions import no_such_action, parse_handle, pick_action
from securebase_cli.storage.entry_files import MAX_BYTES

if TYPE_CHECKING:
    from datetime import date

    from securebase_cli.entry_format.action_line import ActionMark
    from securebase_cli.model import Entry
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.storage.journal import Journal
    from securebase_cli.storage.names import EntryName

# The entry may change between read and write; repeated collisions are unlikely.
_MAX_ATTEMPTS = 3


class ResolvedAction(NamedTuple):
    """An action, and the bytes of the file in which it was found."""

    ref: ActionRef
    data: bytes


class MarkResult(NamedTuple):
    """An action as it is after `apply_mark`.

    `changed` is False if the file says so already; then it was not written. `warning` says what
    failed after the file was saved, or is empty.
    """

    ref: ActionRef
    changed: bool
    warning: str = ""


def resolve_action(journal: Journal, typed: str, today: date) -> ResolvedAction:
    """Find the action that a handle names, such as `k3f7.1`.

    Raises UsageError if there is no such action, UnreadableEntriesError if the file of its entry
    can't be read.
    """
    handle = parse_handle(typed)
    name = journal.find(handle.entry, today)
    data, entry = _read(journal, name)
    return ResolvedAction(pick_action(name, handle.number, entry), data)


def apply_mark(
    journal: Journal, ref: ActionRef, mark: ActionMark, data: bytes | None = None
) -> MarkResult:
    """Write a mark into the line of an action, durably, and change no other byte of the file.

    `data` is what the file held when `ref` was read, if the caller has it: while it still does,
    the file is not parsed again. Raises ConcurrentChangeError if the action was changed or moved
    since, EntryTooLargeError if the note makes the file too large, UnreadableEntriesError or
    SavingError if the file can't be read or written. The file is unchanged after an error.
    """
    path = journal.folder / ref.name.name
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
    line_numbers = action_line_numbers(text)
    if not 1 <= number <= len(line_numbers):
        raise no_such_action(str(number), len(line_numbers))
    lines = text.split("\n")
    line_number = line_numbers[number - 1]
    lines[line_number] = action_line.rewrite(lines[line_number], mark)
    return "\n".join(lines).encode()


def _read(journal: Journal, name: EntryName) -> tuple[bytes, Entry]:
    try:
        data = journal.read_bytes(name)
        return data, read_entry(decode_entry(data))
    except EntryFormatError as error:
        raise UnreadableEntriesError([(journal.folder / name.name, str(error))]) from None


def _recheck(journal: Journal, ref: ActionRef, entry: Entry, mark: ActionMark) -> ActionRef:
    """Return the action as the entry has it now.

    Raises ConcurrentChangeError if another action has its number by now, or if it was marked
    in another way since `ref` was read.
    """
    if ref.number <= len(entry.actions):
        action = entry.actions[ref.number - 1]
        if action.text == ref.action.text and action.state in {ref.action.state, mark.state}:
            return ref._replace(action=action)
    raise ConcurrentChangeError(journal.folder / ref.name.name)
