"""The values that everything else speaks of. They know nothing of files or terminals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

ActionState = Literal["open", "tried", "dropped"]

_CLOSED = re.compile(
    r"(?:do|does|did|have|has|had|are|is|was|were|can|will)\s", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the instrument; `follows` names the question it leans on."""

    id: str
    domain: str
    text: str
    follows: str | None = None
    themes: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether the question can be answered with a bare yes or no."""
        return _CLOSED.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the domains of the model, with the quality of resilience that it gives."""

    id: str
    title: str
    quality: str
    summary: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Lens:
    """Themes that run across the domains and are watched together."""

    title: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written to one question, with the question's words as they were then."""

    question: str
    asked: str
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to try: one line of text, when to look again, and what became of it."""

    text: str
    state: ActionState = "open"
    due: date | None = None
    closed: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One domain reflected on at one moment, as one file holds it.

    `moment` carries its offset from UTC and no fraction of a second.
    """

    id: str
    moment: datetime
    domain: str
    title: str
    tags: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    skipped: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def asked(self) -> int:
        """How many questions were put: the answered and the skipped ones."""
        return len(self.answers) + len(self.skipped)

    @property
    def open_actions(self) -> int:
        """How many actions are still open."""
        return sum(action.state == "open" for action in self.actions)


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a sitting's plan, and the domain it counts towards."""

    domain: str
    question: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A sitting that is not yet saved: its plan, how far it is, and all that was written.

    `entries` pairs each domain with the id that its entry will have, fixed from the start so
    that saving twice can't make two entries of one. `at` is the index of the current step;
    the length of the plan stands for the action at the end.
    """

    id: str
    moment: datetime
    plan: tuple[Step, ...]
    entries: tuple[tuple[str, str], ...]
    at: int = 0
    tags: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    skipped: tuple[str, ...] = ()
    action: Action | None = None

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains of the plan, in order."""
        return tuple(domain for domain, _ in self.entries)

    @property
    def empty(self) -> bool:
        """Whether nothing was written yet."""
        return not self.answers and self.action is None
