"""Things to try: which are open, how they are called."""

from datetime import date

import pytest

from securebase_cli.errors import UsageError
from securebase_cli.json_records import action_record
from securebase_cli.model import Action, display_title
from securebase_cli.review.actions import (
    ActionRef,
    find_open_actions,
    parse_handle,
    pick_action,
)
from securebase_cli.storage.scan import StoredOutline
from support.builders import an_entry, an_entry_name

DAY = date(2026, 12, 1)
TITLE = "Availability, 23 November 2026"


def outlined(day: str, handle: str, *actions: Action) -> StoredOutline:
    return StoredOutline(
        an_entry_name(day, handle=handle), an_entry(id=handle, actions=actions).outline
    )


# Which are open.


def test_only_open_actions_are_found_and_each_has_its_place_among_all_of_its_entry():
    entry = outlined(
        "2026-11-23", "k3f7", Action("a", "tried"), Action("b"), Action("c", "dropped")
    )
    assert [ActionRef(entry.name, 2, Action("b"), entry.outline)] == find_open_actions([entry])


def test_the_oldest_due_comes_first_and_those_without_a_date_last_by_their_entry_s_age():
    found = find_open_actions(
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
        ("k3f7.1", ("k3f7", 1)),
        (" K3F9.12 ", ("K3F9", 12)),
        ("k3f7", ("k3f7", None)),
        ("k3f7.0", ("k3f7", 0)),
        ("last.2", ("last", 2)),
        ("2026-11-23.1", ("2026-11-23", 1)),
        (
            "2026-11-23-1430-availability-k3f7.md",
            ("2026-11-23-1430-availability-k3f7.md", None),
        ),
        ("k3f7.x", ("k3f7.x", None)),
        ("k3f7.9999999", ("k3f7.9999999", None)),
    ],
)
def test_a_handle_is_an_entry_and_a_number(typed, handle):
    assert handle == parse_handle(typed)


@pytest.mark.parametrize("typed", ["", "  ", ".1"])
def test_what_names_no_entry_is_refused_with_an_example(typed):
    with pytest.raises(UsageError, match=r"named like k3f7\.1"):
        parse_handle(typed)


ENTRY = an_entry(actions=(Action("a", "tried"), Action("b")))
NAME = an_entry_name("2026-11-23", handle="k3f7")


def test_any_action_can_be_chosen_by_its_number_open_or_not():
    assert ActionRef(NAME, 1, Action("a", "tried"), ENTRY.outline) == pick_action(NAME, 1, ENTRY)
    assert ActionRef(NAME, 2, Action("b"), ENTRY.outline) == pick_action(NAME, 2, ENTRY)


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
    assert shape == action_record(ActionRef(NAME, 2, action, ENTRY.outline))
    nothing = {"state": "open", "due": None, "closed": None, "note": None}
    assert shape | nothing == action_record(ActionRef(NAME, 2, Action("Ask"), ENTRY.outline))


def test_an_action_of_the_team_is_marked_under_any_entry_title():
    entry = an_entry(actions=(Action("Ask"),), title="Away day", kind="team-session")
    (found,) = find_open_actions([StoredOutline(NAME, entry.outline)])
    assert "Away day, team session" == display_title(found.outline, str)
    assert "team-session" == action_record(found)["kind"]
    assert found == pick_action(NAME, 1, entry)
