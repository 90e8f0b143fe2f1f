"""Values that documents are made of."""

from datetime import date


def months_from(day: date, count: int) -> tuple[date, ...]:
    """Return the first days of `count` months, from the month of `day` on."""
    first = day.year * 12 + day.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, first + count))
