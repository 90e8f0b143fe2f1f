"""Every operation on files: whole or not at all, never over something, never through a link.

Nothing here knows what the bytes mean. Errors are OSError, as the system raises them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
TEMPORARY = ".tmp"

_READ_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    # Opening a named pipe waits for a writer otherwise.
    | getattr(os, "O_NONBLOCK", 0)
)
_NEW_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
_HOLD_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
# What file systems answer that have no hard links.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})


try:
    import fcntl
except ImportError:  # pragma: no cover - Windows holds files in a way of its own
    fcntl = None  # type: ignore[assignment]


class NotAFileError(OSError):
    """What has the name is a folder, a link or a device."""


class TooLargeError(OSError):
    """The file is larger than was allowed for."""


def read(path: str | Path, most: int) -> bytes:
    """Return the bytes of a regular file of at most `most` bytes."""
    try:
        descriptor = os.open(path, _READ_FLAGS)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotAFileError(errno.ELOOP, "it is a link", str(path)) from None
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFileError(errno.EINVAL, "it is not a regular file", str(path))
        if status.st_size > most:
            raise TooLargeError(errno.EFBIG, f"it is larger than {_size(most)}", str(path))
        chunks: list[bytes] = []
        room = most + 1
        while room > 0 and (chunk := os.read(descriptor, min(room, 1 << 20))):
            chunks.append(chunk)
            room -= len(chunk)
    finally:
        os.close(descriptor)
    if room <= 0:
        raise TooLargeError(errno.EFBIG, f"it is larger than {_size(most)}", str(path))
    return b"".join(chunks)


def publish(path: Path, data: bytes) -> str:
    """Give the bytes a name that nothing has yet, in one step.

    Returns words for what failed after the name was given, or "". Raises FileExistsError if
    the name is taken; after any error the name is as it was.
    """
    with _temporary(path, data) as temporary:
        try:
            os.link(temporary, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _claim(temporary, path)
    return _settle(path.parent)


def replace(path: Path, data: bytes) -> str:
    """Put the bytes in the place of whatever has the name, in one step.

    Returns words for what failed after that, or "". A link is replaced, not followed.
    """
    with _temporary(path, data) as temporary:
        os.replace(temporary, path)
    return _settle(path.parent)


def move(path: Path, folder: Path) -> Path:
    """Move a file into a folder that has no such name, and return where it is."""
    target = folder / path.name
    while os.path.lexists(target):
        target = folder / f"{path.stem}-{os.urandom(2).hex()}{path.suffix}"
    path.rename(target)
    _settle(folder)
    _settle(path.parent)
    return target


def make_folder(path: Path) -> None:
    """Make the folder, and those above it, open to their owner only; it may be there already."""
    missing = []
    above = path
    while not above.is_dir():
        missing.append(above)
        if above == above.parent:
            break
        above = above.parent
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=PRIVATE_FOLDER)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


@contextlib.contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a file for as long as the context lasts; gives False if another process holds it.

    The hold ends with the process, whatever ends it. Where the system can't hold files, every
    process may think that it does.
    """
    descriptor = os.open(path, _HOLD_FLAGS, PRIVATE_FILE)
    try:
        while not (taken := _lock(descriptor)) or not _is_still(path, descriptor):
            if not taken:
                yield False
                return
            # Who held it before has removed it since: what has the name now must be held.
            os.close(descriptor)
            descriptor = os.open(path, _HOLD_FLAGS, PRIVATE_FILE)
        yield True
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def check_writable(folder: Path) -> None:
    """Write a file in the folder and remove it; raises OSError if that can't be done."""
    with _temporary(folder / "check", b"securebase\n"):
        pass


def remove(path: Path) -> None:
    """Remove the file; it may be gone already."""
    path.unlink(missing_ok=True)


@contextlib.contextmanager
def _temporary(path: Path, data: bytes) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}{TEMPORARY}")
    descriptor = os.open(temporary, _NEW_FLAGS, PRIVATE_FILE)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        yield temporary
    finally:
        # The content has its own name by now, or an error is on its way that says more.
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _lock(descriptor: int) -> bool:
    if fcntl is None:  # pragma: no cover - Windows
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Some network file systems know no locks.
        return True
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _claim(temporary: Path, path: Path) -> None:
    os.close(os.open(path, _NEW_FLAGS, PRIVATE_FILE))
    try:
        os.replace(temporary, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> str:
    if os.name == "nt":  # pragma: no cover - Windows has no handle of a folder to sync
        return ""
    try:
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        # Some network file systems can't sync a folder and say so with EINVAL.
        return (
            ""
            if error.errno == errno.EINVAL
            else f"the folder could not be synced ({error.strerror})"
        )
    return ""


def _size(most: int) -> str:
    return f"{most // (1 << 20)} MiB" if most >= 1 << 20 else f"{most // 1024} KiB"
