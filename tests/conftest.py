"""Fixtures for all tests, and the profile of the property tests."""

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from securebase_cli.app import App
from securebase_cli.hints import WINDOWS
from securebase_cli.instrument.content import Content, read_content
from securebase_cli.storage.journal import Journal
from support.builders import an_entry
from support.example_actions import NOW, OPEN_ACTION, TRIED_ACTION
from support.program import Program

settings.register_profile(
    "securebase",
    deadline=None,
    max_examples=100,
    # In CI the same examples are tried each time; locally they are new in each run.
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
# For a second run of the suite, which is about something else than the examples.
settings.register_profile("second-run", settings.get_profile("securebase"), max_examples=20)
settings.load_profile("securebase")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, on Windows, the tests that say they need something of other systems."""
    mark = item.get_closest_marker("posix")
    if mark is not None and WINDOWS:
        pytest.skip(f"Windows has no {mark.args[0]}")


@pytest.fixture(scope="session")
def content() -> Content:
    return read_content()


@pytest.fixture
def journal(tmp_path) -> Journal:
    return Journal(tmp_path / "journal")


@pytest.fixture
def app(tmp_path) -> App:
    app = App()
    app.options.journal = tmp_path / "journal"
    return app


@pytest.fixture
def prepared_journal(app) -> Journal:
    """Make the folder of the app's journal; return the journal, which has no entries."""
    app.journal.prepare()
    return app.journal


@pytest.fixture
def day_after(app, prepared_journal) -> None:
    """Let it be the morning after the example actions were agreed."""
    app.now = NOW


@pytest.fixture
def entry_path(prepared_journal) -> Path:
    """Save an entry k3f7 with one open and one tried action; return its path."""
    return prepared_journal.add(an_entry(actions=(OPEN_ACTION, TRIED_ACTION))).path


@pytest.fixture
def program(tmp_path) -> Program:
    """Return the program, to be run in processes with a home folder of its own."""
    return Program(tmp_path)


@pytest.fixture
def typed(monkeypatch):
    """Return a function that puts a text on standard input, which is not a terminal."""

    def give(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))

    give("")
    return give


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Return a function that makes lines of Python the editor; they get the file as `path`.

    Its attribute `runs` counts how often the editor was run.
    """
    runs = tmp_path / "editor-runs"

    def does(lines: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import pathlib, sys\n"
            f"with open({str(runs)!r}, 'a') as runs: runs.write('.')\n"
            f"path = pathlib.Path(sys.argv[-1])\n{lines}\n",
            "utf-8",
        )
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")

    does.runs = lambda: len(runs.read_text("utf-8")) if runs.exists() else 0
    return does
