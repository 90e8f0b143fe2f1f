"""File operations that differ between Linux, macOS, Windows and kinds of file systems."""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:
    msvcrt = None  # type: ignore[assignment]
try:
    # Only macOS has it, whose access lists and Finder tags Python cannot read in another way.
    from posix import _fcopyfile  # type: ignore[attr-defined]
except ImportError:
    _fcopyfile = None

T = TypeVar("T")

WINDOWS = os.name == "nt"

_COMMON_FLAGS = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_FOLLOW = _COMMON_FLAGS | getattr(os, "O_NOFOLLOW", 0)
# O_NONBLOCK: opening a named pipe would wait for a writer otherwise.
READ_NO_FOLLOW_FLAGS = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0)
READ_THROUGH_LINK_FLAGS = os.O_RDONLY | _COMMON_FLAGS
UPDATE_FLAGS = os.O_RDWR | _NO_FOLLOW
CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW
LOCK_FLAGS = UPDATE_FLAGS | os.O_CREAT

# COPYFILE_ACL and COPYFILE_XATTR of macOS.
_COPY_ACCESS_LIST_AND_ATTRIBUTES = 1 << 0 | 1 << 2

# IO_REPARSE_TAG_MOUNT_POINT of Windows, in `st_reparse_tag`.
JUNCTION_TAG = 0xA0000003

# Errors of calls that a file system does not support, such as syncing or extended attributes.
_UNSUPPORTED_ERRORS = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
# Errors of os.link on file systems without hard links, or with no room for one more. The caller
# then creates the file directly. If the cause was another one, that fails too and reports it.
NO_LINK_ERRORS = _UNSUPPORTED_ERRORS | {errno.EPERM, errno.EACCES, errno.EXDEV, errno.EMLINK}
# ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: on Windows a virus scanner
# or an indexer may have a file open for a moment, which prevents opening, renaming and removing it.
# None: `os.open` goes through the C library, which says no more than EACCES.
_BUSY_WINDOWS_ERRORS = {5, 32, 33, None}
_RETRY_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)


class LockState(Enum):
    ACQUIRED = "acquired"
    HELD_ELSEWHERE = "held elsewhere"
    UNSUPPORTED = "unsupported"


def retry_on_windows(operation: Callable[[], T]) -> T:
    """Call the operation; retry it for up to 1.6 seconds while Windows has the file open."""
    for pause in _RETRY_PAUSES:
        try:
            return operation()
        except PermissionError as error:
            if not WINDOWS or getattr(error, "winerror", None) not in _BUSY_WINDOWS_ERRORS:
                raise
            time.sleep(pause)
    return operation()


def open_file(path: str | Path, flags: int, mode: int = 0) -> int:
    """Open a file that may be busy for a moment.

    Raises IsADirectoryError for a folder also on Windows, which answers as if it were busy.
    """
    if WINDOWS and os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return retry_on_windows(lambda: os.open(path, flags, mode))


def open_no_follow(path: str | Path) -> int:
    """Open a file for reading; raises OSError (ELOOP) for a link, also on Windows."""
    if not WINDOWS and hasattr(os, "O_NOFOLLOW"):
        return os.open(path, READ_NO_FOLLOW_FLAGS)
    if os.path.islink(path):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return open_file(path, READ_NO_FOLLOW_FLAGS)


def lock(descriptor: int) -> LockState:
    """Try to lock the open file, without waiting; closing the file releases the lock.

    UNSUPPORTED stands for any other error; most often the file system cannot lock files.
    """
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt is not None:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            return LockState.UNSUPPORTED
    except OSError as error:
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}:
            return LockState.HELD_ELSEWHERE
        return LockState.UNSUPPORTED
    return LockState.ACQUIRED


def hide(folder: Path) -> None:
    """Hide a folder whose name begins with a full stop, which Windows does not do by itself."""
    if WINDOWS and folder.name.startswith("."):
        import ctypes

        windll: Any = getattr(ctypes, "windll", None)
        if windll is not None:
            windll.kernel32.SetFileAttributesW(str(folder), stat.FILE_ATTRIBUTE_HIDDEN)


def close_ignoring_errors(descriptor: int) -> None:
    """Close a file that was only read, or synced; errors are ignored, since they lose nothing."""
    try:  # noqa: SIM105 - measured: contextlib.suppress takes as long as closing does
        os.close(descriptor)
    except OSError:
        pass


def sync(descriptor: int) -> None:
    """Flush an open file to the disk; does nothing on file systems that cannot sync."""
    full_sync = getattr(fcntl, "F_FULLFSYNC", None)
    if full_sync is not None:
        # On macOS, fsync leaves the bytes in the cache of the drive; F_FULLFSYNC flushes that too.
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, full_sync)
            return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED_ERRORS:
            raise


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk; does nothing on Windows, which cannot do that."""
    if WINDOWS:
        return
    descriptor = os.open(folder, READ_THROUGH_LINK_FLAGS)
    try:
        sync(descriptor)
    finally:
        close_ignoring_errors(descriptor)


def user_id() -> int | None:
    """Return the number of the user; None on Windows, which has no such numbers."""
    get_user_id: Callable[[], int] | None = getattr(os, "geteuid", None)
    return get_user_id() if get_user_id else None


def give_to_owner_of(folder: Path, descriptor: int) -> None:
    """Give a file that root made to the owner of its folder, who could not open it otherwise."""
    if user_id() != 0:
        return
    owner, made = os.stat(folder), os.fstat(descriptor)
    # A file that root owns and that has other names may be one of the system's.
    is_new = stat.S_ISDIR(made.st_mode) or made.st_nlink == 1
    if is_new and owner.st_uid not in {0, made.st_uid}:
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


def give_folder_to_owner(folder: Path) -> None:
    """Give a folder that root made to the owner of the folder that it is in."""
    if user_id() != 0 or os.stat(folder.parent).st_uid == 0:
        return
    descriptor = os.open(folder, READ_NO_FOLLOW_FLAGS)
    try:
        give_to_owner_of(folder.parent, descriptor)
    finally:
        close_ignoring_errors(descriptor)


def copy_attributes(path: Path, descriptor: int) -> None:
    """Give an open file the owner, permissions and extended attributes of another file.

    An access control list is one of them. Raises PermissionError, in words, for one that the
    system does not let the user keep. Does nothing on Windows.
    """
    if WINDOWS:
        return
    source = open_no_follow(path)
    try:
        before, made = os.fstat(source), os.fstat(descriptor)
        try:
            if (before.st_uid, before.st_gid) != (made.st_uid, made.st_gid):
                os.fchown(descriptor, before.st_uid, before.st_gid)
        except OSError as error:
            raise _cannot_keep("owner and group", path, error) from None
        try:
            _copy_extended_attributes(source, descriptor)
        except OSError as error:
            raise _cannot_keep("extended attributes", path, error) from None
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))
    finally:
        close_ignoring_errors(source)


def _copy_extended_attributes(source: int, target: int) -> None:
    if _fcopyfile is not None:
        _fcopyfile(source, target, _COPY_ACCESS_LIST_AND_ATTRIBUTES)
        return
    if not hasattr(os, "listxattr"):
        return
    before, made = _extended_attributes(source), _extended_attributes(target)
    # A new file may have attributes that its folder gives to all new files in it.
    for name in made.keys() - before.keys():
        os.removexattr(target, name)
    for name, value in before.items():
        if made.get(name) != value:
            os.setxattr(target, name, value)


def _extended_attributes(descriptor: int) -> dict[str, bytes]:
    try:
        return {name: os.getxattr(descriptor, name) for name in os.listxattr(descriptor)}
    except OSError as error:
        if error.errno in _UNSUPPORTED_ERRORS:
            # The file system has none.
            return {}
        raise


def _cannot_keep(what: str, path: Path, error: OSError) -> PermissionError:
    reason = f"its {what} could not be kept ({error.strerror})"
    return PermissionError(error.errno, reason, str(path))
