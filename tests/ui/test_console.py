"""Putting pages on a stream: safe whatever they hold, and in the form that the reader needs."""

import contextlib
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.ui import console
from securebase_cli.ui.console import Screen, safe_line, safe_text
from securebase_cli.ui.page import GAP, Line, Page, Picture, Table
from support.streams import TerminalStream, use_ordinary_terminal, without_styles

PAGE = (
    Line("The entry", "title", "Title"),
    GAP,
    Line("One\ntwo", "text", "Answer", indent=2),
    Table(("Date", "Id", "Tags"), (("2026-11-23", "aaaa", ""), ("2026-11-24", "b", "#x")), "Tags"),
    Picture(("╭─╮", "╰─╯")),
)


each_stream = pytest.mark.parametrize(
    "stream", [io.StringIO, TerminalStream], ids=["pipe", "terminal"]
)


@pytest.fixture(autouse=True)
def _sixty_columns(monkeypatch):
    use_ordinary_terminal(monkeypatch, columns=60)


def shown(page: Page, stream: type[io.StringIO], *, plain: bool = False) -> str:
    """Return what a stream of that kind gets when the page is shown."""
    with contextlib.redirect_stdout(stream()) as found:
        Screen(plain=plain).show(page)
    return found.getvalue()


def rows(text: str) -> list[str]:
    """Return the rows of a screen without their colours."""
    return without_styles(text).splitlines()


# The filter.


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("plain text", "plain text"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Grüße 支え 🫶🏽 ½", "Grüße 支え 🫶🏽 ½"),
        ("family 👩\u200d👧", "family 👩\u200d👧"),
        ("\x1b[31mred", "\N{REPLACEMENT CHARACTER}[31mred"),
        ("a\rb", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\x00b\x7fc", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"),
        ("a\x9bb\x85c", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"),
        ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("a\u2028b\U000e0041c", "abc"),
        ("[red]x[/red] [/x] &#8238;", "[red]x[/red] [/x] &#8238;"),
    ],
)
def test_nothing_is_left_that_a_terminal_could_obey_or_be_misled_by(text, harmless):
    assert harmless == safe_text(text)


@given(st.text())
def test_what_was_made_safe_is_safe_and_stays_as_it_is(text):
    once = safe_text(text)
    assert once == safe_text(once)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in once)
    assert not set(once) & {"\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\ud800"}


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_writing_is_not_touched(text):
    assert text == safe_text(text)


def test_a_safe_line_is_one_line():
    assert "a b c" == safe_line(" a\n\tb\r\nc\u202e ")


# The forms of a page.


def test_a_pipe_gets_bare_text_in_columns():
    assert (
        "The entry\n\n  One\n  two\n2026-11-23  aaaa\n2026-11-24  b     #x\n╭─╮\n╰─╯\n"
    ) == shown(PAGE, io.StringIO)


@each_stream
def test_plain_is_one_label_and_value_a_line_wherever_it_goes(stream):
    assert (
        "Title: The entry\n"
        "Answer: One\n"
        "  two\n"
        "Date: 2026-11-23\n"
        "Id: aaaa\n"
        "\n"
        "Date: 2026-11-24\n"
        "Id: b\n"
        "Tags: #x\n"
        "\n"
        "╭─╮\n"
        "╰─╯\n"
    ) == shown(PAGE, stream, plain=True)


def test_a_terminal_gets_colours_and_a_table_with_its_headings():
    found = shown(PAGE, TerminalStream)
    assert "\x1b[1;36m" in found
    for words in ("The entry", "Date", "Tags", "2026-11-24", "#x", "──", "╭─╮"):
        assert words in found
    assert all(len(row) <= 60 for row in rows(found))


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_terminal_that_can_do_no_more_than_take_lines_gets_no_escape(monkeypatch, kind):
    monkeypatch.setenv("TERM", kind)
    assert shown(PAGE, io.StringIO) == shown(PAGE, TerminalStream)


def test_no_color_leaves_neither_colour_nor_rules(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    found = shown(PAGE, TerminalStream)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", found)
    assert "──" not in found
    assert "The entry" in found


def test_a_very_wide_terminal_is_not_filled(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    found = rows(shown((Line("word " * 200),), TerminalStream))
    assert 80 <= max(map(len, found)) <= console.MAX_WIDTH


def test_a_narrow_terminal_cuts_no_text_away(monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    found = shown(
        (Line("word " * 20 + "supercalifragilisticexpialidocious", "text"),), TerminalStream
    )
    assert 20 == " ".join(rows(found)).count("word")
    assert "supercalifragilisticexpialidocious" in "".join(rows(found)).replace(" ", "")


def test_messages_go_to_stderr(capsys):
    Screen(to_stderr=True).say("One.", "Two.")
    assert ("", "One.\nTwo.\n") == capsys.readouterr()


# People's text in a page.


@each_stream
@pytest.mark.parametrize("plain", [False, True], ids=["", "plain"])
@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J\x1b[31mred",
        "\x1b]52;c;aGVsbG8=\x07",
        "\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\",
        "\x9b2J \x9d52;c;x\x9c",
        "a\u202eb\u2066c",
        "\x00\x08\x0b\x0c\x0e\x7f",
    ],
    ids=["colour", "clipboard", "link", "c1", "bidi", "c0"],
)
def test_hostile_text_gets_through_in_no_part_of_a_page(stream, plain, text):
    page = (
        Line(text, "heading", "Question"),
        Table(("A", "B"), ((text, text),), "B"),
        Picture((text,), ("red",)),
    )
    found = "\n".join(rows(shown(page, stream, plain=plain)))
    assert "\N{REPLACEMENT CHARACTER}" in found or "abc" in found
    assert found.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "text", ["[red]x[/red]", "[/x]", "[link=https://example.org]x[/link]", ":smile:", "&#8238;x"]
)
@pytest.mark.parametrize("kind", ["line", "table", "picture"])
def test_markup_in_people_s_text_is_text(text, kind):
    parts = {
        "line": Line(text),
        "table": Table(("A",), ((text,),), "A"),
        "picture": Picture((text,), ("x",)),
    }
    found = shown((parts[kind],), TerminalStream)
    assert text in "\n".join(rows(found))
    assert "\x1b]" not in found
