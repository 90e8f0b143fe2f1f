"""Differences between systems: macOS, and file systems without locks or links.

What is not here is played; Windows, of which there is most to say, has tests of its own.
"""

import errno
import os
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from securebase_cli.storage import files, locks, platform_files
from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.journal import Journal
from support.builders import a_draft, an_entry
from support.file_system import contents_of, kind_of, raises_os_error

NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)


class Mac:
    """The locks of macOS, and its way to bring bytes further than to the drive's own memory."""

    F_FULLFSYNC = 51
    LOCK_EX = 2
    LOCK_NB = 4

    def __init__(self, *, refusing: bool = False) -> None:
        self.synced: list[str] = []
        self._refusing = refusing

    def fcntl(self, descriptor: int, command: int) -> None:
        assert self.F_FULLFSYNC == command
        if self._refusing:
            # As network folders do.
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        self.synced.append(kind_of(descriptor))

    def flock(self, _descriptor: int, operation: int) -> None:
        assert self.LOCK_EX | self.LOCK_NB == operation


# Syncing.


@pytest.mark.posix("folders that can be synced")
def test_on_macos_files_and_folders_are_brought_further_than_to_the_drives_memory(
    tmp_path, monkeypatch, fsynced
):
    mac = Mac()
    monkeypatch.setattr(platform_files, "fcntl", mac)
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert ["file", "folder"] == mac.synced
    assert [] == fsynced


@pytest.mark.posix("folders that can be synced")
def test_where_macos_can_t_do_that_it_is_synced_as_elsewhere(tmp_path, monkeypatch, fsynced):
    mac = Mac(refusing=True)
    monkeypatch.setattr(platform_files, "fcntl", mac)
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert ["file", "folder"] == fsynced
    assert [] == mac.synced


@pytest.mark.posix("folders that can be synced")
def test_elsewhere_files_and_folders_are_synced_once(tmp_path, monkeypatch, fsynced):
    other = SimpleNamespace(LOCK_EX=2, LOCK_NB=4, flock=lambda *_: None)
    monkeypatch.setattr(platform_files, "fcntl", other)
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert ["file", "folder"] == fsynced


@pytest.mark.posix("folders that can be synced")
@pytest.mark.parametrize("code", sorted(set(NO_SYNC)), ids=errno.errorcode.get)
def test_what_can_t_sync_at_all_is_no_failure(tmp_path, monkeypatch, code):
    asked = []

    def unknown(descriptor: int) -> None:
        asked.append(kind_of(descriptor))
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", unknown)
    assert "" == files.create(tmp_path / "a.md", b"new")
    assert ["file", "folder"] == asked
    assert {"a.md": b"new"} == contents_of(tmp_path)


@pytest.mark.posix("folders that can be synced")
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=errno.errorcode.get)
def test_what_fails_to_sync_is_a_failure(tmp_path, monkeypatch, code):
    monkeypatch.setattr(os, "fsync", raises_os_error(code))
    with pytest.raises(OSError, match=os.strerror(code)):
        files.create(tmp_path / "a.md", b"new")
    with pytest.raises(OSError, match=os.strerror(code)):
        platform_files.sync_folder(tmp_path)
    assert {} == contents_of(tmp_path)


# Locks.


def test_without_locks_every_process_acquires_a_lock(tmp_path, monkeypatch):
    monkeypatch.setattr(platform_files, "fcntl", None)
    monkeypatch.setattr(platform_files, "msvcrt", None)
    path = tmp_path / "held.lock"
    with locks.lock_file(path) as first, locks.lock_file(path) as second:
        assert (True, True) == (first, second)


@pytest.mark.skipif(platform_files.fcntl is None, reason="locks work in another way here")
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOTSUP, errno.EINVAL])
def test_a_file_system_without_locks_gives_every_lock(tmp_path, monkeypatch, code):
    monkeypatch.setattr("fcntl.flock", raises_os_error(code))
    with locks.lock_file(tmp_path / "held.lock") as acquired:
        assert acquired


@pytest.mark.skipif(platform_files.fcntl is None, reason="locks work in another way here")
def test_on_a_file_system_without_locks_a_new_file_is_not_abandoned(tmp_path, monkeypatch):
    monkeypatch.setattr("fcntl.flock", raises_os_error(errno.ENOLCK))
    (tmp_path / "a.md.0011.tmp").write_bytes(b"being written")
    assert not locks.is_abandoned(tmp_path / "a.md.0011.tmp")


# Links.


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="it is like that here anyway")
def test_links_are_refused_where_opening_would_follow_them(tmp_path, monkeypatch):
    monkeypatch.setattr(
        platform_files, "READ_NO_FOLLOW_FLAGS", platform_files.READ_NO_FOLLOW_FLAGS & ~os.O_NOFOLLOW
    )
    monkeypatch.delattr(os, "O_NOFOLLOW")
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "a").symlink_to("secret")
    with pytest.raises(files.NotRegularFileError) as refused:
        files.read(tmp_path / "a", 100)
    assert "it is a link" == refused.value.strerror
    assert b"secret" == files.read(tmp_path / "secret", 100)


# Where upper and lower case are the same.


def test_file_names_have_no_capital_letters(tmp_path, content):
    journal = Journal(tmp_path)
    drafts = Drafts(journal.internal_folder)
    for domain in content.domains:
        for _ in range(20):
            handle = journal.new_ids(1)[0]
            entry = journal.path_of(an_entry(domain=domain.id, id=handle))
            draft = drafts.path_of(a_draft(id=handle))
            assert (entry.name, draft.name) == (entry.name.lower(), draft.name.lower())


def test_a_folder_is_the_same_in_another_case_if_the_system_says_so(tmp_path, monkeypatch):
    (tmp_path / "journal").mkdir()
    (tmp_path / "other").mkdir()
    spelt_otherwise = tmp_path / "Journal"
    assert spelt_otherwise.exists() == files.is_same_folder(tmp_path / "journal", spelt_otherwise)
    system_stat = os.stat

    def blind_to_case(path: Any, **options: Any) -> os.stat_result:
        folder, name = os.path.split(path)
        return system_stat(os.path.join(folder, name.lower()), **options)

    monkeypatch.setattr(os, "stat", blind_to_case)
    assert files.is_same_folder(tmp_path / "journal", spelt_otherwise)
    assert not files.is_same_folder(tmp_path / "other", spelt_otherwise)


def test_this_system_is_known():
    assert platform_files.WINDOWS == (sys.platform == "win32")
