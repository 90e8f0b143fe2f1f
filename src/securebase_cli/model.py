"""The values that everything else speaks of. They know nothing of files or terminals.

Named tuples are as frozen as frozen dataclasses, and Python makes their classes in a tenth of
the time, which every command would pay before it does anything.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple

from securebase_cli.dates import long_date

# What domains, questions and entries are called: also in file names and in markers.
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

ActionState = Literal["open", "tried", "dropped"]

# What an entry tells of: what its writer thought, or what the team said together.
EntryKind = Literal["reflection", "team-session"]
REFLECTION: EntryKind = "reflection"
TEAM_SESSION: EntryKind = "team-session"
KIND_WORDS: dict[EntryKind, str] = {REFLECTION: "reflection", TEAM_SESSION: "team session"}
ACTIONS_HEADINGS: dict[EntryKind, str] = {
    REFLECTION: "What I will try",
    TEAM_SESSION: "What we will try",
}

# How somebody knows what they put on the scale; empty if they did not say.
Basis = Literal["", "impression", "observed", "asked-the-team"]
BASIS_WORDS: dict[Basis, str] = {
    "impression": "my impression",
    "observed": "observed",
    "asked-the-team": "asked the team",
}
SCALE_MAX = 10

_CLOSED = r"(?i:do|does|did|have|has|had|are|is|was|were|can|will)\s"


class Question(NamedTuple):
    """One question of the instrument; `follows` names the question it leans on."""

    id: str
    domain: str
    text: str
    follows: str | None = None
    themes: tuple[str, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether the question can be answered with a bare yes or no."""
        return re.match(_CLOSED, self.text) is not None


class Domain(NamedTuple):
    """One of the domains of the model, with the quality of resilience that it gives."""

    id: str
    title: str
    quality: str
    summary: str
    questions: tuple[Question, ...]


class Lens(NamedTuple):
    """Themes that run across the domains and are watched together."""

    title: str
    themes: tuple[str, ...]


class Answer(NamedTuple):
    """What was written to one question, with the question's words as they were then."""

    question: str
    asked: str
    text: str


class Action(NamedTuple):
    """One thing to try: one line of text, when to look again, and what became of it."""

    text: str
    state: ActionState = "open"
    due: date | None = None
    closed: date | None = None
    note: str = ""


class Scaling(NamedTuple):
    """From 0 to 10, how sure somebody is that each person in the team would say the quality."""

    value: int
    basis: Basis = ""

    @property
    def basis_suffix(self) -> str:
        """How it is known, in words with a comma before them; empty if that was not said."""
        return f", {BASIS_WORDS[self.basis]}" if self.basis else ""

    @property
    def words(self) -> str:
        """The value and how it is known, such as “7 of 10, observed”."""
        return f"{self.value} of {SCALE_MAX}{self.basis_suffix}"


class DatedScaling(NamedTuple):
    """What was put on the scale in one entry, named by its id."""

    day: date
    scaling: Scaling
    entry: str


class OpenAction(NamedTuple):
    """An action that is still open, and which one of its entry's actions it is, from 1."""

    number: int
    action: Action


def open_actions_of(actions: Iterable[Action]) -> tuple[OpenAction, ...]:
    """Return those of an entry's actions that are still open."""
    return tuple(
        OpenAction(number, action)
        for number, action in enumerate(actions, 1)
        if action.state == "open"
    )


class Outline(NamedTuple):
    """What an overview shows of an entry, and a tally needs: no answer, and nothing that is done.

    `answered` has the ids of the questions answered, in order; one that was edited by hand may
    have an id twice.
    """

    id: str
    moment: datetime
    domain: str
    title: str
    tags: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    open_actions: tuple[OpenAction, ...] = ()
    scaling: Scaling | None = None
    kind: EntryKind = REFLECTION

    @property
    def asked(self) -> int:
        """How many questions were put: the answered and the skipped ones."""
        return len(self.answered) + len(self.skipped)


class Entry(NamedTuple):
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
    scaling: Scaling | None = None
    kind: EntryKind = REFLECTION

    @property
    def outline(self) -> Outline:
        """What an overview shows of the entry."""
        return Outline(
            id=self.id,
            moment=self.moment,
            domain=self.domain,
            title=self.title,
            tags=self.tags,
            answered=tuple(answer.question for answer in self.answers),
            skipped=self.skipped,
            open_actions=open_actions_of(self.actions),
            scaling=self.scaling,
            kind=self.kind,
        )


def title_with_kind(title: str, kind: EntryKind) -> str:
    """Return the title of an entry of this kind.

    ", team session" is appended for a team session whose title does not contain these words.
    """
    words = KIND_WORDS[TEAM_SESSION]
    if kind == TEAM_SESSION and words not in title.casefold():
        return f"{title}, {words}"
    return title


def entry_title(domain_title: str, moment: datetime, kind: EntryKind = REFLECTION) -> str:
    """Return the title of a new entry, such as “Availability, 23 November 2026”."""
    return title_with_kind(f"{domain_title}, {long_date(moment)}", kind)


def display_title(entry: Entry | Outline, domain_title: Callable[[str], str]) -> str:
    """Return the title under which an entry is shown: its own, or the one a new entry gets.

    `domain_title` returns the title of a domain by its id. It is called only for an entry without
    a title, so that reading the content file is not the price of every page.
    """
    if entry.title:
        return title_with_kind(entry.title, entry.kind)
    return entry_title(domain_title(entry.domain), entry.moment, entry.kind)


class Step(NamedTuple):
    """One step of a sitting's plan: a question of a domain, or its scale if that is empty."""

    domain: str
    question: str


class Draft(NamedTuple):
    """A sitting that is not yet saved: its plan, how far it is, and all that was written.

    `entries` pairs each domain with the id that its entry will have, fixed from the start so
    that saving twice can't make two entries of one. `at` is the index of the current step;
    the length of the plan stands for the action at the end. `scalings` pairs domains with what
    was put on the scale for them. `kind` is what its entries will be.
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
    scalings: tuple[tuple[str, Scaling], ...] = ()
    kind: EntryKind = REFLECTION

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains of the plan, in order."""
        return tuple(domain for domain, _ in self.entries)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return not self.answers and self.action is None and not self.scalings
