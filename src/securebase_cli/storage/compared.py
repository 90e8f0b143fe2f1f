"""Which answers somebody has looked at side by side before: ids of entries, and nothing else."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from securebase_cli.model import ID
from securebase_cli.storage import files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Of more entries than these nobody can have looked at the answers.
_LARGEST = 8 * 1024 * 1024


class AlreadyCompared:
    """What was seen in one journal, question by question; to lose it does no harm."""

    def __init__(self, inner: Path) -> None:
        self.folder = inner / "compared"

    def ids_for(self, question: str) -> frozenset[str] | None:
        """Return the ids of the entries seen; None if the answers were never looked at."""
        try:
            data = files.read(self._path(question), _LARGEST)
        except OSError:
            return None
        return frozenset(data.decode("ascii", "replace").split())

    def record(self, question: str, entries: Iterable[str]) -> None:
        """Note that the answers in these entries were looked at."""
        with contextlib.suppress(OSError):
            files.make_folder(self.folder)
            files.replace(self._path(question), "\n".join((*sorted(entries), "")).encode())

    def _path(self, question: str) -> Path:
        if not ID.fullmatch(question):
            # What somebody typed is no path.
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return self.folder / f"{question}.ids"
