"""Random keys are typed into sittings: no letter disappears, and no sequence becomes text.

Like `tests/stories/test_any_keys_in_a_terminal.py`, but longer and more often.
"""

import random

import pytest

from support.random_keys import random_pieces, type_and_compare
from support.terminal import needs_terminal, open_terminals

pytestmark = needs_terminal

ROUNDS, PIECES = 10, 120


@pytest.mark.parametrize("plain", [False, True], ids=["in full", "plain"])
def test_random_keys_write_what_they_mean_and_nothing_else(program, tried, plain):
    with open_terminals(program) as start:
        for seed in range(ROUNDS):
            pieces = random_pieces(random.Random(f"{seed}, {plain}"), PIECES)
            type_and_compare(start, program, pieces, plain=plain)
    tried("random keys and sequences typed into a sitting", ROUNDS * PIECES)
