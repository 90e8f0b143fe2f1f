"""The command that puts two versions of an entry together."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import NoInput
from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.errors import (
    EntryFormatError,
    UnknownNameError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.hints import command
from securebase_cli.storage.conflict_copies import (
    ConflictCopy,
    conflict_copies,
    make_entry_of_its_own,
    put_in_place,
    read_copy,
    remove_if_same,
)
from securebase_cli.storage.journal_files import ENCRYPTED_SUFFIX
from securebase_cli.storage.names import base_name
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.ui.page import Line, Page
from securebase_cli.ui.pages.entry_page import entry_page
from securebase_cli.ui.pages.join_page import join_page
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.asker import MenuLine

Kept = Literal["entry", "copy", "both"]

CHOICES: Sequence[tuple[Kept, MenuLine]] = (
    ("entry", MenuLine("the entry; the copy goes to the trash")),
    ("copy", MenuLine("the copy; the entry as it is goes to the trash")),
    ("both", MenuLine("both; the copy becomes an entry of its own")),
)


@commands.command(cls=Command)
def join(
    ctx: Context,
    file: Annotated[
        str | None,
        Argument(metavar="[FILE]", help="The copy, or the id of the entry that it is a copy of."),
    ] = None,
    keep: Annotated[
        Kept | None, Option("--keep", help="Which one stays: the entry, the copy, or both.")
    ] = None,
    no_input: NoInput = False,
) -> None:
    """Show an entry and its copy from another computer, and keep what the user chooses.

    The other one goes to the journal's trash.
    """
    app = ctx.ensure_object(App)
    copies = conflict_copies(app.journal)
    if not copies:
        app.messages.say("There are no copies of entries in the journal.")
        return
    copy = _find(app, copies, file) if file else copies[0]
    try:
        data = read_copy(app.journal, copy)
        if remove_if_same(app.journal, copy, data):
            app.confirm((Line("The copy had the same words, and is removed.", "good"),), "Joined")
            return
        entry_data = b"" if copy.is_alone else app.journal.read_bytes(copy.original)
    except EntryFormatError as error:
        raise UnreadableEntriesError([(Path(copy.path), str(error))]) from None
    if keep is None:
        with app.asker() as asker:
            if no_input or not asker.is_interactive:
                raise UsageError("Say which one stays: --keep entry, --keep copy or --keep both.")
            versions = (_version(app, copy, entry_data), _version(app, copy, data))
            asker.show(join_page(copy, *versions))
            keep = menus.choose(asker, "Which one stays?", CHOICES)
    if keep is None:
        app.messages.say("Nothing was changed.")
        return
    app.confirm(_join(app, copy, data, keep), "Joined")
    if others := len(copies) - 1:
        app.messages.say(f"Copies that are left: {others}. Go on with: {command('join')}")


def _find(app: App, copies: Sequence[ConflictCopy], typed: str) -> ConflictCopy:
    """Return the copy with this path or name, or of this entry; raises UnknownNameError."""
    # An encrypted copy has the name of one in clear, and an ending more.
    typed = typed.removesuffix(ENCRYPTED_SUFFIX)
    path = os.path.abspath(os.path.expanduser(typed))
    ways_to_name: Sequence[Callable[[ConflictCopy], str]] = (
        lambda copy: os.path.abspath(app.journal.folder / copy.path),
        lambda copy: copy.path,
        lambda copy: base_name(copy.path),
        lambda copy: copy.original.id,
        lambda copy: copy.original.file_name,
    )
    for name_of in ways_to_name:
        for copy in copies:
            if name_of(copy) in {typed, path}:
                return copy
    raise UnknownNameError("copy", typed, [copy.path for copy in copies])


def _version(app: App, copy: ConflictCopy, data: bytes) -> Page:
    """Return a version as a page; if it is not an entry, the page is the text of the file."""
    if not data:
        return (Line("It is not there any more."),)
    try:
        entry = read_entry(decode_entry(data))
    except EntryFormatError:
        return (Line(data.decode("utf-8", "replace")),)
    texts = {question.id: question.text for question in app.content.questions}
    return entry_page(StoredEntry(copy.path, entry), texts, app.domain_title, app.today)


def _join(app: App, copy: ConflictCopy, data: bytes, keep: Kept) -> Page:
    if keep == "copy":
        name = put_in_place(app.journal, app.trash, copy, data)
        return (Line(f"Kept: the copy, as {name.id}.", "good"),)
    name = make_entry_of_its_own(app.journal, copy, data)
    if keep == "both":
        return (Line(f"Kept: both; the copy is the entry {name.id}.", "good"),)
    name = app.trash.add(name)
    return (
        Line(f"Kept: the entry {copy.original.id}.", "good"),
        Line(f"The copy back again: {command(f'restore {name.id}')}", "quiet", indent=2),
    )
