"""The findings of the check-up of a journal, and how they are fixed.

The checks are in `check_folder`, `check_entries` and `check_drafts`; they change nothing. A finding
with a `remedy` can be fixed without losing anything, by `apply_remedy`.
"""

from pathlib import Path
from typing import Literal, NamedTuple

from securebase_cli.storage import files, locks
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.journal_files import ENCRYPTED_SUFFIX, SET_ASIDE, clear_name
from securebase_cli.storage.names import begins_like_entry

Level = Literal["problem", "note"]
Remedy = Literal["remove", "put aside", "make private"]


class Finding(NamedTuple):
    """A problem or a note: what was found, what to do about it, and the file it is about.

    `kind` is stable, for other programs. `remedy_paths` are the files that the remedy changes.
    """

    kind: str
    level: Level
    message: str
    advice: str
    path: Path | None = None
    remedy: Remedy | None = None
    remedy_paths: tuple[Path, ...] = ()


class CheckedFinding(NamedTuple):
    """A finding, and what became of its remedy.

    `error` says why the remedy failed; it is empty if it succeeded or was not applied.
    """

    finding: Finding
    is_fixed: bool = False
    error: str = ""

    @property
    def is_open_problem(self) -> bool:
        return self.finding.level == "problem" and not self.is_fixed


def apply_remedy(finding: Finding, journal: Journal) -> CheckedFinding:
    """Apply the remedy of a finding, if it has one."""
    for path in finding.remedy_paths:
        try:
            if finding.remedy == "make private":
                files.make_private(path)
                continue
            # Another process may have removed the file since it was found.
            with locks.hold_abandoned(path) as abandoned:
                if abandoned and finding.remedy == "remove":
                    files.remove(path)
                elif abandoned:
                    _put_aside(path, journal)
        except OSError as error:
            return CheckedFinding(finding, error=f"{path}: {error.strerror}")
    return CheckedFinding(finding, is_fixed=finding.remedy is not None)


def _put_aside(temporary_path: Path, journal: Journal) -> None:
    name = files.intended_name(temporary_path)
    if begins_like_entry(name):
        # The end of the name may be cut off.
        name = f"{clear_name(name).removesuffix('.md')}.md"
    if files.intended_name(temporary_path).endswith(ENCRYPTED_SUFFIX):
        folder = journal.internal_folder / SET_ASIDE
        files.move_into(temporary_path, folder, f"{name}{ENCRYPTED_SUFFIX}")
        return
    journal.files.move_into(temporary_path, journal.internal_folder / SET_ASIDE, name)


def list_names(folder: Path) -> list[str]:
    """Return the names in a folder, in order; none if it can't be read."""
    try:
        return sorted(files.list_names(folder))
    except OSError:
        return []
