"""The layouts of records: those that are shipped, and the form that a person writes."""

import re
from pathlib import Path

import pytest

from securebase_cli.errors import RecordError
from securebase_cli.instrument.record_layout import (
    ORIGINS,
    RecordField,
    find_record_layout,
    shipped_layouts,
)


@pytest.fixture
def layout_of(tmp_path):
    """Return a function that reads a layout from the text of its file."""

    def read(text: str, name: str = "My form.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return find_record_layout(str(path))

    return read


def test_those_that_are_shipped_have_names_and_what_was_learnt_to_ask_for():
    layouts = shipped_layouts()
    assert ["cpd", "nmc"] == [layout.name for layout in layouts]
    for layout in layouts:
        assert layout == find_record_layout(layout.name)
        assert "learnt" in [question.id for question in layout.questions("availability")]


def test_a_form_says_its_headings_and_where_each_comes_from(layout_of):
    layout = layout_of(
        "title: Our form\n"
        "fields:\n"
        "  - heading: When\n"
        "    from: date\n"
        "  - heading: Learning\n"
        "    from: takeaway\n"
        "    ask: What did you learn?\n"
        "    id: learning\n"
    )
    assert ("my-form", "Our form") == (layout.name, layout.title)
    assert (
        RecordField("When", "date"),
        RecordField("Learning", "takeaway", "What did you learn?", "learning"),
    ) == layout.fields


@pytest.mark.parametrize("typed", ["letter", "cpd.md", "", "cpdyaml"])
def test_what_is_neither_a_name_nor_such_a_file_is_none(typed):
    assert find_record_layout(typed) is None


HEAD = "title: Our form\nfields:\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "not a mapping"),
        ("title: x\n", 1, "fields: nothing is listed here"),
        ("fields:\n  - heading: a\n    from: date\n", 1, "the file has no “title”"),
        (f"{HEAD}  - heading: a\n    form: date\n", 4, "unknown key “form” in field 1"),
        (f"{HEAD}  - from: date\n", 3, "field 1 has no “heading”"),
        (f"{HEAD}  - heading: a\n", 3, "heading: this field needs “from” or “ask”, or both"),
        (f"{HEAD}  - heading: a\n    from: weather\n", 4, "from: nothing is called “weather”"),
        (f"{HEAD}  - heading: a\n    ask: b?\n", 3, "field 1 has no “id”"),
        (f"{HEAD}  - heading: a\n    ask: b?\n    id: A b\n", 5, "id: an id has small letters"),
        (f"{HEAD}  - heading: a\n    from: date\n    id: b\n", 5, "only a field with “ask”"),
        (
            f"{HEAD}  - heading: a\n    from: tried\n    ask: b?\n    id: b\n",
            5,
            "ask: “tried” can’t be changed by typing",
        ),
        (
            f"{HEAD}  - {{heading: a, ask: 'b?', id: b}}\n  - {{heading: c, ask: 'd?', id: b}}\n",
            4,
            "id: field id used twice: “b”",
        ),
        (f"{HEAD}  - heading: *a\n", 3, "aliases (*name) are not used here"),
        (f"{HEAD}  - heading: [a]\n    from: date\n", 3, "a list or mapping stands where text"),
    ],
)
def test_a_mistake_is_named_with_its_line(layout_of, text, line, said):
    with pytest.raises(RecordError) as error:
        layout_of(text)
    assert f"My form.yaml, line {line}: " in str(error.value)
    assert said in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RecordError, match=r"none\.yaml can't be read: No such file"):
        find_record_layout(str(tmp_path / "none.yaml"))


def test_the_manual_shows_a_form_that_works_and_names_all_that_a_field_can_have(layout_of):
    manual = (Path(__file__).parents[2] / "docs" / "documents.md").read_text("utf-8")
    form = manual.partition("```yaml\n")[2].partition("```")[0]
    assert 3 == len(layout_of(form).fields)
    rows = re.findall(r"^\| (`[a-z`, ]+`) \|", manual.partition("| `from` |")[2], re.MULTILINE)
    assert list(ORIGINS) == re.findall("[a-z]+", "".join(rows))
