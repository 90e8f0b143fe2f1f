"""Goes through very many files in half the time: a second process does a share of the work."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from securebase_cli.storage.platform_files import background_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")

# What comes first is often enough; only of more files than these the rest is shared.
ALONE = 500


class Sharing(NamedTuple):
    """How the files are shared: in handfuls of so many, one of so many handfuls being ours."""

    handful: int
    one_in: int


def by_two(
    files: Iterator[str],
    sharing: Sharing,
    work: Callable[[Sequence[str]], bytes],
    show: Callable[[Sequence[str], bytes], Iterator[T]],
) -> Iterator[T]:
    """Go through the files, and give what comes of each, in their order.

    `work` is what a second process does with a handful of them; `show` gets the handful and what
    came of that. Where nothing came, it does all by itself.
    """
    yield from show(list(islice(files, ALONE)), b"")
    rest = list(files)
    if len(rest) <= ALONE:
        yield from show(rest, b"")
        return
    size, one_in = sharing
    handfuls = [rest[at : at + size] for at in range(0, len(rest), size)]
    others = (handful for number, handful in enumerate(handfuls) if number % one_in)
    with background_worker(map(work, others)) as next_piece:
        for number, handful in enumerate(handfuls):
            yield from show(handful, next_piece() if number % one_in else b"")
