"""Records of professional development: one for each entry, with the fields of a layout."""

from typing import Any

import pytest

from securebase_cli.documents import records
from securebase_cli.documents.blocks import (
    EntryBlock,
    FormField,
    Heading,
    PageBreak,
    Task,
)
from securebase_cli.documents.parts import ALL_PARTS
from securebase_cli.documents.source import Record
from securebase_cli.instrument.record_layout import find_record_layout
from securebase_cli.model import Answer
from support.documents import below, blocks_of, headings_of
from support.example_entries import EARLIER, LATER, PRAISE, WITH_TEAM

CPD = find_record_layout("cpd")
RELEVANCE = "Why it was relevant to me"
LEARNT = "What I learnt"


def _document(source, parts=ALL_PARTS - {"answers"}, layout=CPD, **changes: Any):
    return list(records.build(source._replace(record_layout=layout, parts=parts, **changes)))


def _fields(document) -> dict[str, str]:
    return {field.name: field.text for field in blocks_of(FormField, document)}


def test_each_entry_has_a_record_of_its_own(document_source):
    document = _document(document_source(EARLIER, LATER))
    assert "Record of professional development" == document[0].text
    assert "27 January 2026 to 23 November 2026 · 2 records" == document[0].lines[0]
    assert [EARLIER.entry.title, LATER.entry.title] == headings_of(document)
    dates = [field.text for field in blocks_of(FormField, document) if field.name == "Date"]
    assert ["27 January 2026", "23 November 2026"] == dates


def test_a_record_has_what_the_journal_knows_and_nothing_in_the_person_s_voice(document_source):
    document = _document(document_source(EARLIER))
    assert {
        "Type of activity": "Reflection on own practice",
        "Date": "27 January 2026",
        "What it was about": f"Acceptance (The team as a secure base)\n\n- {PRAISE}",
        RELEVANCE: "",
        LEARNT: "",
        "The impact on my practice and on the people I work with": "",
        "What I learnt from discussing it with a peer": "",
    } == _fields(document)
    (tasks,) = below(document, "What I tried, and what came of it")[:1]
    assert [Task.from_action(EARLIER.entry.actions[0])] == tasks.tasks


def test_each_record_after_the_first_begins_a_page(document_source):
    document = _document(document_source(EARLIER, LATER))
    titles = [block for block in document if isinstance(block, Heading) and block.level == 2]
    assert [document.index(titles[1]) - 1] == [
        index for index, block in enumerate(document) if block == PageBreak()
    ]


def test_what_the_writer_takes_from_an_entry_is_what_was_learnt_unless_it_was_changed(
    document_source,
):
    stored = LATER._replace(entry=LATER.entry._replace(takeaway="Ask first."))
    source = document_source(stored)
    assert "Ask first." == _fields(_document(source))[LEARNT]
    for typed in ("To listen", ""):
        answers = (Answer("learnt", "What?", typed), Answer("relevance", "Why?", "My work"))
        record = Record("bbbb", LATER.entry.moment, answers)
        fields = _fields(_document(source, records=(record,)))
        assert (typed, "My work") == (fields[LEARNT], fields[RELEVANCE])


def test_what_was_typed_for_another_entry_is_not_in_it(document_source):
    typed = (Answer("relevance", "Why?", "My work"),)
    others = (
        Record("aaaa", LATER.entry.moment, typed),
        Record("bbbb", EARLIER.entry.moment, typed),
    )
    assert "" == _fields(_document(document_source(LATER), records=others))[RELEVANCE]


def test_the_answers_are_in_it_only_when_they_are_wanted(document_source):
    source = document_source(LATER)
    assert [] == blocks_of(EntryBlock, _document(source))
    (block,) = blocks_of(EntryBlock, _document(source, parts=ALL_PARTS))
    assert LATER.entry.answers == block.answers


def test_a_team_session_is_called_one(document_source):
    fields = _fields(_document(document_source(WITH_TEAM)))
    assert "Session with the team" == fields["Type of activity"]


def test_headings_nest_whatever_the_layout(document_source):
    for name in ("cpd", "nmc"):
        layout = find_record_layout(name)
        document = _document(document_source(EARLIER, LATER), ALL_PARTS, layout)
        levels = [heading.level for heading in blocks_of(Heading, document)]
        assert levels[0] == 2
        assert {2, 3} == set(levels)


@pytest.mark.parametrize("name", ["cpd", "nmc"])
def test_without_entries_there_is_a_word(document_source, name):
    document = _document(document_source(), layout=find_record_layout(name))
    (title,) = document
    assert "No entries." == title.lines[0]
