"""Sittings that are not yet saved, one file each, in the journal's inner folder."""

from __future__ import annotations

import contextlib
import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.entry_format.draft import read_draft, write_draft
from securebase_cli.errors import EntryFormatError, FolderError, SavingError
from securebase_cli.storage import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from securebase_cli.model import Draft

# Where what is neither an entry nor to be offered again is kept, in the journal's inner folder.
SET_ASIDE = "set-aside"
# A draft may hold all domains at once, each as long as an entry may be.
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft and the file that holds it."""

    path: Path
    draft: Draft


class Drafts:
    """The drafts of one journal."""

    def __init__(self, inner: Path) -> None:
        self._journal = inner.parent
        self.folder = inner / "drafts"
        self.set_aside_folder = inner / SET_ASIDE

    def path_of(self, draft: Draft) -> Path:
        """Return where the draft is kept."""
        return self.folder / f"{draft.moment.date()}-{draft.moment:%H%M}-{draft.id}.md"

    def save(self, draft: Draft) -> Path:
        """Write the draft in one step over what it was before; raises SavingError."""
        path = self.path_of(draft)
        title = f"Unfinished, {long_date(draft.moment)}"
        try:
            if not self._journal.is_dir():
                # Made anew, it would not be the folder that it was, but one where a stick was.
                raise FileNotFoundError(errno.ENOENT, "the journal folder is gone")
            files.make_folder(self.folder)
            remark = files.replace(path, write_draft(draft, title).encode())
        except OSError as error:
            raise SavingError(
                f"The draft {path} can't be written: {error.strerror}. "
                "What you wrote last is not on disk."
            ) from None
        if remark:
            raise SavingError(f"The draft {path} may not survive a power cut: {remark}.")
        return path

    def unfinished(self) -> tuple[list[StoredDraft], dict[Path, str]]:
        """Return the drafts, newest first, and the files that hold none with the reason.

        A draft that is being written in another window is not waiting.
        """
        found: list[StoredDraft] = []
        unreadable: dict[Path, str] = {}
        for path in sorted(self._paths(), reverse=True):
            with self.lock(path) as free:
                if not free:
                    continue
            try:
                found.append(StoredDraft(path, self.read(path)))
            except EntryFormatError as error:
                unreadable[path] = str(error)
        return found, unreadable

    def read(self, path: Path) -> Draft:
        """Read a draft; raises EntryFormatError, in words that hold nothing of its text."""
        try:
            return read_draft(files.read(path, MAX_BYTES).decode())
        except UnicodeDecodeError:
            raise EntryFormatError("it is not text in UTF-8") from None
        except OSError as error:
            raise EntryFormatError(str(error.strerror)) from None

    @contextlib.contextmanager
    def lock(self, path: Path) -> Iterator[bool]:
        """Hold a draft while its sitting lasts; gives False if another window holds it."""
        with contextlib.ExitStack() as stack:
            try:
                files.make_folder(self.folder)
                free = stack.enter_context(files.lock_file(path.with_suffix(files.LOCK)))
            except OSError:
                # A folder that can't be written is spoken of when the draft is to be kept.
                free = True
            yield free

    def remove(self, path: Path) -> str:
        """Remove a draft whose entries were saved; returns words for a failure, or ""."""
        try:
            files.remove(path)
        except OSError as error:
            return f"its draft {path} could not be removed ({error.strerror})"
        return ""

    def set_aside(self, path: Path) -> Path:
        """Move a draft to where it is kept but no longer offered."""
        try:
            return files.move_into(path, self.set_aside_folder)
        except OSError as error:
            raise SavingError(f"{path} can't be set aside: {error.strerror}.") from None

    def _paths(self) -> list[Path]:
        try:
            return [
                self.folder / name for name in files.list_names(self.folder) if name.endswith(".md")
            ]
        except OSError as error:
            raise FolderError(
                f"The folder of drafts {self.folder} can't be read: {error.strerror}."
            ) from None
