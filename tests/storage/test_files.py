"""A file is whole or not there, never over another, never through a link."""

import errno
import os
import stat
from typing import Any

import pytest

from securebase_cli.storage import files, locks, platform_files
from securebase_cli.storage.files import NotRegularFileError, TooLargeError
from support.file_system import contents_of, permissions_of, raises_os_error, with_and_without_links

# Reading.


def test_a_file_is_read_whole(tmp_path):
    data = bytes(range(256)) * 9000
    (tmp_path / "a").write_bytes(data)
    assert data == files.read(tmp_path / "a", len(data))
    assert data == files.read(str(tmp_path / "a"), len(data) + 1)


@pytest.mark.parametrize(
    ("max_bytes", "size"), [(2048, "2 KiB"), (1 << 20, "1 MiB"), (3 << 20, "3 MiB")]
)
def test_a_file_larger_than_allowed_is_refused(tmp_path, max_bytes, size):
    path = tmp_path / "a"
    path.write_bytes(b"x" * (max_bytes + 1))
    with pytest.raises(TooLargeError) as refused:
        files.read(path, max_bytes)
    assert f"it is larger than {size}" == refused.value.strerror


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    read = os.read

    def append_after_reading(descriptor, size):
        data = read(descriptor, size)
        path.write_bytes(b"123456")
        return data

    monkeypatch.setattr(os, "read", append_after_reading)
    with pytest.raises(TooLargeError) as refused:
        files.read(path, 5)
    assert "it is larger than 0 KiB" == refused.value.strerror


@pytest.mark.posix("links that everyone may make")
def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(NotRegularFileError) as refused:
        files.read(tmp_path / "a", 100)
    assert "it is a link" == refused.value.strerror


@pytest.mark.parametrize("make", [os.mkdir, getattr(os, "mkfifo", os.mkdir)])
def test_a_folder_or_a_pipe_is_refused_at_once(tmp_path, make):
    make(tmp_path / "a")
    with pytest.raises(NotRegularFileError) as refused:
        files.read(tmp_path / "a", 100)
    assert "it is not a regular file" == refused.value.strerror


def test_a_file_that_is_not_there_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path / "a", 100)


@pytest.mark.posix("permission bits")
@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="only Linux lists what is open")
def test_no_file_stays_open(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    before = os.listdir("/proc/self/fd")
    files.read(tmp_path / "a", 5)
    with pytest.raises(TooLargeError):
        files.read(tmp_path / "a", 4)
    with pytest.raises(TooLargeError):
        files.read_following_links(tmp_path / "a", 4)
    files.create(tmp_path / "b", b"text")
    files.replace(tmp_path / "b", b"text")
    files.move(tmp_path / "b", tmp_path / "c")
    files.make_private(tmp_path / "c")
    with locks.lock_file(tmp_path / "held.lock") as first, locks.lock_file(tmp_path / "held.lock"):
        assert first
    locks.is_abandoned(tmp_path / "c")
    assert before == os.listdir("/proc/self/fd")


# Reading through links.


@pytest.mark.posix("links that everyone may make")
def test_read_following_links_follows_a_link(tmp_path):
    (tmp_path / "answers").write_bytes(b"12345")
    (tmp_path / "a").symlink_to("answers")
    assert b"12345" == files.read_following_links(tmp_path / "a", 5)


@pytest.mark.posix("paths of open files")
@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="open files have no paths here")
def test_what_comes_out_of_a_pipe_is_read_to_its_end():
    out, into = os.pipe()
    os.write(into, b"123")
    os.write(into, b"45")
    os.close(into)
    try:
        assert b"12345" == files.read_following_links(f"/dev/fd/{out}", 5)
    finally:
        os.close(out)


@pytest.mark.posix("links that everyone may make")
def test_more_than_was_allowed_is_refused_wherever_it_comes_from(tmp_path):
    (tmp_path / "answers").write_bytes(b"x" * 2049)
    (tmp_path / "a").symlink_to("answers")
    with pytest.raises(TooLargeError) as refused:
        files.read_following_links(tmp_path / "a", 2048)
    assert "it is larger than 2 KiB" == refused.value.strerror


def test_a_path_that_leads_nowhere_is_the_systems_error(tmp_path):
    (tmp_path / "a").symlink_to("nowhere")
    with pytest.raises(FileNotFoundError):
        files.read_following_links(tmp_path / "a", 5)


# Publishing under a new name.


@pytest.mark.posix("permission bits")
def test_what_is_published_is_whole_private_and_alone(tmp_path):
    data = "Grüße\n".encode() * 50_000
    assert "" == files.create(tmp_path / "a.md", data)
    assert {"a.md": data} == contents_of(tmp_path)
    assert 0o600 == permissions_of(tmp_path / "a.md")
    assert 1 == (tmp_path / "a.md").stat().st_nlink


@with_and_without_links
def test_a_name_that_is_taken_is_never_taken_over(tmp_path, monkeypatch, links):
    (tmp_path / "a.md").write_bytes(b"precious")
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "a.md", b"new")
    assert {"a.md": b"precious"} == contents_of(tmp_path)


@pytest.mark.posix("links that everyone may make")
@with_and_without_links
def test_a_link_that_leads_nowhere_has_its_name(tmp_path, monkeypatch, links):
    (tmp_path / "a.md").symlink_to(tmp_path / "elsewhere")
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "a.md", b"new")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.posix("permission bits")
@pytest.mark.parametrize("code", sorted(platform_files.NO_LINK_ERRORS), ids=errno.errorcode.get)
def test_where_there_are_no_links_the_name_is_claimed(tmp_path, monkeypatch, code):
    monkeypatch.setattr(os, "link", raises_os_error(code))
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == contents_of(tmp_path)
    assert 0o600 == permissions_of(tmp_path / "a.md")


def test_links_that_may_not_be_made_are_taken_for_none():
    assert {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EMLINK} < platform_files.NO_LINK_ERRORS
    assert set() == platform_files.NO_LINK_ERRORS & {
        errno.EEXIST,
        errno.ENOENT,
        errno.EIO,
        errno.ENOSPC,
    }


@pytest.mark.posix("names that an empty file holds")
def test_an_empty_claim_that_a_crash_left_behind_is_taken_over(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    (tmp_path / "a.md").write_bytes(b"")
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == contents_of(tmp_path)


@pytest.mark.skipif(platform_files.fcntl is None, reason="files cannot be locked there")
def test_an_empty_claim_that_is_locked_is_not_taken_over(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    with open(tmp_path / "a.md", "wb") as claim:
        platform_files.lock(claim.fileno())
        with pytest.raises(FileExistsError):
            files.create(tmp_path / "a.md", b"new")
    assert {"a.md": b""} == contents_of(tmp_path)


@pytest.mark.posix("names that an empty file holds")
def test_a_claim_onto_which_an_entry_was_moved_meanwhile_is_theirs(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    path = tmp_path / "a.md"
    path.write_bytes(b"")
    look = os.lstat

    def move_after_lstat(name):
        status = look(name)
        path.write_bytes(b"theirs")
        return status

    monkeypatch.setattr(os, "lstat", move_after_lstat)
    with pytest.raises(FileExistsError):
        files.create(path, b"new")
    assert {"a.md": b"theirs"} == contents_of(tmp_path)


@with_and_without_links
@pytest.mark.parametrize("make", [os.mkdir, getattr(os, "mkfifo", os.mkdir)])
def test_a_folder_and_a_pipe_have_their_names(tmp_path, monkeypatch, links, make):
    make(tmp_path / "a.md")
    kind = stat.S_IFMT((tmp_path / "a.md").lstat().st_mode)
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "a.md", b"new")
    assert ["a.md"] == os.listdir(tmp_path)
    assert kind == stat.S_IFMT((tmp_path / "a.md").lstat().st_mode)


def test_where_there_are_links_even_an_empty_file_has_its_name(tmp_path):
    (tmp_path / "a.md").write_bytes(b"")
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "a.md", b"new")
    assert {"a.md": b""} == contents_of(tmp_path)


@pytest.mark.posix("names that an empty file holds")
def test_a_claimed_name_is_given_back_if_the_text_cannot_follow(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    monkeypatch.setattr(os, "replace", raises_os_error(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        files.create(tmp_path / "a.md", b"new")
    assert {} == contents_of(tmp_path)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.ENOENT])
def test_any_other_error_of_a_link_leaves_nothing_behind(tmp_path, monkeypatch, code):
    monkeypatch.setattr(os, "link", raises_os_error(code))
    with pytest.raises(OSError, match=os.strerror(code)):
        files.create(tmp_path / "a.md", b"new")
    assert {} == contents_of(tmp_path)


def test_a_folder_that_can_t_be_written_is_an_error_and_holds_nothing(tmp_path, monkeypatch):
    system_open = os.open

    def for_reading_only(path, flags, *mode: int):
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return system_open(path, flags, *mode)

    monkeypatch.setattr(os, "open", for_reading_only)
    for save in (files.create, files.replace):
        with pytest.raises(PermissionError):
            save(tmp_path / "a.md", b"new")
    assert {} == contents_of(tmp_path)


@pytest.mark.posix("names that an empty file holds")
def test_a_folder_in_which_neither_a_link_nor_a_name_may_be_made_is_an_error(tmp_path, monkeypatch):
    # As where a rule of the system's allows nothing but temporary files.
    system_open = os.open

    def no_entries(path, flags, *mode: int):
        if flags & os.O_CREAT and not str(path).endswith(files.TEMPORARY_SUFFIX):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return system_open(path, flags, *mode)

    monkeypatch.setattr(os, "link", raises_os_error(errno.EACCES))
    monkeypatch.setattr(os, "open", no_entries)
    with pytest.raises(PermissionError):
        files.create(tmp_path / "a.md", b"new")
    assert {} == contents_of(tmp_path)


@pytest.mark.parametrize("save", [files.create, files.replace])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_an_interruption_leaves_nothing_behind_and_harms_nothing(tmp_path, monkeypatch, save, call):
    (tmp_path / "old.md").write_bytes(b"precious")

    def interrupted(*_: object):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, call, interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / ("new.md" if save is files.create else "old.md"), b"new")
    assert {"old.md": b"precious"} == contents_of(tmp_path)


@pytest.mark.parametrize("save", [files.create, files.replace])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_leaves_nothing_behind_and_harms_nothing(tmp_path, monkeypatch, save, call):
    (tmp_path / "old.md").write_bytes(b"precious")
    monkeypatch.setattr(os, call, raises_os_error(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left on device"):
        save(tmp_path / ("new.md" if save is files.create else "old.md"), b"new")
    assert {"old.md": b"precious"} == contents_of(tmp_path)


@pytest.mark.parametrize("save", [files.create, files.replace])
def test_a_disk_that_takes_a_little_at_a_time_gets_everything(tmp_path, monkeypatch, save):
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    save(tmp_path / "a.md", b"all of it")
    assert {"a.md": b"all of it"} == contents_of(tmp_path)


@pytest.mark.posix("folders that can be synced")
@pytest.mark.parametrize("save", [files.create, files.replace])
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
    naming = "link" if save is files.create else "replace"
    assert ["write", "fsync", naming, "fsync of the folder"] == steps


@pytest.mark.posix("folders that can be synced")
@pytest.mark.usefixtures("folders_cannot_be_synced")
@pytest.mark.parametrize("save", [files.create, files.replace])
def test_a_failure_after_the_name_was_given_is_a_warning(tmp_path, save):
    assert "the folder could not be synced (Input/output error)" == save(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == contents_of(tmp_path)


@pytest.mark.posix("folders that can be synced")
def test_a_folder_that_cannot_be_opened_for_syncing_is_a_warning(tmp_path, monkeypatch):
    system_open = os.open

    def refuse_folders(path, flags, *args: int):
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return system_open(path, flags, *args)

    monkeypatch.setattr(os, "open", refuse_folders)
    warning = files.create(tmp_path / "a.md", b"new")
    assert "the folder could not be synced (Permission denied)" == warning
    assert b"new" == (tmp_path / "a.md").read_bytes()


def test_a_temporary_file_that_cannot_be_removed_is_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "unlink", raises_os_error(errno.EIO))
    warning = files.create(tmp_path / "a.md", b"new")
    assert b"new" == (tmp_path / "a.md").read_bytes()
    (left,) = (name for name in contents_of(tmp_path) if name != "a.md")
    assert left.startswith(".a.md.")
    assert left.endswith(files.TEMPORARY_SUFFIX)
    file = tmp_path / left
    assert f"the temporary file {file} could not be removed (Input/output error)" == warning


@pytest.mark.posix("folders that can be synced")
@pytest.mark.usefixtures("folders_cannot_be_synced")
def test_two_failures_after_the_name_was_given_make_one_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "unlink", raises_os_error(errno.EROFS))
    warning = files.create(tmp_path / "a.md", b"new")
    assert warning.startswith("the temporary file ")
    assert warning.endswith(
        " could not be removed (Read-only file system), "
        "and the folder could not be synced (Input/output error)"
    )


@pytest.mark.parametrize("letter", ["a", "支"])
def test_a_name_as_long_as_names_may_be_is_no_trouble(tmp_path, letter):
    name = letter * (255 // len(letter.encode()))
    assert "" == files.create(tmp_path / name, b"new")
    assert "" == files.replace(tmp_path / name, b"newer")
    assert {name: b"newer"} == contents_of(tmp_path)


# Replacing.


@pytest.mark.posix("permission bits")
def test_what_was_there_is_replaced_and_becomes_private(tmp_path):
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "a.md").chmod(0o644)
    assert "" == files.replace(tmp_path / "a.md", b"new")
    assert {"a.md": b"new"} == contents_of(tmp_path)
    assert 0o600 == permissions_of(tmp_path / "a.md")


def test_a_link_is_replaced_and_what_it_led_to_is_unharmed(tmp_path):
    (tmp_path / "other").write_bytes(b"precious")
    (tmp_path / "a.md").symlink_to(tmp_path / "other")
    files.replace(tmp_path / "a.md", b"new")
    assert {"a.md": b"new", "other": b"precious"} == contents_of(tmp_path)
    assert not (tmp_path / "a.md").is_symlink()


def test_a_replacement_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_bytes(b"precious")
    monkeypatch.setattr(os, "replace", raises_os_error(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        files.replace(tmp_path / "a.md", b"new")
    assert {"a.md": b"precious"} == contents_of(tmp_path)
