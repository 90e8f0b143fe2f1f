"""Conducting a sitting: what is asked when, and what is kept."""

from datetime import date

import pytest

from person import NOTHING, Person, conductor, kept, texts
from securebase_cli.core import files
from securebase_cli.core.drafts import Drafts
from securebase_cli.terminal.ask import Listener, Reply, Sheet
from securebase_cli.terminal.conduct import ACTION, LOOK_AGAIN, NUDGE, PAUSED, UNKEPT


@pytest.fixture
def drafts(tmp_path):
    return Drafts(tmp_path)


@pytest.fixture
def conducted(content, drafts):
    """Give a function that lets a person go through a sitting of the questions named."""
    return lambda person, *names: conductor(content, person, drafts, *names)


# What is asked.


def test_the_questions_come_in_order_then_the_action_then_when_to_look_again(conducted, content):
    person = Person("One.", "Two.", "Three.", "2026-12-01")
    held = conducted(person, "skills-sharing", "problem-solving")
    assert "finished" == held.hold()
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
    assert "finished" == conducted(person, "skills-sharing").hold()
    assert LOOK_AGAIN not in person.questions


def test_an_action_is_folded_to_one_line(conducted):
    held = conducted(Person("One.", "Try\n\n  this", NOTHING), "skills-sharing")
    held.hold()
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
    held.hold()
    assert any(told.startswith(words) for told in person.told)
    assert [LOOK_AGAIN, LOOK_AGAIN] == person.questions[-2:]
    assert date(2026, 12, 7) == held.sitting.draft.action.due


def test_each_domain_is_introduced_once_even_when_someone_goes_back_in_it(conducted):
    person = Person("One.", Reply("back", ""), "One more.", "Two.", "Three.", NOTHING)
    conducted(person, "problem-solving", "skills-sharing", "praise").hold()
    assert 1 == person.told.count("Co-operation")
    assert 1 == person.told.count("Acceptance")


def test_a_follow_up_away_from_its_parent_is_shown_with_it(conducted, content):
    person = Person("One.", NOTHING)
    conducted(person, "everyone-contributes").hold()
    assert content.question("diversity-and-availability").text == person.asked[0].parent


def test_a_sheet_says_where_it_is_and_what_was_written_to_it_before(conducted):
    person = Person("One.", Reply("back", "Two"), "One.", "Two.", NOTHING)
    conducted(person, "problem-solving", "skills-sharing").hold()
    first, second, again, second_again = person.asked[:4]
    where = "Co-operation · I can work with others to find a solution"
    assert (where, "Question 1 of 2", "") == (first.where, first.count, first.text)
    assert ("Question 2 of 2", "") == (second.count, second.text)
    assert ("Question 1 of 2", "One.") == (again.count, again.text)
    assert ("Question 2 of 2", "Two") == (second_again.count, second_again.text)


# The nudge.


@pytest.mark.parametrize(
    "bare", ["Yes", "no", "YES!", "  yep.  ", "No, we don’t.", "yes they do", "n", "Yes we can"]
)
def test_a_bare_yes_or_no_to_a_closed_question_is_asked_for_an_example_once(conducted, bare):
    person = Person(bare, bare, NOTHING)
    held = conducted(person, "praise")
    held.hold()
    assert ["", NUDGE] == [sheet.nudge for sheet in person.asked[:2]]
    assert bare.strip() in person.asked[1].text
    assert {"praise": bare} == texts(held.sitting.draft)


@pytest.mark.parametrize("full", ["Yes, on Tuesday.", "Nobody asks", "", "yesterday", "I do"])
def test_an_answer_that_says_more_or_nothing_is_left_alone(conducted, full):
    person = Person(full, NOTHING)
    conducted(person, "praise").hold()
    assert 2 == len(person.asked)


def test_an_open_question_can_be_answered_with_yes(conducted):
    person = Person("Yes", NOTHING)
    conducted(person, "skills-sharing").hold()
    assert 2 == len(person.asked)


def test_where_nobody_could_react_nobody_is_nudged(conducted):
    person = Person("Yes", NOTHING, attended=False)
    conducted(person, "praise").hold()
    assert 2 == len(person.asked)


# What is kept.


def test_the_draft_is_kept_after_every_answer(conducted, drafts):
    seen = []

    class Watching(Person):
        def write(self, sheet: Sheet, listener: Listener) -> Reply:
            draft = kept(drafts)
            seen.append(texts(draft) if draft else None)
            return super().write(sheet, listener)

    conducted(Watching("One.", "Two.", NOTHING), "problem-solving", "skills-sharing").hold()
    assert [
        None,
        {"problem-solving": "One."},
        {"problem-solving": "One.", "skills-sharing": "Two."},
    ] == seen


def test_skipping_everything_leaves_no_draft(conducted, drafts):
    assert "finished" == conducted(Person(NOTHING, NOTHING), "skills-sharing").hold()
    assert kept(drafts) is None


def test_the_answer_in_progress_is_part_of_a_pause(conducted, drafts):
    person = Person("One.", Reply("pause", "Half a sent"))
    assert "paused" == conducted(person, "problem-solving", "skills-sharing").hold()
    draft = kept(drafts)
    assert {"problem-solving": "One.", "skills-sharing": "Half a sent"} == texts(draft)
    assert 1 == draft.at
    assert PAUSED == person.told[-1]


def test_the_end_of_the_input_finishes_with_what_there_is(conducted):
    held = conducted(Person(Reply("end", "One.")), "problem-solving", "skills-sharing")
    assert "finished" == held.hold()
    assert {"problem-solving": "One."} == texts(held.sitting.draft)
    assert () == held.sitting.draft.skipped


def test_control_characters_are_removed_and_that_is_said_beside_what_was_said_before(conducted):
    person = Person(Reply("done", "re\x1bd", remark="2 bytes were lost."), NOTHING)
    held = conducted(person, "skills-sharing")
    held.hold()
    assert {"skills-sharing": "red"} == texts(held.sitting.draft)
    said = "2 bytes were lost.\n1 control character was removed; a text can’t hold them."
    assert said in person.told


# Where nothing can be kept.


def test_a_draft_that_can_t_be_written_is_said_and_the_sitting_goes_on(content, tmp_path):
    (tmp_path / "inner").write_text("a file where the folder belongs", "utf-8")
    person = Person("One.", NOTHING)
    going_on = conductor(content, person, Drafts(tmp_path / "inner"), "skills-sharing")
    assert "finished" == going_on.hold()
    assert any("can't be written" in told for told in person.told)
    assert {"skills-sharing": "One."} == texts(going_on.sitting.draft)


def test_a_pause_that_can_t_be_kept_is_not_called_one_and_shows_the_words(
    conducted, drafts, monkeypatch
):
    person = Person("One.", Reply("pause", "Two."))
    held = conducted(person, "skills-sharing", "problem-solving")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("securebase_cli.core.files.replace", full)
    assert "finished" == held.hold()
    assert "No space left on device" in held.trouble
    assert PAUSED not in person.told
    assert UNKEPT in person.told
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
    assert "paused" == conducted(person, "skills-sharing", "problem-solving").hold()
    assert PAUSED == person.told[-1]
    assert {"skills-sharing": "One.", "problem-solving": "Two."} == texts(kept(drafts))


def test_the_editor_s_command_at_the_date_asks_again(conducted):
    person = Person("One.", "A walk", Reply("editor", ""), "2026-12-01")
    held = conducted(person, "skills-sharing")
    assert "finished" == held.hold()
    assert date(2026, 12, 1) == held.sitting.draft.action.due
