"""The key of an unlocked journal is kept in memory only, for a time, and seen by its user only."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from securebase_cli.storage import unlocked_keys as module
from securebase_cli.storage.memory_folder import memory_folder_of
from securebase_cli.storage.unlocked_keys import UnlockedKeys
from support.file_system import permissions_of

pytestmark = pytest.mark.posix("a private folder in memory")


@pytest.fixture
def runtime_folder(monkeypatch) -> Iterator[Path]:
    memory = Path("/dev/shm")
    if not memory.is_dir():
        pytest.skip("there is no /dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


def test_the_key_is_kept_until_its_time_is_over(tmp_path, runtime_folder, monkeypatch):
    UnlockedKeys(tmp_path).keep("AGE-SECRET-KEY-1\n", 60)
    assert "AGE-SECRET-KEY-1\n" == UnlockedKeys(tmp_path).read()
    assert "" == UnlockedKeys(tmp_path / "other").read()
    (path,) = [path for path in runtime_folder.rglob("*") if path.is_file()]
    assert 0o600 == permissions_of(path)
    later = module.time.time() + 61
    monkeypatch.setattr(module.time, "time", lambda: later)
    assert "" == UnlockedKeys(tmp_path).read()
    assert not path.exists()


def test_what_is_forgotten_is_gone(tmp_path, runtime_folder):
    unlocked = UnlockedKeys(tmp_path)
    assert not unlocked.forget()
    unlocked.keep("AGE-SECRET-KEY-1\n", 60)
    assert unlocked.forget()
    assert "" == unlocked.read()


@pytest.mark.parametrize("data", [b"", b"x\nAGE-SECRET-KEY-1\n", b"\xff", b"nan\nKEY\n"])
def test_a_damaged_file_counts_as_locked(tmp_path, runtime_folder, data):
    unlocked = UnlockedKeys(tmp_path)
    unlocked.keep("AGE-SECRET-KEY-1\n", 60)
    assert unlocked.path
    unlocked.path.write_bytes(data)
    assert "" == unlocked.read()


def test_a_folder_on_a_disk_is_not_used(tmp_path, monkeypatch):
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    if memory_folder_of(tmp_path) is not None:
        pytest.skip("the folder for tests is in memory")
    assert UnlockedKeys(tmp_path).path is None


def test_a_folder_that_others_can_look_into_is_not_used(tmp_path, runtime_folder):
    runtime_folder.chmod(0o755)
    assert memory_folder_of(tmp_path) is None


@pytest.mark.parametrize("value", ["", "relative", "/nowhere/at/all"])
def test_without_such_a_folder_there_is_none(tmp_path, monkeypatch, value):
    monkeypatch.setenv("XDG_RUNTIME_DIR", value)
    assert memory_folder_of(tmp_path) is None
