"""Any sequence of commands, edits by hand and mishaps leaves the journal as it must be.

The program runs in this process, which takes a tenth of the time of a process of its own;
`proofs/test_any_sequence.py` runs longer sequences in processes.
"""

import functools
import io
import os
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from typer.main import get_command

from securebase_cli import app, cli
from securebase_cli.instrument import content
pytest.register_assert_rewrite("support.journal_machine")
from support.journal_machine import JournalMachine
from support.program import CompletedRun, Program

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one zone for all")


class ProgramInThisProcess(Program):
    """The program, run as a function at a given time."""

    def run_at(self, now, zone, *arguments, input, env):  # noqa: A002 - as in subprocess
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return now

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(app, "datetime", Clock)
            for name in ("VISUAL", "EDITOR"):
                patch.delenv(name, raising=False)
            for name, value in {**self.environment(), **env, "TZ": zone}.items():
                patch.setenv(name, value)
            streams = [io.BytesIO(input.encode("utf-8", "surrogatepass")), io.BytesIO(), io.BytesIO()]
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, io.TextIOWrapper(stream, "utf-8", newline="\n"))
            time.tzset()
            with pytest.raises(SystemExit) as ended:
                get_command(cli.program)(list(arguments), prog_name="securebase")
            sys.stdout.flush()
            sys.stderr.flush()
            out, err = (stream.getvalue().decode() for stream in streams[1:])
        time.tzset()
        return CompletedRun(ended.value.code, out, err)


@pytest.fixture
def quick_start(monkeypatch):
    """Load each command and the content once, and not for every run of the program."""
    monkeypatch.setattr(cli, "load_command", functools.cache(cli.load_command))
    monkeypatch.setattr(content, "read_content", functools.cache(content.read_content))


def test_any_sequence_of_commands_keeps_the_journal_as_it_must_be(quick_start):
    run_state_machine_as_test(
        lambda: JournalMachine(ProgramInThisProcess(Path(tempfile.mkdtemp()))),
        settings=settings(max_examples=int(os.environ.get("EX", 5)), stateful_step_count=20, deadline=None, report_multiple_bugs=False, database=None, phases=[Phase.generate] + [Phase.shrink] * ("SHRINK" in os.environ)),
    )
