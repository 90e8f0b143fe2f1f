"""The values that were put on the scale of a domain, over time."""

from collections.abc import Sequence

from securebase_cli.dates import long_date
from securebase_cli.model import SCALE_MAX, DatedScaling

_BLOCKS = "▁▂▃▄▅▆▇█"
# More blocks would no longer be read as one line.
MAX_SHOWN = 24


def format_scaling(scaled: DatedScaling) -> str:
    """Format a value with its day, such as “7 of 10 on 3 May 2026, a general impression”."""
    scaling = scaled.scaling
    return f"{scaling.value} of {SCALE_MAX} on {long_date(scaled.day)}{scaling.basis_suffix}"


def draw_scalings(history: Sequence[DatedScaling]) -> str:
    """Draw the newest values as blocks, followed by the last two in words.

    `history` is in the order of time, and not empty. There are no colours and no averages, since
    the values are not grades.
    """
    newest = history[-MAX_SHOWN:]
    blocks = "".join(
        _BLOCKS[item.scaling.value * len(_BLOCKS) // (SCALE_MAX + 1)] for item in newest
    )
    before = ""
    if len(newest) > 1:
        before = f"{newest[-2].scaling.value} on {long_date(newest[-2].day)}, then "
    return f"{blocks}  {before}{format_scaling(newest[-1])}"
