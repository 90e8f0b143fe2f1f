"""No text of a file controls the terminal, and no stream makes the program fail."""

import os
import subprocess
import sys

import pytest

from securebase_cli.model import Action, Answer
from support.builders import an_entry
from support.program import TIMEOUT
from support.terminal import ENTER, ESCAPE, needs_terminal

# Text that another program may have written to an entry.
HOSTILE = (
    "clear \x1b[2J\x1b[31mred\n"
    "clipboard \x1b]52;c;aGVsbG8=\x07\n"
    "link \x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\\n"
    "c1 \x9b2J \x9d52;c;x\x9c\n"
    "over\roverwritten \x08\x08\x00\n"
    "bidi \u202eevil\u2066 \u200f\u2028\n"
    "markup [red]x[/red] [/x] [link=https://example.org]y[/link]\n"
    "entities &#27;[31m &#8238; &amp;"
)
FORBIDDEN = ["\x1b[2J", "\x1b[31m", "\x1b]", "\x07", "\x9b", "\x9d", "\x9c", "\x08", "\x00",
             "\u202e", "\u2066", "\u200f", "\u2028"]  # fmt: skip
KEPT = ["markup [red]x[/red] [/x] [link=https://example.org]y[/link]", "entities &#27;[31m &#8238;"]
WITH_ITS_WORDS = (["show"], ["compare", "praise"], ["actions"])
EVERY_PAGE = (
    *WITH_ITS_WORDS,
    *([], ["list"], ["coverage"], ["search", "markup"], ["search", "cc"], ["search", "do"]),
)


@pytest.fixture
def program(program):
    answer = Answer("praise", "Do you praise?", "HERE")
    program.add_entries(
        an_entry(
            domain="acceptance",
            answers=(answer,),
            title="Acceptance, TITLE",
            tags=("TAG",),
            actions=(Action("DO THIS", note="SO FAR"),),
        )
    )
    (file,) = program.journal.glob("*.md")
    text = file.read_text("utf-8").replace("HERE", HOSTILE).replace("Do you praise?", "Do \x1b[2J?")
    one_line = " ".join(HOSTILE.split("\n"))
    text = text.replace("DO THIS", one_line).replace("SO FAR", one_line)
    text = text.replace("[TAG]", '["cc\\e[2J\\u202e\\a"]')
    with file.open("w", encoding="utf-8", newline="") as edited:
        edited.write(text.replace("TITLE", "[bold]t[/] \u202e").replace("\\", "\\\\", 0))
    return program


def _found(shown: str) -> list[str]:
    return [text for text in FORBIDDEN if text in shown]


@pytest.mark.parametrize("options", [[], ["--plain"]], ids=["bare", "plain"])
@pytest.mark.parametrize("arguments", EVERY_PAGE, ids=" ".join)
def test_no_control_sequence_of_a_file_gets_through_a_pipe(program, arguments, options):
    done = program.run(*arguments, *options)
    assert (0, "") == (done.code, done.err)
    assert "cceptance" in done.out or "k3f7" in done.out
    assert [] == _found(done.out)
    if arguments in WITH_ITS_WORDS:
        assert [] == [text for text in KEPT if text not in done.out]


@needs_terminal
@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (["show"], {}),
        (["show", "--plain"], {}),
        (["show"], {"TERM": "dumb"}),
        (["export", "--by", "domain"], {}),
        *((page, {}) for page in EVERY_PAGE[1:]),
        *((["--plain", *page], {}) for page in EVERY_PAGE[1:]),
    ],
    ids=" ".join,
)
def test_no_control_sequence_of_a_file_reaches_a_terminal(start, arguments, env):
    terminal = start(*arguments, env=env, columns=100)
    if arguments in ([], ["--plain"]):
        # Home offers its menu; without a pointer, an empty answer leaves it.
        terminal.wait_for("Leave")
        terminal.type(ENTER if arguments else ESCAPE)
    assert 0 == terminal.exit_code()
    shown = terminal.output.decode().replace("\r\n", "\n")
    assert "cceptance" in shown or "k3f7" in shown
    assert [] == _found(shown)
    assert "\r" not in shown or not arguments
    if arguments in WITH_ITS_WORDS:
        assert [] == [text for text in KEPT if text not in terminal.screen_text]


def test_json_is_ascii_and_keeps_the_text_as_it_is(program):
    done = program.run("show", "--json")
    assert done.out.isascii()
    assert [] == _found(done.out)
    assert "\\u001b[2J" in done.out
    assert "\\u202e" in done.out


# In a document, marks for text from right to left and line separators are text.
IN_DOCUMENTS = {"\u200f", "\u2028"}


DOCUMENTS = (
    *(["--format", name] for name in ("markdown", "html", "csv", "json")),
    *(["--layout", name, "--answers"] for name in ("cpd", "supervision")),
)


@pytest.mark.parametrize("options", DOCUMENTS, ids=" ".join)
def test_no_control_sequence_of_a_file_gets_into_a_document(program, tmp_path, options):
    on_a_pipe = program.run("export", *options).out
    output = str(tmp_path / "document.md")
    assert 0 == program.run("export", *options, "-o", output).code
    in_a_file = (tmp_path / "document.md").read_text("utf-8")
    for document in (on_a_pipe, in_a_file):
        assert "red]x" in document
        assert set(_found(document)) <= IN_DOCUMENTS


@needs_terminal
def test_a_resumed_answer_is_shown_without_control_sequences(start, program):
    program.run("reflect", "co-operation", input="HERE\n.pause\n")
    (draft,) = (program.journal / ".securebase" / "drafts").glob("*.md")
    draft.write_text(draft.read_text("utf-8").replace("HERE", "H\x1b[2J\u202eERE"), "utf-8")
    for options in ([], ["--plain"]):
        terminal = start("resume", *options)
        terminal.wait_for_reply("put it away (kept)")
        terminal.type("1\r")
        terminal.wait_for_reply("1 of 4")
        terminal.wait_for_reply("ERE")
        terminal.wait_for_reply("pause")
        terminal.type("\x03" if not options else ".pause\r")
        terminal.exit_code()
        assert not {"\x1b[2J", "\u202e"} & {
            text for text in FORBIDDEN if text in terminal.output_text
        }


# Colours.


@needs_terminal
def test_a_terminal_gets_colours_unless_no_color_is_set(start):
    coloured = start("questions", "co-operation")
    assert 0 == coloured.exit_code()
    assert "\x1b[1;36m" in coloured.output_text
    grey = start("questions", "co-operation", env={"NO_COLOR": "1"})
    assert 0 == grey.exit_code()
    assert coloured.rows == grey.rows
    assert "36m" not in grey.output_text


@needs_terminal
@pytest.mark.parametrize("way", [["--plain"], []], ids=["--plain", "TERM=dumb"])
def test_plain_and_dumb_terminals_get_no_escape_sequence(start, way):
    env = {} if way else {"TERM": "dumb"}
    for command in ("model", "list", "show"):
        terminal = start(command, *way, env=env)
        assert 0 == terminal.exit_code()
        assert "\x1b" not in terminal.output_text


@needs_terminal
@pytest.mark.parametrize("columns", [40, 60, 100])
def test_the_model_is_drawn_if_the_terminal_is_wide_enough_else_listed(start, columns):
    terminal = start("model", columns=columns, rows=100)
    assert 0 == terminal.exit_code()
    assert ("╭" in terminal.output_text) is (columns == 100)
    for title in ("Availability", "Team membership"):
        assert title in terminal.screen_text
    assert "My feelings are manageable" in terminal.screen_text or columns == 100


# Streams that can't take everything, or anything.


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=["LC_ALL=C", "ascii"],
)
@pytest.mark.parametrize(
    "arguments", [["show"], ["model"], ["--help"], ["questions", "xyz"]], ids=" ".join
)
def test_an_encoding_that_lacks_letters_causes_no_failure(program, env, arguments):
    done = program.run(*arguments, env=env)
    assert (2 if "xyz" in arguments else 0) == done.code
    assert "Traceback" not in done.err
    assert "mistake in securebase" not in done.err


def test_a_sitting_in_an_ascii_locale_saves_all_letters(program):
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = program.run("reflect", "-q", "praise", input="Grüße 支え 🫶\n.\n", env=env)
    assert 0 == done.code
    assert "Grüße 支え 🫶" in "".join(program.entry_texts())


def test_a_document_is_utf_8_in_any_locale(program):
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert program.run("export").out == program.run("export", env=env).out


@pytest.mark.skipif(os.name == "nt", reason="pipes are closed in another way there")
@pytest.mark.parametrize(
    "arguments", [["questions"], ["export"], ["list", "--json"], ["--version"]], ids=" ".join
)
def test_a_reader_that_closes_the_pipe_causes_no_message(program, arguments):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            program.command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            env=program.environment(),
            timeout=TIMEOUT,
            check=False,
        )
    finally:
        os.close(writer)
    assert b"" == done.stderr
    assert 141 == done.returncode


needs_full_disk = pytest.mark.skipif(
    not os.path.exists("/dev/full"), reason="there is no disk that is always full"
)


def _on_a_full_disk(program, *arguments: str, typed: bytes = b""):
    """Run a command whose output goes to a disk that is full."""
    with open("/dev/full", "wb") as full:
        return subprocess.run(
            program.command(*arguments),
            input=typed,
            stdout=full,
            stderr=subprocess.PIPE,
            env=program.environment(),
            timeout=TIMEOUT,
            check=False,
        )


@needs_full_disk
@pytest.mark.parametrize(
    "arguments",
    [["questions"], ["show"], ["list", "--json"], ["export"], ["--version"], ["--help"]],
    ids=" ".join,
)
def test_a_full_disk_is_reported_in_one_line(program, arguments):
    done = _on_a_full_disk(program, *arguments)
    assert 1 == done.returncode
    (said,) = done.stderr.decode().splitlines()
    assert "No space left on device" in said


@needs_full_disk
@pytest.mark.parametrize("arguments", [["list", "--json"], ["doctor"]], ids=" ".join)
def test_a_full_disk_is_reported_beside_an_entry_that_cannot_be_read(program, arguments):
    program.journal.mkdir(parents=True, exist_ok=True)
    name = "2025-11-23-1430-availability-aaaa.md"
    (program.journal / name).write_text("no front matter", encoding="utf-8")
    done = _on_a_full_disk(program, *arguments)
    assert 1 == done.returncode
    assert b"That did not work: No space left on device." in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed in another way there")
@pytest.mark.parametrize("streams", [">&-", ">&- 2>&-"])
@pytest.mark.parametrize(
    "arguments",
    [
        *("--version", "--help", "list --help", "list", "list --json", "show", "show --json"),
        *("export", "export --format json", "coverage", "coverage --json", "questions", "model"),
        *("doctor", "path", "privacy", "worksheet", "search praise", "compare praise", ""),
    ],
)
def test_what_a_closed_output_did_not_take_is_said_and_fails(program, arguments, streams):
    program.run("reflect", "-q", "praise", input="Well, praise.\n")
    done = _run_with_streams(program, arguments.split(), streams)
    assert 1 == done.returncode
    said = b"" if "2>&-" in streams else b"That did not work: the output is closed.\n"
    assert said == done.stderr


def _run_with_streams(program, arguments, streams, typed=b""):
    line = " ".join(f"'{word}'" for word in program.command(*arguments))
    return subprocess.run(
        ["/bin/sh", "-c", f"{line} {streams}"],
        input=typed,
        capture_output=True,
        env=program.environment(),
        timeout=TIMEOUT,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed in another way there")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_was_closed_beforehand_gives_no_traceback(program, closed):
    done = _run_with_streams(program, ["reflect", "-q", "praise"], closed, typed=b"Yes.\n")
    assert b"Traceback" not in done.stderr
    assert b"mistake in securebase" not in done.stderr
    assert done.returncode in ({0, 1} if closed == ">&-" else {0})
    assert (closed != "<&-") is any("Yes." in entry for entry in program.entry_texts())


@needs_full_disk
@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (["reflect", "--answers", "-"], b"praise: Often.", "Saved"),
        (["delete", "k3f7", "--yes"], b"", "Moved to the trash"),
    ],
)
def test_a_failing_stdout_after_the_work_is_reported_as_such(program, arguments, typed, words):
    done = _on_a_full_disk(program, *arguments, typed=typed)
    assert 0 == done.returncode
    assert f"{words}, but that could not be shown: No space left on device." in done.stderr.decode()
