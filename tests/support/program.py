"""Run the program in a process, with its own home folder and environment."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from securebase_cli import json_records
from securebase_cli.storage.journal import Journal
from support.journals import add_entries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from securebase_cli.model import Entry

# Variables of the user that would change what the program does.
_PERSONAL = frozenset(
    {"COLUMNS", "EDITOR", "LANG", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "VISUAL"}
)
_PERSONAL_PREFIXES = ("SECUREBASE_", "_SECUREBASE_", "LC_", "XDG_", "PYTHON")

# An editor that every system has, and that changes nothing.
IDLE_EDITOR = f'{sys.executable} -c ""'
# Seconds until a run is ended.
TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class CompletedRun:
    """The exit code of a run, and its output as text."""

    code: int
    out: str
    err: str


class Program:
    """The program with a journal of its own below `home`.

    `through` is a command that starts the program, such as setpriv. Coverage is not measured in its
    processes, which would double their time.
    """

    def __init__(self, home: Path, *, through: Sequence[str] = ()) -> None:
        self.home = home
        self.journal = home / "journal"
        self._through = through

    def command(self, *arguments: str | Path) -> list[str]:
        """Return the command line with these arguments."""
        return [*self._through, sys.executable, "-m", "securebase_cli", *map(str, arguments)]

    def environment(self, **changes: str | None) -> dict[str, str]:
        """Return the environment of a run with these changes; None removes a variable."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in _PERSONAL and not name.startswith(_PERSONAL_PREFIXES)
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
            "PAGER": "cat",
            "PYTHONUTF8": "1",
            "PYTHONWARNINGS": "error",
        }
        environment = {**inherited, **own, **changes}
        return {name: value for name, value in environment.items() if value is not None}

    def run(
        self,
        *arguments: str | Path,
        input: str | bytes = b"",  # noqa: A002 - as in subprocess
        env: dict[str, str | None] | None = None,
        **options: Any,
    ) -> CompletedRun:
        """Run a command to its end, with `input` on a pipe."""
        done = subprocess.run(
            self.command(*arguments),
            input=input.encode() if isinstance(input, str) else input,
            capture_output=True,
            env=self.environment(**(env or {})),
            timeout=TIMEOUT,
            check=False,
            **options,
        )
        return CompletedRun(done.returncode, as_text(done.stdout), as_text(done.stderr))

    def add_entries(self, *entries: Entry) -> None:
        """Add entries to the journal."""
        add_entries(Journal(self.journal), *entries)

    def skip_notice(self) -> None:
        """Mark the notice about privacy as shown."""
        shown = self.journal / ".securebase" / "notice-shown"
        shown.parent.mkdir(parents=True, exist_ok=True)
        shown.touch()

    def saved_entries(self) -> list[dict[str, Any]]:
        """Return all entries, newest first, as `show --json` prints them."""
        return [
            json_records.entry_record(stored.entry, stored.path)
            for stored in Journal(self.journal).scan()
        ]

    def latest_entry(self) -> dict[str, Any]:
        """Return the newest entry, as `show --json` prints it."""
        return self.saved_entries()[0]

    def latest_answers(self) -> dict[str, str]:
        """Return the answers of the newest entry by question id."""
        return {answer["question"]: answer["answer"] for answer in self.latest_entry()["answers"]}

    def entry_texts(self) -> list[str]:
        """Return the texts of all entry files, oldest first."""
        return [path.read_text("utf-8") for path in sorted(self.journal.glob("*.md"))]

    def draft_texts(self) -> list[str]:
        """Return the texts of all drafts."""
        folder = self.journal / ".securebase" / "drafts"
        return [path.read_text("utf-8") for path in sorted(folder.glob("*.md"))]

    def temporary_files(self) -> list[Path]:
        """Return the temporary files that were not removed."""
        return sorted(self.home.rglob("*.tmp"))


def as_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
