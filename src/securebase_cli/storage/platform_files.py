"""What one operating system, or one kind of folder, does otherwise than another.

Linux, macOS and Windows; network folders, and memory sticks without hard links. The rest of the
program speaks to `files` and need not know.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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

_COMMON = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_OURS = _COMMON | getattr(os, "O_NOFOLLOW", 0)
# Opening a named pipe waits for a writer otherwise.
READ = os.O_RDONLY | _OURS | getattr(os, "O_NONBLOCK", 0)
CHANGE = os.O_RDWR | _OURS
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OURS
FOLLOW = os.O_RDONLY | _COMMON
HOLD = CHANGE | os.O_CREAT

# What file systems answer that have no hard links. Where the true reason is another one, such
# as a folder that can't be written, the other way of naming a file meets it again.
NO_LINKS = frozenset(
    {
        errno.EPERM,
        errno.EACCES,
        errno.EINVAL,
        errno.EXDEV,
        errno.ENOSYS,
        errno.ENOTSUP,
        errno.EOPNOTSUPP,
        errno.EMLINK,
    }
)
# What file systems answer that can't sync; then there is nothing that could be done about it.
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
# On Windows a virus scanner or an indexer may have a new file open for a moment, and nobody can
# rename or remove it meanwhile (ERROR_ACCESS_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION).
_BUSY = frozenset({5, 32, 33})
_PATIENCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)


def retry_on_windows(operation: Callable[[], T]) -> T:
    """Do something to a file, again and again for a second while Windows has it open."""
    for pause in _PATIENCE:
        try:
            return operation()
        except PermissionError as error:
            if not WINDOWS or getattr(error, "winerror", None) not in _BUSY:
                raise
            time.sleep(pause)
    return operation()


def open_no_follow(path: str | Path) -> int:
    """Open a file to be read, and no link: that is the error ELOOP, as where systems know it."""
    if not WINDOWS and hasattr(os, "O_NOFOLLOW"):
        return os.open(path, READ)
    if os.path.islink(path):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return retry_on_windows(lambda: os.open(path, READ))


def lock(descriptor: int) -> bool | None:
    """Hold the open file until it is closed.

    False if another process holds it; None where that can't be told, as on some network folders,
    and then everyone goes on.
    """
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt is not None:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            return None
    except OSError as error:
        held = error.errno in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
        return False if held else None
    return True


def close(descriptor: int) -> None:
    """Close a file whose bytes were read, or are on the disk: closing changes neither."""
    try:  # noqa: SIM105 - `suppress` takes as long as closing does
        os.close(descriptor)
    except OSError:
        pass


def sync(descriptor: int) -> None:
    """Bring the open file to the disk, and return when it is there."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        # On macOS, fsync leaves the bytes in the drive's own memory; this takes them further.
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, full)
            return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    if WINDOWS:
        # It has no handle of a folder that could be synced.
        return
    descriptor = os.open(folder, FOLLOW)
    try:
        sync(descriptor)
    finally:
        close(descriptor)
