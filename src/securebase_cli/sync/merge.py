"""Merge two versions of a journal: choose a file for each path, without opening any file."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple


class GitFile(NamedTuple):
    """A file in a commit: its mode, such as “100644”, and the id of its bytes."""

    mode: str
    id: str


# The files of a commit by their paths.
Tree = Mapping[str, GitFile]


class Conflict(NamedTuple):
    """A file that both computers changed; the other computer's version goes to `copy_path`."""

    path: str
    copy_path: str


class Merged(NamedTuple):
    tree: Tree
    conflicts: tuple[Conflict, ...]


def merge(base: Tree, ours: Tree, theirs: Tree, copy_path: Callable[[str, str], str]) -> Merged:
    """Merge two trees that both come from `base`.

    A change wins over a deletion. If both sides changed a file, ours stays, and theirs goes to
    `copy_path(path, id)`, or is dropped if that is "". The path must be the same each time, so that
    a merge that was interrupted can be repeated.
    """
    tree: dict[str, GitFile] = {}
    conflicts: list[Conflict] = []
    for path in sorted({*base, *ours, *theirs}):
        before, our_file, their_file = base.get(path), ours.get(path), theirs.get(path)
        if our_file in {their_file, before}:
            file = their_file
        elif their_file == before:
            file = our_file
        elif our_file is None or their_file is None:
            file = our_file or their_file
        else:
            file = our_file
            if copy := copy_path(path, their_file.id):
                conflicts.append(Conflict(path, copy))
                tree[copy] = their_file
        if file is not None:
            tree[path] = file
    return Merged(tree, tuple(conflicts))


def changed_paths(before: Tree, after: Tree) -> Iterator[str]:
    """Yield the paths of the files that were added, changed or removed."""
    for path in sorted({*before, *after}):
        if before.get(path) != after.get(path):
            yield path
