"""The loop of a sitting: what is asked when, and what is saved."""

import errno
from datetime import date
from typing import Any

import pytest

from securebase_cli.errors import FolderError
from securebase_cli.model import Answer, Draft, Scaling, Step
from securebase_cli.sitting.last_answers import PreviousAnswer
from securebase_cli.sitting.loop import (
    ACTION,
    CHANGED,
    EXAMPLE_HINT,
    LOOK_AGAIN,
    NOT_ON_DISK,
    PAUSED,
    TEAM_NOTE,
    SittingLoop,
)
from securebase_cli.sitting.scale import HOW_KNOWN, HOW_SURE
from securebase_cli.sitting.state import resume_sitting
from securebase_cli.storage import files
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

# A team session.


def test_a_team_session_starts_with_a_note_and_ends_with_who_does_what(make_loop):
    asker = ScriptedAsker("We ring.", "Parents.", "A rota, Kim", EMPTY_REPLY)
    prompt = "team-session-already-availability"
    loop = make_loop(asker, prompt, "diversity-and-availability", kind="team-session")
    assert "finished" == loop.run()
    assert TEAM_NOTE == asker.transcript[0]
    assert "What do we do already?" == asker.questions[0]
    assert "What shall we try? Who, by when?" == asker.questions[2]
    (entry,) = loop.sitting.entries()
    assert ("team-session", "A rota, Kim") == (entry.kind, entry.actions[0].text)
    assert "Availability, 23 November 2026, team session" == entry.title


def test_a_resumed_team_session_is_still_a_team_session(make_loop, content, drafts):
    names = ("team-session-already-availability", "team-session-thinner-availability")
    make_loop(ScriptedAsker("We ring.", Reply("pause", "")), *names, kind="team-session").run()
    asker = ScriptedAsker("At night.", EMPTY_REPLY)
    loop = SittingLoop(resume_sitting(unfinished_draft(drafts), content), asker, drafts, TODAY)
    loop.run()
    assert TEAM_NOTE in asker.messages
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
        ACTION,
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
    where = "Co-operation · I can work with others to find a solution"
    assert (where, "Question 1 of 2", "") == (first.location, first.progress, first.text)
    assert ("Question 2 of 2", "") == (second.progress, second.text)
    assert ("Question 1 of 2", "One.") == (again.progress, again.text)
    assert ("Question 2 of 2", "Two") == (second_again.progress, second_again.text)


def test_the_reason_for_a_question_is_its_hint_until_an_example_is_asked_for(make_loop):
    asker = ScriptedAsker("Yes", "Yes", "Pairs.", EMPTY_REPLY)
    reasons = {"praise": "You have not answered it yet."}
    make_loop(asker, "praise", "skills-sharing", reasons=reasons).run()
    assert [reasons["praise"], EXAMPLE_HINT, ""] == [prompt.hint for prompt in asker.prompts[:3]]


# Asking for an example.


@pytest.mark.parametrize(
    "bare", ["Yes", "no", "YES!", "  yep.  ", "No, we don’t.", "yes they do", "n", "Yes we can"]
)
def test_a_bare_yes_or_no_to_a_closed_question_is_asked_for_an_example_once(make_loop, bare):
    asker = ScriptedAsker(bare, bare, EMPTY_REPLY)
    loop = make_loop(asker, "praise")
    loop.run()
    assert ["", EXAMPLE_HINT] == [prompt.hint for prompt in asker.prompts[:2]]
    assert bare.strip() in asker.prompts[1].text
    assert {"praise": bare} == answer_texts(loop.sitting.draft)


@pytest.mark.parametrize("full", ["Yes, on Tuesday.", "Nobody asks", "", "yesterday", "I do"])
def test_an_answer_that_says_more_or_nothing_is_left_alone(make_loop, full):
    asker = ScriptedAsker(full, EMPTY_REPLY)
    make_loop(asker, "praise").run()
    assert 2 == len(asker.prompts)


def test_an_open_question_can_be_answered_with_yes(make_loop):
    asker = ScriptedAsker("Yes", EMPTY_REPLY)
    make_loop(asker, "skills-sharing").run()
    assert 2 == len(asker.prompts)


def test_on_a_pipe_no_example_is_asked_for(make_loop):
    asker = ScriptedAsker("Yes", EMPTY_REPLY, is_interactive=False)
    make_loop(asker, "praise").run()
    assert 2 == len(asker.prompts)


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
        {"problem-solving": "One.", "skills-sharing": "Two."},
    ] == seen


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
    assert ["How do you encourage collaborative problem solving?", ACTION] == asker.questions
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

BACK, PAUSE = Reply("back", ""), Reply("pause", "")
SURE = Scaling(7, "observed")


def _how_sure(content, domain: str, instead: str = "not now") -> str:
    return HOW_SURE.format(content.find_domain(domain).quality, instead)


def test_a_domain_s_scale_is_asked_after_its_questions_and_before_the_next_domain(
    make_loop, content
):
    asker = ScriptedAsker("One.", "Two.", "7", "2", "Three.", "", EMPTY_REPLY)
    loop = make_loop(asker, "problem-solving", "skills-sharing", "praise", with_scales=True)
    assert "finished" == loop.run()
    assert [
        content.find_question("problem-solving").text,
        content.find_question("skills-sharing").text,
        _how_sure(content, "co-operation"),
        HOW_KNOWN,
        content.find_question("praise").text,
        _how_sure(content, "acceptance"),
        ACTION,
    ] == asker.questions
    assert (("co-operation", SURE),) == loop.sitting.draft.scalings


def test_a_value_on_the_scale_is_saved_at_once_even_without_an_answer(make_loop, drafts):
    make_loop(ScriptedAsker(EMPTY_REPLY, "7", "2", PAUSE), "praise", with_scales=True).run()
    draft = unfinished_draft(drafts)
    assert ((("acceptance", SURE),), 2) == (draft.scalings, draft.step_index)


def test_on_a_pipe_the_scale_is_never_asked(make_loop, content):
    asker = ScriptedAsker("One.", "Two.", EMPTY_REPLY, is_interactive=False)
    loop = make_loop(asker, "problem-solving", "praise", with_scales=True)
    assert "finished" == loop.run()
    assert [
        content.find_question("problem-solving").text,
        content.find_question("praise").text,
        ACTION,
    ] == asker.questions
    assert () == loop.sitting.draft.scalings


def test_on_a_pipe_going_back_over_a_scale_reaches_the_question_before_it(make_loop):
    asker = ScriptedAsker(
        "One.", "Two.", BACK, BACK, "Won.", "Too.", EMPTY_REPLY, is_interactive=False
    )
    loop = make_loop(asker, "problem-solving", "praise", with_scales=True)
    assert "finished" == loop.run()
    assert {"problem-solving": "Won.", "praise": "Too."} == answer_texts(loop.sitting.draft)


def test_on_a_pipe_an_earlier_value_on_the_scale_stays(make_loop, drafts):
    first = make_loop(ScriptedAsker("One.", "7", "2", PAUSE), "praise", with_scales=True)
    first.run()
    asker = ScriptedAsker(BACK, "Won.", EMPTY_REPLY, is_interactive=False)
    second = SittingLoop(first.sitting, asker, drafts, TODAY)
    second.run()
    assert (("acceptance", SURE),) == second.sitting.draft.scalings


def test_the_scale_of_a_domain_without_a_quality_is_not_asked(content, drafts):
    answer = Answer("speak-up", "Do you speak up?", "Sometimes.")
    plan = (Step("courage", "speak-up"), Step("courage", ""))
    draft = Draft("d2r4", MOMENT, plan, (("courage", "aaaa"),), step_index=1, answers=(answer,))
    asker = ScriptedAsker(EMPTY_REPLY)
    SittingLoop(resume_sitting(draft, content), asker, drafts, TODAY).run()
    assert [ACTION] == asker.questions


def test_back_goes_from_the_action_to_the_scale_and_then_to_the_question(make_loop, content):
    asker = ScriptedAsker("One.", "7", "2", BACK, BACK, "Won.", "", EMPTY_REPLY)
    loop = make_loop(asker, "praise", with_scales=True)
    loop.run()
    again = _how_sure(content, "acceptance", "leave it at 7; -: none")
    assert [again, content.find_question("praise").text, again, ACTION] == asker.questions[4:]
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
        _how_sure(content, "acceptance", "leave it at 7; -: none" if scalings else "not now"),
        ACTION,
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


def test_the_last_answer_is_shown_after_the_new_one_and_never_before(make_loop, content):
    asker = ScriptedAsker("One.", "", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time()).run()
    assert [
        content.find_question("skills-sharing").text,
        "One.",
        "Last time, 4 May 2026",
        "Sometimes.",
        CHANGED,
        ACTION,
    ] == asker.transcript[-6:]


def test_a_line_about_what_has_changed_is_added_to_the_answer_and_shown(make_loop, drafts):
    asker = ScriptedAsker("One.", "More often\n now ", EMPTY_REPLY)
    loop = make_loop(asker, "skills-sharing", **_last_time())
    loop.run()
    added = {"skills-sharing": "One.\n\nMore often now"}
    assert added == answer_texts(loop.sitting.draft) == answer_texts(unfinished_draft(drafts))
    assert "More often now" == asker.messages[-1]


@pytest.mark.parametrize("reply", ["", " ", Reply("editor", "")])
def test_enter_goes_on_and_adds_nothing(make_loop, reply):
    asker = ScriptedAsker("One.", reply, "Two.", EMPTY_REPLY)
    loop = make_loop(asker, "skills-sharing", "praise", **_last_time())
    assert "finished" == loop.run()
    assert {"skills-sharing": "One.", "praise": "Two."} == answer_texts(loop.sitting.draft)


def test_a_question_without_an_earlier_answer_shows_none(make_loop):
    asker = ScriptedAsker("One.", "Two.", "", EMPTY_REPLY)
    make_loop(asker, "problem-solving", "skills-sharing", **_last_time()).run()
    assert 1 == asker.questions.count(CHANGED)
    assert asker.transcript.index("Two.") < asker.transcript.index("Sometimes.")


def test_a_question_that_is_skipped_shows_none(make_loop):
    asker = ScriptedAsker("", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time()).run()
    assert CHANGED not in asker.questions
    assert "Sometimes." not in asker.messages


def test_on_a_pipe_the_last_answer_is_not_looked_up(make_loop):
    def looked_for(question: str) -> PreviousAnswer:
        raise AssertionError(question)

    asker = ScriptedAsker("One.", EMPTY_REPLY, is_interactive=False)
    assert "finished" == make_loop(asker, "skills-sharing", find_last_answer=looked_for).run()


def test_the_last_answer_is_shown_after_the_example(make_loop):
    asker = ScriptedAsker("Yes", "Yes, on Tuesday.", "", EMPTY_REPLY)
    make_loop(asker, "praise", **_last_time(of="praise")).run()
    assert ["Yes, on Tuesday.", "Last time, 4 May 2026", "Sometimes."] == asker.transcript[-5:-2]
    assert 1 == asker.messages.count("Sometimes.")


def test_the_answer_is_saved_before_the_last_one_is_shown(make_loop, drafts):
    class Watching(ScriptedAsker):
        def show(self, page) -> None:
            if page[0].text.startswith("Last time"):
                assert {"skills-sharing": "One."} == answer_texts(unfinished_draft(drafts))
            super().show(page)

    asker = Watching("One.", "", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time()).run()
    assert "Sometimes." in asker.messages


def test_a_long_last_answer_is_shortened_with_a_pointer_to_the_rest(make_loop):
    whole = "word " * 159 + "words"
    assert 800 == len(whole)
    asker = ScriptedAsker("One.", "", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time(THEN._replace(text=whole))).run()
    assert whole == asker.messages[-1]
    asker = ScriptedAsker("One.", "", EMPTY_REPLY)
    make_loop(asker, "skills-sharing", **_last_time(THEN._replace(text=f"{whole}.end"))).run()
    assert [f"{whole[:-6]}…", "The rest: securebase show k3f7"] == asker.messages[-2:]


def test_going_back_from_there_brings_the_answer_with_its_line_to_be_changed(make_loop, content):
    asker = ScriptedAsker("One.", Reply("back", "A line"), "Won.", "", EMPTY_REPLY)
    loop = make_loop(asker, "skills-sharing", **_last_time())
    loop.run()
    first, _, again = asker.prompts[:3]
    assert (first.question, "One.\n\nA line") == (again.question, again.text)
    assert {"skills-sharing": "Won."} == answer_texts(loop.sitting.draft)


def test_a_pause_there_keeps_the_line_and_goes_on_at_the_next_question(make_loop, drafts):
    asker = ScriptedAsker("One.", Reply("pause", "A line"))
    loop = make_loop(asker, "skills-sharing", "problem-solving", **_last_time())
    assert "paused" == loop.run()
    draft = unfinished_draft(drafts)
    assert ({"skills-sharing": "One.\n\nA line"}, 1) == (answer_texts(draft), draft.step_index)
    assert PAUSED == asker.messages[-1]


def test_the_end_of_the_input_there_finishes_with_what_there_is(make_loop):
    loop = make_loop(
        ScriptedAsker("One.", Reply("end", "")), "skills-sharing", "praise", **_last_time()
    )
    assert "finished" == loop.run()
    assert {"skills-sharing": "One."} == answer_texts(loop.sitting.draft)


@pytest.mark.parametrize("line", [".b", ".p", ".edit"])
def test_a_line_that_only_begins_like_a_command_is_added_too(make_loop, line):
    loop = make_loop(ScriptedAsker("One.", line, EMPTY_REPLY), "skills-sharing", **_last_time())
    loop.run()
    assert {"skills-sharing": f"One.\n\n{line}"} == answer_texts(loop.sitting.draft)


def test_control_characters_in_the_line_are_removed_and_that_is_said(make_loop):
    asker = ScriptedAsker("One.", Reply("done", "re\x1bd"), EMPTY_REPLY)
    loop = make_loop(asker, "skills-sharing", **_last_time())
    loop.run()
    assert {"skills-sharing": "One.\n\nred"} == answer_texts(loop.sitting.draft)
    assert "1 control character was removed; a text can’t hold them." in asker.messages


def test_an_earlier_answer_that_can_t_be_looked_up_does_not_end_the_sitting(make_loop):
    def failing(_question: str) -> PreviousAnswer:
        raise FolderError("The journal folder can't be read: Input/output error.")

    asker = ScriptedAsker("One.", "Two.", EMPTY_REPLY)
    loop = make_loop(asker, "skills-sharing", "praise", find_last_answer=failing)
    assert "finished" == loop.run()
