"""Answers in a YAML file: one mistake, and no answer is read."""

import pytest

from securebase_cli.errors import InputFileError
from securebase_cli.sitting import answers_file


@pytest.fixture
def reading(content):
    def read(data: bytes | str):
        data = data.encode() if isinstance(data, str) else data
        return answers_file.read_answers(
            data, "a.yaml", content.find_domain("acceptance").questions
        )

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
        "`securebase questions` lists them all. Nothing was saved." == str(refused.value)
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
