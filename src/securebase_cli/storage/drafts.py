"""Drafts: the answers of unfinished sittings, one file each.

A sitting is one walk through the questions of one or more domains.
"""

import contextlib
import errno
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.entry_format.draft import read_draft, write_draft
from securebase_cli.errors import EntryFormatError, FolderError, SavingError
from securebase_cli.model import Draft
from securebase_cli.storage import files, locks
from securebase_cli.storage.journal_files import SET_ASIDE, JournalFiles

# The subfolder with a folder for each layout of records, which has the drafts of these records.
RECORDS = "records"
# A draft may hold the answers of all domains, each as long as an entry may be.
MAX_BYTES = 64 * 1024 * 1024

_SUFFIX = ".md"


class StoredDraft(NamedTuple):
    path: Path
    draft: Draft


class UnfinishedDrafts(NamedTuple):
    """The drafts that can be continued, newest first; the files that cannot be read, and why."""

    drafts: list[StoredDraft]
    unreadable: dict[Path, str]


def distinct_names(drafts: Sequence[StoredDraft]) -> list[str]:
    """Return what a user types to name each draft: its id, or its file's name if it is a copy."""
    counts = Counter(stored.draft.id for stored in drafts)
    # With “./” before it, a name that begins with a hyphen is not taken for an option.
    return [
        stored.draft.id
        if counts[stored.draft.id] == 1
        else f"{'./' * stored.path.stem.startswith('-')}{stored.path.stem}"
        for stored in drafts
    ]


class Drafts:
    """The drafts in one folder; the heading of each file is `title` and the day."""

    def __init__(
        self,
        internal_folder: Path,
        folder: str = "drafts",
        title: str = "Unfinished",
        journal_files: JournalFiles | None = None,
    ) -> None:
        self._files = journal_files or JournalFiles(internal_folder)
        self._journal_folder = internal_folder.parent
        self._title = title
        self.folder = internal_folder / folder
        self.set_aside_folder = internal_folder / SET_ASIDE
        self.records_folder = internal_folder / RECORDS

    def path_of(self, draft: Draft) -> Path:
        return self.folder / f"{draft.moment.date()}-{draft.moment:%H%M}-{draft.id}{_SUFFIX}"

    def has(self, draft: Draft) -> bool:
        """Whether the draft is in its file."""
        return self._files.exists(self.path_of(draft))

    def can_hold(self, draft: Draft) -> bool:
        """Whether a new draft can be written and read back, even if every question is skipped."""
        with_all_skipped = draft._replace(skipped=tuple(step.question for step in draft.plan))
        try:
            write_draft(with_all_skipped, "")
        except EntryFormatError:
            return False
        return True

    def save(self, draft: Draft) -> Path:
        """Write the draft, replacing its older version in one step.

        Raises SavingError if it cannot be written, or if it is written but may not survive a
        power cut.
        """
        path = self.path_of(draft)
        title = f"{self._title}, {long_date(draft.moment)}"
        try:
            if not self._journal_folder.is_dir():
                # Do not make it again: if the disk with the journal was unplugged, the new folder
                # would be on another disk.
                raise FileNotFoundError(errno.ENOENT, "the journal folder is gone")
            data = write_draft(draft, title).encode()
            if len(data) > MAX_BYTES:
                raise EntryFormatError(f"it would be larger than {MAX_BYTES >> 20} MiB")
            files.make_folder(self.folder)
            warning = self._files.replace(path, data)
        except EntryFormatError as error:
            raise SavingError(f"The draft {path} can't be written: {error}.") from None
        except OSError as error:
            reason = f"{error.strerror}. What you wrote last is not on disk."
            raise SavingError(f"The draft {path} can't be written: {reason}") from None
        if warning:
            raise SavingError(f"The draft {path} may not survive a power cut: {warning}.")
        return path

    def unfinished(self) -> UnfinishedDrafts:
        """Read all drafts except those that are open in another window; raises FolderError."""
        try:
            names = self._files.list_names(self.folder)
        except OSError as error:
            reason = f"The folder of drafts {self.folder} can't be read: {error.strerror}."
            raise FolderError(reason) from None
        unfinished = UnfinishedDrafts([], {})
        for name in sorted(names, reverse=True):
            if not name.endswith(_SUFFIX):
                continue
            path = self.folder / name
            # Another window holds the lock of a draft as long as it has the draft open. It is only
            # looked at: a lock taken here would hide the draft from a command at the same moment.
            if locks.is_held(path.with_suffix(locks.LOCK_SUFFIX)):
                continue
            try:
                unfinished.drafts.append(StoredDraft(path, self.read(path)))
            except EntryFormatError as error:
                unfinished.unreadable[path] = str(error)
        return unfinished

    def other_files(self) -> list[Path]:
        """Return the files, except hidden ones, whose names keep `unfinished` from reading them.

        A synchronising program or a user may have given a draft such a name.
        """
        read_or_locks = (_SUFFIX, locks.LOCK_SUFFIX)
        return [
            self.folder / name
            for name in sorted(self._files.list_names(self.folder))
            if not name.startswith(".") and not name.endswith(read_or_locks)
        ]

    def read(self, path: Path) -> Draft:
        """Read a draft; raises EntryFormatError, whose message quotes none of its text."""
        try:
            return read_draft(self._files.read(path, MAX_BYTES).decode())
        except UnicodeDecodeError:
            raise EntryFormatError("it is not text in UTF-8") from None
        except OSError as error:
            raise EntryFormatError(str(error.strerror)) from None

    def adopt(self, stored: StoredDraft, new_ids: Callable[[int], Sequence[str]]) -> StoredDraft:
        """Move a draft to the file that `save` writes it to, if it is in another one.

        A copy of a draft, as synchronising programs make them, gets an id of its own; otherwise
        saving it would replace the draft that it is a copy of. A draft that is open in another
        window stays where it is. Raises SavingError.
        """
        draft = stored.draft
        with self.lock(stored.path) as is_free:
            while is_free and self.path_of(draft) != stored.path:
                try:
                    self._files.move(stored.path, self.path_of(draft))
                except FileExistsError:
                    draft = draft._replace(id=new_ids(1)[0])
                except OSError as error:
                    reason = f"{stored.path} can't be renamed: {error.strerror}."
                    raise SavingError(reason) from None
                else:
                    return StoredDraft(self.path_of(draft), draft)
        return stored

    @contextlib.contextmanager
    def lock(self, path: Path) -> Iterator[bool]:
        """Lock a draft for the duration of the context; yield False if it is open elsewhere.

        Yield True if no lock file can be written; then saving the draft will report the reason.
        """
        lock_path = path.with_suffix(locks.LOCK_SUFFIX)
        is_free = True
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):
                files.make_folder(self.folder)
                is_free = stack.enter_context(locks.lock_file(lock_path))
            yield is_free

    def remove(self, path: Path) -> str:
        """Remove a draft whose entries are saved; return a warning if that fails, or ""."""
        try:
            self._files.remove(path)
        except OSError as error:
            return f"its draft {path} could not be removed ({error.strerror})"
        return ""

    def set_aside(self, path: Path) -> Path:
        """Move a draft to the folder of files set aside; return its path. Raises SavingError."""
        try:
            return self._files.path_on_disk(self._files.move_into(path, self.set_aside_folder))
        except OSError as error:
            raise SavingError(f"{path} can't be set aside: {error.strerror}.") from None
