"""Coverage as a picture of blocks, and in words."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from securebase_cli.dates import Period
from securebase_cli.instrument.content import read_content
from securebase_cli.model import Outline, Scaling
from securebase_cli.review.coverage import Coverage, count_coverage, months_shown
from securebase_cli.review.rotation import Suggestion
from securebase_cli.storage.scan import StoredOutline
from securebase_cli.ui.page import Line, Pairs, Picture, Table
from securebase_cli.ui.pages import coverage_grid
from securebase_cli.ui.pages.coverage_page import (
    MIN_CHART_WIDTH,
    coverage_chart_page,
    coverage_text_page,
)
from support.builders import MOMENT, an_entry_name

TODAY = date(2026, 11, 23)
CONTENT = read_content()
ALL_QUESTIONS = tuple(question.id for question in CONTENT.questions)
BLOCKS = "▂▄▆█"


NEXT = Suggestion(CONTENT.find_question("praise"), None, "You have never answered it.")
FOLLOWING = NEXT._replace(
    question=CONTENT.find_question("managing-judgements"),
    parent=CONTENT.find_question("diversity-and-judgements"),
)


def outlined(day: str | date, domain: str = "availability", **about: Any) -> StoredOutline:
    return StoredOutline(
        an_entry_name(str(day), domain), Outline("k3f7", MOMENT, domain, "", **about)
    )


def covered(
    *found: StoredOutline,
    period=Period(),  # noqa: B008
    content=CONTENT,
    whole=True,
) -> Coverage:
    return count_coverage(found, content, months_shown(period, TODAY), is_complete=whole)


def drawn(coverage: Coverage, width: int = 80, content=CONTENT) -> list[str]:
    (found,) = [
        part
        for part in coverage_chart_page(coverage, None, content=content, width=width)
        if isinstance(part, Picture)
    ]
    return list(found.lines)


def row_of(title: str, lines: Iterable[str]) -> str:
    return next(line for line in lines if line.startswith(title))


def texts(page) -> list[str]:
    return [part.text for part in page if isinstance(part, Line)]


def shown(page) -> str:
    return "\n".join(texts(page))


def tables(page) -> dict[str, Table]:
    """Return each table by the heading right above it."""
    return {
        above.text: part
        for above, part in pairwise(page)
        if isinstance(above, Line) and isinstance(part, Table)
    }


def told(page) -> dict[str, dict[str, str]]:
    """Return the pairs below each heading, in their order; the suggestion has none."""
    found: dict[str, dict[str, str]] = {}
    heading = ""
    for part in page:
        if isinstance(part, Line):
            heading = part.text
        elif isinstance(part, Pairs):
            found["next" if "Next" in dict(part.rows) else heading] = dict(part.rows)
    return found


# Team sessions.


@pytest.mark.parametrize("page", [coverage_chart_page, coverage_text_page])
def test_team_sessions_are_a_section_of_their_own(page):
    sessions = [
        outlined("2026-11-03", "acceptance", kind="team-session"),
        outlined("2026-11-02", kind="team-session"),
        outlined("2026-10-02", kind="team-session"),
    ]
    how = {"width": 80} if page is coverage_chart_page else {}
    assert {
        "Availability": "2, last on 2 November 2026",
        "Acceptance": "1, on 3 November 2026",
    } == told(page(covered(*sessions), NEXT, content=CONTENT, **how))["Team sessions"]


@pytest.mark.parametrize("page", [coverage_chart_page, coverage_text_page])
def test_without_team_sessions_nothing_is_said_of_them(page):
    how = {"width": 80} if page is coverage_chart_page else {}
    assert "Team sessions" not in told(
        page(covered(outlined("2026-11-02")), NEXT, content=CONTENT, **how)
    )


# The blocks.


def test_the_height_of_a_block_says_how_many_entries_a_month_has():
    found = [
        outlined(f"2026-{month:02}-{day + 1:02}") for month in range(1, 6) for day in range(month)
    ]
    assert "Availability         ·  ▂▂ ▄▄ ▆▆ ██ ██ ·  ·  ·  ·  ·  ·    5 May 2026   15" == row_of(
        "Availability", drawn(covered(*found))
    )


def test_a_domain_without_entries_was_never_reflected_on():
    lines = drawn(covered())
    assert "Acceptance           " + "·  " * 12 + " never          0" == row_of("Accept", lines)


def test_where_an_entry_is_missing_in_a_part_of_a_journal_it_may_be_elsewhere():
    lines = drawn(covered(whole=False))
    assert "Acceptance           " + "·  " * 12 + " none here      0" == row_of("Accept", lines)
    assert row_of("Diversity", lines).endswith(" none here      0")
    assert not any("never" in line for line in lines)


def test_the_lens_stands_apart_below_the_domains():
    lines = drawn(covered(outlined("2026-11-02", answered=("everyone-contributes",))))
    assert "" == lines[-2]
    assert "Diversity and power  " + "·  " * 11 + "▂▂   2 Nov 2026    1" == lines[-1]
    without = replace(CONTENT, lens=None)
    assert "" not in drawn(covered(content=without), content=without)


def test_a_domain_that_the_content_no_longer_has_is_drawn_too():
    assert row_of("trust  ", drawn(covered(outlined("2026-11-02", "trust")))).endswith("  1")


def test_what_the_blocks_mean_is_said_below():
    page = coverage_chart_page(covered(), None, content=CONTENT, width=80)
    assert "· none   ▂ 1   ▄ 2   ▆ 3   █ 4 or more" in texts(page)


def test_of_some_domains_only_they_and_the_lens_are_drawn():
    lines = drawn(covered().for_domains({"availability", "co-operation"}))
    titles = [line.split("  ")[0] for line in lines if "·" in line]
    assert ["Availability", "Co-operation", "Diversity and power"] == titles


def test_a_grid_knows_what_its_columns_are_and_what_its_blocks_mean():
    entries = [outlined("2026-11-02")] * 5
    grid = coverage_grid.draw(covered(*entries), 78, "never")
    assert ("by month", "· none   ▂ 1   ▄ 2   ▆ 3   █ 4 or more") == (grid.grouping, grid.legend)
    years = covered(*entries, period=Period(first=date(2020, 1, 1)))
    grid = coverage_grid.draw(years, 78, "never")
    assert ("by year", "· none   ▂ 1–2   ▄ 3–4   ▆ 5–6   █ 7 or more") == (
        grid.grouping,
        grid.legend,
    )


def test_where_a_grid_has_no_day_stands_what_was_given():
    grid = coverage_grid.draw(covered(outlined("2026-11-02")), 78, "nowhere")
    assert row_of("Availability", grid.lines).endswith(" 2 Nov 2026    1")
    assert row_of("Sensitivity", grid.lines).endswith(" nowhere        0")


# The months.


def test_single_months_are_said_to_be_what_entries_are_counted_by():
    page = coverage_chart_page(covered(), None, content=CONTENT, width=80)
    assert "Entries by month, December 2025 to November 2026" == texts(page)[1]


@pytest.mark.parametrize(
    ("width", "years", "names"),
    [
        (120, "’25 2026", "Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov  Last         All"),
        (80, "   2026", "D  J  F  M  A  M  J  J  A  S  O  N   Last         All"),
        (60, "  2026", "D J F M A M J J A S O N  Last         All"),
    ],
)
def test_months_are_as_wide_as_the_window_allows(width, years, names):
    above, below, *_ = drawn(covered(), width)
    margin = below.index("D")
    assert (years, names) == (above[margin:], below[margin:])


def test_a_long_title_is_cut_before_months_are_put_together():
    lines = drawn(covered(), 60)
    assert lines[-1].startswith("Diversity and…   · ")
    assert row_of("Team membership  ", lines)


@pytest.mark.parametrize(
    ("since", "width", "called", "names"),
    [
        ("2024-12-01", 80, "by quarter, December 2024 to November 2026", "Q4  Q1  Q2  Q3"),
        ("2021-11-01", 80, "by year, November 2021 to November 2026", "2021 2022 2023 2024"),
        ("2012-01-01", 80, "by year, January 2012 to November 2026", "12 13 14 15 16"),
        ("2012-01-01", 60, "in every two years, January 2012 to November 2026", "12 14 16 18"),
        ("2001-01-01", 70, "in every five years, January 2001 to November 2026", "2000 2005 2010"),
        ("1880-01-01", 80, "in every 20 years, January 1880 to November 2026", "1880 1900 1920"),
        ("0001-01-01", 60, "in every 500 years, January 1 to November 2026", "0    500  1000 1500"),
    ],
)
def test_more_months_than_fit_are_put_together_and_it_says_so(since, width, called, names):
    coverage = covered(period=Period(first=date.fromisoformat(since)))
    page = coverage_chart_page(coverage, None, content=CONTENT, width=width)
    assert f"Entries {called}, since single months would not fit" == texts(page)[1]
    assert any(names in line for line in drawn(coverage, width)[:2])


def test_of_months_put_together_the_highest_block_is_a_quarter_of_the_most_entries():
    first = date(2020, 1, 1)
    found = [outlined(first + timedelta(days=day)) for day in range(10)]
    found += [outlined("2021-05-05") for _ in range(3)] + [outlined("2022-05-05") for _ in range(4)]
    coverage = covered(*found, period=Period(first=first))
    lines = drawn(coverage)
    assert "████ ▂▂▂▂ ▄▄▄▄  ·  " in row_of("Availability", lines)
    page = coverage_chart_page(coverage, None, content=CONTENT, width=80)
    assert "· none   ▂ 1–3   ▄ 4–6   ▆ 7–9   █ 10 or more" in texts(page)


titles = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40) | st.text(
    "支援队伍한국어Ａe\u0301\u200b ", min_size=1, max_size=40
)


widths = st.integers(MIN_CHART_WIDTH, 130)
lengths = st.integers(0, 12000).map(timedelta)


@given(
    names=st.lists(titles, min_size=5, max_size=5),
    length=lengths,
    entries=st.sampled_from([0, 1, 1234]),
    width=widths,
)
def test_whatever_the_titles_and_however_many_months_no_line_is_too_long(
    names, length, entries, width
):
    renamed = zip(CONTENT.domains, names, strict=True)
    content = replace(
        CONTENT, domains=tuple(domain._replace(title=title) for domain, title in renamed)
    )
    period = Period(first=TODAY - length)
    coverage = covered(*[outlined(TODAY)] * entries, period=period, content=content)
    assert width - 2 >= max(map(cell_len, drawn(coverage, width, content)))


@given(length=lengths, ago=lengths, width=widths)
def test_an_entry_is_seen_whatever_is_put_together_if_its_month_is_shown(length, ago, width):
    coverage = covered(outlined(TODAY - ago), period=Period(first=TODAY - length))
    row = row_of("Availab", drawn(coverage, width))
    is_shown = (TODAY - ago).replace(day=1) in coverage.months
    assert is_shown == any(block in row for block in BLOCKS)


def test_wide_letters_and_controls_do_not_move_the_columns():
    wide, odd = (
        domain._replace(title=title)
        for domain, title in zip(
            CONTENT.domains, ("支え合い支え合い支え合い", "Sens\u202eiti\u200bvity"), strict=False
        )
    )
    content = replace(CONTENT, domains=(wide, odd, *CONTENT.domains[2:]))
    lines = drawn(covered(content=content), 60, content)
    assert {58} == {cell_len(line) for line in lines[1:] if line}
    assert lines[2].startswith("支え合い支え合…  · ")
    assert lines[3].startswith("Sensitivity  ")


def test_in_a_very_narrow_window_there_are_words_instead():
    coverage = covered(outlined("2026-11-02"))
    assert coverage_text_page(coverage, NEXT, content=CONTENT) == coverage_chart_page(
        coverage, NEXT, content=CONTENT, width=MIN_CHART_WIDTH - 1
    )


# Below the blocks.


def test_each_domain_says_how_many_of_its_questions_were_answered_skipped_and_never_asked():
    page = coverage_chart_page(
        covered(
            outlined("2026-11-01", "acceptance", answered=ALL_QUESTIONS[15:18]),
            outlined("2026-11-02", "acceptance", skipped=ALL_QUESTIONS[17:20]),
            outlined("2026-11-02", answered=ALL_QUESTIONS[:7]),
        ),
        None, content=CONTENT, width=80,
    )  # fmt: skip
    assert {
        "Availability": "7 of 7 answered",
        "Sensitivity": "0 of 8 answered, 8 never asked",
        "Acceptance": "3 of 7 answered, 2 skipped so far, 2 never asked",
        "Co-operation": "0 of 4 answered, 4 never asked",
        "Team membership": "0 of 10 answered, 10 never asked",
    } == told(page)["Questions"]


def test_of_questions_in_a_part_of_a_journal_it_is_not_said_that_they_were_never_asked():
    page = coverage_chart_page(
        covered(outlined("2026-11-01", skipped=ALL_QUESTIONS[1:3]), whole=False),
        None, content=CONTENT, width=80,
    )  # fmt: skip
    assert "0 of 7 answered, 2 skipped, 5 not asked" == told(page)["Questions"]["Availability"]
    assert ["Skipped", "Not asked"] == list(tables(page))
    assert not re.search("never|so far", shown(page), re.IGNORECASE)


def test_a_domain_that_the_content_no_longer_has_has_no_questions_to_count():
    coverage = covered(outlined("2026-11-02", "trust"))
    page = coverage_chart_page(coverage, None, content=CONTENT, width=80)
    assert list(CONTENT.domain_titles().values()) == list(told(page)["Questions"])


def test_where_there_are_no_questions_to_count_nothing_is_said_of_questions():
    coverage = covered(outlined("2026-11-02", "trust"), whole=False).for_domains({"trust"})
    page = coverage_chart_page(coverage, None, content=CONTENT, width=80)
    assert "Questions" not in texts(page)
    assert not [part for part in page if isinstance(part, Pairs)]


def test_questions_that_were_not_answered_are_named_with_their_words():
    page = coverage_chart_page(
        covered(outlined("2026-11-01", answered=ALL_QUESTIONS[2:], skipped=ALL_QUESTIONS[:1])),
        None, content=CONTENT, width=80,
    )  # fmt: skip
    first, second = CONTENT.questions[:2]
    skipped, never = tables(page)["Skipped so far"], tables(page)["Never asked"]
    assert ((first.id, first.text),) == skipped.rows
    assert ((second.id, f"{second.text} (after: {first.text})"),) == never.rows
    assert ("Id", "Question") == skipped.headings == never.headings
    assert "Question" == skipped.wrap_column == never.wrap_column
    assert "and" not in shown(page)


@pytest.mark.parametrize(
    "above",
    [("call-on-support", "asked-directly"), ("systems-and-culture", "build-on-examples")],
    ids=["below the one it follows", "further below it"],
)
def test_a_question_says_what_it_follows_unless_that_stands_right_above_it(above):
    left = (*above, "joint-responsibility")
    answered = tuple(name for name in ALL_QUESTIONS if name not in left)
    page = coverage_chart_page(
        covered(outlined("2026-11-01", answered=answered)), None, content=CONTENT, width=80
    )
    *others, last = map(CONTENT.find_question, left)
    parent = CONTENT.find_question("systems-and-culture")
    assert (
        *((one.id, one.text) for one in others),
        (last.id, f"{last.text} (after: {parent.text})"),
    ) == tables(page)["Never asked"].rows


def test_of_many_such_questions_a_few_are_named_and_where_the_others_are():
    skipped = covered(outlined("2026-11-01", skipped=ALL_QUESTIONS[:6]))
    page = coverage_chart_page(skipped, None, content=CONTENT, width=80)
    assert ALL_QUESTIONS[:3] == tuple(one for one, _ in tables(page)["Skipped so far"].rows)
    assert ALL_QUESTIONS[6:9] == tuple(one for one, _ in tables(page)["Never asked"].rows)
    assert "and 30 more. For all of them, add --plain." in texts(page)


def test_when_every_question_was_answered_none_is_named():
    page = coverage_chart_page(
        covered(outlined("2026-11-01", answered=ALL_QUESTIONS)), None, content=CONTENT, width=80
    )
    assert {} == tables(page)
    assert "securebase coverage" not in shown(page)
    assert all(re.fullmatch(r"(\d+) of \1 answered", c) for c in told(page)["Questions"].values())


# What was put on the scale.


def test_without_anything_on_the_scale_nothing_is_said_about_it():
    page = coverage_chart_page(covered(outlined("2026-11-01")), None, content=CONTENT, width=80)
    assert "sure" not in shown(page)


def test_the_scale_is_a_small_line_over_time_and_then_words():
    found = [outlined(date(2026, 1, value + 1), scaling=Scaling(value)) for value in range(10)] + [
        outlined("2026-11-03", scaling=Scaling(10, "observed"))
    ]
    page = coverage_chart_page(covered(*reversed(found)), None, content=CONTENT, width=80)
    at = texts(page).index("Availability “People are there for me”")
    assert (
        "▁▁▂▃▃▄▅▆▆▇█  9 on 10 January 2026, then 10 of 10 on 3 November 2026, observed"
        == texts(page)[at + 1]
    )
    assert not any("Acceptance" in text for text in texts(page))


@pytest.mark.parametrize(
    ("scaling", "told_as"),
    [
        (Scaling(0), "▁  0 of 10 on 3 November 2026"),
        (Scaling(7, "impression"), "▆  7 of 10 on 3 November 2026, my impression"),
        (Scaling(7, "asked-the-team"), "▆  7 of 10 on 3 November 2026, asked the team"),
    ],
)
def test_how_somebody_knows_is_told_if_they_said_it(scaling, told_as):
    page = coverage_chart_page(
        covered(outlined("2026-11-03", scaling=scaling)), None, content=CONTENT, width=80
    )
    assert told_as in texts(page)


def test_the_line_over_time_has_the_newest_only():
    found = [
        outlined(date(2026, 1, 1) + timedelta(days=day), scaling=Scaling(10 if day else 0))
        for day in reversed(range(25))
    ]
    page = coverage_chart_page(covered(*found), None, content=CONTENT, width=80)
    (line,) = [text for text in texts(page) if "25 January" in text]
    assert "█" * 24 == line.split()[0]
    words_page = told(coverage_text_page(covered(*found), None, content=CONTENT))["Availability"]
    assert 24 == words_page["How sure, 0 to 10"].count("10 of 10")
    assert words_page["How sure, 0 to 10"].endswith("2 January 2026; and 1 earlier")


def test_a_domain_that_the_content_no_longer_has_has_no_quality_to_quote():
    coverage = covered(outlined("2026-11-03", "trust", scaling=Scaling(7)))
    assert "trust" in texts(coverage_chart_page(coverage, None, content=CONTENT, width=80))
    assert {"How sure, 0 to 10": "7 of 10 on 3 November 2026"}.items() <= told(
        coverage_text_page(coverage, None, content=CONTENT)
    )["trust"].items()


# What comes next.


def test_the_picture_ends_with_what_to_take_up_next():
    page = coverage_chart_page(covered(), NEXT, content=CONTENT, width=80)
    assert [
        "Next: Do you acknowledge or praise staff when things go well?",
        "You have never answered it.",
        "securebase reflect -q praise",
    ] == texts(page)[-3:]


def test_what_the_next_question_follows_is_read_before_it():
    page = coverage_chart_page(covered(), FOLLOWING, content=CONTENT, width=80)
    after = f"After: {CONTENT.find_question('diversity-and-judgements').text}"
    assert [after, "Next: How could this be managed?"] == texts(page)[-4:-2]
    suggested = told(coverage_text_page(covered(), FOLLOWING, content=CONTENT))["next"]
    assert ["After", "Next", "Why", "To begin"] == list(suggested)
    assert after == f"After: {suggested['After']}"


def test_without_a_suggestion_nothing_is_suggested():
    for page in (
        coverage_chart_page(covered(), None, content=CONTENT, width=80),
        coverage_text_page(covered(), None, content=CONTENT),
    ):
        assert "Next" not in shown(page)
        assert "next" not in told(page)


# Words.


def test_words_tell_of_each_domain_what_the_picture_shows():
    scale = Scaling(6, "impression"), Scaling(7, "observed")
    page = coverage_text_page(
        covered(
            outlined("2026-11-03", answered=ALL_QUESTIONS[:5], scaling=scale[1]),
            outlined("2026-11-02"),
            outlined("2026-05-02", skipped=ALL_QUESTIONS[4:6], scaling=scale[0]),
            outlined("2024-05-02"),
        ),
        None, content=CONTENT,
    )  # fmt: skip
    assert "Coverage, December 2025 to November 2026" == texts(page)[0]
    assert {
        "Last entry": "3 November 2026",
        "Entries": "4",
        "By month": "November 2026: 2, May 2026: 1",
        "Questions": "5 of 7 answered, 1 skipped so far, 1 never asked",
        "Skipped so far": "diversity-and-availability",
        "Never asked": "everyone-contributes",
        "How sure, 0 to 10": "“People are there for me”: 7 of 10 on 3 November 2026, observed; "
        "6 of 10 on 2 May 2026, my impression",
    } == told(page)["Availability"]
    assert {
        "Last entry": "never",
        "Questions": "0 of 4 answered, 4 never asked",
        "Never asked": "problem-solving, skills-sharing, sharing-strengths, diversity-as-strength",
    } == told(page)["Co-operation"]


def test_words_of_a_part_of_a_journal_leave_open_what_there_is_elsewhere():
    found = outlined("2026-11-02", skipped=("praise",)), outlined("2026-11-01", answered=("gone",))
    page = coverage_text_page(covered(*found, whole=False), None, content=CONTENT)
    assert {
        "Last entry": "none here",
        "Questions": "0 of 7 answered, 1 skipped, 6 not asked",
        "Skipped": "praise",
        "Not asked": "reacting-to-mistakes, learning-culture, impact-of-reaction, "
        "constructive-feedback, diversity-and-judgements, managing-judgements",
    } == told(page)["Acceptance"]
    assert {"Last entry": "none here"} == told(page)["Diversity and power"]


def test_words_say_when_all_entries_are_of_other_months():
    page = coverage_text_page(covered(outlined("2024-05-02")), None, content=CONTENT)
    assert "none in these months" == told(page)["Availability"]["By month"]


def test_a_single_month_is_named_once():
    coverage = covered(period=Period(first=TODAY))
    assert (
        "Coverage, November 2026" == texts(coverage_text_page(coverage, None, content=CONTENT))[0]
    )


def test_every_question_that_was_not_answered_is_in_the_words():
    page = coverage_text_page(
        covered(outlined("2026-11-01", skipped=ALL_QUESTIONS[::2])), NEXT, content=CONTENT
    )
    names = [
        name
        for pairs in told(page).values()
        for kind in ("Skipped so far", "Never asked")
        if kind in pairs
        for name in pairs[kind].split(", ")
    ]
    assert sorted(ALL_QUESTIONS) == sorted(names)


def test_words_tell_of_the_lens_and_of_what_comes_next():
    coverage = covered(outlined("2026-11-02", answered=("everyone-contributes",)))
    found = told(coverage_text_page(coverage, NEXT, content=CONTENT))
    assert {
        "Last entry": "2 November 2026", "Entries": "1", "By month": "November 2026: 1",
    } == found["Diversity and power"]  # fmt: skip
    assert {
        "Next": "Do you acknowledge or praise staff when things go well?",
        "Why": "You have never answered it.",
        "To begin": "securebase reflect -q praise",
    } == found["next"]


def test_every_line_of_the_words_says_what_it_is():
    page = coverage_text_page(covered(outlined("2026-11-02", "trust")), NEXT, content=CONTENT)
    labels = [part.label for part in page if isinstance(part, Line)]
    assert ["Title", *["Domain"] * 6, "Lens"] == labels
    assert not [part for part in page if isinstance(part, Picture | Table)]


def test_without_a_lens_the_words_have_none():
    without = replace(CONTENT, lens=None)
    page = coverage_text_page(covered(content=without), None, content=without)
    assert "Diversity and power" not in told(page)
