"""Synchronise a journal: commit what changed, fetch, join, send.

The files of the journal are changed before the branch is. If a run ends between the two, the next
one finds the same changes on both sides, and goes on from there.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from securebase_cli.errors import EntryFormatError, SyncError, UsageError
from securebase_cli.storage import files, locks
from securebase_cli.storage.journal import Journal
from securebase_cli.sync import remote, shared_files
from securebase_cli.sync.git import Git
from securebase_cli.sync.merge import Conflict, GitFile, Merged, Tree, changed_paths, merge
from securebase_cli.sync.repository import OutrunError, Repository, StoredTree, branch_of
from securebase_cli.sync.shared_files import LocalFiles, is_entry, is_shared

# How often a round is tried again because something has changed on either side meanwhile.
_MAX_ROUNDS = 8
_FILE_MODE = "100644"
_FILE_MODES = frozenset({_FILE_MODE, "100755", "100664"})
# Settings in the repository: the address to which the user agreed to send a journal in clear, and
# whether the host of the other side lets everyone read it.
_IN_CLEAR = "in-clear"
IN_CLEAR_WARNING = (
    "This journal is not encrypted: whoever can read the other side, its backups or its disk can "
    "read what you wrote, and what is sent once can’t be called back."
)


class SyncResult(NamedTuple):
    """The result of a run; the paths are relative to the journal, with slashes.

    `received` and `sent` have the entries that were added or changed, `deleted_here` and
    `deleted_there` those that were deleted. `refused` maps the files that were not taken from the
    other side to the reason, and `left_alone` those that were not sent.
    """

    received: tuple[str, ...]
    deleted_here: tuple[str, ...]
    sent: tuple[str, ...]
    deleted_there: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    refused: dict[str, str]
    left_alone: dict[str, str]


def set_up(journal: Journal, url: str) -> Repository:
    """Set up synchronising with an address or a folder; return the repository of the journal.

    An existing repository around the journal is used if it has no other files, or if the user has
    given it this address. Raises SyncError, and UsageError for an address that is not safe.
    """
    journal.prepare()
    git = Git(journal.folder)
    repository = Repository.find(journal)
    if remote.is_folder_remote(url):
        url = str(remote.repository_in(Path(url), git))
    remote.raise_if_unsafe(url, git)
    if repository is None:
        repository = Repository.make(journal, branch_of(url, git))
    elif repository.prefix and repository.url != url:
        raise UsageError(
            "The journal is in a git repository that has other files, too, and all of them would "
            f"be sent. If you want that: git remote add {remote.REMOTE} {url}, then synchronise."
        )
    if repository.url != url:
        repository.set_url(url)
    for name, data in shared_files.OWN_FILES.items():
        try:
            files.create(journal.folder / name, data)
        except FileExistsError:
            continue
    # The names of remotes may have changed.
    return Repository.find(journal) or repository


def synchronise(repository: Repository, *, in_clear: bool) -> SyncResult:
    """Send what is new here and take what is new there; raises SyncError, and UsageError.

    A journal that is not encrypted needs `in_clear` the first time for each address.
    """
    journal = repository.journal
    journal.prepare()
    with locks.lock_file(journal.internal_folder / f"sync{locks.LOCK_SUFFIX}") as acquired:
        if not acquired:
            raise SyncError("Another window is synchronising this journal. Wait for it to finish.")
        if work := repository.open_work():
            raise SyncError(
                f"A {work} that was begun with git is still open. Finish it, or go back with: "
                f"git {work} --abort"
            )
        repository.remove_left_locks()
        remote.raise_if_unsafe(repository.url, repository.git)
        run = _Run(repository, in_clear=in_clear)
        try:
            for _ in range(_MAX_ROUNDS):
                try:
                    return run.try_round()
                except (OutrunError, files.ChangedMeanwhileError):
                    continue
        finally:
            repository.refresh_index()
    raise SyncError("The journal is changing all the time. Synchronise again in a moment.")


class _Run:
    """One run, in several rounds if something changes meanwhile; collects what they have taken."""

    def __init__(self, repository: Repository, *, in_clear: bool) -> None:
        self._repository = repository
        self._in_clear = in_clear
        self._received: set[str] = set()
        self._deleted: set[str] = set()
        self._conflicts: dict[str, Conflict] = {}
        self._refused: dict[str, str] = {}

    def try_round(self) -> SyncResult:
        """Go through all steps once.

        Raises OutrunError or files.ChangedMeanwhileError if something changed meanwhile; nothing is
        lost then, and the round can be tried again.
        """
        repository = self._repository
        local = shared_files.read_local(repository.journal, repository.algorithm)
        self._check_consent(local.ids)
        ours, our_tree = self._commit_local(local)
        theirs = repository.fetch()
        base = repository.common_commit(ours, theirs) if theirs else ""
        their_tree = repository.tree(theirs)
        if theirs and base != theirs:
            ours, our_tree = self._join(ours, our_tree, theirs, their_tree, base, local)
        if ours and ours != theirs:
            repository.push(ours)
        went = [path for path in changed_paths(their_tree.files, our_tree) if is_entry(path)]
        return SyncResult(
            received=tuple(sorted(self._received)),
            deleted_here=tuple(sorted(self._deleted)),
            sent=tuple(path for path in went if path in our_tree),
            deleted_there=tuple(path for path in went if path not in our_tree),
            conflicts=tuple(self._conflicts.values()),
            refused=self._refused,
            left_alone=local.left_alone,
        )

    def _check_consent(self, paths: Iterable[str]) -> None:
        """Raise UsageError if words would be sent in clear and the user has not agreed to it."""
        repository = self._repository
        if not any(map(shared_files.is_in_clear, paths)):
            return
        if repository.is_public():
            raise SyncError(
                "Whoever asks can read what is on the other side, and this journal is not "
                "encrypted. Nothing was sent. Make the other side private, or choose another."
            )
        if repository.setting(_IN_CLEAR) != repository.url:
            if not self._in_clear:
                raise UsageError(f"{IN_CLEAR_WARNING} If that is agreed, add --in-clear.")
            repository.set_setting(_IN_CLEAR, repository.url)

    def _commit_local(self, local: LocalFiles) -> tuple[str, Tree]:
        """Commit what has changed here; return the newest commit, and its files."""
        repository = self._repository
        head = repository.head()
        before = repository.tree(head).files
        changes: dict[str, GitFile | None] = {
            path: GitFile(_FILE_MODE, blob_id)
            for path, blob_id in local.ids.items()
            if path not in before or before[path].id != blob_id
        }
        gone = [
            path
            for path, file in before.items()
            if file.mode in _FILE_MODES
            and is_shared(path)
            and path not in local.ids
            and path not in local.left_alone
        ]
        if not changes and not gone:
            return head, before
        new = [self._read_again(path, file.id) for path, file in changes.items() if file]
        changes.update(dict.fromkeys(gone))
        parents = [head] if head else []
        commit = repository.commit(parents, changes, new)
        after = {path: file for path, file in {**before, **changes}.items() if file}
        return commit, after

    def _read_again(self, path: str, blob_id: str) -> bytes:
        """Return the bytes of a file; raises files.ChangedMeanwhileError if they have changed."""
        full_path = self._repository.journal.folder / path
        try:
            data = files.read(full_path, shared_files.max_bytes(path))
        except OSError:
            raise files.ChangedMeanwhileError(full_path) from None
        if shared_files.blob_id(data, self._repository.algorithm) != blob_id:
            raise files.ChangedMeanwhileError(full_path)
        return data

    def _join(
        self,
        ours: str,
        our_tree: Tree,
        theirs: str,
        their_tree: StoredTree,
        base: str,
        local: LocalFiles,
    ) -> tuple[str, Tree]:
        """Take what is new on the other side; return the newest commit, and its files."""
        repository = self._repository
        if repository.changes_outside(base, theirs):
            raise SyncError(
                "The other side has changes to files outside the journal. Bring them in with "
                "git first, then synchronise."
            )
        merged = self._take(repository.tree(base).files, our_tree, their_tree, local)
        if merged == their_tree.files and base == ours:
            repository.move_to(theirs, ours)
            return theirs, merged
        # Without a commit here, the first parent is theirs.
        before = our_tree if ours else their_tree.files
        changes = {path: merged.get(path) for path in changed_paths(before, merged)}
        return repository.commit(filter(None, (ours, theirs)), changes, ()), merged

    def _take(self, base: Tree, ours: Tree, theirs: StoredTree, local: LocalFiles) -> Tree:
        """Merge both sides and change the files of the journal; return the merged tree."""
        acceptable, contents = self._accept(base, ours, theirs)
        merged = _keep_apart(
            merge(base, ours, acceptable, shared_files.path_for_other_version), ours, acceptable
        )
        changed = [path for path in changed_paths(ours, merged.tree) if is_shared(path)]
        contents |= self._repository.read(
            file.id for path in changed if (file := ours.get(path)) and file.id not in contents
        )
        # Write before removing, so that an entry that was moved is always in one of its places.
        for path in sorted(changed, key=lambda path: path not in merged.tree):
            before, after = ours.get(path), merged.tree.get(path)
            if reason := local.left_alone.get(path):
                raise SyncError(
                    f"{path} was changed on the other computer, and can’t be changed here: "
                    f"{reason}. Mend it, then synchronise again."
                )
            if not before or not after or before.id != after.id:
                shared_files.write_change(
                    self._repository.journal,
                    path,
                    contents[before.id] if before else None,
                    contents[after.id] if after else None,
                )
            if is_entry(path):
                (self._received if after else self._deleted).add(path)
        self._conflicts |= {conflict.path: conflict for conflict in merged.conflicts}
        return merged.tree

    def _accept(self, base: Tree, ours: Tree, theirs: StoredTree) -> tuple[Tree, dict[str, bytes]]:
        """Return the files of the other side that can be taken, and the bytes of the new ones.

        Files that are not part of a journal stay in the repository and are not written.
        """
        new = [
            path
            for path, file in theirs.files.items()
            if file not in {ours.get(path), base.get(path)}
        ]
        reasons = {path: reason for path in new if (reason := _refusal(path, theirs))}
        for path, data in shared_files.OWN_FILES.items():
            own_id = shared_files.blob_id(data, self._repository.algorithm)
            if path in new and theirs.files[path].id != own_id:
                reasons[path] = "it has settings for git"
        contents = self._repository.read(
            theirs.files[path].id for path in new if path not in reasons
        )
        for path in new:
            if path not in reasons:
                try:
                    shared_files.raise_if_incomplete(path, contents[theirs.files[path].id])
                except EntryFormatError as error:
                    reasons[path] = str(error)
        self._refused |= reasons
        acceptable = dict(theirs.files)
        for path in reasons:
            if is_shared(path):
                del acceptable[path]
                if path in base:
                    acceptable[path] = base[path]
        return acceptable, contents


def _keep_apart(merged: Merged, ours: Tree, theirs: Tree) -> Merged:
    """Make copies of entries that one side encrypted while the other side changed them in clear.

    The entry is the encrypted file then, and the changed one would never be read.
    """
    tree = dict(merged.tree)
    conflicts = list(merged.conflicts)
    new = shared_files.paths_of_two_kinds(tree)
    for side in (ours, theirs):
        new -= shared_files.paths_of_two_kinds(side)
    for path in sorted(new):
        if copy := shared_files.path_for_other_version(path, tree[path].id):
            tree[copy] = tree.pop(path)
            conflicts.append(Conflict(path, copy))
    return Merged(tree, tuple(conflicts))


def _refusal(path: str, theirs: StoredTree) -> str:
    """Return why a file is not taken, by its path, mode and size; "" if it may be."""
    file = theirs.files[path]
    if not is_shared(path):
        return "it is no part of a journal"
    if file.mode not in _FILE_MODES:
        return "it is a link, not a file"
    if theirs.sizes[file.id] > shared_files.max_bytes(path):
        return "it is too large"
    return ""
