"""The layout of a record of continuing professional development (CPD).

It has the fields that professional bodies ask for. Fields that the journal cannot fill hold what
the user typed, or stay visibly empty.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import Block, FormField, Heading, Notice, Task, Tasks, Title
from securebase_cli.documents.journal_layout import entry_block
from securebase_cli.documents.source import DocumentSource
from securebase_cli.model import TEAM_SESSION, Entry, display_title
from securebase_cli.plurals import count_of

TITLE = "Record of professional development"


class CpdAnswers(NamedTuple):
    """The fields that the user fills in; an empty one is left to be filled in by hand."""

    learnt: str = ""
    effect: str = ""
    peer: str = ""


def build_record(
    source: DocumentSource, cpd_answers: CpdAnswers, *, answers: bool
) -> Iterator[Block]:
    """Yield the record; `answers` says whether the answers in the entries follow at the end."""
    entries = [stored.entry for stored in source.entries.entries()]
    yield Title(TITLE)
    yield from map(Notice, source.notices)
    activities = []
    if any(entry.kind != TEAM_SESSION for entry in entries):
        activities.append("reflection on my own practice")
    if any(entry.kind == TEAM_SESSION for entry in entries):
        activities.append("session with my team")
    yield FormField("Type of activity", " and ".join(activities).capitalize())
    days = [long_date(entry.moment.date()) for entry in (*entries[:1], *entries[-1:])]
    yield FormField("Date", " to ".join(dict.fromkeys(days)))
    yield FormField("Description and relevance", _description(source, entries))
    yield FormField("What I learnt", cpd_answers.learnt)
    yield FormField("The effect on my practice", cpd_answers.effect)
    tried = [
        Task.from_action(action, display_title(entry, source.content.domain_title))
        for entry in entries
        for action in entry.actions
        if action.state == "tried"
    ]
    if tried:
        yield Heading("What I tried", 3)
        yield Tasks(tried)
    yield FormField("What came of discussing it with a peer", cpd_answers.peer)
    if answers and any(entry.answers for entry in entries):
        yield Heading("What I wrote")
        for entry in entries:
            yield Heading(display_title(entry, source.content.domain_title), 3)
            yield entry_block(entry, 4)


def _description(source: DocumentSource, entries: Sequence[Entry]) -> str:
    """Describe the domains reflected on and their relevance, in the words of the content."""
    if not entries:
        return ""
    content_questions = {question.id for question in source.content.questions}
    answered = {answer.question for entry in entries for answer in entry.answers}
    count = len(answered & content_questions)
    questions = count_of(count, "question of", "questions of")
    tool = f"{f'{questions} ' if count else ''}the practice tool “{source.content.title}”"
    paragraphs = [
        f"I reflected on how my team works as a secure base for those in it, with {tool}."
    ]
    domains = {entry.domain for entry in entries}
    paragraphs += [
        f"**{domain.title}** (“{domain.quality}”): {domain.summary}"
        for domain in source.content.domains
        if domain.id in domains
    ]
    return "\n\n".join(paragraphs)
