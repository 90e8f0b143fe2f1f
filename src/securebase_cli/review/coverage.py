"""Count what entries reflect on: domains, questions, themes and the lens, by month.

A theme is a label that questions have in the content file, and the lens is a group of themes under
one title. A scaling is the writer's rating, from 0 to 10, at the end of a reflection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from securebase_cli.dates import Period
from securebase_cli.instrument.content import Content
from securebase_cli.model import REFLECTION, DatedScaling, Question
from securebase_cli.storage.scan import StoredOutline

QuestionStatus = Literal["answered", "skipped", "never asked"]


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
    """Return the first day of each month of a period.

    The months of a period without a beginning are its last twelve.
    """
    end = _month_number(period.last or today)
    year_before = max(end - 11, _month_number(date.min))
    begin = _month_number(period.first) if period.first else year_before
    return tuple(
        date(number // 12, number % 12 + 1, 1) for number in range(begin, max(begin, end) + 1)
    )


@dataclass(slots=True, kw_only=True)
class _Tally:
    """A number of entries, and the day of the last one; None if there is no entry."""

    count: int = 0
    last: date | None = None

    def add(self, day: date, count: int = 1) -> None:
        self.count += count
        last = self.last
        if last is None or day > last:
            self.last = day

    def add_tally(self, other: _Tally) -> None:
        if other.last is not None:
            self.add(other.last, other.count)


class _EntryCounts(NamedTuple):
    """The counts of one pass over all entries; all but `team_sessions` are of reflections.

    `answered` and `skipped` count the reflections that answer or skip the same questions.
    `by_month` counts the reflections on each domain, and `lens_by_month` those in the lens, by
    year and month. `scalings` has the scalings of each domain with the names of their files, which
    sort by time.
    """

    domains: defaultdict[str, _Tally]
    answered: defaultdict[tuple[str, ...], _Tally]
    skipped: defaultdict[tuple[str, ...], _Tally]
    by_month: defaultdict[tuple[str, int, int], int]
    lens_by_month: defaultdict[tuple[int, int], int]
    scalings: defaultdict[str, list[tuple[str, DatedScaling]]]
    team_sessions: defaultdict[str, _Tally]


def count_coverage(
    outlines: Iterable[StoredOutline],
    content: Content,
    months: Sequence[date],
    *,
    is_complete: bool = True,
) -> Coverage:
    """Count what entries reflect on; the outlines may come in any order."""
    lens = content.lens
    lens_questions = {q.id for q in content.questions if lens and lens.covers(q)}
    # Without months, no entry is counted by month.
    counts = _count_entries(outlines, lens_questions, months[0] if months else date.max)

    answers: defaultdict[str, _Tally] = defaultdict(_Tally)
    skips: defaultdict[str, _Tally] = defaultdict(_Tally)
    themes: defaultdict[str, _Tally] = defaultdict(_Tally)
    lens_tally = _Tally()
    themes_by_question = {question.id: question.themes for question in content.questions}
    for answered, tally in counts.answered.items():
        if not lens_questions.isdisjoint(answered):
            lens_tally.add_tally(tally)
        # An entry counts once for a question or theme, however many of its answers have it.
        answered_themes: set[str] = set()
        for question_id in set(answered):
            answers[question_id].add_tally(tally)
            answered_themes.update(themes_by_question.get(question_id, ()))
        for theme in answered_themes:
            themes[theme].add_tally(tally)
    for skipped, tally in counts.skipped.items():
        for question_id in set(skipped):
            skips[question_id].add_tally(tally)

    return Coverage(
        is_complete=is_complete,
        months=tuple(months),
        domains=_domain_rows(counts, content, months),
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
        lens=lens
        and LensCoverage(
            title=lens.title,
            last=lens_tally.last,
            entry_count=lens_tally.count,
            by_month=tuple(counts.lens_by_month[day.year, day.month] for day in months),
        ),
        team_sessions=tuple(
            TeamCoverage(domain_id, title, tally.last, tally.count)
            for domain_id, title, tally in _with_titles(counts.team_sessions, content)
        ),
    )


def _count_entries(
    outlines: Iterable[StoredOutline], lens_questions: set[str], first_day: date
) -> _EntryCounts:
    """Count all entries; those since the first day also by month."""
    # Many entries answer the same questions, and many skip the same. Counting these together, and
    # the questions afterwards, saves seven look-ups for each entry.
    counts = _EntryCounts(
        domains=defaultdict(_Tally),
        answered=defaultdict(_Tally),
        skipped=defaultdict(_Tally),
        by_month=defaultdict(int),
        lens_by_month=defaultdict(int),
        scalings=defaultdict(list),
        team_sessions=defaultdict(_Tally),
    )
    domains, answered, skipped, by_month, lens_by_month, scalings, team_sessions = counts
    for entry_name, outline in outlines:
        day = entry_name.day
        if day == date.min:
            # The name was changed by hand to a day that does not exist.
            day = outline.moment.date()
        domain = outline.domain
        if outline.kind != REFLECTION:
            team_sessions[domain].add(day)
            continue
        domains[domain].add(day)
        answered[outline.answered].add(day)
        skipped[outline.skipped].add(day)
        if day >= first_day:
            by_month[domain, day.year, day.month] += 1
            if not lens_questions.isdisjoint(outline.answered):
                lens_by_month[day.year, day.month] += 1
        if outline.scaling is not None:
            dated_scaling = DatedScaling(day, outline.scaling, entry_name.id)
            scalings[domain].append((entry_name.file_name, dated_scaling))
    return counts


def _domain_rows(
    counts: _EntryCounts, content: Content, months: Sequence[date]
) -> tuple[DomainCoverage, ...]:
    return tuple(
        DomainCoverage(
            id=domain_id,
            title=title,
            last=tally.last,
            entry_count=tally.count,
            by_month=tuple(counts.by_month[domain_id, day.year, day.month] for day in months),
            scalings=tuple(scaling for _, scaling in sorted(counts.scalings[domain_id])),
        )
        for domain_id, title, tally in _with_titles(counts.domains, content)
    )


def _with_titles(
    tallies: defaultdict[str, _Tally], content: Content
) -> Iterator[tuple[str, str, _Tally]]:
    """Yield the id, the title and the tally of each domain: first those of the content.

    Those that only entries have come last, with their ids as titles.
    """
    titles = content.domain_titles()
    for domain_id in (*titles, *sorted(tallies.keys() - titles.keys())):
        yield domain_id, titles.get(domain_id, domain_id), tallies[domain_id]


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
