"""A file is whole or not there, never over another, never through a link."""

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from securebase_cli.core import files
from securebase_cli.core.files import NotAFileError, TooLargeError


def _failing(code: int):
    def fail(*_args: object, **_options: object):
        raise OSError(code, os.strerror(code))

    return fail


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def _folders_cannot_be_synced(monkeypatch):
    """Let the disk fail when a folder is synced, and only then."""
    sync = os.fsync

    def fail(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fail)


# Reading.


def test_a_file_is_read_whole(tmp_path):
    data = bytes(range(256)) * 9000
    (tmp_path / "a").write_bytes(data)
    assert data == files.read(tmp_path / "a", len(data))
    assert data == files.read(str(tmp_path / "a"), len(data) + 1)


@pytest.mark.parametrize(
    ("most", "words"), [(2048, "2 KiB"), (1 << 20, "1 MiB"), (3 << 20, "3 MiB")]
)
def test_a_file_larger_than_allowed_is_refused(tmp_path, most, words):
    path = tmp_path / "a"
    path.write_bytes(b"x" * (most + 1))
    with pytest.raises(TooLargeError) as refused:
        files.read(path, most)
    assert f"it is larger than {words}" == refused.value.strerror


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    status = os.fstat

    def then_somebody_writes(descriptor):
        found = status(descriptor)
        path.write_bytes(b"123456")
        return found

    monkeypatch.setattr(os, "fstat", then_somebody_writes)
    with pytest.raises(TooLargeError) as refused:
        files.read(path, 5)
    assert "it is larger than 0 KiB" == refused.value.strerror


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(NotAFileError) as refused:
        files.read(tmp_path / "a", 100)
    assert "it is a link" == refused.value.strerror


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_a_folder_or_a_pipe_is_refused_at_once(tmp_path, make):
    make(tmp_path / "a")
    with pytest.raises(NotAFileError) as refused:
        files.read(tmp_path / "a", 100)
    assert "it is not a regular file" == refused.value.strerror


def test_a_file_that_is_not_there_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path / "a", 100)


def test_no_file_stays_open(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    before = os.listdir("/proc/self/fd")
    files.read(tmp_path / "a", 5)
    with pytest.raises(TooLargeError):
        files.read(tmp_path / "a", 4)
    files.publish(tmp_path / "b", b"text")
    files.replace(tmp_path / "b", b"text")
    assert before == os.listdir("/proc/self/fd")


# Publishing under a new name.


def test_what_is_published_is_whole_private_and_alone(tmp_path):
    data = "Grüße\n".encode() * 50_000
    assert "" == files.publish(tmp_path / "a.md", data)
    assert {"a.md": data} == _in(tmp_path)
    assert 0o600 == _mode(tmp_path / "a.md")
    assert 1 == (tmp_path / "a.md").stat().st_nlink


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without links"])
def test_a_name_that_is_taken_is_never_taken_over(tmp_path, monkeypatch, links):
    (tmp_path / "a.md").write_bytes(b"precious")
    if not links:
        monkeypatch.setattr(os, "link", _failing(errno.EPERM))
    with pytest.raises(FileExistsError):
        files.publish(tmp_path / "a.md", b"new")
    assert {"a.md": b"precious"} == _in(tmp_path)


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without links"])
def test_a_link_that_leads_nowhere_has_its_name(tmp_path, monkeypatch, links):
    (tmp_path / "a.md").symlink_to(tmp_path / "elsewhere")
    if not links:
        monkeypatch.setattr(os, "link", _failing(errno.EPERM))
    with pytest.raises(FileExistsError):
        files.publish(tmp_path / "a.md", b"new")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EMLINK])
def test_where_there_are_no_links_the_name_is_claimed(tmp_path, monkeypatch, code):
    monkeypatch.setattr(os, "link", _failing(code))
    assert "" == files.publish(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == _in(tmp_path)
    assert 0o600 == _mode(tmp_path / "a.md")


def test_a_claimed_name_is_given_back_if_the_text_cannot_follow(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", _failing(errno.EPERM))
    monkeypatch.setattr(os, "replace", _failing(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        files.publish(tmp_path / "a.md", b"new")
    assert {} == _in(tmp_path)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_any_other_error_of_a_link_leaves_nothing_behind(tmp_path, monkeypatch, code):
    monkeypatch.setattr(os, "link", _failing(code))
    with pytest.raises(OSError, match=os.strerror(code)):
        files.publish(tmp_path / "a.md", b"new")
    assert {} == _in(tmp_path)


@pytest.mark.parametrize("save", [files.publish, files.replace])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_leaves_nothing_behind_and_harms_nothing(tmp_path, monkeypatch, save, call):
    (tmp_path / "old.md").write_bytes(b"precious")
    monkeypatch.setattr(os, call, _failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left on device"):
        save(tmp_path / ("new.md" if save is files.publish else "old.md"), b"new")
    assert {"old.md": b"precious"} == _in(tmp_path)


@pytest.mark.parametrize("save", [files.publish, files.replace])
def test_a_disk_that_takes_a_little_at_a_time_gets_everything(tmp_path, monkeypatch, save):
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    save(tmp_path / "a.md", b"all of it")
    assert {"a.md": b"all of it"} == _in(tmp_path)


@pytest.mark.parametrize("save", [files.publish, files.replace])
def test_text_and_name_are_on_the_disk_in_this_order(tmp_path, monkeypatch, save):
    steps = []

    def noted(name, call):
        def do(*args: Any):
            regular = name != "fsync" or stat.S_ISREG(os.fstat(args[0]).st_mode)
            steps.append(name if regular else "fsync of the folder")
            return call(*args)

        return do

    for name in ("write", "fsync", "link", "replace"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    save(tmp_path / "a.md", b"text")
    naming = "link" if save is files.publish else "replace"
    assert ["write", "fsync", naming, "fsync of the folder"] == steps


@pytest.mark.usefixtures("_folders_cannot_be_synced")
@pytest.mark.parametrize("save", [files.publish, files.replace])
def test_a_failure_after_the_name_was_given_is_told_in_words(tmp_path, save):
    assert "the folder could not be synced (Input/output error)" == save(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == _in(tmp_path)


def test_a_folder_that_cannot_be_opened_for_syncing_is_told_in_words(tmp_path, monkeypatch):
    system_open = os.open

    def refuse_folders(path, flags, *args: int):
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return system_open(path, flags, *args)

    monkeypatch.setattr(os, "open", refuse_folders)
    words = files.publish(tmp_path / "a.md", b"new")
    assert "the folder could not be synced (Permission denied)" == words
    assert b"new" == (tmp_path / "a.md").read_bytes()


def test_a_folder_that_knows_no_syncing_is_no_failure(tmp_path, monkeypatch):
    sync = os.fsync

    def unknown_to_folders(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", unknown_to_folders)
    assert "" == files.publish(tmp_path / "a.md", b"new")


def test_a_temporary_file_that_stays_is_no_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "unlink", _failing(errno.EIO))
    assert "" == files.publish(tmp_path / "a.md", b"new")
    assert b"new" == (tmp_path / "a.md").read_bytes()
    (left,) = (name for name in _in(tmp_path) if name != "a.md")
    assert left.startswith(".a.md.")
    assert left.endswith(files.TEMPORARY)


# Replacing.


def test_what_was_there_is_replaced_and_becomes_private(tmp_path):
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "a.md").chmod(0o644)
    assert "" == files.replace(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == _in(tmp_path)
    assert 0o600 == _mode(tmp_path / "a.md")


def test_a_link_is_replaced_and_what_it_led_to_is_unharmed(tmp_path):
    (tmp_path / "other").write_bytes(b"precious")
    (tmp_path / "a.md").symlink_to(tmp_path / "other")
    files.replace(tmp_path / "a.md", b"new")
    assert {"a.md": b"new", "other": b"precious"} == _in(tmp_path)
    assert not (tmp_path / "a.md").is_symlink()


def test_a_replacement_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_bytes(b"precious")
    monkeypatch.setattr(os, "replace", _failing(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        files.replace(tmp_path / "a.md", b"new")
    assert {"a.md": b"precious"} == _in(tmp_path)


# Moving, removing, folders.


def test_a_file_is_moved_under_its_name(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "a.md").write_bytes(b"text")
    assert tmp_path / "there" / "a.md" == files.move(tmp_path / "a.md", tmp_path / "there")
    assert {"a.md": b"text"} == _in(tmp_path / "there")
    assert not (tmp_path / "a.md").exists()


def test_a_file_is_moved_beside_one_of_its_name(tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.md").write_bytes(b"precious")
    (tmp_path / "a.md").write_bytes(b"text")
    moved = files.move(tmp_path / "a.md", there)
    assert {"a.md": b"precious", moved.name: b"text"} == _in(there)
    assert moved.name.startswith("a-")
    assert ".md" == moved.suffix


def test_a_file_is_moved_beside_a_link_that_leads_nowhere(tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.md").symlink_to("nowhere")
    (tmp_path / "a.md").write_bytes(b"text")
    assert there / "a.md" != files.move(tmp_path / "a.md", there)
    assert (there / "a.md").is_symlink()


def test_folders_are_made_for_their_owner_only(tmp_path):
    tmp_path.chmod(0o755)
    files.make_folder(tmp_path / "a" / "b" / "c")
    assert [0o700] * 3 == [_mode(tmp_path / path) for path in ("a", "a/b", "a/b/c")]
    assert 0o755 == _mode(tmp_path)


def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "a").mkdir(mode=0o755)
    (tmp_path / "a").chmod(0o755)
    files.make_folder(tmp_path / "a")
    assert 0o755 == _mode(tmp_path / "a")


@pytest.mark.parametrize("below", ["a", "a/b"])
def test_a_file_where_a_folder_should_be_is_an_error(tmp_path, below):
    (tmp_path / "a").write_bytes(b"precious")
    with pytest.raises(NotADirectoryError):
        files.make_folder(tmp_path / below)
    assert {"a": b"precious"} == _in(tmp_path)


def test_a_folder_that_leads_nowhere_is_an_error(tmp_path):
    (tmp_path / "a").symlink_to("nowhere")
    with pytest.raises(NotADirectoryError):
        files.make_folder(tmp_path / "a")


def test_a_folder_below_no_folder_at_all_is_an_error(monkeypatch):
    monkeypatch.setattr(Path, "is_dir", lambda _path: False)
    with pytest.raises(NotADirectoryError):
        files.make_folder(Path("/"))


def test_a_check_leaves_nothing_behind(tmp_path, monkeypatch):
    files.check_writable(tmp_path)
    assert {} == _in(tmp_path)
    monkeypatch.setattr(os, "write", _failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        files.check_writable(tmp_path)
    assert {} == _in(tmp_path)


def test_a_check_of_a_folder_that_is_not_there_fails(tmp_path):
    with pytest.raises(FileNotFoundError):
        files.check_writable(tmp_path / "none")


def test_what_is_removed_may_be_gone_already(tmp_path):
    (tmp_path / "a").write_bytes(b"text")
    files.remove(tmp_path / "a")
    files.remove(tmp_path / "a")
    assert {} == _in(tmp_path)


# Holding.


def test_a_hold_waits_for_no_one_and_leaves_nothing(tmp_path):
    path = tmp_path / "held.lock"
    with files.held(path) as first:
        with files.held(path) as second:
            assert (True, False) == (first, second)
        assert path.exists()
    assert [] == list(tmp_path.iterdir())


def test_a_hold_on_a_file_that_was_removed_meanwhile_is_taken_anew(tmp_path, monkeypatch):
    path = tmp_path / "held.lock"
    lock = files._lock
    removed = []

    def remove_first(descriptor: int) -> bool:
        if not removed:
            removed.append(path)
            path.unlink()
        return lock(descriptor)

    monkeypatch.setattr(files, "_lock", remove_first)
    with files.held(path) as free:
        assert free
        assert path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="holds work in another way there")
def test_a_file_system_without_holds_lets_everyone_go_on(tmp_path, monkeypatch):
    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", unknown)
    with files.held(tmp_path / "held.lock") as free:
        assert free
