"""Runs the program as people do: in a process of its own, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from securebase_cli import json_records
from securebase_cli.storage.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from securebase_cli.model import Entry

# What would make a run depend on whose machine it is.
_PERSONAL = frozenset(
    {"COLUMNS", "EDITOR", "LANG", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "VISUAL"}
)
_PERSONAL_BEGINNINGS = ("SECUREBASE_", "_SECUREBASE_", "LC_", "XDG_", "PYTHON", "COVERAGE_")

# No run takes as long as this; it only keeps a defect from holding up everything.
TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class CompletedRun:
    """How a run ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


class Program:
    """The program with its journal, both in a folder that nobody else uses.

    `through` is a command that starts it, if one does. What its processes cover is not measured:
    that would double the time that they take.
    """

    def __init__(self, home: Path, *, through: Sequence[str] = ()) -> None:
        self.home = home
        self.journal = home / "journal"
        self._through = through

    def command(self, *arguments: str | Path) -> list[str]:
        """Return the command line, as for a process."""
        return [*self._through, sys.executable, "-m", "securebase_cli", *map(str, arguments)]

    def environment(self, **changes: str | None) -> dict[str, str]:
        """Return the environment of a run; None takes a variable away."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in _PERSONAL and not name.startswith(_PERSONAL_BEGINNINGS)
        }
        own: dict[str, str | None] = {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "APPDATA": str(self.home / "appdata"),
            "LOCALAPPDATA": str(self.home / "appdata"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "SECUREBASE_JOURNAL": str(self.journal),
            "LANG": "C.UTF-8",
            "PYTHONUTF8": "1",
        }
        wanted = {**inherited, **own, **changes}
        return {name: value for name, value in wanted.items() if value is not None}

    def run(
        self,
        *arguments: str | Path,
        input: str | bytes = b"",  # noqa: A002 - as in subprocess
        env: dict[str, str | None] | None = None,
        **how: Any,
    ) -> CompletedRun:
        """Run a command to its end; what it gets to read is no terminal."""
        done = subprocess.run(
            self.command(*arguments),
            input=input.encode() if isinstance(input, str) else input,
            capture_output=True,
            env=self.environment(**(env or {})),
            timeout=TIMEOUT,
            check=False,
            **how,
        )
        return CompletedRun(done.returncode, _text(done.stdout), _text(done.stderr))

    def add_entries(self, *entries: Entry) -> None:
        """Put entries into the journal, as if they had been saved before."""
        journal = Journal(self.journal)
        journal.prepare()
        for entry in entries:
            journal.add(entry)

    def skip_notice(self) -> None:
        """Let the notice about privacy have been read before."""
        shown = self.journal / ".securebase" / "notice-shown"
        shown.parent.mkdir(parents=True)
        shown.touch()

    def saved_entries(self) -> list[dict[str, Any]]:
        """Return the entries saved so far, newest first, in the shape of `show --json`."""
        return [json_records.entry_record(stored) for stored in Journal(self.journal).scan()]

    def latest_entry(self) -> dict[str, Any]:
        """Return the newest entry."""
        return self.saved_entries()[0]

    def latest_answers(self) -> dict[str, str]:
        """Return what the newest entry answers, by the id of the question."""
        return {answer["question"]: answer["answer"] for answer in self.latest_entry()["answers"]}

    def entry_texts(self) -> list[str]:
        """Return the texts of the entries saved so far, oldest first."""
        return [path.read_text("utf-8") for path in sorted(self.journal.glob("*.md"))]

    def draft_texts(self) -> list[str]:
        """Return the texts of the sittings that wait."""
        folder = self.journal / ".securebase" / "drafts"
        return [path.read_text("utf-8") for path in sorted(folder.glob("*.md"))]

    def temporary_files(self) -> list[Path]:
        """Return what a run left behind of its temporary files."""
        return sorted(self.home.rglob("*.tmp"))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
