"""Lock files belong to one process at a time; files of processes that are gone are abandoned."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from securebase_cli.storage import files, locks, platform_files
from securebase_cli.storage.platform_files import LockState
from support.file_system import raises_os_error

# Without locks every process goes on, as test_platform_files.py shows.
needs_locks = pytest.mark.skipif(platform_files.fcntl is None, reason="files cannot be locked here")

# Creates a file in a folder, but waits before the file gets its name.
CREATE_AND_WAIT = """
import os, pathlib, sys
from securebase_cli.storage import files
def wait(*_):
    print("ready", flush=True)
    sys.stdin.read()
os.link = wait
files.create(pathlib.Path(sys.argv[1]) / "a.md", b"text")
"""


# Locking.


def test_a_lock_leaves_no_file_and_can_be_acquired_again(tmp_path):
    for _ in range(2):
        with locks.lock_file(tmp_path / "held.lock") as acquired:
            assert acquired
            assert ["held.lock"] == os.listdir(tmp_path)
        assert [] == os.listdir(tmp_path)


@needs_locks
def test_a_lock_that_is_held_elsewhere_is_not_waited_for(tmp_path):
    path = tmp_path / "held.lock"
    with locks.lock_file(path) as first:
        with locks.lock_file(path) as second:
            assert (True, False) == (first, second)
        assert path.exists()
    assert [] == list(tmp_path.iterdir())


def test_a_lock_that_ends_in_an_error_leaves_no_file_either(tmp_path):
    with pytest.raises(KeyboardInterrupt), locks.lock_file(tmp_path / "held.lock"):
        raise KeyboardInterrupt
    assert [] == os.listdir(tmp_path)


@needs_locks
def test_a_process_that_did_not_acquire_a_lock_does_not_release_it(tmp_path):
    path = tmp_path / "held.lock"
    with locks.lock_file(path):
        with pytest.raises(KeyboardInterrupt), locks.lock_file(path):
            raise KeyboardInterrupt
        with locks.lock_file(path) as third:
            assert not third


@pytest.mark.posix("open files that can be removed")
def test_a_lock_on_a_file_that_was_removed_meanwhile_is_acquired_anew(tmp_path, monkeypatch):
    path = tmp_path / "held.lock"
    lock = platform_files.lock
    removed = []

    def remove_first(descriptor: int) -> LockState:
        if not removed:
            removed.append(path)
            path.unlink()
        return lock(descriptor)

    monkeypatch.setattr(platform_files, "lock", remove_first)
    with locks.lock_file(path) as acquired:
        assert acquired
        assert path.exists()


@pytest.mark.posix("open files that can be removed")
def test_a_folder_that_is_removed_during_locking_is_an_error_of_the_system(tmp_path, monkeypatch):
    def remove_all(_descriptor: int) -> LockState:
        (tmp_path / "inner" / "held.lock").unlink()
        (tmp_path / "inner").rmdir()
        return LockState.ACQUIRED

    (tmp_path / "inner").mkdir()
    monkeypatch.setattr(platform_files, "lock", remove_all)
    with pytest.raises(FileNotFoundError), locks.lock_file(tmp_path / "inner" / "held.lock"):
        pass


@pytest.mark.posix("links that everyone may make")
def test_a_link_is_not_locked(tmp_path):
    (tmp_path / "other").write_bytes(b"precious")
    (tmp_path / "held.lock").symlink_to("other")
    with (
        pytest.raises(OSError, match=os.strerror(errno.ELOOP)),
        locks.lock_file(tmp_path / "held.lock"),
    ):
        pass
    assert b"precious" == (tmp_path / "other").read_bytes()


# Abandoned files.


@needs_locks
def test_a_temporary_file_is_abandoned_once_its_process_was_killed(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", CREATE_AND_WAIT, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            assert b"ready\n" == process.stdout.readline()
            (temporary,) = tmp_path.iterdir()
            assert temporary.name.endswith(files.TEMPORARY_SUFFIX)
            assert not locks.is_abandoned(temporary)
        finally:
            process.kill()
    assert locks.is_abandoned(temporary)


@needs_locks
def test_checking_for_abandoned_files_changes_nothing(tmp_path):
    path = tmp_path / "a.md.0011.tmp"
    path.write_bytes(b"half a dra")
    assert [True, True] == [locks.is_abandoned(path) for _ in range(2)]
    assert [path] == list(tmp_path.iterdir())
    assert b"half a dra" == path.read_bytes()


@needs_locks
def test_a_locked_file_is_not_abandoned(tmp_path):
    path = tmp_path / "held.lock"
    with locks.lock_file(path):
        assert not locks.is_abandoned(path)


@needs_locks
def test_neither_a_link_nor_a_missing_file_is_abandoned(tmp_path):
    (tmp_path / "other").write_bytes(b"")
    (tmp_path / "a.tmp").symlink_to("other")
    assert not locks.is_abandoned(tmp_path / "a.tmp")
    assert not locks.is_abandoned(tmp_path / "none.tmp")


@pytest.mark.parametrize(("age", "abandoned"), [(0, False), (3000, False), (4000, True)])
def test_without_locks_a_file_is_abandoned_after_an_hour(tmp_path, monkeypatch, age, abandoned):
    monkeypatch.setattr(platform_files, "lock", lambda _: LockState.UNSUPPORTED)
    path = tmp_path / "a.md.0011.tmp"
    path.write_bytes(b"half a dra")
    written = path.stat().st_mtime - age
    os.utime(path, (written, written))
    assert abandoned == locks.is_abandoned(path)


@needs_locks
def test_a_lock_is_held_while_a_process_has_it(tmp_path):
    path = tmp_path / "held.lock"
    assert not locks.is_held(path)
    with locks.lock_file(path):
        assert locks.is_held(path)
    path.touch()
    assert not locks.is_held(path), "a process that was killed holds nothing"
    assert path.exists()


@pytest.mark.parametrize("removed", [True, False], ids=["removed", "only looked at"])
def test_a_temporary_file_seen_before_it_is_locked_is_made_anew(tmp_path, monkeypatch, removed):
    lock = platform_files.lock
    seen: list[Path] = []

    def look_first(descriptor):
        (temporary,) = tmp_path.glob("*.tmp")
        if seen:
            return lock(descriptor)
        seen.append(temporary)
        # On Windows an open file can't be removed.
        if removed and not platform_files.WINDOWS:
            temporary.unlink()
        return LockState.HELD_ELSEWHERE

    monkeypatch.setattr(platform_files, "lock", look_first)
    assert "" == files.create(tmp_path / "a.md", b"text")
    assert [tmp_path / "a.md"] == list(tmp_path.iterdir())
    assert b"text" == (tmp_path / "a.md").read_bytes()


@needs_locks
def test_a_file_that_goes_while_it_is_looked_at_is_not_abandoned(tmp_path, monkeypatch):
    path = tmp_path / ".a.md.securebase-0123abcd.tmp"
    path.touch()
    lock = platform_files.lock

    def finish_meanwhile(descriptor):
        path.unlink()
        return lock(descriptor)

    monkeypatch.setattr(platform_files, "lock", finish_meanwhile)
    assert not locks.is_abandoned(path)


def test_temporary_files_that_cannot_be_removed_are_no_error(tmp_path, monkeypatch):
    left = tmp_path / ".a.md.securebase-0123abcd.tmp"
    left.touch()
    os.utime(left, (0, 0))
    monkeypatch.setattr(files, "remove", raises_os_error(errno.EACCES))
    locks.remove_abandoned_files(tmp_path / "a.md")
    assert left.exists()
    locks.remove_abandoned_files(tmp_path / "missing" / "a.md")


@pytest.mark.parametrize("name", ["b.md", "of\ntwo lines.md", ".md", "b"])
def test_only_temporary_files_that_nobody_holds_are_removed(tmp_path, name):
    left = tmp_path / f".{name}.securebase-0123abcd.tmp"
    try:
        left.touch()
    except OSError:
        pytest.skip("no file here can have this name")
    os.utime(left, (0, 0))
    theirs = tmp_path / ".b.md.0123abcd.tmp"
    theirs.touch()
    os.utime(theirs, (0, 0))
    locks.remove_abandoned_files(tmp_path / "a.md")
    assert [theirs] == list(tmp_path.iterdir())
