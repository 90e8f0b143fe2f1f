"""Reads lines of any length from a terminal or a pipe.

A terminal in its usual mode cuts a line off after 4,095 characters. Therefore KeyboardReader reads
key by key, and shows what is typed itself. Of the keys that change a line, it supports Backspace,
Ctrl-U and Ctrl-W. Nothing else moves the cursor, so that screen readers can follow.
"""

import codecs
import contextlib
from typing import Literal, NamedTuple, Self, TextIO

from securebase_cli.hints import WINDOWS
from securebase_cli.ui.console import safe_text
from securebase_cli.ui.graphemes import TAB, previous_letter, text_width
from securebase_cli.ui.prompts.asker import COMMAND_KEYS, COMMANDS, DraftListener, ReplyKind
from securebase_cli.ui.prompts.keys import Keystroke
from securebase_cli.ui.prompts.signals import raise_if_signalled, wake_on_signal
from securebase_cli.ui.prompts.terminal import RESIZED, open_terminal

# The keys of a Windows console at which an answer ends.
_CTRL_D = "\x04"
_CTRL_Z = "\x1a"


class TypedLine(NamedTuple):
    """A line, and the command that it is or that the key at its end stands for, if any."""

    text: str
    command: ReplyKind | Literal["help"] | None = None


class AnswerSoFar:
    """The finished lines of an answer; a listener receives each change of the text."""

    def __init__(self, listener: DraftListener, text: str) -> None:
        self.listener = listener
        self._lines = text.split("\n") if text else []
        self._length = len(text)

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def add(self, line: str) -> None:
        self._lines.append(line)
        self._length += len(line) + 1
        self.on_change("")

    def on_change(self, pending: str) -> None:
        """Notify the listener; `pending` is the unfinished line."""
        # The listener joins the lines when it needs the text; by then, `add` may have added others.
        lines, count = self._lines, len(self._lines)
        self.listener.on_change(
            self._length + len(pending), lambda: "\n".join([*lines[:count], pending])
        )


class KeyboardReader:
    """Reads lines that are typed at a terminal; a context manager that holds the terminal.

    `pending` is the unfinished line. `dropped` counts keys that write nothing, such as arrows.
    """

    def __init__(self, stream: TextIO, echo: TextIO) -> None:
        self._terminal = open_terminal(stream, echo, marks_pastes=False)
        self._echo = echo
        self._unechoed = ""
        # Lines of a paste that were not returned yet.
        self._pasted: list[str] = []
        self._answer: AnswerSoFar | None = None
        self.pending = ""
        self.dropped = 0

    def __enter__(self) -> Self:
        self._terminal.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._terminal.__exit__()

    def released(self) -> contextlib.AbstractContextManager[None]:
        """Restore the terminal for another program while the block runs."""
        return self._terminal.released()

    def take_counts(self) -> tuple[int, int]:
        """Return how many bytes were not text, and 0 for pastes, which are not marked."""
        return self._terminal.take_counts()

    def read_line(
        self, answer: AnswerSoFar | None = None, *, is_only_line: bool = False, begun: str = ""
    ) -> TypedLine:
        """Return the next line.

        `answer` is notified of the unfinished line before each wait for a key, and of the whole
        line before this method returns or raises. With `is_only_line`, a paste becomes one line.
        `begun` is the beginning of the line if it was typed before.
        """
        self.pending = ""
        self._answer = answer
        self._write(begun)
        try:
            line = self._read_until_line_end(is_only_line=is_only_line)
        except BaseException:
            self._notify_answer()
            self._unechoed += "\n"
            with contextlib.suppress(OSError):
                self._flush_echo()
            raise
        # Notify first, because a signal may interrupt the echo.
        self._notify_answer()
        self._unechoed += "\n"
        self._flush_echo()
        self.pending = ""
        return line

    def _read_until_line_end(self, *, is_only_line: bool) -> TypedLine:
        while True:
            if self._pasted:
                self._write(self._pasted.pop(0))
                if self._pasted:
                    return TypedLine(self.pending)
            if not self._terminal.has_keys:
                self._notify_answer()
            if not self._terminal.expects_keys():
                self._flush_echo()
            key = self._terminal.read_key()
            if key.name == "ctrl-c":
                raise KeyboardInterrupt
            if key.name in COMMAND_KEYS:
                return TypedLine(self.pending, COMMAND_KEYS[key.name])
            if key.name == "enter":
                return self._finished_line()
            if key.name == "text":
                text = key.text.replace("\n", " ") if is_only_line else key.text
                self._pasted = text.split("\n")
            else:
                self._handle_key(key)

    def _finished_line(self) -> TypedLine:
        # Enter on an answer that is still empty skips the question.
        if not self.pending.strip() and self._answer is not None and not self._answer.text:
            return TypedLine("", "done")
        return _line_or_command(self.pending)

    def _write(self, text: str) -> None:
        self.pending += text
        self._unechoed += safe_text(text).replace("\t", TAB)

    def _handle_key(self, key: Keystroke) -> None:
        if key.name == "backspace":
            self._erase_from(previous_letter(self.pending, len(self.pending)))
        elif key.name == "ctrl-u":
            self._erase_from(0)
        elif key.name == "ctrl-w":
            before = self.pending.rstrip()
            self._erase_from(max(before.rfind(" "), before.rfind("\t")) + 1)
        elif key.name == "ctrl-z":
            self._suspend()
        elif key != RESIZED and key.name not in {"escape", "alt"}:
            self.dropped += 1

    def _erase_from(self, position: int) -> None:
        """Remove the end of the line from this position, and as many columns on the screen."""
        self.pending, erased = self.pending[:position], self.pending[position:]
        columns = text_width(safe_text(erased))
        self._unechoed += "\b" * columns + " " * columns + "\b" * columns

    def _notify_answer(self) -> None:
        if self._answer is not None:
            self._answer.on_change(self.pending)

    def _flush_echo(self) -> None:
        text, self._unechoed = self._unechoed, ""
        if self._terminal.echoes:
            self._echo.write(text)
            self._echo.flush()

    def _suspend(self) -> None:
        """Save the answer, stop the program, and show the line again when it goes on."""
        if self._answer is not None:
            self._answer.listener.flush()
        self._terminal.suspend()
        self._unechoed += safe_text(self.pending).replace("\t", TAB)


class PipeReader:
    """Reads lines from an input that is not a terminal.

    It has the methods of KeyboardReader, but no mode to change.
    """

    dropped = 0

    def __init__(self, stream: TextIO | None) -> None:
        self._bytes = stream.buffer if stream is not None else None
        self._is_first_line = True
        self._undecodable = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def released(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def take_counts(self) -> tuple[int, int]:
        """Return how many bytes were not UTF-8 since the last call; no characters are removed."""
        count, self._undecodable = self._undecodable, 0
        return count, 0

    def read_line(
        self,
        answer: AnswerSoFar | None = None,  # noqa: ARG002 - lines arrive whole
        *,
        is_only_line: bool = False,  # noqa: ARG002 - lines do not arrive together
        begun: str = "",  # noqa: ARG002 - no key interrupts a line
    ) -> TypedLine:
        """Return the next line without its line ending; its command is “end” if there is none."""
        return self._typed_line(self._read_text())

    def _typed_line(self, line: str | None) -> TypedLine:
        """Return what a line stands for; None is the end of the input."""
        return TypedLine("", "end") if line is None else _line_or_command(line)

    def _read_text(self) -> str | None:
        # Raising in the signal handler is the only way to end the wait, and nothing here could
        # swallow the exception.
        with wake_on_signal(raise_if_signalled):
            data = self._bytes.readline() if self._bytes is not None else b""
        if not data:
            return None
        data = data.removesuffix(b"\n").removesuffix(b"\r")
        if self._is_first_line:
            data = data.removeprefix(codecs.BOM_UTF8)
            self._is_first_line = False
        try:
            return data.decode()
        except UnicodeDecodeError:
            text = data.decode(errors="replace")
            in_input = data.count("\N{REPLACEMENT CHARACTER}".encode())
            self._undecodable += text.count("\N{REPLACEMENT CHARACTER}") - in_input
            return text


class ConsoleReader(PipeReader):
    """Reads lines from a Windows console, which edits and echoes them by itself.

    Ctrl-Z ends an answer, and the next one can still be typed. So does Ctrl-D, as elsewhere; it
    writes a character. Enter has to follow either of them.
    """

    def _typed_line(self, line: str | None) -> TypedLine:
        if line is None or line.endswith((_CTRL_D, _CTRL_Z)):
            return TypedLine((line or "").rstrip(_CTRL_D + _CTRL_Z), "done")
        return super()._typed_line(line)


def _line_or_command(line: str) -> TypedLine:
    command = COMMANDS.get(line)
    return TypedLine("", command) if command else TypedLine(line)


def open_line_reader(stream: TextIO | None, echo: TextIO) -> KeyboardReader | PipeReader:
    """Return a reader for a terminal, echoing to `echo`, or for a pipe."""
    if stream is None or not stream.isatty():
        return PipeReader(stream)
    return ConsoleReader(stream) if WINDOWS else KeyboardReader(stream, echo)
