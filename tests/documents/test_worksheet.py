"""What is taken into a team session: sheets to write on, and cards to cut out."""

from securebase_cli.documents import worksheet
from securebase_cli.documents.blocks import (
    BlankTable,
    Cards,
    PageBreak,
    Paragraph,
    WritingColumns,
    WritingLines,
)
from securebase_cli.instrument import team_questions
from support.documents import blocks_of, headings_of


def test_a_worksheet_has_the_domain_the_prompts_and_the_questions_that_suit_a_team(content):
    availability = content.find_domain("availability")
    questions = team_questions.marked_questions(availability)
    document = list(worksheet.build_worksheet(content, [availability]))

    assert [*(question.text for question in questions), "What shall we try?"] == headings_of(
        document, 3
    )
    paragraph = blocks_of(Paragraph, document)[0]
    assert f"“{availability.quality}”. {availability.summary}" == paragraph.text
    head, prompts = blocks_of(WritingColumns, document)
    assert ("Date, and how many of us", "What happens to this sheet, and who sees it") == (
        head.headings
    )
    assert (team_questions.STRENGTH_TEXT, team_questions.GAP_TEXT) == prompts.headings
    assert 2 == len(blocks_of(WritingLines, document))
    assert [BlankTable(("What", "Who", "By when"), 3)] == blocks_of(BlankTable, document)


def test_a_domain_without_questions_for_a_team_leaves_more_room_for_the_prompts(content):
    lines = {
        domain.id: blocks_of(WritingColumns, list(worksheet.build_worksheet(content, [domain])))[
            1
        ].lines
        for domain in content.domains
    }
    assert lines["availability"] < lines["co-operation"]


def test_each_question_of_the_domains_is_on_one_card(content):
    document = list(worksheet.build_cards(content, content.domains))
    *cards, _ = [block.cards for block in blocks_of(Cards, document)]
    texts = [f"{text} {more}" for group in cards for text, more in group]

    for question in content.questions:
        assert 1 == sum(question.text in text for text in texts), question.id
    # A question that follows another is on its card.
    assert len([q for q in content.questions if not q.follows]) == len(texts)


def test_each_domain_has_a_slip_with_its_quality_word_for_word(content):
    document = list(worksheet.build_cards(content, content.domains))
    *_, slips = blocks_of(Cards, document)

    assert [f"“{domain.quality}”" for domain in content.domains] == [
        text for text, _ in slips.cards
    ]


def test_care_is_asked_for_once(content):
    document = list(worksheet.build_worksheet(content, content.domains))
    assert 1 == sum(block.text == team_questions.CARE for block in blocks_of(Paragraph, document))


def test_a_worksheet_of_several_domains_has_one_after_the_other(content):
    document = list(worksheet.build_worksheet(content, content.domains))
    assert [domain.title for domain in content.domains] == headings_of(document)
    assert 4 == len(blocks_of(PageBreak, document))
