"""What was put on the scale over time: in words, and as a small line. Never a colour, or a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.core.dates import spoken
from securebase_cli.core.model import HIGHEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.core.model import Scaled

_HEIGHTS = "▁▂▃▄▅▆▇█"
# As many as the eye takes in as one line.
NEWEST = 24


def on_a_day(scaled: Scaled) -> str:
    """Say a value with its day, such as “7 of 10 on 3 May 2026, observed”."""
    scaling = scaled.scaling
    return f"{scaling.value} of {HIGHEST} on {spoken(scaled.day)}{scaling.known}"


def over_time(scaled: Sequence[Scaled]) -> str:
    """Draw the newest values as blocks, and say the last two in words; `scaled` is not empty."""
    *earlier, latest = scaled[-NEWEST:]
    heights = (one.scaling.value * len(_HEIGHTS) // (HIGHEST + 1) for one in (*earlier, latest))
    then = ""
    if earlier:
        then = f"{earlier[-1].scaling.value} on {spoken(earlier[-1].day)}, then "
    return f"{''.join(_HEIGHTS[height] for height in heights)}  {then}{on_a_day(latest)}"
