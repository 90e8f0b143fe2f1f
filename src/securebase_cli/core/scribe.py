"""Keeps a draft up to date while somebody types, in a thread of its own.

Whoever types never waits for the disk; and whatever ends the program finds on the disk what
was typed up to a second before.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple, Self

from securebase_cli.core.errors import SavingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from securebase_cli.core.model import Draft

# Seconds from one writing to the next; with the writing itself it stays below a second.
EVERY = 0.9
# So many new letters are kept at once, such as a paste.
AT_ONCE = 200
# How long (s) to wait for a disk that does not answer before going on without it.
_PATIENCE = 5.0


class Pace:
    """When what is being typed is due to be kept."""

    def __init__(self) -> None:
        self._kept_at = float("-inf")
        self._kept_letters = 0

    def wait(self, now: float, letters: int) -> float:
        """Return the seconds until a text of so many letters is due."""
        if abs(letters - self._kept_letters) >= AT_ONCE:
            return 0.0
        return max(0.0, self._kept_at + EVERY - now)

    def kept(self, now: float, letters: int) -> None:
        """Note that a text of so many letters begins to be kept now."""
        self._kept_at = now
        self._kept_letters = letters


class _Taken(NamedTuple):
    """A draft to be written, in its turn."""

    turn: int
    letters: int
    draft: Callable[[], Draft] | None


class Scribe:
    """Writes the draft of one sitting: at once when told to, and else at its pace.

    `kept` says whether there is a draft on the disk, `trouble` in words why the last writing
    failed. What is older never replaces what is newer.
    """

    def __init__(self, write: Callable[[Draft], Path], *, kept: bool) -> None:
        self.kept = kept
        self.trouble = ""
        self._write = write
        self._pace = Pace()
        self._news = threading.Condition()
        self._writing = threading.Lock()
        self._noted: Callable[[], Draft] | None = None
        self._letters = 0
        self._turn = 0
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
            self._thread.join(_PATIENCE)

    def note(self, letters: int, draft: Callable[[], Draft]) -> None:
        """Take note of a draft of so many letters, to be made and written when it is due."""
        with self._news:
            self._noted, self._letters = draft, letters
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
            self._news.notify()

    def keep(self, draft: Draft) -> None:
        """Write this draft now, and forget what was noted before; raises SavingError."""
        with self._news:
            self._noted, self._letters = (lambda: draft), letters_of(draft)
            taken = self._take()
        if failure := self._put_down(taken):
            raise failure

    def settle(self) -> None:
        """Write what was noted, now; a failure shows as `trouble`."""
        with self._news:
            taken = self._take()
        self._put_down(taken)

    def _work(self) -> None:
        while True:
            with self._news:
                while not self._ended and (wait := self._wait()) != 0:
                    self._news.wait(wait)
                if self._ended:
                    return
                taken = self._take()
            self._put_down(taken)

    def _wait(self) -> float | None:
        if self._noted is None:
            return None
        return self._pace.wait(time.monotonic(), self._letters)

    def _take(self) -> _Taken:
        self._turn += 1
        taken = _Taken(self._turn, self._letters, self._noted)
        self._noted = None
        return taken

    def _put_down(self, taken: _Taken) -> SavingError | None:
        if taken.draft is None:
            return None
        # A disk that hangs must not keep a program from ending that was told to end.
        free = self._writing.acquire(timeout=_PATIENCE)
        try:
            if taken.turn != self._turn:
                # The other thread has something newer.
                return None
            draft = taken.draft()
            if draft.empty and not self.kept:
                # A sitting in which nothing was written leaves nothing behind.
                return None
            self._pace.kept(time.monotonic(), taken.letters)
            self._write(draft)
        except SavingError as failure:
            self.trouble = str(failure)
            return failure
        finally:
            if free:
                self._writing.release()
        self.kept = True
        self.trouble = ""
        return None


def letters_of(draft: Draft) -> int:
    """Return how many letters were written in the draft so far."""
    action = len(draft.action.text) if draft.action else 0
    return action + sum(len(answer.text) for answer in draft.answers)
