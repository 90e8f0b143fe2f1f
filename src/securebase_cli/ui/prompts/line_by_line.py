"""Asks line by line: on a pipe, with --plain, and in terminals that can't do more.

The grammar is the one of the full terminal: a line with only a full stop ends an answer.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from securebase_cli.errors import EditorError
from securebase_cli.ui.page import GAP, Line
from securebase_cli.ui.prompts.asker import COMMANDS, DraftListener, Prompt, Reply
from securebase_cli.ui.prompts.editor import edit_text
from securebase_cli.ui.prompts.keyboard import (
    AnswerSoFar,
    KeyboardReader,
    is_interactive,
    open_line_reader,
)

if TYPE_CHECKING:
    from securebase_cli.storage.editor_copies import EditorCopies
    from securebase_cli.ui.console import Screen
    from securebase_cli.ui.page import Page, Part

HELP = "A full stop alone on a line: done · empty: skip · .back · .editor · .pause"
_REMINDER = 600
HELP_TO_KEEP = "What you write is added to it; .editor changes it."


class LineByLineAsker:
    """An asker that prints what it asks and reads a line at a time."""

    def __init__(self, screen: Screen, editor_copies: EditorCopies) -> None:
        self._screen = screen
        self._editor_copies = editor_copies
        self._lines = open_line_reader(sys.stdin, screen.stream)

    def __enter__(self) -> Self:
        """Begin to ask."""
        self._lines.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""
        self._lines.__exit__()

    @property
    def is_interactive(self) -> bool:
        """Whether somebody is there who can react to what is said."""
        return is_interactive()

    def show(self, page: Page) -> None:
        """Show a page between two questions."""
        self._screen.show((GAP, *page))

    def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
        """Let someone write as many lines as they like."""
        self._screen.show(_page(prompt))
        text = prompt.text
        while True:
            reply = self._write_on(AnswerSoFar(listener, text))
            if reply.kind != "editor":
                return reply
            text = reply.text
            try:
                with self._lines.released():
                    return Reply("done", edit_text(text, self._editor_copies, listener))
            except EditorError as error:
                self.show((Line(str(error), "warning"),))

    def show_answer(self, prompt: Prompt, text: str) -> None:
        """Leave the answer where it was typed."""

    def ask_line(
        self,
        question: str,
        *,
        ctrl_c: str,  # noqa: ARG002 - this asker shows no keys
        listener: DraftListener | None = None,
    ) -> Reply:
        """Let someone answer in one line."""
        self._screen.show((Line(question),))
        while True:
            self._prompt()
            line = self._lines.read_line(AnswerSoFar(listener, "") if listener else None)
            if line is None:
                return Reply("done" if isinstance(self._lines, KeyboardReader) else "end", "")
            kind = COMMANDS.get(line)
            if kind != "editor":
                break
            self._screen.show((Line("A single line needs no editor.", "warning"),))
        return Reply(kind, "") if kind else Reply("done", line.strip())

    def _write_on(self, answer: AnswerSoFar) -> Reply:
        self._lines.dropped = 0
        while True:
            self._prompt()
            line = self._lines.read_line(answer)
            if line is None:
                # At a keyboard the end of input is Ctrl-D: this answer is done.
                return self._reply(answer, "." if isinstance(self._lines, KeyboardReader) else "")
            if line in COMMANDS:
                return self._reply(answer, line)
            answer.add(line)
            if self._lines.at_end:
                return self._reply(answer, ".")

    def _reply(self, answer: AnswerSoFar, command: str) -> Reply:
        dropped = self._lines.dropped
        remark = ""
        if dropped and isinstance(self._lines, KeyboardReader):
            remark = "Keys that write nothing, such as arrows, were left out."
        elif dropped:
            what = "1 byte was" if dropped == 1 else f"{dropped} bytes were"
            remark = f"{what} not text in UTF-8; you find a � there."
        return Reply(COMMANDS.get(command, "end"), answer.text, remark)

    def _prompt(self) -> None:
        if self.is_interactive:
            self._screen.stream.write("> ")
            self._screen.stream.flush()


def _end_of(text: str) -> str:
    # As much as reminds one where one was; nobody wants to hear a long answer over again.
    return text if len(text) <= _REMINDER else f"… {text[-_REMINDER:]}"


def _page(sheet: Prompt) -> Page:
    parts: list[Part] = [GAP, Line(f"{sheet.location} · {sheet.progress}", "title", "Where")]
    if sheet.parent:
        parts.append(Line(f"After: {sheet.parent}", "quiet"))
    parts.append(Line(sheet.question, "heading", "Question"))
    if sheet.text:
        parts.append(Line(_end_of(sheet.text), "text", "Your answer so far", indent=2))
    if sheet.hint:
        parts.append(Line(sheet.hint, "quiet"))
    if sheet.text:
        parts.append(Line(HELP_TO_KEEP, "quiet"))
    parts.append(Line(HELP, "quiet", "Keys"))
    return tuple(parts)
