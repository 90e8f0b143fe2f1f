"""Run the `git` program, never through a shell, with settings that let nothing else be run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from securebase_cli.errors import SyncError

# A step that waits for the network has its own limit of time; any other step is short.
LOCAL_SECONDS = 120
NETWORK_SECONDS = 900
_SECONDS_TO_END = 5

_SETTINGS = (
    # Hooks and other programs that a repository can name are not run.
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "push.recurseSubmodules=no",
    "fetch.recurseSubmodules=no",
    # A repository is reached in these ways only; ext:: for instance would run a program.
    "protocol.allow=never",
    "protocol.file.allow=always",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    # What comes is looked at before it is used.
    "transfer.fsckObjects=true",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    # No step goes on in the background after the program has ended.
    "gc.auto=0",
    "maintenance.auto=false",
    "core.fsync=committed",
    "push.followTags=false",
    "push.gpgSign=false",
    # A connection that has died is given up.
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=60",
)
# Variables of git that say how a remote is reached. All others, such as GIT_DIR, would lead to
# another repository, or change how git works.
_KEPT_VARIABLES = frozenset(
    {"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_SSL_CAINFO"}
)


class GitFailedError(SyncError):
    """A run of git failed; `output` is what it said, in English, for the program to look at."""

    def __init__(self, output: str) -> None:
        super().__init__(_explain(output))
        self.output = output


# What git says for each cause, in small letters, and what to tell the person.
_EXPLANATIONS = (
    (
        ("no space left", "disk quota exceeded", "file too large"),
        "There is no room left on one of the disks. Make room, then synchronise again.",
    ),
    (
        ("read-only file system",),
        "One of the disks can only be read. Nothing was sent.",
    ),
    (
        ("dubious ownership",),
        "The repository belongs to another user of this computer, so git does not use it.",
    ),
    (
        ("host key verification failed",),
        "ssh does not know the other side, or not with this key. Connect to it once with ssh.",
    ),
    (
        (
            *("permission denied", "authentication failed", "could not read username"),
            *("could not read password", "returned error: 403", "returned error: 401"),
            *("access denied", "insufficient permission"),
        ),
        "The other side does not let you in. Check your rights there, and how git signs you in.",
    ),
    (
        ("fsck error", "fatal: fsck", "error: object", "bad object", "inflate", "corrupt"),
        "What is on the other side is damaged or not safe to use. Nothing was taken from it.",
    ),
    (
        (
            *("could not resolve host", "connection refused", "connection timed out"),
            *("network is unreachable", "no route to host", "operation timed out"),
            *("failed to connect", "connection reset", "connection closed", "unable to access"),
            *("temporary failure in name resolution", "operation too slow"),
        ),
        "The other side can’t be reached. What you wrote is safe here; synchronise again later.",
    ),
    (
        ("hook declined", "protected branch", "remote rejected", "denied"),
        "The other side refuses what is sent. Ask whoever looks after it.",
    ),
    (
        (
            "not appear to be a git repository",
            "repository not found",
            "does not exist",
            "not found",
        ),
        "There is no repository there. Check the address.",
    ),
)


def _explain(output: str) -> str:
    said = output.casefold()
    for signs, explanation in _EXPLANATIONS:
        if any(sign in said for sign in signs):
            return explanation
    # Lines of the other side begin with “remote:” and are not repeated.
    lines = [line for line in output.splitlines() if line.startswith(("fatal:", "error:"))]
    return f"git could not do it: {lines[-1]}" if lines else "git could not do it."


class Git:
    """Runs git in the journal folder; raises SyncError if it is not installed."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("git")
        if program is None:
            raise SyncError(
                "Synchronising needs the program git, which is not installed here. "
                "Install it from git-scm.com, or with the system’s packages."
            )
        self._program = program
        self.folder = folder

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        seconds: int = LOCAL_SECONDS,
    ) -> bytes:
        """Run git to its end and return its output; raise GitFailedError if it fails."""
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        try:
            process = subprocess.Popen(  # noqa: S603 - git, with arguments of our own
                [self._program, *settings, *arguments],
                cwd=self.folder,
                env={**_environment(), **(environment or {})},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # What git writes is for its owner only.
                umask=0o077,
            )
        except OSError as error:
            raise SyncError(f"git could not be started: {error.strerror}.") from None
        try:
            output, messages = process.communicate(stdin, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise SyncError(
                "The other side does not answer. What you wrote is safe here; "
                "synchronise again later."
            ) from None
        finally:
            _end(process)
        if process.returncode:
            raise GitFailedError(messages.decode("utf-8", "replace"))
        return output

    def try_line(self, *arguments: str) -> str:
        """Return the output of git without the last line end; "" if it fails."""
        try:
            return self.line(*arguments)
        except GitFailedError:
            return ""

    def line(self, *arguments: str) -> str:
        """Return the output of git without the last line end."""
        return os.fsdecode(self.run(*arguments)).removesuffix("\n")


def _environment() -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT_VARIABLES
    }
    own = {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    if not sys.stdin.isatty():
        # Nobody is there to answer.
        own["GIT_TERMINAL_PROMPT"] = "0"
        own.setdefault("SSH_ASKPASS_REQUIRE", "never")
    return inherited | own


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a run of git that is still going on, after Ctrl-C or when its time is over."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            try:
                stream.close()
            except BrokenPipeError:
                continue
