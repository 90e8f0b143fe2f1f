"""The errors of the program, each with the message that the user reads and its exit code.

Messages say what happened, to which file, and what to do next. They never quote text from the
journal.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from securebase_cli.hints import command
from securebase_cli.plurals import count_of

# The exit code after Ctrl-C, as shells have it: 128 plus the number of the signal.
INTERRUPTED = 130

# Ids listed in a message: as many as fit on two lines.
_MAX_IDS = 20


def did_you_mean(typed: str, names: Iterable[str], hint: str = "") -> str:
    """Suggest names close to the typed one; if there are none, give the hint or list all names."""
    choices = list(names)
    close = get_close_matches(typed.casefold(), choices, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return hint or f"Choose from: {', '.join(choices)}."


def _list_ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _MAX_IDS} more" if len(ids) > _MAX_IDS else ""
    return f"{', '.join(ids[:_MAX_IDS])}{more}"


class SecurebaseError(Exception):
    """An error with a message for the user, in one or two lines."""

    exit_code = 1


class UsageError(SecurebaseError):
    """The command line names something that does not exist, or makes no sense."""

    exit_code = 2


class UnknownNameError(UsageError):
    def __init__(self, what: str, typed: str, names: Iterable[str], hint: str = "") -> None:
        super().__init__(f"There is no {what} “{typed}”. {did_you_mean(typed, names, hint)}")


class UnknownEntryError(UsageError):
    """No entry has that name, id or date."""


class AmbiguousNameError(UsageError):
    def __init__(self, what: str, typed: str, matches: Sequence[str]) -> None:
        super().__init__(f"“{typed}” fits more than one {what}: {_list_ids(matches)}.")


class InputFileError(UsageError):
    """A file of answers or a document to import can't be used; nothing was saved."""


class DifferentEntriesError(SecurebaseError):
    """The journal has other versions of entries in an imported document; they were not changed."""

    def __init__(self, document: str, ids: Sequence[str]) -> None:
        super().__init__(
            f"Not the same in the journal as in {document}, or not to be read there, and left "
            f"alone: {_list_ids(ids)}.\n"
            f"For the other version: {command('delete')} {ids[0]} (yours is kept in the trash), "
            "then import again."
        )


class ContentError(SecurebaseError):
    """The content file has a mistake; the message names the line."""


class RecordError(SecurebaseError):
    """A layout of records, or what was typed for a record, can't be used."""


class SettingsError(SecurebaseError):
    """The config file has a mistake."""


class AliasesError(SecurebaseError):
    """The aliases file can't be used; the message quotes nothing of it."""


class UnreviewedNamesError(SecurebaseError):
    """Names or numbers that may identify a person have not been decided on."""

    def __init__(self, count: int) -> None:
        what = count_of(count, "name or number is", "names and numbers are")
        super().__init__(
            f"Nothing was written: {what} still to be decided on.\n"
            f"See them with `{command('aliases check')}`, and decide with "
            f"`{command('aliases decide')}`."
        )


class UnassignedTextError(SecurebaseError):
    """Entries have text that may answer a question which a document is to leave out."""

    def __init__(self, entry_ids: Sequence[str]) -> None:
        first = entry_ids[0]
        super().__init__(
            "Nothing was written: some text may answer a question that you leave out, but it has "
            f"no marker that says so, in {_list_ids(entry_ids)}.\n"
            f"Look at it with `{command('show')} {first}`, and put it in its place with "
            f"`{command('edit')} {first}`; or leave the entry out: --leave-out {first}"
        )


class EntriesChangedError(SecurebaseError):
    """An entry that is to be exported is not the one that was looked at before."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(
            f"The entry {entry_id} was saved or changed meanwhile, so the export was stopped: it "
            "has not been looked at for what is to be left out. Export again."
        )


class UserQuitError(SecurebaseError):
    """The user left when asked for something, so the command was not carried out."""

    exit_code = INTERRUPTED


class FolderError(SecurebaseError):
    """A folder can't be created, read or written."""


class SavingError(SecurebaseError):
    """A file could not be saved; in a sitting, the typed text is still in its draft."""


class NameTakenError(SecurebaseError):
    """Another file has the name under which an entry was to be saved."""


class ConcurrentChangeError(SecurebaseError):
    """Another program changed an entry after it was read; that change was kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was changed or moved meanwhile; it stays as it is now.")


class EntryTooLargeError(SavingError):
    """An entry is larger than the limit, which is the same for every journal."""


class EntryFormatError(SecurebaseError):
    """A file can't be parsed as an entry; the message says why and quotes nothing of it."""


class EditorError(SecurebaseError):
    """The editor could not be started, or ended with an error."""


class NoEditorError(EditorError):
    """Neither VISUAL nor EDITOR is set, and no usual editor is there."""


class SyncError(SecurebaseError):
    """The journal could not be synchronised; what was written is safe in it."""


class LockedError(SecurebaseError):
    """The journal is encrypted, and can't be opened now."""


class NotUnlockedError(LockedError):
    """No passphrase was given, or the user can't be asked for one."""

    def __init__(self) -> None:
        super().__init__(
            f"This journal is locked. Unlock it with `{command('unlock')}`; to reflect needs no "
            "passphrase."
        )


class NoEncryptionError(LockedError):
    """The library that opens encrypted journals is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "This journal is locked, and what opens it is not installed. Nothing was written.\n"
            "Install it with: pip install 'securebase-cli[encryption]'"
        )


class WrongPassphraseError(LockedError):
    def __init__(self) -> None:
        super().__init__("That is not the passphrase of this journal.")


class SlowKeyError(LockedError):
    """To try a passphrase would take minutes and much memory, as the file of the key demands."""

    def __init__(self) -> None:
        super().__init__(
            "The key of this journal would take minutes and several GiB of memory to open. If you "
            f"made it so: {command('unlock --allow-slow-key')}"
        )


class KeysError(LockedError):
    """A file with keys of the journal is missing or damaged, or does not fit the other one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The keys of this journal can't be used: {path} is missing, damaged or not of this "
            "journal. Bring it back from a backup; your entries are as they were."
        )


class UnreadableEntriesError(SecurebaseError):
    """Some entries could not be read, or only in part; the command was carried out for the rest."""

    exit_code = 4

    def __init__(
        self,
        unreadable: Iterable[tuple[Path, str]],
        read_in_part: Iterable[tuple[Path, str]] = (),
    ) -> None:
        """Take the path of each file within the journal folder, and the reason."""
        # One line for each file, since other programs may count them.
        lines = [f"Left alone: {_printable(path)}: {why}" for path, why in unreadable]
        lines += [f"Read in part: {_printable(path)}: {why}" for path, why in read_in_part]
        super().__init__("\n".join(lines) + f" (What to do: {command('doctor')})")


def _printable(path: Path) -> str:
    # A line end in a file name would look like the beginning of another message.
    return "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in path.as_posix()
    )


class DoctorFoundProblemsError(SecurebaseError):
    """The check-up left problems that the user has to solve; it has described them already."""

    def __init__(self, problems: int, *, unreadable: bool) -> None:
        what = count_of(problems, "problem is", "problems are")
        super().__init__(f"{what} left; what to do is said above.")
        self.exit_code = UnreadableEntriesError.exit_code if unreadable else 1
