"""The loop of a sitting: what is asked when, and what is saved."""

import errno
from datetime import date, timedelta
from typing import Any

import pytest

from securebase_cli.errors import EntryTooLargeError, FolderError
from securebase_cli.instrument.team_questions import CARE, SESSION_NOTE
from securebase_cli.model import Answer, DatedScaling, Draft, Scaling, Step
from securebase_cli.sitting.deeper import AFTER_NO, AFTER_YES
from securebase_cli.sitting.last_answers import PreviousAnswer
from securebase_cli.sitting.loop import (
    ACTION,
    KEEP,
    NOT_ON_DISK,
    PAUSED,
    TAKEAWAY,
    SittingLoop,
)
from securebase_cli.sitting.one_line import LEAVE_OUT
from securebase_cli.sitting.scale import WHERE
from securebase_cli.sitting.state import resume_sitting
from securebase_cli.storage import files, journal
from securebase_cli.storage.drafts import Drafts
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.asker import DraftListener, Prompt, Reply
from support.askers import (
    EMPTY_REPLY,
    TODAY,
    ScriptedAsker,
    ScriptedLineAsker,
    answer_texts,
    sitting_loop,
    unfinished_draft,
)
from support.builders import MOMENT
from support.file_system import raises_os_error

TOO_LARGE = (
    "The entry would be larger than 0 MiB, which is more than a journal file may hold. "
    "Shorten an answer."
)
# Long enough that nothing is asked one step deeper.
ANSWER = "Most of the time I do, in supervision and in the team meeting."
BACK, PAUSE = Reply("back", ""), Reply("pause", "")
ACTION_ASKED = f"{ACTION} {LEAVE_OUT}"
TAKEAWAY_ASKED = f"{TAKEAWAY} {LEAVE_OUT}"
LOOK_AGAIN = (
    "When will you look again? 1 in a week, 2 in two weeks, 3 in a month, 4 a date, 5 no date. "
    "Enter to leave it out."
)
BASIS = (
    "What do you go by? 1 a general impression, 2 what I have seen and heard, "
    "3 what they have told me. Enter to leave it out."
)

# A team session.


def test_a_team_session_starts_with_a_note_and_ends_with_who_does_what(make_loop):
    asker = ScriptedAsker("We ring.", "Parents.", "A rota, Kim", EMPTY_REPLY)
    prompt = "team-session-already-availability"
    loop = make_loop(asker, prompt, "diversity-and-availability", kind="team-session")
    assert "finished" == loop.run()
    assert SESSION_NOTE == asker.transcript[0]
    assert "What do we do already?" == asker.questions[0]
    assert "What shall we try? Who, by when? Enter to leave it out." == asker.questions[2]
    (entry,) = loop.sitting.entries()
    assert ("team-session", "A rota, Kim") == (entry.kind, entry.actions[0].text)
    assert "Availability, 23 November 2026, team session" == entry.title


def test_a_resumed_team_session_is_still_a_team_session(make_loop, content, drafts):
    names = ("team-session-already-availability", "team-session-thinner-availability")
    make_loop(ScriptedAsker("We ring.", Reply("pause", "")), *names, kind="team-session").run()
    asker = ScriptedAsker("At night.", EMPTY_REPLY)
    loop = SittingLoop(resume_sitting(unfinished_draft(drafts), content), asker, drafts, TODAY)
    loop.run()
    assert SESSION_NOTE in asker.messages
    assert ["We ring.", "At night."] == list(answer_texts(loop.sitting.draft).values())
    assert "team-session" == loop.sitting.entries()[0].kind


# What is asked.


def test_the_questions_come_in_order_then_the_action_then_when_to_look_again(make_loop, content):
    asker = ScriptedAsker("One.", "Two.", "Three.", "2026-12-01")
    loop = make_loop(asker, "skills-sharing", "problem-solving")
    assert "finished" == loop.run()
    assert [
        content.find_question("skills-sharing").text,
        content.find_question("problem-solving").text,
        ACTION_ASKED,
        LOOK_AGAIN,
    ] == asker.questions
    action = loop.sitting.draft.action
    assert ("Three.", date(2026, 12, 1)) == (action.text, action.due)


def test_without_an_action_no_due_date_is_asked(make_loop):
    asker = ScriptedAsker("One.", EMPTY_REPLY)
    assert "finished" == make_loop(asker, "skills-sharing").run()
    assert LOOK_AGAIN not in asker.questions


def test_an_action_is_folded_to_one_line(make_loop):
    loop = make_loop(ScriptedAsker("One.", "Try\n\n  this", EMPTY_REPLY), "skills-sharing")
    loop.run()
    assert "Try this" == loop.sitting.draft.action.text


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("soon", "“soon” is not a date that can be read."),
        ("2026-11-22", "Sunday 22 November has gone already."),
    ],
)
def test_an_invalid_date_is_asked_for_again(make_loop, typed, error):
    asker = ScriptedAsker("One.", "Try this", typed, "2w")
    loop = make_loop(asker, "skills-sharing")
    loop.run()
    assert any(message.startswith(error) for message in asker.messages)
    assert [LOOK_AGAIN, LOOK_AGAIN] == asker.questions[-2:]
    assert "Monday 7 December" == asker.messages[-1]
    assert date(2026, 12, 7) == loop.sitting.draft.action.due


def test_each_domain_is_introduced_once_even_after_going_back(make_loop):
    asker = ScriptedAsker("One.", Reply("back", ""), "One more.", "Two.", "Three.", EMPTY_REPLY)
    make_loop(asker, "problem-solving", "skills-sharing", "praise").run()
    assert 1 == asker.messages.count("Co-operation")
    assert 1 == asker.messages.count("Acceptance")


def test_a_follow_up_away_from_its_parent_is_shown_with_it(make_loop, content):
    asker = ScriptedAsker("One.", EMPTY_REPLY)
    make_loop(asker, "everyone-contributes").run()
    assert content.find_question("diversity-and-availability").text == asker.prompts[0].parent


def test_a_prompt_has_its_location_its_progress_and_the_text_so_far(make_loop):
    asker = ScriptedAsker("One.", Reply("back", "Two"), "One.", "Two.", EMPTY_REPLY)
    make_loop(asker, "problem-solving", "skills-sharing").run()
    first, second, again, second_again = asker.prompts[:4]
    assert ("Co-operation", "1 of 2", "") == (first.location, first.progress, first.text)
    assert ("2 of 2", "") == (second.progress, second.text)
    assert ("1 of 2", "One.") == (again.progress, again.text)
    assert ("2 of 2", "Two") == (second_again.progress, second_again.text)


def test_the_reason_for_a_question_is_its_hint_until_it_goes_one_step_deeper(make_loop):
    asker = ScriptedAsker("Yes", "Yes", "Pairs.", EMPTY_REPLY)
    reasons = {"praise": "New to you."}
    make_loop(asker, "praise", "skills-sharing", reasons=reasons).run()
    assert [reasons["praise"], AFTER_YES, ""] == [prompt.hint for prompt in asker.prompts[:3]]


def test_in_a_team_session_a_question_that_needs_care_says_so(make_loop):
    asker = ScriptedAsker("One.", "Two.", EMPTY_REPLY)
    ids = ("team-session-already-acceptance", "diversity-and-judgements")
    make_loop(asker, *ids, kind="team-session").run()
    assert ["", CARE] == [prompt.hint for prompt in asker.prompts[:2]]


def test_questions_skipped_one_after_the_other_are_shown_in_one_line(make_loop):
    ids = ("problem-solving", "skills-sharing", "sharing-strengths", "diversity-as-strength")
    asker = ScriptedAsker("One.", "", "", "Four.", EMPTY_REPLY)
    make_loop(asker, *ids).run()
    shown = [text for text in asker.transcript if "skipped" in text]
    assert ["Questions 2–3 skipped"] == shown
    assert asker.transcript.index(shown[0]) < asker.transcript.index("Four.")


def test_a_question_answered_after_going_back_is_not_shown_as_skipped(make_loop):
    replies = ("One.", "", "", BACK, BACK, "Two.", "", EMPTY_REPLY, EMPTY_REPLY)
    asker = ScriptedAsker(*replies, replies_to_takeaway=True)
    make_loop(asker, "problem-solving", "skills-sharing", "sharing-strengths").run()
    shown = [text for text in asker.messages if "skipped" in text]
    assert ["Questions 2–3 skipped", "Question 3 skipped"] == shown


# One step deeper.


def test_a_short_answer_to_a_closed_question_goes_one_step_deeper_once(make_loop):
    asker = ScriptedAsker("No.", "No.", Reply("back", ""), "Not yet", "", EMPTY_REPLY)
    loop = make_loop(asker, "praise", "skills-sharing")
    loop.run()
    assert ["", AFTER_NO, "", ""] == [prompt.hint for prompt in asker.prompts[:4]]
    assert "No." == asker.prompts[1].text
    assert {"praise": "Not yet"} == answer_texts(loop.sitting.draft)


def test_on_a_pipe_nothing_is_asked_deeper(make_loop):
    asker = ScriptedAsker("Yes", EMPTY_REPLY, is_interactive=False)
    make_loop(asker, "praise").run()
    assert 2 == len(asker.prompts)


# The closing.


def test_the_closing_asks_for_the_takeaway_and_then_for_one_thing_to_try(make_loop):
    asker = ScriptedAsker("One.", "To ask\n first ", "Try this", "", replies_to_takeaway=True)
    loop = make_loop(asker, "skills-sharing")
    assert "finished" == loop.run()
    assert [TAKEAWAY_ASKED, ACTION_ASKED, LOOK_AGAIN] == asker.questions[1:]
    assert ["Before you go, 1 of 2", "Before you go, 2 of 2"] == [
        message for message in asker.messages if message.startswith("Before")
    ]
    (entry,) = loop.sitting.entries()
    assert ("To ask first", "Try this") == (entry.takeaway, entry.actions[0].text)


def test_a_takeaway_or_action_can_be_taken_away_again(make_loop):
    asker = ScriptedAsker(
        *("One.", "To ask", Reply("back", "Try"), "-", "-", EMPTY_REPLY), replies_to_takeaway=True
    )
    loop = make_loop(asker, "skills-sharing")
    loop.run()
    assert ("", None) == (loop.sitting.draft.takeaway, loop.sitting.draft.action)


def test_enough_in_the_closing_ends_it_with_what_was_typed(make_loop):
    asker = ScriptedAsker("One.", Reply("enough", "To ask"), replies_to_takeaway=True)
    loop = make_loop(asker, "skills-sharing")
    assert "finished" == loop.run()
    assert "To ask" == loop.sitting.draft.takeaway


def test_after_several_domains_the_action_is_filed_under_the_one_that_is_chosen(make_loop):
    asker = ScriptedAsker("One.", "Two.", "A rota", "co-op", "2w")
    loop = make_loop(asker, "praise", "skills-sharing")
    loop.run()
    which = "Which domain is it for? 1 Acceptance, 2 Co-operation. Enter to leave it out."
    assert which in asker.questions
    acceptance, co_operation = loop.sitting.entries()
    assert () == acceptance.actions
    assert "A rota" == co_operation.actions[0].text


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        (("1",), date(2026, 11, 30)),
        (("in two weeks",), date(2026, 12, 7)),
        (("month",), date(2026, 12, 23)),
        (("4", "1 December"), date(2026, 12, 1)),
        (("1 December",), date(2026, 12, 1)),
        (("5",), None),
        (("",), None),
    ],
)
def test_the_day_to_look_again_is_chosen_or_typed(make_loop, typed, due):
    loop = make_loop(ScriptedAsker("One.", "A rota", *typed), "skills-sharing")
    loop.run()
    assert due == loop.sitting.draft.action.due


# What is saved.


def test_the_draft_is_saved_after_every_answer(make_loop, drafts):
    seen = []

    class Watching(ScriptedAsker):
        def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
            draft = unfinished_draft(drafts)
            seen.append(answer_texts(draft) if draft else None)
            return super().ask_answer(prompt, listener)

    make_loop(Watching("One.", "Two.", EMPTY_REPLY), "problem-solving", "skills-sharing").run()
    assert [
        None,
        {"problem-solving": "One."},
    ] == seen
    both = {"problem-solving": "One.", "skills-sharing": "Two."}
    assert both == answer_texts(unfinished_draft(drafts))


def test_skipping_everything_leaves_no_draft(make_loop, drafts):
    assert "finished" == make_loop(ScriptedAsker(EMPTY_REPLY, EMPTY_REPLY), "skills-sharing").run()
    assert unfinished_draft(drafts) is None


def test_the_answer_in_progress_is_part_of_a_pause(make_loop, drafts):
    asker = ScriptedAsker("One.", Reply("pause", "Half a sent"))
    assert "paused" == make_loop(asker, "problem-solving", "skills-sharing").run()
    draft = unfinished_draft(drafts)
    assert {"problem-solving": "One.", "skills-sharing": "Half a sent"} == answer_texts(draft)
    assert 1 == draft.step_index
    assert PAUSED == asker.messages[-1]


def test_enough_goes_straight_to_the_closing_and_skips_nothing(make_loop):
    asker = ScriptedAsker(Reply("enough", "In pairs."), Reply("enough", "A rota"))
    loop = make_loop(asker, "problem-solving", "skills-sharing", "sharing-strengths")
    assert "finished" == loop.run()
    assert ["How do you encourage collaborative problem solving?", ACTION_ASKED] == asker.questions
    (entry,) = loop.sitting.entries()
    assert ("In pairs.", ()) == (entry.answers[0].text, entry.skipped)
    assert "A rota" == entry.actions[0].text


def test_the_end_of_the_input_finishes_with_what_there_is(make_loop):
    loop = make_loop(ScriptedAsker(Reply("end", "One.")), "problem-solving", "skills-sharing")
    assert "finished" == loop.run()
    assert {"problem-solving": "One."} == answer_texts(loop.sitting.draft)
    assert () == loop.sitting.draft.skipped


def test_the_warning_about_control_characters_follows_that_of_the_reply(make_loop):
    asker = ScriptedAsker(Reply("done", "re\x1bd", warning="2 bytes were lost."), EMPTY_REPLY)
    loop = make_loop(asker, "skills-sharing")
    loop.run()
    assert {"skills-sharing": "red"} == answer_texts(loop.sitting.draft)
    warning = "2 bytes were lost.\n1 control character was removed; a text can’t hold them."
    assert warning in asker.messages


# When the disk fails.


def test_a_draft_that_cannot_be_written_is_reported_and_the_sitting_goes_on(content, tmp_path):
    (tmp_path / "inner").write_text("a file where the folder belongs", "utf-8")
    asker = ScriptedAsker("One.", EMPTY_REPLY)
    loop = sitting_loop(content, asker, Drafts(tmp_path / "inner"), "skills-sharing")
    assert "finished" == loop.run()
    assert any("can't be written" in message for message in asker.messages)
    assert {"skills-sharing": "One."} == answer_texts(loop.sitting.draft)


def test_a_pause_that_cannot_be_saved_shows_the_text(make_loop, drafts, monkeypatch):
    asker = ScriptedAsker("One.", Reply("pause", "Two."))
    loop = make_loop(asker, "skills-sharing", "problem-solving")

    monkeypatch.setattr("securebase_cli.storage.files.replace", raises_os_error(errno.ENOSPC))
    assert "finished" == loop.run()
    assert "No space left on device" in loop._autosaver.failure
    assert PAUSED not in asker.messages
    assert NOT_ON_DISK in asker.messages
    assert "One." in asker.messages[-1]
    assert "Two." in asker.messages[-1]


# What an entry can't hold.


@pytest.fixture
def small_entries(monkeypatch) -> str:
    """Let entries hold 2 KiB; return a text that is longer."""
    monkeypatch.setattr(journal, "MAX_BYTES", 2048)
    return ("word " * 500).strip()


def test_an_answer_that_is_too_long_is_asked_for_again_with_its_text(make_loop, small_entries):
    text = small_entries
    asker = ScriptedAsker(text, "Shorter.", text, "A rota", "5")
    loop = make_loop(asker, "praise")
    assert "finished" == loop.run()
    assert ["", text] == [prompt.text for prompt in asker.prompts[:2]]
    assert ["", TOO_LARGE] == [prompt.refusal for prompt in asker.prompts[:2]]
    assert [TOO_LARGE] == [message for message in asker.messages if "larger" in message]
    assert ["Shorter."] == [answer.text for answer in loop.sitting.draft.answers]
    assert "A rota" == loop.sitting.draft.action.text


def test_an_answer_that_was_refused_survives_an_interruption(make_loop, drafts, small_entries):
    with pytest.raises(SystemExit):
        make_loop(ScriptedAsker(small_entries, KeyboardInterrupt()), "praise").run()
    assert {"praise": small_entries} == answer_texts(unfinished_draft(drafts))


def test_all_answers_of_an_entry_count(make_loop, small_entries):
    half = small_entries[:1200]
    asker = ScriptedAsker(half, half, Reply("back", half), half, "Shorter.", half, EMPTY_REPLY)
    loop = make_loop(asker, "call-on-support", "asked-directly")
    assert "finished" == loop.run()
    assert ["Shorter.", half] == [answer.text for answer in loop.sitting.draft.answers]


def test_a_line_that_is_too_long_is_kept_until_it_is_changed(make_loop, drafts, small_entries):
    loop = make_loop(ScriptedAsker(ANSWER, small_entries, EMPTY_REPLY, PAUSE), "praise")
    assert "paused" == loop.run()
    assert small_entries == unfinished_draft(drafts).action.text
    asker = ScriptedAsker(ANSWER, small_entries, "-")
    loop = make_loop(asker, "praise")
    assert "finished" == loop.run()
    assert [f"{ACTION} {LEAVE_OUT}", f"{ACTION} {KEEP}"] == asker.questions[1:]
    assert loop.sitting.draft.action is None


def test_a_draft_holds_what_an_entry_can_t(make_loop, drafts, small_entries):
    loop = make_loop(ScriptedAsker(Reply("pause", small_entries)), "praise")
    assert "paused" == loop.run()
    assert {"praise": small_entries} == answer_texts(unfinished_draft(drafts))


@pytest.mark.parametrize(
    ("kind", "is_interactive"), [("done", False), ("end", False), ("end", True)]
)
def test_where_nothing_can_be_asked_again_the_sitting_ends_at_that_question(
    make_loop, drafts, small_entries, kind, is_interactive
):
    asker = ScriptedAsker(Reply(kind, small_entries), "Yes.", is_interactive=is_interactive)
    with pytest.raises(EntryTooLargeError, match="Go on with: securebase resume"):
        make_loop(asker, "praise", "call-on-support").run()
    assert 1 == len(asker.prompts)
    assert {"praise": small_entries} == answer_texts(unfinished_draft(drafts))


def test_a_pause_is_saved_after_the_disk_has_room_again(make_loop, drafts, monkeypatch):
    replace = files.replace
    failures = iter([OSError(28, "No space left on device")])

    def full_once(path, data):
        for failure in failures:
            raise failure
        return replace(path, data)

    monkeypatch.setattr(files, "replace", full_once)
    asker = ScriptedAsker("One.", Reply("pause", "Two."))
    assert "paused" == make_loop(asker, "skills-sharing", "problem-solving").run()
    assert PAUSED == asker.messages[-1]
    assert {"skills-sharing": "One.", "problem-solving": "Two."} == answer_texts(
        unfinished_draft(drafts)
    )


def test_the_editor_s_command_at_the_date_asks_again(make_loop):
    asker = ScriptedAsker("One.", "A walk", Reply("editor", ""), "2026-12-01")
    loop = make_loop(asker, "skills-sharing")
    assert "finished" == loop.run()
    assert date(2026, 12, 1) == loop.sitting.draft.action.due


# The scale.

SURE = Scaling(7, "observed")
KEEP_7 = "Enter to keep 7; - to take it away."


def _where(content, domain: str, on_enter: str = LEAVE_OUT) -> str:
    return f"{WHERE.format(content.find_domain(domain).quality)} {on_enter}"


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        ({}, "acceptance"),
        ({"acceptance": 90}, "co-operation"),
        ({"acceptance": 90, "co-operation": 91}, "co-operation"),
        ({"acceptance": 90, "co-operation": 89}, "acceptance"),
        ({"acceptance": 3, "co-operation": 60}, "co-operation"),
    ],
)
def test_after_several_domains_the_scale_that_has_waited_longest_is_asked(
    make_loop, content, days, asked
):
    last = {
        domain: DatedScaling(TODAY - timedelta(days=count), Scaling(5), "k3f7")
        for domain, count in days.items()
    }
    asker = ScriptedAsker("One.", "Two.", "Three.", "7", "2", EMPTY_REPLY)
    questions = ("problem-solving", "skills-sharing", "praise")
    loop = make_loop(asker, *questions, with_scales=True, find_last_scaling=last.get)
    assert "finished" == loop.run()
    assert [_where(content, asked), BASIS] == asker.questions[3:5]
    assert ((asked, SURE),) == loop.sitting.draft.scalings
    assert ["Before you go, 1 of 3", "Before you go, 2 of 3", "Before you go, 3 of 3"] == [
        message for message in asker.messages if message.startswith("Before you go")
    ]


def test_a_value_on_the_scale_is_saved_at_once(make_loop, drafts):
    make_loop(ScriptedAsker("One.", "7", "2", PAUSE), "praise", with_scales=True).run()
    draft = unfinished_draft(drafts)
    assert ((("acceptance", SURE),), 3) == (draft.scalings, draft.step_index)


@pytest.mark.parametrize(
    "replies",
    [("", ""), ("One.", Reply("enough", "")), (Reply("enough", "One."),)],
    ids=["all was skipped", "the last question was not reached", "nor the second"],
)
def test_after_less_than_a_whole_domain_no_scale_is_asked(make_loop, replies):
    asker = ScriptedAsker(*replies, EMPTY_REPLY)
    loop = make_loop(asker, "problem-solving", "skills-sharing", with_scales=True)
    assert "finished" == loop.run()
    assert ACTION_ASKED == asker.questions[-1]
    assert len(replies) + 1 == len(asker.questions)
    assert "Before you go, 2 of 2" in asker.messages


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 9, 30), "Last time, in September: 4."),
        (date(2025, 9, 1), "Last time, in September 2025: 4."),
    ],
)
def test_the_last_value_is_shown_after_the_new_one(make_loop, day, shown):
    asker = ScriptedAsker("One.", "7", "", EMPTY_REPLY)
    last = DatedScaling(day, Scaling(4), "k3f7")
    loop = make_loop(asker, "praise", with_scales=True, find_last_scaling={"acceptance": last}.get)
    loop.run()
    assert asker.transcript.index("7 of 10") < asker.transcript.index(shown)


@pytest.mark.parametrize(("days", "is_asked"), [(28, False), (29, True)])
def test_a_scale_is_asked_at_most_every_four_weeks(make_loop, content, days, is_asked):
    last = DatedScaling(TODAY - timedelta(days=days), Scaling(4), "k3f7")
    asker = ScriptedAsker("One.", *[""] * is_asked, EMPTY_REPLY)
    make_loop(asker, "praise", with_scales=True, find_last_scaling=lambda _: last).run()
    assert is_asked is (_where(content, "acceptance") in asker.questions)
    assert is_asked is ("Before you go, 3 of 3" in asker.messages)


def test_without_a_value_the_last_one_is_not_shown(make_loop):
    asker = ScriptedAsker("One.", "", EMPTY_REPLY)
    last = DatedScaling(date(2026, 9, 30), Scaling(4), "k3f7")
    make_loop(asker, "praise", with_scales=True, find_last_scaling=lambda _: last).run()
    assert not any(message.startswith("Last time") for message in asker.messages)


def test_on_a_pipe_the_scale_is_never_asked(make_loop, content):
    asker = ScriptedAsker("One.", "Two.", EMPTY_REPLY, is_interactive=False)
    loop = make_loop(asker, "problem-solving", "praise", with_scales=True)
    assert "finished" == loop.run()
    assert [
        content.find_question("problem-solving").text,
        content.find_question("praise").text,
        ACTION_ASKED,
    ] == asker.questions
    assert () == loop.sitting.draft.scalings


def test_on_a_pipe_going_back_over_a_scale_reaches_the_question_before_it(make_loop):
    asker = ScriptedAsker(
        *("One.", "Two.", BACK, BACK, BACK, "Won.", "Too.", EMPTY_REPLY, EMPTY_REPLY),
        is_interactive=False,
        replies_to_takeaway=True,
    )
    loop = make_loop(asker, "problem-solving", "praise", with_scales=True)
    assert "finished" == loop.run()
    assert {"problem-solving": "Won.", "praise": "Too."} == answer_texts(loop.sitting.draft)


def test_on_a_pipe_an_earlier_value_on_the_scale_stays(make_loop, drafts):
    first = make_loop(ScriptedAsker("One.", "7", "2", PAUSE), "praise", with_scales=True)
    first.run()
    asker = ScriptedAsker(
        *(BACK, BACK, "Won.", EMPTY_REPLY, EMPTY_REPLY),
        is_interactive=False,
        replies_to_takeaway=True,
    )
    second = SittingLoop(first.sitting, asker, drafts, TODAY)
    second.run()
    assert (("acceptance", SURE),) == second.sitting.draft.scalings


def test_the_scale_of_a_domain_without_a_quality_is_not_asked(content, drafts):
    answer = Answer("speak-up", "Do you speak up?", "Sometimes.")
    plan = (Step("courage", "speak-up"), Step("courage", ""))
    draft = Draft("d2r4", MOMENT, plan, (("courage", "aaaa"),), step_index=1, answers=(answer,))
    asker = ScriptedAsker(EMPTY_REPLY)
    SittingLoop(resume_sitting(draft, content), asker, drafts, TODAY).run()
    assert [ACTION_ASKED] == asker.questions


def test_back_goes_through_the_closing_and_then_to_the_question(make_loop, content):
    replies = ("One.", "7", "2", "A rest", BACK, BACK, BACK, "Won.", "", "", EMPTY_REPLY)
    asker = ScriptedAsker(*replies, replies_to_takeaway=True)
    loop = make_loop(asker, "praise", with_scales=True)
    loop.run()
    again = _where(content, "acceptance", KEEP_7)
    keep = f"{TAKEAWAY} Enter to keep it; - to take it away."
    praise = content.find_question("praise").text
    assert [ACTION_ASKED, keep, again, praise, again, keep, ACTION_ASKED] == asker.questions[4:]
    assert "A rest" == loop.sitting.draft.takeaway
    assert {"praise": "Won."} == answer_texts(loop.sitting.draft)
    assert (("acceptance", SURE),) == loop.sitting.draft.scalings


def test_a_value_stays_after_going_back_to_the_question(make_loop):
    asker = ScriptedAsker("One.", "7", BACK, BACK, "Won.", "", EMPTY_REPLY)
    loop = make_loop(asker, "praise", with_scales=True)
    loop.run()
    assert (("acceptance", Scaling(7)),) == loop.sitting.draft.scalings


@pytest.mark.parametrize(
    ("replies", "scalings"),
    [
        ((PAUSE,), ()),
        (("7", PAUSE), (("acceptance", Scaling(7)),)),
        (("seven", PAUSE), ()),
    ],
    ids=["at the value", "at how it is known", "after a mistake"],
)
def test_a_pause_at_the_scale_keeps_what_there_is_and_it_is_asked_again(
    make_loop, content, drafts, replies, scalings
):
    asker = ScriptedAsker("One.", *replies)
    assert "paused" == make_loop(asker, "praise", with_scales=True).run()
    draft = unfinished_draft(drafts)
    assert (1, scalings) == (draft.step_index, draft.scalings)
    assert PAUSED == asker.messages[-1]
    resumed = ScriptedAsker("", EMPTY_REPLY)
    loop = SittingLoop(resume_sitting(draft, content), resumed, drafts, TODAY)
    assert "finished" == loop.run()
    assert [
        _where(content, "acceptance", KEEP_7 if scalings else LEAVE_OUT),
        ACTION_ASKED,
    ] == (resumed.questions)
    assert scalings == loop.sitting.draft.scalings


def test_the_end_of_the_input_at_the_scale_finishes_with_what_there_is(make_loop):
    loop = make_loop(ScriptedAsker("One.", "7", Reply("end", "")), "praise", with_scales=True)
    assert "finished" == loop.run()
    assert (("acceptance", Scaling(7)),) == loop.sitting.draft.scalings


def test_the_count_of_answers_leaves_out_scales(make_loop, content, drafts):
    make_loop(ScriptedAsker("One.", PAUSE), "praise", "induction", with_scales=True).run()
    (stored,), _ = drafts.unfinished()
    asker = ScriptedLineAsker("")
    asker.show = lambda page: asker.messages.append(page[0].text)
    menus.choose_draft_action(asker, stored, content)
    assert "1 of 2 answered" in asker.messages[0]


# The last answer.

THEN = PreviousAnswer("k3f7", date(2026, 5, 4), "Sometimes.")


def _last_time(earlier: PreviousAnswer = THEN, of: str = "skills-sharing") -> dict[str, Any]:
    return {"find_last_answer": {of: earlier}.get}


def test_the_last_answer_is_shown_after_the_new_one_and_nothing_is_asked(make_loop, content):
    asker = ScriptedAsker("One.", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time()).run()
    question = content.find_question("skills-sharing").text
    start = asker.transcript.index(question)
    assert [question, "One.", "Last time, 4 May 2026", "Sometimes."] == asker.transcript[
        start : start + 4
    ]
    assert [question, ACTION_ASKED] == asker.questions


@pytest.mark.parametrize(("days", "is_shown"), [(7, False), (8, True)])
def test_an_answer_of_the_last_week_is_not_shown(make_loop, days, is_shown):
    asker = ScriptedAsker("One.", EMPTY_REPLY)
    earlier = THEN._replace(day=TODAY - timedelta(days=days))
    make_loop(asker, "skills-sharing", **_last_time(earlier)).run()
    assert is_shown is ("Sometimes." in asker.messages)


def test_a_question_that_is_skipped_shows_none(make_loop):
    asker = ScriptedAsker("", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time()).run()
    assert "Sometimes." not in asker.messages


def test_on_a_pipe_the_last_answer_is_not_looked_up(make_loop):
    def looked_for(question: str) -> PreviousAnswer:
        raise AssertionError(question)

    asker = ScriptedAsker("One.", EMPTY_REPLY, is_interactive=False)
    assert "finished" == make_loop(asker, "skills-sharing", find_last_answer=looked_for).run()


def test_a_long_last_answer_is_shortened_with_a_pointer_to_the_rest(make_loop):
    whole = "word " * 159 + "words"
    assert 800 == len(whole)
    asker = ScriptedAsker("One.", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time(THEN._replace(text=whole))).run()
    assert whole in asker.messages
    asker = ScriptedAsker("One.", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time(THEN._replace(text=f"{whole}.end"))).run()
    assert f"{whole[:-6]}…" in asker.messages
    assert "The rest: securebase show k3f7" in asker.messages


def test_an_earlier_answer_that_can_t_be_looked_up_does_not_end_the_sitting(make_loop):
    def failing(_question: str) -> PreviousAnswer:
        raise FolderError("The journal folder can't be read: Input/output error.")

    asker = ScriptedAsker("One.", "Two.", EMPTY_REPLY)
    loop = make_loop(asker, "skills-sharing", "praise", find_last_answer=failing)
    assert "finished" == loop.run()
