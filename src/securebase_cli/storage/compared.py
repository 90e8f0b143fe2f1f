"""Remember which answers the command `compare` has shown before, by the ids of their entries."""

import contextlib
import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from securebase_cli.model import ID
from securebase_cli.storage import files
from securebase_cli.storage.journal_files import JournalFiles, encrypted_path

# The subfolder with the records, and the name of the one file of an encrypted journal.
COMPARED = "compared"
MAX_BYTES = 8 * 1024 * 1024


class AlreadyCompared:
    """The entries whose answers were shown, one file for each question.

    The names of those files say which questions were looked at, so an encrypted journal has one
    file instead, with a line for each question. Errors on files are ignored: the records only tell
    new answers from old ones.
    """

    def __init__(self, internal_folder: Path, journal_files: JournalFiles | None = None) -> None:
        self.folder = internal_folder / COMPARED
        self._files = journal_files or JournalFiles(internal_folder)
        self._encrypted_path = encrypted_path(self.folder)

    def ids_for(self, question: str) -> frozenset[str] | None:
        """Return the ids of the entries shown for a question; None if it was never compared."""
        with contextlib.suppress(OSError):
            if self._files.encrypts:
                return self._read_encrypted().get(question)
            data = files.read(self._path(question), MAX_BYTES)
            return frozenset(data.decode("ascii", "replace").split())
        return None

    def record(self, question: str, entry_ids: Iterable[str]) -> None:
        """Replace the ids of the entries shown for a question."""
        with contextlib.suppress(OSError):
            if self._files.encrypts:
                self._write_encrypted({**self._read_encrypted(), question: frozenset(entry_ids)})
                return
            files.make_folder(self.folder)
            files.replace(self._path(question), "\n".join((*sorted(entry_ids), "")).encode())

    def convert(self) -> None:
        """Encrypt or decrypt the records, as the journal is to be; raises OSError."""
        if self._files.encrypts:
            paths = [path for path in files.list_tree(self.folder) if path.suffix == ".ids"]
            records = dict(self._read_encrypted())
            for path in paths:
                words = files.read(path, MAX_BYTES).decode("ascii", "replace").split()
                records[path.stem] = frozenset(words)
            if paths:
                self._write_encrypted(records)
            for path in paths:
                files.remove(path)
            files.remove_empty_folders(self.folder, self.folder.parent)
        elif os.path.lexists(self._encrypted_path):
            for question, entry_ids in self._read_encrypted().items():
                self.record(question, entry_ids)
            files.remove(self._encrypted_path)

    def _read_encrypted(self) -> Mapping[str, frozenset[str]]:
        try:
            data = files.read(self._encrypted_path, MAX_BYTES)
        except FileNotFoundError:
            return {}
        lines = self._files.keys.decrypt(data).decode("ascii", "replace").splitlines()
        records = [line.split() for line in lines]
        return {words[0]: frozenset(words[1:]) for words in records if words}

    def _write_encrypted(self, records: Mapping[str, frozenset[str]]) -> None:
        lines = (" ".join((question, *sorted(ids))) for question, ids in sorted(records.items()))
        data = "".join(f"{line}\n" for line in lines if ID.fullmatch(line.partition(" ")[0]))
        files.replace(self._encrypted_path, self._files.keys.encrypt(data.encode()))

    def _path(self, question: str) -> Path:
        if not ID.fullmatch(question):
            # The question may have been typed: never use as a path what is not an id.
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return self.folder / f"{question}.ids"
