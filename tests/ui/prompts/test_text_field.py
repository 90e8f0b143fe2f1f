"""What keys do to the text in a field, and where the cursor is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.prompts.keys import KEYS, Keystroke
from securebase_cli.ui.prompts.text_field import TextField

FAMILY = "👨‍👩‍👧"


def _typed(text: str, *keys: str, width: int = 80) -> TextField:
    """Press keys in a field with this text; what is no name of a key is typed."""
    field = TextField(text, lambda _: None)
    field.set_width(width)
    for key in keys:
        field.handle(Keystroke(key) if key in KEYS else Keystroke("text", key))
    return field


def _with_cursor(field: TextField) -> str:
    return f"{field.text[: field.cursor]}|{field.text[field.cursor :]}"


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (["left", "x"], "one twx|o"),
        (["home", "right", "x"], "ox|ne two"),
        (["home", "left", "delete"], "|ne two"),
        (["backspace", "backspace"], "one t|"),
        (["ctrl-left", "x"], "one x|two"),
        (["ctrl-left", "ctrl-left", "ctrl-right"], "one| two"),
        (["ctrl-w"], "one |"),
        (["home", "ctrl-k"], "|"),
        (["ctrl-u"], "|"),
        (["ctrl-w", "ctrl-y", "ctrl-y"], "one twotwo|"),
        (["escape", "ctrl-z", "f4", "tab"], "one two|"),
    ],
)
def test_keys_change_the_text_and_move_in_it(keys, result):
    assert result == _with_cursor(_typed("one two", *keys))


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (["up"], "aaa bb|b ccc ddd"),
        (["up", "up"], "|aaa bbb ccc ddd"),
        (["home"], "aaa bbb |ccc ddd"),
        (["up", "end"], "aaa bbb| ccc ddd"),
        (["up", "home", "down", "end"], "aaa bbb ccc ddd|"),
        (["ctrl-u"], "aaa bbb |d"),
        (["up", "ctrl-k"], "aaa bb|ccc ddd"),
    ],
)
def test_up_down_home_and_end_go_by_rows_on_the_screen(keys, result):
    field = _typed("aaa bbb ccc ddd", "left", *keys, width=8)
    assert result == _with_cursor(field)


def test_the_column_is_kept_across_a_shorter_row():
    field = _typed("long line\n\nlong line", "left", "left", "up", "up")
    assert "long li|ne\n\nlong line" == _with_cursor(field)


def test_pages_and_paragraphs_are_passed_by_their_keys():
    field = TextField("1\n2\n3\n4\n5", lambda _: None)
    field.page = 3
    field.handle(Keystroke("page-up"))
    assert "1\n2|\n3\n4\n5" == _with_cursor(field)
    field.handle(Keystroke("ctrl-up"))
    assert "1\n|2\n3\n4\n5" == _with_cursor(field)
    field.handle(Keystroke("ctrl-down"))
    assert "1\n2|\n3\n4\n5" == _with_cursor(field)


@pytest.mark.parametrize("letter", [FAMILY, "e\u0301", "🇬🇧", "支", "क्"])
def test_a_letter_of_several_characters_is_passed_and_removed_as_one(letter):
    assert f"a|{letter}b" == _with_cursor(_typed(f"a{letter}b", "left", "left"))
    assert "a|b" == _with_cursor(_typed(f"a{letter}b", "left", "backspace"))
    assert "a|b" == _with_cursor(_typed(f"a{letter}b", "home", "right", "delete"))


def test_changes_are_undone_word_by_word_and_done_again():
    field = _typed("", *"one two", "ctrl-_")
    assert "one |" == _with_cursor(field)
    field.handle(Keystroke("ctrl-_"))
    assert "|" == _with_cursor(field)
    field.handle(Keystroke("ctrl-r"))
    field.handle(Keystroke("ctrl-r"))
    assert "one two|" == _with_cursor(field)


def test_a_line_that_is_a_command_is_removed_with_one_line_end():
    for text, rest in ((".back", ""), ("one\n.back", "one"), (".back\ntwo", "two")):
        field = TextField(text, lambda _: None)
        field.move_to(text.index(".back") + len(".back"))
        assert ".back" == field.line
        field.remove_line()
        assert rest == field.text


@given(st.lists(st.sampled_from([*sorted(KEYS), "a", "b ", "\n", FAMILY, "\u0301"]), max_size=40))
def test_whatever_keys_are_pressed_the_listener_has_the_text_and_undo_leads_back(keys):
    texts = [""]
    field = TextField("", texts.append)
    field.set_width(6)
    for key in keys:
        field.handle(Keystroke(key) if key in KEYS else Keystroke("text", key))
        assert texts[-1] == field.text
        assert 0 <= field.cursor <= len(field.text)
    for _ in range(len(texts)):
        field.handle(Keystroke("ctrl-_"))
    assert "" == field.text
