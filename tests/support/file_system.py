"""What the tests of files do to a disk, and how they look at it."""

from __future__ import annotations

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
    """Return what fails with this error instead of doing anything."""

    def fail(*_args: object, **_options: object):
        raise OSError(code, os.strerror(code))

    return fail


def permissions_of(path: Path) -> int:
    """Return who may do what with the file."""
    return stat.S_IMODE(path.stat().st_mode)


def contents_of(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder, and what they hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
