"""How long commands take to start, as multiples of the bare interpreter in the same environment.

    python benchmarks/startup.py [--pairs 25]

Each command is run in turn with `python -c pass`, so that other load on the machine slows both;
the figure is the median of the ratios of the pairs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from securebase_cli.instrument.content import read_content
from securebase_cli.model import Action, Answer, Entry, entry_title
from securebase_cli.storage.journal import Journal

ENTRIES = 100
PARAGRAPH = "Most of them do, and the two who joined in spring are beginning to. " * 8

# The arguments of each command, and its limit in multiples of `python -c pass`, if it has one.
COMMANDS: dict[str, tuple[tuple[str, ...], float | None]] = {
    "--version": (("--version",), 8),
    "list": (("list",), 9),
    "list --json": (("list", "--json"), 9),
    "show": (("show",), None),
    "questions": (("questions",), None),
    "export": (("export",), None),
}


def fill_journal(folder: Path) -> None:
    """Fill a journal with entries of about 3 KB, three days apart."""
    journal = Journal(folder)
    journal.prepare()
    content = read_content()
    for number in range(ENTRIES):
        domain = content.domains[number % len(content.domains)]
        moment = datetime(2026, 1, 5, 9, 30, tzinfo=UTC) + timedelta(days=3 * number)
        journal.add(
            Entry(
                id=journal.new_ids(1)[0],
                moment=moment,
                domain=domain.id,
                title=entry_title(domain.title, moment),
                tags=("away-day",) if number % 7 == 0 else (),
                answers=tuple(Answer(q.id, q.text, PARAGRAPH) for q in domain.questions[:4]),
                actions=(Action("Ask again in a month"),),
            )
        )


def run_seconds(command: list[str], environment: dict[str, str]) -> float:
    """Run a command with its output to a pipe; return the seconds that it took."""
    begun = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


def median_ratio(command: list[str], environment: dict[str, str], pairs: int) -> float:
    """Return the time of the command in multiples of `python -c pass`, as a median."""
    bare = [sys.executable, "-c", "pass"]
    run_seconds(command, environment)
    return statistics.median(
        run_seconds(command, environment) / run_seconds(bare, environment) for _ in range(pairs)
    )


def main() -> None:
    """Measure each command and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=25)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "journal"
        fill_journal(journal)
        environment = {**os.environ, "SECUREBASE_JOURNAL": str(journal), "HOME": folder}
        program = str(Path(sys.executable).with_name("securebase"))
        print(f"| command, {ENTRIES} entries | times `python -c pass` | at most |")
        print("| --- | --- | --- |")
        for name, (arguments, limit) in COMMANDS.items():
            times = median_ratio([program, *arguments], environment, pairs)
            print(f"| `{name}` | {times:.1f} | {limit or ''} |")


if __name__ == "__main__":
    main()
