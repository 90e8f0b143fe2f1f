"""Remember which answers the command `compare` has shown before, by the ids of their entries."""

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path

from securebase_cli.model import ID
from securebase_cli.storage import files

MAX_BYTES = 8 * 1024 * 1024


class AlreadyCompared:
    """The entries whose answers were shown, one file for each question.

    Errors on files are ignored: the records only tell new answers from old ones.
    """

    def __init__(self, internal_folder: Path) -> None:
        self.folder = internal_folder / "compared"

    def ids_for(self, question: str) -> frozenset[str] | None:
        """Return the ids of the entries shown for a question; None if it was never compared."""
        with contextlib.suppress(OSError):
            data = files.read(self._path(question), MAX_BYTES)
            return frozenset(data.decode("ascii", "replace").split())
        return None

    def record(self, question: str, entry_ids: Iterable[str]) -> None:
        """Replace the ids of the entries shown for a question."""
        with contextlib.suppress(OSError):
            files.make_folder(self.folder)
            files.replace(self._path(question), "\n".join((*sorted(entry_ids), "")).encode())

    def _path(self, question: str) -> Path:
        if not ID.fullmatch(question):
            # The question may have been typed: never use as a path what is not an id.
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return self.folder / f"{question}.ids"
