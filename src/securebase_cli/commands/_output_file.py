"""Where a document goes: into a file that is whole or not there, or to standard output."""

from __future__ import annotations

import os
import stat
import sys
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.errors import SavingError, UsageError
from securebase_cli.storage import files
from securebase_cli.ui.console import safe_text
from securebase_cli.ui.prompts.signals import raise_if_signalled, record_signals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from securebase_cli.app import App
    from securebase_cli.documents.formats.table import Pieces

_TOGETHER = 64


class OutputTarget(NamedTuple):
    """A file, or standard output; whether a file may be replaced, and is opened in the end."""

    path: Path | None
    force: bool = False
    opened: bool = False

    @classmethod
    def of(cls, output: Path | None, *, force: bool, opened: bool) -> OutputTarget:
        """Read what was given; a hyphen is standard output. Raises UsageError."""
        path = None if output is None or str(output) == "-" else output
        if opened and path is None:
            raise UsageError("To open the document it needs a file: add -o NAME.")
        return cls(path, force, opened)

    @property
    def ending(self) -> str:
        """How the file's name ends, such as .html; empty for standard output."""
        return self.path.suffix if self.path else ""

    def check(self, app: App, *, binary: bool) -> None:
        """Raise UsageError if nothing could or should be written there, before anything is."""
        if self.path is None:
            if binary and sys.stdout.isatty():
                raise UsageError("A terminal can’t show such a file: add -o NAME.")
            return
        if os.path.lexists(self.path):
            if not stat.S_ISREG(os.lstat(self.path).st_mode):
                raise UsageError(f"{self.path} is no ordinary file. Choose another name.")
            if not self.force:
                raise _taken(self.path)
        folder = self.path.absolute().parent
        if any(files.is_same_folder(one, app.journal.folder) for one in (folder, *folder.parents)):
            raise UsageError("The journal folder is for entries alone. Choose another folder.")
        try:
            files.check_writable(folder)
        except FileNotFoundError:
            raise _unwritten(self.path, "there is no such folder") from None
        except OSError as error:
            raise _unwritten(self.path, error.strerror) from None

    def deliver(self, app: App, pieces: Pieces) -> None:
        """Write the pieces; raises SavingError, and then nothing is left half-written."""
        if self.path is None:
            _to_stdout(pieces)
            return
        # Closing the window ends it, too; then nothing half-written may stay behind.
        with record_signals():
            self._to_file(self.path, pieces)
        app.messages.say(f"Written: {self.path}")
        if self.opened:
            _open(app, self.path)

    def _to_file(self, path: Path, pieces: Pieces) -> None:
        data = _together(pieces)
        try:
            if self.force:
                files.replace(path, data)
            else:
                files.create(path, data)
        except FileExistsError:
            raise _taken(path) from None
        except OSError as error:
            raise _unwritten(path, error.strerror) from None


def _taken(path: Path) -> UsageError:
    return UsageError(f"{path} is there already. Choose another name, or add --force.")


def _unwritten(path: Path, why: str | None) -> SavingError:
    return SavingError(f"Could not write {path}: {why}.")


def _open(app: App, path: Path) -> None:
    import typer

    # A path that begins like an address must not become one.
    if typer.launch(str(path.absolute())):
        app.messages.say("It could not be opened from here; open it from your folder.")


def _to_stdout(pieces: Pieces) -> None:
    if sys.stdout.isatty():
        for piece in pieces:
            sys.stdout.write(safe_text(piece if isinstance(piece, str) else piece.decode("utf-8")))
        return
    # A document is the same bytes wherever it goes: UTF-8, whatever the terminal's encoding.
    sys.stdout.flush()
    for data in _together(pieces):
        sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _together(pieces: Pieces) -> Iterator[bytes]:
    """Give the pieces as bytes, many together; a document can be far larger than the memory."""
    some: Iterator[str | bytes] = iter(pieces)
    while handful := list(islice(some, _TOGETHER)):
        raise_if_signalled()
        yield b"".join(
            piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")
            for piece in handful
        )
