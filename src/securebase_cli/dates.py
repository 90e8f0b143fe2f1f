"""Parse the dates that users type: days, months, years and distances such as 14d."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from securebase_cli.errors import UsageError

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

FORMS = "2026-11-23, 2026-11, 2026, today, yesterday, 14d, 6w, 3m or 1y (ago)"

_CALENDAR = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_DISTANCE = r"([0-9]{1,5})([dwmy])"
_DISTANCE_OF_WORD = {"today": "0d", "yesterday": "1d"}
_DAYS_IN_UNIT = {"d": 1, "w": 7}
_MONTHS_IN_UNIT = {"m": 1, "y": 12}


class Period(NamedTuple):
    """The days from the first to the last, inclusive; None leaves that end open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def parse_period(text: str, today: date) -> tuple[date, date]:
    """Return the first and last day of a date in one of the `FORMS`.

    Raises UsageError for any other text.
    """
    folded = text.strip().casefold()
    folded = _DISTANCE_OF_WORD.get(folded, folded)
    try:
        if match := re.fullmatch(_CALENDAR, folded):
            year, month, day = match.groups()
            first = date(int(year), int(month or 1), int(day or 1))
            if day:
                return first, first
            if month:
                return first, first.replace(day=_days_in(first))
            return first, first.replace(month=12, day=31)
        if match := re.fullmatch(_DISTANCE, folded):
            day = _add(today, -int(match[1]), match[2])
            return day, day
    except (ValueError, OverflowError):
        pass
    raise UsageError(f"“{text}” is not a date that can be read. Dates look like {FORMS}.")


def parse_past_day(text: str, today: date) -> date:
    """Return a single day; raises UsageError for months, years and any text but a date."""
    first, last = parse_period(text, today)
    if first != last:
        raise UsageError(f"“{text}” is more than one day. One day looks like 2026-11-23.")
    return first


def parse_future_day(text: str, today: date) -> date:
    """Return a day that is not past: exact, `today`, `tomorrow`, or `14d`, `6w`, `3m`, `1y` ahead.

    Raises UsageError for days before today and any other text.
    """
    folded = text.strip().casefold()
    try:
        if folded == "tomorrow":
            return today + timedelta(days=1)
        if match := re.fullmatch(_DISTANCE, folded):
            return _add(today, int(match[1]), match[2])
        day, last = parse_period(folded, today)
        if day != last:
            raise ValueError
    except (ValueError, OverflowError, UsageError):
        raise UsageError(
            f"“{text}” is not a date that can be read. "
            "Try 2026-12-01, tomorrow, or 2w for in two weeks."
        ) from None
    if day < today:
        raise UsageError(f"{long_date(day)} has gone already. Choose today or a day to come.")
    return day


def long_date(day: date) -> str:
    """Return a day such as “23 November 2026”, in English in every locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _add(day: date, count: int, unit: str) -> date:
    if unit in _DAYS_IN_UNIT:
        return day + timedelta(days=count * _DAYS_IN_UNIT[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS_IN_UNIT[unit]
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _days_in(first)))


def _days_in(month: date) -> int:
    from calendar import monthrange

    return monthrange(month.year, month.month)[1]
