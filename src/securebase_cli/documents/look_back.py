"""The layout to look back at a period: one page of sentences by the user, each with its day."""

import math
from collections import deque
from collections.abc import Iterable, Iterator
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
MAX_TAKEAWAYS = 3
MAX_TASKS = 2
MAX_SHARED_QUESTIONS = 1
SHORTENED = "What ends with “…” is shortened; the whole is in the entry of that day."
# What fits of a text: its lines, and about how many letters a line has.
_MAX_QUOTE_LINES = 2
_MAX_LINES_OF_QUOTES = 4
_MAX_TASK_LINES = 1
_MAX_COLUMN_LINES = 3
_LINE_LENGTH = 80
_COLUMN_LINE_LENGTH = 36


class _LatestAnswer(NamedTuple):
    day: date
    question_text: str
    text: str


def build(source: DocumentSource) -> Iterator[Block]:
    """Yield the blocks of the page, in which long texts are shortened."""
    blocks = list(_whole_blocks(source))
    shortened = list(map(_shorten_block, blocks))
    yield from shortened
    if shortened != blocks:
        yield Caption(SHORTENED)


def shorten(text: str, max_lines: int, line_length: int) -> str:
    """Return the beginning of a text, with “…” if more than so many lines would be needed."""
    kept: list[str] = []
    lines_left = max_lines
    for line in text.splitlines():
        lines_needed = _count_lines(line, line_length)
        if lines_needed > lines_left:
            start = line[: lines_left * line_length]
            kept.append(start.rpartition(" ")[0] or start)
            beginning = "\n".join(kept).rstrip()
            return f"{beginning}…" if beginning[-1:].isalnum() else f"{beginning} …"
        kept.append(line)
        lines_left -= lines_needed
    return text


def _count_lines(line: str, line_length: int) -> int:
    return max(1, math.ceil(len(line) / line_length))


def _takes_too_much_room(quotes: Iterable[DatedQuote]) -> bool:
    lines = [min(_MAX_QUOTE_LINES, _count_lines(quote.text, _LINE_LENGTH)) for quote in quotes]
    return sum(lines) > _MAX_LINES_OF_QUOTES


def _shorten_block(block: Block) -> Block:
    match block:
        case DatedQuote(text):
            return block._replace(text=shorten(text, _MAX_QUOTE_LINES, _LINE_LENGTH))
        case Tasks(tasks):
            return block._replace(tasks=list(map(_shorten_task, tasks)))
        case SideBySide(left, right):
            return SideBySide(_shorten_labelled(left), _shorten_labelled(right))
        case _:
            return block


def _shorten_task(task: Task) -> Task:
    action = task.action
    text, note = (
        shorten(text, _MAX_TASK_LINES, _LINE_LENGTH) for text in (action.text, action.note)
    )
    if (text, note) == (action.text, action.note):
        return task
    return Task.from_action(action._replace(text=text, note=note), task.entry_title)


def _shorten_labelled(labelled: LabelledText) -> LabelledText:
    return labelled._replace(text=shorten(labelled.text, _MAX_COLUMN_LINES, _COLUMN_LINE_LENGTH))


def _whole_blocks(source: DocumentSource) -> Iterator[Block]:
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
    while _takes_too_much_room(takeaways):
        takeaways.popleft()
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
