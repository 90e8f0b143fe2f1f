"""Fixtures of several test files of storage."""

import os

import pytest

from support.file_system import break_folder_sync, kind_of


@pytest.fixture
def fsynced(monkeypatch) -> list[str]:
    """Replace `os.fsync`; return the kinds of what is synced through it, in order."""
    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(kind_of(descriptor)))
    return synced


@pytest.fixture
def folders_cannot_be_synced(monkeypatch) -> None:
    break_folder_sync(monkeypatch)
