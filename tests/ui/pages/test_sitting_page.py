"""What a sitting shows between its questions."""

from datetime import date

import pytest

from securebase_cli.model import DatedScaling, Domain, Scaling
from securebase_cli.ui.pages import sitting_page

DAY = date(2026, 10, 5)


def texts(page) -> list[str]:
    return [line.text for line in page]


def test_a_domain_is_introduced_with_its_quality_and_summary():
    domain = Domain("availability", "Availability", "People are there for me", "In short.", ())
    expected = ["Availability", "“People are there for me”", "In short."]
    assert expected == texts(sitting_page.domain_introduction(domain))


def test_a_domain_without_quality_and_summary_is_introduced_by_its_title():
    domain = Domain("availability", "Availability", "", "", ())
    assert ["Availability"] == texts(sitting_page.domain_introduction(domain))


@pytest.mark.parametrize(
    ("numbers", "words"), [([3], "Question 3 skipped"), ([3, 4, 5], "Questions 3–5 skipped")]
)
def test_skipped_questions_take_one_line(numbers, words):
    assert [words] == texts(sitting_page.skipped_questions(numbers))


def test_a_short_answer_is_shown_whole():
    page = sitting_page.last_answer("Most of them do.", DAY, "k3f7")
    assert ["Last time, 5 October 2026", "Most of them do."] == texts(page)


def test_a_long_answer_is_cut_and_the_command_that_shows_the_rest_is_named():
    *_, shown, rest = texts(sitting_page.last_answer("word " * 400, DAY, "k3f7"))
    assert len(shown) <= sitting_page.MAX_LAST_ANSWER
    assert "The rest: securebase show k3f7" == rest


@pytest.mark.parametrize(
    ("today", "month"), [(date(2026, 11, 1), "October"), (date(2027, 1, 1), "October 2026")]
)
def test_the_year_of_a_value_is_named_if_it_is_another(today, month):
    page = sitting_page.last_value(DatedScaling(DAY, Scaling(7), "k3f7"), today)
    assert [f"Last time, in {month}: 7."] == texts(page)
