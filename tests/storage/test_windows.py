"""Windows, played: what is open has its name for good, and renaming replaces nothing.

What is known of it is written down in `Windows` and `Msvcrt`, and the program runs against that.
"""

import errno
import os
import time
from types import SimpleNamespace
from typing import Any

import pytest

from securebase_cli.storage import files, locks, platform_files
from support.file_system import contents_of, raises_os_error

# ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
BUSY = (5, 32, 33)


class Msvcrt:
    """The locks of Windows: on one byte of a file, for as long as it is open."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.holders: dict[tuple[int, int], int] = {}

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        assert (self.LK_NBLCK, 1) == (mode, count)
        if self.holders.setdefault(_identity(os.fstat(descriptor)), descriptor) != descriptor:
            raise PermissionError(errno.EACCES, "Permission denied")


class Windows:
    """Windows: what is open has its name for good, and renaming replaces nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, msvcrt: Msvcrt) -> None:
        self._msvcrt = msvcrt
        self._open: dict[int, tuple[int, int]] = {}
        self.steps: list[str] = []
        for name in ("open", "close", "rename", "replace", "unlink", "link"):
            monkeypatch.setattr(os, name, self._noting(name, getattr(os, name)))

    def _noting(self, name: str, call: Any) -> Any:
        before = getattr(self, f"_before_{name}", lambda *_: None)
        after = getattr(self, f"_after_{name}", lambda *_: None)

        def do(*args: Any, **options: Any) -> Any:
            before(*args)
            done = call(*args, **options)
            if name != "open":
                self.steps.append(name)
            after(done, *args)
            return done

        return do

    def _before_open(self, path: Any, *_: object) -> None:
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied")

    def _after_open(self, descriptor: int, *_: object) -> None:
        self._open[descriptor] = _identity(os.fstat(descriptor))

    def _before_close(self, descriptor: int) -> None:
        identity = self._open.pop(descriptor, None)
        if self._msvcrt.holders.get(identity) == descriptor:
            del self._msvcrt.holders[identity]

    def _before_unlink(self, path: Any) -> None:
        if _identity(os.lstat(path)) in self._open.values():
            raise _busy(32)

    def _before_replace(self, path: Any, target: Any) -> None:
        self._before_unlink(path)
        if os.path.lexists(target):
            self._before_unlink(target)

    def _before_rename(self, path: Any, target: Any) -> None:
        self._before_unlink(path)
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _busy(code: int | None) -> PermissionError:
    """Return the error of a busy file; os.open tells no code of Windows, all other calls do."""
    error = PermissionError(errno.EACCES, "Permission denied")
    if code is not None:
        error.winerror = code
    return error


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """Replace waiting by recording how long (s) it would take."""
    pauses: list[float] = []
    monkeypatch.setattr(platform_files, "time", SimpleNamespace(sleep=pauses.append))
    return pauses


@pytest.fixture
def msvcrt() -> Msvcrt:
    return Msvcrt()


@pytest.fixture
def windows(monkeypatch, msvcrt) -> Windows:
    monkeypatch.setattr(platform_files, "WINDOWS", True)
    monkeypatch.setattr(platform_files, "fcntl", None)
    monkeypatch.setattr(platform_files, "msvcrt", msvcrt)
    return Windows(monkeypatch, msvcrt)


@pytest.fixture
def without_links(monkeypatch) -> None:
    monkeypatch.setattr(os, "link", raises_os_error(errno.EINVAL))


def test_on_windows_a_folder_is_not_even_opened_to_be_synced(tmp_path, windows, fsynced):
    platform_files.sync_folder(tmp_path)
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert ["file"] == fsynced


# An open file can be neither renamed nor removed.


def test_on_windows_a_file_is_closed_before_it_gets_its_name(tmp_path, windows, pauses):
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert ["close", "link", "unlink"] == windows.steps
    assert {"a.md": b"new"} == contents_of(tmp_path)
    assert [] == pauses


@pytest.mark.usefixtures("without_links")
def test_on_windows_without_links_a_file_is_closed_and_then_renamed(tmp_path, windows, pauses):
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert ["close", "rename"] == windows.steps
    assert {"a.md": b"new"} == contents_of(tmp_path)
    assert [] == pauses


@pytest.mark.usefixtures("without_links", "windows")
@pytest.mark.parametrize("content", [b"precious", b""], ids=["full", "empty"])
def test_on_windows_renaming_never_replaces(tmp_path, content):
    (tmp_path / "a.md").write_bytes(content)
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "a.md", b"new")
    assert {"a.md": content} == contents_of(tmp_path)


def test_on_windows_a_file_is_closed_before_it_replaces_another(tmp_path, windows, pauses):
    (tmp_path / "a.md").write_bytes(b"old")
    assert "" == files.replace(tmp_path / "a.md", b"new")
    assert ["close", "replace"] == windows.steps
    assert {"a.md": b"new"} == contents_of(tmp_path)
    assert [] == pauses


@pytest.mark.usefixtures("without_links")
def test_on_windows_a_file_is_moved_by_renaming_and_never_over_another(tmp_path, windows):
    (tmp_path / "a.md").write_bytes(b"new")
    files.move(tmp_path / "a.md", tmp_path / "b.md")
    assert ["rename"] == windows.steps
    assert {"b.md": b"new"} == contents_of(tmp_path)
    (tmp_path / "a.md").write_bytes(b"precious")
    with pytest.raises(FileExistsError):
        files.move(tmp_path / "b.md", tmp_path / "a.md")
    assert {"a.md": b"precious", "b.md": b"new"} == contents_of(tmp_path)


@pytest.mark.usefixtures("windows")
def test_on_windows_a_check_of_a_folder_leaves_nothing_behind(tmp_path, pauses):
    files.check_writable(tmp_path)
    assert {} == contents_of(tmp_path)
    assert [] == pauses


@pytest.mark.usefixtures("windows")
def test_on_windows_no_bits_tell_who_may_read_a_file(tmp_path):
    (tmp_path / "a.md").write_bytes(b"text")
    (tmp_path / "a.md").chmod(0o666)
    assert not files.is_open_to_others(tmp_path / "a.md")


@pytest.mark.usefixtures("windows")
def test_on_windows_a_folder_is_no_busy_file(tmp_path, pauses):
    (tmp_path / "a.md").mkdir()
    with pytest.raises(files.NotRegularFileError):
        files.read(tmp_path / "a.md", 100)
    assert [] == pauses


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("step", ["write", "fsync"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_on_windows_a_write_that_fails_leaves_no_temporary_file(tmp_path, monkeypatch, step, code):
    (tmp_path / "a.md").write_bytes(b"old")
    monkeypatch.setattr(os, step, raises_os_error(code))
    for write in (files.replace, files.create):
        with pytest.raises(OSError, match=os.strerror(code)):
            write(tmp_path / "a.md", b"new")
    with pytest.raises(OSError, match=os.strerror(code)):
        files.check_writable(tmp_path)
    assert {"a.md": b"old"} == contents_of(tmp_path)


@pytest.mark.usefixtures("windows")
def test_on_windows_a_temporary_file_is_left_over_once_nobody_holds_it(tmp_path):
    path = tmp_path / ".a.md.00112233.tmp"
    path.write_bytes(b"half of it")
    assert not locks.is_abandoned(path), "it may be closed only to get its name"
    two_minutes_ago = time.time() - 120
    os.utime(path, (two_minutes_ago, two_minutes_ago))
    assert locks.is_abandoned(path)
    holder = os.open(path, os.O_RDWR)
    assert platform_files.LockState.ACQUIRED is platform_files.lock(holder)
    assert not locks.is_abandoned(path)
    os.close(holder)


# Drives and network folders may not be there; names that begin with a full stop are not hidden.


@pytest.mark.usefixtures("windows")
def test_on_windows_a_drive_that_is_not_there_is_no_empty_folder(tmp_path, monkeypatch):
    exists = os.path.exists
    drive = tmp_path.anchor
    monkeypatch.setattr(os.path, "exists", lambda path: path != drive and exists(path))
    for use in (files.list_names, files.make_folder):
        with pytest.raises(FileNotFoundError, match="is not there"):
            use(tmp_path / "nowhere")
    assert {} == contents_of(tmp_path)


def test_a_folder_that_is_not_there_has_no_names(tmp_path):
    assert [] == files.list_names(tmp_path / "journal")


@pytest.mark.usefixtures("windows")
def test_on_windows_a_new_folder_with_a_full_stop_is_hidden(tmp_path, monkeypatch):
    hidden = []
    kernel32 = SimpleNamespace(SetFileAttributesW=lambda path, flag: hidden.append((path, flag)))
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(kernel32=kernel32), raising=False)
    files.make_folder(tmp_path / "journal" / ".securebase" / "drafts")
    assert [(str(tmp_path / "journal" / ".securebase"), 2)] == hidden


# A virus scanner has a file open for a moment.


def _while_busy(monkeypatch, name: str, times: int, code: int | None) -> list[str]:
    """Let a call fail this number of times because a file is open; return its calls."""
    calls: list[str] = []
    call = getattr(os, name)

    def do(*args: Any, **options: Any) -> Any:
        calls.append(name)
        if len(calls) <= times:
            raise _busy(code)
        return call(*args, **options)

    monkeypatch.setattr(os, name, do)
    return calls


WAYS = {
    "replace": lambda folder: files.replace(folder / "a.md", b"new"),
    "unlink": lambda folder: files.remove(folder / "a.md"),
    "rename": lambda folder: files.move(folder / "a.md", folder / "b.md"),
    "open": lambda folder: files.read(folder / "a.md", 100),
}
each_way = pytest.mark.parametrize("name", WAYS)
EACH_REFUSAL = [(name, code) for name in WAYS for code in ((None,) if name == "open" else BUSY)]


@pytest.mark.usefixtures("without_links")
@pytest.mark.parametrize(("name", "code"), EACH_REFUSAL)
def test_on_windows_a_file_that_is_busy_for_a_moment_is_waited_for(
    tmp_path, monkeypatch, pauses, name, code
):
    (tmp_path / "a.md").write_bytes(b"old")
    monkeypatch.setattr(platform_files, "WINDOWS", True)
    calls = _while_busy(monkeypatch, name, 3, code)
    WAYS[name](tmp_path)
    assert 4 == len(calls)
    assert 3 == len(pauses)
    assert pauses == sorted(pauses)
    after = {"replace": {"a.md": b"new"}, "unlink": {}, "rename": {"b.md": b"old"}}
    assert after.get(name, {"a.md": b"old"}) == contents_of(tmp_path)


@pytest.mark.usefixtures("without_links")
@each_way
def test_on_windows_a_file_that_stays_busy_is_an_error_after_a_second_or_two(
    tmp_path, monkeypatch, pauses, name
):
    (tmp_path / "a.md").write_bytes(b"old")
    monkeypatch.setattr(platform_files, "WINDOWS", True)
    calls = _while_busy(monkeypatch, name, 1000, None if name == "open" else 32)
    with pytest.raises(PermissionError):
        WAYS[name](tmp_path)
    assert 1 <= sum(pauses) <= 2
    assert len(pauses) + 1 == len(calls)
    assert b"old" == (tmp_path / "a.md").read_bytes()
    assert not (tmp_path / "b.md").exists()


@pytest.mark.usefixtures("without_links")
@each_way
@pytest.mark.parametrize(
    ("windows", "code"),
    [(True, 1314), pytest.param(False, None, marks=pytest.mark.posix("refusals at once"))],
    ids=["1314", "Linux"],
)
def test_any_other_refusal_is_an_error_at_once(tmp_path, monkeypatch, pauses, name, windows, code):
    (tmp_path / "a.md").write_bytes(b"old")
    monkeypatch.setattr(platform_files, "WINDOWS", windows)
    calls = _while_busy(monkeypatch, name, 1, code)
    with pytest.raises(PermissionError):
        WAYS[name](tmp_path)
    assert [name] == calls
    assert [] == pauses
    assert {"a.md": b"old"} == contents_of(tmp_path)


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("code", BUSY)
def test_on_windows_a_link_that_is_refused_for_a_moment_is_not_needed(
    tmp_path, monkeypatch, pauses, code
):
    _while_busy(monkeypatch, "link", 1000, code)
    _while_busy(monkeypatch, "rename", 2, code)
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == contents_of(tmp_path)
    assert 2 == len(pauses)


@pytest.mark.usefixtures("windows")
def test_on_windows_a_temporary_file_that_is_busy_for_a_moment_is_removed(
    tmp_path, monkeypatch, pauses
):
    _while_busy(monkeypatch, "unlink", 5, 32)
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == contents_of(tmp_path)
    assert 5 == len(pauses)


# Locks.


@pytest.mark.usefixtures("windows")
def test_on_windows_one_of_two_acquires_a_lock_and_closing_the_file_releases_it(tmp_path, msvcrt):
    path = tmp_path / "held.lock"
    with locks.lock_file(path) as first:
        with locks.lock_file(path) as second:
            assert (True, False) == (first, second)
        assert 1 == len(msvcrt.holders), "a process without the lock does not release it"
        assert path.exists()
    assert {} == msvcrt.holders
    with locks.lock_file(path) as again:
        assert again


def test_on_windows_a_lock_file_is_removed_after_it_is_closed(tmp_path, windows):
    with locks.lock_file(tmp_path / "held.lock"):
        pass
    assert ["close", "unlink"] == windows.steps
    assert {} == contents_of(tmp_path)


@pytest.mark.usefixtures("windows")
def test_on_windows_a_lock_file_that_is_open_elsewhere_stays(tmp_path):
    path = tmp_path / "held.lock"
    with locks.lock_file(path):
        other = os.open(path, os.O_RDWR)
    assert path.exists()
    os.close(other)
