"""Completion as it is installed, in the shells that there are."""

import shutil
import sys

import pytest

from support.builders import an_entry
from support.terminal import ENTER, Terminal, needs_terminal

pytestmark = needs_terminal


@pytest.fixture
def shell_environment(program) -> dict[str, str]:
    """Return an environment in which the program is a command by its name."""
    folder = program.home / "bin"
    folder.mkdir()
    script = folder / "securebase"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m securebase_cli "$@"\n', "utf-8")
    script.chmod(0o755)
    # Without such a file, Zsh asks a new user what to put into it.
    (program.home / ".zshrc").touch()
    path = f"{folder}:/usr/bin:/bin"
    return program.environment(TERM="xterm-256color", PATH=path, XDG_CONFIG_HOME=None)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_names_are_completed_at_the_first_tab(program, shell_environment, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    program.add_entries(an_entry())
    command = [shutil.which(shell), "-i"]
    with Terminal(command, shell_environment) as terminal:
        terminal.type(f"securebase --install-completion{ENTER}")
        terminal.wait_for("once you restart the terminal")
    for typed, completed in (
        ("securebase reflect av", "reflect availability"),
        ("securebase resu", "securebase resume"),
        ("securebase show ", "securebase show k3f7"),
        ("securebase list --domain=se", "--domain=sensitivity"),
    ):
        # A shell of its own for each, so that it is the first Tab.
        with Terminal(command, shell_environment, columns=160) as terminal:
            terminal.type(f"echo be''gun{ENTER}")
            terminal.wait_for_reply("begun")
            terminal.type(f"{typed}\t")
            terminal.wait_for(completed)
