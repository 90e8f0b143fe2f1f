"""What was measured, as Markdown tables, with a word where a limit is not met."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from paired import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# The limits of time are for this many entries; the memory must do for more, too.
LIFETIME = 10_000
LIFETIMES = 100_000

# How many times as long as `rg` a search may take, over a lifetime of entries or more: before
# that, the two differ by what an interpreter needs to start.
TIMES_RG = 5

# What is said for a command instead of a figure.
FAILED, NOT_INSTALLED = "failed", "not installed"


class Limit(NamedTuple):
    """How many times the bare interpreter a command may take, its MiB, and its growth.

    The growth is how many times as long it may take for ten times as many entries.
    """

    times: int | None
    mebibytes: int | None
    growth: int = 11


class Measured(NamedTuple):
    """What was found for a command over so many entries: a figure, or why there is none."""

    label: str
    entries: int
    found: Figure | str


def commands(measured: Iterable[Measured], limits: Mapping[str, Limit]) -> Iterator[str]:
    """Give the lines of the table of the program's own commands."""
    yield from _head(
        "command", "entries", "times `python -c pass`", "at most", "MiB", "at most", ""
    )
    for label, entries, found in measured:
        limit = limits[label]
        most = limit.times if entries <= LIFETIME else None
        if isinstance(found, str):
            yield _row(label, f"{entries:,}", found, _whole(most), "", _whole(limit.mebibytes), "")
            continue
        over = (("time", found.times, most), ("memory", found.mebibytes, limit.mebibytes))
        yield _row(
            label,
            f"{entries:,}",
            _tenths(found.times),
            _whole(most),
            _tenths(found.mebibytes),
            _whole(limit.mebibytes),
            _over(over),
        )


def others(measured: Iterable[Measured]) -> Iterator[str]:
    """Give the lines of the table of the other programs."""
    yield from _head("other programs", "entries", "times `python -c pass`", "MiB")
    for label, entries, found in measured:
        if isinstance(found, str):
            yield _row(label, f"{entries:,}", found, "")
        else:
            yield _row(label, f"{entries:,}", _tenths(found.times), _tenths(found.mebibytes))


def against_rg(measured: Sequence[Measured], rg_of: Mapping[str, str]) -> Iterator[str]:
    """Give the lines of the table of searches as multiples of what `rg` takes for the word.

    No lines if there is nothing to compare.
    """
    rows = []
    figures = _figures(measured)
    for (label, entries), figure in figures.items():
        rg = figures.get((rg_of.get(label, ""), entries))
        if rg is None:
            continue
        times, most = figure.times / rg.times, TIMES_RG if entries >= LIFETIME else None
        over = _over((("time", times, most),))
        rows.append(_row(label, f"{entries:,}", _tenths(times), _whole(most), over))
    if rows:
        yield from _head("command", "entries", "times `rg -il`", "at most", "")
        yield from rows


def growth(measured: Iterable[Measured], limits: Mapping[str, Limit]) -> Iterator[str]:
    """Give the lines of the table of what ten times as many entries cost.

    No lines unless both numbers were measured.
    """
    rows = []
    figures = _figures(measured)
    for label, limit in limits.items():
        few, many = figures.get((label, LIFETIME)), figures.get((label, LIFETIMES))
        if few is None or many is None:
            continue
        times = many.times / few.times
        memory = (_tenths(few.mebibytes), _tenths(many.mebibytes), _whole(limit.mebibytes))
        over = (("time", times, limit.growth), ("memory", many.mebibytes, limit.mebibytes))
        rows.append(_row(label, _tenths(times), str(limit.growth), *memory, _over(over)))
    if rows:
        yield from _head(
            f"{LIFETIMES:,} against {LIFETIME:,} entries",
            "times as long",
            "at most",
            f"MiB at {LIFETIME:,}",
            f"MiB at {LIFETIMES:,}",
            "at most",
            "",
        )
        yield from rows


def _figures(measured: Iterable[Measured]) -> Mapping[tuple[str, int], Figure]:
    return {
        (label, entries): found for label, entries, found in measured if isinstance(found, Figure)
    }


def _over(compared: Iterable[tuple[str, float | None, int | None]]) -> str:
    """Name what is over its limit, by the figures as measured, not as rounded."""
    found = [
        what
        for what, figure, most in compared
        if figure is not None and most is not None and figure > most
    ]
    return f"over: {', '.join(found)}" if found else ""


def _head(*titles: str) -> Iterator[str]:
    yield ""
    yield _row(*titles)
    yield _row(*("---" for _ in titles))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _tenths(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)
