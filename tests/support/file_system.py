"""System calls that fail, and what files and folders hold."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

with_and_without_links = pytest.mark.parametrize(
    "links", [True, False], ids=["with links", "without links"]
)


def raises_os_error(code: int):
    """Return a function that raises this error, whatever its arguments."""

    def fail(*_args: object, **_options: object):
        raise OSError(code, os.strerror(code))

    return fail


def permissions_of(path: Path) -> int:
    """Return the permission bits of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def contents_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file in a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def kind_of(descriptor: int) -> str:
    """Return whether an open descriptor is a "file" or a "folder"."""
    return "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"


def break_folder_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk fail when a folder is synced, and only then."""
    sync = os.fsync

    def fail(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fail)
