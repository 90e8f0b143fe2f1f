"""A menu on the screen: what it shows, what keys change, and what Enter would choose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.graphemes import text_width
from securebase_cli.ui.prompts.asker import Menu, MenuLine
from securebase_cli.ui.prompts.menu_view import MenuView

DOMAINS = Menu(
    "Which one?",
    (
        MenuLine("Availability", "People are there for me · 5 Nov 2026"),
        MenuLine("Co-operation", "I can work with others · not yet"),
        MenuLine("Team membership", "I am valued and I belong · not yet"),
    ),
    pointer=1,
    esc="back",
)
MANY = Menu(
    "Which one?",
    tuple(
        MenuLine(f"{number % 28 + 1} Nov 2026 · Availability", f"id{number:02}", "We paired. " * 6)
        for number in range(70)
    ),
)


def texts(view: MenuView, columns: int = 80, rows: int = 24) -> list[str]:
    return ["".join(text for _, text in row) for row in view.rows(columns, rows)]


def pointed(view: MenuView, columns: int = 80, rows: int = 24) -> list[str]:
    return [row for row in texts(view, columns, rows) if row.startswith(" > ")]


def test_each_line_has_its_number_and_one_is_pointed_at():
    assert [
        "",
        " Which one?",
        "   1  Availability     People are there for me · 5 Nov 2026",
        " > 2  Co-operation     I can work with others · not yet",
        "   3  Team membership  I am valued and I belong · not yet",
        "",
        " Enter: choose · Esc: back · arrows or a number: move · letters: find",
    ] == texts(MenuView(DOMAINS))


def test_in_a_narrow_window_the_rest_stands_below_the_label():
    assert [
        " > 1  1 Nov 2026 · Availability",
        "      id00  We paired. We paired. We…",
    ] == texts(MenuView(Menu("Which one?", MANY.lines[:9])), columns=40)[2:4]


def test_a_long_label_is_wrapped_and_not_cut():
    question = "Do team members feel they can call on support from each other when needed?"
    menu = Menu("Which one?", (MenuLine(question, "2 answers"),))
    shown = " ".join(" ".join(texts(MenuView(menu), columns=50)).split())
    assert f"{question} 2 answers" in shown


def test_the_pointer_stays_among_the_lines():
    view = MenuView(DOMAINS)
    view.move(-5)
    assert 0 == view.chosen
    view.move(99)
    assert 2 == view.chosen


def test_a_typed_number_points_at_its_line_and_the_others_stay():
    view = MenuView(MANY)
    for typed, index in (("6", 5), ("69", 68), ("7", 6)):
        view.set_typed(typed)
        assert index == view.chosen
    assert " … 52 more below" == texts(view)[-3]


def test_typed_words_leave_the_lines_that_have_all_of_them():
    view = MenuView(MANY)
    view.set_typed("id45 nov paired")
    assert 45 == view.chosen
    assert 1 == len([row for row in texts(view) if "Availability" in row])
    assert " Which one? id45 nov paired" in texts(view)


def test_a_hyphen_or_an_accent_need_not_be_typed():
    view = MenuView(DOMAINS)
    view.set_typed("cooperation")
    assert 1 == view.chosen
    view.set_typed("TÉAM")
    assert 2 == view.chosen


def test_a_line_that_begins_with_what_is_typed_is_pointed_at_before_one_that_has_it():
    view = MenuView(Menu("Which one?", (MenuLine("Trust", "the team"), MenuLine("Team"))))
    view.set_typed("team")
    assert 1 == view.chosen


def test_where_no_line_has_what_is_typed_nothing_is_chosen_until_it_is_taken_back():
    view = MenuView(DOMAINS)
    view.set_typed("delete")
    assert view.chosen is None
    assert " No line has that. Backspace takes it back." in texts(view)
    view.set_typed("")
    assert 1 == view.chosen


@pytest.mark.parametrize(
    ("typed", "text"),
    [("27", "27"), ("next fri", "next fri"), (" 5/12 ", "5/12"), ("2", ""), ("month", "")],
)
def test_what_fits_no_other_line_is_the_text_of_the_line_that_takes_one(typed, text):
    lines = (MenuLine("in a week"), MenuLine("in a month"), MenuLine("a date", "next Friday"))
    view = MenuView(Menu("When?", lines, text_line=2))
    view.set_typed(typed)
    assert text == view.text
    assert (view.chosen == 2) == bool(text)
    view.set_typed("")
    assert ("", 0) == (view.text, view.chosen)


def test_a_name_that_is_not_shown_finds_nothing():
    view = MenuView(Menu("Which one?", (MenuLine("Do you praise?", name="praise-id"),)))
    view.set_typed("praise-id")
    assert view.chosen is None


def test_how_many_lines_are_out_of_sight_is_said():
    view = MenuView(MANY)
    assert " … 52 more below" in texts(view)
    view.move(30)
    assert [" … 13 more above · 39 more below"] == [row for row in texts(view) if "…" in row[:3]]


def test_an_excerpt_without_spaces_is_cut_by_the_columns_of_its_letters():
    menu = Menu("Which one?", (MenuLine("1 Nov 2026", "k3f7", "好" * 60),))
    (row,) = pointed(MenuView(menu))
    assert "k3f7  好好" in row
    assert row.endswith("好…")
    assert text_width(row) < 80


KEYS = st.one_of(st.integers(-99, 99), st.sampled_from(["7", "70", "id", "id3", "nov id12", "zzz"]))


@given(st.lists(KEYS, max_size=8), st.integers(20, 120), st.integers(4, 40))
def test_the_line_pointed_at_is_in_sight_whatever_was_pressed(keys, columns, rows):
    view = MenuView(MANY)
    for key in keys:
        if isinstance(key, int):
            view.move(key)
        else:
            view.set_typed(key)
    shown = texts(view, columns, rows)
    assert len(shown) < rows
    if columns >= 40:
        assert all(text_width(row) <= columns for row in shown)
    if view.chosen is not None:
        (line,) = pointed(view, columns, rows)
        assert f"> {view.chosen + 1:>2}  " in line
        if rows > 7 and columns >= 40:
            assert f"id{view.chosen:02}" in "".join(shown)


@pytest.mark.parametrize(
    ("excerpt", "rows"),
    [
        ("read, compare", [" > 1  Look back at what was there  list  read, compare"]),
        (
            "read, search, compare, export",
            [" > 1  Look back at what was there  list", "      read, search, compare, export"],
        ),
    ],
    ids=["fits beside it", "would be cut"],
)
def test_an_excerpt_that_would_be_cut_short_stands_on_a_row_of_its_own(excerpt, rows):
    menu = Menu("What?", (MenuLine("Look back at what was there", "list", excerpt),))
    assert rows == texts(MenuView(menu), columns=58)[2 : 2 + len(rows)]
