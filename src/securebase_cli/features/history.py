"""When things were last done: domains reflected on, questions answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from securebase_cli.core.model import Question
    from securebase_cli.core.names import EntryName
    from securebase_cli.core.scan import Stored


def last_reflected(names: Iterable[EntryName]) -> Mapping[str, date]:
    """Return the day of the newest entry of each domain; `names` come newest first."""
    days: dict[str, date] = {}
    for name in names:
        if name.domain not in days:
            days[name.domain] = name.day
    return days


def last_answered(newest_first: Iterable[Stored], wanted: Sequence[Question]) -> Mapping[str, date]:
    """Return the day on which each of the questions was last answered, if it was.

    Stops reading as soon as all of them were met.
    """
    missing = {question.id for question in wanted}
    days: dict[str, date] = {}
    for stored in newest_first:
        for answer in stored.entry.answers:
            if answer.question in missing:
                missing.discard(answer.question)
                days[answer.question] = stored.entry.moment.date()
        if not missing:
            break
    return days
