"""Copies of texts for an external editor, which are kept until their text is saved elsewhere."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from securebase_cli.errors import FolderError
from securebase_cli.storage import files, locks
from securebase_cli.storage.drafts import SET_ASIDE

# The subfolder for the copies that editors have open, or left behind.
EDITING = "editing"


class EditorCopies:
    def __init__(self, internal_folder: Path) -> None:
        self.folder = internal_folder / EDITING
        self._set_aside_folder = internal_folder / SET_ASIDE

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
            return files.move_into(path, self._set_aside_folder)
        except OSError as error:
            raise FolderError(f"{path} stays where it is: {error.strerror}.") from None

    def leftovers(self) -> list[Path]:
        """Return the copies that no editor has open any more, but that may hold unsaved text."""
        leftovers: list[Path] = []
        for name in sorted(files.list_names(self.folder)):
            if name.endswith((locks.LOCK_SUFFIX, files.TEMPORARY_SUFFIX)):
                # Any other suffix is possible: it may be an emergency save of an editor.
                continue
            path = self.folder / name
            lock_path = path.with_suffix(locks.LOCK_SUFFIX)
            if not os.path.lexists(lock_path) or locks.is_abandoned(lock_path):
                leftovers.append(path)
        return leftovers
