"""Read and write the files of a journal, whether they are encrypted or in clear.

Paths are those of the files in clear. In an encrypted journal, the file itself has `.age` after its
name. As long as a journal is being encrypted or decrypted, it has files of both kinds, and each is
read as it is found.
"""

import errno
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from securebase_cli.errors import NotUnlockedError
from securebase_cli.storage import files
from securebase_cli.storage.keys import Keys, max_encrypted_bytes

ENCRYPTED_SUFFIX = ".age"
# The subfolder for drafts, editor copies and other versions that the program keeps, but no longer
# offers.
SET_ASIDE = "set-aside"

_ENCRYPTED_MARKDOWN = f".md{ENCRYPTED_SUFFIX}"


def refuse_to_unlock(_keys: Keys) -> None:
    """Raise NotUnlockedError; for callers that can't ask for a passphrase."""
    raise NotUnlockedError


class JournalFiles:
    """The files of one journal, with its internal folder.

    `unlock` opens the keys when they are needed to read, or raises LockedError. Functions have the
    names of those in `files`, and raise the same errors. UndecryptableError is an OSError, too.
    """

    def __init__(
        self, internal_folder: Path, unlock: Callable[[Keys], None] = refuse_to_unlock
    ) -> None:
        self.internal_folder = internal_folder
        self.keys = Keys(internal_folder, unlock)
        # While the journal is decrypted, its keys are still there, but nothing is encrypted.
        self.decrypting_marker = self.keys.folder / "decrypting"
        self._has_keys: bool | None = None
        self._last_written = (Path(), b"")

    @property
    def has_keys(self) -> bool:
        """Whether files may be encrypted; looked up once, since a pass asks for every file."""
        if self._has_keys is None:
            self._has_keys = self.keys.exist
        return self._has_keys

    @property
    def encrypts(self) -> bool:
        """Whether files are encrypted when they are written; looked up anew each time."""
        self._has_keys = self.keys.exist
        return self._has_keys and not self.decrypting_marker.exists()

    def raise_if_unable_to_encrypt(self) -> None:
        """Raise LockedError if the journal is encrypted, and this can't be done here."""
        if self.encrypts:
            self.keys.encrypt(b"")

    @property
    def can_read(self) -> bool:
        """Whether files can be read without asking for a passphrase."""
        return not self.has_keys or self.keys.are_open

    def ensure_readable(self) -> None:
        """Open the keys, if files may be encrypted; raises LockedError if that fails."""
        if self.has_keys:
            self.keys.ensure_open()

    def path_on_disk(self, path: Path) -> Path:
        """Return the path of the existing file, or else of the one that would be written."""
        if self.has_keys:
            encrypted = encrypted_path(path)
            if os.path.lexists(encrypted) or (self.encrypts and not os.path.lexists(path)):
                return encrypted
        return path

    def exists(self, path: Path) -> bool:
        return os.path.lexists(self.path_on_disk(path))

    def list_names(self, folder: Path) -> list[str]:
        names = files.list_names(folder)
        if self.has_keys:
            # There are two files while one is being encrypted.
            return list(dict.fromkeys(map(clear_name, names)))
        return names

    def list_internal(self) -> Iterator[Path]:
        """Yield the files in the internal folder, without the keys."""
        for path in files.list_tree(self.internal_folder):
            if not path.is_relative_to(self.keys.folder):
                yield clear_path(path) if self.has_keys else path

    def read(self, path: str | Path, max_bytes: int) -> bytes:
        if not self.has_keys:
            return files.read(path, max_bytes)
        try:
            # The name of a copy may end so already, as synchronising programs name it.
            on_disk = f"{str(path).removesuffix(ENCRYPTED_SUFFIX)}{ENCRYPTED_SUFFIX}"
            data = files.read(on_disk, max_encrypted_bytes(max_bytes))
        except FileNotFoundError:
            return files.read(path, max_bytes)
        return self._decrypt(data)

    def read_start(self, path: Path, max_bytes: int) -> bytes:
        """Return the first bytes of a file; one that is encrypted is read as a whole."""
        on_disk = self.path_on_disk(path)
        if on_disk.suffix != ENCRYPTED_SUFFIX:
            return files.read_start(path, max_bytes)
        return self._decrypt(files.read(on_disk, files.size_of(on_disk)))[:max_bytes]

    def is_empty(self, path: Path) -> bool:
        return files.is_empty(self.path_on_disk(path))

    def create(self, path: Path, data: bytes) -> str:
        if self.encrypts:
            target, other, data = encrypted_path(path), path, self.keys.encrypt(data)
        else:
            target, other = path, encrypted_path(path)
        if os.path.lexists(other):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        warning = files.create(target, data)
        self._last_written = target, data
        return warning

    def is_as_written(self, path: Path) -> bool:
        """Whether a file holds, byte for byte, what `create` wrote last, without decrypting it."""
        target, data = self._last_written
        return target == self.path_on_disk(path) and files.read(target, len(data)) == data

    def replace(self, path: Path, data: bytes) -> str:
        if self.encrypts:
            target, other, data = encrypted_path(path), path, self.keys.encrypt(data)
        else:
            target, other = path, encrypted_path(path)
        warning = files.replace(target, data)
        if self.has_keys and not warning and os.path.lexists(other):
            warning = files.remove(other)
        return warning

    def replace_if_unchanged(self, path: Path, before: bytes, after: bytes) -> str:
        if not self.has_keys:
            return files.replace_if_unchanged(path, before, after)
        self.convert(path)
        if not self.encrypts:
            return files.replace_if_unchanged(path, before, after)
        target = encrypted_path(path)
        try:
            encrypted = files.read(target, max_encrypted_bytes(len(before)))
        except (FileNotFoundError, files.NotRegularFileError, files.TooLargeError):
            raise files.ChangedMeanwhileError(path) from None
        if self._decrypt(encrypted) != before:
            raise files.ChangedMeanwhileError(path)
        return files.replace_if_unchanged(target, encrypted, self.keys.encrypt(after))

    def raise_if_irreplaceable(self, path: Path) -> None:
        files.raise_if_irreplaceable(self.path_on_disk(path))

    def move(self, path: Path, target: Path) -> None:
        """Move a file; one in clear is encrypted on the way if the journal is."""
        source = self.path_on_disk(path)
        is_clear = source.suffix != ENCRYPTED_SUFFIX
        if is_clear and self.encrypts:
            data = files.read(source, files.size_of(source))
            self.create(target, data)
            if not self.is_as_written(target):
                raise OSError(errno.EIO, "it could not be read back as it was written", str(target))
            files.remove_copy(source, encrypted_path(target))
            return
        target_on_disk, other = target, encrypted_path(target)
        if not is_clear:
            target_on_disk, other = other, target
        if os.path.lexists(other):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        files.move(source, target_on_disk)

    def move_into(self, path: Path, folder: Path, name: str = "") -> Path:
        return files.move_into(path, folder, name, move=self.move)

    def remove(self, path: Path) -> str:
        warning = files.remove(path)
        if self.has_keys:
            warning = files.remove(encrypted_path(path)) or warning
        return warning

    def remove_copy(self, path: Path, kept: Path) -> None:
        files.remove_copy(self.path_on_disk(path), self.path_on_disk(kept))

    def convert(self, path: Path) -> None:
        """Encrypt or decrypt a file, as the journal is to be; one that is so already stays.

        The new file is read back, and compared, before the old one is removed. If there is another
        new file already, with other words, the old one is moved to the folder of files set aside.
        Raises OSError; then the old file is still there.
        """
        encrypted = encrypted_path(path)
        source, target = (path, encrypted) if self.encrypts else (encrypted, path)
        if not os.path.lexists(source):
            return
        before = files.read(source, files.size_of(source))
        data = before if source == path else self._decrypt(before)
        if not os.path.lexists(target):
            files.create(target, self.keys.encrypt(data) if target == encrypted else data)
            files.copy_time(source, target)
        written = files.read(target, files.size_of(target))
        if (self._decrypt(written) if target == encrypted else written) != data:
            set_aside = self.internal_folder / SET_ASIDE / path.name
            number = itertools.count(2)
            while self.exists(set_aside):
                set_aside = set_aside.with_name(f"{path.stem} ({next(number)}){path.suffix}")
            files.make_folder(set_aside.parent)
            self.create(set_aside, data)
            target = self.path_on_disk(set_aside)
        files.remove_copy(source, target)

    def encrypt_anew(self, path: Path) -> None:
        """Encrypt a file with the present keys if that is not so already; raises OSError."""
        target = encrypted_path(path)
        before = files.read(target, files.size_of(target))
        if before and not self.keys.is_for_first_key(before):
            data = self.keys.decrypt(before)
            files.replace_if_unchanged(target, before, self.keys.encrypt(data))

    def _decrypt(self, data: bytes) -> bytes:
        # A crash can leave an empty file, where the system has no hard links.
        return self.keys.decrypt(data) if data else b""


def encrypted_path(path: Path) -> Path:
    return path.with_name(f"{clear_path(path).name}{ENCRYPTED_SUFFIX}")


def clear_path(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(ENCRYPTED_SUFFIX))


def clear_name(name: str) -> str:
    """Return the name that a Markdown file has in clear; other names stay as they are."""
    return name.removesuffix(ENCRYPTED_SUFFIX) if name.endswith(_ENCRYPTED_MARKDOWN) else name
