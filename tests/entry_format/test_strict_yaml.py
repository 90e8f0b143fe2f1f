"""YAML is read without its surprises, and no document takes long to refuse."""

import pytest

from securebase_cli.entry_format.strict_yaml import (
    MAX_DEPTH,
    YamlError,
    YamlList,
    YamlMapping,
    YamlText,
    load,
    load_shipped,
)

MOST = 64 * 1024


def _refusal(text: str) -> tuple[int, str]:
    with pytest.raises(YamlError) as refused:
        load(text, max_length=MOST)
    return refused.value.line, refused.value.reason


@pytest.mark.parametrize(
    "text", ["no", "12:30", "0123", "1e3", "~", "null", "2026-11-23", "0x1f", ".inf", "'yes'", "="]
)
def test_every_scalar_is_text(text):
    assert YamlText(1, text.strip("'")) == load(text, max_length=MOST)


def test_our_own_document_is_read_as_any_other():
    text = "a: [b, c]\nd: >-\n  e\n  f\ng: 'x'\n"
    assert load(text, max_length=MOST) == load_shipped(text, max_length=MOST)


@pytest.mark.parametrize("text", ["a: *b", "a: 'x", "- [" * 100, "a: 1\na: 2", "--- a\n--- b"])
def test_our_own_document_is_refused_as_any_other(text):
    line, words = _refusal(text)
    with pytest.raises(YamlError) as refused:
        load_shipped(text, max_length=MOST)
    assert (line, words) == (refused.value.line, refused.value.reason)


def test_mappings_and_lists_know_their_lines():
    text = "# a comment\na: x\nb:\n  - y\n  -\n    c: z\n"
    assert YamlMapping(
        2,
        {
            "a": YamlText(2, "x"),
            "b": YamlList(4, (YamlText(4, "y"), YamlMapping(6, {"c": YamlText(6, "z")}, {"c": 6}))),
        },
        {"a": 2, "b": 3},
    ) == load(text, max_length=MOST)


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment"])
def test_nothing_is_none(text):
    assert load(text, max_length=MOST) is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: *a", 2, "aliases (*name) are not used here"),
        ("a: &x 1", 1, "anchors (&name) are not used here"),
        ("a: 1\nb: &x\n  c: d", 2, "anchors (&name) are not used here"),
        ("a: !!int 1", 1, "tags (!name) are not used here"),
        ("a: ! 1", 1, "tags (!name) are not used here"),
        ("!!python/object:os.system {}", 1, "tags (!name) are not used here"),
        ("a: 1\n<<: {b: c}", 2, "merge keys (<<) are not used here"),
        ("a: 1\nb: 2\na: 3", 3, "the key “a” stands here twice"),
        ("a: 1\nWhat Sam said to me. : 2\nWhat Sam said to me. : 3", 3, "the key in this line"),
        ("? [a]\n: b", 1, "a key that is not text"),
        ("a: 1\n--- \nb: 2", 2, "not YAML that can be read"),
        ("a: 1\n  b: 2", 2, "not YAML that can be read: mapping values are not allowed here"),
        ("a: [1", 1, "not YAML that can be read"),
        ("a: 'x", 1, "not YAML that can be read"),
        ("a: b\nc: \x07", 2, "a character that does not belong in YAML"),
        ('a: "\\U00110000"', 1, "not YAML that can be read"),
        (f"%YAML {'9' * 5000}.1\n--- a", 1, "not YAML that can be read"),
        ("x" * (MOST + 1), 1, "longer than 65,536 characters"),
    ],
)
def test_what_is_not_allowed_is_named_with_its_line(text, line, words):
    found_line, found = _refusal(text)
    assert line == found_line
    assert found.startswith(words)


def test_no_refusal_repeats_text_of_the_file():
    for text in ("a: 'sam\n", "sam: [sam", "%sam\n", "a: @sam", "- sam\nsam: x", "sam: a\nsam"):
        assert "sam" not in _refusal(text)[1]


@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "? "])
def test_depth_is_capped(opener):
    assert f"nested deeper than {MAX_DEPTH} levels" == _refusal(opener * (MAX_DEPTH + 1) + "x")[1]


@pytest.mark.parametrize("opener", ["[", "{", "- ", "? ", "a: {", "!", "&a "])
def test_no_nesting_exhausts_the_reader(opener):
    line, _ = _refusal(opener * (MOST // len(opener)))
    assert line == 1


def test_the_deepest_that_is_allowed_is_read():
    value = load("[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1), max_length=MOST)
    for _ in range(MAX_DEPTH - 1):
        assert isinstance(value, YamlList)
        (value,) = value.items
    assert YamlText(1, "x") == value


def test_a_bomb_of_merge_keys_is_refused_at_its_first_anchor():
    bomb = "a: &a {x: y}\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} {{<<: [*{chr(97 + n)}, *{chr(97 + n)}]}}\n"
        for n in range(20)
    )
    assert (1, "anchors (&name) are not used here") == _refusal(bomb)
