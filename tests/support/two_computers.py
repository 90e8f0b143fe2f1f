"""Two computers that synchronise their journals through a folder."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from securebase_cli.storage.journal import Journal
from support.program import Program

if TYPE_CHECKING:
    from pathlib import Path

    from support.program import CompletedRun


@dataclass(frozen=True, slots=True)
class TwoComputers:
    """Two journals, and the bare repository between them."""

    first: Program
    second: Program
    remote: Path

    @classmethod
    def below(cls, folder: Path) -> TwoComputers:
        """Make two computers with empty journals below a folder; nothing is set up yet."""
        for name in ("first", "second"):
            (folder / name).mkdir()
        return cls(Program(folder / "first"), Program(folder / "second"), folder / "stick")

    def set_up(self) -> None:
        """Let both journals be synchronised in clear."""
        for computer in (self.first, self.second):
            done = computer.run("sync", "--setup", self.remote, "--in-clear")
            assert 0 == done.code, done.err

    def sync_until_same(self) -> None:
        """Synchronise each computer until neither has something new."""
        for computer in (self.first, self.second, self.first):
            done = sync(computer)
            assert 0 == done.code, done.err


def sync(computer: Program) -> CompletedRun:
    return computer.run("sync", "--in-clear")


def shared_texts(computer: Program) -> dict[str, bytes]:
    """Return the bytes of the entries, their copies and the trash, by their paths."""
    paths = (*computer.journal.glob("*.md"), *computer.journal.glob(".securebase/trash/*.md"))
    return {str(path.relative_to(computer.journal)): path.read_bytes() for path in paths}


def entry_ids(computer: Program) -> set[str]:
    return {name.id for name in Journal(computer.journal).names()}


def git(folder: Path, *arguments: str, errors: str = "strict") -> str:
    """Run git in a folder, as a person would, and return its output."""
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    done = subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors=errors,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout
