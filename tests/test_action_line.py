"""An action is one line of a task list, as Obsidian Tasks writes it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import FRAGMENTS
from securebase_cli.core.action_line import read, write
from securebase_cli.core.cleanup import one_line
from securebase_cli.core.model import Action

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
    assert line == write(action)
    assert action == read(line)


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
    assert line == write(Action(text))
    assert Action(text) == read(line)


lines = (st.lists(st.sampled_from(FRAGMENTS)).map("".join) | st.text(st.characters())).map(one_line)
signs = st.lists(
    st.sampled_from(["📅", "✅", "❌", "💬", "\ufe0f", " ", "\\", "2026-12-01", "- [ ]", "a"])
).map(lambda parts: one_line("".join(parts)))


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
    assert over == read(write(over))
    assert still_open == read(write(still_open))


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
    assert action == read(line)


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
    assert read(line) is None
