"""Whatever text an entry has, it adds no heading to a document and hides none."""

from datetime import timedelta

import pytest
from markdown_it import MarkdownIt

from securebase_cli.documents import look_back, records, supervision
from securebase_cli.documents.formats.table import FORMATS
from securebase_cli.documents.source import Record
from securebase_cli.entry_format.cleanup import clean
from securebase_cli.instrument.record_layout import find_record_layout
from securebase_cli.model import Answer, Scaling
from support.builders import ANSWER, MOMENT, a_document_source, a_stored_entry
from support.corpus import CORPUS

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Headings are blocks; what stands inside the lines of a long answer takes seconds to parse.
PARSER.core.ruler.disable("inline")
BUILDERS = [look_back.build, supervision.build, records.build]


def _document(build, text: str) -> str:
    earlier, later, team = (
        a_stored_entry(
            id=entry_id,
            moment=MOMENT + timedelta(days=days),
            answers=(Answer(ANSWER.question, ANSWER.question_text, answer),),
            takeaway=text,
            scaling=Scaling(4),
            kind=kind,
        )
        for entry_id, days, answer, kind in (
            ("aaaa", -300, "Rarely", "reflection"),
            ("bbbb", 0, text, "reflection"),
            ("cccc", 1, text, "team-session"),
        )
    )
    typed = (Answer("relevance", "Why?", text), Answer("impact", "What?", text))
    source = a_document_source(
        *(earlier, later, team),
        since=MOMENT.date(),
        record_layout=find_record_layout("cpd"),
        records=(Record("bbbb", later.entry.moment, typed),),
    )
    return "".join(FORMATS["markdown"].render(build(source)))


def _headings(document: str) -> list[tuple[str, str]]:
    tokens = PARSER.parse(document)
    return [
        (token.tag, tokens[index + 1].content)
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


@pytest.mark.parametrize("build", BUILDERS, ids=["look-back", "supervision", "records"])
def test_no_text_adds_or_hides_a_heading(build):
    expected = _headings(_document(build, "Some words."))
    assert len(expected) > 3
    for name, text in CORPUS.items():
        if cleaned := clean(text).text:
            assert expected == _headings(_document(build, cleaned)), name
