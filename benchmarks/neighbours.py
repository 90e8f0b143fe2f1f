"""Other programs over the same texts: rg and cat as the physical limit, jrnl and nb as journals.

jrnl gets its own folder format, a file a day, and a config file of its own; nb gets a notebook of
the same files, in its own folder. nb makes a git commit for each note that is added and holds the
pipe until that is done, so the commit is part of the time; taking it back is not.
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
from paired import Case, FailedError, piped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NEW = "2027-01-01"
_TITLE, _WORDS = "Looking back", "Two of them still come to me and not to each other. " * 8

_CAT = "`cat` of every file"
_JRNL_ADDS = "jrnl: add an entry"
_JRNL = {
    "`jrnl -n 20 --short`": ("-n", "20", "--short"),
    f"`jrnl -contains {RARE}`": ("-contains", RARE),
    _JRNL_ADDS: (f"{_NEW} 09:00: {_TITLE}.", _WORDS),
    "`jrnl --format markdown`": ("--format", "markdown"),
}
_NB_ADDS = "nb: add a note, commit included"
_NB = {
    "`nb ls --limit 20`": ("ls", "--limit", "20"),
    f"`nb search {RARE}`": ("search", RARE),
    _NB_ADDS: ("add", "--title", _TITLE, "--content", _WORDS),
}

_JRNL_CONFIG = """\
version: "4.0"
journals:
  default:
    journal: {}
timeformat: "%Y-%m-%d %H:%M"
"""
# Nobody's name is asked for, and nothing is tidied up in the background while one measures.
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
    """Where the other programs are; None for one that is not installed."""

    rg: str | None
    jrnl: str | None
    nb: str | None


def installed(jrnl: str | None, nb: str | None) -> Programs:
    """Find the programs, two of them where the command line says, the rest on the path."""
    git = shutil.which("git")
    here = Path(sys.executable).parent
    return Programs(
        rg=shutil.which("rg"),
        jrnl=shutil.which(jrnl or "jrnl") or shutil.which("jrnl", path=here),
        nb=shutil.which(nb or "nb") if git else None,
    )


def rg_for(word: str) -> str:
    """Return the label of the case in which rg looks for the word."""
    return f"`rg -il {word}`"


def made(folder: Path, write: Callable[[Path], None]) -> Path:
    """Return the folder; where there is none, have it written, whole or not at all."""
    if not folder.exists():
        begun = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir(parents=True)
        write(begun)
        begun.rename(folder)
    return folder


def cases(
    journal: Path, programs: Programs, environment: Mapping[str, str]
) -> Mapping[str, Case | None]:
    """Return what the other programs do with the journal's texts; None if one is not there.

    Their own copies of the texts are made beside the journal.
    """
    return {
        **_physical_limit(journal, programs.rg, environment),
        **_of_jrnl(journal, programs.jrnl, environment),
        **_of_nb(journal, programs.nb, environment),
    }


def _physical_limit(
    journal: Path, rg: str | None, environment: Mapping[str, str]
) -> Mapping[str, Case | None]:
    found: dict[str, Case | None] = dict.fromkeys(map(rg_for, (RARE, COMMON)))
    for word in (RARE, COMMON) if rg else ():
        # The folder may be one that a repository around it ignores.
        command = (str(rg), "--no-ignore", "-il", word, str(journal))
        found[rg_for(word)] = Case(partial(piped, command, environment))
    # As many names as these don't fit one command line.
    every = 'find "$0" -maxdepth 1 -name "*.md" -print0 | xargs -0 cat > /dev/null'
    found[_CAT] = Case(partial(piped, ("sh", "-c", every, str(journal)), environment))
    return found


def _of_jrnl(
    journal: Path, program: str | None, environment: Mapping[str, str]
) -> Mapping[str, Case | None]:
    if program is None:
        return dict.fromkeys(_JRNL)
    texts = made(journal.with_name("jrnl"), partial(_write_jrnl, journal))
    config = journal.with_name("jrnl.yaml")
    # The rest is filled in at the first run, which is not timed.
    config.write_text(_JRNL_CONFIG.format(json.dumps(str(texts))), "utf-8")
    remove_new = partial(shutil.rmtree, texts / _NEW[:4], ignore_errors=True)
    return {
        label: Case(
            partial(piped, (program, "--config-file", str(config), *arguments), environment),
            *((remove_new,) if label == _JRNL_ADDS else ()),
        )
        for label, arguments in _JRNL.items()
    }


def _write_jrnl(journal: Path, folder: Path) -> None:
    names = sorted(name for name in os.listdir(journal) if name.endswith(".md"))
    for day, of_day in itertools.groupby(names, lambda name: name[:10]):
        path = folder / f"{day.replace('-', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_in_jrnl(journal / name) for name in of_day), "utf-8")


def _in_jrnl(entry: Path) -> str:
    _, _, text = entry.read_text("utf-8").partition("\n# ")
    lines = [line for line in text.splitlines() if not line.startswith("<!--")]
    moment = f"{entry.name[:10]} {entry.name[11:13]}:{entry.name[13:15]}"
    return f"[{moment}] " + "\n".join(lines) + "\n"


def _of_nb(
    journal: Path, program: str | None, environment: Mapping[str, str]
) -> Mapping[str, Case | None]:
    if program is None:
        return dict.fromkeys(_NB)
    journal.with_name("gitconfig").write_text(_GIT_CONFIG, "utf-8")
    try:
        notes = made(journal.with_name("nb"), partial(_write_nb, journal, program, environment))
    except FailedError as error:
        return dict.fromkeys(_NB, Case(partial(_fail, error)))
    own = _nb_environment(notes, environment)
    take_back = partial(_git, notes / "home", own, "reset", "--quiet", "--hard", "begun")
    return {
        label: Case(
            partial(piped, (program, *arguments), own),
            *((take_back,) if label == _NB_ADDS else ()),
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
    own = _nb_environment(folder, environment)
    piped((program, "init"), own)
    home = folder / "home"
    names = sorted(name for name in os.listdir(journal) if name.endswith(".md"))
    for name in names:
        shutil.copyfile(journal / name, home / name)
    (home / ".index").write_text("".join(f"{name}\n" for name in names), "utf-8")
    _git(home, own, "add", "--all")
    _git(home, own, "commit", "--quiet", "--message", "Begun")
    _git(home, own, "gc", "--quiet")
    _git(home, own, "tag", "begun")


def _git(home: Path, environment: Mapping[str, str], *arguments: str) -> None:
    piped(("git", "-C", str(home), *arguments), environment)


def _fail(error: FailedError) -> NoReturn:
    raise error
