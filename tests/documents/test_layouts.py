"""What documents are made of: the journal whole or without answers, then and now."""

from datetime import date

import pytest

from securebase_cli.documents import journal_layout
from securebase_cli.documents.blocks import (
    BulletList,
    Caption,
    Contents,
    DatedQuote,
    EntryBlock,
    Heading,
    LabelledText,
    MarkdownText,
    ModelDiagram,
    MonthChart,
    Notice,
    Paragraph,
    ScaleChart,
    SideBySide,
    Table,
    Task,
    Tasks,
)
from securebase_cli.documents.notices import Omissions
from securebase_cli.model import Action, Answer
from support.builders import MOMENT, a_document_source
from support.documents import below, blocks_of, headings_of
from support.example_entries import EARLIER, LATER, PRAISE, WITH_TEAM

# The journal.


def test_the_whole_journal_has_the_model_the_entries_then_and_now_and_the_actions(document_source):
    document = list(journal_layout.build_full(document_source(EARLIER, LATER)))
    assert "Reflection journal" == document[0].text
    assert [
        "What has been reflected on",
        "Contents",
        "Acceptance, 27 January 2026",
        "Acceptance, 23 November 2026",
        "Then and now",
        "What I will try",
    ] == headings_of(document)
    assert [LATER.entry.answers] == [block.answers for block in below(document, LATER.entry.title)]


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
        block.text for block in below(document, "Acceptance") if isinstance(block, Heading)
    ]


def test_the_table_says_what_was_reflected_on_and_the_picture_shows_the_same(document_source):
    document = list(journal_layout.build_full(document_source(EARLIER, LATER)))
    (picture,) = blocks_of(ModelDiagram, document)
    (grid,) = blocks_of(Table, document)
    acceptance = next(row for row in grid.rows if row[0] == "Acceptance")
    quality = "I don’t always have to be strong"
    expected = (quality, "2", "23 Nov 2026", "1 of 7", "7 of 10, what they have told me")
    assert expected == acceptance[1:]
    counts = {domain.id: domain.entry_count for domain in picture.coverage.domains}
    assert 2 == counts["acceptance"]
    assert ("Availability", "People are there for me", "0", "not yet", "0 of 7", "") == grid.rows[0]
    assert "Diversity and power" == grid.rows[-1][0]


def test_the_table_has_team_sessions_apart(document_source):
    (grid,) = blocks_of(Table, list(journal_layout.build_full(document_source(EARLIER, WITH_TEAM))))
    assert ("Acceptance, team session", "", "1", "23 Nov 2026", "", "") == grid.rows[-1]
    assert "1" == next(row for row in grid.rows if row[0] == "Acceptance")[2]


def test_then_and_now_has_the_first_and_the_last_answer(document_source):
    between = LATER._replace(
        entry=LATER.entry._replace(id="mmmm", answers=(Answer("praise", PRAISE, "Now and then."),))
    )
    document = list(journal_layout.build_full(document_source(EARLIER, between, LATER)))
    assert [
        Heading("Acceptance", 3),
        Heading(PRAISE, 4),
        SideBySide(
            LabelledText("27 January 2026", "Rarely."),
            LabelledText("23 November 2026", "Every week."),
        ),
    ] == below(document, "Then and now")


def test_an_answer_given_again_in_the_same_words_has_not_changed(document_source):
    again = LATER._replace(entry=LATER.entry._replace(answers=EARLIER.entry.answers))
    document = list(journal_layout.build_full(document_source(EARLIER, again)))
    said = Paragraph("What was answered again was answered in the same words.")
    assert [said] == below(document, "Then and now")


def test_the_answers_of_two_domains_to_one_prompt_are_not_compared(document_source):
    elsewhere = LATER._replace(entry=LATER.entry._replace(domain="availability"))
    document = list(journal_layout.build_full(document_source(EARLIER, elsewhere)))
    assert "Then and now" not in headings_of(document)


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
            document_source(EARLIER, LATER, omissions=Omissions(parts=frozenset({"answers"})))
        )
    )
    assert ["What has been reflected on", "What I will try"] == headings_of(document)
    assert [Notice("Left out by choice: the answers.")] == blocks_of(Notice, document)
    assert not blocks_of(EntryBlock, document)
    assert not blocks_of(MarkdownText, document)
    lines = [task.action.text for block in blocks_of(Tasks, document) for task in block.tasks]
    assert ["Say it aloud", "Ask Sam", "Rest"] == lines


@pytest.mark.parametrize(
    "layout",
    [journal_layout.build_full, journal_layout.build_overview, journal_layout.build_entries_only],
)
def test_without_entries_there_is_only_a_word(document_source, layout):
    (title,) = layout(document_source())
    assert ("Reflection journal", "No entries.") == (title.text, title.lines[0])


def test_a_task_keeps_its_action_with_any_text():
    days = date(2026, 2, 1), date(2026, 3, 1)
    action = Action("A 📅 2026-01-01 💬 b", "dropped", *days, note="✅ 2026-01-01")
    assert action == Task.from_action(action).action


@pytest.mark.parametrize(
    "layout",
    [journal_layout.build_full, journal_layout.build_overview, journal_layout.build_entries_only],
)
def test_what_the_team_will_try_has_a_section_of_its_own(document_source, layout):
    action = Action("Ring first")
    team = WITH_TEAM._replace(entry=WITH_TEAM.entry._replace(actions=(action,)))
    document = list(layout(document_source(EARLIER, team)))
    for heading, text in (("What I will try", "Say it aloud"), ("What we will try", "Ring first")):
        (tasks,) = below(document, heading)
        assert [text] == [task.action.text for task in tasks.tasks]
    for contents in blocks_of(Contents, document):
        assert {"What I will try", "What we will try"} < {link.title for link in contents.links}


def test_every_document_names_its_period_its_number_of_entries_for_whom_it_is_and_its_day(
    document_source,
):
    source = document_source(EARLIER, LATER, WITH_TEAM, made_for="Sam, North team")
    assert [
        "27 January 2026 to 23 November 2026 · 3 entries, of them 1 team session",
        "Name and team: Sam, North team · Made on 23 November 2026",
    ] == list(next(journal_layout.build_full(source)).lines)


def test_the_months_are_a_chart_with_a_caption(document_source):
    document = list(journal_layout.build_full(document_source(EARLIER, LATER, WITH_TEAM)))
    (chart,) = blocks_of(MonthChart, document)
    assert (date(2026, 1, 1), 11) == (chart.months[0], len(chart.months))
    assert (1, *(0,) * 9, 1) == dict(chart.rows)["Acceptance"]
    captions = [block.text for block in blocks_of(Caption, document)]
    assert captions == [
        "3 entries, of them 1 team session, in rows of their own.",
        "2 reflections, January 2026 to November 2026. Team sessions are not counted here.",
    ]


def test_of_many_months_the_last_ones_are_shown_and_that_is_said(document_source):
    long_ago = EARLIER._replace(entry=EARLIER.entry._replace(moment=MOMENT.replace(year=2020)))
    document = list(journal_layout.build_full(document_source(long_ago, LATER)))
    (chart,) = blocks_of(MonthChart, document)
    assert (date(2024, 12, 1), 24) == (chart.months[0], len(chart.months))
    assert "1 reflection, the last 24 months, December 2024 to November 2026." in [
        block.text for block in blocks_of(Caption, document)
    ]


def test_the_scale_over_time_is_a_chart_with_words(document_source):
    document = list(journal_layout.build_full(document_source(EARLIER, LATER)))
    (chart,) = blocks_of(ScaleChart, document)
    assert (("Acceptance", ((date(2026, 1, 27), 4), (date(2026, 11, 23), 7))),) == chart.rows
    assert [("Acceptance: from 4 to 7 in 9 months.",)] == [
        block.items for block in blocks_of(BulletList, document)
    ]


def test_one_month_and_one_value_on_the_scale_are_no_development(document_source):
    document = list(journal_layout.build_full(document_source(LATER)))
    assert [] == blocks_of(MonthChart, document) + blocks_of(ScaleChart, document)


def test_without_the_scale_the_table_has_no_column_for_it(document_source):
    source = document_source(LATER, parts=frozenset({"answers"}))
    (table,) = blocks_of(Table, list(journal_layout.build_full(source)))
    assert ("Domain", "Quality", "Entries", "Last", "Questions answered") == table.headings
    assert {5} == set(map(len, table.rows))


def test_an_overview_can_have_what_was_taken_from_the_entries(document_source):
    entry = LATER.entry._replace(takeaway="Ask first.", answers=())
    source = document_source(LATER._replace(entry=entry), parts=frozenset({"takeaways"}))
    document = list(journal_layout.build_overview(source))
    quote = DatedQuote("Ask first.", "Acceptance, 23 November 2026")
    assert [quote] == below(document, "What I take from this")


def test_the_takeaway_of_an_entry_stands_below_its_answers(document_source):
    source = document_source(LATER._replace(entry=LATER.entry._replace(takeaway="Ask first.")))
    (block,) = blocks_of(EntryBlock, journal_layout.build_entries_only(source))
    assert [PRAISE, "What I take from this"] == [answer.question_text for answer in block.answers]


def test_titles_of_domains_are_those_of_the_content():
    document = journal_layout.build_entries_only(a_document_source(EARLIER, order="domain"))
    assert ["Contents", "Acceptance", "What I will try"] == headings_of(list(document))


def test_entries_that_are_counted_twice_are_explained(document_source):
    answers = (Answer("diversity-and-availability", "And for whom?", "All."),)
    entry = LATER.entry._replace(answers=answers)
    document = list(journal_layout.build_full(document_source(LATER._replace(entry=entry))))
    words = "Diversity and power goes across the domains: its 1 entry is counted there, too."
    assert [Caption(words)] == blocks_of(Caption, document)
