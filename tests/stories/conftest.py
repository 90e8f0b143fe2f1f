"""Fixtures of whole sittings and command lines: the program in terminals and without its notice."""

import pytest

from support.terminal import open_terminals


@pytest.fixture
def notice_shown(program) -> None:
    """Let the notice about privacy have been shown in an earlier run."""
    program.skip_notice()


@pytest.fixture
def start(program):
    """Return a function that starts the program in a terminal."""
    with open_terminals(program) as start:
        yield start
