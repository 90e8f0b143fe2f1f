"""How often each domain and question was reflected on: as a chart, or in words."""

from collections import Counter
from collections.abc import Iterator

from securebase_cli.dates import describe_months, long_date, month_and_year
from securebase_cli.hints import command
from securebase_cli.instrument.content import Content
from securebase_cli.model import SCALE_LABEL
from securebase_cli.review.coverage import Coverage, DomainCoverage, LensCoverage, QuestionStatus
from securebase_cli.review.rotation import Suggestion
from securebase_cli.ui.page import GAP, Line, Page, Pairs, Part, Picture
from securebase_cli.ui.pages import scale_history

# Columns; a narrower window has no room for the blocks beside the titles.
MIN_CHART_WIDTH = 46

# By whether the coverage is that of the whole journal, or of the entries that a filter matches.
_STATUS_HEADINGS: dict[bool, tuple[tuple[QuestionStatus, str], ...]] = {
    True: (("skipped", "Skipped so far"), ("never asked", "Never asked")),
    False: (("skipped", "Skipped"), ("never asked", "Not asked")),
}
_NO_ENTRY = {True: "never", False: "none here"}


def coverage_chart_page(
    coverage: Coverage,
    suggestion: Suggestion | None,
    *,
    content: Content,
    width: int,
    with_questions: bool,
) -> Page:
    """Draw a block for each domain and month, in a window of `width` columns.

    Without the questions the page fits a window of 24 rows of 80 columns; with them it also has
    the scales and the team sessions. Returns the page in words if the window is narrower than
    MIN_CHART_WIDTH.
    """
    if width < MIN_CHART_WIDTH:
        return coverage_text_page(
            coverage, suggestion, content=content, with_questions=with_questions
        )
    # It imports Rich, which the page in words does not need.
    from securebase_cli.ui.pages import coverage_grid

    grid = coverage_grid.draw(coverage, width - 2, _NO_ENTRY[coverage.is_complete])
    heading = f"Entries {grid.grouping}, {describe_months(coverage.months)}"
    if grid.grouping != "by month":
        heading += ", since single months would not fit"
    parts: list[Part] = [Line("Coverage", "title"), Line(heading, "quiet"), GAP]
    parts += [Picture(grid.lines), Line(grid.legend, "quiet"), GAP]
    if with_questions:
        parts += _details(coverage, content)
    elif coverage.questions:
        parts += [Line(f"Questions: {_count_questions(coverage)}."), GAP]
    if suggestion:
        question, parent, reason = suggestion
        if parent:
            parts.append(Line(f"After: {parent.text}", "quiet"))
        parts.append(Line(f"Next: {question.text}", "heading"))
        parts.append(Line(reason, indent=2))
        parts.append(Line(command(f"reflect -q {question.id}"), "good", indent=2))
    return tuple(parts)


def _details(coverage: Coverage, content: Content) -> Iterator[Part]:
    """Count and list the questions of each domain, and show its scales and its team sessions."""
    rows = ((domain.title, _count_questions(coverage, domain)) for domain in coverage.domains)
    if question_counts := tuple((title, counts) for title, counts in rows if counts):
        yield from (Line("Questions", "heading"), Pairs(question_counts), GAP)
    unanswered = list(_unanswered_questions(coverage, content))
    for heading, texts in unanswered:
        yield Line(heading, "heading")
        yield from (Line(text, indent=2) for text in texts)
        yield GAP
    if unanswered:
        hint = (
            f"To choose one: {command('reflect -q ID')}; {command('questions --ids')} has its id."
        )
        yield from (Line(hint, "quiet"), GAP)
    domains_with_scalings = [domain for domain in coverage.domains if domain.scalings]
    if domains_with_scalings:
        yield Line(SCALE_LABEL, "heading")
    qualities = {domain.id: f" “{domain.quality}”" for domain in content.domains}
    for domain in domains_with_scalings:
        yield Line(domain.title + qualities.get(domain.id, ""), indent=2)
        yield Line(scale_history.draw_scalings(domain.scalings), indent=4)
    if domains_with_scalings:
        yield GAP
    if team_sessions := _team_sessions(coverage):
        yield from (*team_sessions, GAP)


def coverage_text_page(
    coverage: Coverage, suggestion: Suggestion | None, *, content: Content, with_questions: bool
) -> Page:
    """Describe the coverage in words; `with_questions` adds those that are not answered."""
    title = f"Coverage, {describe_months(coverage.months)}"
    parts: list[Part] = [Line(title, "title", label="Title"), GAP]
    qualities = {domain.id: f"“{domain.quality}”: " for domain in content.domains}
    for domain in coverage.domains:
        rows = _entry_rows(domain, coverage)
        if counts := _count_questions(coverage, domain):
            rows.append(("Questions", counts))
        if with_questions:
            for heading, texts in _unanswered_questions(coverage, content, domain):
                rows += [(heading, text) for text in texts]
        if domain.scalings:
            newest = domain.scalings[-scale_history.MAX_SHOWN :]
            texts = [scale_history.format_scaling(scaling) for scaling in reversed(newest)]
            if len(newest) < len(domain.scalings):
                texts.append(f"and {len(domain.scalings) - len(newest)} earlier")
            values = qualities.get(domain.id, "") + "; ".join(texts)
            rows.append((SCALE_LABEL, values))
        parts += [Line(domain.title, "heading", label="Domain"), Pairs(tuple(rows)), GAP]
    if coverage.lens:
        rows = _entry_rows(coverage.lens, coverage)
        parts += [Line(coverage.lens.title, "heading", label="Lens"), Pairs(tuple(rows)), GAP]
    if team_sessions := _team_sessions(coverage):
        parts += [*team_sessions, GAP]
    if suggestion:
        rows = [("After", suggestion.parent.text)] if suggestion.parent else []
        rows += [
            ("Next", suggestion.question.text),
            ("Why", suggestion.reason),
            ("To begin", command(f"reflect -q {suggestion.question.id}")),
        ]
        parts += [Pairs(tuple(rows)), GAP]
    return tuple(parts[:-1])


def _unanswered_questions(
    coverage: Coverage, content: Content, domain: DomainCoverage | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Yield a heading and texts for the questions that were skipped, and for those never asked.

    With `domain`, only its questions are listed. There is no heading without texts.
    """
    for status, heading in _STATUS_HEADINGS[coverage.is_complete]:
        questions = [
            item.question
            for item in coverage.questions
            if item.status == status and (domain is None or item.question.domain == domain.id)
        ]
        if questions:
            yield heading, [text for _, text in content.texts_in_list(questions)]


def _count_questions(coverage: Coverage, domain: DomainCoverage | None = None) -> str:
    """Say how many questions, of a domain or of all, are answered, skipped and never asked.

    The text is empty if there are no questions.
    """
    counts = Counter(
        item.status
        for item in coverage.questions
        if domain is None or item.question.domain == domain.id
    )
    if not counts:
        return ""
    texts = [f"{counts['answered']} of {counts.total()} answered"]
    for status, heading in _STATUS_HEADINGS[coverage.is_complete]:
        if status in counts:
            texts.append(f"{counts[status]} {heading[0].lower()}{heading[1:]}")
    return ", ".join(texts)


def _team_sessions(coverage: Coverage) -> Page:
    """Count the team sessions of each domain that has any."""
    rows = []
    for domain in coverage.team_sessions:
        if domain.last:
            last = "" if domain.entry_count == 1 else "last "
            rows.append((domain.title, f"{domain.entry_count}, {last}on {long_date(domain.last)}"))
    return (Line("Team sessions", "heading", label="Section"), Pairs(tuple(rows))) if rows else ()


def _entry_rows(row: DomainCoverage | LensCoverage, coverage: Coverage) -> list[tuple[str, str]]:
    if row.last is None:
        none = _NO_ENTRY[coverage.is_complete]
        if coverage.is_complete and isinstance(row, DomainCoverage) and row.last_skipped:
            none = f"none; skipped on {long_date(row.last_skipped)}"
        return [("Last entry", none)]
    by_month = [
        f"{month_and_year(month)}: {entries}"
        for month, entries in zip(coverage.months, row.by_month, strict=True)
        if entries
    ]
    return [
        ("Last entry", long_date(row.last)),
        ("Entries", str(row.entry_count)),
        ("By month", ", ".join(reversed(by_month)) or "none in these months"),
    ]
