"""A disk that fails or loses power at any step that a test names.

It replaces `os` in the modules of `securebase_cli.storage`, works on a real folder, and records
what a real disk would hold after a power cut:

- A file holds what it held at its last sync, and none or one half of what was written since.
- A folder holds the names it had at its last sync. Each change of a name since then (a file or
  folder created, linked, renamed or removed) may be lost or not, independently of the others, since
  disks write them in any order. A rename within a folder is one change. Between folders it is two;
  the removal never comes before the new name unless its folder was synced first, as file systems
  with a journal promise.
- A folder whose own name is lost is lost with everything in it.
- What a failed sync did not write is never written, even if a later sync succeeds.

Syncs are only recorded, so thousands of power cuts take seconds. Permissions, times and symbolic
links are not modelled.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from securebase_cli.errors import SecurebaseError
from securebase_cli.storage import files, locks, platform_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

T = TypeVar("T")

# Each path on the disk, with a number that hard links share and its bytes, or None for a folder.
Image = tuple[tuple[str, int, bytes | None], ...]

# One write accepts no more, so that texts are written in several steps.
MAX_WRITE_BYTES = 400
# Up to this many changes are tried in all combinations; of more, a random sample of that size.
_MAX_CHANGES_IN_FULL = 6
# Steps that succeed on a full or read-only disk; "let go" closes a file that was only read.
_READING_STEPS = frozenset({"open", "read", "let go"})
# Attributes of `os` that change nothing on the disk.
_PASSED_THROUGH = frozenset(
    {
        *("fstat", "geteuid", "listdir", "lstat", "name", "path", "stat", "stat_result"),
        *("strerror", "urandom"),
        # Owners, permissions and extended attributes are not modelled.
        *("fchmod", "fchown", "getxattr", "listxattr", "removexattr", "setxattr"),
    }
)


class PowerCut(BaseException):
    """The power was cut, which ends the program."""


class Fault(NamedTuple):
    """A fault at a step: an error, once or from then on, or a power cut.

    `allows_reading` is for disks that are full or read-only. `step_is_done` is for network folders:
    the step was done, but its answer was lost. With `is_retried` the network layer then tried again
    and returned the error of the second try.
    """

    name: str
    code: int = 0
    is_permanent: bool = False
    allows_reading: bool = False
    step_is_done: bool = False
    is_retried: bool = False

    def code_of(self, what: str) -> int:
        """Return the error code of a step of this kind."""
        codes = {"unlink": errno.ENOENT, "rename": errno.ENOENT, "link": errno.EEXIST}
        return codes.get(what, self.code) if self.is_retried else self.code


POWER_CUT = Fault("power cut")
FULL = Fault("disk full", errno.ENOSPC, allows_reading=True)
OVER_QUOTA = Fault("over quota", errno.EDQUOT, allows_reading=True)
READ_ONLY = Fault("read-only", errno.EROFS, allows_reading=True)
REFUSED = Fault("refused", errno.EACCES)
BROKEN = Fault("broken", errno.EIO)
ANSWER_LOST = Fault("answer lost", errno.EIO, step_is_done=True)
DONE_TWICE = Fault("done twice", errno.EIO, step_is_done=True, is_retried=True)
TEMPORARY_FAULTS = (FULL, OVER_QUOTA, READ_ONLY, REFUSED, BROKEN)
PERMANENT_FAULTS = tuple(
    fault._replace(name=f"{fault.name} for good", is_permanent=True)
    for fault in (FULL, READ_ONLY, BROKEN)
)


class Attempt(NamedTuple):
    """The outcome of an operation with a fault at one step; `failed_step` is "" without a fault."""

    step: int
    failed_step: str
    result: Any = None
    error: Exception | None = None


@dataclass(eq=False)
class _File:
    data: bytes = b""
    synced: bytes = b""
    sync_failed: bool = False

    def sync(self) -> None:
        self.synced = self.synced if self.sync_failed else self.data

    def after_power_cut(self, *, half: bool) -> bytes:
        sure = len(self.synced) if self.data.startswith(self.synced) else 0
        return self.data[: sure + (len(self.data) - sure) // 2 * half]


@dataclass(eq=False)
class _Change:
    """Names that a folder gets (or loses: None) in one change, which never precedes `after`."""

    names: dict[str, Any]
    after: _Change | None = None
    synced: bool = False

    def apply(self, names: dict[str, Any]) -> None:
        for name, node in self.names.items():
            names[name] = node
            if node is None:
                del names[name]


@dataclass(eq=False)
class _Folder:
    names: dict[str, Any] = field(default_factory=dict)
    synced: dict[str, Any] = field(default_factory=dict)
    changes: list[_Change] = field(default_factory=list)
    sync_failed: bool = False

    def change(self, names: dict[str, Any], after: _Change | None = None) -> _Change:
        self.changes.append(_Change(names, after))
        self.changes[-1].apply(self.names)
        return self.changes[-1]

    def sync(self) -> None:
        for change in self.changes:
            change.synced = True
        self.synced, self.changes = dict(self.names), []

    def after_power_cut(self, surviving: frozenset[_Change]) -> dict[str, Any]:
        names = dict(self.synced)
        for change in self.changes:
            before = change.after
            if change in surviving and (before is None or before.synced or before in surviving):
                change.apply(names)
        return names


class FailingDisk:
    """A folder on such a disk, empty at first; `has_links` is whether it supports hard links."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root.mkdir()
        self.root = root
        self.has_links = True
        self.steps: list[str] = []
        self._top = _Folder()
        self._open: dict[int, tuple[str, Any, bool]] = {}
        self._fault: Fault | None = None
        self._fault_step = 0
        self._power_is_cut = False
        monkeypatch.setattr(files, "os", self)
        monkeypatch.setattr(locks, "os", self)
        monkeypatch.setattr(platform_files, "os", self)
        # macOS syncs with another call, which is not recorded here.
        monkeypatch.delattr("fcntl.F_FULLFSYNC", raising=False)

    def __getattr__(self, name: str) -> Any:
        """Pass attributes that change nothing through to `os`."""
        if self._power_is_cut:
            raise PowerCut
        assert name in _PASSED_THROUGH or name.startswith("O_"), (
            f"the model does not know os.{name}"
        )
        return getattr(os, name)

    # Called by tests.

    def at_every_step(
        self, start: Image, fault: Fault, operation: Callable[[], object]
    ) -> Iterator[Attempt]:
        """Repeat the operation from the same start, with the fault one step later each time.

        Ends after the attempt that went by without it. Between the attempts the disk works.
        """
        for step in itertools.count(1):
            self.reset(start)
            self._fault, self._fault_step = fault, step
            result, error = None, None
            try:
                result = operation()
            except PowerCut:
                assert self._power_is_cut
            except (SecurebaseError, OSError) as failure:
                error = failure
            finally:
                self._fault, self._power_is_cut = None, False
                left_open = [path for path, *_ in self._open.values()]
                self._close_all()
            # If the lost answer was the descriptor of an opened file, nothing can close it.
            assert fault.step_is_done or [] == left_open
            met = self.steps[step - 1] if len(self.steps) >= step else ""
            yield Attempt(step, met, result, error)
            if not met:
                return

    def image(self) -> Image:
        """Return the disk as a running program sees it."""
        return _image(self._top, lambda folder: folder.names, lambda file: file.data)

    def images_after_a_power_cut(self) -> list[Image]:
        """Return every state that the disk may have after a power cut now."""
        changes = [change for folder in _folders(self._top) for change in folder.changes]
        choices = list(
            itertools.product((False, True), repeat=min(len(changes), _MAX_CHANGES_IN_FULL))
        )
        if len(changes) > _MAX_CHANGES_IN_FULL:
            by_chance = random.Random(len(self.steps))
            choices = [tuple(by_chance.choices((False, True), k=len(changes))) for _ in choices]
            choices += [(False,) * len(changes), (True,) * len(changes)]
        kept = [frozenset(itertools.compress(changes, choice)) for choice in choices]
        return list(
            dict.fromkeys(
                self._image_after_power_cut(names, half=half)
                for half in (False, True)
                for names in kept
            )
        )

    def reset(self, image: Image) -> None:
        """Make the disk hold exactly this image, all of it synced."""
        before = self.image()
        # Files that are there already are not made again, which saves most of the time.
        stays = _single(before) & _single(image)
        for name, _, data in reversed(before):
            if (name, data) not in stays:
                (os.rmdir if data is None else os.unlink)(self.root / name)
        self._top, self.steps = _Folder(), []
        first: dict[int, tuple[Path, _File | _Folder]] = {}
        for name, number, data in image:
            path = self.root / name
            node = _Folder() if data is None else _File(data, data)
            if number in first:
                other, node = first[number]
                os.link(other, path)
            elif (name, data) not in stays and data is None:
                path.mkdir(mode=0o700)
            elif (name, data) not in stays:
                path.write_bytes(data)
                path.chmod(0o600)
            first[number] = (path, node)
            self._put(path, node)
        for folder in _folders(self._top):
            folder.sync()

    # Called by the program, as `os`.

    def open(self, path: str | Path, flags: int, mode: int = 0o777) -> int:
        def record(descriptor: int) -> None:
            folder, name = self._place(path)
            if name and name not in folder.names:
                self._put(path, _File())
            node = folder.names[name] if name else folder
            if flags & os.O_TRUNC:
                node.data = b""
            self._open[descriptor] = (str(path), node, bool(flags & (os.O_WRONLY | os.O_RDWR)))

        what = "create" if flags & os.O_CREAT else "open"
        return self._step(what, path, lambda: os.open(path, flags, mode), record)

    def read(self, descriptor: int, size: int) -> bytes:
        return self._on(descriptor, "read", lambda: os.read(descriptor, size))

    def write(self, descriptor: int, data: bytes) -> int:
        def record(node: Any, written: int) -> None:
            node.data += bytes(data[:written])
            assert len(node.data) == os.lseek(descriptor, 0, os.SEEK_CUR), "it only appends"

        return self._on(
            descriptor, "write", lambda: os.write(descriptor, data[:MAX_WRITE_BYTES]), record
        )

    def fsync(self, descriptor: int) -> None:
        try:
            self._on(descriptor, "sync", lambda: None, lambda node, _: node.sync())
        except OSError:
            self._open[descriptor][1].sync_failed = True
            raise

    def close(self, descriptor: int) -> None:
        writing = self._open.get(descriptor, ("", None, False))[2]
        try:
            self._on(descriptor, "close" if writing else "let go", lambda: None)
        finally:
            # A failed close closes the file as well; a power cut has closed all of them.
            if not self._power_is_cut:
                self._open.pop(descriptor, None)
                os.close(descriptor)

    def link(self, path: Path, target: Path, **options: bool) -> None:
        def link() -> None:
            if not self.has_links:
                raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(path))
            os.link(path, target, **options)

        def record(_: None) -> None:
            folder, name = self._place(path)
            self._put(target, folder.names[name])

        self._step("link", target, link, record)

    def rename(self, path: Path, target: Path) -> None:
        def record(_: None) -> None:
            (source, name), (folder, new) = self._place(path), self._place(target)
            node = source.names[name]
            if folder.names.get(new) is node:
                # Two names of one file both stay.
                return
            if source is folder:
                folder.change({name: None, new: node})
            else:
                source.change({name: None}, after=folder.change({new: node}))

        self._step("rename", target, lambda: os.rename(path, target), record)

    replace = rename

    def unlink(self, path: Path) -> None:
        self._step("unlink", path, lambda: os.unlink(path), lambda _: self._put(path, None))

    def mkdir(self, path: Path, mode: int = 0o777) -> None:
        self._step(
            "mkdir", path, lambda: os.mkdir(path, mode), lambda _: self._put(path, _Folder())
        )

    def rmdir(self, path: Path) -> None:
        self._step("rmdir", path, lambda: os.rmdir(path), lambda _: self._put(path, None))

    def _on(
        self,
        descriptor: int,
        what: str,
        do: Callable[[], T],
        record: Callable[[Any, T], object] = lambda *_: None,
    ) -> T:
        path, node, _ = self._open.get(descriptor, ("", None, False))
        return self._step(what, path, do, lambda result: record(node, result))

    def _step(
        self, what: str, path: str | Path, do: Callable[[], T], record: Callable[[T], object]
    ) -> T:
        if self._power_is_cut:
            raise PowerCut
        if not f"{path}{os.sep}".startswith(f"{self.root}{os.sep}"):
            return do()
        self.steps.append(f"{what} {self._name(path)}")
        fault, late = self._fault, len(self.steps) - self._fault_step
        meets = fault is not None and (late == 0 or (late > 0 and fault.is_permanent))
        if fault is POWER_CUT and meets:
            self._power_is_cut = True
            self._close_all()
            raise PowerCut
        fails = meets and not (fault.allows_reading and what in _READING_STEPS)
        if fails and not fault.step_is_done:
            raise OSError(fault.code, os.strerror(fault.code), str(path))
        result = do()
        record(result)
        if fails:
            code = fault.code_of(what)
            raise OSError(code, os.strerror(code), str(path))
        return result

    def _image_after_power_cut(self, names: frozenset[_Change], *, half: bool) -> Image:
        return _image(
            self._top,
            lambda folder: folder.after_power_cut(names),
            lambda file: file.after_power_cut(half=half),
        )

    def _close_all(self) -> None:
        for descriptor in self._open:
            os.close(descriptor)
        self._open.clear()

    def _name(self, path: str | Path) -> str:
        return str(path)[len(str(self.root)) + 1 :]

    def _place(self, path: str | Path) -> tuple[_Folder, str]:
        """Return the folder of a path and the name in it; for the root, the root and ""."""
        folder: Any = self._top
        *above, name = self._name(path).split(os.sep)
        for part in above:
            folder = folder.names[part]
        return folder, name

    def _put(self, path: str | Path, node: _File | _Folder | None) -> None:
        folder, name = self._place(path)
        folder.change({name: node})


def _folders(top: _Folder) -> Iterator[_Folder]:
    yield top
    for node in dict.fromkeys((*top.names.values(), *top.synced.values())):
        if isinstance(node, _Folder):
            yield from _folders(node)


def _single(image: Image) -> set[tuple[str, bytes | None]]:
    """Return the names and bytes of files that have only one name."""
    shared = Counter(number for _, number, _ in image)
    return {(name, data) for name, number, data in image if shared[number] == 1}


def _image(
    top: _Folder, names_of: Callable[[_Folder], dict[str, Any]], bytes_of: Callable[[_File], bytes]
) -> Image:
    numbers: dict[int, int] = {}

    def walk(folder: _Folder, above: str) -> Iterator[tuple[str, int, bytes | None]]:
        for name, node in sorted(names_of(folder).items(), key=lambda item: item[0]):
            number = numbers.setdefault(id(node), len(numbers))
            if isinstance(node, _Folder):
                yield f"{above}{name}", number, None
                yield from walk(node, f"{above}{name}/")
            else:
                yield f"{above}{name}", number, bytes_of(node)

    return tuple(walk(top, ""))
