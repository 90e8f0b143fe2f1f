"""The filters mean the same in every command."""

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.dates import Period
from securebase_cli.storage.filter import Filter, tag_key
from support.builders import an_entry, an_entry_name

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("query", "name", "admitted"),
    [
        (Filter(), an_entry_name("2026-11-23"), True),
        (Filter(), an_entry_name("2026-99-99"), True),
        (Filter(domains=frozenset({"availability"})), an_entry_name("2026-11-23"), True),
        (Filter(domains=frozenset({"acceptance"})), an_entry_name("2026-11-23"), False),
        (Filter(period=NOVEMBER), an_entry_name("2026-12-01"), True),
        (Filter(frozenset({"acceptance"}), NOVEMBER), an_entry_name("2026-11-02"), False),
    ],
)
def test_a_files_name_tells_its_domain_and_not_its_day(query, name, admitted):
    assert admitted is query.matches_name(name)


@pytest.mark.parametrize(
    ("moment", "admitted"),
    [
        ("2026-10-31T23:59:59-08:00", False),
        ("2026-11-01T00:00:00+14:00", True),
        ("2026-11-30T23:59:59-12:00", True),
        ("2026-12-01T00:00:00+14:00", False),
    ],
)
def test_the_local_date_in_the_front_matter_counts(moment, admitted):
    entry = an_entry(moment=datetime.fromisoformat(moment))
    assert admitted is Filter(period=NOVEMBER).matches(entry)
    assert admitted is Filter(period=NOVEMBER).matches(entry.outline)


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
    assert matches is Filter(tags=frozenset(wanted)).matches(an_entry(tags=tags))


@pytest.mark.parametrize(
    ("wanted", "tags", "matches"),
    [
        ({"away-day", "rota"}, ("Rota", "away-day", "other"), True),
        ({"away-day", "rota"}, ("rota",), False),
        ({"supervision", "rota"}, ("supervision/1-1", "rota"), True),
        ({"supervision", "supervision/1-1"}, ("supervision/1-1",), True),
        ({"supervision", "supervision/1-1"}, ("supervision",), False),
    ],
)
def test_all_of_the_tags_can_be_asked_for(wanted, tags, matches):
    entry_filter = Filter(tags=frozenset(wanted), needs_all_tags=True)
    assert matches is entry_filter.matches(an_entry(tags=tags))
    assert not entry_filter.filters_names


@pytest.mark.parametrize(
    ("wanted", "tag", "matches"),
    [
        ("supervision", "supervision/1-1", True),
        ("supervision", "Supervision/2026/May", True),
        ("supervision/2026", "supervision/2026/May", True),
        ("supervision", "supervision/", True),
        ("supervision/", "supervision/1-1", True),
        ("supervision/1-1", "supervision", False),
        ("super", "supervision/1-1", False),
        ("1-1", "supervision/1-1", False),
    ],
)
def test_a_tag_has_the_tags_below_it_as_in_obsidian(wanted, tag, matches):
    assert matches is Filter(tags=frozenset({tag_key(wanted)})).matches(an_entry(tags=(tag,)))


@given(st.text(max_size=8), st.sampled_from(["NFC", "NFD"]), st.sampled_from(["NFC", "NFD"]))
def test_a_tag_is_the_same_in_every_unicode_form_and_case(tag, form, other_form):
    spelt = unicodedata.normalize(form, tag)
    assert tag_key(spelt) == tag_key(unicodedata.normalize(other_form, tag))
    assert tag_key(spelt) == tag_key(tag_key(spelt))
    assert tag_key("RÉUNION") == tag_key("re\u0301union") != tag_key("reunion")
