"""What has been reflected on and what not, counted in one pass."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.dates import Period
from securebase_cli.instrument.content import read_content
from securebase_cli.json_records import coverage_record
from securebase_cli.model import DatedScaling, Scaling
from securebase_cli.review.coverage import Coverage, count_coverage, months_shown
from securebase_cli.storage.scan import StoredOutline
from support.builders import MOMENT, an_entry_name, an_outline

TODAY = date(2026, 11, 23)
YEAR = months_shown(Period(), TODAY)
CONTENT = read_content()
LENS = frozenset(q.id for q in CONTENT.questions_by_theme("Diversity and power"))


def covered(*found: StoredOutline, months=YEAR, content=CONTENT) -> Coverage:
    return count_coverage(found, content, months)


def domain_in(coverage: Coverage, wanted: str):
    return next(domain for domain in coverage.domains if domain.id == wanted)


def question_in(coverage: Coverage, wanted: str):
    return next(item for item in coverage.questions if item.question.id == wanted)


def theme_in(coverage: Coverage, wanted: str):
    return next(item for item in coverage.themes if item.theme == wanted)


# The months shown.


def test_the_months_are_the_latest_twelve_unless_a_period_is_given():
    assert [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12))] == list(YEAR)


@pytest.mark.parametrize(
    ("period", "first", "last", "count"),
    [
        (Period(first=date(2024, 1, 15)), date(2024, 1, 1), date(2026, 11, 1), 35),
        (Period(last=date(2025, 6, 30)), date(2024, 7, 1), date(2025, 6, 1), 12),
        (Period(date(2026, 2, 28), date(2026, 3, 1)), date(2026, 2, 1), date(2026, 3, 1), 2),
        (Period(date(2026, 11, 2), date(2026, 11, 3)), date(2026, 11, 1), date(2026, 11, 1), 1),
        (Period(first=date(2027, 3, 5)), date(2027, 3, 1), date(2027, 3, 1), 1),
        (Period(last=date(1, 3, 31)), date(1, 1, 1), date(1, 3, 1), 3),
    ],
    ids=["since", "until", "both", "one month", "still to come", "when the calendar begins"],
)
def test_a_period_is_shown_from_its_first_month_to_its_last(period, first, last, count):
    months = months_shown(period, TODAY)
    assert (first, last, count) == (months[0], months[-1], len(months))


@given(period=st.builds(Period, st.none() | st.dates(), st.none() | st.dates()), today=st.dates())
def test_months_follow_each_other_and_each_begins_on_its_first_day(period, today):
    months = months_shown(period, today)
    counted = [month.year * 12 + month.month for month in months]
    assert list(range(counted[0], counted[0] + len(months))) == counted
    assert {1} == {month.day for month in months}


# All of a journal, or a part.


def test_whether_all_entries_were_counted_is_kept_and_changes_no_count():
    found = (
        an_outline("2026-11-01", answered=("praise",)),
        an_outline("2026-10-01", "trust"),
    )
    all_of_it, part = (
        count_coverage(found, CONTENT, YEAR, is_complete=whole) for whole in (True, False)
    )
    assert (True, False) == (all_of_it.is_complete, part.is_complete)
    assert all_of_it == part._replace(is_complete=True)
    assert all_of_it == count_coverage(found, CONTENT, YEAR)


def test_of_some_domains_the_domains_and_their_questions_are_left():
    everything = covered(
        an_outline("2026-11-02", "acceptance", answered=("praise",)),
        an_outline("2026-11-01", "trust"),
    )
    part = everything.for_domains({"acceptance", "long-gone"})
    assert [("acceptance", 1)] == [(one.id, one.entry_count) for one in part.domains]
    of_acceptance = [q for q in CONTENT.questions if q.domain == "acceptance"]
    assert of_acceptance == [one.question for one in part.questions]
    assert ["trust"] == [one.id for one in everything.for_domains({"trust"}).domains]


def test_themes_and_the_lens_go_across_all_domains():
    everything = covered(an_outline("2026-11-01", answered=("everyone-contributes",)))
    part = everything.for_domains({"acceptance"})
    assert (everything.themes, everything.lens) == (part.themes, part.lens)
    assert 1 == part.lens.entry_count


# Domains.


def test_in_a_new_journal_nothing_was_reflected_on():
    coverage = covered()
    assert [domain.id for domain in CONTENT.domains] == [one.id for one in coverage.domains]
    assert {(None, 0, (0,) * 12, (), None)} == {one[2:] for one in coverage.domains}
    assert {"never asked"} == {one.status for one in coverage.questions}
    assert [(theme, None, 0) for theme in CONTENT.themes] == list(coverage.themes)
    assert ("Diversity and power", None, 0, (0,) * 12) == coverage.lens


def test_entries_are_counted_by_month_and_all_together():
    coverage = covered(
        an_outline("2026-11-01"), an_outline("2026-11-30"), an_outline("2026-01-31"),
        an_outline("2025-11-30"), an_outline("2026-10-31", "acceptance"),
    )  # fmt: skip
    availability = domain_in(coverage, "availability")
    assert (0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2) == availability.by_month
    assert (4, date(2026, 11, 30)) == (availability.entry_count, availability.last)
    assert (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0) == domain_in(coverage, "acceptance").by_month


def test_the_day_is_the_one_in_the_front_matter():
    coverage = covered(an_outline("2026-03-01", moment=datetime(2026, 2, 28, 23, 59, tzinfo=UTC)))
    assert date(2026, 2, 28) == domain_in(coverage, "availability").last


def test_if_the_name_holds_a_day_that_no_calendar_has_the_entry_says_the_day():
    scaling = Scaling(5)
    coverage = covered(
        an_outline("2026-02-30", moment=MOMENT, scaling=scaling), an_outline("2026-02-01")
    )
    availability = domain_in(coverage, "availability")
    assert (2, MOMENT.date()) == (availability.entry_count, availability.last)
    assert (1, 1) == (availability.by_month[2], availability.by_month[11])
    assert (DatedScaling(MOMENT.date(), scaling, "k3f7"),) == availability.scalings


def test_domains_that_the_content_no_longer_has_come_last_under_their_ids():
    coverage = covered(an_outline("2026-11-01", "trust"), an_outline("2026-10-01", "hope"))
    assert [*CONTENT.domain_titles().values(), "hope", "trust"] == [
        one.title for one in coverage.domains
    ]
    assert date(2026, 11, 1) == domain_in(coverage, "trust").last


def test_what_was_put_on_the_scale_is_kept_in_the_order_of_time_and_never_put_together():
    sure, less_sure = Scaling(7, "observed"), Scaling(4)
    later = an_outline("2026-11-01", handle="aaaa", scaling=less_sure)
    evening = later.name._replace(stamp="2026-11-01-2000", id="bbbb")
    coverage = covered(
        StoredOutline(evening, later.outline._replace(scaling=sure)),
        an_outline("2026-10-01", "acceptance", scaling=sure),
        later,
        an_outline("2025-01-01", handle="cccc", scaling=sure),
        an_outline("2026-10-02"),
    )
    assert (
        DatedScaling(date(2025, 1, 1), sure, "cccc"),
        DatedScaling(date(2026, 11, 1), less_sure, "aaaa"),
        DatedScaling(date(2026, 11, 1), sure, "bbbb"),
    ) == domain_in(coverage, "availability").scalings
    assert 1 == len(domain_in(coverage, "acceptance").scalings)


# Questions, themes, the lens.


def test_a_question_was_answered_or_only_skipped_or_never_asked():
    coverage = covered(
        an_outline("2026-10-01", answered=("praise",), skipped=("learning-culture",)),
        an_outline("2026-11-01", "acceptance", answered=("praise",)),
        an_outline("2026-09-01", skipped=("praise", "learning-culture")),
    )
    praise, culture = question_in(coverage, "praise"), question_in(coverage, "learning-culture")
    assert (date(2026, 11, 1), 2, 1, date(2026, 9, 1)) == praise[1:]
    assert (None, 0, 2, date(2026, 10, 1)) == culture[1:]
    assert ["answered", "skipped", "never asked"] == [
        praise.status, culture.status, question_in(coverage, "induction").status,
    ]  # fmt: skip


def test_only_questions_of_the_content_are_listed_and_each_entry_counts_once():
    coverage = covered(an_outline("2026-11-01", answered=("gone", "praise", "praise")))
    assert [q.id for q in CONTENT.questions] == [one.question.id for one in coverage.questions]
    assert 1 == question_in(coverage, "praise").answer_count


def test_a_theme_counts_the_entries_that_answer_a_question_of_it():
    both = ("diversity-and-emotions", "acknowledged-in-team", "power-and-vulnerability")
    coverage = covered(
        an_outline("2026-10-01", "sensitivity", answered=both),
        an_outline("2026-11-01", "sensitivity", answered=both[:1], skipped=both[2:]),
    )
    assert ("diversity", date(2026, 11, 1), 2) == theme_in(coverage, "diversity")
    assert ("power", date(2026, 10, 1), 1) == theme_in(coverage, "power")
    assert ("strengths", None, 0) == theme_in(coverage, "strengths")


def test_the_lens_counts_the_entries_that_answer_one_of_its_questions():
    coverage = covered(
        an_outline("2026-11-03", answered=("diversity-and-availability", "everyone-contributes")),
        an_outline("2026-11-02", "sensitivity", answered=("power-and-vulnerability",)),
        an_outline("2026-11-09", "sensitivity", answered=("know-individuals",)),
        an_outline("2026-11-10", "sensitivity", skipped=("power-and-vulnerability",)),
        an_outline("2024-01-01", answered=("everyone-contributes",)),
    )
    assert ("Diversity and power", date(2026, 11, 3), 3, (*(0,) * 11, 2)) == coverage.lens


def test_a_content_without_a_lens_has_no_row_for_one():
    coverage = covered(
        an_outline("2026-11-03", answered=("everyone-contributes",)),
        content=CONTENT._replace(lens=None),
    )
    assert coverage.lens is None


days = st.dates(date(2025, 9, 1), TODAY)
ids = st.lists(st.sampled_from([*(q.id for q in CONTENT.questions[:9]), "gone"]), max_size=4)
entries = st.lists(
    st.builds(
        lambda day, domain, answered, skipped, handle: an_outline(
            day.isoformat(), domain, handle=handle, answered=answered, skipped=skipped
        ),
        days,
        st.sampled_from(["availability", "acceptance", "trust"]),
        ids.map(tuple),
        ids.map(tuple),
        st.text("ab2", min_size=4, max_size=4),
    ),
    max_size=12,
)


@given(entries)
def test_the_counts_are_those_of_counting_each_thing_by_itself(found):
    def told(kept) -> tuple[date | None, int]:
        days = [one.name.day for one in kept]
        return max(days, default=None), len(days)

    coverage = covered(*found)
    for domain in coverage.domains:
        mine = [one for one in found if one.outline.domain == domain.id]
        assert told(mine) == (domain.last, domain.entry_count)
        in_months = [one.name.day.replace(day=1) for one in mine]
        assert tuple(map(in_months.count, YEAR)) == domain.by_month
    for one in coverage.questions:
        name = one.question.id
        assert told([e for e in found if name in e.outline.answered]) == (
            one.last,
            one.answer_count,
        )
        skipped = [e for e in found if name in e.outline.skipped]
        assert told(skipped) == (one.last_skipped, one.skip_count)
    for theme, last, count in coverage.themes:
        of_it = {q.id for q in CONTENT.questions if theme in q.themes}
        assert told([e for e in found if of_it & set(e.outline.answered)]) == (last, count)
    watched = [e for e in found if LENS & set(e.outline.answered)]
    assert told(watched) == (coverage.lens.last, coverage.lens.entry_count)


@given(entries, st.randoms())
def test_the_order_in_which_entries_come_makes_no_difference(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert covered(*found) == covered(*shuffled)


# Team sessions.


def test_a_team_session_is_counted_apart_and_nowhere_else():
    session = an_outline(
        "2026-11-02",
        answered=("diversity-and-availability",),
        skipped=("everyone-contributes",),
        kind="team-session",
    )
    own = an_outline("2026-11-01", answered=("praise",))
    coverage = covered(session, session._replace(name=an_entry_name("2026-10-01")), own)
    assert covered(own) == coverage._replace(team_sessions=covered(own).team_sessions)
    assert ("availability", "Availability", date(2026, 11, 2), 2) == coverage.team_sessions[0]
    assert {(None, 0)} == {(one.last, one.entry_count) for one in coverage.team_sessions[1:]}


def test_a_team_session_on_a_domain_that_is_gone_is_counted_last():
    coverage = covered(an_outline("2026-11-02", "trust", kind="team-session"))
    assert ("trust", "trust", date(2026, 11, 2), 1) == coverage.team_sessions[-1]
    assert "trust" not in {domain.id for domain in coverage.domains}


def test_of_some_domains_their_team_sessions_are_left():
    coverage = covered(an_outline("2026-11-02", "acceptance", kind="team-session"))
    assert [("acceptance", 1)] == [
        (one.id, one.entry_count) for one in coverage.for_domains({"acceptance"}).team_sessions
    ]


def test_the_record_has_the_team_sessions_of_each_domain():
    told = coverage_record(
        covered(an_outline("2026-11-02", "sensitivity", kind="team-session")), None
    )
    assert [
        {"domain": "availability", "last": None, "count": 0},
        {"domain": "sensitivity", "last": "2026-11-02", "count": 1},
    ] == told["team_sessions"][:2]


# The record.


def test_the_record_describes_it_all():
    coverage = covered(
        an_outline(
            "2026-11-01", "acceptance", answered=("managing-judgements",), skipped=("praise",)
        ),
        an_outline("2026-10-02", "acceptance", scaling=Scaling(7, "asked-the-team")),
        an_outline("2026-10-01", "acceptance", scaling=Scaling(0), handle="aaaa"),
        months=(date(2026, 10, 1), date(2026, 11, 1)),
    )
    told = coverage_record(coverage, None)
    parts = ["domains", "questions", "themes", "lens", "months", "team_sessions", "next"]
    assert parts == list(told)
    assert {
        "id": "acceptance",
        "title": "Acceptance",
        "last": "2026-11-01",
        "count": 3,
        "scalings": [
            {"entry": "aaaa", "date": "2026-10-01", "value": 0, "basis": None},
            {"entry": "k3f7", "date": "2026-10-02", "value": 7, "basis": "asked-the-team"},
        ],
    } == told["domains"][2]
    assert {"last": None, "count": 0, "scalings": []}.items() <= told["domains"][0].items()
    assert {
        "domain": "acceptance",
        "id": "praise",
        "last": None,
        "count": 0,
        "skipped": 1,
        "last_skipped": "2026-11-01",
    } == next(one for one in told["questions"] if one["id"] == "praise")
    assert {"theme": "diversity", "last": "2026-11-01", "count": 1} in told["themes"]
    assert {"title": "Diversity and power", "last": "2026-11-01", "count": 1} == told["lens"]
    none = dict.fromkeys(CONTENT.domain_titles(), 0)
    assert [
        {"month": "2026-10", "domains": none | {"acceptance": 2}, "lens": 0},
        {"month": "2026-11", "domains": none | {"acceptance": 1}, "lens": 1},
    ] == told["months"]
    assert [
        {"domain": domain, "last": None, "count": 0} for domain in CONTENT.domain_titles()
    ] == told["team_sessions"]
    assert told == json.loads(json.dumps(told))


def test_without_a_lens_the_record_has_null():
    told = coverage_record(covered(content=CONTENT._replace(lens=None)), None)
    assert told["lens"] is None
    assert {0} == {month["lens"] for month in told["months"]}
