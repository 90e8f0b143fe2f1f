"""The layout to look back at a period: one page of sentences by the user, each with its day."""

from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import (
    Block,
    Caption,
    DatedQuote,
    Heading,
    LabelledText,
    Paragraph,
    SideBySide,
    Task,
    Tasks,
)
from securebase_cli.documents.journal_layout import CHANGES, format_period
from securebase_cli.documents.notices import describe_count
from securebase_cli.documents.source import DocumentSource
from securebase_cli.documents.supervision import CLOSED
from securebase_cli.documents.then_and_now import AnswerComparison, ChangedAnswer, change_blocks
from securebase_cli.model import (
    REFLECTION,
    TAKEAWAY_HEADING,
    TEAM_SESSION,
    EntryKind,
    display_title,
)

TITLE = "Looking back"
BESIDE_TEAM = "Mine beside the team’s"
# How many fit on the page. If there are more, the latest are shown, and the document says so.
MAX_TAKEAWAYS = 4
MAX_TASKS = 3
MAX_SHARED_QUESTIONS = 1


class _LatestAnswer(NamedTuple):
    day: date
    question_text: str
    text: str


def build(source: DocumentSource) -> Iterator[Block]:
    """Yield the takeaways, the actions tried, an answer that changed, and one beside the team's."""
    days: list[date] = []
    takeaways: deque[DatedQuote] = deque(maxlen=MAX_TAKEAWAYS)
    takeaway_count = team_sessions = 0
    closed_actions: list[tuple[date, Task]] = []
    comparison = AnswerComparison()
    latest: dict[EntryKind, dict[str, _LatestAnswer]] = {REFLECTION: {}, TEAM_SESSION: {}}
    for _, entry in source.entries.entries():
        day = entry.moment.date()
        days.append(day)
        team_sessions += entry.kind == TEAM_SESSION
        if entry.takeaway:
            takeaway_count += 1
            takeaways.append(source.takeaway_of(entry))
        title = display_title(entry, source.content.domain_title)
        closed_actions += [
            (action.closed or day, Task.from_action(action, title))
            for action in entry.actions
            if action.state != "open"
        ]
        comparison.add(entry)
        for question_id, question_text, text in entry.answers:
            if text:
                latest[entry.kind][question_id] = _LatestAnswer(day, question_text, text)

    if not days:
        yield source.title(TITLE, "No entries.")
        yield from source.notices
        return
    count = describe_count(len(days), team_sessions)
    yield source.title(TITLE, f"{format_period(min(days), max(days))} · {count}")
    yield from source.notices
    if takeaways:
        yield Heading(TAKEAWAY_HEADING)
        yield from takeaways
        yield from _say_if_cut(len(takeaways), takeaway_count)
    if closed_actions:
        # Sorting is stable: actions of the same day stay in the order of the entries.
        tasks = [task for _, task in sorted(closed_actions, key=lambda closed: closed[0])]
        yield Heading(CLOSED)
        yield Tasks(tasks[-MAX_TASKS:], source.made_on)
        yield from _say_if_cut(min(len(tasks), MAX_TASKS), len(tasks))
    changes = list(comparison.changes(source.content))
    if changes:
        yield from _change_section(source, changes)
    shared = latest[REFLECTION].keys() & latest[TEAM_SESSION].keys()
    if shared:
        yield from _team_section(latest[REFLECTION], latest[TEAM_SESSION], shared)
    if not (takeaways or closed_actions or changes or shared):
        yield Paragraph("There is nothing to show from these entries.")


def _say_if_cut(shown_count: int, count: int) -> Iterator[Block]:
    if shown_count < count:
        yield Caption(f"The latest {shown_count} of {count}.")


def _change_section(source: DocumentSource, changes: list[ChangedAnswer]) -> Iterator[Block]:
    """Yield the changed answer with the longest time between the earlier and the latest."""
    longest_apart = max(changes, key=lambda change: change.latest.day - change.earlier.day)
    yield Heading(CHANGES)
    yield from change_blocks([longest_apart], source.content, level=3)
    if len(changes) > 1:
        yield Caption(
            f"One of {len(changes)} answers that changed: the one with most time between."
        )


def _team_section(
    own_answers: dict[str, _LatestAnswer], team_answers: dict[str, _LatestAnswer], shared: set[str]
) -> Iterator[Block]:
    """Yield the user's last answer beside the team's, for questions that both answered."""
    by_day = sorted(shared, key=lambda question: (team_answers[question].day, question))
    yield Heading(BESIDE_TEAM)
    for question in by_day[-MAX_SHARED_QUESTIONS:]:
        own, team = own_answers[question], team_answers[question]
        yield Heading(team.question_text or question, 3)
        yield SideBySide(
            LabelledText(f"Mine, {long_date(own.day)}", own.text),
            LabelledText(f"The team’s, {long_date(team.day)}", team.text),
        )
    yield from _say_if_cut(min(len(by_day), MAX_SHARED_QUESTIONS), len(by_day))
