"""Says how far a pass over many entries is, if it takes so long that somebody wonders."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from securebase_cli.storage.scan import ProgressCallbacks

if TYPE_CHECKING:
    from securebase_cli.ui.console import Screen

# Seconds before anything is said, and from one time to the next.
DELAY_SECONDS = 1.0
_PAUSE = 0.1
# So many entries are read between two looks at the clock.
_BETWEEN = 64
# As wide as fits beside the numbers in a narrow window.
_CELLS = 12
_ERASE = "\r\x1b[K"


class Progress(ProgressCallbacks):
    """A line on a screen that goes away again; where lines can't, one that stays, said once."""

    def __init__(
        self, screen: Screen, activity: str = "Reading", *, check_every: int = _BETWEEN
    ) -> None:
        """Say what is being done; what takes long each time wants fewer entries in between."""
        self._screen = screen
        self._doing = activity
        self._between = check_every
        self._files = self._done = 0
        self._due = 0.0
        self._shown = False

    def begin(self, files: int) -> None:
        """Hear that a pass over so many files begins."""
        self._files, self._done = files, 0
        self._due = time.monotonic() + DELAY_SECONDS

    def advance(self) -> None:
        """Hear that one more of them is read."""
        self._done += 1
        if self._done % self._between or time.monotonic() < self._due:
            return
        if self._screen.is_rich:
            self._due = time.monotonic() + _PAUSE
            self._write(
                f"{_ERASE}{self._doing}: {self._bar()} {self._done:,} of {self._files:,} entries …"
            )
            self._shown = True
        else:
            self._due = float("inf")
            self._write(f"{self._doing} {self._files:,} entries; this takes a moment.\n")

    def clear(self) -> None:
        """Take the line away, for something else is to be shown."""
        if self._shown:
            self._write(_ERASE)
            self._shown = False

    def _bar(self) -> str:
        done = min(self._done * _CELLS // max(self._files, 1), _CELLS)
        return "█" * done + "░" * (_CELLS - done)

    def _write(self, text: str) -> None:
        self._screen.stream.write(text)
        self._screen.stream.flush()
