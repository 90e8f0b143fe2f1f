"""An encrypted journal for tests, whose passphrase takes no second to try."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from securebase_cli.storage.keys import NewKeys, new_keys

if TYPE_CHECKING:
    from pathlib import Path

    from securebase_cli.storage.journal import Journal

PASSPHRASE = "correct horse battery staple"
# What SECUREBASE_PASSPHRASE_COMMAND is in tests.
PASSPHRASE_COMMAND = shlex.join([sys.executable, "-c", f"print({PASSPHRASE!r})"])


def give_keys(journal: Journal) -> NewKeys:
    """Give a journal keys, and open them; what is in it stays in clear."""
    made = new_keys()
    keys = journal.files.keys
    keys.write_recipients(made.recipients)
    keys.use(made.identity)
    assert journal.files.encrypts
    return made


def decrypt_with_age(path: Path, identity: str, folder: Path) -> bytes:
    """Return what the program `age` makes of a file."""
    key = folder / "key.txt"
    key.write_text(f"{identity}\n", "utf-8")
    return subprocess.run(
        ["age", "-d", "-i", str(key), str(path)], capture_output=True, check=True
    ).stdout
