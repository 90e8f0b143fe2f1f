"""Save the draft of a sitting in a background thread while the user types.

A sitting is one run through some questions; its draft is the file with everything entered so far.
Typing never waits for the disk, and text is on the disk at most one second after it was typed.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

from securebase_cli.entry_format.cleanup import clean
from securebase_cli.errors import SavingError
from securebase_cli.model import Draft
from securebase_cli.sitting.state import Sitting
from securebase_cli.ui.prompts.asker import without_partial_command

# Seconds between two saves: together with the save itself, less than a second.
SAVE_INTERVAL = 0.9
# A change of this many characters, such as a paste, is saved at once.
SAVE_AT_CHARACTERS = 200


class _PendingDraft(NamedTuple):
    length: int  # in characters, as `draft_length` counts them
    build: Callable[[], Draft]


class Autosaver:
    """Saves the draft of one sitting: at once on request, otherwise when the next save is due.

    `has_file` says whether the draft has a file; `failure` is the message of the last save if it
    failed, otherwise empty. Only the newest draft waits to be saved, so an older one never
    overwrites it. The thread starts with the first update.
    """

    def __init__(self, write: Callable[[Draft], Path], *, has_file: bool) -> None:
        self.has_file = has_file
        self.failure = ""
        self._write = write
        self._saved_at = float("-inf")
        self._saved_length = 0
        # Reentrant, because Ctrl-Z may call `flush` in a thread that already holds one of them.
        self._changed = threading.Condition(threading.RLock())
        self._write_lock = threading.RLock()
        self._pending: _PendingDraft | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the thread, after a save that has begun; drop the pending draft."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def update(self, length: int, build: Callable[[], Draft]) -> None:
        """Replace the pending draft; the thread calls `build` to make it when a save is due."""
        with self._changed:
            self._pending = _PendingDraft(length, build)
            if self._thread is None:
                self._thread = threading.Thread(target=self._save_when_due, daemon=True)
                self._thread.start()
            self._changed.notify()

    def save_now(self, draft: Draft) -> None:
        """Save this draft now and drop the pending one; raises SavingError."""
        with self._write_lock:
            self._take_pending()
            self._save(draft, draft_length(draft))

    def flush(self) -> None:
        """Save the pending draft now; a SavingError is not raised but stored in `failure`."""
        with self._write_lock, contextlib.suppress(SavingError):
            if pending := self._take_pending():
                self._save(pending.build(), pending.length)

    def _save_when_due(self) -> None:
        while self._wait_until_due():
            try:
                self.flush()
            except Exception as bug:  # noqa: BLE001 - the thread goes on, and the message is shown
                self.failure = f"What you type could not be kept ({type(bug).__name__})."

    def _wait_until_due(self) -> bool:
        """Wait until the pending draft must be saved; return False if the autosaver is closed."""
        with self._changed:
            while not self._closed:
                seconds: float | None = None
                if self._pending is not None:
                    seconds = self._seconds_until_due(self._pending.length)
                    if seconds == 0:
                        return True
                self._changed.wait(seconds)
            return False

    def _seconds_until_due(self, length: int) -> float:
        if abs(length - self._saved_length) >= SAVE_AT_CHARACTERS:
            return 0.0
        return max(0.0, self._saved_at + SAVE_INTERVAL - time.monotonic())

    def _take_pending(self) -> _PendingDraft | None:
        with self._changed:
            pending = self._pending
            self._pending = None
            return pending

    def _save(self, draft: Draft, length: int) -> None:
        # A sitting in which nothing was written leaves no file.
        if draft.is_empty and not self.has_file:
            return
        self._saved_at, self._saved_length = time.monotonic(), length
        try:
            self._write(draft)
        except SavingError as error:
            self.failure = str(error)
            raise
        self.has_file = True
        self.failure = ""


class TypedText:
    """Receives each change of a text while it is typed, and has the autosaver save it.

    `sitting` is the sitting before anything was typed; `set_text` returns it with the text, which
    is an answer, the takeaway or the action.
    """

    def __init__(
        self, autosaver: Autosaver, sitting: Sitting, set_text: Callable[[Sitting, str], Sitting]
    ) -> None:
        self._autosaver = autosaver
        self._sitting = sitting
        self._set_text = set_text
        self._length_without_text = draft_length(set_text(sitting, "").draft)
        self._get_text: Callable[[], str] | None = None

    @property
    def failure(self) -> str:
        return self._autosaver.failure

    def on_change(self, length: int, get_text: Callable[[], str]) -> None:
        self._get_text = get_text
        self._autosaver.update(
            self._length_without_text + length, lambda: self.add_to_sitting().draft
        )

    def flush(self) -> None:
        self._autosaver.flush()

    def add_to_sitting(self) -> Sitting:
        """Return the sitting with the text typed so far; the autosave thread calls this too.

        If the text is blank, the earlier one stays. A last line that is the beginning of a command,
        such as `.pau`, is not part of the text.
        """
        text = without_partial_command(self._get_text()) if self._get_text else ""
        return self._set_text(self._sitting, clean(text).text) if text.strip() else self._sitting


def draft_length(draft: Draft) -> int:
    """Return the number of characters in the answers, the takeaway and the action of the draft."""
    action = len(draft.action.text) if draft.action else 0
    return len(draft.takeaway) + action + sum(len(answer.text) for answer in draft.answers)
