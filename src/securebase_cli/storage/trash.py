"""The journal's own trash: entries that were deleted, and can be brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.errors import FolderError, SavingError, UsageError
from securebase_cli.storage import files
from securebase_cli.storage.names import EntryName, Listing, find_entry

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from securebase_cli.storage.journal import Journal


class Trash:
    """What was deleted from one journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.folder = journal.internal_folder / "trash"

    def names(self) -> list[EntryName]:
        """Return the names of the entries in it, newest first, without opening a file."""
        return list(self.listing().newest_first())

    def listing(self) -> Listing:
        """Return what is in it, without opening a file."""
        try:
            return Listing(files.list_names(self.folder))
        except OSError as error:
            raise FolderError(f"The trash {self.folder} can't be read: {error.strerror}.") from None

    def find(self, given: str, today: date) -> EntryName:
        """Find an entry in it as `Journal.find` does in the journal."""
        kept = self.listing()
        if not len(kept):
            raise UsageError("The journal’s trash is empty.")
        return find_entry(
            given, kept, folder=self.folder, today=today, shown_by="securebase restore"
        )

    def add(self, name: EntryName) -> EntryName:
        """Move an entry out of the journal, whatever its file holds; returns its name here.

        It is at every moment in one place or the other. Raises SavingError.
        """
        kept = name
        try:
            files.make_folder(self.folder)
            while True:
                try:
                    files.move(self._journal.folder / name.name, self.folder / kept.name)
                except FileExistsError:
                    kept = self._renamed(name)
                else:
                    return kept
        except OSError as error:
            raise SavingError(f"{name.name} could not be deleted: {error.strerror}.") from None

    def restore(self, name: EntryName) -> Path:
        """Move an entry back into the journal, and return where it is; raises SavingError."""
        path = self._journal.folder / name.name
        try:
            files.move(self.folder / name.name, path)
        except FileExistsError:
            raise SavingError(
                f"{path} is in the journal already, so {name.id} stays in the trash."
            ) from None
        except OSError as error:
            raise SavingError(f"{name.name} could not be restored: {error.strerror}.") from None
        return path

    def _renamed(self, name: EntryName) -> EntryName:
        # A copy of it was deleted before: it gets a handle of its own.
        handle = self._journal.new_ids(1)[0]
        stem = name.name.removesuffix(f"{name.id}.md")
        return name._replace(name=f"{stem}{handle}.md", id=handle)
