"""Whatever keys arrive, no letter disappears and no sequence becomes text."""

import random

import pytest

from support.random_keys import random_pieces, type_and_compare
from support.terminal import needs_terminal

pytestmark = [needs_terminal, pytest.mark.usefixtures("notice_shown")]


@pytest.mark.parametrize("plain", [False, True], ids=["in full", "plain"])
@pytest.mark.parametrize("seed", range(3))
def test_random_keys_write_what_they_mean_and_nothing_else(start, program, seed, plain):
    type_and_compare(start, program, random_pieces(random.Random(seed), 40), plain=plain)
