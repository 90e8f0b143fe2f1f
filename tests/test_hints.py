"""Hints name what works on the system, and with the way in which the program was started."""

import subprocess
import sys
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securebase_cli import hints
from support.program import TIMEOUT


@pytest.fixture
def windows(monkeypatch) -> None:
    monkeypatch.setattr(hints, "WINDOWS", True)


@pytest.fixture
def linux(monkeypatch) -> None:
    monkeypatch.setattr(hints, "WINDOWS", False)


@pytest.fixture(params=["securebase_cli.__main__", "__main__", None])
def started(request, monkeypatch) -> str | None:
    """Start the program as a module, as a script of Windows, and as one of Linux."""
    main = ModuleType("__main__")
    main.__spec__ = request.param and SimpleNamespace(name=request.param)
    monkeypatch.setitem(sys.modules, "__main__", main)
    return request.param


@pytest.mark.usefixtures("windows")
def test_on_windows_the_program_is_named_as_it_was_started(started):
    program = "py -m securebase_cli" if started == "securebase_cli.__main__" else "securebase"
    assert program == hints.command()
    assert f"{program} show k3f7" == hints.command("show k3f7")


@pytest.mark.usefixtures("linux", "started")
def test_elsewhere_the_program_has_one_name():
    assert "securebase" == hints.command()
    assert "securebase show k3f7" == hints.command("show k3f7")


def test_what_is_typed_on_windows_works_there(windows):
    assert r'"C:\My Journal"' == hints.quote(r"C:\My Journal")
    assert r'"E:\My Journal\\"' == hints.quote("E:\\My Journal\\")
    assert r"C:\journal" == hints.quote(r"C:\journal")
    assert "Ctrl-Z and Enter" == hints.end_of_input()
    assert "notepad" in hints.editor_example()
    assert "LANG" not in hints.utf_8_example()


def test_what_is_typed_elsewhere_works_there(linux):
    assert "'/home/r/My Journal'" == hints.quote("/home/r/My Journal")
    assert "Ctrl-D" == hints.end_of_input()
    assert "EDITOR=nano" == hints.editor_example()


@pytest.mark.skipif(sys.platform != "win32", reason="the command line is split by Windows")
@settings(max_examples=10)
@given(text=st.text(st.characters(categories=("L", "N"), include_characters=" \\&()';,=")))
def test_a_quoted_argument_arrives_as_it_is(text):
    script = "import sys; sys.stdout.reconfigure(encoding='utf-8'); print(sys.argv[1], end='')"
    line = f'"{sys.executable}" -c "{script}" {hints.quote(text)}'
    done = subprocess.run(line, capture_output=True, timeout=TIMEOUT, check=True)
    assert text == done.stdout.decode()
