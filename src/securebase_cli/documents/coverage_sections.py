"""The sections on what has been reflected on: the model, the months, and the scale over time."""

from collections.abc import Iterator
from datetime import date

from securebase_cli.dates import describe_months, short_date
from securebase_cli.documents.blocks import (
    Block,
    BulletList,
    Caption,
    Heading,
    ModelDiagram,
    MonthChart,
    Paragraph,
    ScaleChart,
    Table,
)
from securebase_cli.documents.notices import describe_count
from securebase_cli.documents.source import DocumentSource
from securebase_cli.model import SCALE_LABEL, TEAM_SESSION, title_with_kind
from securebase_cli.plurals import count_of
from securebase_cli.review.coverage import Coverage, DomainCoverage

COVERAGE = "What has been reflected on"
# How many months fit beside each other on a page.
MAX_MONTHS = 24


def coverage_sections(source: DocumentSource, coverage: Coverage) -> Iterator[Block]:
    """Yield the model with a table of its coverage, the months, and the scale over time.

    The coverage has all months from the first entry to the last.
    """
    yield Heading(COVERAGE)
    yield from map(Paragraph, source.content.introduction)
    yield ModelDiagram(source.content, coverage)
    yield _coverage_table(source, coverage)
    if caption := _coverage_caption(coverage):
        yield Caption(caption)
    if len(coverage.months) > 1:
        yield from _month_section(coverage)
    # If each domain has one value at most, the table above has all of them.
    if any(len(domain.scalings) > 1 for domain in coverage.domains):
        yield from _scale_section([domain for domain in coverage.domains if domain.scalings])


def _coverage_table(source: DocumentSource, coverage: Coverage) -> Table:
    headings = ["Domain", "Quality", "Entries", "Last", "Questions answered"]
    has_scale = "scale" in source.parts
    if has_scale:
        headings.append(SCALE_LABEL)
    rows: list[tuple[str, ...]] = []
    for domain in coverage.domains:
        quality = source.content.quality_of(domain.id)
        last = short_date(domain.last) if domain.last else source.no_date_label
        statuses = [
            covered.status for covered in coverage.questions if covered.question.domain == domain.id
        ]
        questions = f"{statuses.count('answered')} of {len(statuses)}" if statuses else ""
        scaling = domain.scalings[-1].scaling.text if domain.scalings else ""
        rows.append((domain.title, quality, str(domain.entry_count), last, questions, scaling))
    if lens := coverage.lens:
        last = short_date(lens.last) if lens.last else source.no_date_label
        rows.append((lens.title, "", str(lens.entry_count), last, "", ""))
    for team in coverage.team_sessions:
        if team.last:
            title = title_with_kind(team.title, TEAM_SESSION)
            rows.append((title, "", str(team.entry_count), short_date(team.last), "", ""))
    return Table(tuple(headings), tuple(row[: len(headings)] for row in rows))


def _coverage_caption(coverage: Coverage) -> str:
    """Say which entries have rows of their own, and which are counted twice; may be empty."""
    team_sessions = sum(team.entry_count for team in coverage.team_sessions)
    reflections = sum(domain.entry_count for domain in coverage.domains)
    sentences = []
    if team_sessions:
        count = describe_count(reflections + team_sessions, team_sessions)
        sentences.append(f"{count}, in rows of their own.")
    if coverage.lens and coverage.lens.entry_count:
        entries_are = count_of(coverage.lens.entry_count, "entry is", "entries are")
        sentences.append(
            f"{coverage.lens.title} goes across the domains: its {entries_are} counted there, too."
        )
    return " ".join(sentences)


def _month_section(coverage: Coverage) -> Iterator[Block]:
    yield Heading("Month by month", 3)
    months = coverage.months[-MAX_MONTHS:]
    rows = tuple((domain.title, domain.by_month[-MAX_MONTHS:]) for domain in coverage.domains)
    yield MonthChart(months, rows)
    period = describe_months(months)
    if len(coverage.months) > MAX_MONTHS:
        period = f"the last {MAX_MONTHS} months, {period}"
    count = sum(sum(counts) for _, counts in rows)
    caption = f"{count_of(count, 'reflection')}, {period}."
    if any(team.entry_count for team in coverage.team_sessions):
        caption += " Team sessions are not counted here."
    yield Caption(caption)


def _scale_section(domains: list[DomainCoverage]) -> Iterator[Block]:
    yield Heading(SCALE_LABEL, 3)
    yield ScaleChart(
        tuple(
            (domain.title, tuple((dated.day, dated.scaling.value) for dated in domain.scalings))
            for domain in domains
        )
    )
    yield BulletList(tuple(map(_describe_scale, domains)))


def _describe_scale(domain: DomainCoverage) -> str:
    """Return the first and the last value of a domain in words, and the time between them."""
    first, last = domain.scalings[0], domain.scalings[-1]
    if len(domain.scalings) == 1:
        return f"{domain.title}: {first.scaling.value}, put there once."
    time = _time_between(first.day, last.day)
    if first.scaling.value == last.scaling.value:
        return f"{domain.title}: {first.scaling.value} at first and at last, {time} apart."
    return f"{domain.title}: from {first.scaling.value} to {last.scaling.value} in {time}."


def _time_between(first: date, last: date) -> str:
    """Return the time from one day to another: whole months, or days if it is less than one."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return count_of(months, "month") if months else count_of((last - first).days, "day")
