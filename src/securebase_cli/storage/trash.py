"""The trash of a journal: deleted entries, which can be restored."""

from contextlib import suppress
from datetime import date
from pathlib import Path

from securebase_cli.entry_format.quick_checks import entries_held
from securebase_cli.errors import EntryFormatError, SavingError, UsageError
from securebase_cli.hints import command
from securebase_cli.storage import entry_files, files
from securebase_cli.storage.find_entry import find_entry
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import ENTRY_ID, EntryName, Listing


class Trash:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._files = journal.files
        self.folder = journal.internal_folder / "trash"

    def names(self) -> list[EntryName]:
        """Return the names of the deleted entries, newest first, without opening a file."""
        return list(self.listing().entries())

    def listing(self) -> Listing:
        """Return the names in the trash, without opening a file; raises FolderError."""
        return entry_files.list_folder(self.folder, self._files, "trash")

    def find(self, typed: str, today: date) -> EntryName:
        """Find a deleted entry as `Journal.find` does in the journal; raises UsageError."""
        listing = self.listing()
        if not len(listing):
            raise UsageError("The journal’s trash is empty.")
        return find_entry(typed, listing, self.folder, self._files, today, command("restore"))

    def add(self, name: EntryName) -> EntryName:
        """Move an entry from the journal to the trash; return its name there.

        Its sub-folder has the same name there. If the trash has another entry with its name, it
        gets a new id; if it has the same entry, that one is enough. Raises SavingError.
        """
        path = self._journal.folder / name.path
        new_name = name
        with self._journal.lock():
            try:
                while same_name := self.listing().with_name(new_name.file_name):
                    if self._is_same(name, same_name):
                        self._files.remove_copy(path, self.folder / same_name.path)
                        return same_name
                    new_name = name.with_id(self._journal.new_ids(1)[0])
                target = self.folder / new_name.path
                files.make_folder(target.parent)
                self._files.move(path, target)
            except OSError as error:
                raise SavingError(
                    f"{name.file_name} could not be deleted: {error.strerror}."
                ) from None
        return new_name

    def restore(self, name: EntryName) -> Path:
        """Move an entry back to its place in the journal; return its path. Raises SavingError.

        Its sub-folder is made again if need be. If that is impossible, because a file or a link has
        its name, the entry goes into the journal folder itself.
        """
        with self._journal.lock():
            own_name = self._name_in_journal(name)
            path = self._journal.folder / own_name.path
            if not files.is_place_for_folder(path.parent, self._journal.folder):
                path = self._journal.folder / own_name.file_name
            same_name = self._journal.listing().with_name(own_name.file_name)
            try:
                if same_name and self._journal.folder / same_name.path != path:
                    path = self._journal.folder / same_name.path
                    raise FileExistsError
                files.make_folder(path.parent)
                self._files.move(self.folder / name.path, path)
            except FileExistsError:
                raise SavingError(
                    f"{path} is in the journal already, so {name.id} stays in the trash."
                ) from None
            except OSError as error:
                reason = f"{name.file_name} could not be restored: {error.strerror}."
                raise SavingError(reason) from None
            self.remove_empty_folder_of(name)
        return self._files.path_on_disk(path)

    def remove_empty_folder_of(self, name: EntryName) -> None:
        """Remove the sub-folder of a deleted entry if it is empty."""
        files.remove_empty_folders((self.folder / name.path).parent, self.folder)

    def _name_in_journal(self, name: EntryName) -> EntryName:
        """Return the name that a deleted entry had in the journal.

        If its name was taken here, the trash gave the entry a new id, and the old one still stands
        in the file. Under the new id it would be doubled by the next import of a backup.
        """
        with suppress(EntryFormatError):
            data = entry_files.read_bytes(self.folder / name.path, self._files)
            for _, entry_id in entries_held(data):
                if entry_id != name.id and ENTRY_ID.fullmatch(entry_id):
                    old_name = name.with_id(entry_id)
                    # Without a file of that name, the id was changed by hand: then the name counts.
                    if any(
                        listing.with_name(old_name.file_name)
                        for listing in (self.listing(), self._journal.listing())
                    ):
                        return old_name
        return name

    def _is_same(self, name: EntryName, trashed: EntryName) -> bool:
        """Whether an entry in the journal and one in the trash have the same bytes."""
        with suppress(EntryFormatError):
            trashed_data = entry_files.read_bytes(self.folder / trashed.path, self._files)
            return self._journal.read_bytes(name) == trashed_data
        return False
