"""The Word document: real styles, boxes and tables; it opens with any answer."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from securebase_cli.documents import blocks
from securebase_cli.documents.formats import docx_document
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.documents.formats.table import FORMATS
from securebase_cli.model import Action, Answer
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.scan import StoredEntry
from support.builders import a_document_source, a_stored_entry
from support.corpus import HOSTILE

CHECKED = "{http://schemas.microsoft.com/office/word/2010/wordml}checked"
VALUE = "{http://schemas.microsoft.com/office/word/2010/wordml}val"


def _opened(data: bytes):
    return Document(io.BytesIO(data))


def _document(*entries: StoredEntry, **about: Any):
    return _opened(b"".join(FORMATS["docx"].render_journal(a_document_source(*entries, **about))))


def _of_blocks(*document: blocks.Block):
    return _opened(b"".join(docx_document.render([blocks.Title("T"), *document])))


def _answered(text: str):
    return _of_blocks(blocks.MarkdownText(text))


def _paragraphs(document) -> list[tuple[str, str]]:
    return [(item.style.name, item.text) for item in document.paragraphs[1:]]


def test_headings_are_headings_and_the_properties_say_what_it_is():
    document = _document(a_stored_entry(tags=("rota",)))
    assert [
        ("Title", "Reflection journal"),
        ("Heading 1", "What has been reflected on"),
        ("Heading 1", "Contents"),
        ("Heading 1", "Availability, 23 November 2026"),
        ("Heading 2", a_stored_entry().entry.answers[0].question_text),
    ] == [
        (item.style.name, item.text)
        for item in document.paragraphs
        if item.style.name.startswith(("Title", "Heading"))
    ]
    about = document.core_properties
    assert ("Reflection journal", "", "en-GB") == (about.title, about.author, about.language)
    languages = document.styles.element.iter(qn("w:lang"))
    assert {"en-GB"} == {item.get(qn("w:val")) for item in languages}


def test_the_page_is_a4():
    section = _document(a_stored_entry()).sections[0]
    assert (21.0, 29.7) == (round(section.page_width.cm, 1), round(section.page_height.cm, 1))


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Plain.\n\nAnd more.", [("Normal", "Plain."), ("Normal", "And more.")]),
        ("- a\n  - b\n- c", [("List Bullet", "a"), ("List Bullet 2", "b"), ("List Bullet", "c")]),
        ("1. a\n2. b", [("List Number", "a"), ("List Number", "b")]),
        ("- a\n\n  more", [("List Bullet", "a"), ("List Continue", "more")]),
        ("> said", [("Quote", "said")]),
        ("```\none\ntwo\n```", [("No Spacing", "one"), ("No Spacing", "two")]),
        ("# Big", [("Normal", "Big")]),
        ("<b>x</b>", [("Normal", "<b>x</b>")]),
        ("One\ntwo", [("Normal", "One\ntwo")]),
        ("[notes](notes.md)", [("Normal", "notes (notes.md)")]),
        ("![who](a.png)", [("Normal", "who (a.png)")]),
        ("[a <https://b.c>](https://d.e)", [("Normal", "a <https://b.c>")]),
    ],
)
def test_an_answer_has_the_styles_that_it_means(text, paragraphs):
    assert paragraphs == _paragraphs(_answered(text))


def test_marks_within_a_line_are_kept():
    runs = _answered("*a* **b** ~~c~~ `d` ***e***").paragraphs[1].runs
    looks = {run.text: run for run in runs}
    assert looks["a"].italic
    assert looks["b"].bold
    assert looks["c"].font.strike
    assert "Consolas" == looks["d"].font.name
    assert looks["e"].bold
    assert looks["e"].italic


def test_a_link_is_a_link_if_it_leads_to_a_page_or_a_mailbox():
    document = _answered(
        "[a](https://a.org) [b](javascript:x) [c](mailto:a@b.org) [d](file:///etc)"
    )
    targets = [item.target_ref for item in document.part.rels.values() if item.is_external]
    assert ["https://a.org", "mailto:a@b.org"] == targets


def test_each_numbered_list_begins_anew():
    document = _answered("1. a\n2. b\n\nText\n\n5. c")
    numbers = [
        item._p.pPr.numPr.numId.val
        for item in document.paragraphs
        if item.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_table_is_a_table_and_one_too_wide_for_word_is_cut():
    small = _answered("|a|b|\n|-|-|\n|1|2|").tables
    assert [["a", "b"], ["1", "2"]] == [[cell.text for cell in row.cells] for row in small[0].rows]
    wide = _answered("|a" * 100 + "|\n" + "|-" * 100 + "|").tables
    assert [63, 37] == [len(table.columns) for table in wide]


@pytest.mark.parametrize(("state", "checked"), [("open", "0"), ("tried", "1"), ("dropped", "1")])
def test_an_action_has_a_box_to_tick(state, checked):
    action = Action("Ask", state, closed=None if state == "open" else date(2026, 12, 1))
    document = _of_blocks(blocks.Tasks([blocks.Task.from_action(action, "Here")]))
    (box,) = document.element.iter(CHECKED)
    assert checked == box.get(VALUE)
    words = "Here" if state == "open" else f"{state} on 1 December 2026 · Here"
    assert f" Ask\n{words}" == document.paragraphs[1].text


def test_the_contents_lead_to_bookmarks_that_are_there():
    titles = ["x" * 90 + "a", "x" * 90 + "b", "Ünïcode 🙂"]
    entries = [a_stored_entry(title=title, id=f"aaa{n}") for n, title in enumerate(titles, 2)]
    document = _document(*entries)
    links = [item.get(qn("w:anchor")) for item in document.element.iter(qn("w:hyperlink"))]
    bookmarks = [item.get(qn("w:name")) for item in document.element.iter(qn("w:bookmarkStart"))]
    assert links == bookmarks
    assert 4 == len(set(links))
    assert max(map(len, links)) <= 40


def test_text_from_right_to_left_is_set_so():
    document = _answered("שלום לכולם\n\nHello")
    first, second = document.paragraphs[1:]
    assert first._p.pPr.find(qn("w:bidi")) is not None
    assert second._p.pPr.find(qn("w:bidi")) is None


def test_forms_have_room_to_be_filled_in():
    document = _of_blocks(
        blocks.FormField("Full", "x"),
        blocks.FormField("Empty", ""),
        blocks.WritingLines(3),
        blocks.BulletList(("a",)),
    )
    borders = [
        item
        for item in document.element.iter(qn("w:pBdr"))
        if item.find(qn("w:bottom")) is not None
    ]
    assert 3 + 3 == len(borders)
    assert ("Normal", "To be filled in") in _paragraphs(document)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_file_opens_with_any_answer(name):
    text = HOSTILE[name]
    entry = a_stored_entry(
        title=text,
        answers=(Answer("a", text, text),),
        actions=(Action(" ".join(text.split()) or "A"),),
    )
    document = _document(
        entry, titles={"availability": text}, entry_filter=Filter(tags=frozenset({text}))
    )
    assert document.paragraphs
    for external in document.part.rels.values():
        if external.is_external:
            assert external.target_ref.casefold().startswith(("http:", "https:", "mailto:"))


@pytest.mark.parametrize("name", HOSTILE)
def test_no_word_of_an_answer_is_lost(name):
    document = _answered(HOSTILE[name])
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    shown = " ".join([*(item.text for item in document.paragraphs), *cells])
    text = remove_unprintable(re.sub(r"&#?\w+;", " ", HOSTILE[name]))
    words = re.findall(r"[A-Za-z]{3,}", text)
    assert [] == [word for word in words if word not in shown and "\\" not in text][:3]


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_any_text_gives_a_file_that_opens(text):
    assert _answered(text).paragraphs


def test_the_file_is_a_whole_archive():
    data = b"".join(FORMATS["docx"].render_journal(a_document_source(a_stored_entry())))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
