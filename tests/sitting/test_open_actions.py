"""Open actions are asked about before a sitting, and marked in their entries."""

import errno
import os
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from securebase_cli.model import Action
from securebase_cli.sitting.open_actions import (
    NEW_DATE,
    NOTE_NOT_SAVED,
    NOTE_QUESTION,
    ask_about_open_actions,
)
from securebase_cli.ui.prompts.asker import Reply
from support.askers import ScriptedLineAsker
from support.builders import an_entry
from support.example_actions import (
    OPEN_ACTION,
    TRIED_ACTION,
    read_actions,
    text_replacer,
)
from support.file_system import raises_os_error

BECAME = "Tried it (1), not yet (2), or dropped (3)? Enter: go on."
# The actions were agreed on 23 November.
TODAY = date(2026, 12, 10)
HERE = frozenset({"availability"})


@pytest.fixture(autouse=True)
def _weeks_later(app, prepared_journal):
    app.now = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)


def test_before_a_team_session_only_what_the_team_agreed_is_asked_about(app):
    app.journal.add(an_entry(actions=(OPEN_ACTION,)))
    app.journal.add(an_entry(id="team", kind="team-session", actions=(Action("Ask Sam"),)))
    asker = ScriptedLineAsker("", "")
    ask_about_open_actions(app, asker, HERE, "team-session")
    assert [BECAME] == asker.prompts
    assert "Ask Sam · agreed 23 November." in asker.messages


def test_before_ones_own_reflection_what_the_team_agreed_is_asked_about_too(app):
    app.journal.add(an_entry(actions=(OPEN_ACTION,)))
    app.journal.add(an_entry(id="team", kind="team-session", actions=(Action("Ask Sam"),)))
    asker = ScriptedLineAsker("", "")
    ask_about_open_actions(app, asker, HERE)
    assert [BECAME, BECAME] == asker.prompts


def _agree(app, *actions: Action, **about: Any) -> None:
    app.journal.add(an_entry(actions=actions, **about))


@pytest.mark.parametrize(
    ("due", "days", "is_asked"),
    [
        (None, 7, False),
        (None, 8, True),
        (0, 1, True),
        (-3, 1, True),
        (1, 30, False),
        (0, 0, False),
        (-3, 0, False),
    ],
)
def test_only_what_is_due_or_undated_and_older_than_a_week_is_asked_about(app, due, days, is_asked):
    agreed = datetime(2026, 12, 10, 9, 0, tzinfo=UTC) - timedelta(days=days)
    due_day = None if due is None else TODAY + timedelta(days=due)
    _agree(app, Action("Ask", due=due_day), moment=agreed)
    asker = ScriptedLineAsker("")
    ask_about_open_actions(app, asker, HERE)
    assert [BECAME] * is_asked == asker.prompts


@pytest.mark.parametrize(
    ("state", "then"),
    [("1", "tried"), ("tried", "tried"), ("3", "dropped"), ("d", "dropped")],
)
@pytest.mark.parametrize("note", ["", "They liked it"])
def test_an_open_action_is_marked_with_its_outcome_and_note(app, entry_path, state, then, note):
    asker = ScriptedLineAsker(state, note)
    ask_about_open_actions(app, asker, HERE)
    closed = OPEN_ACTION._replace(state=then, closed=TODAY, note=note)
    assert [closed, TRIED_ACTION] == read_actions(app)
    assert [BECAME, NOTE_QUESTION] == asker.prompts


@pytest.mark.parametrize(
    ("typed", "state", "note"),
    [
        ("tried, went well on Thursday", "tried", "went well on Thursday"),
        ("Tried – went well", "tried", "went well"),
        ("dropped no time", "dropped", "no time"),
    ],
)
def test_words_after_a_choice_are_its_note(app, entry_path, typed, state, note):
    asker = ScriptedLineAsker(typed)
    ask_about_open_actions(app, asker, HERE)
    assert OPEN_ACTION._replace(state=state, closed=TODAY, note=note) == read_actions(app)[0]
    assert [BECAME] == asker.prompts


@pytest.mark.parametrize(
    ("replies", "due", "note"),
    [
        (("2", "2w"), date(2026, 12, 24), ""),
        (("not yet", ""), OPEN_ACTION.due, ""),
        (("2", "soon", "1w"), date(2026, 12, 17), ""),
        (("not yet, next week",), date(2026, 12, 14), ""),
        (("not yet, Kim is away", "1w"), date(2026, 12, 17), "Kim is away"),
        (("not yet, Kim is away", ""), OPEN_ACTION.due, "Kim is away"),
    ],
)
def test_what_is_not_yet_tried_gets_a_new_date_or_stays_open(app, entry_path, replies, due, note):
    asker = ScriptedLineAsker(*replies)
    ask_about_open_actions(app, asker, HERE)
    assert OPEN_ACTION._replace(due=due, note=note) == read_actions(app)[0]
    assert [BECAME, *[NEW_DATE] * (len(replies) - 1)] == asker.prompts


def test_an_action_is_shown_with_the_day_it_was_agreed_and_its_note(app, capsys):
    _agree(app, OPEN_ACTION._replace(due=date(2026, 11, 1), note="Once"))
    asker = ScriptedLineAsker("1", "")
    ask_about_open_actions(app, asker, HERE)
    assert ["Pair the newer two with a buddy · agreed 23 November.", "Once"] == asker.messages
    expected = "Tried: Pair the newer two with a buddy\n  k3f7.1\n  Once\n"
    assert expected == capsys.readouterr().out


def test_not_yet_without_a_date_leaves_the_file_as_it_is(app, entry_path, capsys):
    before = os.stat(entry_path)
    ask_about_open_actions(app, ScriptedLineAsker("2", ""), HERE)
    after = os.stat(entry_path)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert ("", "") == tuple(capsys.readouterr())


def test_only_what_is_open_in_the_domains_of_the_sitting_is_asked_about(app, entry_path):
    _agree(app, Action("Praise"), id="m2aa", domain="acceptance")
    _agree(app, Action("Share"), id="m2ab", domain="co-operation")
    asker = ScriptedLineAsker(*["1", ""] * 2)
    ask_about_open_actions(app, asker, HERE | {"acceptance"})
    assert {"Pair the newer two with a buddy": "tried", "Praise": "tried", "Share": "open"} == {
        action.text: action.state for action in read_actions(app) if action != TRIED_ACTION
    }
    assert [] == asker.replies


@pytest.mark.parametrize("domains", [HERE, frozenset({"acceptance", "sensitivity"})])
def test_without_open_actions_nothing_is_asked(app, domains):
    _agree(app, TRIED_ACTION, Action("Not this", "dropped"))
    asker = ScriptedLineAsker()
    ask_about_open_actions(app, asker, domains)
    assert ([], []) == (asker.prompts, asker.messages)


def test_the_three_actions_due_first_are_asked_about_and_the_others_counted(app):
    _agree(app, Action("No date"), Action("Third", due=date(2026, 12, 9)))
    _agree(app, Action("First", due=date(2026, 11, 1)), Action("No date either"), id="m2aa")
    _agree(app, Action("Second", due=date(2026, 11, 24)), id="m2ab")
    asker = ScriptedLineAsker(*[""] * 3)
    ask_about_open_actions(app, asker, HERE)
    assert [f"{text} · agreed 23 November." for text in ("First", "Second", "Third")] == (
        asker.messages[:3]
    )
    assert "2 more are open to try: securebase actions" == asker.messages[-1]
    assert [] == asker.replies


def test_after_three_actions_none_is_counted(app):
    _agree(app, Action("a"), Action("b"), Action("c"))
    asker = ScriptedLineAsker("1", "", "3", "no time", "not yet, soon", "")
    ask_about_open_actions(app, asker, HERE)
    assert [
        Action("a", "tried", closed=TODAY),
        Action("b", "dropped", closed=TODAY, note="no time"),
        Action("c", note="soon"),
    ] == read_actions(app)
    assert not any("more" in message for message in asker.messages)


def test_an_unknown_outcome_is_asked_for_again(app, entry_path):
    asker = ScriptedLineAsker("perhaps", "4", "tr", "")
    ask_about_open_actions(app, asker, HERE)
    assert [BECAME, BECAME, BECAME, NOTE_QUESTION] == asker.prompts
    assert 1 == asker.messages.count("One of these, please: tried, not yet, dropped.")
    assert 1 == asker.messages.count("A number from 1 to 3, please.")
    assert "tried" == read_actions(app)[0].state


def test_control_characters_in_the_note_are_removed_with_a_warning(app, entry_path, capsys):
    ask_about_open_actions(app, ScriptedLineAsker("1", "They\x1b liked it"), HERE)
    assert "They liked it" == read_actions(app)[0].note
    assert "1 control character was removed" in capsys.readouterr().err


@pytest.mark.parametrize("note", ["They liked it", ""])
def test_a_note_that_cannot_be_saved_is_shown_and_the_next_action_asked_about(
    app, entry_path, monkeypatch, note
):
    before = entry_path.read_bytes()
    _agree(app, Action("Praise"), id="m2aa")
    monkeypatch.setattr(os, "replace", raises_os_error(errno.EACCES))
    asker = ScriptedLineAsker("1", note, "2", "")
    ask_about_open_actions(app, asker, HERE)
    assert before == entry_path.read_bytes()
    assert any("Permission denied" in message for message in asker.messages)
    assert bool(note) == (NOTE_NOT_SAVED in asker.messages) == (note in asker.messages)
    assert "Praise · agreed 23 November." in asker.messages


def test_an_action_that_changed_in_the_meantime_is_left_alone_and_reported(app, entry_path):
    class Changing(ScriptedLineAsker):
        def ask_line(self, question: str, **options: str) -> Reply:
            text_replacer(entry_path, "- [ ] Pair", "- [ ] Care for")()
            return super().ask_line(question, **options)

    asker = Changing("1", "They liked it")
    ask_about_open_actions(app, asker, HERE)
    assert "open" == read_actions(app)[0].state
    assert [NOTE_NOT_SAVED, "They liked it"] == asker.messages[-2:]


def test_a_damaged_file_is_skipped(app, entry_path):
    entry_path.with_name("2026-11-20-0900-availability-m2aa.md").write_bytes(b"\xff - [ ] Ask")
    asker = ScriptedLineAsker("1", "")
    ask_about_open_actions(app, asker, HERE)
    assert "tried" == read_actions(app)[0].state


def test_enter_asks_for_no_note_and_leaves_the_file_as_it_is(app, entry_path, capsys):
    before = os.stat(entry_path)
    _agree(app, Action("Praise"), id="m2aa")
    asker = ScriptedLineAsker("", "")
    ask_about_open_actions(app, asker, HERE)
    assert [BECAME, BECAME] == asker.prompts
    after = os.stat(entry_path)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert ("", "") == tuple(capsys.readouterr())


def test_one_more_open_action_is_counted_in_the_singular(app):
    _agree(app, *(Action(name) for name in "abcd"))
    asker = ScriptedLineAsker(*[""] * 3)
    ask_about_open_actions(app, asker, HERE)
    assert "1 more is open to try: securebase actions" == asker.messages[-1]


def test_back_at_the_note_asks_for_the_outcome_again(app, entry_path):
    asker = ScriptedLineAsker("1", Reply("back", ""), "3", "no time")
    ask_about_open_actions(app, asker, HERE)
    assert [BECAME, NOTE_QUESTION] * 2 == asker.prompts
    assert (
        OPEN_ACTION._replace(state="dropped", closed=TODAY, note="no time") == read_actions(app)[0]
    )


@pytest.mark.parametrize("kind", ["pause", "end"])
def test_leaving_at_the_note_leaves_the_rest_as_it_is(app, entry_path, kind):
    _agree(app, Action("Praise"), id="m2aa")
    asker = ScriptedLineAsker("1", Reply(kind, ""))
    ask_about_open_actions(app, asker, HERE)
    assert [OPEN_ACTION, TRIED_ACTION] == [
        action for action in read_actions(app) if action.text != "Praise"
    ]
    assert "The rest stays as it is." == asker.messages[-1]


def test_back_at_the_outcome_goes_to_the_previous_action(app, entry_path):
    _agree(app, Action("Praise"), id="m2aa")
    asker = ScriptedLineAsker("", Reply("back", ""), Reply("back", ""), "1", "", "3", "")
    ask_about_open_actions(app, asker, HERE)
    assert [BECAME] * 4 + [NOTE_QUESTION, BECAME, NOTE_QUESTION] == asker.prompts
    assert {"tried", "dropped"} == {
        action.state for action in read_actions(app) if action != TRIED_ACTION
    }


@pytest.mark.parametrize("kind", ["pause", "back", "end"])
def test_a_note_that_is_not_saved_is_shown(app, entry_path, kind):
    asker = ScriptedLineAsker("1", Reply(kind, "a precious note"), *[""] * (kind == "back"))
    ask_about_open_actions(app, asker, HERE)
    assert ["This could not be kept; copy it from here.", "a precious note"] == [
        message for message in asker.messages if message.startswith(("This could", "a prec"))
    ]
    assert OPEN_ACTION == read_actions(app)[0]


def test_the_warning_of_a_reply_is_printed(app, entry_path, capsys):
    ask_about_open_actions(
        app, ScriptedLineAsker("1", Reply("done", "Well", "1 control character was removed")), HERE
    )
    assert "1 control character was removed" in capsys.readouterr().err


def test_an_action_that_was_ticked_in_the_meantime_stays_tried(app, entry_path):
    class Meanwhile(ScriptedLineAsker):
        def ask_line(self, question: str, **about: str) -> Reply:
            if question == NEW_DATE:
                text = entry_path.read_text("utf-8")
                ticked = text.replace("- [ ] Pair", "- [x] Pair")
                entry_path.write_text(ticked, "utf-8")
            return super().ask_line(question, **about)

    asker = Meanwhile("not yet, because", "")
    ask_about_open_actions(app, asker, HERE)
    assert "tried" == read_actions(app)[0].state
    assert "because" in asker.messages


@pytest.mark.parametrize("kind", ["pause", "end"])
def test_leaving_at_the_outcome_ends_the_asking(app, entry_path, kind):
    _agree(app, Action("Praise"), id="m2aa")
    asker = ScriptedLineAsker(Reply(kind, ""))
    ask_about_open_actions(app, asker, HERE)
    assert [BECAME] == asker.prompts
    assert "The rest stays as it is." == asker.messages[-1]
