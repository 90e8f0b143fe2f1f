"""The filters mean the same in every command."""

from datetime import date

import pytest

from securebase_cli.dates import Period
from securebase_cli.storage.filter import Filter
from support.builders import an_entry, an_entry_name

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("query", "name", "admitted"),
    [
        (Filter(), an_entry_name("2026-11-23"), True),
        (Filter(), an_entry_name("2026-99-99"), True),
        (Filter(domains=frozenset({"availability"})), an_entry_name("2026-11-23"), True),
        (Filter(domains=frozenset({"acceptance"})), an_entry_name("2026-11-23"), False),
        (Filter(period=NOVEMBER), an_entry_name("2026-11-01"), True),
        (Filter(period=NOVEMBER), an_entry_name("2026-12-01"), False),
        (Filter(period=NOVEMBER), an_entry_name("2026-99-99"), False),
        (Filter(frozenset({"acceptance"}), NOVEMBER), an_entry_name("2026-11-02"), False),
        (
            Filter(frozenset({"acceptance"}), NOVEMBER),
            an_entry_name("2026-11-02", "acceptance"),
            True,
        ),
    ],
)
def test_a_files_name_tells_its_domain_and_its_day(query, name, admitted):
    assert admitted is query.matches_name(name)


@pytest.mark.parametrize(
    ("wanted", "tags", "matches"),
    [
        (set(), (), True),
        (set(), ("away-day",), True),
        ({"away-day"}, ("away-day",), True),
        ({"away-day"}, ("Other", "Away-Day"), True),
        ({"away-day", "rota"}, ("rota",), True),
        ({"away-day"}, ("away",), False),
        ({"away-day"}, (), False),
    ],
)
def test_one_of_the_tags_is_enough_in_any_case(wanted, tags, matches):
    assert matches is Filter(tags=frozenset(wanted)).matches_tags(an_entry(tags=tags))
