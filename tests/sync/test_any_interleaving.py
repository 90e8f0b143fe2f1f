"""Whatever happens on two computers, they end up with the same journal, and nothing is lost."""

import random

import pytest

from support.interleavings import run_interleaving


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_both_end_up_the_same_and_nothing_is_lost(tmp_path, seed):
    run_interleaving(tmp_path, random.Random(seed), steps=14)
