"""A disk that fails or loses power at whatever step a test names.

It stands in for `os` in the modules of `securebase_cli.storage` that use it, does everything on a
real folder, and beside it keeps account of what a real disk would hold if the power went:

- A file holds what was there at its last sync; of what was written since, nothing or one half.
- A folder holds the names it had at its last sync. Every change of a name since then (a file or
  folder made, linked, renamed, removed) may be there or not, each for itself, as disks write
  them in an order of their own. A rename inside one folder is one change. Between folders it is
  two, of which the removal never comes before the new name, unless its folder was synced first:
  that is what file systems with a journal promise.
- A folder whose own name is not there is gone with all that is in it.
- Where the sync of a file failed once, what was not on the disk by then never will be.

Syncs are only noted, which makes thousands of power cuts a matter of seconds. Modes, times and
links that point somewhere are no part of the model.
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

# Every path on the disk, a number that hard links share, and the bytes; None is a folder.
Image = tuple[tuple[str, int, bytes | None], ...]

# Bytes that one write takes at most, so that texts are written in several steps.
AT_ONCE = 400
# So many changes of names are tried in every combination; of more, as many as these would have.
_IN_FULL = 6
# What a disk can do that is full or read-only; files that were only read are let go.
_READING = frozenset({"open", "read", "let go"})
# What the program may ask of the system itself, for nothing is changed by it.
_HARMLESS = frozenset({"fstat", "listdir", "lstat", "name", "path", "stat", "strerror", "urandom"})


class PowerCut(BaseException):
    """The power is gone, and the program with it."""


class Mishap(NamedTuple):
    """What happens at the step: an error, once or from then on, or no error but the end.

    `spares_reading` is for disks that are full or read-only. `done` is for network folders: the
    step was taken, and only the answer to it was lost. Where `again` is set, the network layer
    then tried a second time, and gives back what it got.
    """

    name: str
    code: int = 0
    lasting: bool = False
    spares_reading: bool = False
    done: bool = False
    again: bool = False

    def code_of(self, what: str) -> int:
        """Return the error of such a step."""
        codes = {"unlink": errno.ENOENT, "rename": errno.ENOENT, "link": errno.EEXIST}
        return codes.get(what, self.code) if self.again else self.code


POWER_CUT = Mishap("power cut")
FULL = Mishap("disk full", errno.ENOSPC, spares_reading=True)
OVER_QUOTA = Mishap("over quota", errno.EDQUOT, spares_reading=True)
READ_ONLY = Mishap("read-only", errno.EROFS, spares_reading=True)
REFUSED = Mishap("refused", errno.EACCES)
BROKEN = Mishap("broken", errno.EIO)
ANSWER_LOST = Mishap("answer lost", errno.EIO, done=True)
DONE_TWICE = Mishap("done twice", errno.EIO, done=True, again=True)
ONCE = (FULL, OVER_QUOTA, READ_ONLY, REFUSED, BROKEN)
FOR_GOOD = tuple(
    mishap._replace(name=f"{mishap.name} for good", lasting=True)
    for mishap in (FULL, READ_ONLY, BROKEN)
)


class Attempt(NamedTuple):
    """What came of an operation that met a mishap at a step; the last of a series met none."""

    step: int
    met: str
    result: Any = None
    error: Exception | None = None


@dataclass(eq=False)
class _File:
    data: bytes = b""
    synced: bytes = b""
    spoilt: bool = False

    def sync(self) -> None:
        self.synced = self.synced if self.spoilt else self.data

    def left(self, *, half: bool) -> bytes:
        sure = len(self.synced) if self.data.startswith(self.synced) else 0
        return self.data[: sure + (len(self.data) - sure) // 2 * half]


@dataclass(eq=False)
class _Change:
    """Names that a folder got (or lost: None) at one stroke, never before another change."""

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
    spoilt: bool = False

    def change(self, names: dict[str, Any], after: _Change | None = None) -> _Change:
        self.changes.append(_Change(names, after))
        self.changes[-1].apply(self.names)
        return self.changes[-1]

    def sync(self) -> None:
        for change in self.changes:
            change.synced = True
        self.synced, self.changes = dict(self.names), []

    def left(self, kept: frozenset[_Change]) -> dict[str, Any]:
        names = dict(self.synced)
        for change in self.changes:
            before = change.after
            if change in kept and (before is None or before.synced or before in kept):
                change.apply(names)
        return names


class FailingDisk:
    """A folder on such a disk, empty at first; `has_links` says whether it knows hard links."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root.mkdir()
        self.root = root
        self.has_links = True
        self.steps: list[str] = []
        self._top = _Folder()
        self._open: dict[int, tuple[str, Any, bool]] = {}
        self._mishap: Mishap | None = None
        self._at = 0
        self._gone = False
        monkeypatch.setattr(files, "os", self)
        monkeypatch.setattr(locks, "os", self)
        monkeypatch.setattr(platform_files, "os", self)
        # macOS syncs by another call, which nothing here could note.
        monkeypatch.delattr("fcntl.F_FULLFSYNC", raising=False)

    def __getattr__(self, name: str) -> Any:
        """Leave to the system what changes nothing."""
        if self._gone:
            raise PowerCut
        assert name in _HARMLESS or name.startswith("O_"), f"the model does not know os.{name}"
        return getattr(os, name)

    # What a test does with it.

    def at_every_step(
        self, start: Image, mishap: Mishap, operation: Callable[[], object]
    ) -> Iterator[Attempt]:
        """Do the operation again and again from the start, with the mishap a step later each time.

        Ends after the attempt that went by without it. Between the attempts the disk works.
        """
        for step in itertools.count(1):
            self.reset(start)
            self._mishap, self._at = mishap, step
            result, error = None, None
            try:
                result = operation()
            except PowerCut:
                assert self._gone
            except (SecurebaseError, OSError) as failure:
                error = failure
            finally:
                self._mishap, self._gone = None, False
                left_open = [path for path, *_ in self._open.values()]
                self._close_all()
            # An answer that was lost may have been the number of the open file.
            assert mishap.done or [] == left_open
            met = self.steps[step - 1] if len(self.steps) >= step else ""
            yield Attempt(step, met, result, error)
            if not met:
                return

    def image(self) -> Image:
        """Return what is there, as a running program sees it."""
        return _image(self._top, lambda folder: folder.names, lambda file: file.data)

    def left_by_a_power_cut(self) -> list[Image]:
        """Return every disk that may be found if the power goes now."""
        changes = [change for folder in _folders(self._top) for change in folder.changes]
        choices = list(itertools.product((False, True), repeat=min(len(changes), _IN_FULL)))
        if len(changes) > _IN_FULL:
            by_chance = random.Random(len(self.steps))
            choices = [tuple(by_chance.choices((False, True), k=len(changes))) for _ in choices]
            choices += [(False,) * len(changes), (True,) * len(changes)]
        kept = [frozenset(itertools.compress(changes, choice)) for choice in choices]
        return list(
            dict.fromkeys(self._left(names, half=half) for half in (False, True) for names in kept)
        )

    def reset(self, image: Image) -> None:
        """Make the disk hold this and nothing else, all of it synced."""
        before = self.image()
        # What is there already need not be made; that saves most of the time.
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

    # What the program does with it.

    def open(self, path: str | Path, flags: int, mode: int = 0o777) -> int:
        def note(descriptor: int) -> None:
            folder, name = self._place(path)
            if name and name not in folder.names:
                self._put(path, _File())
            node = folder.names[name] if name else folder
            if flags & os.O_TRUNC:
                node.data = b""
            self._open[descriptor] = (str(path), node, bool(flags & (os.O_WRONLY | os.O_RDWR)))

        what = "create" if flags & os.O_CREAT else "open"
        return self._step(what, path, lambda: os.open(path, flags, mode), note)

    def read(self, descriptor: int, size: int) -> bytes:
        return self._on(descriptor, "read", lambda: os.read(descriptor, size))

    def write(self, descriptor: int, data: bytes) -> int:
        def note(node: Any, written: int) -> None:
            node.data += bytes(data[:written])
            assert len(node.data) == os.lseek(descriptor, 0, os.SEEK_CUR), "it only appends"

        return self._on(descriptor, "write", lambda: os.write(descriptor, data[:AT_ONCE]), note)

    def fsync(self, descriptor: int) -> None:
        try:
            self._on(descriptor, "sync", lambda: None, lambda node, _: node.sync())
        except OSError:
            self._open[descriptor][1].spoilt = True
            raise

    def close(self, descriptor: int) -> None:
        writing = self._open.get(descriptor, ("", None, False))[2]
        try:
            self._on(descriptor, "close" if writing else "let go", lambda: None)
        finally:
            # Closed it is, whatever the answer; a power cut has closed them all.
            if not self._gone:
                self._open.pop(descriptor, None)
                os.close(descriptor)

    def link(self, path: Path, target: Path, **options: bool) -> None:
        def do() -> None:
            if not self.has_links:
                raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(path))
            os.link(path, target, **options)

        def note(_: None) -> None:
            folder, name = self._place(path)
            self._put(target, folder.names[name])

        self._step("link", target, do, note)

    def rename(self, path: Path, target: Path) -> None:
        def note(_: None) -> None:
            (source, name), (folder, new) = self._place(path), self._place(target)
            node = source.names[name]
            if folder.names.get(new) is node:
                # Two names of one file both stay.
                return
            if source is folder:
                folder.change({name: None, new: node})
            else:
                source.change({name: None}, after=folder.change({new: node}))

        self._step("rename", target, lambda: os.rename(path, target), note)

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
        note: Callable[[Any, T], object] = lambda *_: None,
    ) -> T:
        path, node, _ = self._open.get(descriptor, ("", None, False))
        return self._step(what, path, do, lambda result: note(node, result))

    def _step(
        self, what: str, path: str | Path, do: Callable[[], T], note: Callable[[T], object]
    ) -> T:
        if self._gone:
            raise PowerCut
        if not f"{path}{os.sep}".startswith(f"{self.root}{os.sep}"):
            return do()
        self.steps.append(f"{what} {self._name(path)}")
        mishap, late = self._mishap, len(self.steps) - self._at
        meets = mishap is not None and (late == 0 or (late > 0 and mishap.lasting))
        if mishap is POWER_CUT and meets:
            self._gone = True
            self._close_all()
            raise PowerCut
        fails = meets and not (mishap.spares_reading and what in _READING)
        if fails and not mishap.done:
            raise OSError(mishap.code, os.strerror(mishap.code), str(path))
        result = do()
        note(result)
        if fails:
            code = mishap.code_of(what)
            raise OSError(code, os.strerror(code), str(path))
        return result

    def _left(self, names: frozenset[_Change], *, half: bool) -> Image:
        return _image(
            self._top, lambda folder: folder.left(names), lambda file: file.left(half=half)
        )

    def _close_all(self) -> None:
        for descriptor in self._open:
            os.close(descriptor)
        self._open.clear()

    def _name(self, path: str | Path) -> str:
        return str(path)[len(str(self.root)) + 1 :]

    def _place(self, path: str | Path) -> tuple[_Folder, str]:
        """Return the folder that has the name, and the name; for the root, the root and ""."""
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
    """Return the names, each with what it holds, that do not share it with another name."""
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
