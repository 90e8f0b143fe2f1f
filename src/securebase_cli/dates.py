"""Parse dates as users type them: 27/11/2026, 27 Nov, next Friday, in two weeks, last month.

A date is one day or more. The day comes before the month, as in Britain. Where the words leave
open whether they mean the past or the future (Friday, 27 Nov, October, 2 weeks), the direction
decides.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from securebase_cli.errors import UsageError
from securebase_cli.plurals import NUMBER_WORDS

Direction = Literal["past", "future"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

PAST_EXAMPLES = "27/11/2026, last week or October"
PAST_DAY_EXAMPLES = "27/11/2026, yesterday or last Friday"
FUTURE_EXAMPLES = "27 November, next Friday or in two weeks"

# As in “Friday the 27th of November 2026”.
MAX_WORDS_IN_DATE = 6

_YEAR_FIRST = "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_DAY_FIRST = "([0-9]{1,2})([/.-])([0-9]{1,2})(?:\\2([0-9]{4}|[0-9]{2}))?"

_TIME_OF_WEEK = (
    "(?P<before>[a-z]*),?[ ]*(?:at[ ]+)?(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?[ ]*"
    "(?P<half>am|pm)?(?P<after>[ ]*[a-z]*)"
)
_HOURS_IN_HALF = 12
_MAX_INTERVAL = 99

_MONTH_NUMBERS = {month.casefold(): number for number, month in enumerate(MONTHS, start=1)}
_WEEKDAY_NUMBERS = {weekday.casefold(): number for number, weekday in enumerate(WEEKDAYS)}
# The letters for units of time, as in “2y”.
UNITS_BY_LETTER = {"d": "day", "w": "week", "m": "month", "y": "year"}
_DAYS_IN_UNIT = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_IN_UNIT = {"month": 1, "year": 12}
_UNITS = _DAYS_IN_UNIT | _MONTHS_IN_UNIT
_OFFSETS = {"last": -1, "this": 0, "next": 1}
# Years that may follow the name of a month; a smaller number could be a day.
_FULL_YEARS = range(1000, 10000)

# Other spellings of the words and numbers that are parsed.
_SPELLINGS: dict[str, int | str] = (
    {name[:3]: name for name in (*_MONTH_NUMBERS, *_WEEKDAY_NUMBERS)}
    | {"sept": "september", "tues": "tuesday", "weds": "wednesday"}
    | {"thur": "thursday", "thurs": "thursday"}
    | {f"{unit}s": unit for unit in _UNITS}
    | UNITS_BY_LETTER
    | {word: number for number, word in enumerate(NUMBER_WORDS) if number}
    | {"a": 1, "an": 1}
)
_IGNORED_WORDS = {"the", "of", "on", ",", "st", "nd", "rd", "th"}


class Period(NamedTuple):
    """The days from the first to the last, inclusive; None leaves that end open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS = Period()


class _Days(NamedTuple):
    """The days from the first to the last, inclusive."""

    first: date
    last: date


def parse_period(text: str, today: date, direction: Direction = "past") -> tuple[date, date]:
    """Return the first and the last day of a date.

    Raises UsageError for a text that is no date, or that has two meanings.
    """
    folded = text.strip().casefold()
    examples = PAST_EXAMPLES if direction == "past" else FUTURE_EXAMPLES
    try:
        days = _parse_numbers(folded, today, direction)
        return days or _parse_words(_split(folded), today, direction)
    except (ValueError, OverflowError):
        raise UsageError(f"“{text}” is not a date that can be read. Try {examples}.") from None


def parse_past_day(text: str, today: date) -> date:
    """Return a single day; raises UsageError for weeks, months, years and any text but a date."""
    first, last = parse_period(text, today)
    if first != last:
        raise UsageError(f"“{text}” is more than one day. Try {PAST_DAY_EXAMPLES}.")
    return first


def parse_future_day(text: str, today: date) -> date:
    """Return a day that is not past; of a week, month or year, the first such day.

    Raises UsageError for days before today and any text but a date.
    """
    first, last = parse_period(text, today, "future")
    if last < today:
        raise UsageError(f"{weekday_date(last, today)} has gone already. Try {FUTURE_EXAMPLES}.")
    return max(first, today)


def is_date(text: str, today: date) -> bool:
    """Whether a text is a date, or a period such as “last week”."""
    try:
        parse_period(text, today)
    except UsageError:
        return False
    return True


def long_date(day: date) -> str:
    """Return a day such as “23 November 2026”, in English in every locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """Return a day for a table, such as “23 Nov 2026”."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def month_and_year(day: date) -> str:
    """Return the month of a day, such as “November 2026”."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def describe_months(months: Sequence[date]) -> str:
    """Return months in words, such as “May 2026 to July 2026”; they must be in order."""
    first, last = month_and_year(months[0]), month_and_year(months[-1])
    return first if first == last else f"{first} to {last}"


def weekday_date(day: date, today: date) -> str:
    """Return a day such as “Friday 11 December”, with its year unless that is this year."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def describe_period(period: Period) -> str:
    """Return a period in words, such as “since 1 September 2026”; empty if it is open."""
    first, last = period
    if first and last:
        return f"from {long_date(first)} to {long_date(last)}"
    if first:
        return f"since {long_date(first)}"
    return f"until {long_date(last)}" if last else ""


class Interval(NamedTuple):
    """A number of days, weeks, months or years, such as every two weeks."""

    number: int
    unit: Literal["day", "week", "month", "year"]

    def __str__(self) -> str:
        return f"every {self.unit if self.number == 1 else f'{self.number} {self.unit}s'}"


def parse_interval(text: str) -> Interval:
    """Return an interval such as “2w”, “fortnight”, “month” or “every three weeks”.

    Raises UsageError.
    """
    words = _split(text.strip().casefold().removeprefix("every"))
    count, unit = (words[0], words[1:]) if words and isinstance(words[0], int) else (1, words)
    match [count, *unit]:
        case [int(), "fortnight"] if 0 < count <= _MAX_INTERVAL:
            return Interval(2 * count, "week")
        case [int(), ("day" | "week" | "month" | "year") as name] if 0 < count <= _MAX_INTERVAL:
            return Interval(count, name)
    raise UsageError(f"“{text}” says not how often. Try 2w, month or fortnight.")


def parse_next_time(text: str, now: datetime) -> datetime:
    """Return the next moment after `now` at a time such as “Fri 12:00” or “9.30am”.

    `now` is a local time without a time zone. Raises UsageError.
    """
    folded = re.sub(r"\b(noon|midday)\b", "12:00", text.strip().casefold())
    match = re.fullmatch(_TIME_OF_WEEK, folded)
    words = _split(f"{match['before']} {match['after']}") if match else []
    time_of_day = _parse_time_of_day(match) if match else None
    if time_of_day is None or len(words) > 1 or not _WEEKDAY_NUMBERS.keys() >= set(words):
        raise UsageError(f"“{text}” is no time of a week. Try “Fri 12:00” or “Monday 9am”.")
    day = now.date() + timedelta(days=time_of_day <= now.time())
    if words:
        day += timedelta(days=(_WEEKDAY_NUMBERS[str(words[0])] - day.weekday()) % 7)
    return datetime.combine(day, time_of_day)


def _parse_time_of_day(match: re.Match[str]) -> time | None:
    """Return the time in a match of `_TIME_OF_WEEK`; None if there is no such time, as 25:00."""
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half:
        if not 1 <= hour <= _HOURS_IN_HALF:
            return None
        hour = hour % _HOURS_IN_HALF + (_HOURS_IN_HALF if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _parse_numbers(text: str, today: date, direction: Direction) -> _Days | None:
    """Return the days of a date in numbers, such as 2026-11 or 27/11; None for any other text."""
    if match := re.fullmatch(_YEAR_FIRST, text):
        year, month, day = match.groups()
        if day:
            return _one_day(date(int(year), int(month), int(day)))
        return _month(int(year), int(month)) if month else _year(int(year))
    if match := re.fullmatch(_DAY_FIRST, text):
        day, _, month, year = match.groups()
        if year:
            return _one_day(date(_full_year(int(year)), int(month), int(day)))
        return _one_day(_nearest(int(day), int(month), today, direction))
    return None


def _split(text: str) -> list[int | str]:
    """Split a text into numbers, words as `_parse_words` spells them, and other characters."""
    return [
        int(part) if part[0] in "0123456789" else _SPELLINGS.get(part, part)
        for part in re.findall(r"[0-9]+|[a-z]+|\S", text)
        if part not in _IGNORED_WORDS
    ]


def _parse_words(words: Sequence[int | str], today: date, direction: Direction) -> _Days:
    """Return the days that the words stand for; raise ValueError if there are none."""
    if len(words) > MAX_WORDS_IN_DATE:
        raise ValueError(words)
    forward = direction == "future"
    match words:
        case ["today"]:
            return _one_day(today)
        case ["tomorrow"]:
            return _one_day(today + timedelta(days=1))
        case ["yesterday"]:
            return _one_day(today - timedelta(days=1))

        case [int(day), str(month)] if month in _MONTH_NUMBERS:
            return _one_day(_nearest(day, _MONTH_NUMBERS[month], today, direction))
        case [int(day), str(month), int(year)] if month in _MONTH_NUMBERS:
            return _one_day(date(_full_year(year), _MONTH_NUMBERS[month], day))
        case [str(month), int(year)] if month in _MONTH_NUMBERS and year in _FULL_YEARS:
            return _month(year, _MONTH_NUMBERS[month])
        case [str(month)] if month in _MONTH_NUMBERS:
            number = _MONTH_NUMBERS[month]
            if forward:
                return _month(today.year + (number <= today.month), number)
            return _month(today.year - (number > today.month), number)

        case [int(count), str(unit)] if unit in _UNITS:
            return _one_day(_add(today, count if forward else -count, unit))
        case ["in", int(count), str(unit)] if unit in _UNITS:
            return _one_day(_add(today, count, unit))
        case ["in", *rest]:
            return _parse_words(rest, today, direction)
        case [int(count), str(unit), "ago"] if unit in _UNITS:
            return _one_day(_add(today, -count, unit))

        case [("last" | "past"), int(count), str(unit)] if unit in _UNITS:
            return _Days(_add(today, -count, unit), today)
        case ["past", str(unit)] if unit in _UNITS:
            return _Days(_add(today, -1, unit), today)
        case [("last" | "this" | "next") as which, ("week" | "month" | "year") as unit]:
            return _calendar_unit(unit, _OFFSETS[which], today)
        case ["end", ("week" | "month" | "year") as unit]:
            last = _calendar_unit(unit, 0, today).last
            if last > today and not forward:
                last = _calendar_unit(unit, -1, today).last
            return _one_day(last)
        case ["end", *rest] if rest:
            return _one_day(_parse_words(rest, today, direction).last)

        case [str(weekday)] if weekday in _WEEKDAY_NUMBERS:
            start = today + timedelta(days=1 if forward else -7)
            return _weekday_in(_Days(start, start + timedelta(days=6)), weekday)
        case ["last", str(weekday)] if weekday in _WEEKDAY_NUMBERS:
            return _parse_words([weekday], today, "past")
        case [("this" | "next") as which, str(weekday)] if weekday in _WEEKDAY_NUMBERS:
            return _weekday_in(_calendar_unit("week", _OFFSETS[which], today), weekday)
        case [str(weekday), *rest] if weekday in _WEEKDAY_NUMBERS:
            # Such as “Friday 27 November”, which is refused if that is not a Friday.
            return _weekday_in(_parse_words(rest, today, direction), weekday)
    raise ValueError(words)


def _one_day(day: date) -> _Days:
    return _Days(day, day)


def _month(year: int, month: int) -> _Days:
    from calendar import monthrange

    _, length = monthrange(year, month)
    return _Days(date(year, month, 1), date(year, month, length))


def _year(year: int) -> _Days:
    return _Days(date(year, 1, 1), date(year, 12, 31))


def _full_year(year: int) -> int:
    """Return a year with its century, which is 2000 if it was left out; raises ValueError."""
    if year in range(100):
        return 2000 + year
    if year not in _FULL_YEARS:
        raise ValueError(year)
    return year


def _nearest(day: int, month: int, today: date, direction: Direction) -> date:
    """Return the nearest such day in a direction, or today."""
    nearest = date(today.year, month, day)
    if direction == "past" and nearest > today:
        return nearest.replace(year=today.year - 1)
    if direction == "future" and nearest < today:
        return nearest.replace(year=today.year + 1)
    return nearest


def _calendar_unit(unit: str, offset: int, today: date) -> _Days:
    """Return the week (from Monday), month or year of today, or one so many after it."""
    if unit == "week":
        monday = today + timedelta(days=7 * offset - today.weekday())
        return _Days(monday, monday + timedelta(days=6))
    first = _add(today.replace(day=1), offset, unit)
    return _month(first.year, first.month) if unit == "month" else _year(first.year)


def _weekday_in(days: _Days, weekday: str) -> _Days:
    """Return the one day that is this weekday; raise ValueError if there is none, or more."""
    day = days.first + timedelta(days=(_WEEKDAY_NUMBERS[weekday] - days.first.weekday()) % 7)
    if day > days.last or day + timedelta(days=7) <= days.last:
        raise ValueError(weekday)
    return _one_day(day)


def _add(day: date, count: int, unit: str) -> date:
    if unit in _DAYS_IN_UNIT:
        return day + timedelta(days=count * _DAYS_IN_UNIT[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS_IN_UNIT[unit]
    year, month = divmod(months, 12)
    _, last = _month(year, month + 1)
    return last.replace(day=min(day.day, last.day))
