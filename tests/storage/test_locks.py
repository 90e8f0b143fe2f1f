"""A file is held by one process at a time; what a process that is gone had held is left over."""

import errno
import os
import subprocess
import sys

import pytest

from securebase_cli.storage import files, locks, platform_files
from securebase_cli.storage.platform_files import LockState

# Where nothing can be held, everyone goes on: tests/test_system.py shows how.
needs_holds = pytest.mark.skipif(platform_files.fcntl is None, reason="nothing can be held here")

# Publishes a file in the folder given, but says so and waits before it is given its name.
PUBLISHING = """
import os, pathlib, sys
from securebase_cli.storage import files
def wait(*_):
    print("ready", flush=True)
    sys.stdin.read()
os.link = wait
files.create(pathlib.Path(sys.argv[1]) / "a.md", b"text")
"""


# Holding.


def test_a_hold_leaves_nothing_and_can_be_taken_again(tmp_path):
    for _ in range(2):
        with locks.lock_file(tmp_path / "held.lock") as free:
            assert free
            assert ["held.lock"] == os.listdir(tmp_path)
        assert [] == os.listdir(tmp_path)


@needs_holds
def test_a_hold_waits_for_no_one_and_leaves_nothing(tmp_path):
    path = tmp_path / "held.lock"
    with locks.lock_file(path) as first:
        with locks.lock_file(path) as second:
            assert (True, False) == (first, second)
        assert path.exists()
    assert [] == list(tmp_path.iterdir())


def test_a_hold_that_ends_in_an_error_leaves_nothing_either(tmp_path):
    with pytest.raises(KeyboardInterrupt), locks.lock_file(tmp_path / "held.lock"):
        raise KeyboardInterrupt
    assert [] == os.listdir(tmp_path)


@needs_holds
def test_who_did_not_get_a_hold_leaves_it_to_who_has_it_whatever_happens(tmp_path):
    path = tmp_path / "held.lock"
    with locks.lock_file(path):
        with pytest.raises(KeyboardInterrupt), locks.lock_file(path):
            raise KeyboardInterrupt
        with locks.lock_file(path) as third:
            assert not third


def test_a_hold_on_a_file_that_was_removed_meanwhile_is_taken_anew(tmp_path, monkeypatch):
    path = tmp_path / "held.lock"
    lock = platform_files.lock
    removed = []

    def remove_first(descriptor: int) -> LockState:
        if not removed:
            removed.append(path)
            path.unlink()
        return lock(descriptor)

    monkeypatch.setattr(platform_files, "lock", remove_first)
    with locks.lock_file(path) as free:
        assert free
        assert path.exists()


def test_a_folder_that_goes_while_a_hold_is_taken_is_the_systems_error(tmp_path, monkeypatch):
    def remove_all(_descriptor: int) -> LockState:
        (tmp_path / "inner" / "held.lock").unlink()
        (tmp_path / "inner").rmdir()
        return LockState.ACQUIRED

    (tmp_path / "inner").mkdir()
    monkeypatch.setattr(platform_files, "lock", remove_all)
    with pytest.raises(FileNotFoundError), locks.lock_file(tmp_path / "inner" / "held.lock"):
        pass


def test_a_hold_is_not_taken_through_a_link(tmp_path):
    (tmp_path / "other").write_bytes(b"precious")
    (tmp_path / "held.lock").symlink_to("other")
    with (
        pytest.raises(OSError, match=os.strerror(errno.ELOOP)),
        locks.lock_file(tmp_path / "held.lock"),
    ):
        pass
    assert b"precious" == (tmp_path / "other").read_bytes()


# What was left over.


@needs_holds
def test_a_temporary_file_is_left_over_once_its_process_was_killed(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISHING, str(tmp_path)],
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


@needs_holds
def test_whether_it_is_left_over_can_be_asked_again_and_changes_nothing(tmp_path):
    path = tmp_path / "a.md.0011.tmp"
    path.write_bytes(b"half a dra")
    assert [True, True] == [locks.is_abandoned(path) for _ in range(2)]
    assert [path] == list(tmp_path.iterdir())
    assert b"half a dra" == path.read_bytes()


@needs_holds
def test_a_held_file_is_not_left_over(tmp_path):
    path = tmp_path / "held.lock"
    with locks.lock_file(path):
        assert not locks.is_abandoned(path)


@needs_holds
def test_a_link_is_not_left_over_nor_is_what_has_gone(tmp_path):
    (tmp_path / "other").write_bytes(b"")
    (tmp_path / "a.tmp").symlink_to("other")
    assert not locks.is_abandoned(tmp_path / "a.tmp")
    assert not locks.is_abandoned(tmp_path / "none.tmp")


@pytest.mark.parametrize(("age", "left_over"), [(0, False), (3000, False), (4000, True)])
def test_where_nothing_can_be_held_what_is_an_hour_old_is_left_over(
    tmp_path, monkeypatch, age, left_over
):
    monkeypatch.setattr(platform_files, "lock", lambda _: LockState.UNSUPPORTED)
    path = tmp_path / "a.md.0011.tmp"
    path.write_bytes(b"half a dra")
    written = path.stat().st_mtime - age
    os.utime(path, (written, written))
    assert left_over == locks.is_abandoned(path)
