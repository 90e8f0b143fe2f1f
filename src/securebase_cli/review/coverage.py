"""Count the entries about each domain, question and theme, and those about the lens.

A theme is a label that questions have in the content file, and the lens is a group of themes under
one title. A scaling is the user's rating, from 0 to 10, at the end of a reflection.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Literal, NamedTuple, Self, TypeAlias

from securebase_cli.dates import Period
from securebase_cli.instrument.content import Content
from securebase_cli.model import REFLECTION, DatedScaling, Question
from securebase_cli.storage.scan import StoredOutline

QuestionStatus = Literal["answered", "skipped", "never asked"]

# The days of entries, one for each entry, by the id of their domain, question or theme.
_DaysById: TypeAlias = defaultdict[str, list[date]]
# The days of entries by the ids of the questions that these entries all answer, or all skip.
_DaysByQuestions: TypeAlias = defaultdict[tuple[str, ...], list[date]]


class DomainCoverage(NamedTuple):
    """The entries about a domain, the day of the last one, and its scalings, oldest first.

    `by_month` has the number of entries in each of the months of the coverage. `last_skipped` is
    the last day on which a question of the domain was skipped, perhaps all of them.
    """

    id: str
    title: str
    last: date | None
    entry_count: int
    by_month: tuple[int, ...]
    scalings: tuple[DatedScaling, ...]
    last_skipped: date | None = None


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

    def for_domains(self, domain_ids: Collection[str]) -> Self:
        """Return the coverage of some domains, with the themes and the lens of all domains."""
        return self._replace(
            domains=tuple(item for item in self.domains if item.id in domain_ids),
            questions=tuple(item for item in self.questions if item.question.domain in domain_ids),
            team_sessions=tuple(item for item in self.team_sessions if item.id in domain_ids),
        )


def months_shown(period: Period, today: date) -> tuple[date, ...]:
    """Return the first day of each month of a period.

    If the period has no beginning, these are its last twelve months.
    """
    end = _month_number(period.last or today)
    eleven_before = max(end - 11, _month_number(date.min))
    begin = _month_number(period.first) if period.first else eleven_before
    month_numbers = range(begin, max(begin, end) + 1)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in month_numbers)


def count_coverage(
    outlines: Iterable[StoredOutline],
    content: Content,
    months: Sequence[date] | None = None,
    *,
    is_complete: bool = True,
) -> Coverage:
    """Count the entries; the outlines may come in any order.

    Without `months`, they are all from the first entry to the last.
    """
    domain_days: _DaysById = defaultdict(list)
    team_days: _DaysById = defaultdict(list)
    # Many entries answer the same questions, and many skip the same. Counting these together, and
    # the questions afterwards, saves seven look-ups for each entry.
    answered_days: _DaysByQuestions = defaultdict(list)
    skipped_days: _DaysByQuestions = defaultdict(list)
    # The scalings of each domain, with their instants to sort them by.
    scalings: defaultdict[str, list[tuple[float, DatedScaling]]] = defaultdict(list)
    for entry_name, outline in outlines:
        day = outline.moment.date()
        if outline.kind != REFLECTION:
            team_days[outline.domain].append(day)
            continue
        domain_days[outline.domain].append(day)
        answered_days[outline.answered].append(day)
        skipped_days[outline.skipped].append(day)
        if outline.scaling is not None:
            dated_scaling = DatedScaling(day, outline.scaling, entry_name.id)
            scalings[outline.domain].append((outline.moment.timestamp(), dated_scaling))
    if months is None:
        days = [*chain(*domain_days.values(), *team_days.values())]
        months = months_shown(Period(min(days), max(days)), max(days)) if days else ()
    answers = _days_by_question(answered_days)
    skips = _days_by_question(skipped_days)
    skipped_by_domain: _DaysById = defaultdict(list)
    for question in content.questions:
        skipped_by_domain[question.domain] += skips[question.id]
    return Coverage(
        is_complete=is_complete,
        months=tuple(months),
        domains=tuple(
            DomainCoverage(
                id=domain_id,
                title=title,
                last=_last(days),
                entry_count=len(days),
                by_month=_count_by_month(days, months),
                scalings=_in_order(scalings[domain_id]),
                last_skipped=_last(skipped_by_domain[domain_id]),
            )
            for domain_id, title, days in _with_titles(domain_days, content)
        ),
        questions=tuple(
            QuestionCoverage(
                question=question,
                last=_last(answers[question.id]),
                answer_count=len(answers[question.id]),
                skip_count=len(skips[question.id]),
                last_skipped=_last(skips[question.id]),
            )
            for question in content.questions
        ),
        themes=_count_themes(answered_days, content),
        lens=_count_lens(answered_days, content, months),
        team_sessions=tuple(
            TeamCoverage(domain_id, title, _last(days), len(days))
            for domain_id, title, days in _with_titles(team_days, content)
        ),
    )


def _in_order(scalings: list[tuple[float, DatedScaling]]) -> tuple[DatedScaling, ...]:
    """Return the scalings by their instants; those of the same instant by the ids of entries."""
    scalings.sort(key=lambda item: (item[0], item[1].entry))
    return tuple(dated_scaling for _, dated_scaling in scalings)


def _days_by_question(days_by_questions: _DaysByQuestions) -> _DaysById:
    days_by_id: _DaysById = defaultdict(list)
    for question_ids, days in days_by_questions.items():
        # An entry that was edited by hand may answer a question twice; it counts once.
        for question_id in set(question_ids):
            days_by_id[question_id] += days
    return days_by_id


def _count_themes(answered_days: _DaysByQuestions, content: Content) -> tuple[ThemeCoverage, ...]:
    themes_by_question = {question.id: question.themes for question in content.questions}
    theme_days: _DaysById = defaultdict(list)
    for answered, days in answered_days.items():
        # An entry counts once for a theme, however many of its answers have the theme.
        themes: set[str] = set()
        for question_id in answered:
            themes.update(themes_by_question.get(question_id, ()))
        for theme in themes:
            theme_days[theme] += days
    return tuple(
        ThemeCoverage(theme, _last(theme_days[theme]), len(theme_days[theme]))
        for theme in content.themes
    )


def _count_lens(
    answered_days: _DaysByQuestions, content: Content, months: Sequence[date]
) -> LensCoverage | None:
    lens = content.lens
    if lens is None:
        return None
    lens_questions = {question.id for question in content.questions if lens.covers(question)}
    lens_days: list[date] = []
    for answered, days in answered_days.items():
        if not lens_questions.isdisjoint(answered):
            lens_days += days
    by_month = _count_by_month(lens_days, months)
    return LensCoverage(lens.title, _last(lens_days), len(lens_days), by_month)


def _with_titles(days_by_id: _DaysById, content: Content) -> Iterator[tuple[str, str, list[date]]]:
    """Yield the id, the title and the days of each domain, in the order of the content.

    Domains that are no longer in the content come last, with their ids as titles.
    """
    titles = content.domain_titles()
    for domain_id in (*titles, *sorted(days_by_id.keys() - titles.keys())):
        yield domain_id, titles.get(domain_id, domain_id), days_by_id[domain_id]


def _last(days: Sequence[date]) -> date | None:
    return max(days, default=None)


def _count_by_month(days: Sequence[date], months: Sequence[date]) -> tuple[int, ...]:
    """Return how many of the days are in each of the months."""
    if not months:
        return ()
    first_day = months[0]
    counts = Counter((day.year, day.month) for day in days if day >= first_day)
    return tuple(counts[month.year, month.month] for month in months)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
