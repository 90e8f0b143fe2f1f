"""Where the modules that only POSIX has are missing, the program is whole all the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import securebase_cli

PACKAGE = Path(securebase_cli.__file__).parent
TESTS = Path(__file__).parent

# What Windows does not have.
POSIX = ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource")

# Named with -p this is loaded before any test, and before anything of ours. A few examples of
# each property are enough here: it is not the properties that could depend on a system.
HIDING = f"""
import sys

for name in {POSIX}:
    sys.modules[name] = None

from hypothesis import settings

settings.register_profile("few", settings(deadline=None, max_examples=5, database=None))


def pytest_sessionstart():
    from securebase_cli.core import system
    from securebase_cli.terminal import keyboard

    assert system.fcntl is None
    assert keyboard.termios is None
"""

# The core, and what else needs no terminal. What looks at processes and signals needs POSIX.
CORE = (
    "action_line",
    "cleanup",
    "conduct",
    "dates",
    "domains",
    "drafts",
    "errors",
    "export",
    "files",
    "files_and_folders",
    "front_matter",
    "given_answers",
    "history",
    "holding",
    "journal",
    "markdown",
    "model",
    "plan",
    "query",
    "records",
    "scribe",
    "settings",
    "sitting",
    "strict_yaml",
    "system",
    "windows",
)
# Where nothing can be held, a second window does not notice the first.
NEED_HOLDS = ("test_drafts.py::test_a_draft_that_is_held_is_not_waiting_and_can_t_be_held_twice",)

# Imports every module named with the others hidden, and says what came of it.
IMPORTING = f"""
import importlib, json, sys

for name in {POSIX}:
    sys.modules[name] = None
failed = {{}}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed[name] = str(error)
json.dump({{"failed": failed, "loaded": sorted(sys.modules)}}, sys.stdout)
"""

# Nothing takes as long as this (s); it only keeps a defect from holding up everything.
PATIENCE = 120


def _modules() -> list[str]:
    """Return the names of all our modules, but for the one that starts the program."""
    paths = (path.relative_to(PACKAGE.parent).with_suffix("") for path in PACKAGE.rglob("*.py"))
    names = (".".join(path.parts).removesuffix(".__init__") for path in paths)
    return sorted(name for name in names if not name.endswith("__main__"))


def test_every_module_can_be_imported():
    done = subprocess.run(
        [sys.executable, "-c", IMPORTING, *_modules()],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    found = json.loads(done.stdout)
    assert {} == found["failed"]
    assert {*_modules()} <= {*found["loaded"]}


def test_the_core_works(tmp_path):
    (tmp_path / "without_posix.py").write_text(HIDING, "utf-8")
    # Measuring what is covered, or spreading it over the cores, would only take its time here.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COVERAGE_", "PYTEST_"))
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-o", "addopts=", "-q", "--no-header", "--tb=short"),
            *("-p", "without_posix", "-p", "no:xdist", "-p", "no:cov", "-p", "no:cacheprovider"),
            *("--hypothesis-profile", "few", "--basetemp", str(tmp_path / "inside")),
            *(f"--deselect=tests/{name}" for name in NEED_HOLDS),
            *(str(TESTS / f"test_{name}.py") for name in CORE),
        ],
        cwd=TESTS.parent,
        env={**inherited, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stdout[-4000:] + done.stderr[-1000:], pytrace=False)
    assert f"{len(NEED_HOLDS)} deselected" in done.stdout
    assert "skipped" in done.stdout, "what needs to hold files says so"
