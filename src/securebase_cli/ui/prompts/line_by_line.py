"""Asks line by line: on a pipe, with --plain, and in a terminal without cursor movement."""

import sys
from typing import Self

from securebase_cli.errors import EditorError
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.ui.console import Screen
from securebase_cli.ui.page import GAP, Line, Page, Part
from securebase_cli.ui.prompts.asker import (
    HELP,
    LINE_HELP,
    DraftListener,
    Menu,
    Prompt,
    Refused,
    Reply,
    ReplyKind,
    input_warning,
)
from securebase_cli.ui.prompts.editor import edit_text
from securebase_cli.ui.prompts.keyboard import AnswerSoFar, open_line_reader
from securebase_cli.ui.prompts.menu_by_line import choose_by_line

_HELP = "A full stop alone on a line: done · empty: skip · .help · .back · .editor · .pause"

# Of a longer answer only the end is shown again.
_MAX_TEXT_SHOWN = 600


class LineByLineAsker:
    """An asker that prints each question, and reads the answer line by line.

    It is a context manager, because it changes the mode of the terminal.
    """

    def __init__(self, screen: Screen, editor_copies: EditorCopies) -> None:
        self._screen = screen
        self._editor_copies = editor_copies
        self._reader = open_line_reader(sys.stdin, screen.stream)

    def __enter__(self) -> Self:
        self._reader.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.__exit__()

    @property
    def is_interactive(self) -> bool:
        return sys.stdin.isatty()

    @property
    def shows_menus(self) -> bool:
        return False

    def show(self, page: Page) -> None:
        self._screen.show((GAP, *page))

    def show_whole(self, page: Page, rows_below: int) -> None:  # noqa: ARG002 - no window
        self.show(page)

    def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
        """Ask for an answer of any number of lines; what is typed is added to `prompt.text`."""
        self._screen.show(_prompt_page(prompt))
        text = prompt.text
        while True:
            reply = self._read_answer(AnswerSoFar(listener, text))
            if reply.kind != "editor":
                return reply
            text = reply.text
            try:
                with self._reader.released():
                    edited = edit_text(text, prompt.question, self._editor_copies, listener)
                return Reply("done", edited)
            except EditorError as error:
                self.show((Line(str(error), "warning"),))

    def show_answer(self, prompt: Prompt, text: str) -> None:
        """Do nothing: the answer stands where it was typed."""

    def ask_line(
        self,
        question: str,
        *,
        ctrl_c: str = "",  # noqa: ARG002 - this asker lists no keys
        listener: DraftListener | None = None,
        refused: Refused | None = None,
        place: str = "",
        so_far: str = "",
    ) -> Reply:
        if refused:
            self.show((Line(refused.reason, "warning"),))
        elif place:
            self.show((Line(place, "quiet", label="Where"),))
        if so_far:
            self.show((Line(so_far, label="So far", indent=2),))
        self._screen.show((Line(question),))
        answer = AnswerSoFar(listener, "") if listener else None
        text, command = self._read_line(answer, is_only_line=True)
        return Reply(command or "done", text.strip(), self._take_warning())

    def choose(self, menu: Menu) -> int | None:
        return choose_by_line(self, menu)

    def _read_answer(self, answer: AnswerSoFar) -> Reply:
        """Read lines into `answer` until a command or the end of the input."""
        self._reader.dropped = 0
        while True:
            text, command = self._read_line(answer)
            if text or command is None:
                answer.add(text)
            if command is not None:
                return Reply(command, answer.text, self._take_warning())

    def _read_line(
        self, answer: AnswerSoFar | None, *, is_only_line: bool = False
    ) -> tuple[str, ReplyKind | None]:
        """Return a line, and the command at its end if there is one.

        If the user asks for help, it is shown, and the same line goes on.
        """
        begun = ""
        while True:
            self._print_prompt()
            line = self._reader.read_line(answer, is_only_line=is_only_line, begun=begun)
            if line.command == "help":
                lines = LINE_HELP if is_only_line else HELP
                self._screen.show(tuple(Line(text, "quiet") for text in lines))
            elif line.command == "editor" and is_only_line:
                self._screen.show((Line("A single line needs no editor.", "warning"),))
            else:
                return line.text, line.command
            begun = line.text

    def _take_warning(self) -> str:
        warning = input_warning(*self._reader.take_counts())
        if self._reader.dropped:
            ignored = "Keys that write nothing, such as arrows, were left out."
            warning = f"{warning}\n{ignored}".strip()
        return warning

    def _print_prompt(self) -> None:
        if self.is_interactive:
            self._screen.stream.write("> ")
            self._screen.stream.flush()


def _prompt_page(prompt: Prompt) -> Page:
    parts: list[Part] = [
        GAP,
        Line(f"{prompt.location} · {prompt.progress}", "title", label="Where"),
    ]
    if prompt.parent:
        parts.append(Line(f"After: {prompt.parent}", "quiet"))
    parts.append(Line(prompt.question, "heading", label="Question"))
    if prompt.text:
        cut = len(prompt.text) > _MAX_TEXT_SHOWN
        text = f"… {prompt.text[-_MAX_TEXT_SHOWN:]}" if cut else prompt.text
        parts.append(Line(text, label="Your answer so far", indent=2))
    if prompt.refusal:
        parts.append(Line(prompt.refusal, "warning"))
    if prompt.hint:
        parts.append(Line(prompt.hint, "quiet"))
    if prompt.text:
        parts.append(Line("What you write is added to it; .editor changes it.", "quiet"))
    parts.append(Line(_HELP, "quiet", label="Keys"))
    return tuple(parts)
