"""Run the `git` program, not through a shell, with settings that keep it from running others."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from securebase_cli.errors import SyncError

# How long a run of git may take; one that waits for the network may take longer.
LOCAL_SECONDS = 120
NETWORK_SECONDS = 900
_SECONDS_TO_END = 5

_SETTINGS = (
    # Do not run hooks and other programs that the settings of a repository name.
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "push.recurseSubmodules=no",
    "fetch.recurseSubmodules=no",
    # Allow only these protocols, since others, such as ext::, would run a program.
    "protocol.allow=never",
    "protocol.file.allow=always",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    # Check what is fetched before it is used.
    "transfer.fsckObjects=true",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    # Leave nothing running in the background.
    "gc.auto=0",
    "maintenance.auto=false",
    "core.fsync=committed",
    "push.followTags=false",
    "push.gpgSign=false",
    # Give up a connection without traffic.
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=60",
)
# The variables of git that say how to reach a remote. All others are removed, since some, such as
# GIT_DIR, would lead to another repository.
_KEPT_VARIABLES = frozenset(
    {"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_SSL_CAINFO"}
)


class GitFailedError(SyncError):
    """A run of git failed; `output` has its messages in English, to be parsed and not shown."""

    def __init__(self, output: str) -> None:
        super().__init__(_explain(output))
        self.output = output

    @property
    def is_unreachable(self) -> bool:
        """Whether the host did not answer at all."""
        return str(self) == _UNREACHABLE


_UNREACHABLE = (
    "The other side can’t be reached. What you wrote is safe here; synchronise again later."
)
# Parts of the messages of git, in small letters, and the explanation to show for them.
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
        _UNREACHABLE,
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
    messages = output.casefold()
    for signs, explanation in _EXPLANATIONS:
        if any(sign in messages for sign in signs):
            return explanation
    # Do not repeat the messages of the other side, which begin with “remote:”.
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
                # Files that git writes can be read by the user only.
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
        # There is no terminal at which git could ask.
        own["GIT_TERMINAL_PROMPT"] = "0"
        own.setdefault("SSH_ASKPASS_REQUIRE", "never")
    return inherited | own


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a run of git that has not ended, because of Ctrl-C or because it took too long."""
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
