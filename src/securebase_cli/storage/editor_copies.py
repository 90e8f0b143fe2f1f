"""Private copies of what is open in an editor, kept until their text is somewhere else."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from securebase_cli.errors import FolderError
from securebase_cli.storage import files
from securebase_cli.storage.drafts import SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator


class EditorCopies:
    """The copies of one journal; they lie in its inner folder, for their owner only."""

    def __init__(self, inner: Path) -> None:
        self.folder = inner / "editing"
        self._kept = inner / SET_ASIDE

    @contextlib.contextmanager
    def copy(self, name: str, data: bytes) -> Iterator[Path]:
        """Lay out a copy for as long as it is worked on; whoever is done with it removes it.

        One that nobody changed goes by itself. Raises FolderError if it can't be written.
        """
        path = self.folder / f"{Path(name).stem}-{os.urandom(4).hex()}.md"
        with contextlib.ExitStack() as stack:
            try:
                files.make_folder(self.folder)
                stack.enter_context(files.lock_file(path.with_suffix(files.LOCK)))
                files.publish(path, data)
            except OSError as error:
                raise FolderError(
                    f"A copy to edit can't be written in {self.folder}: {error.strerror}."
                ) from None
            try:
                yield path
            finally:
                self._clear(path, data)

    def set_aside(self, path: Path) -> Path:
        """Move a copy to what is set aside, and return where it is; raises FolderError."""
        try:
            return files.move_into(path, self._kept)
        except OSError as error:
            raise FolderError(f"{path} stays where it is: {error.strerror}.") from None

    def leftovers(self) -> list[Path]:
        """Return the copies that nobody works on any more, but that may hold text."""
        # What an editor saved in an emergency may have any ending.
        ours = (files.LOCK, files.TEMPORARY)
        copies = [
            self.folder / name for name in files.list_names(self.folder) if not name.endswith(ours)
        ]
        return sorted(path for path in copies if not self._is_open(path))

    def _clear(self, path: Path, data: bytes) -> None:
        with contextlib.suppress(OSError):
            if files.read(path, len(data)) == data:
                files.remove(path)

    def _is_open(self, path: Path) -> bool:
        lock = path.with_suffix(files.LOCK)
        return os.path.lexists(lock) and not files.is_abandoned(lock)
