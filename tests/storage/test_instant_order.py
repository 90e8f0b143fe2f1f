"""Entries come in the order of their instants, wherever and in whichever zone they were written."""

import os
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import entry_file_name
from support.builders import an_entry

TODAY = datetime(2026, 11, 28, tzinfo=UTC).date()


def _entry(entry_id, iso_date, domain="availability"):
    return an_entry(id=entry_id, moment=datetime.fromisoformat(iso_date), domain=domain)


def _save(journal, entries):
    """Save entries, and set the times of their files a minute apart.

    The clock of a disk can be as coarse as two seconds.
    """
    journal.folder.mkdir(parents=True, exist_ok=True)
    for number, entry in enumerate(entries):
        path = journal.folder / entry_file_name(entry)
        path.write_text(write_entry(entry), "utf-8")
        os.utime(path, (0, 60 * number))


def _ids(journal, *, oldest_first=False):
    return [entry.id for _, entry in journal.scan(oldest_first=oldest_first)]


@pytest.mark.parametrize(
    "entries",
    [
        [("zzzz", "2026-11-23T14:30:05+00:00"), ("aaaa", "2026-11-23T14:30:40+00:00")],
        [("bbbb", "2026-10-25T01:50:00+01:00"), ("aaaa", "2026-10-25T01:10:00+00:00")],
        [("aaaa", "2026-11-24T09:00:00+13:00"), ("bbbb", "2026-11-23T23:00:00+00:00")],
        [("aaaa", "2026-11-24T23:00:00+14:00"), ("bbbb", "2026-11-23T23:00:00-12:00")],
    ],
    ids=["one minute", "clocks go back", "another zone", "across the date line"],
)
def test_the_last_entry_is_the_one_that_was_written_last(journal, entries):
    _save(journal, [_entry(*entry) for entry in entries])
    earlier, later = (entry_id for entry_id, _ in entries)
    assert [later, earlier] == _ids(journal)
    assert [earlier, later] == _ids(journal, oldest_first=True)
    assert later == journal.find("last", TODAY).id


def test_of_one_second_the_one_saved_later_is_the_later(journal):
    second = "2026-11-23T14:30:12+00:00"
    _save(journal, [_entry("zzzz", second, "sensitivity"), _entry("aaaa", second, "acceptance")])
    assert ["aaaa", "zzzz"] == _ids(journal)
    assert ["zzzz", "aaaa"] == _ids(journal, oldest_first=True)


def test_an_entry_whose_name_has_quite_another_day_stands_where_its_name_stands(journal):
    _save(
        journal,
        [_entry("aaaa", "2026-11-23T14:30:12+00:00"), _entry("bbbb", "2026-11-24T09:00+00:00")],
    )
    moved = journal.folder / "2024-02-29-1100-availability-bbbb.md"
    (journal.folder / "2026-11-24-0900-availability-bbbb.md").rename(moved)
    assert ["aaaa", "bbbb"] == _ids(journal)
    assert ["bbbb", "aaaa"] == _ids(journal, oldest_first=True)


moments = st.builds(
    lambda minutes, offset: (
        datetime(2026, 11, 23, tzinfo=UTC).astimezone(timezone(offset)) + timedelta(minutes=minutes)
    ),
    st.integers(-3 * 24 * 60, 3 * 24 * 60),
    st.integers(-12 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters)),
)


@given(moments=st.lists(moments, max_size=12), oldest_first=st.booleans())
def test_in_any_zones_the_order_is_that_of_the_instants(tmp_path_factory, moments, oldest_first):
    journal = Journal(tmp_path_factory.mktemp("any") / "journal")
    entries = [an_entry(id=f"{number:04}", moment=moment) for number, moment in enumerate(moments)]
    _save(journal, entries)
    expected = sorted(entries, key=lambda entry: (entry.moment, entry.id))
    if not oldest_first:
        expected.reverse()
    assert [entry.id for entry in expected] == _ids(journal, oldest_first=oldest_first)
