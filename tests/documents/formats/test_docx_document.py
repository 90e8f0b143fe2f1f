"""The Word document: real styles, boxes and tables; it opens with any answer."""

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
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
MARCH = date(2026, 3, 1)
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
    title = "Reflection journal · 23 November 2026 · 1 entry"
    assert (title, "", "en-GB") == (about.title, about.author, about.language)
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


def test_neither_the_first_nor_the_last_item_of_a_list_stands_alone_on_a_page():
    document = _answered("What helps:\n\n- a\n- b\n- c\n- d\n- e\n\nText")
    kept = [
        item.text for item in document.paragraphs if item._p.pPr.find(qn("w:keepNext")) is not None
    ]
    assert ["What helps:", "a", "c", "d"] == kept[-4:]


def test_a_table_is_a_table_and_one_too_wide_for_word_is_cut():
    small = _answered("|a|b|\n|-|-|\n|1|2|").tables
    assert [["a", "b"], ["1", "2"]] == [[cell.text for cell in row.cells] for row in small[0].rows]
    wide = _answered("|a" * 100 + "|\n" + "|-" * 100 + "|").tables
    assert [63, 37] == [len(table.columns) for table in wide]


def _task(state):
    action = Action("**Ask** them", state, closed=None if state == "open" else date(2026, 12, 1))
    return _of_blocks(blocks.Tasks([blocks.Task.from_action(action, "Here")], date(2026, 11, 23)))


@pytest.mark.parametrize(
    ("state", "checked", "sign", "words"),
    [
        ("open", "0", "☐", "Here"),
        ("tried", "1", "☑", "tried on 1 December 2026 · Here"),
    ],
)
def test_an_action_has_a_box_to_tick(state, checked, sign, words):
    document = _task(state)
    (box,) = document.element.iter(CHECKED)
    assert checked == box.get(VALUE)
    (control,) = document.element.iter(qn("w:sdt"))
    assert sign == "".join(item.text for item in control.iter(qn("w:t")))
    assert f"\tAsk them\n{words}" == document.paragraphs[1].text


def test_a_dropped_action_is_struck_through_and_has_nothing_to_tick():
    document = _task("dropped")
    assert [] == list(document.element.iter(CHECKED))
    paragraph = document.paragraphs[1]
    assert "☒\tAsk them\ndropped on 1 December 2026 · Here" == paragraph.text
    struck = [run.text for run in paragraph.runs if run.font.strike]
    assert ["Ask", " them"] == struck


def test_emphasis_in_an_action_is_shown():
    bold = [run.text for run in _task("open").paragraphs[1].runs if run.bold]
    assert ["Ask"] == bold


def test_the_contents_lead_to_bookmarks_that_are_there():
    titles = ["x" * 90 + "a", "x" * 90 + "b", "Ünïcode 🙂"]
    entries = [a_stored_entry(title=title, id=f"aaa{n}") for n, title in enumerate(titles, 2)]
    document = _document(*entries)
    links = [item.get(qn("w:anchor")) for item in document.element.iter(qn("w:hyperlink"))]
    bookmarks = [item.get(qn("w:name")) for item in document.element.iter(qn("w:bookmarkStart"))]
    assert ["listed_part", *links] == bookmarks
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
    styles = [style for style, _ in _paragraphs(document)]
    assert 3 == styles.count("Writing Line")
    (control,) = document.element.iter(qn("w:sdt"))
    assert control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
    assert "To be filled in" == "".join(item.text for item in control.iter(qn("w:t")))


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


def test_the_properties_are_those_of_today_and_of_no_other_program():
    data = b"".join(FORMATS["docx"].render_journal(a_document_source(a_stored_entry())))
    about = _opened(data).core_properties
    today = datetime.now(UTC).date()
    assert {today} >= {about.created.date(), about.modified.date()} - {today - timedelta(days=1)}
    assert "" == about.last_modified_by == about.comments == about.keywords
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert "[Content_Types].xml" == archive.namelist()[0]
    assert not [name for name in archive.namelist() if "thumbnail" in name or "custom" in name]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert not re.search(rb"Macintosh|2013-|python-docx|en-US", everything)
    settings_part = archive.read("word/settings.xml").decode()
    assert 'w:name="compatibilityMode"' in settings_part
    assert re.search(r'"compatibilityMode"[^>]*w:val="15"', settings_part)
    assert "updateFields" not in settings_part


def test_the_parts_of_the_package_are_those_that_word_writes():
    document = _of_blocks(blocks.Paragraph("x")).part
    kinds = {item.reltype.rpartition("/")[2] for item in document.rels.values()}
    assert {"styles", "numbering", "settings", "fontTable", "theme", "footer"} == kinds


def test_the_footer_has_the_title_and_the_page_of_how_many():
    document = _opened(b"".join(docx_document.render([blocks.Title("Tom & <Ann>")])))
    (footer,) = document.sections[0].footer.paragraphs
    fields = [item.get(qn("w:instr")).strip() for item in footer._p.iter(qn("w:fldSimple"))]
    assert ["PAGE", "NUMPAGES"] == fields
    words = "".join(item.text for item in footer._p.iter(qn("w:t")))
    assert "Tom & <Ann>Page 1 of 1" == words


def test_the_contents_are_a_field_that_word_updates_with_page_numbers():
    document = _document(a_stored_entry())
    fields = [item.text.split() for item in document.element.iter(qn("w:instrText"))]
    assert ["TOC", "\\o", '"1-1"', "\\h", "\\z", "\\u", "\\b", "listed_part"] == fields[0]
    links = [item.get(qn("w:anchor")) for item in document.element.iter(qn("w:hyperlink"))]
    assert [["PAGEREF", link, "\\h"] for link in links] == fields[1:]
    signs = [item.get(qn("w:fldCharType")) for item in document.element.iter(qn("w:fldChar"))]
    assert signs.count("begin") == signs.count("separate") == signs.count("end") == len(fields)


def test_what_stands_above_and_below_the_answers_of_an_entry_stays_with_them():
    entry = blocks.EntryBlock(3, (Answer("a", "Q?", "One.\n\nTwo."),), ("Tags: x",), ("5", "6"))
    kept = [
        (item.text, item._p.pPr.find(qn("w:keepNext")) is not None)
        for item in _of_blocks(entry).paragraphs[1:]
    ]
    # The style of headings keeps “Q?” with the next paragraph.
    assert [
        ("Tags: x", True), ("Q?", False), ("One.", False), ("Two.", True), ("5", True), ("6", False)
    ] == kept  # fmt: skip


@pytest.mark.parametrize(
    "style", ["Title", *(f"Heading {n}" for n in range(1, 5)), "Label", "Table Heading"]
)
def test_what_belongs_to_the_next_paragraph_stays_on_its_page(style):
    assert _answered("x").styles[style].paragraph_format.keep_with_next


def test_a_quote_stays_with_its_day():
    document = _of_blocks(blocks.DatedQuote("One.\n\n- two", "3 May 2026"))
    *quoted, source = document.paragraphs[1:]
    assert all(item.paragraph_format.keep_with_next for item in quoted)
    assert ("Quote Source", "3 May 2026") == (source.style.name, source.text)


def test_the_first_row_of_a_table_is_repeated_and_no_row_is_split():
    rows = tuple((f"row {number}", "x") for number in range(3))
    (shown,) = _of_blocks(blocks.Table(("Name", "Value"), rows)).tables
    flags = [
        tuple(row._tr.trPr.find(qn(name)) is not None for name in ("w:tblHeader", "w:cantSplit"))
        for row in shown.rows
    ]
    assert [(True, True), *[(False, True)] * 3] == flags
    assert "Journal Table" == shown.style.name


def test_a_drawing_says_in_words_what_it_shows():
    chart = blocks.ScaleChart((("Availability & co", ((date(2026, 1, 5), 3), (MARCH, 8))),))
    months = blocks.MonthChart((MARCH,), (("Availability", (2,)),))
    document = _of_blocks(chart, months)
    described = [item.get("descr") for item in document.element.iter(qn("wp:docPr"))]
    assert [
        f"The scale over time. {chart.description}",
        f"Entries by month. {months.description}",
    ] == described
    ids = [item.get("id") for item in document.element.iter() if item.tag.endswith("Pr")]
    ids = [item for item in ids if item is not None]
    assert len(ids) == len(set(ids)) > 2
    sizes = [int(item.get("cx")) for item in document.element.iter(qn("a:ext"))]
    assert min(sizes) >= 0


def test_then_and_now_stand_side_by_side():
    earlier = blocks.LabelledText("1 May 2025", "- one\n- two")
    later = blocks.LabelledText("1 May 2026", "**Now**")
    (shown,) = _of_blocks(blocks.SideBySide(earlier, later)).tables
    assert ["1 May 2025\none\ntwo", "1 May 2026\nNow"] == [
        cell.text for cell in shown.rows[0].cells
    ]


def test_columns_and_blank_tables_have_room_to_write():
    document = _of_blocks(
        blocks.WritingColumns(("Already", "Thin"), 4), blocks.BlankTable(("What", "Who"), 3)
    )
    columns, blank = document.tables
    for cell in columns.rows[0].cells:
        assert 4 == [item.style.name for item in cell.paragraphs].count("Writing Line")
    assert [["What", "Who"], *[["", ""]] * 3] == [
        [cell.text for cell in row.cells] for row in blank.rows
    ]
    assert all(row.height.cm >= 1 for row in blank.rows[1:])


def test_cards_are_cut_along_dashed_lines():
    (shown,) = _of_blocks(blocks.Cards((("One?", "Note"), ("Two?", ""), ("Three?", "")))).tables
    assert [["One?\nNote", "Two?"], ["Three?", ""]] == [
        [cell.text for cell in row.cells] for row in shown.rows
    ]
    borders = shown.style.element.iter(qn("w:tblBorders"))
    kinds = {side.get(qn("w:val")) for item in borders for side in item}
    assert {"dashed"} == kinds


def test_a_page_begins_with_its_heading_and_no_empty_line():
    document = _of_blocks(blocks.Paragraph("a"), blocks.PageBreak(), blocks.Heading("b"))
    assert [("Normal", "a"), ("Heading 1", "b")] == _paragraphs(document)
    assert [None, True] == [
        item.paragraph_format.page_break_before for item in document.paragraphs[1:]
    ]


def test_colours_can_be_read():
    styles = _answered("x").styles
    colours = {
        str(style.font.color.rgb)
        for style in styles
        if style.type != WD_STYLE_TYPE.LIST and style.font.color.rgb is not None
    }
    papers = {item.get(qn("w:fill")) for item in styles.element.iter(qn("w:shd"))} | {"FFFFFF"}
    assert {"0B6470", "5A676B"} <= colours
    assert min(_contrast(ink, paper) for ink in colours for paper in papers) >= 4.5


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as the Web Content Accessibility Guidelines define it."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
