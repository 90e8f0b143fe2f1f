"""Fixtures of several test files of commands."""

from collections.abc import Callable

import pytest

from securebase_cli.app import App
from support.askers import ScriptedLineAsker
from support.streams import TerminalStream


@pytest.fixture
def use_asker(monkeypatch) -> Callable[[ScriptedLineAsker], ScriptedLineAsker]:
    """Return a function that makes an asker the one of the app, with a terminal as its input."""

    def use(asker: ScriptedLineAsker) -> ScriptedLineAsker:
        monkeypatch.setattr("sys.stdin", TerminalStream())
        monkeypatch.setattr(App, "asker", lambda _: asker)
        return asker

    return use
