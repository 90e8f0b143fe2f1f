"""Changing a file keeps what other programs write meanwhile, and all that is not its text."""

import errno
import os
import stat
from typing import Any

import pytest

from securebase_cli.storage import files, platform_files
from securebase_cli.storage.files import ChangedMeanwhileError
from support.file_system import contents_of, permissions_of, raises_os_error

BEFORE, AFTER = b"Most of them do.\n", b"All of them do.\n"

needs_permission_bits = pytest.mark.skipif(
    platform_files.WINDOWS, reason="Windows has no permission bits"
)
needs_attributes = pytest.mark.skipif(
    not hasattr(os, "setxattr"), reason="Python cannot set extended attributes here"
)
needs_root = pytest.mark.skipif(
    platform_files.user_id() != 0, reason="only root can give files away"
)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(BEFORE)
    return path


@pytest.fixture
def while_syncing(monkeypatch):
    """Return a function that has something done when the new bytes are synced."""
    sync = os.fsync

    def do(action) -> None:
        def sync_file(descriptor: int) -> None:
            sync(descriptor)
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                action()

        monkeypatch.setattr(os, "fsync", sync_file)

    return do


def test_a_file_gets_its_new_bytes_and_nothing_is_left_over(path):
    assert "" == files.replace_if_unchanged(path, BEFORE, AFTER)
    assert {"a.md": AFTER} == contents_of(path.parent)


# Other programs, while the new bytes are written and synced.


def _append(path) -> None:
    with path.open("ab") as file:
        file.write(b"A line of theirs.\n")


def _save_in_another_file(path) -> None:
    path.with_name("b.md").write_bytes(b"Theirs.\n")
    path.with_name("b.md").replace(path)


def _replace_by_folder(path) -> None:
    path.unlink()
    path.mkdir()


OTHER_PROGRAMS = {
    "append a line": _append,
    "save it anew": _save_in_another_file,
    "save the same text": lambda path: path.write_bytes(BEFORE),
    "remove it": lambda path: path.unlink(),
    "make it a folder": _replace_by_folder,
    "make it larger": lambda path: path.write_bytes(BEFORE * 1000),
}


@pytest.mark.parametrize("change", OTHER_PROGRAMS.values(), ids=OTHER_PROGRAMS.keys())
def test_what_another_program_does_until_the_new_bytes_are_synced_stays(
    path, while_syncing, change
):
    while_syncing(lambda: change(path))
    with pytest.raises(ChangedMeanwhileError):
        files.replace_if_unchanged(path, BEFORE, AFTER)
    theirs = path.parent / "theirs.md"
    theirs.write_bytes(BEFORE)
    change(theirs)
    assert (path.exists(), path.is_dir()) == (theirs.exists(), theirs.is_dir())
    if path.is_file():
        assert theirs.read_bytes() == path.read_bytes()
    assert [] == [name for name in os.listdir(path.parent) if name.endswith(".tmp")]


@needs_permission_bits
def test_permissions_that_are_changed_meanwhile_stay(path, while_syncing):
    while_syncing(lambda: path.chmod(0o640))
    with pytest.raises(ChangedMeanwhileError):
        files.replace_if_unchanged(path, BEFORE, AFTER)
    assert (BEFORE, 0o640) == (path.read_bytes(), permissions_of(path))


def test_a_file_with_other_bytes_to_begin_with_stays(path):
    with pytest.raises(ChangedMeanwhileError):
        files.replace_if_unchanged(path, b"Others.\n", AFTER)
    assert {"a.md": BEFORE} == contents_of(path.parent)


def test_the_file_is_compared_after_the_sync_and_renamed_at_once(path, monkeypatch):
    steps = []

    def noted(name, call):
        def do(target, *args: Any, **options: Any):
            steps.append(name if name == "fsync" else f"{name} {os.path.basename(target)[-4:]}")
            return call(target, *args, **options)

        return do

    for name in ("open", "fsync", "replace"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    files.replace_if_unchanged(path, BEFORE, AFTER)
    synced = steps.index("fsync")
    assert ["open .tmp", "open a.md", "replace .tmp"] == steps[synced + 1 : synced + 4]


def test_bytes_that_can_t_be_read_back_don_t_take_the_place_of_others(path, monkeypatch):
    write = os.write
    monkeypatch.setattr(
        os, "write", lambda descriptor, data: write(descriptor, bytes(data).replace(b"A", b"N"))
    )
    with pytest.raises(OSError, match="could not be read back as it was written"):
        files.replace_if_unchanged(path, BEFORE, AFTER)
    assert {"a.md": BEFORE} == contents_of(path.parent)


# Whose file it is.


@needs_permission_bits
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o700, 0o604, 0o4600])
def test_the_permissions_stay(path, mode):
    path.chmod(mode)
    files.replace_if_unchanged(path, BEFORE, AFTER)
    assert mode == permissions_of(path)


@needs_permission_bits
@pytest.mark.parametrize("mode", [0o444, 0o400, 0o000, 0o464])
def test_a_read_only_file_is_refused_in_words(path, mode):
    path.chmod(mode)
    with pytest.raises(PermissionError) as refused:
        files.replace_if_unchanged(path, BEFORE, AFTER)
    assert "it is read-only; allow writing to it first" == refused.value.strerror
    assert mode == permissions_of(path)
    path.chmod(0o600)
    assert {"a.md": BEFORE} == contents_of(path.parent)


@needs_permission_bits
def test_a_file_of_another_user_is_refused_in_words(path, monkeypatch):
    monkeypatch.setattr(platform_files, "user_id", lambda: path.stat().st_uid + 1)
    with pytest.raises(PermissionError) as refused:
        files.replace_if_unchanged(path, BEFORE, AFTER)
    assert "it belongs to another user" == refused.value.strerror
    assert {"a.md": BEFORE} == contents_of(path.parent)


@needs_attributes
def test_extended_attributes_stay(path):
    _set_attribute(path, "user.colour", b"blue")
    files.replace_if_unchanged(path, BEFORE, AFTER)
    assert (AFTER, b"blue") == (path.read_bytes(), os.getxattr(path, "user.colour"))


@needs_attributes
def test_an_attribute_that_can_t_be_kept_is_refused_in_words(path, monkeypatch):
    _set_attribute(path, "user.colour", b"blue")
    monkeypatch.setattr(os, "setxattr", raises_os_error(errno.EPERM))
    with pytest.raises(PermissionError, match="its extended attributes could not be kept"):
        files.replace_if_unchanged(path, BEFORE, AFTER)
    assert {"a.md": BEFORE} == contents_of(path.parent)


@needs_attributes
def test_what_a_folder_gives_to_new_files_is_not_given_to_one_that_lacks_it(path, monkeypatch):
    removed: list[str] = []
    attributes = {"user.colour": b"blue"}
    own = path.stat().st_ino
    monkeypatch.setattr(
        os, "listxattr", lambda fd: [] if os.fstat(fd).st_ino == own else list(attributes)
    )
    monkeypatch.setattr(os, "getxattr", lambda _, name: attributes[name])
    monkeypatch.setattr(os, "removexattr", lambda _, name: removed.append(name))
    files.replace_if_unchanged(path, BEFORE, AFTER)
    assert ["user.colour"] == removed


@needs_attributes
@pytest.mark.parametrize("code", [errno.ENOTSUP, errno.EINVAL, errno.ENOSYS])
def test_a_file_system_without_attributes_has_none_to_keep(path, monkeypatch, code):
    monkeypatch.setattr(os, "listxattr", raises_os_error(code))
    files.replace_if_unchanged(path, BEFORE, AFTER)
    assert AFTER == path.read_bytes()


@needs_attributes
def test_attributes_that_can_t_be_read_are_not_lost(path, monkeypatch):
    monkeypatch.setattr(os, "listxattr", raises_os_error(errno.EIO))
    with pytest.raises(PermissionError, match="could not be kept"):
        files.replace_if_unchanged(path, BEFORE, AFTER)
    assert BEFORE == path.read_bytes()


@needs_permission_bits
def test_on_macos_its_own_call_keeps_access_lists_and_attributes(path, monkeypatch):
    calls = []

    def copy_file(source: int, target: int, flags: int) -> None:
        calls.append((os.fstat(source).st_ino == path.stat().st_ino, target != source, flags))

    monkeypatch.setattr(platform_files, "_fcopyfile", copy_file)
    files.replace_if_unchanged(path, BEFORE, AFTER)
    # COPYFILE_ACL and COPYFILE_XATTR.
    assert [(True, True, 5)] == calls


def test_on_windows_there_is_nothing_of_that_to_keep(path, monkeypatch):
    monkeypatch.setattr(platform_files, "WINDOWS", True)
    files.replace_if_unchanged(path, BEFORE, AFTER)
    assert AFTER == path.read_bytes()


@needs_root
def test_a_file_that_root_changes_stays_its_owner_s(path):
    os.chown(path, 1234, 2345)
    files.replace_if_unchanged(path, BEFORE, AFTER)
    assert (AFTER, 1234, 2345) == (path.read_bytes(), path.stat().st_uid, path.stat().st_gid)


@needs_permission_bits
def test_an_owner_that_can_t_be_kept_is_refused_in_words(path, monkeypatch):
    status = os.fstat

    def of_another_group(descriptor: int):
        found = status(descriptor)
        is_new = found.st_ino != path.stat().st_ino
        return os.stat_result((*found[:5], found.st_gid + is_new, *found[6:]))

    monkeypatch.setattr(os, "fstat", of_another_group)
    monkeypatch.setattr(os, "fchown", raises_os_error(errno.EPERM))
    with pytest.raises(PermissionError, match="its owner and group could not be kept"):
        files.replace_if_unchanged(path, BEFORE, AFTER)
    assert {"a.md": BEFORE} == contents_of(path.parent)


# What root makes in a folder of another user.


@needs_root
def test_what_root_makes_belongs_to_the_owner_of_its_folder(tmp_path):
    os.chown(tmp_path, 1234, 2345)
    files.make_folder(tmp_path / "inner" / "trash")
    files.create(tmp_path / "inner" / "a.md", AFTER)
    files.replace(tmp_path / "inner" / "b.md", AFTER)
    made = [tmp_path / "inner", *(tmp_path / "inner").iterdir()]
    assert 4 == len(made)
    assert {(1234, 2345)} == {(found.stat().st_uid, found.stat().st_gid) for found in made}


@needs_root
def test_a_file_with_another_name_elsewhere_is_not_given_away(tmp_path):
    """As if it were one of the system's, with a name planted in the folder of a user."""
    (tmp_path / "system").write_bytes(b"")
    (tmp_path / "home").mkdir()
    os.chown(tmp_path / "home", 1234, 2345)
    os.link(tmp_path / "system", tmp_path / "home" / "a.lock")
    descriptor = os.open(tmp_path / "home" / "a.lock", os.O_RDWR)
    platform_files.give_to_owner_of(tmp_path / "home", descriptor)
    os.close(descriptor)
    assert 0 == (tmp_path / "system").stat().st_uid


@needs_permission_bits
def test_another_user_than_root_gives_nothing_away(tmp_path, monkeypatch):
    monkeypatch.setattr(platform_files, "user_id", lambda: 1000)
    monkeypatch.setattr(os, "fchown", raises_os_error(errno.EPERM))
    files.make_folder(tmp_path / "inner")
    files.create(tmp_path / "inner" / "a.md", AFTER)
    assert {"a.md": AFTER} == contents_of(tmp_path / "inner")


def _set_attribute(path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"the file system here has no extended attributes ({error.strerror})")
