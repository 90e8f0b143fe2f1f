"""Simulated typing into sittings, several at the same time, each in its own terminal.

A typist types in short bursts until the program is stopped, and records when text was sent, when
it was on the screen, and what was on disk.
"""

from __future__ import annotations

import itertools
import re
import select
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyte

from securebase_cli.entry_format.draft import read_draft
from securebase_cli.storage import drafts, files
from support.terminal import CTRL_D, ENTER, TIMEOUT, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from random import Random

    from securebase_cli.model import Draft
    from support.program import Program

    # Continue when this descriptor can be read, or at this moment.
    Turn = tuple[int, float]

# The key that ends each answer but the last; it separates answers in `draft_text`, too.
END = CTRL_D

_ROWS = 60
_NUMBER = re.compile(r" · (\d+) of \d+")


class RecordingTerminal(Terminal):
    """A terminal that records when output arrived."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._lengths: list[tuple[float, int]] = []
        super().__init__(command, environment, rows=_ROWS)
        # No delay is needed: the program has ended before the terminal is closed.
        self._child.ptyproc.delayafterclose = 0

    @property
    def descriptor(self) -> int:
        """The descriptor that can be read when the program has written something."""
        return self._terminal

    @property
    def ended(self) -> bool:
        """Whether the program has closed the terminal."""
        return self._ended

    def read_available(self) -> None:
        """Read all output so far."""
        while not self._ended and select.select([self._terminal], [], [], 0)[0]:
            self._read()

    def screens_before(self, moment: float) -> Iterator[list[str]]:
        """Yield the rows of the screen at a moment, then their earlier states, newest first."""
        for when, length in reversed(self._lengths):
            if when <= moment:
                screen = pyte.Screen(self._screen.columns, self._screen.lines)
                pyte.ByteStream(screen).feed(bytes(self.output[:length]))
                yield [row.strip() for row in screen.display]

    def _read(self) -> bool:
        going_on = super()._read()
        self._lengths.append((time.monotonic(), len(self.output)))
        return going_on


@dataclass
class Typist:
    """Types `text` into a sitting and stops the program after a number of seconds.

    The first answer is typed at once; the seconds begin with the second question. `stop` stops
    the program, and returns its exit code if it waits for its end.
    """

    program: Program
    arguments: Sequence[str]
    text: str
    chance: Random
    after: float
    stop: Callable[[RecordingTerminal], int | None]
    before: str = ""
    moment: float = 0
    code: int | None = None
    is_restored: bool = False
    _sent: list[tuple[float, int]] = field(default_factory=lambda: [(0, 0)])

    def run(self) -> Iterator[Turn]:
        """Type, stop the program and wait for its end; `code` stays None if it does not end."""
        command = self.program.command("reflect", *self.arguments)
        with RecordingTerminal(
            command, self.program.environment(TERM="xterm-256color")
        ) as terminal:
            self.terminal = terminal
            yield from self._until(self._is_ready)
            self._type(self.text.index(END) + 1)
            yield from self._until(self._is_ready)
            yield from self._type_until(time.monotonic() + self.after)
            self.before = draft_text(draft_on_disk(self.program))
            self.moment = time.monotonic()
            self.code = self.stop(terminal)
            if self.code is None:
                yield from self._until(lambda: terminal.ended)
                if terminal.ended:
                    self.code = terminal.exit_code()
                self.is_restored = terminal.is_restored

    def sent_by(self, moment: float) -> str:
        """Return the text that had been sent at a moment."""
        return self.text[: max(count for when, count in self._sent if when <= moment)]

    def shown_by(self, moment: float) -> str:
        """Return the text that the screen had shown at a moment."""
        # Between two questions the screen has no input field; use its last state that had one.
        shown = (_shown_length(rows, self.text) for rows in self.terminal.screens_before(moment))
        return self.text[: next((count for count in shown if count is not None), 0)]

    def _type_until(self, end: float) -> Iterator[Turn]:
        quickness = self.chance.choice((3, 6, 12))
        rested = 0.0
        while (now := time.monotonic()) < end:
            assert not self.terminal.ended, f"The program has ended by itself:\n{self.terminal}"
            if now >= rested and self._is_ready():
                count = self._sent[-1][1]
                rest_of_answer = len(self.text[count:].partition(END)[0]) + 1
                self._type(count + min(self.chance.randint(1, quickness), rest_of_answer))
                rested = now + self._pause()
            yield self.terminal.descriptor, min(end, rested) if rested > now else end
            self.terminal.read_available()

    def _pause(self) -> float:
        # Long pauses: text must be saved without further keys.
        if self.chance.random() < 1 / 40:
            return self.chance.uniform(0.8, 1.5)
        return self.chance.uniform(0.02, 0.06)

    def _type(self, count: int) -> None:
        assert self._is_ready(), f"The question does not come:\n{self.terminal}"
        more = self.text[self._sent[-1][1] : count]
        self.terminal.type(more.replace("\n", ENTER))
        self._sent.append((time.monotonic(), min(count, len(self.text))))

    def _is_ready(self) -> bool:
        # After an answer, wait for the next question.
        so_far = self.text[: self._sent[-1][1]]
        asked = f" · {so_far.count(END) + 1} of"
        return asked in self.terminal.new_output or not (so_far == "" or so_far.endswith(END))

    def _until(self, arrived: Callable[[], bool]) -> Iterator[Turn]:
        """Wait for a condition, until TIMEOUT or the end of the program."""
        patience = time.monotonic() + TIMEOUT
        while not arrived() and not self.terminal.ended and time.monotonic() < patience:
            yield self.terminal.descriptor, patience
            self.terminal.read_available()


def run_together(typists: Iterable[Typist], limit: int) -> None:
    """Run all typists, at most `limit` at the same time."""
    waiting = deque(typist.run() for typist in typists)
    at_work: dict[Iterator[Turn], Turn] = {}
    try:
        while waiting or at_work:
            ready = [waiting.popleft() for _ in range(min(limit - len(at_work), len(waiting)))]
            if not ready:
                soonest = min(when for _, when in at_work.values())
                ends = [end for end, _ in at_work.values()]
                patience = max(0.0, soonest - time.monotonic())
                written = select.select(ends, [], [], patience)[0]
                now = time.monotonic()
                ready = [
                    turns for turns, (end, when) in at_work.items() if end in written or when <= now
                ]
            for turns in ready:
                at_work.pop(turns, None)
                if turn := next(turns, None):
                    at_work[turns] = turn
    finally:
        for turns in at_work:
            turns.close()


def draft_on_disk(program: Program) -> Draft | None:
    """Read the draft that is on disk now, even if it is locked."""
    folder = program.journal / ".securebase" / "drafts"
    for path in folder.glob("*.md"):
        return read_draft(files.read(path, drafts.MAX_BYTES).decode())
    return None


def draft_text(draft: Draft | None) -> str:
    """Return the answers of a draft as they were typed."""
    return END.join(answer.text for answer in draft.answers) if draft else ""


def _shown_length(rows: list[str], text: str) -> int | None:
    """Return the length of the text that the screen shows; None if it has no input field.

    Only visible letters are compared, because lines are wrapped.
    """
    asked = [row for row, line in enumerate(rows) if _NUMBER.search(line)]
    if not asked:
        return None
    answer = int(_NUMBER.search(rows[asked[-1]])[1])
    lines = itertools.dropwhile(lambda line: not line.startswith(">"), rows[asked[-1] :])
    written = list(itertools.takewhile(lambda line: not line.startswith("Tab: next"), lines))
    if not written:
        return None
    shown = iter("".join("".join(written).split()).replace(">", ""))
    count = start = sum(len(before) + 1 for before in text.split(END)[: answer - 1])
    for place, letter in enumerate(text[start:].partition(END)[0], start + 1):
        if not letter.isspace():
            if letter != next(shown, ""):
                break
            count = place
    return count
