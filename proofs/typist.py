"""People who type into sittings, several at the same time, each in a terminal of their own.

A typist goes on in little bursts until the moment at which something happens to the program, and
remembers what had been sent by when, what stood on the screen by when, and what was on disk.
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

    # What to read from before one wants to go on, or else the moment at which one does.
    Turn = tuple[int, float]

# Each answer but the last is ended with this key, and so it is in what is read back.
END = CTRL_D

_ROWS = 60
_NUMBER = re.compile(r"Question (\d+) of \d+")


class Watched(Terminal):
    """A terminal that remembers when it showed what."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._lengths: list[tuple[float, int]] = []
        super().__init__(command, environment, rows=_ROWS)
        # The program is gone before the terminal is closed, or its end was waited for.
        self._child.ptyproc.delayafterclose = 0

    @property
    def descriptor(self) -> int:
        """What to wait at for the program to write."""
        return self._terminal

    @property
    def ended(self) -> bool:
        """Whether nobody can write to the terminal any more."""
        return self._ended

    def look(self) -> None:
        """Read what the program has written by now."""
        while not self._ended and select.select([self._terminal], [], [], 0)[0]:
            self._read()

    def back_from(self, moment: float) -> Iterator[list[str]]:
        """Give the rows as they stood at the moment, then as they stood before, and so on."""
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
    """Somebody who types `text` until, `after` so many seconds, something happens.

    The text's first answer is given at once; the seconds begin when the second question is there.
    `stop` makes it happen, and returns the exit code if it waits for the end by itself.
    """

    program: Program
    arguments: Sequence[str]
    text: str
    chance: Random
    after: float
    stop: Callable[[Watched], int | None]
    before: str = ""
    moment: float = 0
    code: int | None = None
    at_rest: bool = False
    _sent: list[tuple[float, int]] = field(default_factory=lambda: [(0, 0)])

    def at_work(self) -> Iterator[Turn]:
        """Type until it happens, and see how the program ends; `code` is None if it doesn't."""
        command = self.program.command("reflect", *self.arguments)
        with Watched(command, self.program.environment(TERM="xterm-256color")) as terminal:
            self.terminal = terminal
            yield from self._until(self._may_go_on)
            self._type(self.text.index(END) + 1)
            yield from self._until(self._may_go_on)
            yield from self._type_on(time.monotonic() + self.after)
            self.before = held(draft_on_disk(self.program))
            self.moment = time.monotonic()
            self.code = self.stop(terminal)
            if self.code is None:
                yield from self._until(lambda: terminal.ended)
                if terminal.ended:
                    self.code = terminal.exit_code()
                self.at_rest = terminal.is_restored

    def sent_by(self, moment: float) -> str:
        """Return what had been typed by then."""
        return self.text[: max(count for when, count in self._sent if when <= moment)]

    def shown_by(self, moment: float) -> str:
        """Return what the program had taken in by then, as far as its screen showed it."""
        # Between two questions there is nothing to write in; what was there before counts.
        shown = (_letters_on(rows, self.text) for rows in self.terminal.back_from(moment))
        return self.text[: next((count for count in shown if count is not None), 0)]

    def _type_on(self, end: float) -> Iterator[Turn]:
        quickness = self.chance.choice((3, 6, 12))
        rested = 0.0
        while (now := time.monotonic()) < end:
            assert not self.terminal.ended, f"The program has ended by itself:\n{self.terminal}"
            if now >= rested and self._may_go_on():
                count = self._sent[-1][1]
                rest_of_answer = len(self.text[count:].partition(END)[0]) + 1
                self._type(count + min(self.chance.randint(1, quickness), rest_of_answer))
                rested = now + self._pause()
            yield self.terminal.descriptor, min(end, rested) if rested > now else end
            self.terminal.look()

    def _pause(self) -> float:
        # Now and then one has to think; what was typed before must not wait for what comes next.
        if self.chance.random() < 1 / 40:
            return self.chance.uniform(0.8, 1.5)
        return self.chance.uniform(0.02, 0.06)

    def _type(self, count: int) -> None:
        assert self._may_go_on(), f"The question does not come:\n{self.terminal}"
        more = self.text[self._sent[-1][1] : count]
        self.terminal.type(more.replace("\n", ENTER))
        self._sent.append((time.monotonic(), min(count, len(self.text))))

    def _may_go_on(self) -> bool:
        # After an answer one waits for the next question.
        so_far = self.text[: self._sent[-1][1]]
        asked = f"Question {so_far.count(END) + 1} of"
        return asked in self.terminal.new_output or not (so_far == "" or so_far.endswith(END))

    def _until(self, arrived: Callable[[], bool]) -> Iterator[Turn]:
        """Wait for something to come, but not for ever, and not beyond the program's end."""
        patience = time.monotonic() + TIMEOUT
        while not arrived() and not self.terminal.ended and time.monotonic() < patience:
            yield self.terminal.descriptor, patience
            self.terminal.look()


def all_together(typists: Iterable[Typist], most: int) -> None:
    """Let all of them do their work, so many at the same time."""
    waiting = deque(typist.at_work() for typist in typists)
    at_work: dict[Iterator[Turn], Turn] = {}
    try:
        while waiting or at_work:
            ready = [waiting.popleft() for _ in range(min(most - len(at_work), len(waiting)))]
            if not ready:
                soonest = min(when for _, when in at_work.values())
                ends = [end for end, _ in at_work.values()]
                patience = max(0.0, soonest - time.monotonic())
                written = select.select(ends, [], [], patience)[0]
                now = time.monotonic()
                ready = [
                    one for one, (end, when) in at_work.items() if end in written or when <= now
                ]
            for one in ready:
                at_work.pop(one, None)
                if turn := next(one, None):
                    at_work[one] = turn
    finally:
        for one in at_work:
            one.close()


def draft_on_disk(program: Program) -> Draft | None:
    """Read the sitting that is on disk at this moment, whoever holds it."""
    folder = program.journal / ".securebase" / "drafts"
    for path in folder.glob("*.md"):
        return read_draft(files.read(path, drafts.MAX_BYTES).decode())
    return None


def held(draft: Draft | None) -> str:
    """Return a draft's answers in the way in which they were typed."""
    return END.join(answer.text for answer in draft.answers) if draft else ""


def _letters_on(rows: list[str], text: str) -> int | None:
    """Count how much of the text stands there; None if there is no place to write in.

    Where lines are wrapped is the screen's affair, so only visible letters are compared.
    """
    asked = [row for row, line in enumerate(rows) if _NUMBER.search(line)]
    if not asked:
        return None
    answer = int(_NUMBER.search(rows[asked[-1]])[1])
    lines = itertools.dropwhile(lambda line: not line.startswith(">"), rows[asked[-1] :])
    written = list(itertools.takewhile(lambda line: not line.startswith("Ctrl-D"), lines))
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
