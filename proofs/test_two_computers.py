"""Two computers synchronise while anything happens on them, and while runs are killed.

INTERLEAVINGS=1000 in the environment tries as many, in some ten minutes on two cores.
"""

import os
import random
import signal
import subprocess
import time

import pytest

from support.builders import an_entry
from support.interleavings import run_interleaving
from support.two_computers import TwoComputers, git, shared_texts

INTERLEAVINGS = int(os.environ.get("INTERLEAVINGS", "200"))
# So many are one test, so that they are spread over the processors.
AT_ONCE = 50
KILLS = 40


@pytest.mark.parametrize("first_seed", range(0, INTERLEAVINGS, AT_ONCE))
def test_any_interleaving_ends_the_same_on_both_and_loses_nothing(tmp_path, first_seed):
    for seed in range(first_seed, first_seed + AT_ONCE):
        run_interleaving(tmp_path / str(seed), random.Random(seed), steps=12)


@pytest.mark.posix("signals")
def test_runs_that_are_killed_with_git_itself_are_finished_by_the_next(tmp_path):
    computers = TwoComputers.below(tmp_path)
    computers.set_up()
    chance = random.Random(0)
    for number in range(KILLS):
        computer = chance.choice([computers.first, computers.second])
        computer.add_entries(an_entry(id=f"{number:03}x", title=f"word{number}end"))
        run = subprocess.Popen(
            computer.command("sync"),
            env=computer.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.random() * 0.8)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    computers.sync_until_same()
    texts = shared_texts(computers.first)
    assert texts == shared_texts(computers.second)
    all_text = b"".join(texts.values())
    assert all(f"word{number}end".encode() in all_text for number in range(KILLS))
    for folder in (computers.remote, computers.first.journal, computers.second.journal):
        git(folder, "fsck", "--full", "--strict")
