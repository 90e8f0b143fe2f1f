"""The lines at the top of an entry: flat, and read the same by every program."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.front_matter import (
    format_scalar,
    read,
    read_canonical,
    read_strictly,
    write,
)
from securebase_cli.errors import EntryFormatError


def _inside(block: str) -> list[str]:
    lines = block.split("\n")
    assert ["---", "---", ""] == [lines[0], *lines[-2:]]
    return lines[1:-2]


def test_the_block_that_an_entry_begins_with():
    block = (
        "---\n"
        "securebase: 1\n"
        "id: k3f7\n"
        'title: "Availability, 23 November 2026"\n'
        "date: 2026-11-23T14:30:12+00:00\n"
        "tags: [away-day]\n"
        "skipped: []\n"
        "---\n"
    )
    assert block == write(
        {
            "securebase": "1",
            "id": "k3f7",
            "title": "Availability, 23 November 2026",
            "date": "2026-11-23T14:30:12+00:00",
            "tags": ("away-day",),
            "skipped": (),
        }
    )


def test_an_id_of_digits_stays_text_for_every_reader():
    assert 'id: "2345"' in write({"id": "2345"})
    assert "at: 2345" in write({"at": "2345"})


@pytest.mark.parametrize("text", ["away-day", "a/b", "A_1", "availability/praise"])
def test_plain_words_need_no_quotes(text):
    assert text == format_scalar(text)


@pytest.mark.parametrize("word", ["true", "False", "YES", "no", "on", "Off", "y", "N", "null"])
def test_words_that_other_programs_take_for_true_false_or_nothing_are_quoted(word):
    assert f'"{word}"' == format_scalar(word)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", '""'),
        ("2026", '"2026"'),
        ("12:30", '"12:30"'),
        ("-a", '"-a"'),
        ("a b", '"a b"'),
        ("a: b", '"a: b"'),
        ("it’s", '"it’s"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("a\nb\t\x85\u2028\ufeff", '"a\\u000ab\\u0009\\u0085\\u2028\\ufeff"'),
    ],
)
def test_what_some_reader_could_take_for_something_else_is_quoted(text, quoted):
    assert quoted == format_scalar(text)


texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["yes", "~", "0x1f", "2026-11-23", "- a", "[a]", "{a: b}", "#a", "a #b", "&a", "*a", "!a", "a:"]
)
fields = st.dictionaries(
    st.from_regex("[a-z_]{1,9}", fullmatch=True), texts | st.lists(texts, max_size=4).map(tuple)
).filter(bool)


@given(fields)
def test_what_is_written_is_read_back_by_both_readers(fields):
    lines = _inside(write(fields))
    assert (fields, ()) == read(lines)
    assert (fields, ()) == read_strictly(lines)


pieces = st.sampled_from(
    [
        *("a", "key", "b_c", "x/y", "no", "0123", "1.5", "é", "2026-11-23T14:30:12+00:00"),
        *(":", ": ", ",", ", ", "[", "]", '"', '""', "'", "\\", "#", "-", "---", "~", "|", "+"),
        *("&a", "*a", " ", "\t"),
    ]
)
near_misses = st.builds("{}: {}".format, st.sampled_from("abc"), st.lists(pieces).map("".join))
in_form = st.builds(
    "{}: {}".format,
    st.sampled_from("abc"),
    st.from_regex(r"[\w/+.:-]{1,9}|\"[^\"]{0,9}\"|\[\w{0,3}(, \"\w{0,3}\")?\]", fullmatch=True),
)


@given(st.lists(in_form | near_misses, min_size=1, max_size=3))
@example(['a: "b, c"', 'b: ["d, e", f, ""]', "c: []"])
@example(["a: 12:30", "b: 2026-11-23T14:30:12+00:00"])
@example(["a: x-y.z", "b: 1e3", "c: 0x1f"])
def test_where_the_reader_by_lines_accepts_the_strict_reader_agrees(lines):
    quickly = read_canonical(lines)
    if quickly is not None:
        assert (quickly, ()) == read_strictly(lines)


def test_what_the_program_writes_for_an_entry_needs_no_strict_reader():
    ordinary = {
        "securebase": "1",
        "id": "k3f7",
        "title": "Co-operation, 23 November 2026",
        "date": "2026-11-23T14:30:12+00:00",
        "domain": "co-operation",
        "tags": ("away-day", "2026", ""),
        "plan": ("acceptance/praise",),
        "skipped": (),
    }
    assert ordinary == read_canonical(_inside(write(ordinary)))


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (["tags:", "  - a", "  - b"], {"tags": ("a", "b")}),
        (["tags: [ a,b ]"], {"tags": ("a", "b")}),
        (["title: 'it''s'"], {"title": "it's"}),
        (["title: >-", "  two", "  lines"], {"title": "two lines"}),
        (["title: a # comment", "", "id: no"], {"title": "a", "id": "no"}),
        (["title:   spaced  "], {"title": "spaced"}),
        (["a: 0123", "b: 12:30", "c: 'no'"], {"a": "0123", "b": "12:30", "c": "no"}),
        (["a: ~", "b: null", "c: Null", "d:", "e: '~'"], dict.fromkeys("abcd", "") | {"e": "~"}),
        (["tags: [null, a, ~, 'null', ]"], {"tags": ("a", "null")}),
        (["my key: x", "Größe: 3"], {"my key": "x", "Größe": "3"}),
        (["nested:", "  deeper: x", "id: a"], {"id": "a"}),
        (["aliases: [a, [b], {c: d}]"], {"aliases": ("a",)}),
    ],
)
def test_what_an_editor_made_of_it_is_understood(lines, fields):
    assert read_canonical(lines) is None
    assert (fields, ()) == read(lines)


@pytest.mark.parametrize(
    ("lines", "fields", "mistake"),
    [
        (["author: @me", "tags: [a]"], {"tags": ("a",)}, "line 2: not YAML that can be read"),
        (["title: a", "author: x", "author: y"], {"title": "a"}, "line 4: the key “author” stands"),
        (["tags:\t[a, b]"], {"tags": ("a", "b")}, "line 2: not YAML"),
        (["tags:", "\t- a"], {"tags": ("a",)}, "line 3: not YAML"),
        (["id: k3f7", "- What Sam said", "tags: [b]"], {"id": "k3f7", "tags": ("b",)}, "line 3"),
        (["id: k3f7", "What Sam said", "tags: [b]"], {"id": "k3f7", "tags": ("b",)}, "line 4"),
        (["title: a", "me: &x [b]", "you: *x"], {"title": "a"}, "line 3: anchors (&name)"),
        (["title: a", "<<: {id: b}"], {"title": "a"}, "line 3: merge keys"),
        (["tags: [a]", "tags: [a]"], {"tags": ("a",)}, "line 3: the key “tags” stands here twice"),
        (["tags:", "- a", "- b", "x: *y"], {"tags": ("a", "b")}, "line 5: aliases (*name)"),
    ],
)
def test_a_mistake_in_one_line_leaves_the_fields_in_the_others(lines, fields, mistake):
    found, (problem,) = read(lines)
    assert fields == found
    assert problem.message.startswith(f"its front matter, {mistake}")
    assert not problem.is_loss
    assert "Sam" not in problem.message


@pytest.mark.parametrize(
    ("lines", "key", "is_loss"),
    [
        (["id: a", "id: b"], "id", False),
        (["date: &x 2026-11-23"], "date", False),
        (["tags: &x [b]"], "tags", True),
        (["tags: [a, @b]"], "tags", True),
        (["tags:", "  - a", "  - @b"], "tags", True),
        (["tags: [a]", "tags: [b]"], "tags", True),
        (['title: "What Sam said'], "title", True),
        (['title: "a" b"'], "title", True),
        (["scaling: [7"], "scaling", True),
        (["kind: {a: b}"], "kind", True),
        (["tags: [a, [b]]"], "tags", True),
    ],
)
def test_a_field_with_a_mistake_is_named_and_not_used(lines, key, is_loss):
    fields, problems = read(["securebase: 1", *lines])
    assert "1" == fields["securebase"]
    assert (f"its front matter has no “{key}” that can be used", is_loss) == problems[-1]
    assert "Sam" not in str(problems)


@pytest.mark.parametrize("lines", [["- a"], ["# nothing"]])
def test_what_is_no_mapping_is_refused(lines):
    with pytest.raises(EntryFormatError, match="its front matter is not a mapping"):
        read(lines)


def test_front_matter_is_never_larger_than_its_cap():
    _, (problem,) = read_strictly(["a: " + "x " * (front_matter.MAX_BYTES // 2)])
    assert "its front matter, line 2: longer than 65,536 characters" == problem.message
