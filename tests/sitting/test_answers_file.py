"""Answers in a YAML or JSON file: one mistake, and no answer is read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.cleanup import clean
from securebase_cli.errors import InputFileError
from securebase_cli.sitting.answers_file import AnswersFile, read_answers


@pytest.fixture(scope="module")
def reading_any(content):
    """Return a function that reads answers about one domain."""

    def read(data: bytes | str) -> AnswersFile:
        data = data.encode() if isinstance(data, str) else data
        return read_answers(data, "a.yaml", content.find_domain("acceptance").questions)

    return read


@pytest.fixture
def reading(reading_any):
    """Return a function that reads answers, and returns them and the number of removed signs."""

    def read(data: bytes | str):
        file = reading_any(data)
        return file.answers, file.removed

    return read


def test_a_mapping_of_question_to_text(reading):
    data = """\
        # my answers
        praise: |
          Often.

          Not always.
        learning-culture: no
        """
    expected = {"praise": "Often.\n\nNot always.", "learning-culture": "no"}
    assert (expected, 0) == reading(data.replace("        ", ""))


@pytest.mark.parametrize("data", [b"", b"# nothing yet\n", b"\xef\xbb\xbf"])
def test_a_file_without_answers_has_none(reading, data):
    assert ({}, 0) == reading(data)


def test_a_byte_order_mark_is_no_part_of_a_name(reading):
    assert ({"praise": "Often."}, 0) == reading(b"\xef\xbb\xbfpraise: Often.")


def test_answers_are_cleaned_and_what_was_removed_is_counted(reading):
    data = 'praise: "\\n  a\\e[31m\\r\\nb\\0\\n"\nlearning-culture: "\\a"'
    assert ({"praise": "  a[31m\nb", "learning-culture": ""}, 3) == reading(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("- praise", "a.yaml: not a mapping (“question-id: text” lines). Nothing was saved."),
        ("Often.", "a.yaml: not a mapping (“question-id: text” lines). Nothing was saved."),
        (b"praise: a\n\n\xff", "a.yaml, line 3: not text in UTF-8. Nothing was saved."),
        (b"\xef\xbb\xbfpraise: a\n\n\xff", "a.yaml, line 3: not text in UTF-8. Nothing was saved."),
        (
            "praise: a\npraise: b",
            "a.yaml, line 2: the key “praise” stands here twice. Nothing was saved.",
        ),
        ("- a\n- b: c: d", "a.yaml, line 2: not YAML that can be read: mapping values are not "),
        (
            "praise:\n  [Sam]",
            "a.yaml, line 2: praise: a list or mapping stands where text belongs.",
        ),
        ("praise: *a", "a.yaml, line 1: aliases (*name) are not used here. Nothing was saved."),
        ("praise: [a", "a.yaml, line 1: not YAML that can be read. Nothing was saved."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_nothing_was_saved(reading, data, words):
    with pytest.raises(InputFileError) as refused:
        reading(data)
    assert str(refused.value).startswith(words)
    assert str(refused.value).endswith(" Nothing was saved.")
    assert "Sam" not in str(refused.value)


def test_a_question_of_another_sitting_is_refused_with_its_line(reading):
    with pytest.raises(InputFileError) as refused:
        reading("praise: a\ninduction: b")
    assert (
        "a.yaml, line 2: there is no question “induction” in this sitting. "
        "`securebase questions --ids` lists them all. Nothing was saved." == str(refused.value)
    )


def test_a_mistyped_question_is_answered_with_the_nearest(reading):
    with pytest.raises(InputFileError) as refused:
        reading("prase: a")
    assert (
        "a.yaml, line 1: there is no question “prase” in this sitting. "
        "Did you mean praise? Nothing was saved." == str(refused.value)
    )


@pytest.mark.parametrize("key", ["Sam told me in confidence", "confidence" * 5, "Confidence"])
def test_no_error_repeats_what_may_be_an_answer(reading, key):
    with pytest.raises(InputFileError) as refused:
        reading(f"praise: Often.\n{key}: that it hurts")
    assert "a.yaml, line 2: a key that is no question’s id. Nothing was saved." == str(
        refused.value
    )


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(text=ANY_TEXT, ascii_only=st.booleans(), indent=st.sampled_from([None, 2, "\t"]))
def test_json_gives_the_text_that_was_put_in(reading_any, text, ascii_only, indent):
    data = json.dumps({"praise": text}, ensure_ascii=ascii_only, indent=indent)
    assert clean(text).text == reading_any(data).answers["praise"]


@given(text=ANY_TEXT)
def test_yaml_with_escapes_as_json_has_them_gives_the_same_text(reading_any, text):
    data = f"praise: {json.dumps(text)}"
    assert clean(text).text == reading_any(data).answers["praise"]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (r'{"praise": "\ud83d\ude00 end"}', "😀 end"),
        (r'praise: "\ud83d\ude00 end"', "😀 end"),
        (r'{"praise": "a\/b"}', "a/b"),
        ('{"praise": "a # b"}', "a # b"),
        ('\n {\n\t"praise":\t"tabs"}', "tabs"),
        ('{"praise": "null"}', "null"),
        ("praise: 'a # b'", "a # b"),
        ("praise: a#b", "a#b"),
        ("praise: |\n  a # b", "a # b"),
        ("praise: 'a' # said on Monday", "a"),
        ("# said on Monday\npraise: a", "a"),
        ("praise: '~'", "~"),
        ("praise: 'null'", "null"),
        ("praise: nullify", "nullify"),
    ],
)
def test_an_answer_is_read_as_the_language_of_the_file_has_it(reading, data, answer):
    assert ({"praise": answer}, 0) == reading(data)


def test_json_in_the_encoding_of_powershell_is_read(reading):
    assert ({"praise": "Zoë 😀"}, 0) == reading('{"praise": "Zoë 😀"}'.encode("utf-16"))


@pytest.mark.parametrize(
    "data", ["praise: ~", "praise: null", "praise: NULL", "praise:  Null ", '{"praise": null}']
)
def test_null_is_no_answer_and_is_named(reading_any, data):
    assert ({}, ["praise"], 0) == reading_any(data)


@pytest.mark.parametrize(
    "data",
    [
        "praise: We met # at last",
        "praise: # at last",
        "praise: #team",
        "praise: We\n  met  # at last",
        "learning-culture: x\npraise: ~ # at last",
    ],
)
def test_a_comment_that_would_swallow_a_part_of_an_answer_is_refused(reading, data):
    line = data.count("\n") + 1 if "learning" in data else 1
    with pytest.raises(InputFileError) as refused:
        reading(data)
    assert str(refused.value).startswith(f"a.yaml, line {line}: praise: what stands after # is a ")
    assert "at last" not in str(refused.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"praise": "a",}', ", line 1: not JSON that can be read."),
        ('{\n"praise": "a"\n"b": "c"}', ", line 3: not JSON that can be read."),
        ('{"praise": "a", "praise": "b"}', ": the key “praise” stands here twice."),
        ('{"praise": "a", "Sam said": "b", "Sam said": "c"}', ": a key that is no question’s id."),
        ('{"praise": 7}', ": praise: something else stands where text belongs."),
        ('{"praise": {"a": "b"}}', ": praise: something else stands where text belongs."),
        ('{"praise": ' + "[" * 100_000, ": not JSON that can be read."),
        ('{"prase": "a"}', ": there is no question “prase” in this sitting. Did you mean praise?"),
    ],
)
def test_a_mistake_in_json_is_named_and_nothing_was_saved(reading, data, words):
    with pytest.raises(InputFileError) as refused:
        reading(data)
    assert f"a.yaml{words} Nothing was saved." == str(refused.value)
