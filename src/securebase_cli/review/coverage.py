"""Count what entries reflect on: domains, questions, themes and the lens, by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from securebase_cli.dates import Period
from securebase_cli.instrument.content import Content
from securebase_cli.model import REFLECTION, DatedScaling, Question, Scaling
from securebase_cli.storage.scan import StoredOutline

QuestionStatus = Literal["answered", "skipped", "never asked"]

# Stands for the lens among the ids of domains, none of which is empty.
_LENS = ""


class DomainCoverage(NamedTuple):
    """The entries about a domain, the day of the last one, and its scalings, oldest first.

    `by_month` has the number of entries in each of the months of the coverage.
    """

    id: str
    title: str
    last: date | None
    entry_count: int
    by_month: tuple[int, ...]
    scalings: tuple[DatedScaling, ...]


class LensCoverage(NamedTuple):
    """The entries that answer a question of the lens, and the day of the last one."""

    title: str
    last: date | None
    entry_count: int
    by_month: tuple[int, ...]


class QuestionCoverage(NamedTuple):
    """The entries in which a question was answered or skipped, and the days of the last ones."""

    question: Question
    last: date | None
    answer_count: int
    skip_count: int
    last_skipped: date | None

    @property
    def status(self) -> QuestionStatus:
        if self.answer_count:
            return "answered"
        return "skipped" if self.skip_count else "never asked"


class ThemeCoverage(NamedTuple):
    """The entries that answer a question of a theme, and the day of the last one."""

    theme: str
    last: date | None
    entry_count: int


class TeamCoverage(NamedTuple):
    """The team sessions on a domain, and the day of the last one."""

    id: str
    title: str
    last: date | None
    entry_count: int


class Coverage(NamedTuple):
    """The counts of a journal; `months` are the first days of the months counted one by one.

    `is_complete` is False if a filter left entries out. Team sessions are counted in
    `team_sessions` only.
    """

    is_complete: bool
    months: tuple[date, ...]
    domains: tuple[DomainCoverage, ...]
    questions: tuple[QuestionCoverage, ...]
    themes: tuple[ThemeCoverage, ...]
    lens: LensCoverage | None
    team_sessions: tuple[TeamCoverage, ...]

    def for_domains(self, domain_ids: Collection[str]) -> Coverage:
        """Return the coverage of some domains, with the themes and the lens of all domains."""
        return self._replace(
            domains=tuple(item for item in self.domains if item.id in domain_ids),
            questions=tuple(item for item in self.questions if item.question.domain in domain_ids),
            team_sessions=tuple(item for item in self.team_sessions if item.id in domain_ids),
        )


def months_shown(period: Period, today: date) -> tuple[date, ...]:
    """Return the first days of the months of a period; if it has no beginning, of a year."""
    end = _month_number(period.last or today)
    year_before = max(end - 11, _month_number(date.min))
    begin = _month_number(period.first) if period.first else year_before
    return tuple(
        date(number // 12, number % 12 + 1, 1) for number in range(begin, max(begin, end) + 1)
    )


def count_coverage(
    outlines: Iterable[StoredOutline],
    content: Content,
    months: Sequence[date],
    *,
    is_complete: bool = True,
) -> Coverage:
    """Count what entries reflect on; the outlines may come in any order."""
    lens = content.lens
    lens_questions = frozenset(q.id for q in content.questions if lens and lens.covers(q))
    counts = _count(outlines, lens_questions, months[0] if months else date.max)
    shapes = counts.by_shape.items()
    domains = _sum_tallies(((domain,), tally) for (domain, _, _), tally in shapes)
    answers = _sum_tallies((answered, tally) for (_, answered, _), tally in shapes)
    skips = _sum_tallies((skipped, tally) for (_, _, skipped), tally in shapes)
    themes_of = {question.id: question.themes for question in content.questions}
    themes = _sum_tallies(
        ([theme for question in answered for theme in themes_of.get(question, ())], tally)
        for (_, answered, _), tally in shapes
    )
    in_lens = _sum_tallies(((_LENS,), tally) for _, tally in shapes if tally.has_lens)[_LENS]
    titles = content.domain_titles()
    by_month = {
        row: tuple(counts.by_month[row, month.year, month.month] for month in months)
        for row in (_LENS, *titles, *domains)
    }
    return Coverage(
        is_complete=is_complete,
        months=tuple(months),
        domains=tuple(
            DomainCoverage(
                id=domain,
                title=titles.get(domain, domain),
                last=domains[domain].last,
                entry_count=domains[domain].count,
                by_month=by_month[domain],
                scalings=tuple(scaling for _, scaling in sorted(counts.scalings[domain])),
            )
            # Entries may be about domains that the content file no longer has.
            for domain in (*titles, *sorted(domains.keys() - titles.keys()))
        ),
        questions=tuple(
            QuestionCoverage(
                question=question,
                last=answers[question.id].last,
                answer_count=answers[question.id].count,
                skip_count=skips[question.id].count,
                last_skipped=skips[question.id].last,
            )
            for question in content.questions
        ),
        themes=tuple(
            ThemeCoverage(theme, themes[theme].last, themes[theme].count)
            for theme in content.themes
        ),
        lens=lens and LensCoverage(lens.title, in_lens.last, in_lens.count, by_month[_LENS]),
        team_sessions=tuple(
            TeamCoverage(
                id=domain,
                title=titles.get(domain, domain),
                last=counts.team_sessions[domain].last,
                entry_count=counts.team_sessions[domain].count,
            )
            for domain in (*titles, *sorted(counts.team_sessions.keys() - titles.keys()))
        ),
    )


@dataclass(slots=True)
class _Tally:
    """A number of entries and the day of the last; `has_lens` if they answer its questions."""

    has_lens: bool = False
    count: int = 0
    latest: date = date.min

    def add(self, day: date, count: int = 1) -> None:
        self.count += count
        if day > self.latest:  # noqa: PLR1730 - max() takes three times as long
            self.latest = day

    @property
    def last(self) -> date | None:
        return self.latest if self.count else None


class _Counts(NamedTuple):
    """The counts of one pass over all entries.

    A shape is a domain, the questions answered, and the questions skipped. `by_month` has
    reflections by domain or `_LENS`, year and month; `scalings` has those of each domain with the
    names of their files, which sort by time; `team_sessions` are by domain.
    """

    by_shape: dict[tuple[str, tuple[str, ...], tuple[str, ...]], _Tally]
    by_month: defaultdict[tuple[str, int, int], int]
    scalings: defaultdict[str, list[tuple[str, DatedScaling]]]
    team_sessions: defaultdict[str, _Tally]


def _count(
    outlines: Iterable[StoredOutline], lens_questions: frozenset[str], first_day: date
) -> _Counts:
    """Count all entries; those since the first day also by month."""
    # Many entries answer and skip the same questions. They are counted together first, which saves
    # ten look-ups for each entry.
    counts = _Counts({}, defaultdict(int), defaultdict(list), defaultdict(_Tally))
    by_shape, by_month, scalings, team_sessions = counts
    # Thousands of entries share a few different scalings: one object of each saves memory.
    shared_scalings: dict[Scaling, Scaling] = {}
    for name, outline in outlines:
        day = name.day
        if day == date.min:
            # The name was changed by hand to a day that does not exist.
            day = outline.moment.date()
        domain, answered = outline.domain, outline.answered
        if outline.kind != REFLECTION:
            team_sessions[domain].add(day)
            continue
        shape = domain, answered, outline.skipped
        tally = by_shape.get(shape)
        if tally is None:
            has_lens = not lens_questions.isdisjoint(answered)
            tally = by_shape[shape] = _Tally(has_lens=has_lens)
        tally.add(day)
        if day >= first_day:
            by_month[domain, day.year, day.month] += 1
            if tally.has_lens:
                by_month[_LENS, day.year, day.month] += 1
        if outline.scaling is not None:
            scaling = shared_scalings.setdefault(outline.scaling, outline.scaling)
            scalings[domain].append((name.name, DatedScaling(day, scaling, name.id)))
    return counts


def _sum_tallies(tallies: Iterable[tuple[Iterable[str], _Tally]]) -> defaultdict[str, _Tally]:
    """Add up the tallies of each name; a name that a tally has twice counts once."""
    totals: defaultdict[str, _Tally] = defaultdict(_Tally)
    for names, tally in tallies:
        for name in set(names):
            totals[name].add(tally.latest, tally.count)
    return totals


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
