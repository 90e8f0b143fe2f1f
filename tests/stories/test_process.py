"""The program as a process: its start, its exit codes and its complete output."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest

from securebase_cli import __version__
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.model import Answer
from support.builders import MOMENT, an_entry
from support.program import TIMEOUT, Program

needs_posix = pytest.mark.skipif(
    sys.platform == "win32", reason="streams are closed in another way there"
)

# More than a pipe holds, and more than one write.
LARGE = "Most of them do – and “one” of them asks first. " * 20
MANY = 400


@pytest.fixture
def filled(program):
    """Fill a journal that is larger than any buffer between the program and its reader."""
    _fill(program, MANY)
    return program


def _fill(program: Program, count: int) -> list[str]:
    """Write this many entries without syncing them; return their ids, newest first."""
    program.journal.mkdir()
    ids = []
    for number in range(count):
        handle = "".join("abcdefghijklmnopqrstuvwxyz"[number // 26**at % 26] for at in (3, 2, 1, 0))
        moment = MOMENT + timedelta(days=number)
        answer = Answer("praise", "Do you?", f"Answer {number}. {LARGE}")
        entry = an_entry(id=handle, moment=moment, domain="acceptance", answers=(answer,))
        name = f"{moment:%Y-%m-%d-%H%M}-acceptance-{handle}.md"
        (program.journal / name).write_text(write_entry(entry), "utf-8")
        ids.append(handle)
    return ids[::-1]


def _in_a_shell(program: Program, *arguments: str, streams: str) -> subprocess.CompletedProcess:
    line = " ".join(f"'{word}'" for word in program.command(*arguments))
    return subprocess.run(
        ["/bin/sh", "-c", f"{line} {streams}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=program.environment(),
        timeout=TIMEOUT,
        check=False,
    )


# Ways to start it.


def test_the_module_prints_its_version(program):
    done = program.run("--version")
    assert (0, f"securebase {__version__}\n", "") == (done.code, done.out, done.err)


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["show", "zzzz"], 2)])
def test_the_script_works_like_the_module(program, arguments, code):
    program.add_entries(an_entry())
    script = "import sys; from securebase_cli.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=program.environment(),
        timeout=TIMEOUT,
        check=False,
    )
    assert code == done.returncode
    as_module = program.run(*arguments)
    assert (as_module.out, as_module.err) == (done.stdout.decode(), done.stderr.decode())


def test_the_program_name_in_messages_is_always_securebase(program):
    assert "Usage: securebase [OPTIONS]" in program.run("--help").out
    assert "More about it: securebase list --help" in program.run("list", "--none").err


def test_the_shell_gets_completions(program):
    env = {"_SECUREBASE_COMPLETE": "complete_bash", "COMP_WORDS": "securebase sea", "COMP_CWORD": 1}
    done = program.run(env={name: str(value) for name, value in env.items()})
    assert (0, "search\n") == (done.code, done.out)


# Its exit codes.


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["list"], 0, ""),
        (["search", "kingfisher"], 0, "No question, answer, action or tag has these words."),
        (["list", "--content", "nowhere.yaml", "--domain", "x"], 1, "can't be read"),
        (["show", "zzzz"], 2, "There is no entry “zzzz”"),
        (["lst"], 2, "No such command"),
        (["search"], 2, "There is nothing to look for yet."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_exit_code_comes_with_its_message(program, arguments, code, words):
    program.add_entries(an_entry())
    done = program.run(*arguments)
    assert code == done.code
    assert words in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["list", "--json"], ["search", "most", "--json"], ["compare", "call-on-support"]],
    ids=" ".join,
)
def test_an_unreadable_file_is_reported_after_the_rest_with_exit_code_4(program, arguments):
    program.add_entries(an_entry())
    (program.journal / "2026-11-20-0900-acceptance-bbbb.md").write_bytes(b"\xff")
    done = program.run(*arguments)
    assert 4 == done.code
    assert "k3f7" in done.out
    words = "Left alone: 2026-11-20-0900-acceptance-bbbb.md: it is not text in UTF-8"
    assert [words + " (What to do: securebase doctor)"] == done.err.splitlines()


# Its output.


def test_a_large_output_is_complete_on_a_pipe(filled):
    done = filled.run("compare", "praise")
    assert (0, "") == (done.code, done.err)
    answers = [line for line in done.out.splitlines() if line.startswith("  Answer ")]
    assert [f"  Answer {number}. {LARGE}" for number in range(MANY)] == answers
    assert done.out.endswith(f"\n\n{MANY} answers.\n")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["compare", "praise", "--json"], lambda data: data["answers"]),
        (["list", "--json"], lambda data: data),
        (["export", "--format", "json"], lambda data: data["entries"]),
    ],
    ids=["compare", "list", "export"],
)
def test_large_json_is_complete_on_a_pipe(filled, arguments, found):
    done = filled.run(*arguments)
    assert (0, "") == (done.code, done.err)
    assert len(done.out) > 1 << 16
    assert MANY == len(found(json.loads(done.out)))


def test_a_large_output_is_complete_before_a_failing_exit_code(filled):
    (filled.journal / "notes.md").write_text("---\nsecurebase: 1\n---\n")
    done = filled.run("compare", "praise", "--json")
    assert 4 == done.code
    assert MANY == len(json.loads(done.out)["answers"])


def test_output_before_a_fork_is_printed_once(program):
    ids = _fill(program, 2_100)
    done = program.run("compare", "praise", "--json")
    assert (0, "") == (done.code, done.err)
    assert ids[::-1] == [one["entry"] for one in json.loads(done.out)["answers"]]


@needs_posix
@pytest.mark.parametrize(
    "arguments", [["compare", "praise"], ["compare", "praise", "--json"], ["export"]], ids=" ".join
)
def test_a_reader_that_closes_the_pipe_causes_no_message(filled, arguments):
    with subprocess.Popen(
        filled.command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=filled.environment(),
    ) as running:
        assert running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
        assert 141 == running.wait(TIMEOUT)
    assert b"" == said


@needs_posix
@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "<&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--version"], 0), (["list"], 0), (["show", "zzzz"], 2), (["list", "--none"], 2)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_closed_streams_change_the_exit_code_only_of_what_could_not_be_written(
    program, streams, arguments, code
):
    program.add_entries(an_entry())
    done = _in_a_shell(program, *arguments, streams=streams)
    has_output = code == 0
    is_stdout_closed = ">&-" in streams.split()
    assert (1 if has_output and is_stdout_closed else code) == done.returncode
    assert b"Traceback" not in done.stderr
    assert b"mistake in securebase" not in done.stderr
    if ">&-" not in streams:
        assert bool(done.stdout) is (code == 0)
        assert bool(done.stderr) is (code != 0)


@needs_posix
def test_with_both_streams_in_one_file_messages_follow_the_data(program):
    program.add_entries(an_entry())
    (program.journal / "notes.md").write_text("---\nsecurebase: 1\n---\n")
    file = program.home / "both"
    done = _in_a_shell(program, "list", streams=f"> '{file}' 2>&1")
    first, second = file.read_text("utf-8").splitlines()
    assert (4, True) == (done.returncode, first.startswith("23 Nov 2026"))
    assert second.startswith("Left alone: notes.md: ")


def test_the_modules_in_the_current_folder_are_not_run(program, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    libraries = ("typer", "click", "rich", "yaml", "platformdirs", "docx")
    for name in (*libraries, "gc", "json", "datetime", "tomllib", "tempfile", "shutil"):
        (folder / f"{name}.py").write_text("raise SystemExit('run from the current folder')\n")
    program.add_entries(an_entry())
    for command in (["list", "--json"], ["show"], ["export", "-o", "journal.docx"]):
        done = program.run(*command, cwd=folder)
        assert 0 == done.code, done.err
    assert (folder / "journal.docx").is_file()
