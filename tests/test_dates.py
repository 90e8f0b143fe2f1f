"""Dates as people give them: exact, or so long ago; never a guess."""

from datetime import date

import pytest

from securebase_cli.dates import (
    FORMS,
    Period,
    long_date,
    parse_future_day,
    parse_past_day,
    parse_period,
)
from securebase_cli.errors import UsageError

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-23", date(2026, 11, 23), date(2026, 11, 23)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        (" Today ", TODAY, TODAY),
        ("YESTERDAY", date(2026, 3, 30), date(2026, 3, 30)),
        ("0d", TODAY, TODAY),
        ("14d", date(2026, 3, 17), date(2026, 3, 17)),
        ("6w", date(2026, 2, 17), date(2026, 2, 17)),
        ("1m", date(2026, 2, 28), date(2026, 2, 28)),
        ("3m", date(2025, 12, 31), date(2025, 12, 31)),
        ("1Y", date(2025, 3, 31), date(2025, 3, 31)),
    ],
)
def test_a_date_means_its_first_and_last_day(text, first, last):
    assert (first, last) == parse_period(text, TODAY)


def test_a_year_before_a_leap_day_is_the_last_of_february():
    assert date(2023, 2, 28) == parse_past_day("1y", date(2024, 2, 29))


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "last week", "tomorrow", "23/11/2026", "26", "20261123", "2026-11-23T10:00"),
        *("2026-1-2", "2026-02-30", "2026-13", "0000", "2026-11-23-", "٢٠٢٦"),
        *("-3d", "3", "d", "1.5d", "14 d", "999999d", "99999y"),
    ],
)
def test_anything_else_is_refused_with_the_forms_there_are(text):
    with pytest.raises(UsageError) as refused:
        parse_period(text, TODAY)
    assert f"“{text}” is not a date that can be read. Dates look like {FORMS}." == str(
        refused.value
    )


def test_the_day_of_a_reflection_is_one_day():
    assert date(2026, 3, 30) == parse_past_day("yesterday", TODAY)
    with pytest.raises(UsageError, match="“2026-11” is more than one day"):
        parse_past_day("2026-11", TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026-03-31", TODAY),
        ("today", TODAY),
        (" Tomorrow", date(2026, 4, 1)),
        ("2w", date(2026, 4, 14)),
        ("10d", date(2026, 4, 10)),
        ("1m", date(2026, 4, 30)),
        ("11m", date(2027, 2, 28)),
        ("1y", date(2027, 3, 31)),
    ],
)
def test_a_day_to_look_again_lies_ahead(text, day):
    assert day == parse_future_day(text, TODAY)


@pytest.mark.parametrize("text", ["", "soon", "20261201", "2026-12", "2026-02-30", "99999y"])
def test_a_day_to_look_again_is_never_guessed(text):
    with pytest.raises(UsageError, match="is not a date that can be read"):
        parse_future_day(text, TODAY)


def test_a_day_that_has_gone_is_refused():
    with pytest.raises(UsageError, match="30 March 2026 has gone already"):
        parse_future_day("2026-03-30", TODAY)


def test_a_day_is_spoken_in_english():
    assert "1 February 2026" == long_date(date(2026, 2, 1))
    assert "31 December 2026" == long_date(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("period", "inside"),
    [
        (Period(), [1, 2, 3, 4, 5]),
        (Period(first=date(2026, 1, 2)), [2, 3, 4, 5]),
        (Period(last=date(2026, 1, 4)), [1, 2, 3, 4]),
        (Period(date(2026, 1, 2), date(2026, 1, 4)), [2, 3, 4]),
        (Period(date(2026, 1, 4), date(2026, 1, 2)), []),
    ],
)
def test_a_period_holds_its_first_and_its_last_day(period, inside):
    assert inside == [day for day in range(1, 6) if date(2026, 1, day) in period]


def test_a_period_holds_days_only():
    assert "2026-01-02" not in Period()
