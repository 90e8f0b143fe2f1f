"""What has been reflected on and what not: as a picture of blocks, or in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import MONTHS, long_date
from securebase_cli.model import SCALE_MAX
from securebase_cli.ui.page import GAP, Line, Page, Pairs, Part, Picture, Table
from securebase_cli.ui.pages import scale_history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from securebase_cli.instrument.content import Content
    from securebase_cli.review.coverage import (
        Coverage,
        DomainCoverage,
        LensCoverage,
        QuestionCoverage,
        Standing,
    )
    from securebase_cli.review.rotation import Suggestion

# Columns of a window; in a narrower one nothing would be left for the blocks.
MIN_CHART_WIDTH = 46

# What is said of a whole journal, and of a part of it.
_OPEN: dict[bool, tuple[tuple[Standing, str], ...]] = {
    True: (("skipped", "Skipped so far"), ("never asked", "Never asked")),
    False: (("skipped", "Skipped"), ("never asked", "Not asked")),
}
_NEVER = {True: "never", False: "none here"}
TEAM_SESSIONS = "Team sessions"
# As many questions of one kind as one reads through.
_FEW = 3


def coverage_chart_page(
    coverage: Coverage, suggestion: Suggestion | None, *, content: Content, width: int
) -> Page:
    """Show what has been reflected on as blocks, in a window of `width` columns."""
    if width < MIN_CHART_WIDTH:
        return coverage_text_page(coverage, suggestion, content=content)
    # Drawing brings Rich along, which words do without.
    from securebase_cli.ui.pages import coverage_grid

    grid = coverage_grid.draw(coverage, width - 2, _NEVER[coverage.whole])
    heading = f"Entries {grid.grouping}, {_stretch(coverage.months)}"
    if grid.grouping != "by month":
        heading += ", since single months would not fit"
    parts: list[Part] = [
        Line("Coverage", "title"),
        Line(heading, "quiet"),
        GAP,
        Picture(grid.lines),
        GAP,
        Line(grid.legend, "quiet"),
        *_standings(coverage),
        *_unanswered(coverage, content),
        *_scalings(coverage, content),
        *_team_sessions(coverage),
    ]
    if suggestion:
        parts.append(GAP)
        if suggestion.parent:
            parts.append(Line(f"After: {suggestion.parent.text}", "quiet"))
        parts += [
            Line(f"Next: {suggestion.question.text}", "heading"),
            Line(suggestion.why, indent=2),
            Line(_command(suggestion), "good", indent=2),
        ]
    return tuple(parts)


def coverage_text_page(
    coverage: Coverage, suggestion: Suggestion | None, *, content: Content
) -> Page:
    """Show what has been reflected on in words, each question not answered by its id."""
    qualities = _qualities(content)
    parts: list[Part] = [Line(f"Coverage, {_stretch(coverage.months)}", "title", "Title"), GAP]
    for domain in coverage.domains:
        rows = [*_reflected(domain, coverage), *_asked(coverage, domain)]
        if domain.scaled:
            quality = f"{qualities[domain.id]}: " if domain.id in qualities else ""
            rows.append((f"How sure, 0 to {SCALE_MAX}", quality + _scaled(domain)))
        parts += [Line(domain.title, "heading", "Domain"), Pairs(tuple(rows)), GAP]
    if coverage.lens:
        rows = _reflected(coverage.lens, coverage)
        parts += [Line(coverage.lens.title, "heading", "Lens"), Pairs(tuple(rows)), GAP]
    if with_team := tuple(_team_sessions(coverage)):
        parts += [*with_team[1:], GAP]
    if suggestion:
        after = [("After", suggestion.parent.text)] if suggestion.parent else []
        rows = [
            *after,
            ("Next", suggestion.question.text),
            ("Why", suggestion.why),
            ("To begin", _command(suggestion)),
        ]
        parts += [Pairs(tuple(rows)), GAP]
    return tuple(parts[:-1])


def _standings(coverage: Coverage) -> Iterator[Part]:
    found = [(domain.title, _by_standing(coverage, domain)) for domain in coverage.domains]
    rows = [(title, _counted(coverage, asked)) for title, asked in found if any(asked.values())]
    if rows:
        yield GAP
        yield Line("Questions", "heading")
        yield Pairs(tuple(rows))


def _counted(coverage: Coverage, asked: Mapping[Standing, list[QuestionCoverage]]) -> str:
    counts = [f"{len(asked['answered'])} of {sum(map(len, asked.values()))} answered"]
    for standing, words in _OPEN[coverage.whole]:
        if asked[standing]:
            counts.append(f"{len(asked[standing])} {words[0].lower()}{words[1:]}")
    return ", ".join(counts)


def _unanswered(coverage: Coverage, content: Content) -> Iterator[Part]:
    more = 0
    for standing, heading in _OPEN[coverage.whole]:
        found = [one.question for one in coverage.questions if one.standing == standing]
        if found:
            rows = tuple((one.id, text) for one, text in content.listed(found[:_FEW]))
            yield GAP
            yield Line(heading, "heading")
            yield Table(("Id", "Question"), rows, wrap_column="Question")
            more += len(found) - len(rows)
    if more:
        yield Line(f"and {more} more. For all of them, add --plain.", "quiet")


def _scalings(coverage: Coverage, content: Content) -> Iterator[Part]:
    qualities = _qualities(content)
    marked = [domain for domain in coverage.domains if domain.scaled]
    if marked:
        yield GAP
        yield Line(f"How sure that each person would say it, 0 to {SCALE_MAX}", "heading")
    for domain in marked:
        yield Line(f"{domain.title} {qualities.get(domain.id, '')}".rstrip(), indent=2)
        yield Line(scale_history.draw_scalings(domain.scaled), indent=4)


def _team_sessions(coverage: Coverage) -> Iterator[Part]:
    """Say how often the team spoke about a domain; a domain it did not speak about is left out."""
    rows = tuple(
        (one.title, f"{one.entries}, {'' if one.entries == 1 else 'last '}on {long_date(one.last)}")
        for one in coverage.team_sessions
        if one.last
    )
    if rows:
        yield GAP
        yield Line(TEAM_SESSIONS, "heading", "Section")
        yield Pairs(rows)


def _reflected(strand: DomainCoverage | LensCoverage, coverage: Coverage) -> list[tuple[str, str]]:
    if strand.last is None:
        return [("Last entry", _NEVER[coverage.whole])]
    by_month = [
        f"{_month(month)}: {entries}"
        for month, entries in zip(coverage.months, strand.by_month, strict=True)
        if entries
    ]
    return [
        ("Last entry", long_date(strand.last)),
        ("Entries", str(strand.entries)),
        ("By month", ", ".join(reversed(by_month)) or "none in these months"),
    ]


def _asked(coverage: Coverage, domain: DomainCoverage) -> Iterator[tuple[str, str]]:
    asked = _by_standing(coverage, domain)
    if any(asked.values()):
        yield "Questions", _counted(coverage, asked)
    for standing, name in _OPEN[coverage.whole]:
        if asked[standing]:
            yield name, ", ".join(one.question.id for one in asked[standing])


def _by_standing(
    coverage: Coverage, domain: DomainCoverage
) -> Mapping[Standing, list[QuestionCoverage]]:
    found: dict[Standing, list[QuestionCoverage]] = {
        "answered": [],
        "skipped": [],
        "never asked": [],
    }
    for one in coverage.questions:
        if one.question.domain == domain.id:
            found[one.standing].append(one)
    return found


def _qualities(content: Content) -> Mapping[str, str]:
    return {domain.id: f"“{domain.quality}”" for domain in content.domains}


def _scaled(domain: DomainCoverage) -> str:
    newest = list(
        map(scale_history.format_scaling, domain.scaled[: -scale_history.MAX_SHOWN - 1 : -1])
    )
    if (more := len(domain.scaled) - scale_history.MAX_SHOWN) > 0:
        newest.append(f"and {more} earlier")
    return "; ".join(newest)


def _command(suggestion: Suggestion) -> str:
    return f"securebase reflect -q {suggestion.question.id}"


def _stretch(months: Sequence[date]) -> str:
    first, last = _month(months[0]), _month(months[-1])
    return first if first == last else f"{first} to {last}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"
