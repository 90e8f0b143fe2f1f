"""What it takes to look back over years: each command over journals of up to a lifetime.

    python benchmarks/looking_back.py [--entries 100 1000 10000 100000] [--pairs 15]
        [--keep FOLDER] [--jrnl PATH] [--nb PATH]

Each command is run in turn with `python -c pass` in the same environment, with a warm file cache
and the output to a pipe; the figure is the median of the ratios of the pairs, and the memory the
most that a run of it used. A command that takes seconds is run in fewer pairs, three at least.

The journals are made first, in a temporary folder or in FOLDER, where the next run finds them.
rg, jrnl and nb are measured over the same texts where they are installed: on the path, or jrnl in
the environment of the Python that runs this. A command that fails is
a row that says so, and the exit status is 1; one that takes more than it should is only marked,
for that may be the machine.
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
from paired import BARE, Case, FailedError, measured, piped, until_shown
from tables import FAILED, LIFETIME, NOT_INSTALLED, Limit, Measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROGRAM = str(Path(sys.executable).with_name("securebase"))

# What a sitting asks first: about something that was to be tried, or its first question.
AWAITED = ("Do team members feel they can call on support", "tried")
ANSWER = 'call-on-support: "Most of them do. The two who joined in spring still ask me first."\n'

# Of the user's own environment, what would send a program to the user's own journals and settings.
_NOT_OURS = ("SECUREBASE_", "XDG_", "GIT_", "NB_", "NBRC_", "RIPGREP_")

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
# What nobody makes of more entries than a lifetime has: a page of 300 MB opens nowhere.
UP_TO_A_LIFETIME = frozenset({"`export --format html`", "`export --format docx`"})
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
    **dict.fromkeys(UP_TO_A_LIFETIME, Limit(None, None)),
    ANSWERS: Limit(13, 45),
    SITTING: Limit(30, None),
}


def journal_of(entries: int, folder: Path) -> Path:
    """Return a journal of so many entries in the folder; made there unless there is one."""
    write = partial(lifetimes.write, count=entries)
    journal = neighbours.made(folder / str(entries) / "journal", write)
    if len(list(journal.glob("*.md"))) != entries:
        sys.exit(f"{journal} does not have {entries} entries; remove it, and it is made anew.")
    inner = journal / ".securebase"
    inner.mkdir(mode=0o700, exist_ok=True)
    (inner / "notice-shown").touch()
    return journal


def cases(journal: Path, environment: Mapping[str, str]) -> Mapping[str, Case]:
    """Return the program's commands over a journal, each to be left as it was found."""
    own = {**environment, "SECUREBASE_JOURNAL": str(journal)}
    answers = journal.with_name("answers.yaml")
    answers.write_text(ANSWER, "utf-8")
    save = (PROGRAM, "reflect", "--answers", str(answers))
    sit = (PROGRAM, "reflect", "availability")
    known = frozenset(os.listdir(journal))
    return {
        **{
            label: Case(partial(piped, (PROGRAM, *arguments), own))
            for label, arguments in COMMANDS.items()
            if label not in UP_TO_A_LIFETIME or len(known) <= LIFETIME + 1
        },
        ANSWERS: Case(partial(piped, save, own), partial(_remove_new, journal, known)),
        SITTING: Case(partial(until_shown, sit, own, AWAITED), partial(_remove_drafts, journal)),
    }


def _remove_new(journal: Path, known: frozenset[str]) -> None:
    for name in frozenset(os.listdir(journal)) - known:
        os.remove(journal / name)


def _remove_drafts(journal: Path) -> None:
    for path in (journal / ".securebase" / "drafts").glob("*"):
        path.unlink()


def measure(
    some: Mapping[str, Case | None], entries: int, environment: Mapping[str, str], pairs: int
) -> Iterator[Measured]:
    """Measure one command after the other, and say on stderr which one it is."""
    for label, case in some.items():
        if case is None:
            yield Measured(label, entries, NOT_INSTALLED)
            continue
        print(f"{entries:,} entries: {label.replace('`', '')}", file=sys.stderr)
        try:
            yield Measured(label, entries, measured(case, environment, pairs))
        except FailedError as error:
            print(f"failed: {error}", file=sys.stderr)
            yield Measured(label, entries, FAILED)


def _given() -> argparse.Namespace:
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
def _workplace(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    yield keep.absolute()


def _environment(folder: Path) -> Mapping[str, str]:
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
    return {**kept, "HOME": str(home), "TERM": "xterm-256color"}


def main() -> None:
    """Make the journals, measure, and print the tables."""
    given = _given()
    programs = neighbours.installed(given.jrnl, given.nb)
    ours: list[Measured] = []
    others: list[Measured] = []
    with _workplace(given.keep) as folder:
        environment = _environment(folder)
        bare = piped(BARE, environment)
        for entries in sorted(set(given.entries)):
            journal = journal_of(entries, folder)
            ours += measure(cases(journal, environment), entries, environment, given.pairs)
            also = neighbours.cases(journal, programs, environment)
            others += measure(also, entries, environment, given.pairs)
    print(
        f"Python {platform.python_version()}; medians of {given.pairs} paired runs, fewer if slow.",
        end=" ",
    )
    print(f"`python -c pass` itself has {bare.mebibytes:.0f} MiB; less can’t be seen.")
    every = (*ours, *others)
    rg_of = {label: neighbours.rg_for(word) for label, word in SEARCHES.items()}
    for line in itertools.chain(
        tables.commands(ours, LIMITS),
        tables.others(others),
        tables.against_rg(every, rg_of),
        tables.growth(ours, LIMITS),
    ):
        print(line)
    sys.exit(any(one.found == FAILED for one in every))


if __name__ == "__main__":
    main()
