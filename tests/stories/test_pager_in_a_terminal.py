"""Long texts in a terminal are shown in the pager, from their beginning."""

import shutil

import pytest

from support.builders import an_entry
from support.terminal import needs_terminal

pytestmark = [
    needs_terminal,
    pytest.mark.skipif(shutil.which("less") is None, reason="there is no less here"),
]

LESS = {"PAGER": None, "LESS": None}
PROMPT = "Space for more, q to leave"
END_PROMPT = "That is all, q to leave"


@pytest.mark.parametrize(
    "arguments", [["model"], ["questions"], ["compare", "call-on-support"]], ids=" ".join
)
def test_a_long_text_begins_at_its_beginning(start, program, arguments):
    program.add_entries(*(an_entry(id=f"aaa{number}") for number in range(9)))
    terminal = start(*arguments, rows=24, env=LESS)
    terminal.wait_for(PROMPT)
    begin = terminal.rows[0]
    assert begin
    terminal.type("/e\rq")
    assert 0 == terminal.exit_code()
    assert terminal.is_restored
    assert not (program.home / ".lesshst").exists()


def test_the_whole_model_is_on_the_first_of_the_pages(start, content):
    terminal = start("model", rows=24, env=LESS)
    terminal.wait_for(PROMPT)
    assert content.title == terminal.rows[0].strip()
    assert all(domain.title in terminal.screen_text for domain in content.domains)
    assert "Sources" not in terminal.screen_text
    terminal.type("q")
    assert 0 == terminal.exit_code()


def test_no_key_of_the_pager_keeps_a_copy_and_at_the_end_it_says_so(start, program, tmp_path):
    program.add_entries(*(an_entry(id=f"aaa{number}") for number in range(9)))
    copy = tmp_path / "copy"
    terminal = start("compare", "call-on-support", rows=24, env=LESS)
    terminal.wait_for(PROMPT)
    terminal.type(f"s{copy}\r\r")
    terminal.type("G")
    terminal.wait_for(END_PROMPT)
    terminal.type("q")
    assert 0 == terminal.exit_code()
    assert not copy.exists()


@pytest.mark.parametrize(
    ("arguments", "env"),
    [(["--no-pager"], LESS), (["--plain"], LESS), ([], {**LESS, "PAGER": "cat"})],
    ids=["--no-pager", "--plain", "PAGER=cat"],
)
def test_there_is_no_pager_for_those_who_want_none(start, arguments, env):
    terminal = start("model", *arguments, rows=24, env=env)
    terminal.wait_for("119–130.")
    assert 0 == terminal.exit_code()


def test_what_fits_the_window_needs_no_pager(start, program):
    program.add_entries(an_entry())
    terminal = start("list", rows=24, env=LESS)
    terminal.wait_for("k3f7")
    assert 0 == terminal.exit_code()


def test_ctrl_c_in_the_pager_ends_neither_it_nor_the_program(start):
    terminal = start("model", rows=24, env=LESS)
    terminal.wait_for(PROMPT)
    terminal.type("\x03")
    terminal.wait_for_reply(PROMPT)
    terminal.type("q")
    assert 0 == terminal.exit_code()


def test_long_help_begins_with_what_is_used_every_day(start):
    terminal = start("--help", rows=24, env=LESS)
    terminal.wait_for(PROMPT)
    assert "Commands: reflect Reflect on a domain" in terminal.screen_text
    terminal.type("q")
    assert 0 == terminal.exit_code()
