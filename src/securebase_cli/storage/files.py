"""Every operation on files: whole or not at all, never over something, never through a link.

Nothing here knows what the bytes mean. Errors are OSError, as the system raises them; what one
system does otherwise than another is in `system`.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import stat
import time
from typing import TYPE_CHECKING, Self

from securebase_cli.storage import platform_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
TEMPORARY = ".tmp"
LOCK = ".lock"

# Where files can't be held, one so old (s) is nobody's any more.
_OLD = 3600
# More bytes than nearly any entry has; to ask for many more takes time of its own.
_AT_ONCE = 1 << 16
# Characters of a name that its temporary file repeats; names may have 255 bytes.
_ENOUGH = 50

# Without this a link would be followed to what it leads to, and that be given another name.
_AS_IT_IS = {"follow_symlinks": False} if os.link in os.supports_follow_symlinks else {}


class NotRegularFileError(OSError):
    """What has the name is a folder, a link or a device."""


class TooLargeError(OSError):
    """The file is larger than was allowed for."""


def list_names(folder: Path) -> list[str]:
    """Return the names in a folder, in no order; none, if there is no such folder."""
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def read(path: str | Path, most: int) -> bytes:
    """Return the bytes of a regular file of at most `most` bytes."""
    try:
        descriptor = platform_files.open_no_follow(path)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotRegularFileError(errno.ELOOP, "it is a link", str(path)) from None
        raise
    try:
        begun = _read_start(descriptor)
        if len(begun) == 1 and len(begun[0]) <= most:
            return begun[0]
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotRegularFileError(errno.EINVAL, "it is not a regular file", str(path))
        if status.st_size > most:
            raise _too_large(path, most)
        return _read_rest(descriptor, path, most, begun)
    finally:
        platform_files.close(descriptor)


def read_following_links(path: str | Path, most: int) -> bytes:
    """Return at most `most` bytes of whatever the path leads to, be it a link or a pipe."""
    descriptor = os.open(path, platform_files.FOLLOW)
    try:
        return _read_rest(descriptor, path, most)
    finally:
        platform_files.close(descriptor)


def publish(path: Path, data: bytes | Iterable[bytes]) -> str:
    """Give the bytes, or pieces of them, a name that nothing has yet, in one step.

    Returns words for what failed after the name was given, or "". Raises FileExistsError if
    the name is taken; after any error the name is as it was.
    """
    with _Temporary(path, data) as temporary:
        try:
            os.link(temporary.path, path)
        except OSError as error:
            if error.errno not in platform_files.NO_LINKS:
                raise
            temporary.name_without_link(path)
    return _join_warnings(temporary.remark, try_sync_folder(path.parent))


def replace(path: Path, data: bytes | Iterable[bytes]) -> str:
    """Put the bytes, or pieces of them, in the place of whatever has the name, in one step.

    Returns words for what failed after that, or "". A link is replaced, not followed.
    """
    with _Temporary(path, data) as temporary:
        temporary.move_to(path)
    return try_sync_folder(path.parent)


def move(path: Path, target: Path) -> None:
    """Move a file, a link itself and not what it leads to, to a name that nothing has yet.

    At no moment is it in neither place. Raises FileExistsError if the name is taken.
    """
    if not _is_half_moved(path, target):
        try:
            os.link(path, target, **_AS_IT_IS)
        except OSError as error:
            if error.errno not in platform_files.NO_LINKS:
                raise
            _move_without_link(path, target)
            return
    try:
        platform_files.sync_folder(target.parent)
        platform_files.retry_on_windows(lambda: os.unlink(path))
    except OSError:
        # On a network the answer can get lost though it was done; and somebody else may have
        # moved it, too. Then this is its only name.
        if os.path.lexists(path):
            with contextlib.suppress(OSError):
                os.unlink(target)
            raise
    try_sync_folder(path.parent)


def move_into(path: Path, folder: Path, name: str = "") -> Path:
    """Move a file into a folder, numbered if its name is taken there; returns where it is.

    It keeps its own name if it gets no other.
    """
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
    """Remove the file for good; it may be gone already.

    Returns words for what failed after that, or "": it could be there again after a power cut.
    """
    with contextlib.suppress(FileNotFoundError):
        platform_files.retry_on_windows(lambda: os.unlink(path))
    return try_sync_folder(path.parent)


def try_sync_folder(folder: Path) -> str:
    """Bring the names in a folder to the disk; returns words for a failure, or ""."""
    try:
        platform_files.sync_folder(folder)
    except OSError as error:
        return f"the folder could not be synced ({error.strerror})"
    return ""


def make_folder(path: Path) -> None:
    """Make the folder, and those above it, open to their owner only; it may be there already."""
    missing = []
    above = path
    while not os.path.isdir(above):
        missing.append(above)
        if above == above.parent:
            break
        above = above.parent
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, PRIVATE_FOLDER)
            _sync_new_folder(folder)
    if not os.path.isdir(path):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


@contextlib.contextmanager
def lock_file(path: Path) -> Iterator[bool]:
    """Hold a file for as long as the context lasts; gives False if another process holds it.

    The hold ends with the process, whatever ends it. Where the system can't hold files, every
    process may think that it does.
    """
    descriptor = os.open(path, platform_files.HOLD, PRIVATE_FILE)
    free = False
    try:
        while (free := platform_files.lock(descriptor) is not False) and not _is_same_file(
            path, descriptor
        ):
            # Who held it before has removed it since: what has the name now must be held.
            free = False
            anew = os.open(path, platform_files.HOLD, PRIVATE_FILE)
            platform_files.close(descriptor)
            descriptor = anew
        yield free
    finally:
        if free and not platform_files.WINDOWS:
            with contextlib.suppress(OSError):
                os.unlink(path)
        platform_files.close(descriptor)
        if free and platform_files.WINDOWS:
            # Nobody can remove a file there that somebody has open, and that is as it should be.
            with contextlib.suppress(OSError):
                os.unlink(path)


def intended_name(path: Path) -> str:
    """Return the name that a temporary file was to get, as far as its own repeats it; else ""."""
    match = re.fullmatch(r"\.(.+)\.[0-9a-f]{8}\.tmp", path.name)
    return match[1] if match else ""


def is_abandoned(path: Path) -> bool:
    """Whether a temporary file, or one that was held, belongs to no process any more."""
    free: bool | None = None
    if not platform_files.WINDOWS:
        try:
            # Some network file systems hold only what may be written.
            descriptor = os.open(path, platform_files.CHANGE)
        except OSError:
            return False
        free = platform_files.lock(descriptor)
        platform_files.close(descriptor)
    if free is None:
        return time.time() - os.lstat(path).st_mtime > _OLD
    return free


def check_writable(folder: Path) -> None:
    """Write a file in the folder and remove it; raises OSError if that can't be done."""
    with _Temporary(folder / "check", b"securebase\n") as temporary:
        pass
    if temporary.failure is not None:
        raise temporary.failure


def is_open_to_others(path: Path) -> bool:
    """Whether others than its owner may read, change or enter it; links and Windows have no bits.

    Raises OSError if it is not there.
    """
    mode = os.lstat(path).st_mode
    return not platform_files.WINDOWS and not stat.S_ISLNK(mode) and bool(mode & 0o077)


def is_shared(folder: Path) -> bool:
    """Whether it is a folder for everyone, like the system's own for temporary files."""
    return bool(os.stat(folder).st_mode & stat.S_ISVTX)


def make_private(path: Path) -> None:
    """Let nobody but its owner read, change or enter a file or folder; a link is not followed."""
    descriptor = os.open(path, platform_files.READ)
    try:
        mode = os.fstat(descriptor).st_mode
        os.fchmod(descriptor, PRIVATE_FOLDER if stat.S_ISDIR(mode) else PRIVATE_FILE)
    finally:
        os.close(descriptor)


def free_space(folder: Path) -> int:
    """Return how many bytes can still be written where the folder is."""
    from shutil import disk_usage

    return disk_usage(folder).free


def is_same_folder(one: Path, other: Path) -> bool:
    """Whether two paths lead to one folder, through links and whatever the case of letters."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


class _Temporary:
    """A file with the bytes on the disk already, and a name that nobody looks for.

    It is held as long as it is needed, so that nobody takes it for a left-over. `failure` is why
    it could not be removed.
    """

    def __init__(self, path: Path, data: bytes | Iterable[bytes]) -> None:
        name = f".{path.name[:_ENOUGH]}.{os.urandom(4).hex()}{TEMPORARY}"
        self.path = path.with_name(name)
        self.failure: OSError | None = None
        self._pieces = (data,) if isinstance(data, bytes) else data
        self._descriptor = -1
        self._moved = False

    def __enter__(self) -> Self:
        self._descriptor = os.open(self.path, platform_files.NEW, PRIVATE_FILE)
        try:
            platform_files.lock(self._descriptor)
            for piece in self._pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
            platform_files.sync(self._descriptor)
            if platform_files.WINDOWS:
                # Nothing that is open can be renamed there.
                self._close()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if not self._moved:
                platform_files.retry_on_windows(lambda: os.unlink(self.path))
        except OSError as error:
            # What counts has its own name by now, or an error is on its way that says more.
            self.failure = error
        finally:
            self._close()

    @property
    def remark(self) -> str:
        if self.failure is None:
            return ""
        return f"the temporary file {self.path} could not be removed ({self.failure.strerror})"

    def move_to(self, path: Path) -> None:
        platform_files.retry_on_windows(lambda: os.replace(self.path, path))
        self._moved = True

    def name_without_link(self, path: Path) -> None:
        if platform_files.WINDOWS:
            # There, renaming never replaces a file.
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
            platform_files.close(claim)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            platform_files.close(descriptor)


def _claim_name(path: Path) -> int:
    """Claim a name that nothing has yet with an empty file, and hold it; returns the open file.

    An empty file that nobody holds is a claim that a crash left behind; nobody wrote anything
    in it.
    """
    try:
        claim = os.open(path, platform_files.NEW, PRIVATE_FILE)
    except FileExistsError:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size:
            raise
        claim = os.open(path, platform_files.CHANGE)
    held = platform_files.lock(claim) is not False
    # Meanwhile somebody may have moved an entry onto it.
    if not held or not _is_same_file(path, claim) or os.fstat(claim).st_size:
        platform_files.close(claim)
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    return claim


def _move_without_link(path: Path, target: Path) -> None:
    platform_files.retry_on_windows(lambda: os.rename(path, target))
    try:
        platform_files.sync_folder(target.parent)
    except OSError:
        # While the new name is not on the disk, the old one must not go from there.
        os.rename(target, path)
        raise
    try_sync_folder(path.parent)


def _is_half_moved(path: Path, target: Path) -> bool:
    """Whether a move was cut off between its two steps; another file at the target is an error.

    In one folder the two may be one name, through a link or in other letters.
    """
    try:
        there = os.lstat(target)
    except FileNotFoundError:
        return False
    apart = not is_same_folder(path.parent, target.parent)
    if apart and os.path.samestat(os.lstat(path), there):
        return True
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))


def _sync_new_folder(folder: Path) -> None:
    """Bring the name of a folder that was just made to the disk, or else leave no such folder."""
    try:
        platform_files.sync_folder(folder.parent)
    except PermissionError:
        # One may make a folder in another without being allowed to read that.
        return
    except OSError:
        with contextlib.suppress(OSError):
            os.rmdir(folder)
        raise


def _read_start(descriptor: int) -> list[bytes]:
    """Return all that a small file holds, in the fewest steps: journals have thousands of them.

    One piece is all of it. Where there is none or a second one, it needs a closer look: it may
    be empty, or large, or no file at all.
    """
    try:
        data = os.read(descriptor, _AT_ONCE)
    except (IsADirectoryError, BlockingIOError):
        return []
    if not data:
        return []
    more = os.read(descriptor, _AT_ONCE)
    return [data, more] if more else [data]


def _read_rest(descriptor: int, path: str | Path, most: int, begun: Sequence[bytes] = ()) -> bytes:
    chunks = list(begun)
    room = most + 1 - sum(map(len, chunks))
    while room > 0 and (chunk := os.read(descriptor, min(room, 1 << 20))):
        chunks.append(chunk)
        room -= len(chunk)
    if room <= 0:
        raise _too_large(path, most)
    return b"".join(chunks)


def _too_large(path: str | Path, most: int) -> TooLargeError:
    size = f"{most // (1 << 20)} MiB" if most >= 1 << 20 else f"{most // 1024} KiB"
    return TooLargeError(errno.EFBIG, f"it is larger than {size}", str(path))


def _is_same_file(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _join_warnings(*remarks: str) -> str:
    return ", and ".join(remark for remark in remarks if remark)
