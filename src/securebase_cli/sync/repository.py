"""The git repository of a journal: its commits as trees of files, and how they are exchanged.

Files of the journal are read and written by `shared_files`, never by git, so that no filter and no
setting changes a byte of them. Commits are made from what was read, and the index of the user is
only brought up to date afterwards.
"""

import os
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from securebase_cli.errors import SyncError
from securebase_cli.storage import files
from securebase_cli.storage.journal import Journal
from securebase_cli.sync import remote
from securebase_cli.sync.git import NETWORK_SECONDS, Git, GitFailedError
from securebase_cli.sync.merge import GitFile, Tree, changed_paths

# A setting in the repository: whether the host lets everyone read the journal.
_PUBLIC = "public"
# Commits have no words of the journal, and do not say who made them.
_MESSAGE = b"Synchronise the journal"
_AUTHOR = "securebase <securebase@localhost>"
# The lock files of git, which a power cut may leave behind. git itself has them for milliseconds.
_LOCK_NAMES = ("HEAD.lock", "config.lock", "packed-refs.lock")
_SECONDS_OF_LOCK = 2.0
_BLOBS_AT_ONCE = 500
_MAX_INDEX_BYTES = 1 << 30
# Parts of the messages of git if the other computer has pushed meanwhile.
_OUTRUN = (
    *("[rejected]", "non-fast-forward", "fetch first", "cannot lock ref"),
    *("failed to update ref", "incorrect old value"),
)
_TREE_LINE = re.compile(
    rb"(?P<mode>\d{6}) (?P<type>\w+) (?P<id>[0-9a-f]+) +(?P<size>[-\d]+)\t(?P<path>.*)", re.DOTALL
)

_INDEX_LINE = re.compile(rb"(?P<mode>\d{6}) (?P<id>[0-9a-f]+) 0\t(?P<path>.*)", re.DOTALL)


class OutrunError(Exception):
    """Another computer or program has moved the branch meanwhile, so the round must be repeated."""


class StoredTree(NamedTuple):
    """The files of a commit that are in the journal, and the sizes of their bytes, by id."""

    files: Tree
    sizes: Mapping[str, int]


class Repository(NamedTuple):
    """The repository that a journal is in.

    `prefix` is the path of the journal in it, with a slash at the end; empty if the journal has a
    repository of its own. The journal is synchronised with `branch` of the remote named `remote`.
    """

    journal: Journal
    git: Git
    git_folder: Path
    prefix: str
    branch: str
    remote: str
    algorithm: str

    @staticmethod
    def may_exist(journal: Journal) -> bool:
        """Return whether there may be a repository in or around the journal; git is not run."""
        folders = (journal.folder, *journal.folder.parents)
        return any(os.path.lexists(folder / ".git") for folder in folders)

    @classmethod
    def find(cls, journal: Journal) -> Self | None:
        """Return the repository that the journal is in; None if there is none that tracks it."""
        git = Git(journal.folder)
        try:
            prefix = git.line("rev-parse", "--show-prefix")
        except GitFailedError as error:
            if "not a git repository" in error.output:
                return None
            raise
        if prefix and git.try_line("check-ignore", "."):
            return None
        try:
            branch = git.line("symbolic-ref", "--short", "HEAD")
        except GitFailedError:
            raise SyncError(
                "The repository of the journal has no branch checked out. Choose one with git."
            ) from None
        names = git.try_line("remote").split("\n")
        upstream = git.try_line("config", f"branch.{branch}.remote")
        return cls(
            journal,
            git,
            git_folder=Path(git.line("rev-parse", "--absolute-git-dir")),
            prefix=prefix,
            branch=branch,
            remote=upstream if remote.REMOTE not in names and upstream else remote.REMOTE,
            algorithm=git.line("rev-parse", "--show-object-format"),
        )

    @classmethod
    def make(cls, journal: Journal, branch: str) -> Self:
        """Make a repository in the journal folder, unless there is one already; return it."""
        git = Git(journal.folder)
        git.run("init", "--quiet", "--template=")
        git.run("symbolic-ref", "HEAD", f"refs/heads/{branch}")
        repository = cls.find(journal)
        if repository is None:
            raise SyncError(f"No repository could be made in {journal.folder}.")
        return repository

    @property
    def url(self) -> str:
        """The address or folder of the remote, or ""."""
        return self.git.try_line("remote", "get-url", self.remote)

    def set_url(self, url: str) -> None:
        self.git.run("config", f"remote.{remote.REMOTE}.url", url)
        fetched = f"+refs/heads/*:refs/remotes/{remote.REMOTE}/*"
        self.git.run("config", f"remote.{remote.REMOTE}.fetch", fetched)

    def setting(self, name: str) -> str:
        """Return a setting of this program in the repository; "" if it is not set."""
        return self.git.try_line("config", "--local", f"securebase.{name}")

    def set_setting(self, name: str, value: str) -> None:
        self.git.run("config", "--local", f"securebase.{name}", value)

    def open_work(self) -> str:
        """Return the name of an unfinished operation of git, such as “merge”, or ""."""
        names = {
            "MERGE_HEAD": "merge",
            "rebase-merge": "rebase",
            "rebase-apply": "rebase",
            "CHERRY_PICK_HEAD": "cherry-pick",
            "REVERT_HEAD": "revert",
        }
        for name, work in names.items():
            if os.path.lexists(self.git_folder / name):
                return work
        return ""

    def head(self) -> str:
        """Return the id of the newest commit; "" if there is none."""
        return self.git.try_line("rev-parse", "--quiet", "--verify", f"refs/heads/{self.branch}")

    def common_commit(self, ours: str, theirs: str) -> str:
        """Return the newest commit that two commits have in common; "" if there is none."""
        return self.git.try_line("merge-base", ours, theirs) if ours else ""

    def tree(self, commit: str) -> StoredTree:
        """Return the files of a commit that are in the journal, by their paths in it."""
        tree: dict[str, GitFile] = {}
        sizes: dict[str, int] = {}
        if commit:
            arguments = ("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", self.prefix)
            for line in self.git.run(*filter(None, arguments)).split(b"\0"):
                if match := _TREE_LINE.fullmatch(line):
                    path = os.fsdecode(match["path"]).removeprefix(self.prefix)
                    tree[path] = GitFile(match["mode"].decode(), match["id"].decode())
                    if match["type"] == b"blob":
                        sizes[tree[path].id] = int(match["size"])
        return StoredTree(tree, sizes)

    def changes_outside(self, base: str, theirs: str) -> bool:
        """Return whether a commit changes files of the repository that are not in the journal."""
        if not self.prefix:
            return False
        if base:
            output = self.git.run("diff-tree", "-r", "-z", "--name-only", base, theirs)
        else:
            output = self.git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", theirs)
        paths = os.fsdecode(output).split("\0")
        return any(path and not path.startswith(self.prefix) for path in paths)

    def read(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes that have these ids."""
        contents: dict[str, bytes] = {}
        all_ids = sorted(set(ids))
        for start in range(0, len(all_ids), _BLOBS_AT_ONCE):
            some_ids = all_ids[start : start + _BLOBS_AT_ONCE]
            output = self.git.run("cat-file", "--batch", stdin="\n".join((*some_ids, "")).encode())
            place = 0
            for blob in some_ids:
                head_end = output.index(b"\n", place)
                size = int(output[place:head_end].split()[-1])
                contents[blob] = output[head_end + 1 : head_end + 1 + size]
                place = head_end + 1 + size + 1
        return contents

    def commit(
        self, parents: Iterable[str], changes: Mapping[str, GitFile | None], new: Iterable[bytes]
    ) -> str:
        """Make a commit on the branch and return its id.

        `changes` has the files that differ from the first parent, or None for removed ones; `new`
        has bytes that are not in the repository yet. Raises OutrunError if the branch has moved.
        """
        lines = [b"feature done"]
        for data in new:
            lines += [b"blob", b"data %d" % len(data), data]
        lines += [
            f"commit refs/heads/{self.branch}".encode(),
            f"committer {_AUTHOR} now".encode(),
            b"data %d" % len(_MESSAGE),
            _MESSAGE,
        ]
        for word, parent in zip(("from", "merge"), parents, strict=False):
            lines.append(f"{word} {parent}".encode())
        for path, file in changes.items():
            name = _quote(os.fsencode(f"{self.prefix}{path}"))
            lines.append(f"M {file.mode} {file.id} ".encode() + name if file else b"D " + name)
        stream = b"\n".join([*lines, b"done", b""])
        try:
            self.git.run("fast-import", "--quiet", "--date-format=now", stdin=stream)
        except GitFailedError as error:
            if "not updating" in error.output.casefold():
                raise OutrunError from None
            raise
        return self.head()

    def move_to(self, commit: str, before: str) -> None:
        """Move the branch to a fetched commit; raises OutrunError if it is not at `before`."""
        none = "0" * len(commit)
        arguments = (f"refs/heads/{self.branch}", commit, before or none)
        try:
            self.git.run("update-ref", "-m", "sync", *arguments)
        except GitFailedError as error:
            if "but expected" in error.output or "already exists" in error.output:
                raise OutrunError from None
            raise

    def fetch(self) -> str:
        """Fetch from the other side; return the id of its newest commit, or "" if it has none."""
        tracking = f"refs/remotes/{self.remote}/{self.branch}"
        refspec = f"+refs/heads/{self.branch}:{tracking}"
        options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance")
        try:
            self.git.run("fetch", *options, self.remote, refspec, seconds=NETWORK_SECONDS)
        except GitFailedError as error:
            if "couldn't find remote ref" in error.output:
                return ""
            raise
        return self.git.line("rev-parse", "--verify", tracking)

    def push(self, commit: str) -> None:
        """Send a commit and those before it; raises OutrunError if the other side has new ones."""
        refspec = f"{commit}:refs/heads/{self.branch}"
        options = ("--quiet", "--no-verify", "--no-signed")
        try:
            self.git.run("push", *options, self.remote, refspec, seconds=NETWORK_SECONDS)
        except GitFailedError as error:
            if any(sign in error.output for sign in _OUTRUN):
                raise OutrunError from None
            raise

    def is_public(self) -> bool:
        """Return whether the host lets everyone read the journal.

        If it can't be reached, return the answer of the last time.
        """
        if not self.url.startswith("https://"):
            return False
        nobody = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": ""}
        options = ("-c", "credential.helper=", "-c", "http.extraHeader=", "-c", "http.cookieFile=")
        try:
            self.git.run(*options, "ls-remote", "--quiet", self.url, environment=nobody)
            is_public = True
        except GitFailedError as error:
            if error.is_unreachable:
                return self.was_public
            is_public = False
        if is_public != self.was_public:
            self.set_setting(_PUBLIC, "yes" if is_public else "no")
        return is_public

    @property
    def was_public(self) -> bool:
        """Whether the host let everyone read the journal when it was synchronised last."""
        return self.setting(_PUBLIC) == "yes"

    def remove_left_locks(self) -> None:
        """Remove lock files that an interrupted run of git has left."""
        branch_lock = f"refs/heads/{self.branch}.lock"
        tracking_lock = f"refs/remotes/{self.remote}/{self.branch}.lock"
        common = Path(self.git.line("rev-parse", "--git-common-dir"))
        folders = {self.git_folder, self.journal.folder / common}
        if remote.is_folder_remote(self.url):
            folders.add(Path(self.url))
        names = (*_LOCK_NAMES, branch_lock, tracking_lock)
        paths = [folder / name for folder in sorted(folders) for name in names]
        times = {path: files.modified_at(path) for path in paths if os.path.lexists(path)}
        if times:
            time.sleep(_SECONDS_OF_LOCK)
        for path, modified in times.items():
            if files.modified_at(path) == modified:
                with suppress(OSError):
                    files.remove(path)

    def refresh_index(self) -> None:
        """Update the index for the files of the journal to the newest commit.

        The new index replaces the old one in one step. If another program is using it, it is left
        for the next run.
        """
        index = self.git_folder / "index"
        new_index = self.git_folder / "securebase-index"
        if os.path.lexists(index.with_suffix(".lock")) or not self.head():
            return
        with suppress(OSError, GitFailedError):
            for left in (new_index, new_index.with_suffix(".lock")):
                files.remove(left)
            if os.path.lexists(index):
                files.create(new_index, files.read(index, _MAX_INDEX_BYTES))
            # Not `git reset`, which would run the user's filters on the files.
            environment = {"GIT_INDEX_FILE": str(new_index)}
            listed = self.git.run("ls-files", "-s", "-z", "--full-name", environment=environment)
            in_index = {
                os.fsdecode(match["path"]).removeprefix(self.prefix): GitFile(
                    match["mode"].decode(), match["id"].decode()
                )
                for match in map(_INDEX_LINE.fullmatch, listed.split(b"\0"))
                if match
            }
            committed = self.tree(self.head()).files
            lines = []
            for path in changed_paths(in_index, committed):
                mode, blob = committed.get(path, ("0", "0" * len(self.head())))
                lines.append(os.fsencode(f"{mode} {blob}\t{self.prefix}{path}\0"))
            if lines:
                arguments = ("update-index", "-z", "--index-info")
                self.git.run(*arguments, stdin=b"".join(lines), environment=environment)
                files.replace(index, files.read(new_index, _MAX_INDEX_BYTES))
            files.remove(new_index)


def branch_of(url: str, git: Git) -> str:
    """Return the branch of the other side, or the default one if it is empty."""
    listed = git.run("ls-remote", "--symref", url, "HEAD", "refs/heads/*", seconds=NETWORK_SECONDS)
    lines = os.fsdecode(listed).splitlines()
    branches = [line.partition("\trefs/heads/")[2] for line in lines if "\trefs/heads/" in line]
    for line in lines:
        if line.startswith("ref: refs/heads/") and line.endswith("\tHEAD"):
            return line.removeprefix("ref: refs/heads/").removesuffix("\tHEAD")
    return branches[0] if len(branches) == 1 else remote.BRANCH


def _quote(path: bytes) -> bytes:
    """Return a path as fast-import reads it, whatever bytes are in it."""
    return b'"%s"' % b"".join(b"\\%03o" % number for number in path)
