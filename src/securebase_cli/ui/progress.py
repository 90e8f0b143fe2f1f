"""Shows how far a long pass over many entries is."""

import time

from securebase_cli.storage.scan import ProgressCallbacks
from securebase_cli.ui.console import Screen

# Before anything is shown; most passes end sooner.
DELAY_SECONDS = 1.0
_UPDATE_SECONDS = 0.1
_BAR_WIDTH = 12
_ERASE_LINE = "\r\x1b[K"


class Progress(ProgressCallbacks):
    """Shows a progress bar that is erased at the end; without cursor movement, one message.

    The clock is looked at once in `check_every` entries.
    """

    def __init__(self, screen: Screen, activity: str = "Reading", *, check_every: int = 64) -> None:
        self._screen = screen
        self._activity = activity
        self._check_every = check_every
        self._total = self._done = 0
        self._next_update = 0.0
        self._is_shown = False

    def begin(self, files: int) -> None:
        self._total, self._done = files, 0
        self._next_update = time.monotonic() + DELAY_SECONDS

    def advance(self) -> None:
        self._done += 1
        if self._done % self._check_every or time.monotonic() < self._next_update:
            return
        if self._screen.is_rich:
            self._next_update = time.monotonic() + _UPDATE_SECONDS
            filled = min(self._done * _BAR_WIDTH // max(self._total, 1), _BAR_WIDTH)
            bar = "█" * filled + "░" * (_BAR_WIDTH - filled)
            self._write(
                f"{_ERASE_LINE}{self._activity}: {bar} {self._done:,} of {self._total:,} entries …"
            )
            self._is_shown = True
        else:
            self._next_update = float("inf")
            self._write(f"{self._activity} {self._total:,} entries; this takes a moment.\n")

    def clear(self) -> None:
        if self._is_shown:
            self._write(_ERASE_LINE)
            self._is_shown = False

    def _write(self, text: str) -> None:
        self._screen.stream.write(text)
        self._screen.stream.flush()
