"""Records of professional development at a terminal: what is typed is kept whatever happens."""

import signal

import pytest

from support.builders import an_entry
from support.terminal import CTRL_C, CTRL_D, ENTER, needs_terminal

pytestmark = needs_terminal

RELEVANCE = "Why was it relevant to you and your work?"


@pytest.fixture
def begin(start, program, notice_shown, tmp_path):
    """Return a function that exports a record and waits for the first question."""
    program.add_entries(an_entry(takeaway="Ask first."))

    def begin(*arguments: str, name="record.md", waits_for=RELEVANCE):
        output = str(tmp_path / name)
        terminal = start("export", "--layout", "cpd", "-o", output, *arguments)
        terminal.wait_for(waits_for)
        return terminal

    return begin


def _kept(program) -> str:
    (path,) = (program.journal / ".securebase" / "records" / "cpd").glob("*.md")
    return path.read_text("utf-8")


def test_a_record_is_filled_in_and_its_second_format_needs_no_typing(begin, tmp_path):
    terminal = begin()
    terminal.type(f"Two lines{ENTER}of relevance{CTRL_D}")
    terminal.wait_for("2 of 4")
    terminal.type(CTRL_D)
    terminal.wait_for("3 of 4")
    terminal.type(f"They answer first.{CTRL_D}")
    terminal.wait_for("4 of 4")
    terminal.type(f"My peer nodded.{CTRL_D}")
    assert 0 == terminal.exit_code()
    written = (tmp_path / "record.md").read_text("utf-8")
    assert "Two lines\nof relevance\n" in written
    assert "**What I learnt**\n\nAsk first.\n" in written
    second = begin(name="record.html", waits_for="use what is kept")
    second.type(ENTER)
    assert 0 == second.exit_code()
    assert "They answer first." in (tmp_path / "record.html").read_text("utf-8")


def test_ctrl_c_keeps_what_was_typed_and_the_next_export_goes_on(begin, program, tmp_path):
    terminal = begin()
    terminal.type("Half a sent")
    terminal.wait_for("Half a sent")
    terminal.type(CTRL_C)
    assert 130 == terminal.exit_code()
    assert "Half a sent" in _kept(program)
    assert not (tmp_path / "record.md").exists()
    again = begin(waits_for="Half a sent")
    again.type(f"ence{CTRL_D}")
    again.wait_for("What did you learn from it?")
    assert "Half a sentence" in _kept(program)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["full screen", "line by line"])
def test_a_signal_keeps_what_was_typed(begin, program, number, options):
    terminal = begin(*options)
    terminal.type("Half a sent")
    terminal.wait_for("Half a sent")
    terminal.signal(number)
    assert 128 + number == terminal.exit_code()
    assert "Half a sent" in _kept(program)
