"""Conducting a sitting: what is asked when, and what is kept."""

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
from support.builders import MOMENT
from support.person import NOTHING, TODAY, Choosing, Person, conductor, kept, texts


@pytest.fixture
def drafts(tmp_path):
    return Drafts(tmp_path)


@pytest.fixture
def conducted(content, drafts):
    """Give a function that lets a person go through a sitting of the questions named."""
    return lambda person, *names, **how: conductor(content, person, drafts, *names, **how)


# A team session.


def test_a_team_session_says_first_what_it_is_about_and_ends_with_who_does_what(conducted):
    person = Person("We ring.", "Parents.", "A rota, Kim", NOTHING)
    prompt = "team-session-already-availability"
    held = conducted(person, prompt, "diversity-and-availability", kind="team-session")
    assert "finished" == held.run()
    assert TEAM_NOTE == person.seen[0]
    assert "What do we do already?" == person.questions[0]
    assert "What shall we try? Who, by when?" == person.questions[2]
    (entry,) = held.sitting.entries()
    assert ("team-session", "A rota, Kim") == (entry.kind, entry.actions[0].text)
    assert "Availability, 23 November 2026, team session" == entry.title


def test_a_team_session_that_is_taken_up_again_is_still_one(conducted, content, drafts):
    names = ("team-session-already-availability", "team-session-thinner-availability")
    conducted(Person("We ring.", Reply("pause", "")), *names, kind="team-session").run()
    person = Person("At night.", NOTHING)
    held = SittingLoop(resume_sitting(kept(drafts), content), person, drafts, TODAY)
    held.run()
    assert TEAM_NOTE in person.told
    assert ["We ring.", "At night."] == list(texts(held.sitting.draft).values())
    assert "team-session" == held.sitting.entries()[0].kind


# What is asked.


def test_the_questions_come_in_order_then_the_action_then_when_to_look_again(conducted, content):
    person = Person("One.", "Two.", "Three.", "2026-12-01")
    held = conducted(person, "skills-sharing", "problem-solving")
    assert "finished" == held.run()
    assert [
        content.question("skills-sharing").text,
        content.question("problem-solving").text,
        ACTION,
        LOOK_AGAIN,
    ] == person.questions
    action = held.sitting.draft.action
    assert ("Three.", date(2026, 12, 1)) == (action.text, action.due)


def test_who_tries_nothing_is_not_asked_when_to_look_again(conducted):
    person = Person("One.", NOTHING)
    assert "finished" == conducted(person, "skills-sharing").run()
    assert LOOK_AGAIN not in person.questions


def test_an_action_is_folded_to_one_line(conducted):
    held = conducted(Person("One.", "Try\n\n  this", NOTHING), "skills-sharing")
    held.run()
    assert "Try this" == held.sitting.draft.action.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("soon", "“soon” is not a date that can be read."),
        ("2026-11-22", "22 November 2026 has gone already."),
    ],
)
def test_a_date_that_can_t_be_meant_is_asked_for_again(conducted, given, words):
    person = Person("One.", "Try this", given, "2w")
    held = conducted(person, "skills-sharing")
    held.run()
    assert any(told.startswith(words) for told in person.told)
    assert [LOOK_AGAIN, LOOK_AGAIN] == person.questions[-2:]
    assert date(2026, 12, 7) == held.sitting.draft.action.due


def test_each_domain_is_introduced_once_even_when_someone_goes_back_in_it(conducted):
    person = Person("One.", Reply("back", ""), "One more.", "Two.", "Three.", NOTHING)
    conducted(person, "problem-solving", "skills-sharing", "praise").run()
    assert 1 == person.told.count("Co-operation")
    assert 1 == person.told.count("Acceptance")


def test_a_follow_up_away_from_its_parent_is_shown_with_it(conducted, content):
    person = Person("One.", NOTHING)
    conducted(person, "everyone-contributes").run()
    assert content.question("diversity-and-availability").text == person.asked[0].parent


def test_a_sheet_says_where_it_is_and_what_was_written_to_it_before(conducted):
    person = Person("One.", Reply("back", "Two"), "One.", "Two.", NOTHING)
    conducted(person, "problem-solving", "skills-sharing").run()
    first, second, again, second_again = person.asked[:4]
    where = "Co-operation · I can work with others to find a solution"
    assert (where, "Question 1 of 2", "") == (first.location, first.progress, first.text)
    assert ("Question 2 of 2", "") == (second.progress, second.text)
    assert ("Question 1 of 2", "One.") == (again.progress, again.text)
    assert ("Question 2 of 2", "Two") == (second_again.progress, second_again.text)


def test_why_a_question_was_chosen_stands_by_it_until_the_nudge_takes_its_place(conducted):
    person = Person("Yes", "Yes", "Pairs.", NOTHING)
    why = {"praise": "You have not answered it yet."}
    conducted(person, "praise", "skills-sharing", why=why).run()
    assert [why["praise"], EXAMPLE_HINT, ""] == [sheet.hint for sheet in person.asked[:3]]


# The nudge.


@pytest.mark.parametrize(
    "bare", ["Yes", "no", "YES!", "  yep.  ", "No, we don’t.", "yes they do", "n", "Yes we can"]
)
def test_a_bare_yes_or_no_to_a_closed_question_is_asked_for_an_example_once(conducted, bare):
    person = Person(bare, bare, NOTHING)
    held = conducted(person, "praise")
    held.run()
    assert ["", EXAMPLE_HINT] == [sheet.hint for sheet in person.asked[:2]]
    assert bare.strip() in person.asked[1].text
    assert {"praise": bare} == texts(held.sitting.draft)


@pytest.mark.parametrize("full", ["Yes, on Tuesday.", "Nobody asks", "", "yesterday", "I do"])
def test_an_answer_that_says_more_or_nothing_is_left_alone(conducted, full):
    person = Person(full, NOTHING)
    conducted(person, "praise").run()
    assert 2 == len(person.asked)


def test_an_open_question_can_be_answered_with_yes(conducted):
    person = Person("Yes", NOTHING)
    conducted(person, "skills-sharing").run()
    assert 2 == len(person.asked)


def test_where_nobody_could_react_nobody_is_nudged(conducted):
    person = Person("Yes", NOTHING, is_interactive=False)
    conducted(person, "praise").run()
    assert 2 == len(person.asked)


# What is kept.


def test_the_draft_is_kept_after_every_answer(conducted, drafts):
    seen = []

    class Watching(Person):
        def ask_answer(self, sheet: Prompt, listener: DraftListener) -> Reply:
            draft = kept(drafts)
            seen.append(texts(draft) if draft else None)
            return super().ask_answer(sheet, listener)

    conducted(Watching("One.", "Two.", NOTHING), "problem-solving", "skills-sharing").run()
    assert [
        None,
        {"problem-solving": "One."},
        {"problem-solving": "One.", "skills-sharing": "Two."},
    ] == seen


def test_skipping_everything_leaves_no_draft(conducted, drafts):
    assert "finished" == conducted(Person(NOTHING, NOTHING), "skills-sharing").run()
    assert kept(drafts) is None


def test_the_answer_in_progress_is_part_of_a_pause(conducted, drafts):
    person = Person("One.", Reply("pause", "Half a sent"))
    assert "paused" == conducted(person, "problem-solving", "skills-sharing").run()
    draft = kept(drafts)
    assert {"problem-solving": "One.", "skills-sharing": "Half a sent"} == texts(draft)
    assert 1 == draft.at
    assert PAUSED == person.told[-1]


def test_the_end_of_the_input_finishes_with_what_there_is(conducted):
    held = conducted(Person(Reply("end", "One.")), "problem-solving", "skills-sharing")
    assert "finished" == held.run()
    assert {"problem-solving": "One."} == texts(held.sitting.draft)
    assert () == held.sitting.draft.skipped


def test_control_characters_are_removed_and_that_is_said_beside_what_was_said_before(conducted):
    person = Person(Reply("done", "re\x1bd", warning="2 bytes were lost."), NOTHING)
    held = conducted(person, "skills-sharing")
    held.run()
    assert {"skills-sharing": "red"} == texts(held.sitting.draft)
    said = "2 bytes were lost.\n1 control character was removed; a text can’t hold them."
    assert said in person.told


# Where nothing can be kept.


def test_a_draft_that_can_t_be_written_is_said_and_the_sitting_goes_on(content, tmp_path):
    (tmp_path / "inner").write_text("a file where the folder belongs", "utf-8")
    person = Person("One.", NOTHING)
    going_on = conductor(content, person, Drafts(tmp_path / "inner"), "skills-sharing")
    assert "finished" == going_on.run()
    assert any("can't be written" in told for told in person.told)
    assert {"skills-sharing": "One."} == texts(going_on.sitting.draft)


def test_a_pause_that_can_t_be_kept_is_not_called_one_and_shows_the_words(
    conducted, drafts, monkeypatch
):
    person = Person("One.", Reply("pause", "Two."))
    held = conducted(person, "skills-sharing", "problem-solving")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("securebase_cli.storage.files.replace", full)
    assert "finished" == held.run()
    assert "No space left on device" in held._autosaver.failure
    assert PAUSED not in person.told
    assert NOT_ON_DISK in person.told
    assert "One." in person.told[-1]
    assert "Two." in person.told[-1]


def test_a_pause_after_the_disk_has_room_again_is_kept(conducted, drafts, monkeypatch):
    replace = files.replace
    failures = iter([OSError(28, "No space left on device")])

    def full_once(path, data):
        for failure in failures:
            raise failure
        return replace(path, data)

    monkeypatch.setattr(files, "replace", full_once)
    person = Person("One.", Reply("pause", "Two."))
    assert "paused" == conducted(person, "skills-sharing", "problem-solving").run()
    assert PAUSED == person.told[-1]
    assert {"skills-sharing": "One.", "problem-solving": "Two."} == texts(kept(drafts))


def test_the_editor_s_command_at_the_date_asks_again(conducted):
    person = Person("One.", "A walk", Reply("editor", ""), "2026-12-01")
    held = conducted(person, "skills-sharing")
    assert "finished" == held.run()
    assert date(2026, 12, 1) == held.sitting.draft.action.due


# The scale.

BACK, PAUSE = Reply("back", ""), Reply("pause", "")
SURE = Scaling(7, "observed")


def _how_sure(content, domain: str, instead: str = "not now") -> str:
    return HOW_SURE.format(content.domain(domain).quality, instead)


def test_a_domain_s_scale_is_asked_after_its_questions_and_before_the_next_domain(
    conducted, content
):
    person = Person("One.", "Two.", "7", "2", "Three.", "", NOTHING)
    held = conducted(person, "problem-solving", "skills-sharing", "praise", with_scales=True)
    assert "finished" == held.run()
    assert [
        content.question("problem-solving").text,
        content.question("skills-sharing").text,
        _how_sure(content, "co-operation"),
        HOW_KNOWN,
        content.question("praise").text,
        _how_sure(content, "acceptance"),
        ACTION,
    ] == person.questions
    assert (("co-operation", SURE),) == held.sitting.draft.scalings


def test_what_is_on_the_scale_is_kept_at_once_even_where_nothing_else_was_said(conducted, drafts):
    conducted(Person(NOTHING, "7", "2", PAUSE), "praise", with_scales=True).run()
    draft = kept(drafts)
    assert ((("acceptance", SURE),), 2) == (draft.scalings, draft.at)


def test_on_a_pipe_the_scale_is_never_asked(conducted, content):
    person = Person("One.", "Two.", NOTHING, is_interactive=False)
    held = conducted(person, "problem-solving", "praise", with_scales=True)
    assert "finished" == held.run()
    assert [
        content.question("problem-solving").text,
        content.question("praise").text,
        ACTION,
    ] == person.questions
    assert () == held.sitting.draft.scalings


def test_on_a_pipe_going_back_over_a_scale_reaches_the_question_before_it(conducted):
    person = Person("One.", "Two.", BACK, BACK, "Won.", "Too.", NOTHING, is_interactive=False)
    held = conducted(person, "problem-solving", "praise", with_scales=True)
    assert "finished" == held.run()
    assert {"problem-solving": "Won.", "praise": "Too."} == texts(held.sitting.draft)


def test_on_a_pipe_what_was_put_on_the_scale_before_stays(conducted, drafts):
    first = conducted(Person("One.", "7", "2", PAUSE), "praise", with_scales=True)
    first.run()
    person = Person(BACK, "Won.", NOTHING, is_interactive=False)
    second = SittingLoop(first.sitting, person, drafts, TODAY)
    second.run()
    assert (("acceptance", SURE),) == second.sitting.draft.scalings


def test_a_domain_of_which_no_quality_is_known_has_no_scale_to_be_asked(content, drafts):
    answer = Answer("speak-up", "Do you speak up?", "Sometimes.")
    plan = (Step("courage", "speak-up"), Step("courage", ""))
    draft = Draft("d2r4", MOMENT, plan, (("courage", "aaaa"),), at=1, answers=(answer,))
    person = Person(NOTHING)
    SittingLoop(resume_sitting(draft, content), person, drafts, TODAY).run()
    assert [ACTION] == person.questions


def test_from_the_action_one_can_go_back_to_the_scale_and_from_there_to_the_question(
    conducted, content
):
    person = Person("One.", "7", "2", BACK, BACK, "Won.", "", NOTHING)
    held = conducted(person, "praise", with_scales=True)
    held.run()
    again = _how_sure(content, "acceptance", "leave it at 7; -: none")
    assert [again, content.question("praise").text, again, ACTION] == person.questions[4:]
    assert {"praise": "Won."} == texts(held.sitting.draft)
    assert (("acceptance", SURE),) == held.sitting.draft.scalings


def test_a_value_that_was_just_given_stays_when_one_goes_back_to_the_question(conducted):
    person = Person("One.", "7", BACK, BACK, "Won.", "", NOTHING)
    held = conducted(person, "praise", with_scales=True)
    held.run()
    assert (("acceptance", Scaling(7)),) == held.sitting.draft.scalings


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
    conducted, content, drafts, replies, scalings
):
    person = Person("One.", *replies)
    assert "paused" == conducted(person, "praise", with_scales=True).run()
    draft = kept(drafts)
    assert (1, scalings) == (draft.at, draft.scalings)
    assert PAUSED == person.told[-1]
    taken_up = Person("", NOTHING)
    going_on = SittingLoop(resume_sitting(draft, content), taken_up, drafts, TODAY)
    assert "finished" == going_on.run()
    assert [
        _how_sure(content, "acceptance", "leave it at 7; -: none" if scalings else "not now"),
        ACTION,
    ] == (taken_up.questions)
    assert scalings == going_on.sitting.draft.scalings


def test_the_end_of_the_input_at_the_scale_finishes_with_what_there_is(conducted):
    held = conducted(Person("One.", "7", Reply("end", "")), "praise", with_scales=True)
    assert "finished" == held.run()
    assert (("acceptance", Scaling(7)),) == held.sitting.draft.scalings


def test_scales_are_not_counted_where_it_is_said_how_much_was_answered(conducted, content, drafts):
    conducted(Person("One.", PAUSE), "praise", "induction", with_scales=True).run()
    (found,), _ = drafts.unfinished()
    person = Choosing("")
    person.show = lambda page: person.told.append(page[0].text)
    menus.choose_draft_action(person, found, content)
    assert "1 of 2 answered" in person.told[0]


# What was answered last time.

THEN = PreviousAnswer("k3f7", date(2026, 5, 4), "Sometimes.")


def _last_time(earlier: PreviousAnswer = THEN, of: str = "skills-sharing") -> dict[str, Any]:
    return {"last_answer": {of: earlier}.get}


def test_the_last_answer_is_shown_after_the_new_one_and_never_before(conducted, content):
    person = Person("One.", "", NOTHING)
    conducted(person, "skills-sharing", **_last_time()).run()
    assert [
        content.question("skills-sharing").text,
        "One.",
        "Last time, 4 May 2026",
        "Sometimes.",
        CHANGED,
        ACTION,
    ] == person.seen[-6:]


def test_a_line_about_what_has_changed_is_added_to_the_answer_and_shown(conducted, drafts):
    person = Person("One.", "More often\n now ", NOTHING)
    held = conducted(person, "skills-sharing", **_last_time())
    held.run()
    added = {"skills-sharing": "One.\n\nMore often now"}
    assert added == texts(held.sitting.draft) == texts(kept(drafts))
    assert "More often now" == person.told[-1]


@pytest.mark.parametrize("reply", ["", " ", Reply("editor", "")])
def test_enter_goes_on_and_adds_nothing(conducted, reply):
    person = Person("One.", reply, "Two.", NOTHING)
    held = conducted(person, "skills-sharing", "praise", **_last_time())
    assert "finished" == held.run()
    assert {"skills-sharing": "One.", "praise": "Two."} == texts(held.sitting.draft)


def test_a_question_without_an_earlier_answer_shows_none(conducted):
    person = Person("One.", "Two.", "", NOTHING)
    conducted(person, "problem-solving", "skills-sharing", **_last_time()).run()
    assert 1 == person.questions.count(CHANGED)
    assert person.seen.index("Two.") < person.seen.index("Sometimes.")


def test_a_question_that_is_skipped_shows_none(conducted):
    person = Person("", NOTHING)
    conducted(person, "skills-sharing", **_last_time()).run()
    assert CHANGED not in person.questions
    assert "Sometimes." not in person.told


def test_where_nobody_could_compare_it_is_not_even_looked_for(conducted):
    def looked_for(question: str) -> PreviousAnswer:
        raise AssertionError(question)

    person = Person("One.", NOTHING, is_interactive=False)
    assert "finished" == conducted(person, "skills-sharing", last_answer=looked_for).run()


def test_it_is_shown_after_the_nudge_not_between(conducted):
    person = Person("Yes", "Yes, on Tuesday.", "", NOTHING)
    conducted(person, "praise", **_last_time(of="praise")).run()
    assert ["Yes, on Tuesday.", "Last time, 4 May 2026", "Sometimes."] == person.seen[-5:-2]
    assert 1 == person.told.count("Sometimes.")


def test_the_answer_is_kept_before_the_last_one_is_shown(conducted, drafts):
    class Watching(Person):
        def show(self, page) -> None:
            if page[0].text.startswith("Last time"):
                assert {"skills-sharing": "One."} == texts(kept(drafts))
            super().show(page)

    person = Watching("One.", "", NOTHING)
    conducted(person, "skills-sharing", **_last_time()).run()
    assert "Sometimes." in person.told


def test_of_a_long_answer_the_beginning_is_shown_and_where_the_rest_is(conducted):
    whole = "word " * 159 + "words"
    assert 800 == len(whole)
    person = Person("One.", "", NOTHING)
    conducted(person, "skills-sharing", **_last_time(THEN._replace(text=whole))).run()
    assert whole == person.told[-1]
    person = Person("One.", "", NOTHING)
    conducted(person, "skills-sharing", **_last_time(THEN._replace(text=f"{whole}.end"))).run()
    assert [f"{whole[:-6]}…", "The rest: securebase show k3f7"] == person.told[-2:]


def test_going_back_from_there_brings_the_answer_with_its_line_to_be_changed(conducted, content):
    person = Person("One.", Reply("back", "A line"), "Won.", "", NOTHING)
    held = conducted(person, "skills-sharing", **_last_time())
    held.run()
    first, _, again = person.asked[:3]
    assert (first.question, "One.\n\nA line") == (again.question, again.text)
    assert {"skills-sharing": "Won."} == texts(held.sitting.draft)


def test_a_pause_there_keeps_the_line_and_goes_on_at_the_next_question(conducted, drafts):
    person = Person("One.", Reply("pause", "A line"))
    held = conducted(person, "skills-sharing", "problem-solving", **_last_time())
    assert "paused" == held.run()
    draft = kept(drafts)
    assert ({"skills-sharing": "One.\n\nA line"}, 1) == (texts(draft), draft.at)
    assert PAUSED == person.told[-1]


def test_the_end_of_the_input_there_finishes_with_what_there_is(conducted):
    held = conducted(Person("One.", Reply("end", "")), "skills-sharing", "praise", **_last_time())
    assert "finished" == held.run()
    assert {"skills-sharing": "One."} == texts(held.sitting.draft)


@pytest.mark.parametrize("line", [".b", ".p", ".edit"])
def test_a_line_that_only_begins_like_a_command_is_added_too(conducted, line):
    held = conducted(Person("One.", line, NOTHING), "skills-sharing", **_last_time())
    held.run()
    assert {"skills-sharing": f"One.\n\n{line}"} == texts(held.sitting.draft)


def test_control_characters_in_the_line_are_removed_and_that_is_said(conducted):
    person = Person("One.", Reply("done", "re\x1bd"), NOTHING)
    held = conducted(person, "skills-sharing", **_last_time())
    held.run()
    assert {"skills-sharing": "One.\n\nred"} == texts(held.sitting.draft)
    assert "1 control character was removed; a text can’t hold them." in person.told


def test_an_earlier_answer_that_can_t_be_looked_up_does_not_end_the_sitting(conducted):
    def failing(_question: str) -> PreviousAnswer:
        raise FolderError("The journal folder can't be read: Input/output error.")

    person = Person("One.", "Two.", NOTHING)
    held = conducted(person, "skills-sharing", "praise", last_answer=failing)
    assert "finished" == held.run()
