"""Format measurements as Markdown tables, which name each limit that is exceeded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from paired import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# Limits of time hold up to this many entries, those of memory for any number.
LIFETIME = 10_000
TEN_LIFETIMES = 100_000

# How many times as long as `rg` a search may take over a lifetime of entries or more. With fewer
# entries the start of the interpreter takes most of the time.
MAX_TIMES_RG = 5

# Printed in the place of a figure.
FAILED, NOT_INSTALLED = "failed", "not installed"


class Limit(NamedTuple):
    """How many times the bare interpreter a command may take, its MiB, and its growth.

    The growth is the allowed factor in time for ten times as many entries.
    """

    times: int | None
    mebibytes: int | None
    growth: int = 11


class Measurement(NamedTuple):
    """The figure for a command over this many entries, or FAILED or NOT_INSTALLED."""

    label: str
    entries: int
    result: Figure | str


def command_table(measured: Iterable[Measurement], limits: Mapping[str, Limit]) -> Iterator[str]:
    """Yield the table of the program's own commands, line by line."""
    yield from _head(
        "command", "entries", "times `python -c pass`", "at most", "MiB", "at most", ""
    )
    for label, entries, result in measured:
        limit = limits[label]
        max_times = limit.times if entries <= LIFETIME else None
        if isinstance(result, str):
            yield _row(
                label, f"{entries:,}", result, _whole(max_times), "", _whole(limit.mebibytes), ""
            )
            continue
        over = (("time", result.times, max_times), ("memory", result.mebibytes, limit.mebibytes))
        yield _row(
            label,
            f"{entries:,}",
            _one_decimal(result.times),
            _whole(max_times),
            _one_decimal(result.mebibytes),
            _whole(limit.mebibytes),
            _describe_excess(over),
        )


def other_programs_table(measured: Iterable[Measurement]) -> Iterator[str]:
    """Yield the table of the other programs, line by line."""
    yield from _head("other programs", "entries", "times `python -c pass`", "MiB")
    for label, entries, result in measured:
        if isinstance(result, str):
            yield _row(label, f"{entries:,}", result, "")
        else:
            yield _row(
                label, f"{entries:,}", _one_decimal(result.times), _one_decimal(result.mebibytes)
            )


def rg_table(measured: Sequence[Measurement], rg_of: Mapping[str, str]) -> Iterator[str]:
    """Yield the table of searches in multiples of the time that `rg` takes for the word.

    Yield nothing if `rg` was not measured.
    """
    rows = []
    figures = _figures(measured)
    for (label, entries), figure in figures.items():
        rg = figures.get((rg_of.get(label, ""), entries))
        if rg is None:
            continue
        times = figure.times / rg.times
        max_times = MAX_TIMES_RG if entries >= LIFETIME else None
        over = _describe_excess((("time", times, max_times),))
        rows.append(_row(label, f"{entries:,}", _one_decimal(times), _whole(max_times), over))
    if rows:
        yield from _head("command", "entries", "times `rg -il`", "at most", "")
        yield from rows


def growth_table(measured: Iterable[Measurement], limits: Mapping[str, Limit]) -> Iterator[str]:
    """Yield the table of how time and memory grow with ten times as many entries.

    Yield nothing unless both numbers of entries were measured.
    """
    rows = []
    figures = _figures(measured)
    for label, limit in limits.items():
        few, many = figures.get((label, LIFETIME)), figures.get((label, TEN_LIFETIMES))
        if few is None or many is None:
            continue
        times = many.times / few.times
        memory = (
            _one_decimal(few.mebibytes),
            _one_decimal(many.mebibytes),
            _whole(limit.mebibytes),
        )
        over = (("time", times, limit.growth), ("memory", many.mebibytes, limit.mebibytes))
        rows.append(
            _row(label, _one_decimal(times), str(limit.growth), *memory, _describe_excess(over))
        )
    if rows:
        yield from _head(
            f"{TEN_LIFETIMES:,} against {LIFETIME:,} entries",
            "times as long",
            "at most",
            f"MiB at {LIFETIME:,}",
            f"MiB at {TEN_LIFETIMES:,}",
            "at most",
            "",
        )
        yield from rows


def _figures(measured: Iterable[Measurement]) -> Mapping[tuple[str, int], Figure]:
    return {
        (label, entries): result
        for label, entries, result in measured
        if isinstance(result, Figure)
    }


def _describe_excess(compared: Iterable[tuple[str, float | None, int | None]]) -> str:
    """Return the names of the exceeded limits; compare the exact figures, not the rounded ones."""
    exceeded = [
        name
        for name, figure, limit in compared
        if figure is not None and limit is not None and figure > limit
    ]
    return f"over: {', '.join(exceeded)}" if exceeded else ""


def _head(*titles: str) -> Iterator[str]:
    yield ""
    yield _row(*titles)
    yield _row(*("---" for _ in titles))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _one_decimal(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)
