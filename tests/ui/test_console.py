"""Printing pages: the text is safe, and the form depends on the stream."""

import contextlib
import io
import os
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
    """Return the output of a page on a stream of this type."""
    with contextlib.redirect_stdout(stream()) as output:
        Screen(plain=plain).show(page)
    return output.getvalue()


def rows(text: str) -> list[str]:
    """Return the rows of the output without styles."""
    return without_styles(text).splitlines()


# The filter.


@pytest.mark.parametrize(
    ("text", "safe"),
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
def test_control_and_invisible_characters_are_replaced_or_removed(text, safe):
    assert safe == safe_text(text)


@given(st.text())
def test_safe_text_is_not_changed_again(text):
    once = safe_text(text)
    assert once == safe_text(once)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in once)
    assert not set(once) & {"\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\ud800"}


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_text_is_not_changed(text):
    assert text == safe_text(text)


def test_a_safe_line_is_one_line():
    assert "a b c" == safe_line(" a\n\tb\r\nc\u202e ")


# Older consoles of Windows.


@pytest.mark.parametrize(("columns", "width"), [(80, 79), (100, 99), (101, 100), (200, 100)])
def test_on_windows_the_last_column_stays_free(monkeypatch, columns, width):
    monkeypatch.setattr(console, "WINDOWS", True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda _: os.terminal_size((columns, 24)))
    assert width == Screen().width


# The forms of a page.


def test_a_pipe_gets_unstyled_text_in_columns():
    assert (
        "The entry\n\n  One\n  two\n2026-11-23  aaaa\n2026-11-24  b     #x\n╭─╮\n╰─╯\n"
    ) == shown(PAGE, io.StringIO)


@each_stream
def test_plain_is_one_label_and_value_a_line_on_every_stream(stream):
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
    output = shown(PAGE, TerminalStream)
    assert "\x1b[1;36m" in output
    for words in ("The entry", "Date", "Tags", "2026-11-24", "#x", "──", "╭─╮"):
        assert words in output
    assert all(len(row) <= 60 for row in rows(output))


@pytest.mark.parametrize("kind", ["dumb", "unknown", ""])
def test_a_dumb_terminal_gets_no_escape_sequences(monkeypatch, kind):
    monkeypatch.setenv("TERM", kind)
    assert shown(PAGE, io.StringIO) == shown(PAGE, TerminalStream)


@pytest.mark.posix("Windows does not set the variable")
def test_a_terminal_of_no_type_gets_no_escape_sequences(monkeypatch):
    monkeypatch.delenv("TERM")
    assert shown(PAGE, io.StringIO) == shown(PAGE, TerminalStream)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("CLICOLOR", "0")])
def test_a_variable_switches_off_colours_and_rules(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    output = shown(PAGE, TerminalStream)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", output)
    assert "──" not in output
    assert "The entry" in output


def test_the_size_of_a_window_is_that_of_the_terminal_or_else_that_of_the_environment(monkeypatch):
    monkeypatch.setenv("COLUMNS", "123")
    monkeypatch.setattr("sys.stdout", TerminalStream())
    assert 123 == Screen().window_size.columns
    monkeypatch.setattr(TerminalStream, "fileno", lambda _: 7)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((50, 12)))
    assert (50, 12) == Screen().window_size
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((0, 0)))
    assert 123 == Screen().window_size.columns


def test_a_very_wide_terminal_is_not_filled(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    output = rows(shown((Line("word " * 200),), TerminalStream))
    assert 80 <= max(map(len, output)) <= console.MAX_WIDTH


def test_a_narrow_terminal_cuts_no_text_away(monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    output = shown(
        (Line("word " * 20 + "supercalifragilisticexpialidocious", "text"),), TerminalStream
    )
    assert 20 == " ".join(rows(output)).count("word")
    assert "supercalifragilisticexpialidocious" in "".join(rows(output)).replace(" ", "")


def test_messages_go_to_stderr(capsys):
    Screen(to_stderr=True).say("One.", "Two.")
    assert ("", "One.\nTwo.\n") == capsys.readouterr()


# A person's text in a page.


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
def test_hostile_text_is_filtered_in_every_part_of_a_page(stream, plain, text):
    page = (
        Line(text, "heading", "Question"),
        Table(("A", "B"), ((text, text),), "B"),
        Picture((text,), ("red",)),
    )
    output = "\n".join(rows(shown(page, stream, plain=plain)))
    assert "\N{REPLACEMENT CHARACTER}" in output or "abc" in output
    assert output.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "text", ["[red]x[/red]", "[/x]", "[link=https://example.org]x[/link]", ":smile:", "&#8238;x"]
)
@pytest.mark.parametrize("kind", ["line", "table", "picture"])
def test_markup_in_a_person_s_text_is_printed_as_text(text, kind):
    parts = {
        "line": Line(text),
        "table": Table(("A",), ((text,),), "A"),
        "picture": Picture((text,), ("x",)),
    }
    output = shown((parts[kind],), TerminalStream)
    assert text in "\n".join(rows(output))
    assert "\x1b]" not in output


def _show_and_stop(screen: Screen) -> None:
    with screen.paged():
        screen.show(PAGE * 20)
        raise KeyboardInterrupt


def test_what_was_shown_before_an_error_is_shown_without_the_pager(monkeypatch):
    monkeypatch.setenv("PAGER", "false")
    with contextlib.redirect_stdout(TerminalStream()) as output:
        screen = Screen(may_page=True)
        with pytest.raises(KeyboardInterrupt):
            _show_and_stop(screen)
        screen.say("Stopped.")
    shown = without_styles(output.getvalue())
    assert shown.count("The entry") == 20
    assert shown.rstrip().endswith("Stopped.")
