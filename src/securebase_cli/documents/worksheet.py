"""The layout of a blank worksheet for a team session. It holds nothing from the journal."""

from collections.abc import Iterator, Sequence

from securebase_cli.documents.blocks import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    Title,
    WritingLines,
)
from securebase_cli.instrument import team_questions
from securebase_cli.instrument.content import Content
from securebase_cli.model import Domain

TITLE = "Worksheet for a team session"

_LINES_PER_PROMPT = 5
_LINES_PER_QUESTION = 4


def build_worksheet(content: Content, domains: Sequence[Domain]) -> Iterator[Block]:
    """Yield a worksheet with a page for each of the domains."""
    yield Title(TITLE)
    yield Paragraph("When, and who was there:")
    yield WritingLines(1)
    has_asked_for_care = False
    for number, domain in enumerate(domains):
        if number:
            yield PageBreak()
        yield Heading(domain.title)
        yield Paragraph(f"“{domain.quality}”")
        yield Paragraph(domain.summary)
        for prompt in (team_questions.STRENGTH_TEXT, team_questions.GAP_TEXT):
            yield Heading(prompt, 3)
            yield WritingLines(_LINES_PER_PROMPT)
        previous_id = ""
        for question in team_questions.marked_questions(domain):
            parent = content.parent_of(question)
            yield Heading(question.text, 3)
            if parent and parent.id != previous_id:
                yield Paragraph(f"After: {parent.text}", quiet=True)
            if team_questions.needs_care(question) and not has_asked_for_care:
                has_asked_for_care = True
                yield Paragraph(team_questions.CARE, quiet=True)
            yield WritingLines(_LINES_PER_QUESTION)
            previous_id = question.id
        for prompt in (team_questions.ACTION_TEXT, team_questions.OWNER_TEXT):
            yield Heading(prompt, 3)
            yield WritingLines(_LINES_PER_QUESTION)
