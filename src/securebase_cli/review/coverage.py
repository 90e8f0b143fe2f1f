"""What has been reflected on and what not: domains, questions, themes and the lens, by month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from securebase_cli.model import REFLECTION, DatedScaling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from securebase_cli.dates import Period
    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Question, Scaling
    from securebase_cli.storage.scan import StoredOutline

    # Its domain, the questions answered, the questions skipped.
    Shape = tuple[str, tuple[str, ...], tuple[str, ...]]
    # Domain, year, month.
    MonthOf = tuple[str, int, int]


QuestionStatus = Literal["answered", "skipped", "never asked"]

_YEAR = 12
# No domain's id is empty.
_LENS = ""


class DomainCoverage(NamedTuple):
    """How often a domain was reflected on, when last, and what was put on the scale, in order.

    `by_month` has a number of entries for each of the months shown; `entries` counts all.
    """

    id: str
    title: str
    last: date | None
    entry_count: int
    by_month: tuple[int, ...]
    scalings: tuple[DatedScaling, ...]


class LensCoverage(NamedTuple):
    """How many entries answer a question of the lens, and when the last one did."""

    title: str
    last: date | None
    entry_count: int
    by_month: tuple[int, ...]


class QuestionCoverage(NamedTuple):
    """In how many entries a question was answered, in how many skipped, and when last."""

    question: Question
    last: date | None
    answer_count: int
    skip_count: int
    last_skipped: date | None

    @property
    def status(self) -> QuestionStatus:
        """Whether it was answered, else skipped, else never asked."""
        if self.answer_count:
            return "answered"
        return "skipped" if self.skip_count else "never asked"


class ThemeCoverage(NamedTuple):
    """How many entries answer a question of a theme, and when the last one did."""

    theme: str
    last: date | None
    entry_count: int


class TeamCoverage(NamedTuple):
    """How many team sessions there were on a domain, and when the last one was."""

    id: str
    title: str
    last: date | None
    entry_count: int


class Coverage(NamedTuple):
    """What has been reflected on; `months` are the first days of the months shown.

    `whole` says whether all entries of a journal were counted, or some of them. Team sessions
    are counted in `team_sessions` and nowhere else.
    """

    is_complete: bool
    months: tuple[date, ...]
    domains: tuple[DomainCoverage, ...]
    questions: tuple[QuestionCoverage, ...]
    themes: tuple[ThemeCoverage, ...]
    lens: LensCoverage | None
    team_sessions: tuple[TeamCoverage, ...]

    def for_domains(self, domains: Collection[str]) -> Coverage:
        """Return what there is of some domains; themes and lens go across all of them."""
        return self._replace(
            domains=tuple(one for one in self.domains if one.id in domains),
            questions=tuple(one for one in self.questions if one.question.domain in domains),
            team_sessions=tuple(one for one in self.team_sessions if one.id in domains),
        )


def months_shown(period: Period, today: date) -> tuple[date, ...]:
    """Return the first days of the months to show: those of the period, else the latest twelve."""
    end = _month(period.last or today)
    begin = _month(period.first) if period.first else max(end - _YEAR + 1, _month(date.min))
    return tuple(
        date(month // _YEAR, month % _YEAR + 1, 1) for month in range(begin, max(begin, end) + 1)
    )


def count_coverage(
    outlines: Iterable[StoredOutline],
    content: Content,
    months: Sequence[date],
    *,
    is_complete: bool = True,
) -> Coverage:
    """Count what the entries reflect on; each of them comes once, in any order."""
    watched = _watched(content)
    # Entries take few shapes: counting those first spares ten look-ups for each entry.
    shapes: dict[Shape, _Times] = {}
    by_month: defaultdict[MonthOf, int] = defaultdict(int)
    scaled: defaultdict[str, list[tuple[str, DatedScaling]]] = defaultdict(list)
    with_team: defaultdict[str, _Times] = defaultdict(_Times)
    # There are few, and a lifetime has many of each.
    scalings: dict[Scaling, Scaling] = {}
    begin = months[0] if months else date.max
    for name, outline in outlines:
        day = name.day
        if day == date.min:
            # The name was changed to a day that no calendar has; the entry itself knows better.
            day = outline.moment.date()
        domain, answered = outline.domain, outline.answered
        if outline.kind != REFLECTION:
            with_team[domain].note(day)
            continue
        shape = domain, answered, outline.skipped
        times = shapes.get(shape)
        if times is None:
            times = shapes[shape] = _Times(watched=not watched.isdisjoint(answered))
        times.note(day)
        if day >= begin:
            by_month[domain, day.year, day.month] += 1
            if times.watched:
                by_month[_LENS, day.year, day.month] += 1
        if outline.scaling is not None:
            scaling = scalings.setdefault(outline.scaling, outline.scaling)
            scaled[domain].append((name.name, DatedScaling(day, scaling, name.id)))
    return Coverage(
        is_complete=is_complete,
        months=tuple(months),
        domains=_domains(shapes, by_month, scaled, content, months),
        questions=_questions(shapes, content),
        themes=_themes(shapes, content),
        lens=_lens(shapes, by_month, content, months),
        team_sessions=_team_sessions(with_team, content),
    )


class _Times:
    """How often something was met, and when last; and whether it is of the lens."""

    __slots__ = ("count", "last", "watched")

    def __init__(self, *, watched: bool = False) -> None:
        self.count = 0
        self.last = date.min
        self.watched = watched

    def note(self, day: date) -> None:
        self.count += 1
        if day > self.last:  # noqa: PLR1730 - max() takes three times as long
            self.last = day

    @property
    def day(self) -> date | None:
        return self.last if self.count else None


_NEVER = _Times()


def _domains(
    shapes: Mapping[Shape, _Times],
    by_month: Mapping[MonthOf, int],
    scaled: Mapping[str, list[tuple[str, DatedScaling]]],
    content: Content,
    months: Sequence[date],
) -> tuple[DomainCoverage, ...]:
    met = _met(((domain,), times) for (domain, _, _), times in shapes.items())
    titles = content.domain_titles()
    return tuple(
        DomainCoverage(
            id=domain,
            title=titles.get(domain, domain),
            last=met.get(domain, _NEVER).day,
            entry_count=met.get(domain, _NEVER).count,
            by_month=_in_months(domain, by_month, months),
            # The names of their files say in which order they came.
            scalings=tuple(one for _, one in sorted(scaled.get(domain, ()))),
        )
        for domain in (*titles, *sorted(met.keys() - titles.keys()))
    )


def _questions(shapes: Mapping[Shape, _Times], content: Content) -> tuple[QuestionCoverage, ...]:
    answers = _met((answered, times) for (_, answered, _), times in shapes.items())
    skips = _met((skipped, times) for (_, _, skipped), times in shapes.items())
    return tuple(
        QuestionCoverage(
            question=question,
            last=answers.get(question.id, _NEVER).day,
            answer_count=answers.get(question.id, _NEVER).count,
            skip_count=skips.get(question.id, _NEVER).count,
            last_skipped=skips.get(question.id, _NEVER).day,
        )
        for question in content.questions
    )


def _themes(shapes: Mapping[Shape, _Times], content: Content) -> tuple[ThemeCoverage, ...]:
    themes = {question.id: question.themes for question in content.questions}
    met = _met(
        ([theme for question in answered for theme in themes.get(question, ())], times)
        for (_, answered, _), times in shapes.items()
    )
    return tuple(
        ThemeCoverage(theme, met.get(theme, _NEVER).day, met.get(theme, _NEVER).count)
        for theme in content.themes
    )


def _lens(
    shapes: Mapping[Shape, _Times],
    by_month: Mapping[MonthOf, int],
    content: Content,
    months: Sequence[date],
) -> LensCoverage | None:
    if content.lens is None:
        return None
    met = _met(((_LENS,), times) for times in shapes.values() if times.watched)
    return LensCoverage(
        title=content.lens.title,
        last=met.get(_LENS, _NEVER).day,
        entry_count=met.get(_LENS, _NEVER).count,
        by_month=_in_months(_LENS, by_month, months),
    )


def _team_sessions(with_team: Mapping[str, _Times], content: Content) -> tuple[TeamCoverage, ...]:
    titles = content.domain_titles()
    return tuple(
        TeamCoverage(
            id=domain,
            title=titles.get(domain, domain),
            last=with_team.get(domain, _NEVER).day,
            entry_count=with_team.get(domain, _NEVER).count,
        )
        for domain in (*titles, *sorted(with_team.keys() - titles.keys()))
    )


def _met(found: Iterable[tuple[Iterable[str], _Times]]) -> dict[str, _Times]:
    """Add up for each thing the entries in which it was found, each entry once."""
    met: defaultdict[str, _Times] = defaultdict(_Times)
    for things, times in found:
        for one in set(things):
            total = met[one]
            total.count += times.count
            total.last = max(total.last, times.last)
    return met


def _in_months(
    row: str, by_month: Mapping[MonthOf, int], months: Sequence[date]
) -> tuple[int, ...]:
    return tuple(by_month.get((row, month.year, month.month), 0) for month in months)


def _watched(content: Content) -> frozenset[str]:
    themes = set(content.lens.themes) if content.lens else set()
    return frozenset(q.id for q in content.questions if not themes.isdisjoint(q.themes))


def _month(day: date) -> int:
    return day.year * _YEAR + day.month - 1
