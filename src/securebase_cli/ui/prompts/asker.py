"""The interface for asking questions, which the full-screen and line-by-line modes implement."""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol, TypeVar

from securebase_cli.entry_format.cleanup import removal_warning
from securebase_cli.errors import UsageError
from securebase_cli.plurals import count_of
from securebase_cli.ui.page import Page

T = TypeVar("T")

# How an answer ended: with a command (to accept it, to go back to the question before, to pause
# the questions for another time, to go straight to the closing, to open it in the editor), or
# "end" at the end of the input.
ReplyKind = Literal["done", "back", "pause", "enough", "editor", "end"]

# A line that holds exactly one of these is a command in both modes; any other line is text.
COMMANDS: dict[str, ReplyKind | Literal["help"]] = {
    ".": "done",
    ".back": "back",
    ".pause": "pause",
    ".enough": "enough",
    ".editor": "editor",
    ".help": "help",
}

# The keys that end an answer, by their names in `keys`, and what each of them does.
COMMAND_KEYS: dict[str, ReplyKind | Literal["help"]] = {
    "tab": "done",
    "ctrl-d": "done",
    "shift-tab": "back",
    "ctrl-b": "back",
    "f4": "enough",
    "ctrl-o": "editor",
    "f1": "help",
}

HELP = (
    "Tab, Ctrl-D, or a full stop alone on a line: done, next question",
    "Enter: a new line; on an answer that is still empty: skip",
    "Shift-Tab, Ctrl-B or .back: back",
    "Ctrl-C or .pause: pause; everything is kept",
    "F4 or .enough: enough for today, straight to the closing",
    "Ctrl-O or .editor: write in your editor",
)
# The keys for an answer of one line.
LINE_HELP = (
    "Enter, Tab or Ctrl-D: done",
    "Shift-Tab, Ctrl-B or .back: back",
    "Ctrl-C or .pause: leave; everything so far is kept",
)


def without_partial_command(text: str) -> str:
    """Return the text without its last line if that is a command, whole or in part.

    Used to save the text while the user is typing, since that may be a command.
    """
    before, _, line = text.rpartition("\n")
    return before if line and any(name.startswith(line) for name in COMMANDS) else text


class Prompt(NamedTuple):
    """A question as it is shown; `text` is the answer so far, which the user can edit.

    `location` and `progress` stand above it, such as “Availability” and “2 of 10”; either may be
    empty. `parent` is the text of the question that this one follows. `hint` stands below the
    question, such as the reason why it was chosen. `refusal` says why `text` was not accepted, and
    `can_go_back` whether there is a question before this one.
    """

    location: str
    progress: str
    question: str
    parent: str = ""
    hint: str = ""
    refusal: str = ""
    text: str = ""
    can_go_back: bool = False


class Reply(NamedTuple):
    """The text of an answer, how the user ended it, and a warning if some input was left out."""

    kind: ReplyKind
    text: str
    warning: str = ""


class MenuLine(NamedTuple):
    """A line of a menu: what is chosen, and more about it.

    `about`, such as an id, is always shown whole; `excerpt` is cut where the window ends. `name` is
    not shown; where there is no pointer, the line can be chosen by its beginning, too.
    """

    label: str
    about: str = ""
    excerpt: str = ""
    name: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The texts that are shown."""
        return tuple(filter(None, (self.label, self.about, self.excerpt)))


class Menu(NamedTuple):
    """Lines of which one is chosen, below a question.

    `esc` is the label of that key if it does more than leave the question. The other fields are
    indexes of lines: `pointer` of the line that is pointed at first, `text_line` of the line for
    typed text that fits no other line, and `when_empty` of the line that an empty answer chooses
    where there is no pointer. None stands for no line.
    """

    question: str
    lines: tuple[MenuLine, ...]
    pointer: int = 0
    when_empty: int | None = None
    text_line: int | None = None
    esc: str = ""


def input_warning(undecodable: int, removed: int) -> str:
    """Return what was changed in what was typed or pasted: bytes replaced, characters removed."""
    warnings = [removal_warning(removed)] if removed else []
    if undecodable:
        bytes_were = count_of(undecodable, "byte was", "bytes were")
        warnings.append(f"{bytes_were} not text in UTF-8; you find a � there.")
    return "\n".join(warnings)


class Refused(NamedTuple):
    """An answer of one line that was not accepted, and why."""

    text: str
    reason: str


class DraftListener(Protocol):
    """Is called with each change of the answer that is being typed, in order to save it."""

    @property
    def failure(self) -> str:
        """Why the latest text could not be saved; empty if it is saved."""

    def on_change(self, length: int, get_text: Callable[[], str]) -> None:
        """Record that the text changed.

        Called for each key, so it must return at once. `length` says whether much was typed since
        the last save; `get_text` returns the text itself, and may be called later.
        """

    def flush(self) -> None:
        """Save the latest text before returning."""


class Asker(Protocol):
    """Asks questions in a terminal or on a pipe."""

    @property
    def is_interactive(self) -> bool:
        """Whether answers come from a terminal; on a pipe nothing extra can be asked."""

    @property
    def shows_menus(self) -> bool:
        """Whether keys move a pointer in a menu; otherwise a number or a name is typed."""

    def show(self, page: Page) -> None:
        """Show a page between two questions."""

    def show_whole(self, page: Page, rows_below: int) -> None:
        """Show a page from its first row on, before something else that takes `rows_below` rows.

        If the window is too small for both, wait for a key after the page.
        """

    def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
        """Ask for an answer of any number of lines."""

    def show_answer(self, prompt: Prompt, text: str) -> None:
        """Leave an answer on the screen after it was accepted."""

    def ask_line(
        self,
        question: str,
        *,
        ctrl_c: str = "",
        listener: DraftListener | None = None,
        refused: Refused | None = None,
        place: str = "",
        so_far: str = "",
    ) -> Reply:
        """Ask for an answer of one line.

        `ctrl_c` is the label of that key if it does more than leave the question. `refused` is the
        last answer if it was not accepted; the user can change it. `place`, such as “Before you go,
        1 of 3”, is shown above a question of the closing, and an earlier answer, `so_far`, below
        it.
        """

    def choose(self, menu: Menu) -> int | str | None:
        """Ask for one line of a menu; return its index, or None if the user leaves.

        For the line `text_line`, return the text that was typed, or the index if there is none.
        """


def ask_until_valid(
    asker: Asker,
    question: str,
    parse: Callable[[str], T],
    *,
    ctrl_c: str = "",
    place: str = "",
    refused: Refused | None = None,
) -> tuple[ReplyKind, T | None]:
    """Ask for one line until `parse` accepts it; return the kind of the last reply, and its value.

    If `parse` raises UsageError, its message is shown, and the user can change the line. `refused`
    is a line that was refused before. The value of an empty line is None.
    """
    while True:
        reply = asker.ask_line(question, ctrl_c=ctrl_c, refused=refused, place=place)
        if reply.kind == "editor":
            continue
        if reply.kind != "done" or not reply.text:
            return reply.kind, None
        try:
            return reply.kind, parse(reply.text)
        except UsageError as error:
            refused = Refused(reply.text, str(error))
