"""Coverage as a chart of blocks, and in words."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from securebase_cli.dates import Period
from securebase_cli.instrument.content import read_content
from securebase_cli.model import Scaling
from securebase_cli.review.coverage import Coverage, count_coverage, months_shown
from securebase_cli.review.rotation import Suggestion, suggest_question
from securebase_cli.storage.scan import StoredOutline
from securebase_cli.ui.page import Line, Page, Pairs, Picture, Table
from securebase_cli.ui.pages import coverage_grid
from securebase_cli.ui.pages.coverage_page import (
    MIN_CHART_WIDTH,
    coverage_chart_page,
    coverage_text_page,
)
from securebase_cli.ui.rich_page import print_page
from support.builders import an_outline
from support.pages import line_labels, line_texts
from support.streams import TerminalStream

TODAY = date(2026, 11, 23)
CONTENT = read_content()
ALL_QUESTIONS = tuple(question.id for question in CONTENT.questions)
BLOCKS = "▂▄▆█"


NEXT = Suggestion(CONTENT.find_question("praise"), None, "You have never answered it.")
FOLLOWING = NEXT._replace(
    question=CONTENT.find_question("managing-judgements"),
    parent=CONTENT.find_question("diversity-and-judgements"),
)


def coverage_of(
    *outlines: StoredOutline,
    period=Period(),  # noqa: B008
    content=CONTENT,
    whole=True,
) -> Coverage:
    return count_coverage(outlines, content, months_shown(period, TODAY), is_complete=whole)


def draw_lines(coverage: Coverage, width: int = 80, content=CONTENT) -> list[str]:
    (picture,) = [
        part
        for part in coverage_chart_page(
            coverage, None, content=content, width=width, with_questions=False
        )
        if isinstance(part, Picture)
    ]
    return list(picture.lines)


def row_of(title: str, lines: Iterable[str]) -> str:
    return next(line for line in lines if line.startswith(title))


def texts_of(*question_ids: str) -> str:
    """Return the texts of questions, one on a line."""
    return "\n".join(CONTENT.find_question(name).text for name in question_ids)


def whole_text(page) -> str:
    return "\n".join(line_texts(page))


def lists(page) -> dict[str, list[str]]:
    """Return the indented lines by the heading above them."""
    lists: dict[str, list[str]] = {}
    heading = ""
    for part in page:
        if isinstance(part, Line) and part.indent:
            lists.setdefault(heading, []).append(part.text)
        elif isinstance(part, Line):
            heading = part.text
    return lists


def read_pairs(page) -> dict[str, dict[str, str]]:
    """Return the pairs by the headings above them; those of the suggestion are called “next”.

    Several values of one name are on lines of their own.
    """
    pairs: dict[str, dict[str, str]] = {}
    heading = ""
    for part in page:
        if isinstance(part, Line):
            heading = part.text
        elif isinstance(part, Pairs):
            values: dict[str, str] = {}
            for name, value in part.rows:
                values[name] = f"{values[name]}\n{value}" if name in values else value
            pairs["next" if "Next" in values else heading] = values
    return pairs


def chart_page(coverage: Coverage, suggestion: Suggestion | None = None, width: int = 80) -> Page:
    return coverage_chart_page(
        coverage, suggestion, content=CONTENT, width=width, with_questions=True
    )


def text_page(coverage: Coverage, suggestion: Suggestion | None = None) -> Page:
    return coverage_text_page(coverage, suggestion, content=CONTENT, with_questions=True)


# Team sessions.


@pytest.mark.parametrize("page", [chart_page, text_page])
def test_team_sessions_have_their_own_section(page):
    sessions = [
        an_outline("2026-11-03", "acceptance", kind="team-session"),
        an_outline("2026-11-02", kind="team-session"),
        an_outline("2026-10-02", kind="team-session"),
    ]
    assert {
        "Availability": "2, last on 2 November 2026",
        "Acceptance": "1, on 3 November 2026",
    } == read_pairs(page(coverage_of(*sessions), NEXT))["Team sessions"]


@pytest.mark.parametrize("page", [chart_page, text_page])
def test_without_team_sessions_there_is_no_section_for_them(page):
    assert "Team sessions" not in read_pairs(page(coverage_of(an_outline("2026-11-02")), NEXT))


# The blocks.


def test_the_height_of_a_block_is_the_number_of_entries_in_the_month():
    outlines = [
        an_outline(f"2026-{month:02}-{day + 1:02}") for month in range(1, 6) for day in range(month)
    ]
    assert "Availability         ·  ▂▂ ▄▄ ▆▆ ██ ██ ·  ·  ·  ·  ·  ·    5 May 2026   15" == row_of(
        "Availability", draw_lines(coverage_of(*outlines))
    )


def test_a_domain_without_entries_was_never_reflected_on():
    lines = draw_lines(coverage_of())
    assert "Acceptance           " + "·  " * 12 + " never          0" == row_of("Accept", lines)


def test_in_a_filtered_journal_a_missing_entry_is_none_here():
    lines = draw_lines(coverage_of(whole=False))
    assert "Acceptance           " + "·  " * 12 + " none here      0" == row_of("Accept", lines)
    assert row_of("Diversity", lines).endswith(" none here      0")
    assert not any("never" in line for line in lines)


def test_the_lens_is_set_apart_below_the_domains():
    lines = draw_lines(coverage_of(an_outline("2026-11-02", answered=("everyone-contributes",))))
    assert "" == lines[-2]
    assert "Diversity and power  " + "·  " * 11 + "▂▂   2 Nov 2026    1" == lines[-1]
    without = CONTENT._replace(lens=None)
    assert "" not in draw_lines(coverage_of(content=without), content=without)


def test_a_domain_that_the_content_no_longer_has_is_drawn_too():
    assert row_of("trust  ", draw_lines(coverage_of(an_outline("2026-11-02", "trust")))).endswith(
        "  1"
    )


def test_a_legend_explains_the_blocks():
    page = chart_page(coverage_of())
    assert "· none   ▂ 1   ▄ 2   ▆ 3   █ 4 or more" in line_texts(page)


def test_with_a_domain_filter_only_these_domains_and_the_lens_are_drawn():
    lines = draw_lines(coverage_of().for_domains({"availability", "co-operation"}))
    titles = [line.split("  ")[0] for line in lines if "·" in line]
    assert ["Availability", "Co-operation", "Diversity and power"] == titles


def test_a_grid_has_a_grouping_and_a_legend():
    entries = [an_outline("2026-11-02")] * 5
    grid = coverage_grid.draw(coverage_of(*entries), 78, "never")
    assert ("by month", "· none   ▂ 1   ▄ 2   ▆ 3   █ 4 or more") == (grid.grouping, grid.legend)
    years = coverage_of(*entries, period=Period(first=date(2020, 1, 1)))
    grid = coverage_grid.draw(years, 78, "never")
    assert ("by year", "· none   ▂ 1–2   ▄ 3–4   ▆ 5–6   █ 7 or more") == (
        grid.grouping,
        grid.legend,
    )


def test_a_row_without_entries_has_the_given_text_instead_of_a_day():
    grid = coverage_grid.draw(coverage_of(an_outline("2026-11-02")), 78, "nowhere")
    assert row_of("Availability", grid.lines).endswith(" 2 Nov 2026    1")
    assert row_of("Sensitivity", grid.lines).endswith(" nowhere        0")


# The months.


def test_the_heading_says_that_entries_are_counted_by_month():
    page = chart_page(coverage_of())
    assert "Entries by month, December 2025 to November 2026" == line_texts(page)[1]


@pytest.mark.parametrize(
    ("width", "years", "names"),
    [
        (120, "’25 2026", "Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov  Last         All"),
        (80, "   2026", "D  J  F  M  A  M  J  J  A  S  O  N   Last         All"),
        (60, "  2026", "D J F M A M J J A S O N  Last         All"),
    ],
)
def test_months_are_as_wide_as_the_window_allows(width, years, names):
    above, below, *_ = draw_lines(coverage_of(), width)
    margin = below.index("D")
    assert (years, names) == (above[margin:], below[margin:])


def test_a_long_title_is_cut_before_months_are_grouped():
    lines = draw_lines(coverage_of(), 60)
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
def test_months_that_do_not_fit_are_grouped_and_the_heading_says_so(since, width, called, names):
    coverage = coverage_of(period=Period(first=date.fromisoformat(since)))
    page = chart_page(coverage, width=width)
    assert f"Entries {called}, since single months would not fit" == line_texts(page)[1]
    assert any(names in line for line in draw_lines(coverage, width)[:2])


def test_in_grouped_months_each_block_is_a_quarter_of_the_highest_count():
    first = date(2020, 1, 1)
    outlines = [an_outline(first + timedelta(days=day)) for day in range(10)]
    outlines += [an_outline("2021-05-05") for _ in range(3)] + [
        an_outline("2022-05-05") for _ in range(4)
    ]
    coverage = coverage_of(*outlines, period=Period(first=first))
    lines = draw_lines(coverage)
    assert "████ ▂▂▂▂ ▄▄▄▄  ·  " in row_of("Availability", lines)
    page = chart_page(coverage)
    assert "· none   ▂ 1–3   ▄ 4–6   ▆ 7–9   █ 10 or more" in line_texts(page)


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
def test_no_line_is_too_long_for_any_titles_and_months(names, length, entries, width):
    renamed = zip(CONTENT.domains, names, strict=True)
    content = CONTENT._replace(
        domains=tuple(domain._replace(title=title) for domain, title in renamed)
    )
    period = Period(first=TODAY - length)
    coverage = coverage_of(*[an_outline(TODAY)] * entries, period=period, content=content)
    assert width - 2 >= max(map(cell_len, draw_lines(coverage, width, content)))


@given(length=lengths, ago=lengths, width=widths)
def test_an_entry_has_a_block_if_and_only_if_its_month_is_shown(length, ago, width):
    coverage = coverage_of(an_outline(TODAY - ago), period=Period(first=TODAY - length))
    row = row_of("Availab", draw_lines(coverage, width))
    is_shown = (TODAY - ago).replace(day=1) in coverage.months
    assert is_shown == any(block in row for block in BLOCKS)


def test_wide_letters_and_controls_do_not_move_the_columns():
    wide, odd = (
        domain._replace(title=title)
        for domain, title in zip(
            CONTENT.domains, ("支え合い支え合い支え合い", "Sens\u202eiti\u200bvity"), strict=False
        )
    )
    content = CONTENT._replace(domains=(wide, odd, *CONTENT.domains[2:]))
    lines = draw_lines(coverage_of(content=content), 60, content)
    assert {58} == {cell_len(line) for line in lines[1:] if line}
    assert lines[2].startswith("支え合い支え合…  · ")
    assert lines[3].startswith("Sensitivity  ")


def test_a_very_narrow_window_gets_the_page_in_words():
    coverage = coverage_of(an_outline("2026-11-02"))
    assert text_page(coverage, NEXT) == chart_page(coverage, NEXT, width=MIN_CHART_WIDTH - 1)


# Questions.


def test_questions_answered_skipped_and_never_asked_are_counted_by_domain():
    page = chart_page(
        coverage_of(
            an_outline("2026-11-01", "acceptance", answered=ALL_QUESTIONS[15:18]),
            an_outline("2026-11-02", "acceptance", skipped=ALL_QUESTIONS[17:20]),
            an_outline("2026-11-02", answered=ALL_QUESTIONS[:7]),
        )
    )
    assert {
        "Availability": "7 of 7 answered",
        "Sensitivity": "0 of 8 answered, 8 never asked",
        "Acceptance": "3 of 7 answered, 2 skipped so far, 2 never asked",
        "Co-operation": "0 of 4 answered, 4 never asked",
        "Team membership": "0 of 10 answered, 10 never asked",
    } == read_pairs(page)["Questions"]


def test_in_a_filtered_journal_questions_are_not_called_never_asked():
    page = chart_page(
        coverage_of(an_outline("2026-11-01", skipped=ALL_QUESTIONS[1:3]), whole=False)
    )
    assert (
        "0 of 7 answered, 2 skipped, 5 not asked" == read_pairs(page)["Questions"]["Availability"]
    )
    assert ["Skipped", "Not asked"] == list(lists(page))
    assert not re.search("never|so far", whole_text(page), re.IGNORECASE)


def test_a_domain_that_the_content_no_longer_has_has_no_questions_to_count():
    coverage = coverage_of(an_outline("2026-11-02", "trust"))
    page = chart_page(coverage)
    assert list(CONTENT.domain_titles().values()) == list(read_pairs(page)["Questions"])


def test_without_questions_to_count_there_is_no_section_for_them():
    coverage = coverage_of(an_outline("2026-11-02", "trust"), whole=False).for_domains({"trust"})
    page = chart_page(coverage)
    assert "Questions" not in line_texts(page)
    assert not [part for part in page if isinstance(part, Pairs)]


def test_unanswered_questions_are_listed_with_their_texts():
    page = chart_page(
        coverage_of(an_outline("2026-11-01", answered=ALL_QUESTIONS[2:], skipped=ALL_QUESTIONS[:1]))
    )
    first, second = CONTENT.questions[:2]
    assert [first.text] == lists(page)["Skipped so far"]
    assert [f"{second.text} (after: {first.text})"] == lists(page)["Never asked"]


@pytest.mark.parametrize(
    "above",
    [("call-on-support", "asked-directly"), ("systems-and-culture", "build-on-examples")],
    ids=["below the one it follows", "further below it"],
)
def test_a_follow_up_names_its_parent_unless_it_is_right_above(above):
    unanswered = (*above, "joint-responsibility")
    answered = tuple(name for name in ALL_QUESTIONS if name not in unanswered)
    page = chart_page(coverage_of(an_outline("2026-11-01", answered=answered)))
    *others, last = map(CONTENT.find_question, unanswered)
    parent = CONTENT.find_question("systems-and-culture")
    assert [
        *(question.text for question in others),
        f"{last.text} (after: {parent.text})",
    ] == lists(page)["Never asked"]


@given(
    outline=st.builds(
        an_outline,
        st.just("2026-11-01"),
        answered=st.sets(st.sampled_from(ALL_QUESTIONS)).map(tuple),
        skipped=st.sets(st.sampled_from(ALL_QUESTIONS)).map(tuple),
        scaling=st.just(Scaling(7)),
    ),
    has_team_session=st.booleans(),
)
def test_without_the_questions_there_are_one_sentence_and_one_suggestion_in_one_window(
    outline, has_team_session
):
    team_sessions = [an_outline("2026-11-02", kind="team-session")] if has_team_session else []
    coverage = coverage_of(outline, *team_sessions)
    suggestion = suggest_question(coverage.questions, CONTENT.lens)
    page = coverage_chart_page(
        coverage, suggestion, content=CONTENT, width=80, with_questions=False
    )
    (sentence,) = [text for text in line_texts(page) if text.startswith("Questions: ")]
    assert re.fullmatch(r"Questions: \d+ of 36 answered(, \d+ [a-z ]+){,2}\.", sentence)
    assert [] == [part for part in page if isinstance(part, Table | Pairs)]
    # The row below is for the prompt of the shell.
    stream = TerminalStream()
    print_page(page, stream, width=80, has_colours=True)
    assert stream.getvalue().count("\n") < 24


def test_when_every_question_was_answered_none_is_listed():
    page = chart_page(coverage_of(an_outline("2026-11-01", answered=ALL_QUESTIONS)))
    assert {} == lists(page)
    assert "securebase coverage" not in whole_text(page)
    assert all(
        re.fullmatch(r"(\d+) of \1 answered", c) for c in read_pairs(page)["Questions"].values()
    )


# Scalings.


def test_without_scalings_there_is_no_section_for_them():
    page = chart_page(coverage_of(an_outline("2026-11-01")))
    assert "Where I put it" not in whole_text(page)


def test_scalings_are_drawn_over_time_and_described():
    outlines = [
        an_outline(date(2026, 1, value + 1), scaling=Scaling(value)) for value in range(10)
    ] + [an_outline("2026-11-03", scaling=Scaling(10, "observed"))]
    page = chart_page(coverage_of(*reversed(outlines)))
    at = line_texts(page).index("Availability “People are there for me”")
    assert (
        "▁▁▂▃▃▄▅▆▆▇█  9 on 10 January 2026, then 10 of 10 on 3 November 2026, "
        "what I have seen and heard" == line_texts(page)[at + 1]
    )
    assert not any("Acceptance" in text for text in line_texts(page))


@pytest.mark.parametrize(
    ("scaling", "description"),
    [
        (Scaling(0), "▁  0 of 10 on 3 November 2026"),
        (Scaling(7, "impression"), "▆  7 of 10 on 3 November 2026, a general impression"),
        (Scaling(7, "asked-the-team"), "▆  7 of 10 on 3 November 2026, what they have told me"),
    ],
)
def test_the_basis_of_a_scaling_is_shown_if_given(scaling, description):
    page = chart_page(coverage_of(an_outline("2026-11-03", scaling=scaling)))
    assert description in line_texts(page)


def test_only_the_newest_scalings_are_drawn():
    outlines = [
        an_outline(date(2026, 1, 1) + timedelta(days=day), scaling=Scaling(10 if day else 0))
        for day in reversed(range(25))
    ]
    page = chart_page(coverage_of(*outlines))
    (line,) = [text for text in line_texts(page) if "25 January" in text]
    assert "█" * 24 == line.split()[0]
    pairs = read_pairs(text_page(coverage_of(*outlines)))["Availability"]
    assert 24 == pairs["Where I put it, 0 to 10 (my estimate)"].count("10 of 10")
    assert pairs["Where I put it, 0 to 10 (my estimate)"].endswith("2 January 2026; and 1 earlier")


def test_a_domain_that_the_content_no_longer_has_has_no_quality_to_quote():
    coverage = coverage_of(an_outline("2026-11-03", "trust", scaling=Scaling(7)))
    assert "trust" in line_texts(chart_page(coverage))
    assert {
        "Where I put it, 0 to 10 (my estimate)": "7 of 10 on 3 November 2026"
    }.items() <= read_pairs(text_page(coverage))["trust"].items()


# The suggestion.


def test_the_chart_page_ends_with_the_suggestion():
    page = chart_page(coverage_of(), NEXT)
    assert [
        "Next: Do you acknowledge or praise staff when things go well?",
        "You have never answered it.",
        "securebase reflect -q praise",
    ] == line_texts(page)[-3:]


def test_the_parent_of_the_suggested_question_comes_before_it():
    page = chart_page(coverage_of(), FOLLOWING)
    after = f"After: {CONTENT.find_question('diversity-and-judgements').text}"
    assert [after, "Next: How could this be managed?"] == line_texts(page)[-4:-2]
    suggested = read_pairs(text_page(coverage_of(), FOLLOWING))["next"]
    assert ["After", "Next", "Why", "To begin"] == list(suggested)
    assert after == f"After: {suggested['After']}"


def test_without_a_suggestion_nothing_is_suggested():
    for page in (
        chart_page(coverage_of()),
        text_page(coverage_of()),
    ):
        assert "Next" not in whole_text(page)
        assert "next" not in read_pairs(page)


# The page in words.


def test_the_page_in_words_describes_each_domain():
    scale = Scaling(6, "impression"), Scaling(7, "observed")
    page = text_page(
        coverage_of(
            an_outline("2026-11-03", answered=ALL_QUESTIONS[:5], scaling=scale[1]),
            an_outline("2026-11-02"),
            an_outline("2026-05-02", skipped=ALL_QUESTIONS[4:6], scaling=scale[0]),
            an_outline("2024-05-02"),
        )
    )
    assert "Coverage, December 2025 to November 2026" == line_texts(page)[0]
    assert {
        "Last entry": "3 November 2026",
        "Entries": "4",
        "By month": "November 2026: 2, May 2026: 1",
        "Questions": "5 of 7 answered, 1 skipped so far, 1 never asked",
        "Skipped so far": texts_of("diversity-and-availability"),
        "Never asked": "How could this be managed so that everyone can contribute to creating a "
        "sense of psychological availability? (after: How might diversity in the team affect "
        "availability (e.g. gender, carer status, geographical location, age)?)",
        "Where I put it, 0 to 10 (my estimate)": "“People are there for me”: "
        "7 of 10 on 3 November 2026, what I have seen and heard; "
        "6 of 10 on 2 May 2026, a general impression",
    } == read_pairs(page)["Availability"]
    assert {
        "Last entry": "never",
        "Questions": "0 of 4 answered, 4 never asked",
        "Never asked": texts_of(
            "problem-solving", "skills-sharing", "sharing-strengths", "diversity-as-strength"
        ),
    } == read_pairs(page)["Co-operation"]


def test_the_page_in_words_says_none_here_for_a_filtered_journal():
    outlines = (
        an_outline("2026-11-02", skipped=("praise",)),
        an_outline("2026-11-01", answered=("gone",)),
    )
    page = text_page(coverage_of(*outlines, whole=False))
    assert {
        "Last entry": "none here",
        "Questions": "0 of 7 answered, 1 skipped, 6 not asked",
        "Skipped": texts_of("praise"),
        "Not asked": texts_of(
            *("reacting-to-mistakes", "learning-culture", "impact-of-reaction"),
            *("constructive-feedback", "diversity-and-judgements", "managing-judgements"),
        ),
    } == read_pairs(page)["Acceptance"]
    assert {"Last entry": "none here"} == read_pairs(page)["Diversity and power"]


def test_the_page_in_words_says_if_no_entry_is_in_the_months_shown():
    page = text_page(coverage_of(an_outline("2024-05-02")))
    assert "none in these months" == read_pairs(page)["Availability"]["By month"]


def test_a_single_month_is_named_once():
    coverage = coverage_of(period=Period(first=TODAY))
    assert "Coverage, November 2026" == line_texts(text_page(coverage))[0]


def test_the_page_in_words_lists_every_unanswered_question():
    page = text_page(coverage_of(an_outline("2026-11-01", skipped=ALL_QUESTIONS[::2])), NEXT)
    texts = [
        text.partition(" (after: ")[0]
        for pairs in read_pairs(page).values()
        for kind in ("Skipped so far", "Never asked")
        if kind in pairs
        for text in pairs[kind].splitlines()
    ]
    assert sorted(texts_of(*ALL_QUESTIONS).splitlines()) == sorted(texts)


def test_the_page_in_words_describes_the_lens_and_the_suggestion():
    coverage = coverage_of(an_outline("2026-11-02", answered=("everyone-contributes",)))
    pairs = read_pairs(text_page(coverage, NEXT))
    assert {
        "Last entry": "2 November 2026", "Entries": "1", "By month": "November 2026: 1",
    } == pairs["Diversity and power"]  # fmt: skip
    assert {
        "Next": "Do you acknowledge or praise staff when things go well?",
        "Why": "You have never answered it.",
        "To begin": "securebase reflect -q praise",
    } == pairs["next"]


def test_every_line_of_the_page_in_words_has_a_label():
    page = text_page(coverage_of(an_outline("2026-11-02", "trust")), NEXT)
    assert ["Title", *["Domain"] * 6, "Lens"] == line_labels(page)
    assert not [part for part in page if isinstance(part, Picture | Table)]


def test_without_a_lens_the_page_in_words_has_none():
    without = CONTENT._replace(lens=None)
    page = coverage_text_page(
        coverage_of(content=without), None, content=without, with_questions=True
    )
    assert "Diversity and power" not in read_pairs(page)
