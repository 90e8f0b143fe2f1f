"""File operations that differ between Linux, macOS, Windows and kinds of file systems."""

import contextlib
import errno
import os
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TypeVar

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:
    msvcrt = None  # type: ignore[assignment]

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

# Errors of os.fsync on file systems that cannot sync.
_NO_SYNC_ERRORS = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
# Errors of os.link on file systems without hard links, or with no room for one more. The caller
# then creates the file directly. If the cause was another one, that fails too and reports it.
NO_LINK_ERRORS = _NO_SYNC_ERRORS | {errno.EPERM, errno.EACCES, errno.EXDEV, errno.EMLINK}
# ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: on Windows a virus scanner
# or an indexer may have a new file open for a moment, which prevents renaming and removing it.
_BUSY_WINDOWS_ERRORS = {5, 32, 33}
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


def open_no_follow(path: str | Path) -> int:
    """Open a file for reading; raises OSError (ELOOP) for a link, also on Windows."""
    if not WINDOWS and hasattr(os, "O_NOFOLLOW"):
        return os.open(path, READ_NO_FOLLOW_FLAGS)
    if os.path.islink(path):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return retry_on_windows(lambda: os.open(path, READ_NO_FOLLOW_FLAGS))


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
        if error.errno not in _NO_SYNC_ERRORS:
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
