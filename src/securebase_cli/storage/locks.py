"""Lock files, which let one process at a time change a file, and files left behind by a crash."""

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from securebase_cli.storage import files, platform_files
from securebase_cli.storage.platform_files import LockState

LOCK_SUFFIX = ".lock"

# Each change takes milliseconds, so trying for two seconds outlasts several other windows.
_MAX_TRIES = 20
_PAUSE_SECONDS = 0.05
# A process that only looks whether a file is locked holds it for microseconds.
_MAX_LOOKS = 5
_LOOK_PAUSE_SECONDS = 0.02
# Age from which a file counts as abandoned where the system cannot lock files.
_ABANDONED_AFTER_SECONDS = 3600
# Windows: a file is closed, and so unlocked, for much less than this before it is renamed.
_CLOSED_ON_WINDOWS_SECONDS = 60


@contextlib.contextmanager
def lock_file(path: Path) -> Iterator[bool]:
    """Lock a file for the duration of the context; yield False if another process keeps it locked.

    The file is created if need be, and removed at the end. The system releases the lock when the
    process ends for any reason. Where the system cannot lock files, this yields True.
    """
    descriptor = _open_lock_file(path)
    acquired = False
    try:
        while _lock_with_retries(descriptor) is not LockState.HELD_ELSEWHERE:
            if files.is_same_file(path, descriptor):
                acquired = True
                break
            # The previous owner removed its file before the lock was taken here: lock the new one.
            new_descriptor = _open_lock_file(path)
            platform_files.close_ignoring_errors(descriptor)
            descriptor = new_descriptor
        yield acquired
    finally:
        # POSIX: remove before closing, so that no other process locks a file without a name.
        # Windows: an open file cannot be removed.
        if platform_files.WINDOWS:
            platform_files.close_ignoring_errors(descriptor)
        if acquired:
            with contextlib.suppress(OSError):
                os.unlink(path)
        if not platform_files.WINDOWS:
            platform_files.close_ignoring_errors(descriptor)


@contextlib.contextmanager
def wait_for_lock(path: Path) -> Iterator[None]:
    """Lock a file, in a new folder if need be; raises OSError (EBUSY) after waiting two seconds."""
    files.make_folder(path.parent)
    for _ in range(_MAX_TRIES):
        with lock_file(path) as acquired:
            if acquired:
                yield
                return
        time.sleep(_PAUSE_SECONDS)
    raise OSError(errno.EBUSY, "another window is changing it")


def is_held(path: Path) -> bool:
    """Whether another process has locked a lock file, which need not exist.

    False if that can't be found out; locking the file then raises the reason.
    """
    descriptor = _open_to_look(path)
    if descriptor is None:
        return False
    try:
        return _lock_with_retries(descriptor) is LockState.HELD_ELSEWHERE
    finally:
        platform_files.close_ignoring_errors(descriptor)


def is_abandoned(path: Path) -> bool:
    """Whether no running process has a temporary file or a lock file open any more."""
    with hold_abandoned(path) as abandoned:
        return abandoned


@contextlib.contextmanager
def hold_abandoned(path: Path) -> Iterator[bool]:
    """Yield whether a file `is_abandoned`; on POSIX, no process can use it during the context."""
    descriptor = _open_to_look(path)
    if descriptor is None:
        yield False
        return
    try:
        abandoned = _is_unused(path, descriptor)
        if platform_files.WINDOWS:
            # An open file can be neither removed nor renamed.
            platform_files.close_ignoring_errors(descriptor)
        yield abandoned
    finally:
        if not platform_files.WINDOWS:
            platform_files.close_ignoring_errors(descriptor)


def remove_abandoned_files(path: Path) -> None:
    """Remove the temporary files in the folder of this file that no process uses any more."""
    # One that cannot be removed now is tried again the next time.
    with contextlib.suppress(OSError):
        for temporary_path in files.temporary_files_beside(path):
            with hold_abandoned(temporary_path) as abandoned:
                if abandoned:
                    files.remove(temporary_path)


def _open_to_look(path: Path) -> int | None:
    """Open an existing file to see whether it is locked; return None if it can't be opened."""
    try:
        # Open for writing: some network file systems lock only files that can be written.
        return os.open(path, platform_files.UPDATE_FLAGS)
    except OSError:
        return None


def _is_unused(path: Path, descriptor: int) -> bool:
    """Lock an open file; return whether it still exists and no other process had locked it."""
    state = _lock_with_retries(descriptor)
    if state is LockState.HELD_ELSEWHERE or not files.is_same_file(path, descriptor):
        return False
    age = time.time() - os.fstat(descriptor).st_mtime
    if state is LockState.UNSUPPORTED:
        return age > _ABANDONED_AFTER_SECONDS
    return not platform_files.WINDOWS or age > _CLOSED_ON_WINDOWS_SECONDS


def _open_lock_file(path: Path) -> int:
    descriptor = platform_files.open_file(path, platform_files.LOCK_FLAGS, files.PRIVATE_FILE)
    platform_files.give_to_owner_of(path.parent, descriptor)
    return descriptor


def _lock_with_retries(descriptor: int) -> LockState:
    """Try to lock the open file, several times because another process may only look at it."""
    for _ in range(_MAX_LOOKS - 1):
        state = platform_files.lock(descriptor)
        if state is not LockState.HELD_ELSEWHERE:
            return state
        time.sleep(_LOOK_PAUSE_SECONDS)
    return platform_files.lock(descriptor)
