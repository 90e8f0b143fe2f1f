"""Conducting a sitting: what is asked when, what is kept, and what survives an interruption."""

import signal
from datetime import date

import pytest

from builders import MOMENT
from securebase_cli.core import files
from securebase_cli.core.drafts import Drafts
from securebase_cli.features import sitting
from securebase_cli.terminal.ask import Reply, Sheet
from securebase_cli.terminal.conduct import ACTION, LOOK_AGAIN, NUDGE, PAUSED, UNKEPT, Conductor
from securebase_cli.terminal.signals import Ended

TODAY = date(2026, 11, 23)

NOTHING = Reply("done", "")


class Person:
    """An asker that gives prepared replies, and remembers what it was asked and told.

    A reply that is an exception is raised: the person, or the system, put an end to it.
    """

    def __init__(self, *replies: Reply | str | BaseException, attended: bool = True) -> None:
        self.attended = attended
        self.unfinished = ""
        self.asked: list[Sheet | str] = []
        self.told: list[str] = []
        self.sealed: list[tuple[str, str]] = []
        self._replies = list(replies)

    def tell(self, page) -> None:
        self.told += [part.text for part in page]

    def write(self, sheet: Sheet) -> Reply:
        self.asked.append(sheet)
        return self._next()

    def seal(self, sheet: Sheet, text: str) -> None:
        self.sealed.append((sheet.question, text))

    def line(self, question: str, *, ctrl_c: str) -> Reply:
        assert "pause" == ctrl_c
        self.asked.append(question)
        return self._next()

    @property
    def questions(self) -> list[str]:
        return [asked if isinstance(asked, str) else asked.question for asked in self.asked]

    def _next(self) -> Reply:
        reply = self._replies.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        return Reply("done", reply) if isinstance(reply, str) else reply


class Interrupted(Person):
    """A person who presses Ctrl-C while an answer is being put on the screen."""

    def seal(self, *_: object) -> None:
        raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def _signals_as_they_were():
    """Let a sitting that was interrupted not make the tests deaf to Ctrl-C."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def drafts(tmp_path):
    return Drafts(tmp_path)


@pytest.fixture
def conducted(content, drafts):
    """Give a function that lets a person go through a sitting of the questions named."""

    def conduct(person: Person, *names: str) -> Conductor:
        questions = [content.question(name) for name in names]
        count = 1 + len({question.domain for question in questions})
        begun = sitting.begin(
            content, questions, moment=MOMENT, ids=["d2r4", "aaaa", "bbbb"][:count]
        )
        return Conductor(begun, person, drafts, TODAY)

    return conduct


def _kept(drafts):
    """Return the one draft that waits, or None."""
    found, unreadable = drafts.waiting()
    assert {} == unreadable
    return found[0].draft if found else None


def _texts(draft):
    return {answer.question: answer.text for answer in draft.answers}


# What is asked.


def test_the_questions_come_in_order_then_the_action_then_when_to_look_again(conducted, content):
    person = Person("One.", "Two.", "Three.", "2026-12-01")
    conductor = conducted(person, "skills-sharing", "problem-solving")
    assert "finished" == conductor.hold()
    assert [
        content.question("skills-sharing").text,
        content.question("problem-solving").text,
        ACTION,
        LOOK_AGAIN,
    ] == person.questions
    action = conductor.sitting.draft.action
    assert ("Three.", date(2026, 12, 1)) == (action.text, action.due)


def test_who_tries_nothing_is_not_asked_when_to_look_again(conducted):
    person = Person("One.", NOTHING)
    assert "finished" == conducted(person, "skills-sharing").hold()
    assert LOOK_AGAIN not in person.questions


def test_an_action_is_folded_to_one_line(conducted):
    conductor = conducted(Person("One.", "Try\n\n  this", NOTHING), "skills-sharing")
    conductor.hold()
    assert "Try this" == conductor.sitting.draft.action.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("soon", "“soon” is not a date that can be read."),
        ("2026-11-22", "22 November 2026 has gone already."),
    ],
)
def test_a_date_that_can_t_be_meant_is_asked_for_again(conducted, given, words):
    person = Person("One.", "Try this", given, "2w")
    conductor = conducted(person, "skills-sharing")
    conductor.hold()
    assert any(told.startswith(words) for told in person.told)
    assert [LOOK_AGAIN, LOOK_AGAIN] == person.questions[-2:]
    assert date(2026, 12, 7) == conductor.sitting.draft.action.due


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
    conductor = conducted(person, "praise")
    conductor.hold()
    assert ["", NUDGE] == [sheet.nudge for sheet in person.asked[:2]]
    assert bare.strip() in person.asked[1].text
    assert {"praise": bare} == _texts(conductor.sitting.draft)


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
        def write(self, sheet: Sheet) -> Reply:
            draft = _kept(drafts)
            seen.append(_texts(draft) if draft else None)
            return super().write(sheet)

    conducted(Watching("One.", "Two.", NOTHING), "problem-solving", "skills-sharing").hold()
    assert [
        None,
        {"problem-solving": "One."},
        {"problem-solving": "One.", "skills-sharing": "Two."},
    ] == seen


def test_skipping_everything_leaves_no_draft(conducted, drafts):
    assert "finished" == conducted(Person(NOTHING, NOTHING), "skills-sharing").hold()
    assert _kept(drafts) is None


def test_the_answer_in_progress_is_part_of_a_pause(conducted, drafts):
    person = Person("One.", Reply("pause", "Half a sent"))
    assert "paused" == conducted(person, "problem-solving", "skills-sharing").hold()
    draft = _kept(drafts)
    assert {"problem-solving": "One.", "skills-sharing": "Half a sent"} == _texts(draft)
    assert 1 == draft.at
    assert PAUSED == person.told[-1]


def test_the_end_of_the_input_finishes_with_what_there_is(conducted):
    conductor = conducted(Person(Reply("end", "One.")), "problem-solving", "skills-sharing")
    assert "finished" == conductor.hold()
    assert {"problem-solving": "One."} == _texts(conductor.sitting.draft)
    assert () == conductor.sitting.draft.skipped


def test_control_characters_are_removed_and_that_is_said_beside_what_was_said_before(conducted):
    person = Person(Reply("done", "re\x1bd", remark="2 bytes were lost."), NOTHING)
    conductor = conducted(person, "skills-sharing")
    conductor.hold()
    assert {"skills-sharing": "red"} == _texts(conductor.sitting.draft)
    said = "2 bytes were lost.\n1 control character was removed; a text can’t hold them."
    assert said in person.told


# Interruptions.


@pytest.mark.parametrize(
    ("end", "code"), [(KeyboardInterrupt(), 130), (Ended(143), 143), (Ended(129), 129)]
)
def test_what_is_being_written_survives_an_interruption(conducted, drafts, end, code):
    person = Person("One.", end)
    conductor = conducted(person, "problem-solving", "skills-sharing")
    person.unfinished = "Half a sent"
    with pytest.raises(SystemExit) as left:
        conductor.hold()
    assert code == left.value.code
    assert {"problem-solving": "One.", "skills-sharing": "Half a sent"} == _texts(_kept(drafts))
    assert PAUSED == person.told[-1]


def test_the_action_being_written_survives_an_interruption(conducted, drafts):
    person = Person("One.", KeyboardInterrupt())
    person.unfinished = "A buddy\nsystem"
    with pytest.raises(SystemExit):
        conducted(person, "skills-sharing").hold()
    assert "A buddy system" == _kept(drafts).action.text


def test_an_answer_that_was_just_given_survives_an_interruption(conducted, drafts):
    with pytest.raises(SystemExit):
        conducted(Interrupted("One."), "skills-sharing").hold()
    assert {"skills-sharing": "One."} == _texts(_kept(drafts))


def test_the_first_answer_survives_an_interruption_at_the_nudge(conducted, drafts):
    with pytest.raises(SystemExit):
        conducted(Person("Yes", KeyboardInterrupt()), "praise").hold()
    assert {"praise": "Yes"} == _texts(_kept(drafts))


def test_a_terminal_that_is_gone_can_t_keep_the_draft_from_being_written(conducted, drafts):
    class Gone(Person):
        def tell(self, *_: object) -> None:
            if self.asked:
                raise OSError(5, "Input/output error")

    person = Gone(Ended(129))
    person.unfinished = "Half a sent"
    with pytest.raises(SystemExit) as left:
        conducted(person, "skills-sharing").hold()
    assert 129 == left.value.code
    assert {"skills-sharing": "Half a sent"} == _texts(_kept(drafts))


def test_an_interruption_before_anything_was_written_leaves_nothing(conducted, drafts):
    person = Person(KeyboardInterrupt())
    with pytest.raises(SystemExit):
        conducted(person, "skills-sharing").hold()
    assert _kept(drafts) is None
    assert "Nothing was written yet, so there is nothing to keep." == person.told[-1]


def test_a_mistake_of_the_program_s_own_keeps_what_was_written_too(conducted, drafts):
    person = Person("One.", RuntimeError())
    with pytest.raises(RuntimeError):
        conducted(person, "problem-solving", "skills-sharing").hold()
    assert {"problem-solving": "One."} == _texts(_kept(drafts))


def test_a_draft_that_can_t_be_written_is_said_and_the_sitting_goes_on(content, tmp_path):
    (tmp_path / "inner").write_text("a file where the folder belongs", "utf-8")
    begun = sitting.begin(
        content, [content.question("skills-sharing")], moment=MOMENT, ids=["d2r4", "aaaa"]
    )
    person = Person("One.", NOTHING)
    conductor = Conductor(begun, person, Drafts(tmp_path / "inner"), TODAY)
    assert "finished" == conductor.hold()
    assert any("can't be written" in told for told in person.told)
    assert {"skills-sharing": "One."} == _texts(conductor.sitting.draft)


# Where nothing can be kept.


def test_a_pause_that_can_t_be_kept_is_not_called_one_and_shows_the_words(
    conducted, drafts, monkeypatch
):
    person = Person("One.", Reply("pause", "Two."))
    conductor = conducted(person, "skills-sharing", "problem-solving")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("securebase_cli.core.files.replace", full)
    assert "finished" == conductor.hold()
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
    assert {"skills-sharing": "One.", "problem-solving": "Two."} == _texts(_kept(drafts))


def test_the_editor_s_command_at_the_date_asks_again(conducted):
    person = Person("One.", "A walk", Reply("editor", ""), "2026-12-01")
    conductor = conducted(person, "skills-sharing")
    assert "finished" == conductor.hold()
    assert date(2026, 12, 1) == conductor.sitting.draft.action.due
