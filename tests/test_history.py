"""When domains were last reflected on, and questions last answered."""

from datetime import date, timedelta

from builders import MOMENT, a_name, stored
from securebase_cli.core.model import Answer
from securebase_cli.features.history import last_answered, last_reflected


def _answered(days_ago: int, *questions: str):
    return stored(
        moment=MOMENT - timedelta(days=days_ago),
        answers=tuple(Answer(question, "Asked?", "Yes.") for question in questions),
        skipped=("induction",),
    )


def test_a_domain_was_last_reflected_on_in_its_newest_entry():
    names = [
        a_name("2026-11-23", "acceptance"),
        a_name("2026-11-22", "availability"),
        a_name("2026-11-21", "acceptance"),
    ]
    assert {
        "acceptance": date(2026, 11, 23),
        "availability": date(2026, 11, 22),
    } == last_reflected(names)


def test_a_question_was_last_answered_in_the_newest_entry_that_answers_it(content):
    wanted = [content.question(name) for name in ("praise", "induction", "managing-change")]
    entries = [_answered(0, "praise"), _answered(1, "praise", "managing-change"), _answered(2)]
    assert {
        "praise": date(2026, 11, 23),
        "managing-change": date(2026, 11, 22),
    } == last_answered(entries, wanted)


def test_questions_that_were_not_asked_for_are_passed_over(content):
    assert {} == last_answered([_answered(0, "praise")], [content.question("induction")])


def test_reading_stops_as_soon_as_every_question_was_met(content):
    entries = iter([_answered(0, "praise"), _answered(1, "induction"), _answered(2, "praise")])
    wanted = [content.question("praise"), content.question("induction")]
    assert 2 == len(last_answered(entries, wanted))
    assert 1 == len(list(entries))
