"""The output of commands that write a document: a file, written whole or not at all, or stdout."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import typer

from securebase_cli.app import App
from securebase_cli.commands._options import refuse_without_effect
from securebase_cli.documents.formats.table import (
    Format,
    Pieces,
    find_format,
    promises_other_format,
)
from securebase_cli.errors import SavingError, UsageError
from securebase_cli.storage import files, locks
from securebase_cli.ui.console import safe_text
from securebase_cli.ui.prompts.signals import raise_if_signalled, record_signals

_PIECES_PER_WRITE = 64


class OutputTarget(NamedTuple):
    """Where a document is written, and in which format; standard output if `path` is None.

    With `force`, `write` may replace an existing file; with `open_afterwards`, it opens the file in
    the program that the system has for it.
    """

    path: Path | None
    format: Format
    force: bool
    open_afterwards: bool

    @classmethod
    def from_options(
        cls, output: Path | None, format_: Format | str | None, *, force: bool, open_file: bool
    ) -> OutputTarget:
        """Return the target for the options of a command; `-` is standard output.

        `format_` may be the name of a format; without it, the extension of the file decides.
        Raises UnknownNameError for an unknown format, and UsageError if standard output is to be
        opened or replaced.
        """
        path = None if output is None or str(output) == "-" else output
        if open_file and path is None:
            raise UsageError("To open the document it needs a file: add -o NAME.")
        if path is None:
            refuse_without_effect("without a file (-o NAME)", {"--force": force})
        if not isinstance(format_, Format):
            format_ = find_format(format_, path.suffix if path else "")
        return cls(path, format_, force=force, open_afterwards=open_file)

    def raise_if_unwritable(self, app: App) -> None:
        """Raise an error if the document cannot or should not be written there.

        Commands call it before they ask anything; it creates no file. Raises UsageError, also for
        a binary document in a terminal, or SavingError.
        """
        if self.path is None:
            if self.format.is_binary and sys.stdout.isatty():
                raise UsageError("A terminal can’t show such a file: add -o NAME.")
            return
        if os.path.lexists(self.path):
            if not stat.S_ISREG(os.lstat(self.path).st_mode):
                raise UsageError(f"{self.path} is no ordinary file. Choose another name.")
            if not self.force:
                raise _file_exists_error(self.path)
            try:
                files.raise_if_irreplaceable(self.path)
            except PermissionError as error:
                raise _write_error(self.path, error.strerror) from None
        folder = self.path.parent.resolve()
        if any(
            files.is_same_folder(parent, app.journal.folder) for parent in (folder, *folder.parents)
        ):
            raise UsageError("The journal folder is for entries alone. Choose another folder.")
        try:
            files.check_writable(folder)
        except FileNotFoundError:
            raise _write_error(self.path, "there is no such folder") from None
        except OSError as error:
            raise _write_error(self.path, error.strerror) from None

    def raise_if_replacing(self) -> None:
        """Raise SavingError if the file exists, so that an empty document does not replace it."""
        if self.path and os.path.lexists(self.path):
            raise SavingError(f"No entry fits, so {self.path} was left as it is.")

    def write(self, app: App, pieces: Pieces) -> None:
        """Write the document, say so, and open the file if that was asked for.

        Raises SavingError if the file cannot be written; it is then as it was before.
        """
        if self.path is None:
            _write_to_stdout(pieces)
            if sys.stdout.isatty():
                app.messages.say("To keep it in a file, add -o NAME.")
            return
        # A signal, such as from closing the window, is only recorded here. `_join_pieces` then
        # raises an exception between two writes, so that no incomplete file is left.
        with record_signals():
            # An export that was killed may have left a temporary file with answers.
            locks.remove_abandoned_files(self.path)
            save = files.replace if self.force else files.create
            try:
                save(self.path, _join_pieces(pieces))
            except FileExistsError:
                raise _file_exists_error(self.path) from None
            except OSError as error:
                raise _write_error(self.path, error.strerror) from None
        app.messages.say(f"Written: {files.real_path(self.path.absolute())}")
        if promises_other_format(self.path.suffix, self.format):
            app.messages.say(
                f"In it is what a {self.format.extensions[0]} file holds, as --format says; "
                "the name ends otherwise."
            )
        if self.open_afterwards:
            # The absolute path, because a relative one may look like the address of a web page.
            exit_code = typer.launch(str(self.path.absolute()))
            if exit_code != 0:
                app.messages.say("It could not be opened from here; open it from your folder.")


def _file_exists_error(path: Path) -> UsageError:
    return UsageError(f"{path} is there already. Choose another name, or add --force.")


def _write_error(path: Path, reason: str | None) -> SavingError:
    return SavingError(f"Could not write {path}: {reason}.")


def _write_to_stdout(pieces: Pieces) -> None:
    if sys.stdout.isatty():
        for piece in pieces:
            sys.stdout.write(safe_text(piece if isinstance(piece, str) else piece.decode("utf-8")))
        return
    # A document is always UTF-8, whatever the encoding of the terminal.
    sys.stdout.flush()
    for chunk in _join_pieces(pieces):
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def _join_pieces(pieces: Pieces) -> Iterator[bytes]:
    """Yield the pieces as bytes, several in one chunk; a document may not fit into memory.

    Raises EndedBySignalError if `record_signals` recorded a signal.
    """
    remaining: Iterator[str | bytes] = iter(pieces)
    while group := list(islice(remaining, _PIECES_PER_WRITE)):
        raise_if_signalled()
        # "replace": a lone surrogate, which UTF-8 does not have, must not stop the export.
        yield b"".join(
            piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")
            for piece in group
        )
