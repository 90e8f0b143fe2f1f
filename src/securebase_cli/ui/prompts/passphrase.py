"""Ask for the passphrase of a journal, or have a program of the user's choice give it."""

import os
import shlex
import subprocess
from collections.abc import Mapping

from securebase_cli.errors import LockedError

VARIABLE = "SECUREBASE_PASSPHRASE_COMMAND"


def ask_passphrase(question: str) -> str:
    """Ask at the terminal, without showing what is typed; return "" if nothing is."""
    import getpass

    try:
        return getpass.getpass(f"{question} ")
    except EOFError:
        return ""


def passphrase_from_command(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the first line that the command in the variable prints; None without a command.

    The command is run without a shell. Raises LockedError if it fails.
    """
    command = environment.get(VARIABLE, "").strip()
    if not command:
        return None
    try:
        # Windows: a backslash divides folders.
        words = shlex.split(command, posix=os.name != "nt")
        run = subprocess.run(words, stdout=subprocess.PIPE, check=True)  # noqa: S603 - the user's own
        lines = run.stdout.decode().splitlines()
    except (OSError, ValueError, subprocess.CalledProcessError):
        # Neither the command nor what it printed is repeated: both may say what is secret.
        raise LockedError(
            f"The command in {VARIABLE} gave no passphrase. Try it by itself in the terminal."
        ) from None
    if not lines or not lines[0]:
        raise LockedError(f"The command in {VARIABLE} printed nothing.")
    return lines[0]
