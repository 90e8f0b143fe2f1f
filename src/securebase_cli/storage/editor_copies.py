"""Copies of texts for an external editor, which are kept until their text is saved elsewhere."""

import contextlib
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from securebase_cli.errors import FolderError
from securebase_cli.storage import files, locks
from securebase_cli.storage.journal_files import SET_ASIDE, JournalFiles
from securebase_cli.storage.memory_folder import memory_folder_of

# The subfolder for the copies that editors have open, or left behind.
EDITING = "editing"


class EditorCopies:
    """The copies of one journal.

    An editor needs a copy that is not encrypted. The copies of an encrypted journal are in the
    user's folder in memory, if the system has one. The next command encrypts a copy that was left.
    """

    def __init__(self, internal_folder: Path, journal_files: JournalFiles | None = None) -> None:
        self._files = journal_files or JournalFiles(internal_folder)
        self._folder_on_disk = internal_folder / EDITING
        self._set_aside_folder = internal_folder / SET_ASIDE

    @cached_property
    def folder(self) -> Path:
        in_memory = None
        if self._files.has_keys:
            in_memory = memory_folder_of(self._files.internal_folder.parent)
        return in_memory / EDITING if in_memory else self._folder_on_disk

    @contextlib.contextmanager
    def copy(self, name: str, data: bytes) -> Iterator[Path]:
        """Write a copy with a name like this one, and lock it for the duration of the context.

        At the end a copy that still holds `data` is removed; the caller removes a changed one
        when its text is saved. Raises FolderError if the copy cannot be written.
        """
        path = self.folder / f"{Path(name).stem}-{os.urandom(4).hex()}.md"
        with contextlib.ExitStack() as stack:
            try:
                files.make_folder(self.folder)
                stack.enter_context(locks.lock_file(path.with_suffix(locks.LOCK_SUFFIX)))
                files.create(path, data)
            except OSError as error:
                reason = f"A copy to edit can't be written in {self.folder}: {error.strerror}."
                raise FolderError(reason) from None
            try:
                yield path
            finally:
                with contextlib.suppress(OSError):
                    if files.read(path, len(data)) == data:
                        files.remove(path)

    def set_aside(self, path: Path) -> Path:
        """Move a copy to the folder of files set aside; return its path. Raises FolderError."""
        try:
            return self._move_aside(path)
        except OSError as error:
            raise FolderError(f"{path} stays where it is: {error.strerror}.") from None

    def leftovers(self) -> list[Path]:
        """Return the copies that no editor has open any more, but that may hold unsaved text.

        In an encrypted journal they are encrypted, and set aside. Raises OSError.
        """
        leftovers = [
            path
            for folder in sorted({self.folder, self._folder_on_disk})
            for path in _abandoned_copies(folder)
        ]
        if self._files.encrypts:
            return [self._move_aside(path) for path in leftovers]
        return leftovers

    def _move_aside(self, path: Path) -> Path:
        """Move a copy to the folder of files set aside, as the journal keeps it; raises OSError."""
        return self._files.path_on_disk(self._files.move_into(path, self._set_aside_folder))


def _abandoned_copies(folder: Path) -> Iterator[Path]:
    for name in sorted(files.list_names(folder)):
        if name.endswith((locks.LOCK_SUFFIX, files.TEMPORARY_SUFFIX)):
            # Any other suffix is possible: it may be an emergency save of an editor.
            continue
        path = folder / name
        lock_path = path.with_suffix(locks.LOCK_SUFFIX)
        if not os.path.lexists(lock_path) or locks.is_abandoned(lock_path):
            yield path
