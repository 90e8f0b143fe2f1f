"""A blank sheet to take into a team session: nothing that anybody wrote is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.documents.blocks import (
    Heading,
    PageBreak,
    Paragraph,
    Title,
    WritingLines,
)
from securebase_cli.instrument import team_questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from securebase_cli.documents.blocks import Block
    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Domain

TITLE = "Worksheet for a team session"
CARE = "Take care with this one: agree first how you speak about it."

_SEVERAL, _A_FEW = 5, 4


def build_worksheet(content: Content, domains: Sequence[Domain]) -> Iterator[Block]:
    """Give the sheet of some domains, one after the other."""
    yield Title(TITLE)
    yield Paragraph("When, and who was there:")
    yield WritingLines(1)
    for number, domain in enumerate(domains):
        if number:
            yield PageBreak()
        yield from _domain(content, domain)


def _domain(content: Content, domain: Domain) -> Iterator[Block]:
    yield Heading(domain.title)
    yield Paragraph(f"“{domain.quality}”")
    yield Paragraph(domain.summary)
    for prompt in (team_questions.STRENGTH_PROMPT, team_questions.GAP_PROMPT):
        yield Heading(prompt, 3)
        yield WritingLines(_SEVERAL)
    above = ""
    for question in team_questions.team_questions(domain):
        parent = content.parent_of(question)
        yield Heading(question.text, 3)
        if parent and parent.id != above:
            yield Paragraph(f"After: {parent.text}", quiet=True)
        if team_questions.needs_care(question):
            yield Paragraph(CARE, quiet=True)
        yield WritingLines(_A_FEW)
        above = question.id
    for prompt in (team_questions.ACTION_PROMPT, team_questions.OWNER_PROMPT):
        yield Heading(prompt, 3)
        yield WritingLines(_A_FEW)
