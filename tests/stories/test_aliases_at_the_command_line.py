"""Aliases at the command line: real names stay out of shell history, errors and file names."""

import json
import os
import sys

import pytest

from securebase_cli.model import Action, Answer
from support.builders import an_entry
from support.terminal import CTRL_C, DOWN, END, ENTER, ESCAPE, UP, Terminal, needs_terminal

TEXT = "I asked Robin Hill on Monday. Robin said: ring 0191 498 0000."

# Asks about the names in the journal as an export does, then prints the first answer.
DECIDE = """
import sys
from securebase_cli.commands._decide_names import decide_names
from securebase_cli.app import App
from securebase_cli.exit import run_reporting_errors
from securebase_cli.pseudonyms.value_texts import replace_names_in_entry, texts_of_entry

def decide():
    app = App()
    entries = [stored.entry for stored in app.scan()]
    texts = [text for entry in entries for text in texts_of_entry(entry)]
    pseudonyms = decide_names(app, texts, no_input="--no-input" in sys.argv)
    print("Done:", replace_names_in_entry(entries[0], pseudonyms).answers[0].text)

sys.exit(run_reporting_errors(decide, passing=()))
"""


@pytest.fixture
def program(program):
    answer = Answer("call-on-support", "Do you?", TEXT)
    program.add_entries(an_entry(answers=(answer,), actions=(Action("Ask Robin"),)))
    return program


@pytest.fixture
def deciding(program):
    """Return a function that runs the questions before an export in a terminal."""
    started = []

    def start(columns: int = 80, **env: str) -> Terminal:
        command = [sys.executable, "-c", DECIDE]
        environment = program.environment(TERM="xterm-256color", **env)
        started.append(Terminal(command, environment, columns=columns))
        return started[-1].__enter__()

    yield start
    for terminal in started:
        terminal.__exit__(None, None, None)


def _aliases(program) -> dict[str, str]:
    return {one["name"]: one["alias"] for one in json.loads(program.run("aliases", "--json").out)}


def test_aliases_are_added_listed_and_removed(program):
    assert 0 == program.run("aliases", "add", "Robin", "Worker A").code
    assert 0 == program.run("aliases", "add", "Monday", "--stays").code
    assert "Robin   Worker A\nMonday  (may stay)\n" == program.run("aliases").out
    assert "Removed: Robin\n" == program.run("aliases", "remove", "robin").out
    assert {"Monday": "Monday"} == _aliases(program)
    assert [] == program.temporary_files()


def test_aliases_from_a_pipe_decide_all_remaining_names(program):
    left = json.loads(program.run("aliases", "check", "--json").out)
    assert {"Robin", "Robin Hill", "Monday", "0191 498 0000"} == {one["words"] for one in left}
    lines = "".join(f'"{one["words"]}": "Worker {n}"\n' for n, one in enumerate(left))
    assert 0 == program.run("aliases", "add", "-", input=lines).code
    assert ("[]\n", "Nothing is left to decide on.\n") == (
        (done := program.run("aliases", "check", "--json")).out,
        done.err,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add"], "Give the name and what stands for it"),
        (["add", "Secret"], "Give the name and what stands for it"),
        (["add", "Secret", "A", "--stays"], "not both"),
        (["remove"], "Give the name"),
        (["remove", "Secret"], "That name has no alias."),
        (["--json", "check"], "--json goes after the command"),
        (["forget"], "No such command 'forget'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_invalid_command_line_changes_nothing_and_repeats_no_name(program, arguments, words):
    done = program.run("aliases", *arguments)
    assert (2, "") == (done.code, done.out)
    assert words in " ".join(done.err.split())
    assert "Secret" not in done.err
    assert {} == _aliases(program)


@pytest.mark.parametrize("arguments", [[], ["add", "Kim", "A"], ["remove", "Kim"], ["check"]])
def test_a_damaged_aliases_file_stops_each_command_and_is_left_unchanged(program, arguments):
    path = program.journal / ".securebase" / "aliases"
    path.write_text("Secret: [left out]\n", "utf-8")
    done = program.run("aliases", *arguments)
    assert (1, "") == (done.code, done.out)
    assert f"{path}, line 1: " in done.err
    assert "Secret" not in done.err
    assert "Secret: [left out]\n" == path.read_text("utf-8")
    path.chmod(0o600)
    assert "line 1" in (checked := program.run("doctor")).out
    assert 1 == checked.code
    assert "Secret" not in checked.out + checked.err


def test_unreadable_entries_are_named_and_the_others_are_checked(program):
    (program.journal / "2026-11-24-1430-availability-m2aa.md").write_bytes(b"\xff")
    done = program.run("aliases", "check")
    assert 4 == done.code
    assert "Robin Hill" in done.out
    assert "m2aa.md" in done.err


@pytest.mark.parametrize("options", [[], ["--plain"]], ids=["bare", "plain"])
def test_no_control_sequence_gets_through(program, options):
    (path,) = program.journal.glob("*.md")
    text = path.read_text("utf-8").replace("Robin Hill on", "Ro\x1b[2Jbin\u202e Hi\x07ll \x9bon")
    path.write_text(text, "utf-8")
    aliases = program.journal / ".securebase" / "aliases"
    aliases.write_text('"Kim\\e[2J\\u202e": "W\\a\\u0085"\n', "utf-8")
    for arguments in ([], ["check"]):
        done = program.run("aliases", *arguments, *options)
        assert 1 == done.code
        assert "aliases, line 1: a control character" in done.err
        assert [] == [sign for sign in "\x1b\x07\x9b\u202e\x85" if sign in done.out + done.err]
    aliases.unlink()
    done = program.run("aliases", "check", *options)
    assert 0 == done.code
    assert [] == [sign for sign in "\x1b\x07\x9b\u202e" if sign in done.out + done.err]


def test_plain_labels_each_line(program):
    done = program.run("aliases", "check", "--plain")
    assert "To decide: 1  Robin · name, 2 times\nWhere: …Robin Hill on Monday." in done.out


@needs_terminal
def test_the_name_is_asked_for_so_that_the_shell_does_not_record_it(start, program):
    person = start("aliases", "add")
    person.wait_for("Whose name?")
    person.type(f"Robin Hill{ENTER}")
    person.wait_for("What stands for “Robin Hill”? Empty: Worker A")
    person.type(ENTER)
    person.wait_for("Robin Hill becomes Worker A.")
    assert 0 == person.exit_code()
    assert person.is_restored
    assert {"Robin Hill": "Worker A"} == _aliases(program)


def _assert_all_is_decided(person: Terminal, program) -> None:
    """Assert that the document has the aliases, and that the aliases file has all decisions."""
    assert 0 == person.exit_code()
    done = "Done: I asked the manager on Monday. Worker A said: ring [left out].\n"
    assert person.output_text.endswith(done)
    assert person.is_restored
    assert {"Robin", "Robin Hill", "0191 498 0000", "Monday"} == _aliases(program).keys()


@needs_terminal
@pytest.mark.parametrize("columns", [60, 80])
def test_all_names_are_decided_line_by_line_before_a_document_is_written(
    deciding, program, columns
):
    person = deciding(columns, SECUREBASE_PLAIN="1")
    person.wait_for("3 0191 498 0000 · telephone, once")
    person.wait_for("Which must not stay?")
    person.type(f"1-3{ENTER}")
    person.wait_for("What stands for “Robin”? Empty: Worker A")
    person.type(ENTER)
    person.wait_for("What stands for “Robin Hill”? Empty: Worker A")
    person.type(f"the manager{ENTER}")
    person.wait_for("What stands for “0191 498 0000”? Empty: [left out]")
    person.type(ENTER)
    person.wait_for("yes or no; empty: yes.")
    person.type(ENTER)
    _assert_all_is_decided(person, program)


@needs_terminal
@pytest.mark.parametrize("columns", [50, 80, 120])
def test_all_names_are_decided_in_a_menu_before_a_document_is_written(deciding, program, columns):
    person = deciding(columns)
    person.wait_for("> 1 Robin · name, 2 times")
    person.type(ENTER)
    person.wait_for("What stands for “Robin”?")
    person.type(ENTER)
    person.wait_for("> 2 Robin Hill · name, once")
    person.type(ENTER)
    person.wait_for("What stands for “Robin Hill”?")
    person.type(f"{END}{ENTER}")
    person.wait_for("Empty: Worker A")
    person.type(f"the manager{ENTER}")
    person.wait_for("> 3 0191 498 0000 · telephone, once")
    person.type(f"{ENTER}{ENTER}")
    person.wait_for("0191 498 0000 becomes [left out]")
    person.type(f"{END}{ENTER}")
    person.wait_for("yes or no; empty: yes.")
    person.type(ENTER)
    _assert_all_is_decided(person, program)


@needs_terminal
@pytest.mark.parametrize("key", [CTRL_C, ESCAPE], ids=["Ctrl-C", "Esc"])
@pytest.mark.parametrize("decided", [{}, {"Robin": "Worker A"}], ids=["none", "one"])
def test_leaving_the_menu_keeps_what_was_decided_on(start, program, key, decided):
    person = start("aliases", "decide")
    person.wait_for("> 1 Robin · name, 2 times")
    for _ in decided:
        person.type(f"{ENTER}{ENTER}")
        person.wait_for("> 2 Robin Hill · name, once")
    person.type(key)
    assert 130 == person.exit_code()
    assert person.is_restored
    assert ("kept in the aliases" in person.screen_text) == bool(decided)
    assert decided == _aliases(program)


@needs_terminal
def test_what_is_decided_in_the_menu_can_be_changed(start, program):
    person = start("aliases", "decide")
    person.wait_for("> 1 Robin · name, 2 times")
    person.type(f"{ENTER}{ENTER}")
    person.wait_for("> 2 Robin Hill · name, once")
    person.type(UP)
    person.wait_for("> 1 Robin becomes Worker A")
    person.type(ENTER)
    person.wait_for("What stands for “Robin”?")
    person.type(ESCAPE)
    person.wait_for("> 1 Robin becomes Worker A")
    person.type(f"{ENTER}{DOWN}{ENTER}")
    person.wait_for("1 Robin may stay as it is")
    person.type(f"{END}{ENTER}")
    person.wait_for("Nothing is left to decide on")
    assert 0 == person.exit_code()
    assert {"Robin": "Robin", "Robin Hill": "Robin Hill"}.items() <= _aliases(program).items()


@needs_terminal
def test_a_name_can_get_the_role_of_somebody_who_has_one(start, program):
    program.run("aliases", "add", "Robin", "Worker A")
    person = start("aliases", "decide")
    person.wait_for("> 1 Hill · name, once")
    person.type(ENTER)
    person.wait_for("2 Worker A")
    person.type(f"{DOWN}{ENTER}")
    person.wait_for("1 Hill becomes Worker A")
    person.type(f"{END}{ENTER}")
    assert 0 == person.exit_code()
    assert "Worker A" == _aliases(program)["Hill"]


@needs_terminal
@pytest.mark.parametrize(
    "typed", [[], ["2"], ["2", ""]], ids=["at once", "at a name", "at the end"]
)
def test_ctrl_c_at_any_prompt_keeps_what_was_decided_on(deciding, program, typed):
    person = deciding(SECUREBASE_PLAIN="1")
    person.wait_for("Which must not stay?")
    for line in typed:
        person.type(f"{line}{ENTER}")
        person.wait_for_reply("Empty: Worker A" if line else "empty: yes.")
    person.type(CTRL_C)
    assert 130 == person.exit_code()
    assert person.is_restored
    assert "Nothing was written" in person.screen_text
    assert "Done:" not in person.output_text
    assert ("Robin Hill" in _aliases(program)) == ("" in typed)


@needs_terminal
def test_prompts_are_on_stderr_if_stdout_is_redirected(deciding, program):
    out = program.home / "out"
    command = ["sh", "-c", 'exec "$0" -c "$1" > "$2"', sys.executable, DECIDE, os.fspath(out)]
    environment = program.environment(TERM="xterm-256color")
    with Terminal(command, environment) as person:
        person.wait_for("1 Robin · name, 2 times")
        person.wait_for("Which must not stay?")
        person.type(f"{END}{ENTER}")
        person.wait_for("yes or no")
        person.type(f"no{ENTER}")
        assert 0 == person.exit_code()
    assert f"Done: {TEXT}\n" == out.read_text("utf-8")
