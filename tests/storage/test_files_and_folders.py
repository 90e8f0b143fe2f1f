"""Files are moved and removed, folders are made and looked at: nothing is ever lost."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from securebase_cli.storage import files, platform_files
from support.file_system import contents_of, permissions_of, raises_os_error, with_and_without_links


@pytest.fixture
def there(tmp_path) -> Path:
    """Return a folder to move to, beside the file `a.md` that is to be moved."""
    (tmp_path / "a.md").write_bytes(b"text")
    (tmp_path / "there").mkdir()
    return tmp_path / "there"


def _move(there: Path, name: str = "a.md") -> None:
    files.move(there.parent / "a.md", there / name)


# Moving.


@with_and_without_links
def test_a_file_is_moved_to_another_folder_and_name(there, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    _move(there, "b.md")
    assert {"b.md": b"text"} == contents_of(there)
    assert 1 == (there / "b.md").stat().st_nlink
    assert not (there.parent / "a.md").exists()


@pytest.mark.parametrize("code", sorted(platform_files.NO_LINK_ERRORS), ids=errno.errorcode.get)
def test_where_there_are_no_links_the_file_gets_its_name_in_one_step(there, monkeypatch, code):
    monkeypatch.setattr(os, "link", raises_os_error(code))
    monkeypatch.setattr(os, "unlink", raises_os_error(errno.EIO))
    _move(there)
    assert {"a.md": b"text"} == contents_of(there)
    assert ["there"] == os.listdir(there.parent)


@with_and_without_links
@pytest.mark.parametrize("content", [b"precious", b""], ids=["full", "empty"])
def test_nothing_is_moved_over_another_file(there, monkeypatch, links, content):
    (there / "a.md").write_bytes(content)
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    with pytest.raises(FileExistsError):
        _move(there)
    assert {"a.md": content} == contents_of(there)
    assert b"text" == (there.parent / "a.md").read_bytes()


@pytest.mark.posix("links that everyone may make")
@with_and_without_links
def test_nothing_is_moved_over_a_link_that_leads_nowhere(there, monkeypatch, links):
    (there / "a.md").symlink_to("nowhere")
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    with pytest.raises(FileExistsError):
        _move(there)
    assert "nowhere" == os.readlink(there / "a.md")
    assert b"text" == (there.parent / "a.md").read_bytes()


@pytest.mark.posix("links that everyone may make")
@with_and_without_links
def test_a_link_is_moved_as_a_link_and_what_it_leads_to_stays(there, monkeypatch, links):
    (there.parent / "link.md").symlink_to(there.parent / "a.md")
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    files.move(there.parent / "link.md", there / "link.md")
    assert str(there.parent / "a.md") == os.readlink(there / "link.md")
    assert ["a.md", "there"] == sorted(os.listdir(there.parent))
    assert 1 == (there.parent / "a.md").stat().st_nlink


@pytest.mark.posix("links that everyone may make")
def test_where_a_link_would_be_followed_it_is_moved_as_a_link_too(there, monkeypatch):
    link = os.link

    def as_on_macos(path, target, *, follow_symlinks: bool = True):
        link(path.resolve() if follow_symlinks else path, target, follow_symlinks=False)

    monkeypatch.setattr(os, "link", as_on_macos)
    (there.parent / "link.md").symlink_to("a.md")
    files.move(there.parent / "link.md", there / "link.md")
    assert "a.md" == os.readlink(there / "link.md")
    assert 1 == (there.parent / "a.md").stat().st_nlink


def test_a_move_that_was_cut_off_between_its_steps_is_finished(there):
    os.link(there.parent / "a.md", there / "a.md")
    _move(there)
    assert {"a.md": b"text"} == contents_of(there)
    assert ["there"] == os.listdir(there.parent)


@pytest.mark.posix("links that everyone may make")
def test_a_move_of_a_link_that_was_cut_off_is_finished(there):
    (there.parent / "link.md").symlink_to("nowhere")
    os.link(there.parent / "link.md", there / "link.md", follow_symlinks=False)
    files.move(there.parent / "link.md", there / "link.md")
    assert "nowhere" == os.readlink(there / "link.md")
    assert not (there.parent / "link.md").is_symlink()


@pytest.mark.posix("links that everyone may make")
def test_a_link_to_the_file_itself_is_no_move_that_was_cut_off(there):
    (there / "a.md").symlink_to(there.parent / "a.md")
    with pytest.raises(FileExistsError):
        _move(there)
    assert b"text" == (there.parent / "a.md").read_bytes()


def test_a_file_that_is_moved_onto_itself_stays(there):
    with pytest.raises(FileExistsError):
        files.move(there.parent / "a.md", there.parent / "a.md")
    assert b"text" == (there.parent / "a.md").read_bytes()


def test_a_file_that_is_moved_onto_itself_through_a_link_stays(there):
    (there.parent / "link").symlink_to(".")
    moved = files.move_into(there.parent / "a.md", there.parent / "link")
    assert b"text" == moved.read_bytes()


@pytest.mark.posix("folders that can be synced")
def test_the_new_name_is_on_the_disk_before_the_old_one_goes(there, monkeypatch):
    steps = []

    def noted(name, call):
        def do(*args: Any, **options: Any):
            if name == "fsync":
                folder = os.path.samestat(os.fstat(args[0]), there.stat())
                steps.append("there" if folder else "here")
            else:
                steps.append(name)
            return call(*args, **options)

        return do

    for name in ("link", "fsync", "unlink"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    _move(there)
    assert ["link", "there", "unlink", "here"] == steps


@pytest.mark.posix("folders that can be synced")
@pytest.mark.parametrize("call", ["fsync", "unlink"])
def test_an_error_between_the_two_steps_leaves_the_file_where_it_was(there, monkeypatch, call):
    system_call = getattr(os, call)
    failures = iter([OSError(errno.EIO, "Input/output error")])

    def fail_once(*args: Any):
        for failure in failures:
            raise failure
        return system_call(*args)

    monkeypatch.setattr(os, call, fail_once)
    with pytest.raises(OSError, match="Input/output error"):
        _move(there)
    assert b"text" == (there.parent / "a.md").read_bytes()
    assert {} == contents_of(there)


def test_another_file_that_gets_the_name_between_the_two_steps_stays(there, monkeypatch):
    sync = platform_files.sync_folder

    def save_anew(folder):
        sync(folder)
        (there / "new").write_bytes(b"saved by an editor")
        (there / "new").replace(there.parent / "a.md")

    monkeypatch.setattr(platform_files, "sync_folder", save_anew)
    with pytest.raises(files.ChangedMeanwhileError):
        _move(there)
    assert b"saved by an editor" == (there.parent / "a.md").read_bytes()
    assert {} == contents_of(there)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_any_other_error_of_a_link_leaves_the_file_where_it_was(there, monkeypatch, code):
    monkeypatch.setattr(os, "link", raises_os_error(code))
    with pytest.raises(OSError, match=os.strerror(code)):
        _move(there)
    assert b"text" == (there.parent / "a.md").read_bytes()
    assert {} == contents_of(there)


def test_where_there_are_no_links_an_error_leaves_the_file_where_it_was(there, monkeypatch):
    monkeypatch.setattr(os, "link", raises_os_error(errno.EACCES))
    monkeypatch.setattr(os, "rename", raises_os_error(errno.EACCES))
    with pytest.raises(PermissionError):
        _move(there)
    assert b"text" == (there.parent / "a.md").read_bytes()
    assert {} == contents_of(there)


def test_a_file_that_is_not_there_can_t_be_moved(there):
    (there.parent / "a.md").unlink()
    with pytest.raises(FileNotFoundError):
        _move(there)
    assert {} == contents_of(there)


# Moving into a folder.


@pytest.mark.posix("permission bits")
def test_a_file_is_moved_into_a_folder_that_is_made_for_it(there):
    folder = there / "aside"
    assert folder / "a.md" == files.move_into(there.parent / "a.md", folder)
    assert {"a.md": b"text"} == contents_of(folder)
    assert 0o700 == permissions_of(folder)


def test_names_that_are_taken_in_a_folder_are_numbered(there):
    for number, name in enumerate(("a.md", "a (2).md", "a (3).md"), 1):
        (there.parent / "a.md").write_text(str(number))
        assert there / name == files.move_into(there.parent / "a.md", there)
    assert {"a.md": b"1", "a (2).md": b"2", "a (3).md": b"3"} == contents_of(there)
    assert not (there.parent / "a.md").exists()


@pytest.mark.posix("links that everyone may make")
def test_even_a_link_that_leads_nowhere_takes_its_name_in_a_folder(there):
    (there / "a.md").symlink_to("nowhere")
    assert there / "a (2).md" == files.move_into(there.parent / "a.md", there)
    assert "nowhere" == os.readlink(there / "a.md")
    assert b"text" == (there / "a (2).md").read_bytes()


# Removing, and folders.


@pytest.mark.posix("permission bits")
def test_folders_are_made_for_their_owner_only(tmp_path):
    tmp_path.chmod(0o755)
    files.make_folder(tmp_path / "a" / "b" / "c")
    assert [0o700] * 3 == [permissions_of(tmp_path / path) for path in ("a", "a/b", "a/b/c")]
    assert 0o755 == permissions_of(tmp_path)


@pytest.mark.posix("permission bits")
def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "a").mkdir(mode=0o755)
    (tmp_path / "a").chmod(0o755)
    files.make_folder(tmp_path / "a")
    assert 0o755 == permissions_of(tmp_path / "a")


@pytest.mark.posix("errors in these words")
@pytest.mark.parametrize("below", ["a", "a/b"])
def test_a_file_where_a_folder_should_be_is_an_error(tmp_path, below):
    (tmp_path / "a").write_bytes(b"precious")
    with pytest.raises(NotADirectoryError):
        files.make_folder(tmp_path / below)
    assert {"a": b"precious"} == contents_of(tmp_path)


@pytest.mark.posix("links that everyone may make")
def test_a_link_that_leads_nowhere_in_place_of_a_folder_is_an_error(tmp_path):
    (tmp_path / "a").symlink_to("nowhere")
    with pytest.raises(NotADirectoryError):
        files.make_folder(tmp_path / "a")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_is_made_meanwhile_is_no_error(tmp_path, monkeypatch):
    mkdir = os.mkdir

    def too_late(path, *mode: int):
        mkdir(path)
        mkdir(path, *mode)

    monkeypatch.setattr(os, "mkdir", too_late)
    files.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.posix("folders that can be synced")
def test_a_new_folder_that_cannot_be_synced_is_an_error_and_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", raises_os_error(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        files.make_folder(tmp_path / "a" / "b")
    assert [] == os.listdir(tmp_path)


def test_a_folder_may_be_made_in_one_that_can_t_be_read(tmp_path, monkeypatch):
    system_open = os.open

    def refuse_folders(path, flags, *mode: int):
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return system_open(path, flags, *mode)

    monkeypatch.setattr(os, "open", refuse_folders)
    files.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_folder_without_any_existing_parent_is_an_error(monkeypatch):
    monkeypatch.setattr(os.path, "isdir", lambda _path: False)
    with pytest.raises(NotADirectoryError):
        files.make_folder(Path("/"))


def test_a_check_leaves_nothing_behind(tmp_path, monkeypatch):
    files.check_writable(tmp_path)
    assert {} == contents_of(tmp_path)
    monkeypatch.setattr(os, "write", raises_os_error(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        files.check_writable(tmp_path)
    assert {} == contents_of(tmp_path)


def test_a_check_of_a_folder_that_is_not_there_fails(tmp_path):
    with pytest.raises(FileNotFoundError):
        files.check_writable(tmp_path / "none")


def test_removing_a_missing_file_is_no_error(tmp_path):
    (tmp_path / "a").write_bytes(b"text")
    files.remove(tmp_path / "a")
    files.remove(tmp_path / "a")
    assert {} == contents_of(tmp_path)


def test_a_missing_folder_has_no_names(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    assert ["a"] == files.list_names(tmp_path)
    assert [] == files.list_names(tmp_path / "none")


# Permissions.


@pytest.mark.posix("permission bits")
@pytest.mark.parametrize(
    ("mode", "open_to_others"),
    [(0o600, False), (0o700, False), (0o640, True), (0o604, True), (0o602, True), (0o710, True)],
)
def test_permissions_of_others_are_found(tmp_path, mode, open_to_others):
    path = tmp_path / "a"
    path.mkdir()
    path.chmod(mode)
    assert open_to_others == files.is_open_to_others(path)


def test_permissions_of_a_missing_file_are_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        files.is_open_to_others(tmp_path / "a")


@pytest.mark.posix("permission bits")
def test_a_file_and_a_folder_are_made_private_and_stay_usable(tmp_path):
    (tmp_path / "a").write_bytes(b"text")
    (tmp_path / "a").chmod(0o666)
    (tmp_path / "b").mkdir()
    (tmp_path / "b").chmod(0o777)
    files.make_private(tmp_path / "a")
    files.make_private(tmp_path / "b")
    assert (0o600, 0o700) == (permissions_of(tmp_path / "a"), permissions_of(tmp_path / "b"))


@pytest.mark.posix("permission bits")
@pytest.mark.parametrize(("mode", "private"), [(0o444, 0o400), (0o555, 0o500), (0o660, 0o600)])
def test_what_is_made_private_does_not_become_writable(tmp_path, mode, private):
    (tmp_path / "a").write_bytes(b"text")
    (tmp_path / "a").chmod(mode)
    files.make_private(tmp_path / "a")
    assert private == permissions_of(tmp_path / "a")


@pytest.mark.posix("links that everyone may make")
def test_nothing_is_made_private_through_a_link(tmp_path):
    (tmp_path / "other").write_bytes(b"somebody's")
    (tmp_path / "other").chmod(0o644)
    (tmp_path / "a").symlink_to("other")
    assert not files.is_open_to_others(tmp_path / "a")
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        files.make_private(tmp_path / "a")
    assert 0o644 == permissions_of(tmp_path / "other")


# Comparing folders.


@pytest.mark.posix("links that everyone may make")
def test_a_folder_is_the_same_through_a_link_and_a_relative_path(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "link").symlink_to("a")
    assert files.is_same_folder(tmp_path / "a", tmp_path / "link")
    assert files.is_same_folder(tmp_path / "a", tmp_path / "a" / "b" / "..")
    assert not files.is_same_folder(tmp_path / "a", tmp_path / "a" / "b")


def test_a_missing_folder_is_not_the_same_as_another(tmp_path):
    assert not files.is_same_folder(tmp_path, tmp_path / "none")
    assert not files.is_same_folder(tmp_path / "none", tmp_path / "none")
