"""Calendar files (iCalendar, RFC 5545): a reminder that repeats, and days to look again.

Others may see the user's calendar, so titles are neutral unless the user asks for their own words.
Times have no time zone: noon stays noon wherever the calendar is opened. The identifier of an event
is always the same, so a calendar that imports a file again updates the event.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vRecur

from securebase_cli.dates import Interval
from securebase_cli.documents.formats.printable import remove_unprintable
from securebase_cli.review.actions import ActionRef

REMINDER_TITLE = "Ten minutes to reflect"
DUE_TITLE = "Something to try: time to look again"

_REMINDER_LENGTH = timedelta(minutes=10)
_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Reminder(NamedTuple):
    """When to reflect: the local time of the first event, and how often it repeats.

    All events are on the weekday of the first one, also if they repeat every month.
    """

    first: datetime
    interval: Interval


def build_reminder(reminder: Reminder, journal: str, now: datetime) -> bytes:
    """Return a calendar file with one event that repeats.

    `journal` makes the identifier different for each journal; it cannot be read from the file.
    """
    event = _new_event(f"reminder {journal}", REMINDER_TITLE, now)
    event.add("dtstart", reminder.first)
    event.add("duration", _REMINDER_LENGTH)
    number, unit = reminder.interval
    rule = {"freq": _FREQUENCIES[unit], "interval": number}
    if unit == "month":
        # Not every month has a fifth Friday, so the fifth one means the last one.
        week = (reminder.first.day - 1) // 7 + 1
        code = _WEEKDAY_CODES[reminder.first.weekday()]
        rule["byday"] = f"{week if week < 5 else -1}{code}"  # noqa: PLR2004
    event.add("rrule", vRecur(rule))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", REMINDER_TITLE)
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return _to_file([event])


def build_due_days(refs: Iterable[ActionRef], now: datetime, *, with_words: bool) -> bytes:
    """Return a calendar file with an all-day event for each action that has a due day.

    With `with_words`, the title is the text of the action.
    """
    events = []
    for ref in refs:
        if ref.action.due is None:
            continue
        title = remove_unprintable(ref.action.text) if with_words else DUE_TITLE
        event = _new_event(f"action {ref.handle} {ref.outline.moment.isoformat()}", title, now)
        # Without an end, the event lasts for that day. 31 December 9999 has no next day.
        event.add("dtstart", ref.action.due)
        # The day stays free for appointments.
        event.add("transp", "TRANSPARENT")
        events.append(event)
    return _to_file(events)


def _new_event(name: str, title: str, now: datetime) -> Event:
    """Return an event whose identifier is derived from `name`."""
    moment = now.astimezone(UTC)
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'securebase {name}')}@securebase")
    event.add("dtstamp", moment)
    event.add("last-modified", moment)
    # Some calendars update an event only if this number is higher: the minutes since 1970.
    event.add("sequence", int(moment.timestamp()) // 60)
    event.add("summary", title)
    return event


def _to_file(events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//securebase//securebase//EN")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())
