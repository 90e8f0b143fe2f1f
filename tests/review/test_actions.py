"""Things to try: which are open, how they are called, and marking one in its entry's file."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.errors import EntryFormatError, UsageError
from securebase_cli.json_records import action_record
from securebase_cli.model import Action, Answer
from securebase_cli.review.actions import (
    ActionHandle,
    ActionRef,
    open_actions,
    parse_handle,
    pick_action,
    rewrite_action,
)
from securebase_cli.storage.scan import StoredOutline
from support.builders import MOMENT, a_name, an_entry
from support.corpus import FRAGMENTS

DAY = date(2026, 12, 1)
TITLE = "Availability, 23 November 2026"
TRIED = ActionMark("tried", DAY)


def outlined(day: str, handle: str, *actions: Action) -> StoredOutline:
    return StoredOutline(a_name(day, handle=handle), an_entry(id=handle, actions=actions).outline)


# Which are open.


def test_only_open_actions_are_found_and_each_has_its_place_among_all_of_its_entry():
    entry = outlined(
        "2026-11-23", "k3f7", Action("a", "tried"), Action("b"), Action("c", "dropped")
    )
    assert [ActionRef(entry.name, 2, Action("b"), MOMENT, TITLE)] == open_actions([entry])


def test_the_oldest_due_comes_first_and_those_without_a_date_last_by_their_entry_s_age():
    found = open_actions(
        [
            outlined("2026-11-23", "new2", Action("no date"), Action("due", due=DAY)),
            outlined("2026-11-22", "mid2", Action("earlier", due=date(2026, 11, 30))),
            outlined("2026-11-21", "old2", Action("due", due=DAY), Action("x"), Action("y")),
        ]
    )
    assert ["mid2.1", "old2.1", "new2.2", "old2.2", "old2.3", "new2.1"] == [
        one.handle for one in found
    ]


# What they are called.


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("k3f7.1", ActionHandle("k3f7", 1)),
        (" K3F9.12 ", ActionHandle("K3F9", 12)),
        ("k3f7", ActionHandle("k3f7")),
        ("k3f7.0", ActionHandle("k3f7", 0)),
        ("last.2", ActionHandle("last", 2)),
        ("2026-11-23.1", ActionHandle("2026-11-23", 1)),
        (
            "2026-11-23-1430-availability-k3f7.md",
            ActionHandle("2026-11-23-1430-availability-k3f7.md"),
        ),
        ("k3f7.x", ActionHandle("k3f7.x")),
        ("k3f7.9999999", ActionHandle("k3f7.9999999")),
    ],
)
def test_a_handle_is_an_entry_and_a_number(typed, handle):
    assert handle == parse_handle(typed)


@pytest.mark.parametrize("typed", ["", "  ", ".1"])
def test_what_names_no_entry_is_refused_with_an_example(typed):
    with pytest.raises(UsageError, match=r"named like k3f7\.1"):
        parse_handle(typed)


ENTRY = an_entry(actions=(Action("a", "tried"), Action("b")))
NAME = a_name("2026-11-23", handle="k3f7")


def test_any_action_can_be_chosen_by_its_number_open_or_not():
    assert ActionRef(NAME, 1, Action("a", "tried"), MOMENT, TITLE) == pick_action(NAME, 1, ENTRY)
    assert ActionRef(NAME, 2, Action("b"), MOMENT, TITLE) == pick_action(NAME, 2, ENTRY)


def test_an_entry_alone_stands_for_its_only_action():
    assert "k3f7.1" == pick_action(NAME, None, an_entry(actions=(Action("a"),))).handle


@pytest.mark.parametrize(
    ("number", "entry", "words"),
    [
        (3, ENTRY, "There is no action “k3f7.3”; the entry has 2."),
        (0, ENTRY, "There is no action “k3f7.0”; the entry has 2."),
        (None, an_entry(), "There is no action “k3f7.1”; the entry has none."),
        (None, ENTRY, "The entry k3f7 has 2 actions. Name one: k3f7.1 to k3f7.2."),
    ],
)
def test_an_action_that_is_not_there_or_not_the_only_one_is_refused(number, entry, words):
    with pytest.raises(UsageError) as refused:
        pick_action(NAME, number, entry)
    assert words == str(refused.value)


def test_the_record_says_where_the_action_was_agreed():
    action = Action("Ask", "dropped", DAY, DAY, "It was too much")
    shape = {
        "handle": "k3f7.2",
        "entry": "k3f7",
        "date": "2026-11-23T14:30:12+00:00",
        "domain": "availability",
        "kind": "reflection",
        "text": "Ask",
        "state": "dropped",
        "due": "2026-12-01",
        "closed": "2026-12-01",
        "note": "It was too much",
    }
    assert shape == action_record(ActionRef(NAME, 2, action, MOMENT, TITLE))
    nothing = {"state": "open", "due": None, "closed": None, "note": None}
    assert shape | nothing == action_record(ActionRef(NAME, 2, Action("Ask"), MOMENT, TITLE))


def test_an_action_that_the_team_agreed_says_so_whatever_its_entry_is_called():
    entry = an_entry(actions=(Action("Ask"),), title="Away day", kind="team-session")
    (found,) = open_actions([StoredOutline(NAME, entry.outline)])
    assert "Away day, team session" == found.title
    assert ("team-session", "team-session") == (found.kind, action_record(found)["kind"])
    assert found == pick_action(NAME, 1, entry)


# Marking one in a file.

BY_HAND = b"""\xef\xbb\xbf---
securebase: 1
id: k3f7
mood: |
  - [ ] calm
date: 2026-11-23T14:30:12+00:00
domain: availability
---

- [ ] before any section

## What I will try
<!-- securebase actions -->

Some words of mine.
- [ ] first \t
  * [x] second \xe2\x9c\x85 2026-11-24
- [ ]

## A question
<!-- securebase question praise -->
- [ ] in an answer \x00
## More
<!-- securebase actions -->\t
+ [ ] third"""
LINES = {1: b"- [ ] first \t", 2: b"  * [x] second \xe2\x9c\x85 2026-11-24", 3: b"+ [ ] third"}
THEN = {
    1: b"- [-] first \xe2\x9d\x8c 2026-12-01 \t",
    2: b"  * [-] second \xe2\x9d\x8c 2026-12-01",
    3: b"+ [-] third \xe2\x9d\x8c 2026-12-01",
}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("number", LINES)
def test_of_a_file_edited_by_hand_one_line_changes_and_not_another_byte(number, end):
    before, line, then = (
        part.replace(b"\n", end) for part in (BY_HAND, LINES[number], THEN[number])
    )
    assert before.replace(line, then) == rewrite_action(before, number, ActionMark("dropped", DAY))


def test_where_lines_end_in_two_ways_each_keeps_its_own():
    before = BY_HAND.replace(b"first \t\n", b"first \t\r\n").replace(
        b"praise -->\n", b"praise -->\r\n"
    )
    after = before.replace(b"+ [ ] third", "+ [x] third ✅ 2026-12-01".encode())
    assert after == rewrite_action(before, 3, TRIED)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_number_that_is_not_there_is_refused(number):
    with pytest.raises(UsageError, match=f"no action “{number}”; the entry has 3"):
        rewrite_action(BY_HAND, number, TRIED)


@pytest.mark.parametrize("data", [b"", b"\xff", b"words"])
def test_what_is_no_entry_is_not_marked(data):
    with pytest.raises(EntryFormatError):
        rewrite_action(data, 1, TRIED)


words = st.lists(st.sampled_from(FRAGMENTS)).map("".join) | st.text()
actions = st.builds(
    Action, words.map(to_one_line).filter(bool), st.just("open"), st.none() | st.dates()
)


@given(
    answer=words,
    agreed=st.lists(actions, min_size=1, max_size=4),
    data=st.data(),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.builds(ActionMark, st.sampled_from(["open", "tried", "dropped"]), st.dates(), words),
)
def test_whatever_stands_in_an_entry_one_action_is_marked_and_all_else_is_as_it_was(
    answer, agreed, data, end, mark
):
    entry = an_entry(answers=(Answer("praise", "Do you praise?", answer),), actions=tuple(agreed))
    text = write_entry(entry).encode("utf-8", "replace").decode()
    before = text.replace("\r", "").replace("\n", end).encode()
    number = data.draw(st.integers(1, len(agreed)))
    after = rewrite_action(before, number, mark)
    then = list(read_entry(before.decode()).actions)
    then[number - 1] = mark.apply_to(then[number - 1])
    assert tuple(then) == read_entry(after.decode()).actions
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=True)
    assert 1 >= sum(was != now for was, now in pairs)
