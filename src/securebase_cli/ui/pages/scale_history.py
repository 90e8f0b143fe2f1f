"""What was put on the scale over time: in words, and as a small line. Never a colour, or a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.model import SCALE_MAX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.model import DatedScaling

_HEIGHTS = "▁▂▃▄▅▆▇█"
# As many as the eye takes in as one line.
MAX_SHOWN = 24


def format_scaling(scaled: DatedScaling) -> str:
    """Say a value with its day, such as “7 of 10 on 3 May 2026, observed”."""
    scaling = scaled.scaling
    return f"{scaling.value} of {SCALE_MAX} on {long_date(scaled.day)}{scaling.basis_suffix}"


def draw_scalings(scaled: Sequence[DatedScaling]) -> str:
    """Draw the newest values as blocks, and say the last two in words; `scaled` is not empty."""
    *earlier, latest = scaled[-MAX_SHOWN:]
    heights = (one.scaling.value * len(_HEIGHTS) // (SCALE_MAX + 1) for one in (*earlier, latest))
    then = ""
    if earlier:
        then = f"{earlier[-1].scaling.value} on {long_date(earlier[-1].day)}, then "
    return f"{''.join(_HEIGHTS[height] for height in heights)}  {then}{format_scaling(latest)}"
