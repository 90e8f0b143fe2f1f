"""Many short lines, which are much alike, kept in little room until their turn comes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOGETHER = 256


class CompressedLines:
    """Lines without line ends, given back in the order in which they came."""

    def __init__(self) -> None:
        self._full: list[bytes] = []
        self._lines: list[str] = []

    def __bool__(self) -> bool:
        """Whether there are any lines."""
        return bool(self._full or self._lines)

    def __iter__(self) -> Iterator[str]:
        """Give the lines."""
        for piece in self._full:
            yield from zlib.decompress(piece).decode().split("\n")
        yield from self._lines

    def append(self, line: str) -> None:
        """Keep one more line."""
        self._lines.append(line)
        if len(self._lines) == _TOGETHER:
            self._full.append(zlib.compress("\n".join(self._lines).encode(), 1))
            self._lines.clear()
