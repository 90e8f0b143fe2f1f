"""What documents are made of: the journal whole or without answers, then and now."""

from datetime import date, timedelta
from typing import Any

import pytest

from securebase_cli.documents import cpd, journal_layout, supervision
from securebase_cli.documents.blocks import (
    BulletList,
    Contents,
    EntryBlock,
    FormField,
    Heading,
    MarkdownText,
    ModelDiagram,
    Notice,
    Paragraph,
    Table,
    Task,
    Tasks,
    Title,
)
from securebase_cli.documents.notices import Omissions
from securebase_cli.documents.source import CpdFields, DocumentSource
from securebase_cli.model import Action, Answer, Scaling
from securebase_cli.storage.scan import StoredEntry
from support.builders import MOMENT, EntriesInMemory, a_document_source, a_stored_entry
from support.documents import blocks_of, headings_of

PRAISE = "Do you acknowledge or praise staff when things go well?"
EARLIER = a_stored_entry(
    id="aaaa",
    moment=MOMENT - timedelta(days=300),
    domain="acceptance",
    title="Acceptance, 27 January 2026",
    answers=(Answer("praise", PRAISE, "Rarely."),),
    actions=(Action("Say it aloud", "tried", closed=date(2026, 11, 2), note="Glad"),),
    scaling=Scaling(4, "impression"),
)
LATER = a_stored_entry(
    id="bbbb",
    domain="acceptance",
    title="Acceptance, 23 November 2026",
    answers=(Answer("praise", PRAISE, "Every week."),),
    actions=(Action("Ask Sam", due=date(2026, 12, 1)), Action("Rest")),
    scaling=Scaling(7, "asked-the-team"),
)
WITH_TEAM = a_stored_entry(
    id="cccc",
    domain="acceptance",
    title="Acceptance, 23 November 2026, team session",
    answers=(Answer("praise", PRAISE, "The team says: sometimes."),),
    kind="team-session",
)


@pytest.fixture
def document_source(content):
    """Return a function that makes a source of entries, oldest first, and the built-in content."""

    def make_source(*entries: StoredEntry, **about: Any) -> DocumentSource:
        return DocumentSource(EntriesInMemory(*entries), content, **about)

    return make_source


def _below(document, heading: str):
    """Return the blocks below a heading, up to the next one of its level or above."""
    index = next(i for i, block in enumerate(document) if (heading,) == block[:1])
    level = document[index].level
    below = []
    for block in document[index + 1 :]:
        if isinstance(block, Heading) and block.level <= level:
            break
        below.append(block)
    return below


# The journal.


def test_the_whole_journal_has_the_model_the_entries_then_and_now_and_the_actions(document_source):
    document = list(journal_layout.build_full(document_source(EARLIER, LATER)))
    assert Title("Reflection journal") == document[0]
    assert [
        "What has been reflected on",
        "Contents",
        "Acceptance, 27 January 2026",
        "Acceptance, 23 November 2026",
        "Then and now",
        "What I will try",
    ] == headings_of(document)
    assert [LATER.entry.answers] == [block.answers for block in _below(document, LATER.entry.title)]


def test_the_contents_lead_to_headings_that_are_there(document_source):
    document = list(journal_layout.build_full(document_source(EARLIER, LATER, LATER)))
    anchors = [block.anchor for block in blocks_of(Heading, document) if block.anchor]
    assert anchors == [
        link.anchor for block in blocks_of(Contents, document) for link in block.links
    ]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("title", ["Then and now", "Contents", "What I will try", "🙂"])
def test_an_entry_may_be_called_like_a_section(document_source, title):
    named = [
        stored._replace(entry=stored.entry._replace(title=title)) for stored in (EARLIER, LATER)
    ]
    document = list(journal_layout.build_full(document_source(*named)))
    links = [link for block in blocks_of(Contents, document) for link in block.links]
    anchors = {block.anchor: block.text for block in blocks_of(Heading, document) if block.anchor}
    assert [link.title for link in links] == [anchors[link.anchor] for link in links]


def test_by_domain_each_domain_has_a_section_with_its_days(document_source):
    document = list(journal_layout.build_full(document_source(EARLIER, WITH_TEAM, order="domain")))
    assert ["27 January 2026", "23 November 2026, team session"] == [
        block.text for block in _below(document, "Acceptance") if isinstance(block, Heading)
    ]


def test_the_table_says_what_was_reflected_on_and_the_picture_shows_the_same(document_source):
    document = list(journal_layout.build_full(document_source(EARLIER, LATER)))
    (picture,) = blocks_of(ModelDiagram, document)
    (grid,) = blocks_of(Table, document)
    acceptance = next(row for row in grid.rows if row[0] == "Acceptance")
    quality = "I don’t always have to be strong"
    expected = (quality, "2", "23 November 2026", "1 of 7", "7 of 10, what they have told me")
    assert expected == acceptance[1:]
    counts = {domain.id: domain.entry_count for domain in picture.coverage.domains}
    assert 2 == counts["acceptance"]
    assert ("Availability", "People are there for me", "0", "not yet", "0 of 7", "") == grid.rows[0]
    assert "Diversity and power" == grid.rows[-1][0]


def test_the_table_has_team_sessions_apart(document_source):
    (grid,) = blocks_of(Table, list(journal_layout.build_full(document_source(EARLIER, WITH_TEAM))))
    assert ("Acceptance, team session", "", "1", "23 November 2026", "", "") == grid.rows[-1]
    assert "1" == next(row for row in grid.rows if row[0] == "Acceptance")[2]


def test_then_and_now_has_the_first_and_the_last_answer(document_source):
    between = LATER._replace(
        entry=LATER.entry._replace(id="mmmm", answers=(Answer("praise", PRAISE, "Now and then."),))
    )
    document = list(journal_layout.build_full(document_source(EARLIER, between, LATER)))
    assert [
        Heading(PRAISE, 3),
        Heading("27 January 2026", 4),
        MarkdownText("Rarely."),
        Heading("23 November 2026", 4),
        MarkdownText("Every week."),
    ] == _below(document, "Then and now")


def test_what_the_team_said_is_no_answer_of_one_s_own_to_compare(document_source):
    assert "Then and now" not in headings_of(
        list(journal_layout.build_full(document_source(EARLIER, WITH_TEAM)))
    )


def test_two_answers_in_one_entry_are_nothing_to_compare(document_source):
    twice = LATER.entry._replace(answers=LATER.entry.answers * 2)
    document = list(journal_layout.build_full(document_source(LATER._replace(entry=twice))))
    assert "Then and now" not in headings_of(document)


def test_without_answers_there_is_what_was_covered_and_what_is_to_be_tried(document_source):
    document = list(
        journal_layout.build_overview(
            document_source(EARLIER, LATER, omissions=Omissions(answers=True))
        )
    )
    assert ["What has been reflected on", "What I will try"] == headings_of(document)
    assert [Notice("The answers are left out.")] == blocks_of(Notice, document)
    assert not blocks_of(EntryBlock, document)
    assert not blocks_of(MarkdownText, document)
    lines = [task.action.text for block in blocks_of(Tasks, document) for task in block.tasks]
    assert ["Say it aloud", "Ask Sam", "Rest"] == lines


@pytest.mark.parametrize(
    "layout",
    [journal_layout.build_full, journal_layout.build_overview, journal_layout.build_entries_only],
)
def test_without_entries_there_is_only_a_word(document_source, layout):
    assert [Title("Reflection journal"), Paragraph("No entries.")] == list(
        layout(document_source())
    )


def test_a_task_keeps_its_action_with_any_text():
    days = date(2026, 2, 1), date(2026, 3, 1)
    action = Action("A 📅 2026-01-01 💬 b", "dropped", *days, note="✅ 2026-01-01")
    assert action == Task.from_action(action).action


# A record of professional development.


def test_a_record_says_what_the_journal_knows_and_leaves_the_rest_empty(document_source):
    document = list(cpd.build_record(document_source(EARLIER, LATER), with_answers=True))
    fields = {field.name: field.text for field in blocks_of(FormField, document)}
    assert [
        "Type of activity",
        "Date",
        "Description and relevance",
        "What I learnt",
        "The effect on my practice",
        "What came of discussing it with a peer",
    ] == list(fields)
    assert "Reflection on my own practice" == fields["Type of activity"]
    assert "27 January 2026 to 23 November 2026" == fields["Date"]
    description = fields["Description and relevance"]
    assert "with 1 question of the practice tool" in description
    assert "**Acceptance** (“I don’t always have to be strong”)" in description
    assert ["", "", ""] == list(fields.values())[3:]
    assert [[Task.from_action(EARLIER.entry.actions[0], EARLIER.entry.title)]] == [
        list(block.tasks) for block in blocks_of(Tasks, document)
    ]
    assert [EARLIER.entry.answers, LATER.entry.answers] == [
        block.answers for block in blocks_of(EntryBlock, document)
    ]


def test_what_was_asked_for_is_filled_in(document_source):
    typed = CpdFields("To ask", "I ask", "She asks, too")
    source = document_source(LATER, cpd_fields=typed)
    document = list(cpd.build_record(source, with_answers=False))
    fields = {field.name: field.text for field in blocks_of(FormField, document)}
    assert ["To ask", "I ask", "She asks, too"] == list(fields.values())[3:]
    assert "23 November 2026" == fields["Date"]
    assert not blocks_of(EntryBlock, document)


def test_what_the_writer_takes_from_an_entry_is_what_was_learnt(document_source):
    entry = LATER.entry._replace(takeaway="Ask first.")
    typed = CpdFields("To listen")
    source = document_source(EARLIER, LATER._replace(entry=entry), cpd_fields=typed)
    document = list(cpd.build_record(source, with_answers=True))
    assert FormField("What I learnt", "To listen\n\nAsk first.") in document
    assert all("Ask first." not in str(block) for block in blocks_of(EntryBlock, document))


def test_a_record_of_a_team_session_says_so(document_source):
    document = cpd.build_record(document_source(EARLIER, WITH_TEAM), with_answers=False)
    activity = "Reflection on my own practice and session with my team"
    assert FormField("Type of activity", activity) in list(document)


def test_a_record_of_nothing_has_its_fields_all_the_same(document_source):
    document = list(cpd.build_record(document_source(), with_answers=True))
    assert 6 == len(blocks_of(FormField, document))


# For one's own supervision.


def test_for_supervision_there_is_what_is_open_changed_and_unanswered(document_source):
    document = list(
        supervision.build_summary(
            document_source(EARLIER, LATER), date(2026, 11, 1), with_answers=True
        )
    )
    assert [
        "Open to try",
        "Tried and dropped",
        "By domain",
        "Then and now",
        "Questions still unanswered",
    ] == headings_of(document)
    tasks = [[task.action.text for task in block.tasks] for block in blocks_of(Tasks, document)]
    assert [["Ask Sam", "Rest"], ["Say it aloud"]] == tasks
    (grid,) = blocks_of(Table, document)
    acceptance = next(row for row in grid.rows if row[0] == "Acceptance")
    scale = ("4 of 10, a general impression", "7 of 10, what they have told me")
    assert ("1", "23 November 2026", *scale) == acceptance[1:]
    assert [MarkdownText("Rarely."), MarkdownText("Every week.")] == blocks_of(
        MarkdownText, document
    )
    unanswered = [item for block in blocks_of(BulletList, document) for item in block.items]
    assert 35 == len(unanswered)
    assert PRAISE not in unanswered


def test_what_was_closed_before_is_not_told_again(document_source):
    document = list(
        supervision.build_summary(document_source(EARLIER), date(2026, 11, 3), with_answers=True)
    )
    assert "Tried and dropped" not in headings_of(document)
    assert [Paragraph("Nothing is open.")] == _below(document, "Open to try")
    assert [Paragraph("No question was answered both before that day and since.")] == _below(
        document, "Then and now"
    )


def test_for_supervision_there_is_what_the_writer_takes_from_the_entries_since(document_source):
    before, since = (
        stored._replace(entry=stored.entry._replace(takeaway=takeaway))
        for stored, takeaway in ((EARLIER, "Before."), (LATER, "Ask first."))
    )
    source = document_source(before, since)
    document = list(supervision.build_summary(source, date(2026, 11, 1), with_answers=True))
    below = _below(document, "What I take from this")
    assert [Heading(LATER.entry.title, 3), MarkdownText("Ask first.")] == below


def test_the_takeaway_of_an_entry_stands_below_its_answers(document_source):
    source = document_source(LATER._replace(entry=LATER.entry._replace(takeaway="Ask first.")))
    (block,) = blocks_of(EntryBlock, journal_layout.build_entries_only(source))
    assert [PRAISE, "What I take from this"] == [answer.question_text for answer in block.answers]


def test_titles_of_domains_are_those_of_the_content():
    document = journal_layout.build_entries_only(a_document_source(EARLIER, order="domain"))
    assert ["Contents", "Acceptance", "What I will try"] == headings_of(list(document))
