"""The command that changes an entry in the user's own editor."""

import contextlib
from pathlib import Path
from typing import Annotated

from typer import Context

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._entries import choose_in_journal
from securebase_cli.commands._options import entry_argument
from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.errors import (
    ConcurrentChangeError,
    EditorError,
    EntryFormatError,
    FolderError,
    SavingError,
    UnreadableEntriesError,
)
from securebase_cli.hints import command
from securebase_cli.model import Entry, display_title
from securebase_cli.review.check_entries import findings_in
from securebase_cli.storage import files
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.editor import editor_command, open_in_editor
from securebase_cli.ui.prompts.signals import record_signals

ENTRY_REQUIRED = f"Name the entry: {command('edit')} ENTRY. `{command('list')}` shows them."


@commands.command(cls=Command)
def edit(ctx: Context, entry: Annotated[str | None, entry_argument("[ENTRY]")] = None) -> None:
    """Open a copy of an entry in the editor, and replace the entry with it if it is valid.

    Without a name, ask which entry. If something fails, the entry is unchanged and the copy is
    kept; the error says where.
    """
    app = ctx.ensure_object(App)
    if entry is not None:
        name = app.find_entry(entry)
    elif chosen_name := choose_in_journal(app, "Change which one?", ENTRY_REQUIRED):
        name = chosen_name
    else:
        return
    path = app.journal.path_on_disk(name)
    try:
        data = app.journal.read_bytes(name)
    except EntryFormatError as error:
        raise UnreadableEntriesError([(Path(name.path), str(error))]) from None
    app.journal.raise_if_unchangeable(name)
    # Without an editor there is an error before a copy is written.
    editor_command()
    stem = name.file_name.removesuffix(".md")
    for leftover in app.editor_copies.leftovers():
        if leftover.name.startswith(stem):
            app.messages.say(f"A copy that was not finished is still there: {leftover}")

    with record_signals(), app.editor_copies.copy(name.file_name, data) as copy:
        edited = _edit_until_valid(app, name, copy, data)
        if edited is None:
            files.remove(copy)
            app.messages.say("Nothing was changed.")
            return
        new_data, parsed, new_entry = edited
        try:
            warning = app.journal.replace_entry(name, data, new_data)
        except (ConcurrentChangeError, SavingError) as error:
            kept_path = _set_aside(app, copy)
            raise SavingError(f"{error}\nYour version is kept in {kept_path}") from None
        files.remove(copy)

    title = display_title(new_entry, app.domain_title)
    page = (
        Line(f"Changed: {title}", "good"),
        Line(name.id, "quiet", label="Entry", indent=2),
        Line(str(path), "quiet", label="File", indent=2),
    )
    app.confirm(page, "Changed", warning)
    if parsed.id not in {"", name.id} or parsed.domain not in {"", name.domain}:
        app.messages.say(
            f"Its front matter says {parsed.domain or name.domain} and {parsed.id or name.id}; "
            "what counts is the file’s name."
        )
    if not new_entry.answers and not new_entry.actions:
        app.messages.say("There is no answer and no action in it now.")
    for finding in findings_in(new_entry, path):
        app.messages.say(f"{finding.message}\n{finding.advice}")
    app.say_if_to_come(name.id, new_entry.moment)


def _edit_until_valid(
    app: App, name: EntryName, copy: Path, before: bytes
) -> tuple[bytes, Entry, Entry] | None:
    """Open the editor, again after each mistake.

    Return the bytes of the copy, what was parsed from them, and the entry under its name. Returns
    None if the copy is unchanged. Raises EditorError if the user puts aside a version that is
    not an entry.
    """
    while True:
        data = open_in_editor(copy)
        if data == before:
            return None
        try:
            if len(data) > MAX_BYTES:
                raise EntryFormatError(f"it is larger than {MAX_BYTES // (1 << 20)} MiB")
            parsed = read_entry(decode_entry(data))
            return data, parsed, name.apply_to(parsed)
        except EntryFormatError as error:
            message = f"That is not an entry any more: {error}."
        if not _ask_to_edit_again(app, copy, message):
            kept_path = _set_aside(app, copy)
            raise EditorError(
                f"{message}\nThe entry is as it was; your version is kept in {kept_path}"
            )


def _ask_to_edit_again(app: App, copy: Path, message: str) -> bool:
    """Show the mistake, and ask whether to reopen the editor; return False on a pipe."""
    with app.asker() as asker:
        if not asker.is_interactive:
            return False
        try:
            asker.show((Line(message, "warning"),))
            return menus.ask_edit_again(asker)
        except BaseException:
            # An interruption or a closed terminal must not lose the edited version either.
            kept_path = _set_aside(app, copy)
            with contextlib.suppress(OSError):
                app.messages.say(f"Your version is kept in {kept_path}")
            raise


def _set_aside(app: App, copy: Path) -> Path:
    """Move the copy to the files set aside; return where it is, also if it could not be moved."""
    try:
        return app.editor_copies.set_aside(copy)
    except FolderError:
        return copy
