"""When domains were last reflected on, and what was last answered to a question."""

from datetime import date, timedelta

import pytest

from securebase_cli.model import Answer
from securebase_cli.sitting.last_answers import (
    LastAnswers,
    PreviousAnswer,
    last_reflection_days,
    last_team_session_days,
)
from securebase_cli.storage.scan import StoredOutline
from support.builders import MOMENT, an_entry, an_entry_name


@pytest.fixture
def remembering(content, journal):
    """Give a function that keeps entries, each a day older, and remembers some questions."""

    def remember(
        *entries: dict[str, str],
        about: tuple[str, ...],
        with_team: tuple[int, ...] = (),
        kind="reflection",
    ) -> LastAnswers:
        journal.prepare()
        for age, answers in enumerate(entries):
            entry = an_entry(
                id=f"aaa{'abcdefg'[age]}",
                moment=MOMENT - timedelta(days=age),
                answers=tuple(Answer(name, "Asked?", text) for name, text in answers.items()),
                kind="team-session" if age in with_team else "reflection",
            )
            journal.add(entry)
        return LastAnswers(journal.scan(), [content.question(name) for name in about], kind)

    return remember


def test_a_domain_was_last_reflected_on_in_its_newest_entry():
    names = [
        an_entry_name("2026-11-23", "acceptance"),
        an_entry_name("2026-11-22", "availability"),
        an_entry_name("2026-11-21", "acceptance"),
        # Somebody changed the name by hand.
        an_entry_name("2026-02-30", "co-operation"),
        an_entry_name("2026-01-31", "co-operation"),
    ]
    assert {
        "acceptance": date(2026, 11, 23),
        "availability": date(2026, 11, 22),
        "co-operation": date(2026, 1, 31),
    } == last_reflection_days(names, lambda _: "reflection")


def test_a_domain_was_last_reflected_on_before_the_team_spoke_about_it():
    names = [an_entry_name(f"2026-11-{day}", handle=f"aa{day}") for day in (23, 22, 21, 20)]
    asked: list[str] = []

    def kind_of(name):
        asked.append(name.id)
        return "team-session" if name.id in {"aa23", "aa22"} else "reflection"

    assert {"availability": date(2026, 11, 21)} == last_reflection_days(names, kind_of)
    assert ["aa23", "aa22", "aa21"] == asked, "no file is opened beyond what is to be known"


def test_the_team_spoke_about_a_domain_last_in_its_newest_team_session():
    found = [
        StoredOutline(an_entry_name(day), an_entry(kind=kind).outline)
        for day, kind in [
            ("2026-11-23", "reflection"),
            ("2026-11-22", "team-session"),
            ("2026-11-21", "team-session"),
        ]
    ]
    assert {"availability": date(2026, 11, 22)} == last_team_session_days(found)


def test_the_last_answer_is_that_of_the_newest_entry_that_has_one(remembering):
    memory = remembering(
        {"induction": "Now."}, {"praise": "Often."}, {"praise": "Never."}, about=("praise",)
    )
    assert PreviousAnswer("aaab", date(2026, 11, 22), "Often.") == memory.find("praise")


def test_each_question_has_its_own_in_whatever_order_they_are_asked_about(remembering):
    memory = remembering({"induction": "Now."}, {"praise": "Often."}, about=("praise", "induction"))
    texts = [memory.find(name).text for name in ("praise", "induction", "praise")]
    assert ["Often.", "Now.", "Often."] == texts


def test_a_question_that_was_never_answered_has_none(remembering):
    memory = remembering({"praise": "Often."}, about=("induction",))
    assert memory.find("induction") is None
    assert memory.find("induction") is None


def test_what_the_team_said_is_nobody_s_own_last_answer(remembering):
    memory = remembering(
        {"praise": "They say so."}, {"praise": "Often."}, about=("praise",), with_team=(0,)
    )
    assert PreviousAnswer("aaab", date(2026, 11, 22), "Often.") == memory.find("praise")


def test_after_a_team_session_what_the_team_said_last_is_remembered(remembering):
    memory = remembering(
        {"praise": "Now."},
        {"praise": "They say so."},
        {"praise": "They said so."},
        about=("praise", "induction"),
        with_team=(1, 2),
        kind="team-session",
    )
    assert PreviousAnswer("aaab", date(2026, 11, 22), "They say so.") == memory.find("praise")
    assert memory.find("induction") is None


def test_of_other_questions_nothing_is_remembered(remembering):
    assert remembering({"praise": "Often."}, about=()).find("praise") is None


def test_files_are_read_only_as_far_back_as_is_needed(remembering, journal):
    memory = remembering({"praise": "Now."}, {"praise": "Then."}, about=("praise", "induction"))
    for path in journal.folder.glob("*-aaab.md"):
        path.write_bytes(b"damaged meanwhile")
    assert "Now." == memory.find("praise").text
    assert memory.find("induction") is None


def test_a_file_that_can_t_be_read_is_passed_over(remembering, journal):
    memory = remembering({"praise": "Now."}, {"praise": "Then."}, about=("praise",))
    for path in journal.folder.glob("*-aaaa.md"):
        path.write_bytes(b"\xff")
    assert "Then." == memory.find("praise").text
