"""The program starts at once: a command loads what it uses, and nothing that it does not."""

import subprocess
import sys

import pytest

from support.builders import an_entry
from support.program import TIMEOUT, Program

# What takes longer to load than such a command takes in all.
HEAVY = {"rich", "pydantic", "yaml", "asyncio", "sqlite3", "pygments"}

# Runs the program with the arguments given, then writes to stderr what was loaded meanwhile.
REPORT = """
import sys
from securebase_cli.cli import program
try:
    program(sys.argv[1:], prog_name="securebase")
finally:
    sys.stderr.write(chr(10).join(sorted(sys.modules)))
"""


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path)


def _loaded(program, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *arguments],
        input=b"",
        capture_output=True,
        # Measuring what is covered would load things of its own.
        env=program.environment(COVERAGE_PROCESS_START=None, COVERAGE_PROCESS_CONFIG=None),
        timeout=TIMEOUT,
        check=True,
    )
    assert done.stdout
    loaded = set(done.stderr.decode().split())
    assert "securebase_cli.cli" in loaded
    return loaded


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["list", "--json"], ["list"], ["show", "--json"]],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded_to_look_at_the_journal(program, arguments):
    program.add_entries(an_entry())
    loaded = _loaded(program, *arguments)
    assert set() == {name.partition(".")[0] for name in loaded} & HEAVY


@pytest.mark.parametrize(
    ("arguments", "modules"),
    [(["--version"], set()), (["--help"], set()), (["list"], {"list"}), ([], {"home"})],
    ids=["--version", "--help", "list", "home"],
)
def test_of_the_commands_only_the_one_that_runs_is_loaded(program, arguments, modules):
    program.add_entries(an_entry())
    loaded = {
        name.partition("securebase_cli.commands.")[2] for name in _loaded(program, *arguments)
    }
    assert modules == {name for name in loaded if name and name[0] != "_"}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_neither_the_journal_nor_the_content_is_opened_to_say_who_it_is(program, option):
    loaded = _loaded(program, option)
    assert set() == loaded & {
        "securebase_cli.storage.journal",
        "securebase_cli.storage.drafts",
        "securebase_cli.instrument.content",
        "securebase_cli.entry_format.entry",
    }


def test_a_sitting_on_a_pipe_does_not_need_rich(program):
    program.add_entries(an_entry())
    loaded = _loaded(program, "reflect", "co-operation")
    assert set() == {name.partition(".")[0] for name in loaded} & {"rich"}
