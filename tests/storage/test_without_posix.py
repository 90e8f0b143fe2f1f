"""The program works on a system that lacks the modules that only POSIX has."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import securebase_cli

PACKAGE = Path(securebase_cli.__file__).parent
TESTS = Path(__file__).parents[1]

# Modules that Windows does not have.
POSIX_MODULES = ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource")

# A pytest plug-in: named with -p, it is loaded before the tests and the package. A few examples of
# each property are enough here, because no property depends on the system.
HIDE_POSIX = f"""
import sys

for name in {POSIX_MODULES}:
    sys.modules[name] = None

from hypothesis import settings

settings.register_profile("few", settings(deadline=None, max_examples=5, database=None))


def pytest_sessionstart():
    from securebase_cli.storage import platform_files
    from securebase_cli.ui.prompts import terminal

    assert platform_files.fcntl is None
    assert not hasattr(terminal, "termios")
"""

# Test files that need neither a terminal, nor processes, nor signals.
PORTABLE_TESTS = (
    "commands/test_export.py",
    "entry_format/test_action_line.py",
    "entry_format/test_actions_section.py",
    "entry_format/test_cleanup.py",
    "entry_format/test_entry.py",
    "entry_format/test_front_matter.py",
    "entry_format/test_strict_yaml.py",
    "instrument/test_content.py",
    "sitting/test_answers_file.py",
    "sitting/test_autosave.py",
    "sitting/test_last_answers.py",
    "sitting/test_loop.py",
    "sitting/test_state.py",
    "storage/test_drafts.py",
    "storage/test_files.py",
    "storage/test_files_and_folders.py",
    "storage/test_filter.py",
    "storage/test_journal.py",
    "storage/test_locks.py",
    "storage/test_platform_files.py",
    "storage/test_windows.py",
    "test_dates.py",
    "test_errors.py",
    "test_json_records.py",
    "test_model.py",
    "test_settings.py",
)
# Without locks a second program does not notice the first.
NEED_LOCKS = (
    "storage/test_drafts.py::test_a_locked_draft_is_not_offered_and_cannot_be_locked_twice",
)

# Imports the modules named as arguments, with those of POSIX hidden; prints the failures as JSON.
IMPORT_MODULES = f"""
import importlib, json, sys

for name in {POSIX_MODULES}:
    sys.modules[name] = None
failed = {{}}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed[name] = str(error)
json.dump({{"failed": failed, "loaded": sorted(sys.modules)}}, sys.stdout)
"""

# It calls the console of Windows, which is hidden nowhere, but lacking here.
WINDOWS_ONLY = "securebase_cli.ui.prompts.windows_console"

# Seconds until a process that hangs is ended.
TIMEOUT = 300


def _module_names() -> list[str]:
    """Return the names of the modules that can be imported on any system."""
    paths = (path.relative_to(PACKAGE.parent).with_suffix("") for path in PACKAGE.rglob("*.py"))
    names = (".".join(path.parts).removesuffix(".__init__") for path in paths)
    return sorted({*names} - {"securebase_cli.__main__", WINDOWS_ONLY})


def test_every_module_can_be_imported():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_MODULES, *_module_names()],
        capture_output=True,
        timeout=TIMEOUT,
        check=True,
    )
    result = json.loads(done.stdout)
    assert {} == result["failed"]
    assert {*_module_names()} <= {*result["loaded"]}


@pytest.mark.posix("modules that could be hidden")
def test_the_portable_tests_pass(tmp_path):
    (tmp_path / "without_posix.py").write_text(HIDE_POSIX, "utf-8")
    # Neither coverage nor xdist, which would make this run slower.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COVERAGE_", "PYTEST_"))
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-o", "addopts=", "--import-mode=importlib", "-q"),
            *("--no-header", "--tb=short"),
            *("-p", "without_posix", "-p", "no:xdist", "-p", "no:cov", "-p", "no:cacheprovider"),
            *("--hypothesis-profile", "few", "--basetemp", str(tmp_path / "inside")),
            *(f"--deselect=tests/{name}" for name in NEED_LOCKS),
            *(str(TESTS / path) for path in PORTABLE_TESTS),
        ],
        cwd=TESTS.parent,
        env={**inherited, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode:
        pytest.fail(done.stdout[-4000:] + done.stderr[-1000:], pytrace=False)
    assert f"{len(NEED_LOCKS)} deselected" in done.stdout
    assert "skipped" in done.stdout, "tests that need locks are skipped"
