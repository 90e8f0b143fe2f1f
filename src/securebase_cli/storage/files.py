"""Read, create, replace, move and remove files, safely and without following links.

A file is written completely or not at all, and never over another one by accident. Errors are
OSError as the system raises them. Functions that return a warning have done their work; the
warning describes a step after that which failed, and is empty if none did.
"""

import contextlib
import errno
import itertools
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Self

from securebase_cli.storage import platform_files
from securebase_cli.storage.platform_files import LockState

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
TEMPORARY_SUFFIX = ".tmp"
# For this name `check_writable` makes a temporary file, with no words of anybody in it.
CHECK_NAME = "check"

# More than nearly every entry has, so that one call reads it; a larger buffer takes longer.
_READ_SIZE = 1 << 16
# A temporary file repeats the name that it is for, and says whose it is.
_TEMPORARY_NAME = re.compile(r"\.(?P<final>.+)\.(?P<mark>securebase-)?[0-9a-f]{8}\.tmp", re.DOTALL)
# File names may have 255 bytes; the signs around the final name take 25.
_MAX_REPEATED_BYTES = 230

# Makes os.link name a link itself, where the system can do that, and not the file it points to.
_LINK_OPTIONS = {"follow_symlinks": False} if os.link in os.supports_follow_symlinks else {}


class NotRegularFileError(OSError):
    """The path is a folder, a link, a pipe or a device."""


class TooLargeError(OSError):
    """The file is larger than the caller allows."""


class ChangedMeanwhileError(OSError):
    """Another program changed, moved or removed the file before this one was done with it."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EBUSY, "another program changed it meanwhile", str(path))


def list_names(folder: Path) -> list[str]:
    """Return the names in a folder, in arbitrary order; empty if the folder does not exist.

    Raises FileNotFoundError if its drive or network folder does not exist on Windows.
    """
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        _check_drive(folder)
        return []


def list_tree(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and in the folders below it, without following a link."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for name in sorted(list_names(folder)):
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            yield from list_tree(path)
        else:
            yield path


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder, and not a link or a mount point of Windows to one."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    # Windows calls a junction, which can lead in a circle, a folder.
    is_junction = getattr(status, "st_reparse_tag", 0) == platform_files.JUNCTION_TAG
    return stat.S_ISDIR(status.st_mode) and not is_junction


def is_place_for_folder(path: Path, root: Path) -> bool:
    """Return whether a path below a root is a folder there, or a name for one that is free."""
    below = [path, *path.parents][: len(path.parts) - len(root.parts)]
    return all(is_folder(folder) or not os.path.lexists(folder) for folder in below)


def read(path: str | Path, max_bytes: int) -> bytes:
    """Return the bytes of a regular file.

    Raises NotRegularFileError for anything else, and TooLargeError for more than `max_bytes`.
    """
    try:
        descriptor = platform_files.open_no_follow(path)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotRegularFileError(errno.ELOOP, "it is a link", str(path)) from None
        if error.errno == errno.EISDIR:
            raise _not_regular(path) from None
        raise
    try:
        # A scan reads thousands of small files. Two reads find that there is no more, in less time
        # than os.fstat takes; only an empty, large or special file needs a closer look.
        try:
            data = os.read(descriptor, _READ_SIZE)
            more = os.read(descriptor, _READ_SIZE) if data else b""
        except (IsADirectoryError, BlockingIOError):
            data = more = b""
        if data and not more and len(data) <= max_bytes:
            return data
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _not_regular(path)
        if status.st_size > max_bytes:
            raise _too_large(path, max_bytes)
        return _read_rest(descriptor, path, max_bytes, data + more)
    finally:
        platform_files.close_ignoring_errors(descriptor)


def is_empty(path: Path) -> bool:
    """Return whether a path is a regular file without a byte."""
    try:
        return not read(path, 0)
    except OSError:
        return False


def read_start(path: Path, max_bytes: int) -> bytes:
    """Return the first bytes of a file, without following a link; none of what is no file."""
    descriptor = platform_files.open_no_follow(path)
    try:
        return os.read(descriptor, max_bytes)
    finally:
        platform_files.close_ignoring_errors(descriptor)


def modified_at(path: str | Path) -> int:
    """Return when a file was last written, in nanoseconds; 0 if it is not there any more."""
    try:
        return os.lstat(path).st_mtime_ns
    except OSError:
        return 0


def size_of(path: Path) -> int:
    """Return the number of bytes of a file, and not of the one that a link leads to."""
    return os.lstat(path).st_size


def copy_time(path: Path, target: Path) -> None:
    """Give a file the time at which another one was last written."""
    status = os.lstat(path)
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def read_following_links(path: str | Path, max_bytes: int) -> bytes:
    """Return the bytes of any file, also through a link or from a pipe; raises TooLargeError."""
    descriptor = platform_files.open_file(path, platform_files.READ_THROUGH_LINK_FLAGS)
    try:
        return _read_rest(descriptor, path, max_bytes)
    finally:
        platform_files.close_ignoring_errors(descriptor)


def create(path: Path, data: bytes | Iterable[bytes]) -> str:
    """Write the bytes, or the pieces of them, to a new file; return a warning.

    The name appears in one step, when all bytes are on the disk. Raises FileExistsError if the
    name is taken. After an error, the name is as it was.
    """
    with _TemporaryFile(path, data) as temporary:
        try:
            os.link(temporary.path, path)
        except OSError as error:
            if error.errno not in platform_files.NO_LINK_ERRORS:
                raise
            temporary.move_to_unused_name(path)
    warnings = [try_sync_folder(path.parent)]
    if temporary.removal_error:
        reason = temporary.removal_error.strerror
        warnings.insert(0, f"the temporary file {temporary.path} could not be removed ({reason})")
    return ", and ".join(filter(None, warnings))


def replace(path: Path, data: bytes | Iterable[bytes]) -> str:
    """Write the bytes, or the pieces of them, in place of a file in one step; return a warning.

    The file need not exist. A link is replaced, not followed.
    """
    with _TemporaryFile(path, data) as temporary:
        temporary.move_to(path)
    return try_sync_folder(path.parent)


def replace_if_unchanged(path: Path, before: bytes, after: bytes) -> str:
    """Write bytes in place of those of a file, `before`, in one step; return a warning.

    The owner, the permissions and the extended attributes stay as they are. The new bytes are on
    the disk before the file is compared with `before`, and it is renamed at once after that. Raises
    ChangedMeanwhileError if another program has changed the file, and OSError as
    `raise_if_irreplaceable` does; then the file is as it was.
    """
    try:
        status = raise_if_irreplaceable(path)
        with _TemporaryFile(path, after, attributes_of=path) as temporary:
            if read(temporary.path, len(after)) != after:
                raise OSError(errno.EIO, "it could not be read back as it was written", str(path))
            if read(path, len(before)) != before or _version(os.lstat(path)) != _version(status):
                raise ChangedMeanwhileError(path)
            temporary.move_to(path)
    except (FileNotFoundError, NotRegularFileError, TooLargeError):
        raise ChangedMeanwhileError(path) from None
    return try_sync_folder(path.parent)


def raise_if_irreplaceable(path: Path) -> os.stat_result:
    """Raise PermissionError, in words, if a file must not be replaced by one with other bytes.

    That is so for a read-only file, and for one of another user, who would no longer own it.
    Returns the status of the file.
    """
    status = os.lstat(path)
    if not status.st_mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, "it is read-only; allow writing to it first", str(path))
    if platform_files.user_id() not in {None, 0, status.st_uid}:
        raise PermissionError(errno.EPERM, "it belongs to another user", str(path))
    return status


def move(path: Path, target: Path) -> None:
    """Move a file to a new name, without following a link; raises FileExistsError if it is taken.

    At every moment the file has at least one of the two names. Raises ChangedMeanwhileError if
    another program puts another file in its place; then that one stays, and nothing is moved.
    """
    if not _is_half_moved(path, target):
        try:
            os.link(path, target, **_LINK_OPTIONS)
        except OSError as error:
            if error.errno not in platform_files.NO_LINK_ERRORS:
                raise
            _move_without_link(path, target)
            return
    try:
        platform_files.sync_folder(target.parent)
        if not os.path.samestat(os.lstat(path), os.lstat(target)):
            raise ChangedMeanwhileError(path)
        platform_files.retry_on_windows(lambda: os.unlink(path))
    except OSError:
        # If the old name is gone, then the new one is the only one and must stay: a network
        # folder may report an error for a step that it took, or another process moved the file.
        if os.path.lexists(path):
            with contextlib.suppress(OSError):
                os.unlink(target)
            raise
    try_sync_folder(path.parent)


def move_into(
    path: Path, folder: Path, name: str = "", move: Callable[[Path, Path], None] = move
) -> Path:
    """Move a file into a folder, with a number added if the name is taken; return the new path."""
    make_folder(folder)
    first = target = folder / (name or path.name)
    for number in itertools.count(2):
        try:
            move(path, target)
        except FileExistsError:
            target = folder / f"{first.stem} ({number}){first.suffix}"
        else:
            break
    return target


def remove(path: Path) -> str:
    """Remove a file, which need not exist; return a warning if a power cut could bring it back."""
    with contextlib.suppress(FileNotFoundError):
        platform_files.retry_on_windows(lambda: os.unlink(path))
    return try_sync_folder(path.parent)


def remove_empty_folders(path: Path, root: Path) -> None:
    """Remove a folder below a root, and those above it, as far as there is nothing in them."""
    with contextlib.suppress(OSError):
        while path != root:
            os.rmdir(path)
            path = path.parent


def remove_copy(path: Path, kept: Path) -> None:
    """Remove a file of which `kept` has the same bytes, once the name of that one is synced."""
    platform_files.sync_folder(kept.parent)
    remove(path)


def try_sync_folder(folder: Path) -> str:
    """Flush the names in a folder to the disk; return a warning if that fails."""
    try:
        platform_files.sync_folder(folder)
    except OSError as error:
        return f"the folder could not be synced ({error.strerror})"
    return ""


def make_folder(path: Path) -> None:
    """Make a folder and its missing parents, private to their owner; it may exist already."""
    missing = [folder for folder in (path, *path.parents) if not os.path.isdir(folder)]
    if missing:
        _check_drive(path)
    for folder in reversed(missing):
        try:
            os.mkdir(folder, PRIVATE_FOLDER)
        except FileExistsError:
            continue
        platform_files.give_folder_to_owner(folder)
        platform_files.hide(folder)
        try:
            platform_files.sync_folder(folder.parent)
        except PermissionError:
            # A folder may be made in one that the user may not read, and so cannot sync.
            pass
        except OSError:
            with contextlib.suppress(OSError):
                os.rmdir(folder)
            raise
    if not os.path.isdir(path):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def _check_drive(path: Path) -> None:
    """Raise FileNotFoundError if the drive or the network folder of an absolute path is missing."""
    if not os.path.exists(path.anchor or os.curdir):
        raise FileNotFoundError(
            errno.ENOENT, f"the drive or network folder {path.anchor} is not there", str(path)
        )


def intended_name(path: Path) -> str:
    """Return the final name of a temporary file, which may be cut off; "" for other files."""
    match = _TEMPORARY_NAME.fullmatch(path.name)
    return match["final"] if match else ""


def temporary_files_beside(path: Path) -> list[Path]:
    """Return the temporary files in the folder of a file that this program made.

    Files of other programs may look like them, so that those that do not say whose they are count
    only if they are for this very file.
    """
    matches = filter(None, map(_TEMPORARY_NAME.fullmatch, list_names(path.parent)))
    return [
        path.with_name(match[0])
        for match in matches
        if match["mark"] or match["final"] == path.name
    ]


def check_writable(folder: Path) -> None:
    """Raise OSError if a file cannot be written in the folder and removed again."""
    with _TemporaryFile(folder / CHECK_NAME, b"securebase\n") as temporary:
        pass
    if temporary.removal_error:
        raise temporary.removal_error


def is_open_to_others(path: Path) -> bool:
    """Whether users other than the owner have a permission; False for links and on Windows."""
    mode = os.lstat(path).st_mode
    return not platform_files.WINDOWS and not stat.S_ISLNK(mode) and bool(mode & 0o077)


def user_id() -> int | None:
    """Return the number of the user who runs the program; None on Windows, 0 for root."""
    return platform_files.user_id()


def owner_id(path: Path) -> int:
    """Return the number of the user to whom a file, folder or link belongs; 0 on Windows."""
    return os.lstat(path).st_uid


def owner_name(path: Path) -> str:
    """Return the name of the user to whom a file or folder belongs; empty if there is none."""
    try:
        return path.owner()
    except (KeyError, NotImplementedError):
        return ""


def is_shared(folder: Path) -> bool:
    """Whether the folder is shared by all users, as the system's folder for temporary files is."""
    return bool(os.stat(folder).st_mode & stat.S_ISVTX)


def make_private(path: Path) -> None:
    """Take away the permissions of other users on a file or folder; raises OSError for a link."""
    descriptor = os.open(path, platform_files.READ_NO_FOLLOW_FLAGS)
    try:
        mode = os.fstat(descriptor).st_mode
        # What its owner may not do either, such as write to a read-only file, stays forbidden.
        os.fchmod(descriptor, mode & PRIVATE_FOLDER)
    finally:
        os.close(descriptor)


def free_space(folder: Path) -> int:
    """Return the number of bytes that can still be written on the disk of the folder."""
    from shutil import disk_usage

    return disk_usage(folder).free


def real_path(path: Path) -> Path:
    """Return where a file is on the disk.

    Python from Microsoft's Store reads and writes what it makes in `%LOCALAPPDATA%` in a folder of
    its own, `Packages/…/LocalCache`, which no other program looks into.
    """
    if platform_files.WINDOWS:
        real = Path(os.path.realpath(path))
        if "LocalCache" in real.parts and "LocalCache" not in path.parts:
            return real
    return path


def is_same_folder(first: Path, second: Path) -> bool:
    """Whether two paths are the same folder, also through links; False if one does not exist."""
    try:
        return os.path.samefile(first, second)
    except OSError:
        return False


def is_same_file(path: Path, descriptor: int) -> bool:
    """Whether the path still names the open file."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


class _TemporaryFile:
    """A context manager that writes bytes to a temporary file and removes the file at the end.

    The file is locked meanwhile, so that `locks.is_abandoned` is False for it. It gets the owner,
    the permissions and the extended attributes of the file `attributes_of`, if there is one.
    `removal_error` is set if the file could not be removed.
    """

    def __init__(
        self, path: Path, data: bytes | Iterable[bytes], *, attributes_of: Path | None = None
    ) -> None:
        self.path = self._final_path = path
        self.removal_error: OSError | None = None
        self._attributes_of = attributes_of
        self._pieces = (data,) if isinstance(data, bytes) else data
        self._descriptor = -1
        self._moved = False

    def __enter__(self) -> Self:
        self._create()
        try:
            while not self._lock():
                # Another process took the file for left over, and may remove it.
                self.__exit__()
                self._create()
            platform_files.give_to_owner_of(self.path.parent, self._descriptor)
            for piece in self._pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
            if self._attributes_of is not None:
                # After writing, which takes some permissions and attributes away.
                platform_files.copy_attributes(self._attributes_of, self._descriptor)
            platform_files.sync(self._descriptor)
            self._close_on_windows()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._close_on_windows()
        try:
            if not self._moved:
                platform_files.retry_on_windows(lambda: os.unlink(self.path))
        except OSError as error:
            # Not raised: the file has its final name by now, or a more important error is raised.
            self.removal_error = error
        finally:
            self._close()

    def _create(self) -> None:
        name = self._final_path.name.encode(errors="ignore")[:_MAX_REPEATED_BYTES]
        mark = f"securebase-{os.urandom(4).hex()}"
        self.path = self._final_path.with_name(
            f".{name.decode(errors='ignore')}.{mark}{TEMPORARY_SUFFIX}"
        )
        self.removal_error = None
        self._descriptor = os.open(self.path, platform_files.CREATE_FLAGS, PRIVATE_FILE)

    def _lock(self) -> bool:
        """Lock the file; return False if another process has locked it, or had and removed it."""
        state = platform_files.lock(self._descriptor)
        return state is not LockState.HELD_ELSEWHERE and is_same_file(self.path, self._descriptor)

    def move_to(self, path: Path) -> None:
        platform_files.retry_on_windows(lambda: os.replace(self.path, path))
        self._moved = True

    def move_to_unused_name(self, path: Path) -> None:
        """Rename the file without a hard link; raises FileExistsError if the name is taken."""
        if platform_files.WINDOWS:
            # os.rename never replaces a file there.
            platform_files.retry_on_windows(lambda: os.rename(self.path, path))
            self._moved = True
            return
        claim = _claim_name(path)
        try:
            self.move_to(path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(path)
            raise
        finally:
            platform_files.close_ignoring_errors(claim)

    def _close_on_windows(self) -> None:
        """Close the file where an open one can be neither renamed nor removed.

        Elsewhere it stays open, and so locked, for as long as it has the temporary name.
        """
        if platform_files.WINDOWS:
            self._close()

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            platform_files.close_ignoring_errors(descriptor)


def _version(status: os.stat_result) -> tuple[int, ...]:
    """Return what changes in the status of a file when anything but its bytes is changed."""
    return (
        *(status.st_dev, status.st_ino, status.st_mode, status.st_uid, status.st_gid),
        status.st_ctime_ns,
    )


def _claim_name(path: Path) -> int:
    """Create an empty file under an unused name and lock it; return its descriptor.

    An empty file that no process has locked is a claim left behind by a crash, and is taken over.
    Raises FileExistsError for any other file.
    """
    try:
        claim = os.open(path, platform_files.CREATE_FLAGS, PRIVATE_FILE)
    except FileExistsError:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size:
            raise
        claim = os.open(path, platform_files.UPDATE_FLAGS)
    # Check again after locking: another process may have moved an entry to this name meanwhile.
    if (
        platform_files.lock(claim) is LockState.HELD_ELSEWHERE
        or not is_same_file(path, claim)
        or os.fstat(claim).st_size
    ):
        platform_files.close_ignoring_errors(claim)
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    return claim


def _move_without_link(path: Path, target: Path) -> None:
    platform_files.retry_on_windows(lambda: os.rename(path, target))
    try:
        platform_files.sync_folder(target.parent)
    except OSError:
        # A power cut could now lose the new name but not the old one's removal: undo the move.
        os.rename(target, path)
        raise
    try_sync_folder(path.parent)


def _is_half_moved(path: Path, target: Path) -> bool:
    """Whether an earlier move was interrupted between its two steps.

    Raises FileExistsError if another file has the target's name. Within one folder the two names
    may be the same one, through a link or in another case, so there it is always raised.
    """
    try:
        target_status = os.lstat(target)
    except FileNotFoundError:
        return False
    if not is_same_folder(path.parent, target.parent) and os.path.samestat(
        os.lstat(path), target_status
    ):
        return True
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))


def _read_rest(descriptor: int, path: str | Path, max_bytes: int, start: bytes = b"") -> bytes:
    chunks = [start]
    room = max_bytes + 1 - len(start)
    while room > 0 and (chunk := os.read(descriptor, min(room, 1 << 20))):
        chunks.append(chunk)
        room -= len(chunk)
    if room <= 0:
        raise _too_large(path, max_bytes)
    return b"".join(chunks)


def _not_regular(path: str | Path) -> NotRegularFileError:
    return NotRegularFileError(errno.EINVAL, "it is not a regular file", str(path))


def _too_large(path: str | Path, max_bytes: int) -> TooLargeError:
    size = f"{max_bytes >> 20} MiB" if max_bytes >= 1 << 20 else f"{max_bytes >> 10} KiB"
    return TooLargeError(errno.EFBIG, f"it is larger than {size}", str(path))
