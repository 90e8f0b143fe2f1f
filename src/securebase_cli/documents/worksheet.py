"""The layouts for team sessions: sheets to write on, and cards to cut out.

They have nothing from the journal.
"""

from collections.abc import Iterable, Iterator, Sequence

from securebase_cli.documents.blocks import (
    BlankTable,
    Block,
    Cards,
    Heading,
    PageBreak,
    Paragraph,
    Title,
    WritingColumns,
    WritingLines,
)
from securebase_cli.instrument import team_questions
from securebase_cli.instrument.content import Content
from securebase_cli.model import Domain, Question

TITLE = "Worksheet for a team session"
CARDS_TITLE = "Cards for a team session"
SLIPS = "What a secure base gives"
# The sheet does not ask for names, because it may be left lying about.
HEAD_FIELDS = ("Date, and how many of us", "What happens to this sheet, and who sees it")
ACTION_FIELDS = ("What", "Who", "By when")

# With these numbers of lines, a sheet with two questions fits on one side of A4.
_LINES_PER_PROMPT = 5
_LINES_FOR_QUESTIONS = 4
_ACTION_ROWS = 3


def build_worksheet(content: Content, domains: Sequence[Domain]) -> Iterator[Block]:
    """Yield a sheet for each of the domains, on a page of its own."""
    yield Title(TITLE)
    has_asked_for_care = False
    for number, domain in enumerate(domains):
        if number:
            yield PageBreak()
        yield Heading(domain.title)
        yield Paragraph(f"“{domain.quality}”. {domain.summary}")
        yield WritingColumns(HEAD_FIELDS, 1)
        prompts = (team_questions.STRENGTH_TEXT, team_questions.GAP_TEXT)
        questions = team_questions.marked_questions(domain)
        more_lines = 0 if questions else _LINES_FOR_QUESTIONS
        yield WritingColumns(prompts, _LINES_PER_PROMPT + more_lines)
        previous_id = ""
        for question in questions:
            parent = content.parent_of(question)
            yield Heading(question.text, 3)
            if parent and parent.id != previous_id:
                yield Paragraph(f"After: {parent.text}", quiet=True)
            if team_questions.needs_care(question) and not has_asked_for_care:
                has_asked_for_care = True
                yield Paragraph(team_questions.CARE, quiet=True)
            yield WritingLines(max(_LINES_FOR_QUESTIONS // len(questions), 1))
            previous_id = question.id
        yield Heading(team_questions.ACTION_TEXT, 3)
        yield BlankTable(ACTION_FIELDS, _ACTION_ROWS)


def build_cards(content: Content, domains: Sequence[Domain]) -> Iterator[Block]:
    """Yield a card for each question of the domains, and a slip with the quality of each domain.

    Questions that follow another one are on its card, since they mean nothing without it.
    """
    yield Title(CARDS_TITLE)
    questions = [question for domain in domains for question in domain.questions]
    if any(map(team_questions.needs_care, questions)):
        yield Paragraph(team_questions.CARE)
    for domain in domains:
        yield Heading(domain.title)
        cards = []
        for question in domain.questions:
            if content.parent_of(question) is None:
                more = _following(question, domain.questions)
                cards.append((question.text, " · ".join([*more, domain.title])))
        yield Cards(tuple(cards))
    yield PageBreak()
    yield Heading(SLIPS)
    yield Cards(tuple((f"“{domain.quality}”", domain.title) for domain in domains))


def _following(question: Question, questions: Iterable[Question]) -> Iterator[str]:
    """Yield the texts of the questions that follow a question, directly or not, in order."""
    ids = {question.id}
    for other in questions:
        if other.follows in ids:
            ids.add(other.id)
            yield other.text
