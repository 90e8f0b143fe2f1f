"""The text of an answer while it is being typed, and how it gets into the draft."""

from __future__ import annotations

from collections.abc import Callable

from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.model import Draft
from securebase_cli.sitting.autosave import Autosaver, draft_length
from securebase_cli.sitting.state import Sitting
from securebase_cli.ui.prompts.asker import without_partial_command


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
        """The message of the last save if it failed, otherwise empty."""
        return self._autosaver.failure

    def on_change(self, length: int, get_text: Callable[[], str]) -> None:
        """Take a change of the text, which now has `length` characters; does not wait.

        The text itself is only asked for when it is saved.
        """
        self._get_text = get_text
        self._autosaver.update(self._length_of_the_rest + length, self.build_draft)

    def flush(self) -> None:
        """Save the text as it is now, and return when it is on the disk."""
        self._autosaver.flush()

    def build_draft(self) -> Draft:
        """Return the draft with the text typed so far; the autosave thread calls this."""
        return self.add_to_sitting().draft

    def add_to_sitting(self) -> Sitting:
        """Return the sitting with the text typed so far.

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
