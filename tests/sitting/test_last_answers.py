"""The last answer to a question, and the day of the last entry on a domain."""

from datetime import date, timedelta

import pytest

from securebase_cli.model import Answer, DatedScaling, Scaling
from securebase_cli.sitting.last_answers import (
    LastAnswers,
    PreviousAnswer,
    last_days,
    last_scaling,
)
from support.builders import MOMENT, an_entry, an_entry_name


@pytest.fixture
def last_answers_of(content, journal):
    """Return a function that saves entries, each a day older, and makes their LastAnswers."""

    def build(
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
        return LastAnswers(journal.scan(), [content.find_question(name) for name in about], kind)

    return build


def test_a_domain_was_last_reflected_on_in_its_newest_entry(journal):
    journal.prepare()
    for name in [
        an_entry_name("2026-11-23", "acceptance"),
        an_entry_name("2026-11-22", "availability"),
        an_entry_name("2026-11-21", "acceptance"),
        # The file was renamed by hand.
        an_entry_name("2026-02-30", "co-operation"),
        an_entry_name("2026-01-31", "co-operation"),
    ]:
        (journal.folder / name.file_name).touch()
    assert {
        "acceptance": date(2026, 11, 23),
        "availability": date(2026, 11, 22),
        "co-operation": date(2026, 1, 31),
    } == last_days(journal, "reflection")


def _add_entries(journal, **kinds: str) -> None:
    """Add an entry of each id and kind, each a day older, from 23 November 2026."""
    journal.prepare()
    for age, (entry_id, kind) in enumerate(kinds.items()):
        journal.add(an_entry(id=entry_id, moment=MOMENT - timedelta(days=age), kind=kind))


def test_a_team_session_does_not_count_as_a_reflection(journal, monkeypatch):
    _add_entries(
        journal, aaaa="team-session", aaab="team-session", aaac="reflection", aaad="reflection"
    )
    read_ids: list[str] = []
    read_kind = journal.read_kind
    monkeypatch.setattr(
        journal, "read_kind", lambda name: read_ids.append(name.id) or read_kind(name)
    )
    assert {"availability": date(2026, 11, 21)} == last_days(journal, "reflection")
    assert ["aaaa", "aaab", "aaac"] == read_ids, "no file is opened beyond what is to be known"


def test_the_last_team_session_on_a_domain_is_its_newest(journal):
    _add_entries(journal, aaaa="reflection", aaab="team-session", aaac="team-session")
    assert {"availability": date(2026, 11, 22)} == last_days(journal, "team-session")


def test_the_last_answer_is_that_of_the_newest_entry_that_has_one(last_answers_of):
    last_answers = last_answers_of(
        {"induction": "Now."}, {"praise": "Often."}, {"praise": "Never."}, about=("praise",)
    )
    assert PreviousAnswer("aaab", date(2026, 11, 22), "Often.") == last_answers.find("praise")


def test_questions_can_be_looked_up_in_any_order(last_answers_of):
    last_answers = last_answers_of(
        {"induction": "Now."}, {"praise": "Often."}, about=("praise", "induction")
    )
    texts = [last_answers.find(name).text for name in ("praise", "induction", "praise")]
    assert ["Often.", "Now.", "Often."] == texts


def test_a_question_that_was_never_answered_has_none(last_answers_of):
    last_answers = last_answers_of({"praise": "Often."}, about=("induction",))
    assert last_answers.find("induction") is None
    assert last_answers.find("induction") is None


def test_an_answer_of_a_team_session_is_not_the_last_answer_in_a_reflection(last_answers_of):
    last_answers = last_answers_of(
        {"praise": "They say so."}, {"praise": "Often."}, about=("praise",), with_team=(0,)
    )
    assert PreviousAnswer("aaab", date(2026, 11, 22), "Often.") == last_answers.find("praise")


def test_in_a_team_session_the_last_answer_is_that_of_a_team_session(last_answers_of):
    last_answers = last_answers_of(
        {"praise": "Now."},
        {"praise": "They say so."},
        {"praise": "They said so."},
        about=("praise", "induction"),
        with_team=(1, 2),
        kind="team-session",
    )
    assert PreviousAnswer("aaab", date(2026, 11, 22), "They say so.") == last_answers.find("praise")
    assert last_answers.find("induction") is None


def test_a_question_that_is_not_among_the_questions_has_no_last_answer(last_answers_of):
    assert last_answers_of({"praise": "Often."}, about=()).find("praise") is None


def test_files_are_read_only_as_far_back_as_is_needed(last_answers_of, journal):
    last_answers = last_answers_of(
        {"praise": "Now."}, {"praise": "Then."}, about=("praise", "induction")
    )
    for path in journal.folder.glob("*-aaab.md"):
        path.write_bytes(b"damaged meanwhile")
    assert "Now." == last_answers.find("praise").text
    assert last_answers.find("induction") is None


def test_a_file_that_cannot_be_read_is_skipped(last_answers_of, journal):
    last_answers = last_answers_of({"praise": "Now."}, {"praise": "Then."}, about=("praise",))
    for path in journal.folder.glob("*-aaaa.md"):
        path.write_bytes(b"\xff")
    assert "Then." == last_answers.find("praise").text


# Values on scales.


def _add_scalings(journal, *scalings: tuple[str, int, int]) -> None:
    """Save an entry of a domain for each value, so many days before MOMENT."""
    journal.prepare()
    for number, (domain, days, value) in enumerate(scalings):
        moment = MOMENT - timedelta(days=days)
        entry_id = f"aaa{'abcdefg'[number]}"
        scaling = Scaling(value) if value >= 0 else None
        journal.add(an_entry(id=entry_id, domain=domain, moment=moment, scaling=scaling))


def test_the_last_value_on_a_scale_is_that_of_the_newest_entry_with_one(journal):
    _add_scalings(
        journal, ("availability", 1, -1), ("availability", 40, 4), ("availability", 80, 9)
    )
    expected = DatedScaling((MOMENT - timedelta(days=40)).date(), Scaling(4), "aaab")
    assert expected == last_scaling(journal, "availability")
    assert last_scaling(journal, "acceptance") is None
