"""An action is one line of a task list, as Obsidian Tasks writes it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.action_line import (
    ActionMark,
    format_line,
    parse_line,
    rewrite_line,
)
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.model import Action
from support.corpus import FRAGMENTS

DAY = date(2026, 12, 1)
NEXT = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("action", "line"),
    [
        (Action("Ask Sam"), "- [ ] Ask Sam"),
        (Action("Ask Sam", due=DAY), "- [ ] Ask Sam 📅 2026-12-01"),
        (Action("Ask Sam", "tried", closed=DAY), "- [x] Ask Sam ✅ 2026-12-01"),
        (Action("Ask Sam", "dropped", closed=DAY), "- [-] Ask Sam ❌ 2026-12-01"),
        (Action("Ask Sam", "tried"), "- [x] Ask Sam"),
        (
            Action("Ask Sam", "tried", due=DAY, closed=NEXT, note="It went well"),
            "- [x] Ask Sam 💬 It went well 📅 2026-12-01 ✅ 2026-12-02",
        ),
    ],
)
def test_an_action_is_written_as_a_task_and_read_back(action, line):
    assert line == format_line(action)
    assert action == parse_line(line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("by 📅 2026-12-01", "- [ ] by \\📅 2026-12-01"),
        ("done✅2026-12-01", "- [ ] done\\✅2026-12-01"),
        ("say 💬 hello", "- [ ] say \\💬 hello"),
        ("a \\💬 b", "- [ ] a \\\\💬 b"),
        ("a ❌\ufe0f 2026-12-01", "- [ ] a \\❌\ufe0f 2026-12-01"),
        ("a 📅 calendar", "- [ ] a 📅 calendar"),
    ],
)
def test_signs_that_are_meant_as_text_get_a_backslash(text, line):
    assert line == format_line(Action(text))
    assert Action(text) == parse_line(line)


lines = (st.lists(st.sampled_from(FRAGMENTS)).map("".join) | st.text(st.characters())).map(
    to_one_line
)
signs = st.lists(
    st.sampled_from(["📅", "✅", "❌", "💬", "\ufe0f", " ", "\\", "2026-12-01", "- [ ]", "a"])
).map(lambda parts: to_one_line("".join(parts)))


@given(
    text=(lines | signs).filter(bool),
    note=lines | signs,
    due=st.none() | st.dates(),
    closed=st.none() | st.dates(),
    state=st.sampled_from(["tried", "dropped"]),
)
def test_every_action_is_read_back_as_it_was_written(text, note, due, closed, state):
    over = Action(text, state, due, closed, note)
    still_open = Action(text, "open", due, None, note)
    assert over == parse_line(format_line(over))
    assert still_open == parse_line(format_line(still_open))


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("  * [X]  Ask Sam   ", Action("Ask Sam", "tried")),
        ("+ [ ] Ask Sam 📅2026-12-01", Action("Ask Sam", due=DAY)),
        ("- [x] Ask ✅ 2026-12-02 📅 2026-12-01", Action("Ask", "tried", DAY, NEXT)),
        ("- [ ] Ask Sam 📅\ufe0f 2026-12-01  ", Action("Ask Sam", due=DAY)),
        ("- [/] Half done", Action("Half done")),
        ("- [ ] Ask 📅 2026-12-01 📅 2026-12-02", Action("Ask", due=NEXT)),
        ("- [x] Ask ❌ 2026-12-01", Action("Ask", "tried")),
        ("- [ ] Ask 📅 2026-13-41", Action("Ask 📅 2026-13-41")),
        ("- [ ] Ask 📅 2026-12-01 tomorrow", Action("Ask 📅 2026-12-01 tomorrow")),
        ("- [ ] Ask 💬 a note 💬 of two", Action("Ask", note="a note 💬 of two")),
    ],
)
def test_a_task_that_was_edited_by_hand_is_understood(line, action):
    assert action == parse_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Ask Sam",
        "- Ask Sam",
        "1. [ ] Ask Sam",
        "- [ ]",
        "- [ ]  ",
        "- [x]Ask Sam",
        "- [  ] Ask Sam",
        "- [ ] 📅 2026-12-01",
        "- [ ] 💬 a note alone",
    ],
)
def test_what_is_no_task_with_text_is_passed_over(line):
    assert parse_line(line) is None


def test_of_a_long_row_of_dates_those_that_no_one_meant_belong_to_the_text():
    line = "- [ ] Ask" + " 📅 2026-12-01" * 10
    assert Action("Ask 📅 2026-12-01 📅 2026-12-01", due=DAY) == parse_line(line)


# Marking one: what must change changes, and nothing else.

TRIED = ActionMark("tried", NEXT)
DROPPED = ActionMark("dropped", NEXT)
LATER = ActionMark("open", NEXT)


@pytest.mark.parametrize(
    ("line", "mark", "then"),
    [
        ("- [ ] Ask Sam", TRIED, "- [x] Ask Sam ✅ 2026-12-02"),
        ("- [ ] Ask Sam", DROPPED, "- [-] Ask Sam ❌ 2026-12-02"),
        ("- [ ] Ask Sam", LATER, "- [ ] Ask Sam 📅 2026-12-02"),
        ("- [ ] Ask 📅 2026-12-01", TRIED, "- [x] Ask 📅 2026-12-01 ✅ 2026-12-02"),
        ("- [ ] Ask 📅 2026-12-01", LATER, "- [ ] Ask 📅 2026-12-02"),
        ("- [x] Ask ✅ 2026-12-01", DROPPED, "- [-] Ask ❌ 2026-12-02"),
        ("- [-] Ask ❌ 2026-12-01", TRIED, "- [x] Ask ✅ 2026-12-02"),
        ("- [x] Ask ✅ 2026-12-01", LATER, "- [ ] Ask 📅 2026-12-02"),
        ("- [-] Ask 📅 2026-12-01 ❌ 2026-12-01", LATER, "- [ ] Ask 📅 2026-12-02"),
        ("- [x] Ask ✅ 2026-12-01 📅 2026-12-01", LATER, "- [ ] Ask 📅 2026-12-02"),
    ],
)
def test_box_and_dates_say_what_became_of_it(line, mark, then):
    assert then == rewrite_line(line, mark)


@pytest.mark.parametrize(
    ("line", "mark", "then"),
    [
        ("- [ ] Ask", "It went well", "- [x] Ask 💬 It went well ✅ 2026-12-02"),
        (
            "- [ ] Ask 📅 2026-12-01",
            "It went well",
            "- [x] Ask 💬 It went well 📅 2026-12-01 ✅ 2026-12-02",
        ),
        (
            "- [ ] Ask 💬 Not yet 📅 2026-12-01",
            "Now I did",
            "- [x] Ask 💬 Not yet · Now I did 📅 2026-12-01 ✅ 2026-12-02",
        ),
        ("- [ ] Ask 💬", "Now I did", "- [x] Ask 💬 Now I did ✅ 2026-12-02"),
        ("- [ ] Ask", "see 📅 2026-12-01", "- [x] Ask 💬 see \\📅 2026-12-01 ✅ 2026-12-02"),
        ("- [ ] Ask", " two\n  lines\x07 ", "- [x] Ask 💬 two lines ✅ 2026-12-02"),
    ],
)
def test_a_note_stands_before_the_dates_and_never_in_the_place_of_another(line, mark, then):
    assert then == rewrite_line(line, TRIED._replace(note=mark))


@pytest.mark.parametrize(
    ("line", "mark", "then"),
    [
        ("\t*   [ ]  Ask  Sam ", TRIED, "\t*   [x]  Ask  Sam ✅ 2026-12-02 "),
        ("+ [ ] Ask 📅2026-12-01\r", LATER, "+ [ ] Ask 📅2026-12-02\r"),
        ("- [ ] Ask  📅\ufe0f  2026-12-01  \r", LATER, "- [ ] Ask  📅\ufe0f  2026-12-02  \r"),
        ("- [x] Ask ✅ 2026-12-01 \r", LATER, "- [ ] Ask 📅 2026-12-02 \r"),
        (
            "- [ ] Ask ⏫ 🔁 every week #team [[Sam]]",
            TRIED,
            "- [x] Ask ⏫ 🔁 every week #team [[Sam]] ✅ 2026-12-02",
        ),
        (
            "- [ ] Ask 📅 2026-12-01 ⏫",
            TRIED,
            "- [x] Ask 📅 2026-12-01 ⏫ ✅ 2026-12-02",
        ),
        ("- [ ] a \\\\ \\💬 b", DROPPED, "- [-] a \\\\ \\💬 b ❌ 2026-12-02"),
        ("- [ ] Ask 📅 2026-12-01\xa0", TRIED, "- [x] Ask 📅 2026-12-01\xa0 ✅ 2026-12-02"),
        ("- [/] Half done", LATER, "- [/] Half done 📅 2026-12-02"),
        ("- [ ] Ask 📅 2026-11-01 📅 2026-12-01", LATER, "- [ ] Ask 📅 2026-11-01 📅 2026-12-02"),
    ],
)
def test_what_need_not_change_stays_as_it_was_typed(line, mark, then):
    assert then == rewrite_line(line, mark)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("- [X] Ask ✅ 2026-12-01", TRIED),
        ("- [x] Ask", TRIED),
        ("- [-] Ask ❌ 2026-12-01", DROPPED),
        ("- [ ] Ask 📅 2026-12-02", LATER),
        ("- [/] Ask 📅 2026-12-02 ✅ 2026-12-01", ActionMark("open")),
        ("Ask", TRIED),
        ("- [ ] 📅 2026-12-01", TRIED),
    ],
)
def test_what_is_marked_so_already_or_is_no_action_stays(line, mark):
    assert line == rewrite_line(line, mark)


def test_a_note_to_what_was_tried_already_leaves_its_day():
    then = rewrite_line("- [x] Ask ✅ 2026-12-01", TRIED._replace(note="It helped"))
    assert "- [x] Ask 💬 It helped ✅ 2026-12-01" == then


marks = st.builds(
    ActionMark, st.sampled_from(["open", "tried", "dropped"]), st.none() | st.dates(), lines | signs
)


@given(
    text=(lines | signs).filter(bool),
    note=lines | signs,
    due=st.none() | st.dates(),
    closed=st.none() | st.dates(),
    state=st.sampled_from(["open", "tried", "dropped"]),
    mark=marks,
)
def test_of_every_action_only_what_was_marked_is_another(text, note, due, closed, state, mark):
    action = Action(text, state, due, closed if state != "open" else None, note)
    assert mark.apply_to(action) == parse_line(rewrite_line(format_line(action), mark))


blanks = st.sampled_from(["", " ", "  ", "\t", "\r", "\xa0", " \x0b"])
dates_by_hand = st.lists(
    st.tuples(
        *(st.sampled_from([" ", "  ", "\t"]), st.sampled_from("📅✅❌")),
        *(st.sampled_from(["", "\ufe0f"]), st.sampled_from(["", " ", "  "])),
        st.dates().map(str) | st.just("2026-13-41"),
    ).map("".join),
    max_size=4,
).map("".join)
heads = st.tuples(
    st.sampled_from(["", "  ", "\t"]),
    st.sampled_from("-*+"),
    st.sampled_from([" [", "  ["]),
    st.sampled_from(" xX-/?"),
    st.sampled_from(["] ", "]\t "]),
).map("".join)
in_one_line = st.characters(exclude_characters="\n", exclude_categories=["Cs"])


@given(
    head=heads,
    words=lines | signs | st.text(in_one_line),
    between=blanks,
    note=st.just("") | st.text(in_one_line, max_size=5).map(" 💬 ".__add__) | signs,
    dates=dates_by_hand,
    end=blanks,
    mark=marks,
)
def test_a_line_written_by_hand_means_the_same_besides(
    head, words, between, note, dates, end, mark
):
    line = head + words + between + note + dates + end
    action = parse_line(line)
    then = rewrite_line(line, mark)
    assert "\n" not in then
    assert (action and mark.apply_to(action)) == parse_line(then)


@given(
    head=heads,
    words=st.text(st.sampled_from("ab⏫🔁#[]\\💬 \t\xa0"), min_size=1).filter(str.strip),
    dates=dates_by_hand,
    mark=marks,
)
def test_up_to_the_end_of_the_words_only_the_box_is_another(head, words, dates, mark):
    kept = (head + words).rstrip()
    then = rewrite_line(head + words + dates, mark)
    box = head.index("[") + 1
    assert (kept[:box], kept[box + 1 :]) == (then[:box], then[box + 1 : len(kept)])
