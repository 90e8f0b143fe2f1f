"""Any sequence of commands, edits by hand and mishaps leaves the journal as it must be.

The program runs in this process; `proofs/test_any_sequence.py` runs it in processes and terminals.
"""

import os
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from support.sequences.looking import Looking
from support.sequences.mishaps import Mishaps
from support.sequences.programs import ProgramInThisProcess, quick_start  # noqa: F401
from support.sequences.writing import Writing

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one zone for all")

SEQUENCES = int(os.environ.get("SEQUENCES", "7"))
STEPS = 20


class AnySequence(Writing, Looking, Mishaps):
    pass


@pytest.mark.usefixtures("quick_start")
def test_any_sequence_of_commands_keeps_the_journal_as_it_must_be():
    run_state_machine_as_test(
        lambda: AnySequence(ProgramInThisProcess(Path(tempfile.mkdtemp()))),
        settings=settings(max_examples=SEQUENCES, stateful_step_count=STEPS),
    )
