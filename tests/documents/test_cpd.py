"""A record of professional development."""

from securebase_cli.documents import cpd
from securebase_cli.documents.blocks import EntryBlock, FormField, Task, Tasks
from securebase_cli.documents.source import CpdFields
from support.documents import blocks_of
from support.example_entries import EARLIER, LATER, WITH_TEAM


def test_a_record_says_what_the_journal_knows_and_leaves_the_rest_empty(document_source):
    document = list(cpd.build(document_source(EARLIER, LATER)))
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
    document = list(cpd.build(source._replace(parts=frozenset())))
    fields = {field.name: field.text for field in blocks_of(FormField, document)}
    assert ["To ask", "I ask", "She asks, too"] == list(fields.values())[3:]
    assert "23 November 2026" == fields["Date"]
    assert not blocks_of(EntryBlock, document)


def test_what_the_writer_takes_from_an_entry_is_what_was_learnt(document_source):
    entry = LATER.entry._replace(takeaway="Ask first.")
    typed = CpdFields("To listen")
    source = document_source(EARLIER, LATER._replace(entry=entry), cpd_fields=typed)
    document = list(cpd.build(source))
    assert FormField("What I learnt", "To listen\n\nAsk first.") in document
    assert all("Ask first." not in str(block) for block in blocks_of(EntryBlock, document))


def test_a_record_of_a_team_session_says_so(document_source):
    document = cpd.build(document_source(EARLIER, WITH_TEAM))
    activity = "Reflection on my own practice and session with my team"
    assert FormField("Type of activity", activity) in list(document)


def test_a_record_of_nothing_has_its_fields_all_the_same(document_source):
    document = list(cpd.build(document_source()))
    assert 6 == len(blocks_of(FormField, document))
