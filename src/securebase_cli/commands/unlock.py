"""The command that unlocks an encrypted journal for some time."""

import re
from typing import Annotated

from typer import Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.errors import SavingError, UsageError
from securebase_cli.hints import command
from securebase_cli.plurals import count_of
from securebase_cli.storage.unlocked_keys import UnlockedKeys
from securebase_cli.ui.page import Line

MAX_HOURS = 12
_DURATION = re.compile(r"(?P<number>[1-9][0-9]{0,2})(?P<unit>[mh])")


@commands.command(cls=Command)
def unlock(
    ctx: Context,
    duration: Annotated[
        str, Option("--for", metavar="TIME", help="How long: 30m, or 2h; at most 12h.")
    ] = "30m",
    allow_slow_key: Annotated[
        bool,
        Option("--allow-slow-key", help="Open a key that takes minutes and much memory to open."),
    ] = False,
) -> None:
    """Keep the key of the journal in memory for some time, so that no command asks for it."""
    app = ctx.ensure_object(App)
    minutes = _parse_minutes(duration)
    keys = app.journal.files.keys
    if not keys.exist:
        raise UsageError(f"The journal is not encrypted. To encrypt it: {command('encryption on')}")
    unlocked = UnlockedKeys(app.journal.folder)
    if unlocked.path is None:
        raise UsageError(
            "This system has no private folder in memory (XDG_RUNTIME_DIR) to keep the key in. "
            "Each command asks for the passphrase."
        )
    app.allow_slow_key = allow_slow_key
    keys.ensure_open()
    try:
        unlocked.keep(keys.identities, minutes * 60)
    except OSError as error:
        raise SavingError(f"The key could not be kept in memory: {error.strerror}.") from None
    length = count_of(minutes, "minute") if minutes % 60 else count_of(minutes // 60, "hour")
    app.confirm((Line(f"Unlocked for {length}.", "good"),), "Unlocked")
    app.messages.say(f"To lock it before: {command('lock')}")


def _parse_minutes(duration: str) -> int:
    match = _DURATION.fullmatch(duration.strip())
    minutes = int(match["number"]) * (60 if match["unit"] == "h" else 1) if match else 0
    if not 0 < minutes <= MAX_HOURS * 60:
        raise UsageError(f"--for needs a time such as 30m or 2h, at most {MAX_HOURS}h.")
    return minutes
