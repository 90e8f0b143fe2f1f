"""Save a draft in a background thread while its text is being typed.

Typing never waits for the disk, and text is on the disk at most one second after it was typed.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.errors import SavingError
from securebase_cli.model import Draft
from securebase_cli.sitting.state import Sitting
from securebase_cli.ui.prompts.asker import without_partial_command

# Seconds between two saves: together with the save itself, less than a second.
SAVE_INTERVAL = 0.9
# A change of this many characters, such as a paste, is saved at once.
SAVE_AT_CHARACTERS = 200


class _PendingDraft(NamedTuple):
    """A draft that waits to be saved; `build` makes it when its turn comes."""

    length: int
    build: Callable[[], Draft]


class Autosaver:
    """Saves the draft of one sitting: at once on request, otherwise when it is due.

    `has_file` says whether the draft has a file; `failure` is the message of the last save if it
    failed, otherwise empty. Writers always take the newest draft, so an older one never
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
        """Stop the thread, after the save that it is busy with; a pending draft is dropped."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def update(self, length: int, build: Callable[[], Draft]) -> None:
        """Replace the pending draft, which the thread makes with `build` when it is due."""
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
        """Wait until the pending draft is due; return False when the autosaver is closed."""
        with self._changed:
            while not self._closed:
                seconds = None
                if self._pending is not None:
                    seconds = self._seconds_until_due(self._pending.length)
                    if seconds == 0:
                        return True
                self._changed.wait(seconds)
            return False

    def _seconds_until_due(self, length: int) -> float:
        """Return the seconds until a draft of `length` characters is due; 0 if it is due now."""
        if abs(length - self._saved_length) >= SAVE_AT_CHARACTERS:
            return 0.0
        return max(0.0, self._saved_at + SAVE_INTERVAL - time.monotonic())

    def _take_pending(self) -> _PendingDraft | None:
        with self._changed:
            pending, self._pending = self._pending, None
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
    """Listens to one text while it is typed, and passes each change to the autosaver.

    `sitting` is the sitting before anything was typed. The text belongs to its current question
    or action, or is a line appended to the answer to the question `append_to`.
    """

    def __init__(self, autosaver: Autosaver, sitting: Sitting, *, append_to: str = "") -> None:
        self._autosaver = autosaver
        self._sitting = sitting
        self._append_to = append_to
        replaced = "" if append_to else sitting.current_text
        self._length_of_the_rest = draft_length(sitting.draft) - len(replaced)
        self._get_text: Callable[[], str] | None = None

    @property
    def failure(self) -> str:
        return self._autosaver.failure

    def on_change(self, length: int, get_text: Callable[[], str]) -> None:
        self._get_text = get_text
        length += self._length_of_the_rest
        self._autosaver.update(length, lambda: self.add_to_sitting().draft)

    def flush(self) -> None:
        self._autosaver.flush()

    def add_to_sitting(self) -> Sitting:
        """Return the sitting with the text typed so far; the autosave thread calls this too.

        An answer or action from before stays while the text is empty. A last line that is the
        beginning of a command, such as `.pau`, is not part of the text.
        """
        sitting = self._sitting
        if self._get_text is None:
            return sitting
        text = without_partial_command(self._get_text())
        if self._append_to:
            return sitting.append_to_answer(self._append_to, to_one_line(text))
        if not text.strip():
            return sitting
        if sitting.next_step == "question":
            return sitting.with_text(clean(text).text)
        return sitting.with_action(to_one_line(text))


def draft_length(draft: Draft) -> int:
    """Return the number of characters in the answers and the action of the draft."""
    action = len(draft.action.text) if draft.action else 0
    return action + sum(len(answer.text) for answer in draft.answers)
