"""The values that the whole package works with. They know nothing of files or terminals.

They are named tuples, since Python creates those classes in a tenth of the time that frozen
dataclasses take, and every command creates them before it does anything.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

from securebase_cli.dates import long_date

# The id of a domain, a question or an entry, also in file names and markers.
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

ActionState = Literal["open", "tried", "dropped"]

# A reflection is the user's own; a team session records what the team said together.
EntryKind = Literal["reflection", "team-session"]
REFLECTION: EntryKind = "reflection"
TEAM_SESSION: EntryKind = "team-session"
KIND_NAMES: dict[EntryKind, str] = {REFLECTION: "reflection", TEAM_SESSION: "team session"}
ACTIONS_HEADINGS: dict[EntryKind, str] = {
    REFLECTION: "What I will try",
    TEAM_SESSION: "What we will try",
}
TAKEAWAY_HEADING = "What I take from this"

# What the user goes by with the value on the scale; empty if the user did not say.
Basis = Literal["", "impression", "observed", "asked-the-team"]
BASIS_NAMES: dict[Basis, str] = {
    "impression": "a general impression",
    "observed": "what I have seen and heard",
    "asked-the-team": "what they have told me",
}
SCALE_MAX = 10
SCALE_LABEL = f"Where I put it, 0 to {SCALE_MAX} (my estimate)"


class Question(NamedTuple):
    """A question; `follows` is the id of the question that it follows up, if any."""

    id: str
    domain: str
    text: str
    follows: str | None = None
    themes: tuple[str, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether the question can be answered with yes or no alone."""
        first_words = r"(?i:do|does|did|have|has|had|are|is|was|were|can|will)\s"
        return re.match(first_words, self.text) is not None


class Domain(NamedTuple):
    """A domain of the questions; `quality` is the sentence that its scale asks about."""

    id: str
    title: str
    quality: str
    summary: str
    questions: tuple[Question, ...]


class Lens(NamedTuple):
    """A named set of themes; the questions on any of them are counted together."""

    title: str
    themes: tuple[str, ...]

    @property
    def title_in_sentence(self) -> str:
        return self.title[:1].lower() + self.title[1:]

    def covers(self, question: Question) -> bool:
        return not set(self.themes).isdisjoint(question.themes)


class Answer(NamedTuple):
    """An answer, with the id of its question and the question's text when it was asked."""

    question: str
    question_text: str
    text: str


class Action(NamedTuple):
    """One thing to try: a line of text, its state, and the days when it is due and was closed."""

    text: str
    state: ActionState = "open"
    due: date | None = None
    closed: date | None = None
    note: str = ""


ACTION_BOXES: dict[ActionState, str] = {"open": "☐", "tried": "☑", "dropped": "☒"}


def describe_due(due: date, today: date) -> str:
    """Describe the day on which to look at an open action again."""
    return f"was due on {long_date(due)}" if due < today else f"look again on {long_date(due)}"


def describe_action(action: Action, today: date) -> list[str]:
    """Return the texts that are shown beside an action: its state with the day, and its note."""
    if action.state == "open":
        outcome = describe_due(action.due, today) if action.due else ""
    else:
        outcome = f"{action.state} on {long_date(action.closed)}" if action.closed else action.state
    return [text for text in (outcome, action.note) if text]


# Why text in the file of an entry is not an answer or an action: it is outside the sections, below
# text that only looks like a marker, or among the actions without being a task.
OtherTextReason = Literal["outside", "not-a-marker", "not-a-task"]


OTHER_TEXT_HEADINGS: dict[OtherTextReason, str] = {
    "outside": "Also in the file, outside the questions",
    "not-a-marker": "Also in the file, below something like a marker that is none",
    "not-a-task": "Also in the file, among the actions",
}


class OtherText(NamedTuple):
    """Text in the body of an entry's file that no section claims."""

    text: str
    reason: OtherTextReason


class Problem(NamedTuple):
    """Something in an entry's file that could not be read as it should be.

    `message` names it and quotes nothing of it. `is_loss` says whether the entry lacks something
    because of it; the id, the domain and the date can be taken from the file's name.
    """

    message: str
    is_loss: bool


def describe_losses(problems: Iterable[Problem]) -> str:
    """Return the problems because of which an entry lacks something; empty if there are none."""
    return "; ".join(problem.message for problem in problems if problem.is_loss)


# The moment of an entry whose front matter has no date that can be used.
UNKNOWN_MOMENT = datetime.min.replace(tzinfo=UTC)


class Scaling(NamedTuple):
    """A value on a domain's scale, from 0 to 10, and what the user goes by.

    The value says where the user puts the team with the sentence `Domain.quality`: 0 if nobody
    would say it yet, 10 if everybody would.
    """

    value: int
    basis: Basis = ""

    @property
    def basis_suffix(self) -> str:
        """The basis in words after a comma; empty if there is none."""
        return f", {BASIS_NAMES[self.basis]}" if self.basis else ""

    @property
    def text(self) -> str:
        """The value and its basis, such as “7 of 10, a general impression”."""
        return f"{self.value} of {SCALE_MAX}{self.basis_suffix}"


class DatedScaling(NamedTuple):
    """The scaling of one entry, with the entry's day and id."""

    day: date
    scaling: Scaling
    entry: str


class OpenAction(NamedTuple):
    """An open action, and its number among all actions of its entry, from 1."""

    number: int
    action: Action


def open_actions_of(actions: Iterable[Action]) -> tuple[OpenAction, ...]:
    return tuple(
        OpenAction(number, action)
        for number, action in enumerate(actions, 1)
        if action.state == "open"
    )


class Outline(NamedTuple):
    """An entry without its answers and closed actions: all that overviews and counts need.

    `answered` are the ids of the answered questions in order; one can occur twice in an entry
    that was edited by hand. The first eight fields are those in the front matter.
    """

    id: str
    moment: datetime
    domain: str
    title: str
    tags: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    scaling: Scaling | None = None
    kind: EntryKind = REFLECTION
    answered: tuple[str, ...] = ()
    open_actions: tuple[OpenAction, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def question_count(self) -> int:
        return len(self.answered) + len(self.skipped)


class Entry(NamedTuple):
    """A reflection on one domain at one moment, or a team session on it; one file holds one entry.

    `moment` has an offset from UTC and no fraction of a second. The first eight fields are those
    in the front matter. `takeaway` is what the user takes from it, or empty. `other_text` is in
    the order of the file. An entry that was read with other text or problems must not be written
    over its file, which has more in it.
    """

    id: str
    moment: datetime
    domain: str
    title: str
    tags: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    scaling: Scaling | None = None
    kind: EntryKind = REFLECTION
    answers: tuple[Answer, ...] = ()
    takeaway: str = ""
    actions: tuple[Action, ...] = ()
    other_text: tuple[OtherText, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def outline(self) -> Outline:
        # Both classes begin with the same eight fields.
        front_matter = self[:8]
        answered = tuple(answer.question for answer in self.answers)
        return Outline(*front_matter, answered, open_actions_of(self.actions), self.problems)


def title_with_kind(title: str, kind: EntryKind) -> str:
    """Return the title, with “, team session” appended if a team session's lacks these words."""
    kind_name = KIND_NAMES[TEAM_SESSION]
    is_missing = kind == TEAM_SESSION and kind_name not in title.casefold()
    return f"{title}, {kind_name}" if is_missing else title


def entry_title(domain_title: str, moment: datetime, kind: EntryKind = REFLECTION) -> str:
    """Return the title of a new entry, such as “Availability, 23 November 2026”."""
    return title_with_kind(f"{domain_title}, {long_date(moment)}", kind)


def display_title(entry: Entry | Outline, domain_title: Callable[[str], str]) -> str:
    """Return the title under which an entry is shown: its own, or the one a new entry gets.

    `domain_title` returns the title of a domain by its id. It is called only for an entry without
    a title, so that pages need not read the content file.
    """
    if entry.title:
        return title_with_kind(entry.title, entry.kind)
    return entry_title(domain_title(entry.domain), entry.moment, entry.kind)


class Step(NamedTuple):
    """A question of a domain, or the domain's scale; a sitting walks through a plan of steps."""

    domain: str
    question: str

    @property
    def is_scale(self) -> bool:
        return not self.question


class Draft(NamedTuple):
    """A sitting that is not yet saved: its plan, the current step, and everything written so far.

    `entry_ids` pairs each domain with the id of its future entry, fixed from the start so that
    saving twice cannot create two entries. `step_index` is the place of the current step in the
    plan; the length of the plan stands for the takeaway after it, and one more for the action.
    `action_domain` is the domain whose entry gets the action; empty for the last one that gets an
    answer. `scalings` pairs domains with their values on the scale. `kind` is the kind of the
    future entries.
    """

    id: str
    moment: datetime
    plan: tuple[Step, ...]
    entry_ids: tuple[tuple[str, str], ...]
    step_index: int = 0
    tags: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    skipped: tuple[str, ...] = ()
    takeaway: str = ""
    action: Action | None = None
    action_domain: str = ""
    scalings: tuple[tuple[str, Scaling], ...] = ()
    kind: EntryKind = REFLECTION

    @property
    def domains(self) -> tuple[str, ...]:
        return tuple(domain for domain, _ in self.entry_ids)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return not (self.answers or self.takeaway or self.action or self.scalings)
