"""The pager that a person has chosen, and what it is given."""

import os
import shutil
import sys

import pytest

from securebase_cli.ui.pager import pager_command, show_in_pager

# Writes what it is given, and some variables, into a file.
PAGER = (
    "import os, sys; "
    "variables = '|'.join(os.environ[name] for name in ('LESS', 'LESSHISTFILE', 'LESSSECURE')); "
    "open(sys.argv[1], 'wb').write(sys.stdin.buffer.read() + variables.encode())"
)


@pytest.mark.parametrize("pager", ["", "cat", "no-such-pager", "'", "  "])
def test_there_may_be_no_pager(pager):
    assert not pager_command({"PAGER": pager})


def test_the_pager_is_the_one_that_the_variable_names_or_less():
    assert [sys.executable, "-x", "a b"] == pager_command({"PAGER": f"{sys.executable} -x 'a b'"})
    assert (["less"] if shutil.which("less") else ()) == pager_command({})


@pytest.mark.parametrize(
    ("chosen", "options"),
    [(None, "-X -Ps?eThat is all, q to leave:Space for more, q to leave.$ -R"), ("-S", "-S -R")],
    ids=["none", "own"],
)
def test_the_pager_gets_the_text_and_keeps_no_history_or_copy(
    tmp_path, monkeypatch, chosen, options
):
    monkeypatch.delenv("LESS", raising=False)
    if chosen:
        monkeypatch.setenv("LESS", chosen)
    seen = tmp_path / "seen"
    assert show_in_pager("It’s kind.\n", [sys.executable, "-c", PAGER, str(seen)], "utf-8")
    assert f"It’s kind.\n{options}|-|1" == seen.read_text("utf-8")


def test_a_pager_that_is_left_early_is_no_error():
    assert show_in_pager("words\n" * 100_000, [sys.executable, "-c", "pass"], "utf-8")


def test_a_pager_that_cannot_be_started_is_reported(tmp_path):
    assert not show_in_pager("words\n", [os.fspath(tmp_path)], "utf-8")
