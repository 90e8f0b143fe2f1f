"""The program at any time and in any zone: in this process, or in a process of its own."""

from __future__ import annotations

import functools
import io
import subprocess
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from securebase_cli import app, cli
from securebase_cli.instrument import content
from support.program import TIMEOUT, CompletedRun, Program, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_READING = frozenset({"list", "show", "search", "export", "coverage", "questions", "model"})

# Starts the program as if it were the time that is its first argument.
_AT_A_TIME = """\
import datetime, sys
from securebase_cli import app
now = datetime.datetime.fromisoformat(sys.argv.pop(1))
class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return now
app.datetime = Clock
from securebase_cli.__main__ import main
main()
"""


class ProgramInThisProcess(Program):
    """The program as a function, which takes a tenth of the time of a process."""

    def run_at(
        self, now: datetime, zone: str, *arguments: str, typed: str, env: Mapping[str, str]
    ) -> CompletedRun:
        """Run a command to its end, with what is typed on standard input."""

        class Clock(datetime):
            @classmethod
            def now(cls, _zone: object = None) -> datetime:  # type: ignore[override]
                return now

        typed_bytes = typed.encode("utf-8", "surrogatepass")
        stdin, stdout, stderr = (
            io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="\n")
            for data in (typed_bytes, b"", b"")
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(app, "datetime", Clock)
            for name in ("VISUAL", "EDITOR"):
                patch.delenv(name, raising=False)
            for name, value in {**self.environment(), **env, "TZ": zone}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", stdin)
            patch.setattr(sys, "stdout", stdout)
            patch.setattr(sys, "stderr", stderr)
            time.tzset()
            with pytest.raises(SystemExit) as ended:
                get_command(cli.program)(list(arguments), prog_name="securebase")
        time.tzset()
        out, err = (as_text(stream.buffer.getvalue()) for stream in (stdout, stderr))
        return CompletedRun(ended.value.code, out, err)


class ProgramInProcesses(ProgramInThisProcess):
    """The program in processes of its own; what only reads still runs in this one."""

    def run_at(
        self, now: datetime, zone: str, *arguments: str, typed: str, env: Mapping[str, str]
    ) -> CompletedRun:
        if arguments[0] in _READING or arguments[-1] == "--json":
            return super().run_at(now, zone, *arguments, typed=typed, env=env)
        return self.end_of(self.start_at(now, zone, *arguments, env=env), typed)

    def start_at(
        self, now: datetime, zone: str, *arguments: str, env: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        """Start a command that goes on by itself."""
        return subprocess.Popen(
            self.command_at(now, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(**{**env, "TZ": zone}),
        )

    def command_at(self, now: datetime, *arguments: str) -> list[str]:
        return [sys.executable, "-c", _AT_A_TIME, now.isoformat(), *arguments]

    def end_of(self, process: subprocess.Popen[bytes], typed: str = "") -> CompletedRun:
        """Wait for the end of a command, and return it."""
        out, err = process.communicate(typed.encode("utf-8", "surrogatepass"), TIMEOUT)
        return CompletedRun(process.returncode, as_text(out), as_text(err))


@pytest.fixture
def quick_start(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Load each command and the content once, and not for each run in this process."""
    with monkeypatch.context() as patch:
        patch.setattr(cli, "load_command", functools.cache(cli.load_command))
        patch.setattr(content, "read_content", functools.cache(content.read_content))
        yield
