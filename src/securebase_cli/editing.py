"""The command that changes an entry in the person's own editor."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from securebase_cli.asking import asker_for
from securebase_cli.core import files, markdown
from securebase_cli.core.errors import (
    ChangedMeanwhileError,
    EditorError,
    EntryFormatError,
    FolderError,
    SavingError,
    UnreadableEntriesError,
)
from securebase_cli.core.journal import LARGEST
from securebase_cli.leaving import shown
from securebase_cli.terminal import choose
from securebase_cli.terminal.editor import command_of, open_in_editor
from securebase_cli.terminal.page import Line
from securebase_cli.terminal.signals import ending_softly

if TYPE_CHECKING:
    from pathlib import Path

    from securebase_cli.core.model import Entry
    from securebase_cli.core.names import EntryName
    from securebase_cli.desk import Desk


def edit(desk: Desk, given: str) -> None:
    """Open a copy of the entry in the editor, and put it in the entry's place if it is one.

    Whatever goes wrong, the entry is as it was or as somebody else made it meanwhile, and the
    copy is kept, where the error says.
    """
    name = desk.journal.find(given, desk.today)
    try:
        before = desk.journal.bytes_of(name)
    except EntryFormatError as error:
        path = desk.journal.folder / name.name
        raise UnreadableEntriesError([(path, str(error))]) from None
    # Whatever can fail is checked before there is a copy.
    command_of()
    _speak_of_copies(desk, name)
    with ending_softly(), desk.workshop.copy(name.name, before) as copy:
        after, entry = _edited(desk, copy, before)
        if entry is None:
            files.remove(copy)
            desk.messages.say("Nothing was changed.")
            return
        remark = _put_in_place(desk, name, copy, before, after)
        files.remove(copy)
    page = (
        Line(f"Changed: {entry.title or name.domain} ({name.id})", "good"),
        Line(str(desk.journal.folder / name.name), "quiet", "File", indent=2),
    )
    shown(lambda: desk.screen.show(page), "Changed")
    if remark:
        desk.messages.say(f"Saved, but {remark}.")
    if (entry.id, entry.domain) != (name.id, name.domain):
        desk.messages.say(
            f"Its front matter says {entry.domain} and {entry.id}; what counts is the file’s name."
        )


def _edited(desk: Desk, copy: Path, before: bytes) -> tuple[bytes, Entry | None]:
    """Let the person edit until it is an entry again; None if nothing was changed."""
    while True:
        after = open_in_editor(copy)
        if after == before:
            return after, None
        try:
            if len(after) > LARGEST:
                raise EntryFormatError(f"it is larger than {LARGEST // (1 << 20)} MiB")
            return after, markdown.read_entry(markdown.text_in(after))
        except EntryFormatError as mistake:
            _go_back_or_leave(desk, copy, str(mistake))


def _go_back_or_leave(desk: Desk, copy: Path, mistake: str) -> None:
    words = f"That is not an entry any more: {mistake}."
    with asker_for(desk) as asker:
        if asker.attended:
            try:
                asker.tell((Line(words, "warning"),))
                if choose.to_go_back(asker):
                    return
            except BaseException:
                # Whoever leaves here, or is cut off, must find their version as well.
                where = f"Your version is kept in {_kept(desk, copy)}"
                with contextlib.suppress(OSError):
                    desk.messages.say(where)
                raise
    kept = _kept(desk, copy)
    raise EditorError(f"{words}\nThe entry is as it was; your version is kept in {kept}")


def _put_in_place(desk: Desk, name: EntryName, copy: Path, before: bytes, after: bytes) -> str:
    try:
        return desk.journal.change(name, before, after)
    except (ChangedMeanwhileError, SavingError) as error:
        raise SavingError(f"{error}\nYour version is kept in {_kept(desk, copy)}") from None


def _kept(desk: Desk, copy: Path) -> Path:
    try:
        return desk.workshop.keep(copy)
    except FolderError:
        # Where it lies is as good a place.
        return copy


def _speak_of_copies(desk: Desk, name: EntryName) -> None:
    stem = name.name.removesuffix(".md")
    for copy in desk.workshop.left_over():
        if copy.name.startswith(stem):
            desk.messages.say(f"A copy that was not finished is still there: {copy}")
