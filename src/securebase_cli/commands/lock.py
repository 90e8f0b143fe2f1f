"""The command that locks an encrypted journal again."""

from typer import Context

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.errors import SavingError
from securebase_cli.storage.unlocked_keys import UnlockedKeys


@commands.command(cls=Command)
def lock(ctx: Context) -> None:
    """Remove the key of the journal from memory."""
    app = ctx.ensure_object(App)
    try:
        was_unlocked = UnlockedKeys(app.journal.folder).forget()
    except OSError as error:
        raise SavingError(f"The key could not be removed: {error.strerror}.") from None
    if was_unlocked:
        app.screen.say("Locked.")
    elif app.journal.files.keys.exist:
        app.screen.say("It was locked already.")
    else:
        app.screen.say("The journal is not encrypted, so there is nothing to lock.")
