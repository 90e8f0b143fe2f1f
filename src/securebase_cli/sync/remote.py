"""The other side that a journal is synchronised with: an address, or a folder such as a stick."""

import os
import re
from pathlib import Path

from securebase_cli.errors import SyncError, UsageError
from securebase_cli.storage import files
from securebase_cli.sync.git import Git

# The name of the remote in the repository of the journal.
REMOTE = "securebase"
# The name of the new repository in a folder that is not one itself.
BARE_NAME = "securebase.git"
BRANCH = "main"

_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?:(?P<user>[^/@]*)@)?.+", re.IGNORECASE)
# The form of scp, such as git@example.org:journal.git, but not a drive of Windows, such as C:.
_SSH_ADDRESS = re.compile(r"(?:[\w.-]+@)?[\w.-]{2,}:(?!:).+")
_MAX_CONFIG_BYTES = 64 * 1024
# The settings that `git init` and a plain `git clone` write, none of which can run a program.
_HARMLESS_SETTING = re.compile(
    r"core\.(repositoryformatversion|filemode|bare|ignorecase|precomposeunicode|symlinks"
    r"|logallrefupdates|sharedrepository)"
    r"|extensions\.objectformat|receive\.deny(nonfastforwards|deletes)"
    r"|remote\.[^.]+\.(url|fetch)"
)


def parse_remote(typed: str) -> str:
    """Return the address for git, or the absolute path of a folder.

    Raises UsageError for an address that is not safe to use.
    """
    if not typed.isprintable() or typed.startswith("-"):
        raise UsageError("That is no address, and no folder.")
    if typed.startswith("file://"):
        return os.path.abspath(typed.removeprefix("file://"))
    if match := _ADDRESS.fullmatch(typed):
        if match["scheme"].casefold() not in {"https", "ssh"}:
            raise UsageError("The address must begin with https:// or ssh://, or be a folder.")
        if ":" in (match["user"] or ""):
            raise UsageError(
                "Leave the password out of the address: it would be kept where it can be read. "
                "git asks for it, or has it from its own store."
            )
        return typed
    if "::" in typed:
        raise UsageError("The address must begin with https:// or ssh://, or be a folder.")
    if _SSH_ADDRESS.fullmatch(typed) and not os.path.exists(typed):
        return typed
    return os.path.abspath(os.path.expanduser(typed))


def is_folder_remote(url: str) -> bool:
    return os.path.isabs(url)


def repository_in(folder: Path, git: Git) -> Path:
    """Return the bare repository for a folder: the folder itself, or a new one in it.

    A folder that has other files, such as a memory stick, gets a repository of its own in it.
    Raises SyncError if it can't be made.
    """
    try:
        if not _is_bare_repository(folder):
            if files.list_names(folder):
                folder /= BARE_NAME
            if not _is_bare_repository(folder):
                files.make_folder(folder)
                git.run("init", "--quiet", "--bare", "--template=", str(folder))
                git.run("-C", str(folder), "symbolic-ref", "HEAD", f"refs/heads/{BRANCH}")
    except OSError as error:
        raise SyncError(f"{folder} can’t be used: {error.strerror}.") from None
    return folder


def raise_if_unsafe(url: str, git: Git) -> None:
    """Raise SyncError if a folder can't be written, or if sending to it could run a program.

    In a folder, git uses the settings and runs the hooks of its repository, which another person
    may have made.
    """
    if not is_folder_remote(url):
        return
    folder = Path(url)
    if not _is_bare_repository(folder):
        raise SyncError(
            f"There is no repository in {folder}. If it is on a stick or a network drive, connect "
            "it; else set it up again."
        )
    try:
        files.check_writable(folder)
    except OSError as error:
        raise SyncError(
            f"{folder} can’t be written: {error.strerror}. Nothing was sent; what you wrote is "
            "safe here."
        ) from None
    listed = os.fsdecode(git.run("config", "--file", str(folder / "config"), "--list", "-z"))
    settings = [line.partition("\n")[0] for line in listed.split("\0") if line]
    hooks = [name for name in files.list_names(folder / "hooks") if not name.endswith(".sample")]
    is_elsewhere = os.path.lexists(folder / "commondir")
    if hooks or is_elsewhere or not all(map(_HARMLESS_SETTING.fullmatch, settings)):
        raise SyncError(
            f"{folder} has settings or hooks that could run programs on this computer, so it is "
            "not used. Choose a new or an empty folder."
        )


def _is_bare_repository(folder: Path) -> bool:
    parts_are_there = files.is_folder(folder / "objects") and files.is_folder(folder / "refs")
    return parts_are_there and (folder / "HEAD").is_file() and (folder / "config").is_file()
