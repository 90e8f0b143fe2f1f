"""The section of actions: each task in it ends where it does in Markdown, and no words are lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.actions_section import read_section
from securebase_cli.model import Action

DAY = date(2026, 12, 1)
NEXT = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("lines", "action"),
    [
        # As prettier, mdformat and pandoc wrap them.
        (
            "- [ ] Pair the newer two with\n      a buddy for duty days 📅\n      2026-12-01",
            Action("Pair the newer two with a buddy for duty days", due=DAY),
        ),
        (
            "- [x] Ask how they are 💬 They\n  liked it 📅 2026-12-01 ✅\n  2026-12-02",
            Action("Ask how they are", "tried", DAY, NEXT, "They liked it"),
        ),
        (
            "- \\[-\\] Buy a *new* board ❌\n  2026-12-01 \\^k2",
            Action("Buy a *new* board \\^k2", "dropped", closed=DAY),
        ),
        (
            "> - [ ] Quoted, and it goes on\n>       and on 📅 2026-12-01",
            Action("Quoted, and it goes on and on", due=DAY),
        ),
        ("- [ ] Meet on\n  14. December", Action("Meet on 14. December")),
        ("- [ ] hard break\\\n  goes on", Action("hard break goes on")),
        ("- [ ]\n  Ask Sam", Action("Ask Sam")),
        ("- [ ] lazily\nwrapped 📅 2026-12-01", Action("lazily wrapped", due=DAY)),
    ],
)
def test_a_task_that_a_formatter_wrapped_is_one_task(lines, action):
    assert read_section(lines) == (((action, range(lines.count("\n") + 1)),), ())


@pytest.mark.parametrize(
    ("lines", "tasks", "other_text"),
    [
        ("- [ ] a\n- Talk to HR\n- [ ] b", ["a", "b"], ["- Talk to HR"]),
        ("- [ ] a\n\n  More of it.\n", ["a"], ["  More of it."]),
        ("- [ ] a\n  - how?\n  - [ ] b\n    c", ["a", "b c"], ["  - how?"]),
        ("- [ ] a\n1. b\n> c\n# d\n```\ne", ["a"], ["1. b\n> c\n# d\n```\ne"]),
        ("1. [ ] a\n2. [ ] b\n2. c", ["a", "b"], ["2. c"]),
        ("- [ ] a 📅 2026-12-01\n  She said no.", ["a"], ["  She said no."]),
        ("- [ ] a 📅\n  2026-12-01\n  She said no.", ["a"], ["  She said no."]),
        ("- [ ] a ^k2\n  She said no.", ["a ^k2"], ["  She said no."]),
        ("- [ ] a #team\n  and b", ["a #team and b"], []),
        ("> - [ ] a\n> > b\n", ["a"], ["> > b"]),
        ("- [ ] a\n<!-- -->\n- [ ] b\n---\n- [ ]\n-\n***\n>", ["a", "b"], []),
        ("- [ ] 📅 2026-12-01\n- [ ] 💬 alone", [], ["- [ ] 📅 2026-12-01\n- [ ] 💬 alone"]),
        ("Some words\n- [ ] a\n- [ x ] b\n", ["a"], ["Some words", "- [ x ] b"]),
    ],
)
def test_text_that_is_no_task_is_told_from_tasks(lines, tasks, other_text):
    section = read_section(lines)
    assert tasks == [task.action.text for task in section.tasks]
    assert tuple(other_text) == section.other_text


@given(st.text(st.sampled_from("ab[]- x>1.#\\\n💬📅`<!=")))
def test_no_words_of_a_section_are_lost(content):
    section = read_section(content)
    shown = "".join([*(f"{task.action}" for task in section.tasks), *section.other_text])
    for letter in "ab":
        assert shown.count(letter) >= content.count(letter)
