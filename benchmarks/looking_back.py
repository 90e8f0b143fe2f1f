"""Measure each command over journals of 100 to 100,000 entries.

    python benchmarks/looking_back.py [--entries 100 1000 10000 100000] [--pairs 15]
        [--keep FOLDER] [--jrnl PATH] [--nb PATH]

Each command is run in turn with `python -c pass` in the same environment, with a warm file cache
and the output to a pipe; the figure is the median of the ratios of the pairs, and the memory the
peak of all its runs. A slow command is run in fewer pairs, three at least.

The journals are made first, in a temporary folder or in FOLDER, where the next run finds them.
rg, jrnl and nb are measured over the same texts if they are installed: on the path, or jrnl beside
the Python interpreter in use. If a command fails, its row says so and the exit status is 1; a
command over its limit is only marked, since the machine may be the cause.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import platform
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import lifetimes
import neighbours
import tables
from lifetimes import COMMON, RARE
from paired import BARE, Case, CommandFailedError, measure_in_pairs, run_piped, run_until_shown
from tables import FAILED, LIFETIME, NOT_INSTALLED, Limit, Measurement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROGRAM = str(Path(sys.executable).with_name("securebase"))

# The first prompt of a sitting: its first question, or one about an open action.
FIRST_QUESTIONS = ("Do team members feel they can call on support", "Tried it")
ANSWER = 'call-on-support: "Most of them do. The two who joined in spring still ask me first."\n'

# Variables that would lead a program to the user's own journals and settings.
_PERSONAL_PREFIXES = ("SECUREBASE_", "XDG_", "GIT_", "NB_", "NBRC_", "RIPGREP_")

ANSWERS = "`reflect --answers FILE`"
SITTING = "`reflect availability` until it asks"
SEARCHES = {f"`search {word}`": word for word in (RARE, COMMON)}

COMMANDS = {
    "`list`": ("list",),
    "`show last`": ("show", "last"),
    **{label: ("search", word) for label, word in SEARCHES.items()},
    "`compare praise`": ("compare", "praise"),
    "`actions`": ("actions",),
    "`coverage`": ("coverage",),
    "home": (),
    **{
        f"`export --format {name}`": ("export", "--format", name)
        for name in ("markdown", "json", "csv", "html", "docx")
    },
}
# Not measured over more entries than a lifetime has: no browser opens a page of 300 MB.
MEASURED_UP_TO_A_LIFETIME = frozenset({"`export --format html`", "`export --format docx`"})
LIMITS = {
    "`list`": Limit(10, 40, growth=3),
    "`show last`": Limit(10, 40),
    **dict.fromkeys(SEARCHES, Limit(18, 45)),
    "`compare praise`": Limit(22, 45),
    "`actions`": Limit(22, 45),
    "`coverage`": Limit(28, 50),
    "home": Limit(28, 50),
    "`export --format markdown`": Limit(60, 60),
    **dict.fromkeys(("`export --format json`", "`export --format csv`"), Limit(None, 60)),
    "`export --format html`": Limit(200, None),
    "`export --format docx`": Limit(300, 150),
    ANSWERS: Limit(13, 45),
    SITTING: Limit(19, None),
}


def make_journal(entries: int, folder: Path) -> Path:
    """Return the journal of this many entries in the folder; make it if it is missing."""
    write = partial(lifetimes.write_journal, count=entries)
    journal = neighbours.make_once(folder / str(entries) / "journal", write)
    if len(list(journal.glob("*.md"))) != entries:
        sys.exit(f"{journal} does not have {entries} entries; remove it to have it made again.")
    inner = journal / ".securebase"
    inner.mkdir(mode=0o700, exist_ok=True)
    (inner / "notice-shown").touch()
    return journal


def cases(journal: Path, environment: Mapping[str, str]) -> Mapping[str, Case]:
    """Return the program's commands over a journal; each restores it after its run."""
    own = {**environment, "SECUREBASE_JOURNAL": str(journal)}
    answers = journal.with_name("answers.yaml")
    answers.write_text(ANSWER, "utf-8")
    save = (PROGRAM, "reflect", "--answers", str(answers))
    begin = (PROGRAM, "reflect", "availability")
    names_before = frozenset(os.listdir(journal))
    return {
        **{
            label: Case(partial(run_piped, (PROGRAM, *arguments), own))
            for label, arguments in COMMANDS.items()
            if label not in MEASURED_UP_TO_A_LIFETIME or len(names_before) <= LIFETIME + 1
        },
        ANSWERS: Case(partial(run_piped, save, own), partial(_remove_new, journal, names_before)),
        SITTING: Case(
            partial(run_until_shown, begin, own, FIRST_QUESTIONS), partial(_remove_drafts, journal)
        ),
    }


def _remove_new(journal: Path, names_before: frozenset[str]) -> None:
    for name in frozenset(os.listdir(journal)) - names_before:
        os.remove(journal / name)


def _remove_drafts(journal: Path) -> None:
    for path in (journal / ".securebase" / "drafts").glob("*"):
        path.unlink()


def measure(
    cases: Mapping[str, Case | None], entries: int, environment: Mapping[str, str], pairs: int
) -> Iterator[Measurement]:
    """Measure the commands one after another, and name each on stderr first."""
    for label, case in cases.items():
        if case is None:
            yield Measurement(label, entries, NOT_INSTALLED)
            continue
        print(f"{entries:,} entries: {label.replace('`', '')}", file=sys.stderr)
        try:
            yield Measurement(label, entries, measure_in_pairs(case, environment, pairs))
        except CommandFailedError as error:
            print(f"failed: {error}", file=sys.stderr)
            yield Measurement(label, entries, FAILED)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, nargs="+", default=[100, 1_000, LIFETIME, 100_000])
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--jrnl")
    parser.add_argument("--nb")
    return parser.parse_args()


@contextlib.contextmanager
def _working_folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    yield keep.absolute()


def _environment(folder: Path) -> Mapping[str, str]:
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(_PERSONAL_PREFIXES)
    }
    return {**inherited, "HOME": str(home), "TERM": "xterm-256color"}


def main() -> None:
    """Make the journals, measure the commands, and print the tables."""
    arguments = _parse_arguments()
    programs = neighbours.find_programs(arguments.jrnl, arguments.nb)
    ours: list[Measurement] = []
    others: list[Measurement] = []
    with _working_folder(arguments.keep) as folder:
        environment = _environment(folder)
        bare = run_piped(BARE, environment)
        for entries in sorted(set(arguments.entries)):
            journal = make_journal(entries, folder)
            ours += measure(cases(journal, environment), entries, environment, arguments.pairs)
            other_cases = neighbours.cases(journal, programs, environment)
            others += measure(other_cases, entries, environment, arguments.pairs)
    print(
        f"Python {platform.python_version()};",
        f"medians of {arguments.pairs} paired runs, fewer if slow.",
        end=" ",
    )
    print(f"`python -c pass` itself has {bare.mebibytes:.0f} MiB; less can’t be seen.")
    measurements = (*ours, *others)
    rg_of = {label: neighbours.rg_label(word) for label, word in SEARCHES.items()}
    for line in itertools.chain(
        tables.command_table(ours, LIMITS),
        tables.other_programs_table(others),
        tables.rg_table(measurements, rg_of),
        tables.growth_table(ours, LIMITS),
    ):
        print(line)
    sys.exit(any(measurement.result == FAILED for measurement in measurements))


if __name__ == "__main__":
    main()
