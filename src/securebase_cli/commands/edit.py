"""The command that changes an entry in the person's own editor."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Annotated

import typer

from securebase_cli.app import App
from securebase_cli.commands._options import ENTRY, Command, complete_entry, new_typer
from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.errors import (
    ConcurrentChangeError,
    EditorError,
    EntryFormatError,
    FolderError,
    SavingError,
    UnreadableEntriesError,
)
from securebase_cli.exit import print_confirmation
from securebase_cli.model import display_title
from securebase_cli.storage import files
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.editor import editor_command, open_in_editor
from securebase_cli.ui.prompts.signals import record_signals

if TYPE_CHECKING:
    from pathlib import Path

    from securebase_cli.model import Entry
    from securebase_cli.storage.names import EntryName


def edit(app: App, given: str) -> None:
    """Open a copy of the entry in the editor, and put it in the entry's place if it is one.

    Whatever goes wrong, the entry is as it was or as somebody else made it meanwhile, and the
    copy is kept, where the error says.
    """
    name = app.journal.find(given, app.today)
    try:
        before = app.journal.read_bytes(name)
    except EntryFormatError as error:
        path = app.journal.folder / name.name
        raise UnreadableEntriesError([(path, str(error))]) from None
    # Whatever can fail is checked before there is a copy.
    editor_command()
    _speak_of_copies(app, name)
    with record_signals(), app.editor_copies.copy(name.name, before) as copy:
        after, entry = _edited(app, copy, before)
        if entry is None:
            files.remove(copy)
            app.messages.say("Nothing was changed.")
            return
        remark = _put_in_place(app, name, copy, before, after)
        files.remove(copy)
    page = (
        Line(
            f"Changed: {display_title(name.apply_to(entry), app.domain_title)} ({name.id})", "good"
        ),
        Line(str(app.journal.folder / name.name), "quiet", "File", indent=2),
    )
    print_confirmation(lambda: app.screen.show(page), "Changed")
    if remark:
        app.messages.say(f"Saved, but {remark}.")
    if (entry.id, entry.domain) != (name.id, name.domain):
        app.messages.say(
            f"Its front matter says {entry.domain} and {entry.id}; what counts is the file’s name."
        )


def _edited(app: App, copy: Path, before: bytes) -> tuple[bytes, Entry | None]:
    """Let the person edit until it is an entry again; None if nothing was changed."""
    while True:
        after = open_in_editor(copy)
        if after == before:
            return after, None
        try:
            if len(after) > MAX_BYTES:
                raise EntryFormatError(f"it is larger than {MAX_BYTES // (1 << 20)} MiB")
            return after, read_entry(decode_entry(after))
        except EntryFormatError as mistake:
            _go_back_or_leave(app, copy, str(mistake))


def _go_back_or_leave(app: App, copy: Path, mistake: str) -> None:
    words = f"That is not an entry any more: {mistake}."
    with app.asker() as asker:
        if asker.is_interactive:
            try:
                asker.show((Line(words, "warning"),))
                if menus.ask_edit_again(asker):
                    return
            except BaseException:
                # Whoever leaves here, or is cut off, must find their version as well.
                where = f"Your version is kept in {_kept(app, copy)}"
                with contextlib.suppress(OSError):
                    app.messages.say(where)
                raise
    kept = _kept(app, copy)
    raise EditorError(f"{words}\nThe entry is as it was; your version is kept in {kept}")


def _put_in_place(app: App, name: EntryName, copy: Path, before: bytes, after: bytes) -> str:
    try:
        return app.journal.replace_entry(name, before, after)
    except (ConcurrentChangeError, SavingError) as error:
        raise SavingError(f"{error}\nYour version is kept in {_kept(app, copy)}") from None


def _kept(app: App, copy: Path) -> Path:
    try:
        return app.editor_copies.set_aside(copy)
    except FolderError:
        # Where it lies is as good a place.
        return copy


def _speak_of_copies(app: App, name: EntryName) -> None:
    stem = name.name.removesuffix(".md")
    for copy in app.editor_copies.leftovers():
        if copy.name.startswith(stem):
            app.messages.say(f"A copy that was not finished is still there: {copy}")


command = new_typer()


@command.command(cls=Command)
def edit_command(
    ctx: typer.Context,
    entry: Annotated[
        str, typer.Argument(metavar="ENTRY", help=ENTRY, autocompletion=complete_entry)
    ],
) -> None:
    """Change an entry in an editor."""
    edit(ctx.ensure_object(App), entry)
