"""How often each domain and question was reflected on: as a chart, or in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from securebase_cli.dates import MONTHS, long_date
from securebase_cli.instrument.content import Content
from securebase_cli.model import SCALE_MAX
from securebase_cli.review.coverage import (
    Coverage,
    DomainCoverage,
    LensCoverage,
    QuestionCoverage,
    QuestionStatus,
)
from securebase_cli.review.rotation import Suggestion
from securebase_cli.ui.page import GAP, Line, Page, Pairs, Part, Picture, Table
from securebase_cli.ui.pages import scale_history

# Columns; a narrower window has no room for the blocks beside the titles.
MIN_CHART_WIDTH = 46

# Questions of one standing that the chart page lists at most.
_MAX_QUESTIONS = 3

# By whether the coverage is that of the whole journal, or of the entries that a filter matches.
_STANDING_HEADINGS: dict[bool, tuple[tuple[QuestionStatus, str], ...]] = {
    True: (("skipped", "Skipped so far"), ("never asked", "Never asked")),
    False: (("skipped", "Skipped"), ("never asked", "Not asked")),
}
_NO_ENTRY = {True: "never", False: "none here"}


def coverage_chart_page(
    coverage: Coverage, suggestion: Suggestion | None, *, content: Content, width: int
) -> Page:
    """Draw a block for each domain and month, in a window of `width` columns.

    Returns the page in words if the window is narrower than MIN_CHART_WIDTH.
    """
    if width < MIN_CHART_WIDTH:
        return coverage_text_page(coverage, suggestion, content=content)
    # It imports Rich, which the page in words does not need.
    from securebase_cli.ui.pages import coverage_grid

    grid = coverage_grid.draw(coverage, width - 2, _NO_ENTRY[coverage.is_complete])
    heading = f"Entries {grid.grouping}, {_format_months(coverage.months)}"
    if grid.grouping != "by month":
        heading += ", since single months would not fit"
    parts: list[Part] = [
        Line("Coverage", "title"),
        Line(heading, "quiet"),
        GAP,
        Picture(grid.lines),
        GAP,
        Line(grid.legend, "quiet"),
        *_question_counts(coverage),
        *_unanswered_questions(coverage, content),
        *_scale_histories(coverage, content),
        *_team_sessions(coverage),
    ]
    if suggestion:
        parts.append(GAP)
        if suggestion.parent:
            parts.append(Line(f"After: {suggestion.parent.text}", "quiet"))
        parts += [
            Line(f"Next: {suggestion.question.text}", "heading"),
            Line(suggestion.reason, indent=2),
            Line(_command(suggestion), "good", indent=2),
        ]
    return tuple(parts)


def coverage_text_page(
    coverage: Coverage, suggestion: Suggestion | None, *, content: Content
) -> Page:
    """Describe the coverage in words, with the ids of all questions that were not answered."""
    parts: list[Part] = [
        Line(f"Coverage, {_format_months(coverage.months)}", "title", "Title"),
        GAP,
    ]
    qualities = _quoted_qualities(content)
    for domain in coverage.domains:
        rows = [*_entry_rows(domain, coverage), *_question_rows(coverage, domain)]
        if domain.scalings:
            quality = f"{qualities[domain.id]}: " if domain.id in qualities else ""
            rows.append((f"How sure, 0 to {SCALE_MAX}", quality + _format_newest_scalings(domain)))
        parts += [Line(domain.title, "heading", "Domain"), Pairs(tuple(rows)), GAP]
    if coverage.lens:
        rows = _entry_rows(coverage.lens, coverage)
        parts += [Line(coverage.lens.title, "heading", "Lens"), Pairs(tuple(rows)), GAP]
    if team_sessions := tuple(_team_sessions(coverage)):
        # Without its gap, since one is there already.
        parts += [*team_sessions[1:], GAP]
    if suggestion:
        rows = [("After", suggestion.parent.text)] if suggestion.parent else []
        rows += [
            ("Next", suggestion.question.text),
            ("Why", suggestion.reason),
            ("To begin", _command(suggestion)),
        ]
        parts += [Pairs(tuple(rows)), GAP]
    return tuple(parts[:-1])


# Sections of the chart page; each begins with a gap, or is empty.


def _question_counts(coverage: Coverage) -> Iterator[Part]:
    rows = []
    for domain in coverage.domains:
        questions = _group_by_standing(coverage, domain)
        if any(questions.values()):
            rows.append((domain.title, _format_counts(coverage, questions)))
    if rows:
        yield GAP
        yield Line("Questions", "heading")
        yield Pairs(tuple(rows))


def _unanswered_questions(coverage: Coverage, content: Content) -> Iterator[Part]:
    left_out = 0
    for standing, heading in _STANDING_HEADINGS[coverage.is_complete]:
        questions = [item.question for item in coverage.questions if item.status == standing]
        if questions:
            rows = tuple(
                (question.id, text)
                for question, text in content.texts_in_list(questions[:_MAX_QUESTIONS])
            )
            yield GAP
            yield Line(heading, "heading")
            yield Table(("Id", "Question"), rows, wrap_column="Question")
            left_out += len(questions) - len(rows)
    if left_out:
        yield Line(f"and {left_out} more. For all of them, add --plain.", "quiet")


def _scale_histories(coverage: Coverage, content: Content) -> Iterator[Part]:
    domains = [domain for domain in coverage.domains if domain.scalings]
    if domains:
        yield GAP
        yield Line(f"How sure that each person would say it, 0 to {SCALE_MAX}", "heading")
    qualities = _quoted_qualities(content)
    for domain in domains:
        yield Line(f"{domain.title} {qualities.get(domain.id, '')}".rstrip(), indent=2)
        yield Line(scale_history.draw_scalings(domain.scalings), indent=4)


def _team_sessions(coverage: Coverage) -> Iterator[Part]:
    """Count the team sessions of each domain that has any."""
    rows = []
    for domain in coverage.team_sessions:
        if domain.last:
            last = "" if domain.entry_count == 1 else "last "
            rows.append((domain.title, f"{domain.entry_count}, {last}on {long_date(domain.last)}"))
    if rows:
        yield GAP
        yield Line("Team sessions", "heading", "Section")
        yield Pairs(tuple(rows))


# Rows of the page in words.


def _entry_rows(row: DomainCoverage | LensCoverage, coverage: Coverage) -> list[tuple[str, str]]:
    if row.last is None:
        return [("Last entry", _NO_ENTRY[coverage.is_complete])]
    by_month = [
        f"{_format_month(month)}: {entries}"
        for month, entries in zip(coverage.months, row.by_month, strict=True)
        if entries
    ]
    return [
        ("Last entry", long_date(row.last)),
        ("Entries", str(row.entry_count)),
        ("By month", ", ".join(reversed(by_month)) or "none in these months"),
    ]


def _question_rows(coverage: Coverage, domain: DomainCoverage) -> Iterator[tuple[str, str]]:
    questions = _group_by_standing(coverage, domain)
    if any(questions.values()):
        yield "Questions", _format_counts(coverage, questions)
    for standing, heading in _STANDING_HEADINGS[coverage.is_complete]:
        if questions[standing]:
            yield heading, ", ".join(item.question.id for item in questions[standing])


def _format_newest_scalings(domain: DomainCoverage) -> str:
    newest = domain.scalings[: -scale_history.MAX_SHOWN - 1 : -1]
    texts = [scale_history.format_scaling(scaling) for scaling in newest]
    if (earlier := len(domain.scalings) - len(newest)) > 0:
        texts.append(f"and {earlier} earlier")
    return "; ".join(texts)


# Shared by both pages.


def _group_by_standing(
    coverage: Coverage, domain: DomainCoverage
) -> Mapping[QuestionStatus, list[QuestionCoverage]]:
    groups: dict[QuestionStatus, list[QuestionCoverage]] = {
        "answered": [],
        "skipped": [],
        "never asked": [],
    }
    for item in coverage.questions:
        if item.question.domain == domain.id:
            groups[item.status].append(item)
    return groups


def _format_counts(
    coverage: Coverage, questions: Mapping[QuestionStatus, list[QuestionCoverage]]
) -> str:
    total = sum(map(len, questions.values()))
    counts = [f"{len(questions['answered'])} of {total} answered"]
    for standing, heading in _STANDING_HEADINGS[coverage.is_complete]:
        if questions[standing]:
            counts.append(f"{len(questions[standing])} {heading[0].lower()}{heading[1:]}")
    return ", ".join(counts)


def _quoted_qualities(content: Content) -> Mapping[str, str]:
    return {domain.id: f"“{domain.quality}”" for domain in content.domains}


def _command(suggestion: Suggestion) -> str:
    return f"securebase reflect -q {suggestion.question.id}"


def _format_months(months: Sequence[date]) -> str:
    first, last = _format_month(months[0]), _format_month(months[-1])
    return first if first == last else f"{first} to {last}"


def _format_month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"
