"""The secret keys of a journal that is unlocked for some time, in the user's folder in memory."""

import contextlib
import time
from pathlib import Path

from securebase_cli.storage import files
from securebase_cli.storage.keys import MAX_BYTES
from securebase_cli.storage.memory_folder import memory_folder_of


class UnlockedKeys:
    """The file with the keys: the time at which it ends, in seconds, then a key a line.

    `path` is None where the system has no folder in memory.
    """

    def __init__(self, journal_folder: Path) -> None:
        folder = memory_folder_of(journal_folder)
        self.path = folder / "identity" if folder else None

    def read(self) -> str:
        """Return the keys; "" if the journal is not unlocked, or not any more."""
        if self.path:
            with contextlib.suppress(OSError, ValueError):
                until, _, identities = files.read(self.path, MAX_BYTES).decode().partition("\n")
                if time.time() < float(until):
                    return identities
                self.forget()
        return ""

    def keep(self, identities: str, seconds: int) -> None:
        """Keep the keys for this time; raises OSError."""
        if self.path:
            files.make_folder(self.path.parent)
            files.replace(self.path, f"{time.time() + seconds:.0f}\n{identities}".encode())

    def forget(self) -> bool:
        """Remove the keys; return whether there were any. Raises OSError."""
        if self.path is None or not self.path.exists():
            return False
        files.remove(self.path)
        return True
