"""A record of professional development, in the shape that professional bodies ask for.

What the journal can tell is filled in; the rest was asked for, or is left visibly empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import FormField, Heading, Notice, Task, Tasks, Title
from securebase_cli.documents.journal_layout import entry_block
from securebase_cli.model import TEAM_SESSION, display_title
from securebase_cli.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from securebase_cli.documents.blocks import Block
    from securebase_cli.documents.source import DocumentSource
    from securebase_cli.model import Entry

TITLE = "Record of professional development"


@dataclass(frozen=True, slots=True)
class CpdAnswers:
    """What only the person can say; empty is left to be filled in by hand."""

    learnt: str = ""
    effect: str = ""
    peer: str = ""


def build_record(cover: DocumentSource, reflected: CpdAnswers, *, answers: bool) -> Iterator[Block]:
    """Give the record of the entries; with their answers at the end, or without."""
    entries = [stored.entry for stored in cover.entries.entries()]
    yield Title(TITLE)
    for remark in cover.notices:
        yield Notice(remark)
    yield FormField("Type of activity", _activity(entries))
    yield FormField("Date", _span(entries))
    yield FormField("Description and relevance", _description(cover, entries))
    yield FormField("What I learnt", reflected.learnt)
    yield FormField("The effect on my practice", reflected.effect)
    tried = [
        Task.from_action(action, display_title(entry, cover.domain_title))
        for entry in entries
        for action in entry.actions
        if action.state == "tried"
    ]
    if tried:
        yield Heading("What I tried", 3)
        yield Tasks(tried)
    yield FormField("What came of discussing it with a peer", reflected.peer)
    if answers and any(entry.answers for entry in entries):
        yield Heading("What I wrote")
        for entry in entries:
            yield Heading(display_title(entry, cover.domain_title), 3)
            yield entry_block(entry, 4)


def _activity(entries: list[Entry]) -> str:
    kinds = {entry.kind == TEAM_SESSION for entry in entries}
    own, team = "reflection on my own practice", "session with my team"
    found = " and ".join([*([own] if False in kinds else []), *([team] if True in kinds else [])])
    return found[:1].upper() + found[1:]


def _span(entries: list[Entry]) -> str:
    days = [long_date(entry.moment.date()) for entry in (entries[:1] + entries[-1:])]
    return " to ".join(dict.fromkeys(days))


def _description(cover: DocumentSource, entries: list[Entry]) -> str:
    """Say which domains were reflected on, and why they matter: in the content's own words."""
    if not entries:
        return ""
    tool = {question.id for question in cover.content.questions}
    questions = {answer.question for entry in entries for answer in entry.answers} & tool
    asked = count_of(len(questions), "question of", "questions of")
    how = f"with {f'{asked} ' if questions else ''}the practice tool “{cover.content.title}”"
    lines = [f"I reflected on how my team works as a secure base for those in it, {how}."]
    found = {entry.domain for entry in entries}
    lines += [
        f"**{domain.title}** (“{domain.quality}”): {domain.summary}"
        for domain in cover.content.domains
        if domain.id in found
    ]
    return "\n\n".join(lines)
