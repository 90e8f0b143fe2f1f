"""Calendar files, as other programs read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from securebase_cli.dates import Interval
from securebase_cli.documents.calendar import (
    DUE_TITLE,
    Reminder,
    build_due_days,
    build_reminder,
)
from securebase_cli.model import Action
from securebase_cli.review.actions import ActionRef
from support.builders import an_entry, an_entry_name

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
FRIDAY_NOON = datetime.fromisoformat("2026-12-04 12:00")
FORTNIGHTLY = Interval(2, "week")


def _ref(action: Action, number: int = 1) -> ActionRef:
    entry = an_entry(actions=(action,))
    return ActionRef(an_entry_name("2026-11-23"), number, action, entry.outline)


def _events(data: bytes):
    return Calendar.from_ical(data).walk("VEVENT")


def _reminder(interval: Interval, first: datetime = FRIDAY_NOON, journal: str = "a"):
    [event] = _events(build_reminder(Reminder(first, interval), journal, NOW))
    return event


def test_a_reminder_is_ten_minutes_at_a_local_time_every_other_friday():
    event = _reminder(FORTNIGHTLY)

    assert "Ten minutes to reflect" == str(event["summary"])
    assert FRIDAY_NOON == event.decoded("dtstart")
    assert timedelta(minutes=10) == event.decoded("duration")
    assert "FREQ=WEEKLY;INTERVAL=2" == event["rrule"].to_ical().decode()


@pytest.mark.parametrize(
    ("day", "weekday"), [(4, "1FR"), (14, "2MO"), (28, "4MO"), (29, "-1TU"), (31, "-1TH")]
)
def test_every_month_a_reminder_stays_on_its_weekday(day, weekday):
    event = _reminder(Interval(1, "month"), FRIDAY_NOON.replace(day=day))

    assert f"FREQ=MONTHLY;INTERVAL=1;BYDAY={weekday}" == event["rrule"].to_ical().decode()


def test_a_reminder_that_is_imported_again_takes_the_place_of_the_first():
    event, again = _reminder(FORTNIGHTLY), _reminder(Interval(1, "week"))

    assert event["uid"] == again["uid"]
    assert event["uid"] != _reminder(FORTNIGHTLY, journal="b")["uid"]


def test_a_day_to_look_again_is_a_whole_day_with_a_neutral_title_that_stays_free():
    [event] = _events(build_due_days([_ref(_A_TALK)], NOW, with_words=False))

    assert DUE_TITLE == str(event["summary"])
    assert date(2026, 12, 1) == event.decoded("dtstart")
    assert "TRANSPARENT" == str(event["transp"])


def test_no_word_of_the_user_is_in_the_file_unless_asked_for():
    refs = [_ref(_A_TALK)]

    assert b"Priya" not in build_due_days(refs, NOW, with_words=False)
    [event] = _events(build_due_days(refs, NOW, with_words=True))
    assert _A_TALK.text == str(event["summary"])


def test_an_event_keeps_its_identifier_when_its_day_changes():
    [event] = _events(build_due_days([_ref(_A_TALK)], NOW, with_words=False))
    later = _A_TALK._replace(due=date(2027, 1, 8))
    [moved] = _events(build_due_days([_ref(later)], NOW + timedelta(days=1), with_words=False))

    assert event["uid"] == moved["uid"]
    assert event["sequence"] < moved["sequence"]


def test_an_action_without_a_day_is_not_in_the_file():
    refs = [_ref(_A_TALK._replace(due=None)), _ref(_A_TALK, 2)]

    assert 1 == len(_events(build_due_days(refs, NOW, with_words=False)))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.dates())
def test_whatever_is_to_be_tried_the_file_is_as_the_standard_has_it(text, day):
    data = build_due_days([_ref(Action(text, due=day))], NOW, with_words=True)

    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    [event] = _events(data)
    assert day == event.decoded("dtstart")
    assert {"SUMMARY", "DTSTART", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "UID"} == {
        *event.keys()
    }


_A_TALK = Action("Ask Priya; then, with Tom, decide", due=date(2026, 12, 1))
