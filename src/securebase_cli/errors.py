"""What can go wrong, in words for the person in front of it, with the exit code of each.

The words name what happened, to which file, and what to do next. They never hold anything
that somebody wrote in the journal.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from securebase_cli.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# The exit code after Ctrl-C: 128 and the signal's number, as shells have it.
INTERRUPTED = 130

# As many ids as fit a line or two.
_FEW = 20


def did_you_mean(given: str, known: Iterable[str], hint: str = "") -> str:
    """Say which of the known names are near to the one given, or else all, or the hint."""
    names = list(known)
    near = get_close_matches(given.casefold(), names, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return hint or f"Choose from: {', '.join(names)}."


class SecurebaseError(Exception):
    """Something went wrong; the message says what, in one or two lines."""

    exit_code = 1


class UsageError(SecurebaseError):
    """The command line asks for something that does not exist or can't be meant."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A name that was given is not one of those there are; the nearest are listed."""

    def __init__(self, what: str, given: str, known: Iterable[str], hint: str = "") -> None:
        super().__init__(f"There is no {what} “{given}”. {did_you_mean(given, known, hint)}")


class UnknownEntryError(UsageError):
    """No entry is called like that, or of that date."""


class AmbiguousNameError(UsageError):
    """A beginning that fits more than one name."""

    def __init__(self, what: str, given: str, fitting: Iterable[str]) -> None:
        super().__init__(f"“{given}” fits more than one {what}: {', '.join(fitting)}.")


class AnswersError(UsageError):
    """The file given with --answers can't be used; nothing was saved."""


class DocumentError(UsageError):
    """The document given to import can't be used; nothing was imported."""


class DifferentEntriesError(SecurebaseError):
    """Entries of the journal are not what a document has under their ids; they were left alone."""

    def __init__(self, document: str, ids: Sequence[str]) -> None:
        more = f" and {len(ids) - _FEW} more" if len(ids) > _FEW else ""
        super().__init__(
            f"Not the same in the journal as in {document}, and left alone: "
            f"{', '.join(ids[:_FEW])}{more}.\n"
            f"For the other version: securebase delete {ids[0]} (yours is kept in the trash), then "
            "import again."
        )


class ContentError(SecurebaseError):
    """The file with the domains and questions has a mistake: where, and which."""


class SettingsError(SecurebaseError):
    """The config file has a mistake."""


class AliasesError(SecurebaseError):
    """The file with the aliases can't be used: where it is, and why, without its text."""


class UnreviewedNamesError(SecurebaseError):
    """Something may say who is meant, and nobody has decided on it yet."""

    def __init__(self, count: int) -> None:
        what = count_of(count, "name or number is", "names and numbers are")
        super().__init__(
            f"Nothing was written: {what} still to be decided on.\n"
            "See them with `securebase aliases check`, and decide with `securebase aliases add`."
        )


class UserQuitError(SecurebaseError):
    """Whoever was asked has left; what was asked for is not done."""

    exit_code = INTERRUPTED


class FolderError(SecurebaseError):
    """A folder can't be made, read or written."""


class SavingError(SecurebaseError):
    """Something could not be saved; what was typed is still in its draft."""


class NameTakenError(SecurebaseError):
    """Another file has the name under which an entry was to be saved."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is another file already.")


class ConcurrentChangeError(SecurebaseError):
    """An entry was changed by somebody else since it was read; it stays as it is now."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was changed or moved meanwhile; it stays as it is now.")


class EntryTooLargeError(SavingError):
    """An entry is larger than any journal may hold; another folder would not help."""


class EntryFormatError(SecurebaseError):
    """One file does not hold an entry that can be read; the words say why, without its text."""


class EditorError(SecurebaseError):
    """The editor could not be started, or came back with an error."""


class MissingExtraError(SecurebaseError):
    """A format needs what is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(
            f"For {extra} files one more package is needed: "
            f"pip install 'securebase-cli[{extra}]'\n"
            "If pipx keeps the program: pipx inject securebase-cli python-docx"
        )


class UnreadableEntriesError(SecurebaseError):
    """Some entries could not be read; the others were handled."""

    exit_code = 4

    def __init__(self, reasons: Iterable[tuple[Path, str]]) -> None:
        lines = [f"Left alone: {_printable(path.name)}: {why}" for path, why in reasons]
        # A line for each, as other programs may count them.
        super().__init__("\n".join(lines) + " (What to do: securebase doctor)")


class DoctorFoundProblemsError(SecurebaseError):
    """A check found what somebody has to see to; it was said already."""

    def __init__(self, problems: int, *, unreadable: bool) -> None:
        what = count_of(problems, "problem is", "problems are")
        super().__init__(f"{what} left; what to do is said above.")
        self.exit_code = UnreadableEntriesError.exit_code if unreadable else 1


def _printable(name: str) -> str:
    # A file's name can hold a line end, and would forge a line of ours.
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )
