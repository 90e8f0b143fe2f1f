"""The command that brings an entry back from the trash."""

from typing import Annotated

from typer import Context

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._entries import choose_entry
from securebase_cli.commands._options import NoInput, entry_argument
from securebase_cli.errors import UsageError
from securebase_cli.storage.find_entry import handle_of
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.page import Line

# How many ids the error lists if none was typed.
MAX_IDS = 20


@commands.command(cls=Command)
def restore(
    ctx: Context,
    entry: Annotated[str | None, entry_argument("[ENTRY]", in_trash=True)] = None,
    no_input: NoInput = False,
) -> None:
    """Bring an entry back from the journal’s trash; without a name, ask which one."""
    app = ctx.ensure_object(App)
    name: EntryName | None
    if entry is not None:
        name = app.trash.find(entry, app.today)
    else:
        trashed = app.trash.names()
        if not trashed:
            app.messages.say("The journal’s trash is empty.")
            return
        if no_input:
            ids = ", ".join(handle_of(name) for name in trashed[:MAX_IDS])
            raise UsageError(f"Name the entry to bring back: {ids}.")
        with app.asker() as asker:
            name = choose_entry(app, asker, "Bring back which one?", app.trash.folder, trashed)
        if name is None:
            app.messages.say("Nothing was changed.")
            return
    path = app.trash.restore(name)
    # The entry may have had another id in the trash.
    restored = EntryName.from_path(path.name)
    page = (
        Line(f"Restored: {restored.id}", "good"),
        Line(str(path), "quiet", label="File", indent=2),
    )
    app.confirm(page, "Restored")
