"""Keeps a draft up to date while somebody types, in a thread of its own.

Whoever types never waits for the disk; and whatever ends the program finds on the disk what
was typed up to a second before.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Self

from securebase_cli.errors import SavingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from securebase_cli.model import Draft

# Seconds from one writing to the next; with the writing itself it stays below a second.
SAVE_INTERVAL = 0.9
# So many new letters are kept at once, such as a paste.
SAVE_AT_LETTERS = 200


class Throttle:
    """When what is being typed is due to be kept."""

    def __init__(self) -> None:
        self._kept_at = float("-inf")
        self._kept_letters = 0

    def seconds_until_due(self, now: float, letters: int) -> float:
        """Return the seconds until a text of so many letters is due."""
        if abs(letters - self._kept_letters) >= SAVE_AT_LETTERS:
            return 0.0
        return max(0.0, self._kept_at + SAVE_INTERVAL - now)

    def record_save(self, now: float, letters: int) -> None:
        """Note that a text of so many letters begins to be kept now."""
        self._kept_at = now
        self._kept_letters = letters


class Autosaver:
    """Writes the draft of one sitting: at once when told to, and else at its pace.

    `kept` says whether there is a draft on the disk, `trouble` in words why the last writing
    failed. What is older never replaces what is newer: whoever writes takes the newest there is.
    """

    def __init__(self, write: Callable[[Draft], Path], *, kept: bool) -> None:
        self.has_file = kept
        self.failure = ""
        self._write = write
        self._pace = Throttle()
        # Both may be taken once more by whoever has them: Ctrl-Z can come at any moment.
        self._news = threading.Condition(threading.RLock())
        self._writing = threading.RLock()
        self._noted: Callable[[], Draft] | None = None
        self._letters = 0
        self._ended = False
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Begin; the thread starts with the first note."""
        return self

    def __exit__(self, *_: object) -> None:
        """End; what was only noted is not written any more."""
        with self._news:
            self._ended = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()

    def update(self, letters: int, draft: Callable[[], Draft]) -> None:
        """Take note of a draft of so many letters, to be made and written when it is due."""
        with self._news:
            self._noted, self._letters = draft, letters
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
            self._news.notify()

    def save_now(self, draft: Draft) -> None:
        """Write this draft now, and forget what was noted before; raises SavingError."""
        with self._writing:
            self._take()
            self._put_down(draft, draft_length(draft))

    def flush(self) -> None:
        """Write what was noted, now, and return when it is written; a failure is `trouble`."""
        with self._writing:
            noted, letters = self._take()
            if noted is not None:
                with contextlib.suppress(SavingError):
                    self._put_down(noted(), letters)

    def _work(self) -> None:
        while True:
            with self._news:
                while not self._ended and (wait := self._wait()) != 0:
                    self._news.wait(wait)
                if self._ended:
                    return
            try:
                self.flush()
            except Exception as bug:  # noqa: BLE001 - a thread that ended could not say so
                self.failure = f"What you type could not be kept ({type(bug).__name__})."

    def _wait(self) -> float | None:
        if self._noted is None:
            return None
        return self._pace.seconds_until_due(time.monotonic(), self._letters)

    def _take(self) -> tuple[Callable[[], Draft] | None, int]:
        with self._news:
            noted, self._noted = self._noted, None
            return noted, self._letters

    def _put_down(self, draft: Draft, letters: int) -> None:
        if draft.is_empty and not self.has_file:
            # A sitting in which nothing was written leaves nothing behind.
            return
        self._pace.record_save(time.monotonic(), letters)
        try:
            self._write(draft)
        except SavingError as failure:
            self.failure = str(failure)
            raise
        self.has_file = True
        self.failure = ""


def draft_length(draft: Draft) -> int:
    """Return how many letters were written in the draft so far."""
    action = len(draft.action.text) if draft.action else 0
    return action + sum(len(answer.text) for answer in draft.answers)
