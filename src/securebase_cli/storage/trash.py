"""The trash of a journal: deleted entries, which can be restored."""

from datetime import date
from pathlib import Path

from securebase_cli.errors import SavingError, UsageError
from securebase_cli.storage import files
from securebase_cli.storage.entry_files import list_folder
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import EntryName, Listing, find_entry


class Trash:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.folder = journal.internal_folder / "trash"

    def names(self) -> list[EntryName]:
        """Return the names of the deleted entries, newest first, without opening a file."""
        return list(self.listing().entries())

    def listing(self) -> Listing:
        """Return the names in the trash, without opening a file; raises FolderError."""
        return list_folder(self.folder, "trash")

    def find(self, typed: str, today: date) -> EntryName:
        """Find a deleted entry as `Journal.find` does in the journal; raises UsageError."""
        listing = self.listing()
        if not len(listing):
            raise UsageError("The journal’s trash is empty.")
        return find_entry(typed, listing, self.folder, today, "securebase restore")

    def add(self, name: EntryName) -> EntryName:
        """Move an entry from the journal to the trash; return its name there.

        It gets a new id if a deleted entry has its name. Raises SavingError.
        """
        path = self._journal.folder / name.file_name
        new_name = name
        try:
            files.make_folder(self.folder)
            while True:
                try:
                    files.move(path, self.folder / new_name.file_name)
                except FileExistsError:
                    new_id = self._journal.new_ids(1)[0]
                    file_name = f"{name.stamp}-{name.domain}-{new_id}.md"
                    new_name = EntryName.from_file_name(file_name)
                else:
                    return new_name
        except OSError as error:
            raise SavingError(f"{name.file_name} could not be deleted: {error.strerror}.") from None

    def restore(self, name: EntryName) -> Path:
        """Move an entry back into the journal; return its path there. Raises SavingError."""
        path = self._journal.folder / name.file_name
        try:
            files.move(self.folder / name.file_name, path)
        except FileExistsError:
            raise SavingError(
                f"{path} is in the journal already, so {name.id} stays in the trash."
            ) from None
        except OSError as error:
            reason = f"{name.file_name} could not be restored: {error.strerror}."
            raise SavingError(reason) from None
        return path
