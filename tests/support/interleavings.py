"""Two computers on which people write, change, delete and synchronise in any order."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING
from unittest.mock import patch

from securebase_cli.errors import SavingError
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.trash import Trash
from securebase_cli.sync import shared_files, synchronise
from securebase_cli.sync.git import Git
from securebase_cli.sync.repository import Repository
from support.builders import an_entry

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

MAX_STEPS = 40


class Killed(BaseException):
    """The run was ended at this step, without a chance to do anything more."""


class Computer:
    """A journal that is synchronised with a folder, and what can happen to it."""

    def __init__(self, journal_folder: Path, remote: Path, chance: random.Random) -> None:
        self.journal = Journal(journal_folder)
        self.trash = Trash(self.journal)
        self._chance = chance
        self._repository = synchronise.set_up(self.journal, str(remote))

    def reflect(self, word: str) -> None:
        """Save an entry with a word; both computers may choose the same name for theirs."""
        entry_id = self._chance.choice(["aaaa", "bbbb", *self.journal.new_ids(2)])
        self.journal.add(an_entry(id=entry_id, title=word))

    def edit(self, word: str) -> None:
        """Add a word to an entry; reflect instead if there is none."""
        names = self.journal.names()
        if not names:
            self.reflect(word)
            return
        name = self._chance.choice(names)
        data = self.journal.read_bytes(name)
        self.journal.replace_entry(name, data, data + f"\n{word}\n".encode())

    def delete(self) -> None:
        if names := self.journal.names():
            self.trash.add(self._chance.choice(names))

    def restore(self) -> None:
        if names := self.trash.names():
            # Another entry may have its name by now.
            with suppress(SavingError):
                self.trash.restore(self._chance.choice(names))

    def synchronise(self) -> None:
        synchronise.synchronise(self._repository, in_clear=True)

    def synchronise_until_killed(self) -> None:
        """Synchronise, but end the run before or after one of its steps."""
        steps_left = self._chance.randrange(MAX_STEPS)
        kills_before = self._chance.random() < 0.5

        def killing(step: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any, **options: Any) -> Any:
                nonlocal steps_left
                steps_left -= 1
                if steps_left == 0 and kills_before:
                    raise Killed
                result = step(*arguments, **options)
                if steps_left == 0:
                    raise Killed
                return result

            return run

        with (
            patch.object(Git, "run", killing(Git.run)),
            patch.object(shared_files, "write_change", killing(shared_files.write_change)),
            patch.object(Repository, "refresh_index", lambda _: None),
            suppress(Killed),
        ):
            self.synchronise()

    def shared_texts(self) -> dict[str, bytes]:
        """Return the bytes of all files that are shared, by their paths."""
        local = shared_files.read_local(self.journal, "sha1")
        assert {} == local.left_alone
        return {path: (self.journal.folder / path).read_bytes() for path in local.ids}


def run_interleaving(folder: Path, chance: random.Random, steps: int) -> None:
    """Let anything happen on two computers, then check that both are the same and all is there."""
    remote = folder / "stick"
    folder.mkdir(exist_ok=True)
    computers = [Computer(folder / name, remote, chance) for name in ("first", "second")]
    words: list[str] = []
    for step in range(steps):
        computer = chance.choice(computers)
        match chance.choice(
            ["reflect", "edit", "edit", "delete", "restore", "synchronise", "kill", "kill"]
        ):
            case "reflect":
                words.append(f"word{step}end")
                computer.reflect(words[-1])
            case "edit":
                words.append(f"word{step}end")
                computer.edit(words[-1])
            case "delete":
                computer.delete()
            case "restore":
                computer.restore()
            case "synchronise":
                computer.synchronise()
            case "kill":
                computer.synchronise_until_killed()
    for computer in (*computers, computers[0]):
        computer.synchronise()

    texts = computers[0].shared_texts()
    assert texts == computers[1].shared_texts()
    all_text = b"".join(texts.values())
    assert [] == [word for word in words if word.encode() not in all_text]
    assert b"<<<<<<<" not in all_text
    for repository in (remote, *(computer.journal.folder for computer in computers)):
        checked = subprocess.run(
            ["git", "fsck", "--full", "--strict"],
            cwd=repository,
            capture_output=True,
            check=False,
        )
        assert (0, b"") == (checked.returncode, checked.stderr)
