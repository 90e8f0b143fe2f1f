"""The layout for the user's own supervision: one page of actions, takeaways and changes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import (
    Block,
    BulletList,
    Caption,
    DatedQuote,
    Heading,
    Paragraph,
    Table,
    Task,
    Tasks,
    WritingLines,
)
from securebase_cli.documents.journal_layout import CHANGES
from securebase_cli.documents.source import DocumentSource
from securebase_cli.documents.then_and_now import AnswerComparison, change_blocks
from securebase_cli.model import (
    ACTIONS_HEADINGS,
    KIND_NAMES,
    REFLECTION,
    SCALE_LABEL,
    TAKEAWAY_HEADING,
    TEAM_SESSION,
    Action,
    Entry,
    EntryKind,
    Scaling,
    open_actions_of,
)
from securebase_cli.plurals import count_of, list_in_words
from securebase_cli.review.actions import ActionRef, find_open_actions
from securebase_cli.storage.scan import StoredOutline

TITLE = "For my supervision"
WISHES = "What I want from this session"
OVERDUE = "Overdue"
CLOSED = "What was tried, and what came of it"
MOVED = "What moved"
# How many lines there are to write down what the user wants from the session.
_LINES_FOR_WISHES = 2


def build(source: DocumentSource) -> Iterator[Block]:
    """Yield the open actions, and what has changed since the day `source.since`.

    To compare, the source must have the entries before that day, too.
    """
    # One iteration collects everything, because each one may read the journal from the disk.
    since = source.since
    comparison = AnswerComparison(since)
    closed_actions: list[Task] = []
    takeaways: list[DatedQuote] = []
    outlines: list[StoredOutline] = []
    counts = _Counts(since)
    answered: set[str] = set()
    for stored in source.entries.entries():
        entry = stored.entry
        comparison.add(entry)
        closed_actions += [
            _task(action, entry.kind)
            for action in entry.actions
            if action.state != "open" and (action.closed is None or action.closed >= since)
        ]
        if entry.takeaway and entry.moment.date() >= since:
            takeaways.append(source.takeaway_of(entry))
        if open_actions_of(entry.actions):
            outlines.append(StoredOutline.from_entry(stored))
        counts.add(entry)
        if entry.kind == REFLECTION:
            answered.update(answer.question for answer in entry.answers)

    period = f"What has changed since {long_date(since)}, as at {long_date(source.made_on)}"
    yield source.title(TITLE, period)
    yield from source.notices
    yield Heading(WISHES)
    yield WritingLines(_LINES_FOR_WISHES)
    yield from _open_actions(source, find_open_actions(outlines))
    if closed_actions:
        yield Heading(CLOSED)
        yield Tasks(closed_actions, source.made_on)
    if takeaways:
        yield Heading(TAKEAWAY_HEADING)
        yield from takeaways
    yield from _movement(source, counts)
    changes = list(comparison.changes(source.content))
    if changes:
        yield Heading(CHANGES)
        yield from change_blocks(changes, source.content, level=3)
    if source.with_unanswered:
        yield from _unanswered_questions(source, answered)


def _open_actions(source: DocumentSource, refs: Sequence[ActionRef]) -> Iterator[Block]:
    """Yield the overdue actions, then the other open ones: the user's, and those of the team."""
    overdue = [ref for ref in refs if ref.action.due and ref.action.due < source.made_on]
    if overdue:
        yield Heading(OVERDUE)
        yield _tasks(overdue, source.made_on)
    for kind, heading in ACTIONS_HEADINGS.items():
        open_refs = [ref for ref in refs if ref.outline.kind == kind and ref not in overdue]
        if open_refs:
            yield Heading(heading)
            yield _tasks(open_refs, source.made_on)
    if not refs:
        nothing = "Nothing in here is open" if source.unreadable else "Nothing is open"
        yield Paragraph(f"{nothing} to try.")


def _tasks(refs: Iterable[ActionRef], made_on: date) -> Tasks:
    return Tasks([_task(ref.action, ref.outline.kind) for ref in refs], made_on)


def _task(action: Action, kind: EntryKind) -> Task:
    """Return the task of an action, without the title of its entry to keep it on one line."""
    return Task.from_action(action, KIND_NAMES[kind] if kind == TEAM_SESSION else "")


@dataclass(slots=True)
class _DomainCounts:
    """The reflections on a domain: how many since a day, and the last scalings before and since.

    A scaling is the user's rating of a domain, from 0 to 10, at the end of a reflection.
    """

    entries_since: int = 0
    scaling_before: Scaling | None = None
    scaling_since: Scaling | None = None


@dataclass(slots=True)
class _Counts:
    """The counts of each domain by its id, and the number of team sessions since a day."""

    since: date
    domains: dict[str, _DomainCounts] = field(default_factory=dict)
    team_sessions: int = 0

    def add(self, entry: Entry) -> None:
        """Count an entry; entries must be added oldest first."""
        is_since = entry.moment.date() >= self.since
        if entry.kind != REFLECTION:
            self.team_sessions += is_since
            return
        counts = self.domains.setdefault(entry.domain, _DomainCounts())
        if is_since:
            counts.entries_since += 1
            counts.scaling_since = entry.scaling or counts.scaling_since
        else:
            counts.scaling_before = entry.scaling or counts.scaling_before


def _movement(source: DocumentSource, counts: _Counts) -> Iterator[Block]:
    """Yield the number of reflections since the day, and how the scale of domains has changed."""
    yield Heading(MOVED)
    rows = []
    reflections = []
    for domain in source.sort_domains(counts.domains):
        title, count = source.content.domain_title(domain), counts.domains[domain]
        if count.entries_since:
            reflections.append(f"{title} {count.entries_since}")
        if count.scaling_since:
            before = count.scaling_before.text if count.scaling_before else "–"
            rows.append((title, before, count.scaling_since.text))
    sentences = []
    if rows:
        yield Table(("Domain", "Before", "Since"), tuple(rows))
        sentences.append(f"{SCALE_LABEL}.")
    if reflections:
        sentences.append(f"Reflections since then: {list_in_words(reflections)}.")
    else:
        nothing = "No reflection in here" if source.unreadable else "No reflection"
        sentences.append(f"{nothing} since then.")
    if counts.team_sessions:
        sentences.append(f"{count_of(counts.team_sessions, 'team session')}.")
    yield Caption(" ".join(sentences))


def _unanswered_questions(source: DocumentSource, answered: Collection[str]) -> Iterator[Block]:
    unanswered = [question for question in source.content.questions if question.id not in answered]
    yield Heading(
        "Questions still unanswered" if source.is_complete else "Questions not answered here"
    )
    if not unanswered:
        yield Paragraph("Every question is answered at least once.")
    for domain in source.content.domains:
        questions = [question for question in unanswered if question.domain == domain.id]
        if questions:
            yield Heading(domain.title, 3)
            yield BulletList(tuple(text for _, text in source.content.texts_in_list(questions)))
