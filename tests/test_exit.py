"""Errors become a message on stderr and an exit code, and never repeat text of an entry."""

import errno
import os
import sys

import pytest

from securebase_cli import exit
from securebase_cli.errors import FolderError, UsageError
from support.streams import TerminalStream

SECRET = "what somebody wrote"


def _raising(error: BaseException):
    def run() -> None:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("Not this way."), 2, "Not this way.\n"),
        (FolderError("One line.\nAnd one more."), 1, "One line.\nAnd one more.\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (
            OSError(errno.EACCES, "Permission denied", "/j"),
            1,
            "That did not work: Permission denied (/j).\n",
        ),
        (OSError(SECRET), 1, "That did not work: the system refused.\n"),
    ],
)
def test_an_error_becomes_its_words_and_its_exit_code(error, code, said, capsys):
    assert code == exit.run_reporting_errors(_raising(error), passing=())
    assert said == capsys.readouterr().err


@pytest.mark.parametrize("bug", [ValueError(SECRET), RuntimeError(SECRET), KeyError(SECRET)])
def test_a_mistake_of_our_own_is_admitted_without_repeating_anything(bug, capsys):
    assert 1 == exit.run_reporting_errors(_raising(bug), passing=())
    said = capsys.readouterr().err
    assert said.startswith(f"A mistake in securebase itself ({type(bug).__name__} at test_exit")
    assert SECRET not in said
    assert 1 == len(said.splitlines())


def test_what_is_no_error_passes(capsys):
    with pytest.raises(LookupError):
        exit.run_reporting_errors(_raising(LookupError()), passing=(LookupError,))
    assert 7 == exit.run_reporting_errors(lambda: 7, passing=())
    assert 0 == exit.run_reporting_errors(lambda: None, passing=())
    assert "" == capsys.readouterr().err


def test_in_a_terminal_an_error_is_broken_between_words_and_a_path_after_separators(monkeypatch):
    stream = TerminalStream()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((30, 24)))
    exit.print_message("The folder /a/very/long/path/that/has/no/end can't be read.\nStopped.")
    rows = ["The folder", "/a/very/long/path/that/has/", "no/end", "can't be read.", "Stopped."]
    assert rows == stream.getvalue().splitlines()
