"""Pages in small windows: no id, number or date is shortened, and no path broken in a word."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui.console import Screen, break_paths
from securebase_cli.ui.page import Line, Pairs, Part, Table
from support.streams import TerminalStream, use_ordinary_terminal, without_styles

TABLE = Table(
    ("Date", "Entry", "Domain", "Begins with"),
    (
        ("23 Nov 2026", "k3f7", "Team membership", "We paired the newer two with a buddy"),
        ("3 Nov 2026", "m2aa", "Availability", ""),
    ),
    wrap_column="Domain",
    shrink_column="Begins with",
)
PATH = "/home/anna/.local/share/securebase/journal/2026-11-23-1430-availability-k3f7.md"


def printed(monkeypatch, columns: int, *parts: Part) -> list[str]:
    use_ordinary_terminal(monkeypatch, columns)
    stream = TerminalStream()
    monkeypatch.setattr("sys.stdout", stream)
    Screen().show(parts)
    return [line.rstrip() for line in without_styles(stream.getvalue()).splitlines()]


@pytest.mark.parametrize("columns", [40, 50, 54])
def test_in_a_narrow_window_a_table_has_one_label_on_a_line(monkeypatch, columns):
    lines = printed(monkeypatch, columns, TABLE)
    assert [
        " Date: 23 Nov 2026",
        " Entry: k3f7",
        " Domain: Team membership",
    ] == lines[:3]
    assert [" Date: 3 Nov 2026", " Entry: m2aa", " Domain: Availability"] == lines[-4:-1]


@pytest.mark.parametrize("columns", [55, 60, 80, 120])
def test_in_a_wider_window_ids_and_dates_are_whole(monkeypatch, columns):
    title = "A domain of a content file of one’s own, with a very long title " * 2
    long = TABLE._replace(rows=(("23 Nov 2026", "k3f7", title, "We paired"),))
    shown = "\n".join(printed(monkeypatch, columns, TABLE, long))
    assert 2 == shown.count("23 Nov 2026  k3f7")
    assert "3 Nov 2026   m2aa" in shown


@pytest.mark.parametrize("columns", [40, 45])
def test_in_a_narrow_window_a_path_stands_alone_and_is_broken_after_separators(
    monkeypatch, columns
):
    lines = printed(monkeypatch, columns, Pairs((("journal", os.path.dirname(PATH)),)), Line(PATH))
    assert " journal" == lines[0]
    assert "   /home/anna/.local/share/securebase/" == lines[1]
    assert "   journal" == lines[2]
    shown = "".join(line.strip() for line in lines[3:])
    assert PATH == shown
    assert all(line.endswith(("/", "k3f7.md")) for line in lines[3:])


@pytest.mark.parametrize("columns", [80, 120])
def test_a_path_that_fits_is_not_broken(monkeypatch, columns):
    pairs = Pairs((("journal", os.path.dirname(PATH)),))
    assert [f" journal  {os.path.dirname(PATH)}"] == printed(monkeypatch, columns, pairs)


@given(st.text("ab/\\ .", max_size=80), st.integers(1, 60))
def test_a_broken_path_loses_no_letter_and_is_broken_after_separators_only(text, width):
    broken = break_paths(text, width)
    assert text == broken.replace("\n", "")
    rows = broken.split("\n")
    assert all(row[-1] in "/\\" for row in rows[:-1])
    words = [word for row in rows for word in row.split() if len(word) > width]
    # A word that is still too long has no separator to be broken after.
    assert all(set(word[:-1]).isdisjoint("/\\") for word in words)
