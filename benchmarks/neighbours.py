"""Cases of other programs over the same texts: rg and cat, which only read; jrnl and nb, journals.

jrnl gets a folder in its own format, a file a day, and its own config file; nb gets a notebook of
the same files. nb makes a git commit for each added note and holds the pipe until that is done, so
the commit is part of the time; undoing it is not.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from lifetimes import COMMON, RARE
from paired import Case, CommandFailedError, run_piped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NEW_DAY = "2027-01-01"
_TITLE, _TEXT = "Looking back", "Two of them still come to me and not to each other. " * 8

_CAT = "`cat` of every file"
_JRNL_ADD = "jrnl: add an entry"
_JRNL = {
    "`jrnl -n 20 --short`": ("-n", "20", "--short"),
    f"`jrnl -contains {RARE}`": ("-contains", RARE),
    _JRNL_ADD: (f"{_NEW_DAY} 09:00: {_TITLE}.", _TEXT),
    "`jrnl --format markdown`": ("--format", "markdown"),
}
_NB_ADD = "nb: add a note, commit included"
_NB = {
    "`nb ls --limit 20`": ("ls", "--limit", "20"),
    f"`nb search {RARE}`": ("search", RARE),
    _NB_ADD: ("add", "--title", _TITLE, "--content", _TEXT),
}

_JRNL_CONFIG = """\
version: "4.0"
journals:
  default:
    journal: {}
timeformat: "%Y-%m-%d %H:%M"
"""
# git needs a name, and must not pack objects in the background during a measurement.
_GIT_CONFIG = """\
[user]
\tname = Nobody
\temail = nobody@localhost
[gc]
\tauto = 0
[maintenance]
\tauto = false
"""


class Programs(NamedTuple):
    """The paths of the other programs; None for a program that is not installed."""

    rg: str | None
    jrnl: str | None
    nb: str | None


def find_programs(jrnl: str | None, nb: str | None) -> Programs:
    """Find the programs on the path; jrnl and nb at the paths of the command line, if given."""
    git = shutil.which("git")
    here = Path(sys.executable).parent
    return Programs(
        rg=shutil.which("rg"),
        jrnl=shutil.which(jrnl or "jrnl") or shutil.which("jrnl", path=here),
        nb=shutil.which(nb or "nb") if git else None,
    )


def rg_label(word: str) -> str:
    """Return the label of the case in which rg searches for the word."""
    return f"`rg -il {word}`"


def make_once(folder: Path, write: Callable[[Path], None]) -> Path:
    """Return the folder; if it is missing, call `write` and rename the result once it is whole."""
    if not folder.exists():
        partial_folder = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(partial_folder, ignore_errors=True)
        partial_folder.mkdir(parents=True)
        write(partial_folder)
        partial_folder.rename(folder)
    return folder


def cases(
    journal: Path, programs: Programs, environment: Mapping[str, str]
) -> Mapping[str, Case | None]:
    """Return the cases of the other programs, by label; None if a program is not installed.

    Their copies of the texts are made beside the journal.
    """
    return {
        **_plain_readers(journal, programs.rg, environment),
        **_jrnl_cases(journal, programs.jrnl, environment),
        **_nb_cases(journal, programs.nb, environment),
    }


def _plain_readers(
    journal: Path, rg: str | None, environment: Mapping[str, str]
) -> Mapping[str, Case | None]:
    cases: dict[str, Case | None] = dict.fromkeys(map(rg_label, (RARE, COMMON)))
    for word in (RARE, COMMON) if rg else ():
        # A repository around the folder may ignore it.
        command = (str(rg), "--no-ignore", "-il", word, str(journal))
        cases[rg_label(word)] = Case(partial(run_piped, command, environment))
    # The names of all files are too long for one command line.
    cat_all = 'find "$0" -maxdepth 1 -name "*.md" -print0 | xargs -0 cat > /dev/null'
    cases[_CAT] = Case(partial(run_piped, ("sh", "-c", cat_all, str(journal)), environment))
    return cases


def _jrnl_cases(
    journal: Path, program: str | None, environment: Mapping[str, str]
) -> Mapping[str, Case | None]:
    if program is None:
        return dict.fromkeys(_JRNL)
    texts = make_once(journal.with_name("jrnl"), partial(_write_jrnl, journal))
    config = journal.with_name("jrnl.yaml")
    # jrnl adds the other settings in its first run, which is not timed.
    config.write_text(_JRNL_CONFIG.format(json.dumps(str(texts))), "utf-8")
    remove_new = partial(shutil.rmtree, texts / _NEW_DAY[:4], ignore_errors=True)
    return {
        label: Case(
            partial(run_piped, (program, "--config-file", str(config), *arguments), environment),
            *((remove_new,) if label == _JRNL_ADD else ()),
        )
        for label, arguments in _JRNL.items()
    }


def _write_jrnl(journal: Path, folder: Path) -> None:
    names = sorted(name for name in os.listdir(journal) if name.endswith(".md"))
    for day, day_names in itertools.groupby(names, lambda name: name[:10]):
        path = folder / f"{day.replace('-', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_format_for_jrnl(journal / name) for name in day_names), "utf-8")


def _format_for_jrnl(entry: Path) -> str:
    _, _, text = entry.read_text("utf-8").partition("\n# ")
    lines = [line for line in text.splitlines() if not line.startswith("<!--")]
    moment = f"{entry.name[:10]} {entry.name[11:13]}:{entry.name[13:15]}"
    return f"[{moment}] " + "\n".join(lines) + "\n"


def _nb_cases(
    journal: Path, program: str | None, environment: Mapping[str, str]
) -> Mapping[str, Case | None]:
    if program is None:
        return dict.fromkeys(_NB)
    journal.with_name("gitconfig").write_text(_GIT_CONFIG, "utf-8")
    try:
        notes = make_once(
            journal.with_name("nb"), partial(_write_nb, journal, program, environment)
        )
    except CommandFailedError as error:
        return dict.fromkeys(_NB, Case(partial(_raise, error)))
    nb_environment = _nb_environment(notes, environment)
    undo = partial(_git, notes / "home", nb_environment, "reset", "--quiet", "--hard", "begun")
    return {
        label: Case(
            partial(run_piped, (program, *arguments), nb_environment),
            *((undo,) if label == _NB_ADD else ()),
        )
        for label, arguments in _NB.items()
    }


def _nb_environment(notes: Path, environment: Mapping[str, str]) -> Mapping[str, str]:
    return {
        **environment,
        "NB_DIR": str(notes),
        "NBRC_PATH": str(notes / "nbrc"),
        "NB_AUTO_SYNC": "0",
        "GIT_CONFIG_GLOBAL": str(notes.with_name("gitconfig")),
    }


def _write_nb(journal: Path, program: str, environment: Mapping[str, str], folder: Path) -> None:
    nb_environment = _nb_environment(folder, environment)
    run_piped((program, "init"), nb_environment)
    home = folder / "home"
    names = sorted(name for name in os.listdir(journal) if name.endswith(".md"))
    for name in names:
        shutil.copyfile(journal / name, home / name)
    (home / ".index").write_text("".join(f"{name}\n" for name in names), "utf-8")
    _git(home, nb_environment, "add", "--all")
    _git(home, nb_environment, "commit", "--quiet", "--message", "Begun")
    _git(home, nb_environment, "gc", "--quiet")
    _git(home, nb_environment, "tag", "begun")


def _git(home: Path, environment: Mapping[str, str], *arguments: str) -> None:
    run_piped(("git", "-C", str(home), *arguments), environment)


def _raise(error: CommandFailedError) -> NoReturn:
    raise error
