"""Standard streams on Windows, played: its own encoding, and pipes whose reader is gone."""

import errno
import io
import os
import sys

import pytest

from securebase_cli import exit, streams


@pytest.fixture(autouse=True)
def windows(monkeypatch) -> None:
    monkeypatch.setattr(streams, "WINDOWS", True)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)


def _written(monkeypatch, text: str) -> bytes:
    """Write to a pipe in the encoding that Western versions of Windows have."""
    pipe = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(pipe, "cp1252"))
    streams.open_streams()
    sys.stdout.write(text)
    sys.stdout.flush()
    return pipe.getvalue()


def test_a_pipe_gets_utf_8(monkeypatch):
    assert "Zoë ☐ 🫶".encode() == _written(monkeypatch, "Zoë ☐ 🫶")


def test_a_pipe_gets_the_encoding_that_is_asked_for(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    assert b"Zo\xeb \\u2610" == _written(monkeypatch, "Zoë ☐")


def test_an_invalid_argument_is_a_reader_that_is_gone(tmp_path, monkeypatch, capsys):
    def refuse(*_: object) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")

    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdout", streams._complete(file))
        monkeypatch.setattr(os, "write", refuse)
        code = exit.run_reporting_errors(lambda: sys.stdout.write("words") and None, passing=())
        monkeypatch.undo()
    assert exit.PIPE_CLOSED == code
    assert "" == capsys.readouterr().err
