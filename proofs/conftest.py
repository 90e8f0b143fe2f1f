"""Count the faults that the proofs try, and print the table for docs/reliability.md.

A proof calls `tried("kind of fault", times)` once it has asserted that all of them were survived.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from securebase_cli.instrument.content import read_content
from support.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from securebase_cli.instrument.content import Content

_COUNTED = "tried and survived: "


@pytest.fixture
def program(tmp_path) -> Program:
    return Program(tmp_path)


@pytest.fixture(scope="session")
def content() -> Content:
    return read_content()


@pytest.fixture
def tried(record_property) -> Callable[[str, int], None]:
    return lambda kind, times: record_property(f"{_COUNTED}{kind}", times)


def pytest_terminal_summary(terminalreporter):
    table: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, times in report.user_properties:
            if report.when == "call" and name.startswith(_COUNTED):
                table[name.removeprefix(_COUNTED)] += times
    if not table:
        return
    terminalreporter.section("faults tried and survived")
    for kind, times in sorted(table.items()):
        terminalreporter.write_line(f"{times:6}  {kind}")
