"""Dates as people type them, towards the past or the future; two meanings, or none, are refused."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.dates import (
    MONTHS,
    WEEKDAYS,
    Interval,
    Period,
    describe_period,
    long_date,
    parse_future_day,
    parse_interval,
    parse_next_time,
    parse_past_day,
    parse_period,
    weekday_date,
)
from securebase_cli.errors import UsageError

# A Tuesday.
TODAY = date(2026, 3, 31)

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
directions = st.sampled_from(["past", "future"])


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
    ("text", "past", "future"),
    [
        ("yesterday", "2026-03-30", "2026-03-30"),
        ("tomorrow", "2026-04-01", "2026-04-01"),
        ("31/3", "2026-03-31", "2026-03-31"),
        ("1/4", "2025-04-01", "2026-04-01"),
        ("30 Mar", "2026-03-30", "2027-03-30"),
        ("Friday", "2026-03-27", "2026-04-03"),
        ("tuesday", "2026-03-24", "2026-04-07"),
        ("next Friday", "2026-04-10", "2026-04-10"),
        ("this Friday", "2026-04-03", "2026-04-03"),
        ("last Friday", "2026-03-27", "2026-03-27"),
        ("Friday next week", "2026-04-10", "2026-04-10"),
        ("2 weeks", "2026-03-17", "2026-04-14"),
        ("a fortnight", "2026-03-17", "2026-04-14"),
        ("14 d", "2026-03-17", "2026-04-14"),
        ("in two weeks", "2026-04-14", "2026-04-14"),
        ("two weeks ago", "2026-03-17", "2026-03-17"),
        ("in a month", "2026-04-30", "2026-04-30"),
        ("end of the month", "2026-03-31", "2026-03-31"),
        ("the end of the week", "2026-03-29", "2026-04-05"),
        ("end of next month", "2026-04-30", "2026-04-30"),
        ("end of October", "2025-10-31", "2026-10-31"),
    ],
)
def test_words_for_a_day_mean_the_past_or_the_future(text, past, future):
    for direction, day in (("past", past), ("future", future)):
        expected = date.fromisoformat(day)
        assert (expected, expected) == parse_period(text, TODAY, direction)


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("October", "2025-10-01 2025-10-31", "2026-10-01 2026-10-31"),
        ("March", "2026-03-01 2026-03-31", "2027-03-01 2027-03-31"),
        ("October 2024", "2024-10-01 2024-10-31", "2024-10-01 2024-10-31"),
        ("last month", "2026-02-01 2026-02-28", "2026-02-01 2026-02-28"),
        ("this week", "2026-03-30 2026-04-05", "2026-03-30 2026-04-05"),
        ("next week", "2026-04-06 2026-04-12", "2026-04-06 2026-04-12"),
        ("last year", "2025-01-01 2025-12-31", "2025-01-01 2025-12-31"),
        ("in October", "2025-10-01 2025-10-31", "2026-10-01 2026-10-31"),
        ("last three months", "2025-12-31 2026-03-31", "2025-12-31 2026-03-31"),
        ("the past 2 weeks", "2026-03-17 2026-03-31", "2026-03-17 2026-03-31"),
        ("in the past year", "2025-03-31 2026-03-31", "2025-03-31 2026-03-31"),
    ],
)
def test_words_for_a_week_a_month_or_a_year_mean_its_first_and_last_day(text, past, future):
    for direction, period in (("past", past), ("future", future)):
        first, last = map(date.fromisoformat, period.split())
        assert (first, last) == parse_period(text, TODAY, direction)


@given(day=days, today=days, direction=directions)
def test_a_day_with_its_year_is_the_same_in_every_form(day, today, direction):
    month = MONTHS[day.month - 1]
    forms = [
        *(f"{day}", f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}"),
        *(f"{day:%d-%m-%Y}", f"{day.day} {month} {day.year}", f"{day.day} {month[:3]} {day.year}"),
        *(f"the {day.day}th of {month.upper()}, {day.year}", f" {day.day}{month}  {day.year}"),
        f"{WEEKDAYS[day.weekday()]} {long_date(day)}",
        f"{WEEKDAYS[day.weekday()][:3]}, {long_date(day)}",
    ]
    assert {(day, day)} == {parse_period(form, today, direction) for form in forms}


@given(today=days, distance=st.integers(0, 300))
def test_what_is_said_back_can_be_typed_again(today, distance):
    for direction, day in (
        ("past", today - timedelta(distance)),
        ("future", today + timedelta(distance)),
    ):
        assert (day, day) == parse_period(weekday_date(day, today), today, direction)


@given(today=days, weekday=st.sampled_from(WEEKDAYS))
def test_a_weekday_is_the_nearest_one_and_never_today(today, weekday):
    past, _ = parse_period(weekday, today)
    future, _ = parse_period(weekday, today, "future")
    assert WEEKDAYS[past.weekday()] == weekday == WEEKDAYS[future.weekday()]
    assert 1 <= (today - past).days <= 7
    assert 1 <= (future - today).days <= 7


@given(today=days, month=st.sampled_from(MONTHS))
def test_a_month_has_begun_in_the_past_and_is_to_come_in_the_future(today, month):
    past, last = parse_period(month, today)
    future, _ = parse_period(month, today, "future")
    assert past <= today < future
    assert MONTHS[past.month - 1] == month == MONTHS[future.month - 1]
    assert (1, past.month) == (past.day, last.month)
    assert (last + timedelta(1)).month != last.month


WORDS = (
    *("last", "next", "this", "end", "of", "the", "in", "a", "two", "ago", "today", "friday"),
    *("past", "october", "week", "month", "days", "y", "2", "27", "2026", "99999", "/", "-"),
)


@given(today=days, direction=directions, words=st.lists(st.sampled_from(WORDS), max_size=6))
def test_whatever_is_typed_is_a_period_or_refused(today, direction, words):
    try:
        first, last = parse_period(" ".join(words), today, direction)
    except UsageError:
        return
    assert first <= last


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "last", "next", "end", "in", "the", "26", "20261123", "2026-11-23T10:00"),
        *("2026-1-2", "2026-02-30", "2026-13", "0000", "2026-11-23-", "٢٠٢٦", "27/11/", "27//11"),
        *("-3d", "3", "d", "1.5d", "999999d", "99999y", "31/2", "27/11-2026", "27 Nov 202"),
    ],
)
def test_anything_else_is_refused_with_three_examples(text):
    with pytest.raises(UsageError) as refused:
        parse_period(text, TODAY)
    assert f"“{text}” is not a date that can be read. Try 27/11/2026, last week or October." == str(
        refused.value
    )


@pytest.mark.parametrize("word", ["end", "in", "Friday"])
def test_very_many_words_are_refused(word):
    with pytest.raises(UsageError, match="is not a date that can be read"):
        parse_period(f"{word} " * 9999 + "October", TODAY)


@pytest.mark.parametrize(
    "text", ["11/27", "Nov 27", "Monday 31 March", "Friday October", "29 Feb", "last October"]
)
def test_two_meanings_are_refused(text):
    with pytest.raises(UsageError, match="is not a date that can be read"):
        parse_period(text, TODAY)


def test_the_day_of_a_reflection_is_one_day():
    assert date(2026, 3, 30) == parse_past_day("yesterday", TODAY)
    with pytest.raises(UsageError, match="“last week” is more than one day"):
        parse_past_day("last week", TODAY)


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
        ("next week", date(2026, 4, 6)),
        ("this week", TODAY),
        ("2026-12", date(2026, 12, 1)),
        ("October", date(2026, 10, 1)),
    ],
)
def test_a_day_to_look_again_lies_ahead(text, day):
    assert day == parse_future_day(text, TODAY)


@pytest.mark.parametrize("text", ["", "soon", "20261201", "2026-02-30", "99999y"])
def test_a_day_to_look_again_is_never_guessed(text):
    with pytest.raises(UsageError) as refused:
        parse_future_day(text, TODAY)
    assert str(refused.value).endswith("Try 27 November, next Friday or in two weeks.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-03-30", "Monday 30 March has gone already"),
        ("last month", "Saturday 28 February has gone already"),
        ("October 2025", "Friday 31 October 2025 has gone already"),
    ],
)
def test_a_day_that_has_gone_is_refused(text, said):
    with pytest.raises(UsageError, match=said):
        parse_future_day(text, TODAY)


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


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(), ""),
        (Period(first=date(2026, 1, 2)), "since 2 January 2026"),
        (Period(last=date(2026, 1, 4)), "until 4 January 2026"),
        (Period(date(2026, 1, 2), date(2026, 1, 4)), "from 2 January 2026 to 4 January 2026"),
    ],
)
def test_a_period_is_said_in_words(period, words):
    assert words == describe_period(period)


def test_a_period_holds_days_only():
    assert "2026-01-02" not in Period()


# Intervals, and times of a week.


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("2w", Interval(2, "week")),
        ("every two weeks", Interval(2, "week")),
        ("fortnight", Interval(2, "week")),
        ("week", Interval(1, "week")),
        ("1m", Interval(1, "month")),
        ("10 days", Interval(10, "day")),
        ("Every Year", Interval(1, "year")),
    ],
)
def test_an_interval_is_read_as_people_say_it(text, interval):
    assert interval == parse_interval(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Fri 12:00", "2026-12-04 12:00"),
        ("Friday noon", "2026-12-04 12:00"),
        ("saturday 9.45", "2026-11-28 09:45"),
        ("Saturday 9am", "2026-12-05 09:00"),
        ("Monday at 2.30pm", "2026-11-30 14:30"),
        ("9am Monday", "2026-11-30 09:00"),
        ("12am", "2026-11-29 00:00"),
        ("12pm", "2026-11-28 12:00"),
        ("9:30", "2026-11-29 09:30"),
    ],
)
def test_a_time_of_a_week_is_the_next_one_to_come(text, moment):
    now = datetime.fromisoformat("2026-11-28 09:30")

    assert datetime.fromisoformat(moment) == parse_next_time(text, now)
