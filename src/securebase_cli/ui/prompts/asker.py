"""What a person is asked and what comes back, whichever way they type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from securebase_cli.ui.page import Page

ReplyKind = Literal["done", "back", "pause", "editor", "end"]

# Lines that hold only one of these are commands, in every mode; any other line is text.
COMMANDS: dict[str, ReplyKind] = {
    ".": "done",
    ".back": "back",
    ".pause": "pause",
    ".editor": "editor",
}


def without_partial_command(text: str) -> str:
    """Return the text without a last line that begins to be a command."""
    before, _, line = text.rpartition("\n")
    return before if line and any(name.startswith(line) for name in COMMANDS) else text


@dataclass(frozen=True, slots=True)
class Prompt:
    """A page to write on: where it is, what is asked, what stands on it already."""

    location: str
    progress: str
    question: str
    parent: str = ""
    hint: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was written, how it ended, and words about what could not be taken over."""

    kind: ReplyKind
    text: str
    warning: str = ""


class DraftListener(Protocol):
    """Whoever takes down what is being written, letter by letter."""

    @property
    def failure(self) -> str:
        """Why what was written last is not on the disk, in words; empty if it is."""

    def on_change(self, length: int, get_text: Callable[[], str]) -> None:
        """Hear that so many letters stand there now, and how to get them; takes no time."""

    def flush(self) -> None:
        """Bring what was heard to the disk before anything else happens."""


class Asker(Protocol):
    """Puts questions to a person: in a full terminal, or line by line."""

    def __enter__(self) -> Self:
        """Take the terminal."""

    def __exit__(self, *_: object) -> None:
        """Give the terminal back as it was."""

    @property
    def is_interactive(self) -> bool:
        """Whether somebody is there who can react to what is said."""

    def show(self, page: Page) -> None:
        """Show a page between two questions."""

    def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
        """Let someone write as many lines as they like."""

    def show_answer(self, prompt: Prompt, text: str) -> None:
        """Let an answer that was given stand on the screen."""

    def ask_line(
        self, question: str, *, ctrl_c: str, listener: DraftListener | None = None
    ) -> Reply:
        """Let someone answer in one line; `ctrl_c` says what that key does here."""
