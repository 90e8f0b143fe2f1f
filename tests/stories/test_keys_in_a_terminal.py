"""Keys between two questions, keys too many or of no meaning, and bytes that are no text."""

import shutil

import pytest

from support.terminal import CTRL_C, CTRL_D, DOWN, ENTER, Terminal, needs_terminal

pytestmark = [needs_terminal, pytest.mark.usefixtures("notice_shown")]

OPEN = "skills-sharing"

in_full_and_plain = pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["in full", "plain"])


def _pause_and_read_draft(terminal, program) -> str:
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert terminal.is_restored
    (draft,) = program.draft_texts()
    return draft


@pytest.mark.parametrize(("columns", "rows"), [(60, 12), (40, 15), (24, 8)])
def test_in_a_small_window_the_help_is_read_piece_by_piece(start, program, columns, rows):
    terminal = start("reflect", "-q", OPEN, columns=columns, rows=rows)
    terminal.wait_for("How do you encourage")
    terminal.type("Half")
    terminal.wait_for("> Half")
    terminal.type("\x1bOP")
    terminal.wait_for("Any key: go on")
    pages = terminal.screen_text
    while "> Half" not in terminal.screen_text:
        terminal.type(DOWN)
        terminal.wait_for_reply("\x1b[K")
        pages += terminal.screen_text
    for words in ("Tab, Ctrl-D,", "enough for today,", "Arrows, Home, End,", "Ctrl-R: redo"):
        assert words in pages
    assert "Half" in _pause_and_read_draft(terminal, program)


@in_full_and_plain
def test_keys_typed_between_two_questions_belong_to_the_next_one_and_are_shown_once(
    start, program, plain
):
    terminal = start("reflect", "co-operation", *plain)
    terminal.wait_for_reply("1 of 4")
    terminal.wait_for_reply(">")
    terminal.type(f"Number one{CTRL_D}Number two{CTRL_D}Number three")
    terminal.wait_for_reply("3 of 4")
    terminal.wait_for_reply("Number three")
    if not plain:
        assert 1 == terminal.screen_text.count("Number two")
    draft = _pause_and_read_draft(terminal, program)
    places = [draft.index(f"Number {word}\n") for word in ("one", "two", "three")]
    assert sorted(places) == places


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell to go back to")
@in_full_and_plain
def test_one_ctrl_d_too_many_does_not_close_the_shell(program, plain):
    environment = program.environment(TERM="xterm-256color", PS1="ready> ", ENV=None)
    with Terminal([shutil.which("sh"), "-i"], environment) as terminal:
        terminal.wait_for("ready>")
        terminal.type(" ".join(program.command("reflect", "-q", OPEN, *plain)) + ENTER)
        terminal.wait_for_reply("1 of 1")
        terminal.wait_for_reply(">")
        terminal.type(f"In pairs.{CTRL_C}{CTRL_D}{CTRL_D}")
        terminal.wait_for_reply("ready>")
        terminal.type(f"echo still h''ere{ENTER}")
        terminal.wait_for_reply("still here")


@in_full_and_plain
def test_keys_that_would_end_or_stop_a_program_do_nothing(start, program, plain):
    terminal = start("reflect", "-q", OPEN, *plain)
    terminal.wait_for_reply("1 of 1")
    terminal.wait_for_reply(">")
    # Ctrl-\, Ctrl-S and Ctrl-Q.
    terminal.type("In\x1c \x13pai\x11rs")
    terminal.wait_for_reply("rs")
    assert "In pairs" in _pause_and_read_draft(terminal, program)


@in_full_and_plain
def test_bytes_that_are_no_text_are_replaced_and_that_is_said(start, program, plain):
    terminal = start("reflect", "co-operation", *plain)
    terminal.wait_for_reply("1 of 4")
    terminal.wait_for_reply(">")
    terminal.type_bytes(b"caf\xe9 time\x04")
    terminal.wait_for_reply("1 byte was not text in UTF-8; you find a � there.")
    terminal.wait_for_reply("2 of 4")
    assert "caf� time" in _pause_and_read_draft(terminal, program)


def test_the_editor_s_colour_query_and_what_the_window_reports_are_no_text(start, program):
    terminal = start("reflect", "-q", OPEN)
    terminal.wait_for_reply("F1: more")
    terminal.type("In \x1b[?1;2c\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[O\x1b[Ipairs")
    terminal.wait_for("> In pairs")
    assert "\nIn pairs\n" in _pause_and_read_draft(terminal, program)
