"""The command line under a test runner: the same words and exit codes as in a process."""

import pytest
from typer.testing import CliRunner

from securebase_cli.cli import COMMANDS, load_command, program
from securebase_cli.storage.journal import Journal
from support.builders import an_entry
from support.program import IDLE_EDITOR


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command line with a journal of one entry; returns the exit code and all it said."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", IDLE_EDITOR)
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    journal.add(an_entry())

    def run(*arguments: str, typed: str = "") -> tuple[int, str]:
        result = CliRunner().invoke(
            program, ["--journal", str(journal.folder), *arguments], input=typed
        )
        return result.exit_code, result.output

    return run


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (["list"], "", "23 Nov 2026"),
        (["show", "k3f7"], "", "Most of them do."),
        (["show", "23", "November", "2026"], "", "Most of them do."),
        (["show", "23/11/2026"], "", "Most of them do."),
        (["list", "--since", "November", "2026"], "", "23 Nov 2026"),
        (["list", "--until", "the", "end", "of", "last", "year"], "", "No entry until 31 December"),
        (["search", "most", "--until", "1", "Dec", "2026", "them"], "", "Most of them do."),
        (["search", "most", "--since=23/11/2026", "last", "week"], "", "has these words"),
        (["actions", "--since", "last", "month", "--json"], "", "[]"),
        (["delete", "--before", "23rd", "November", "2026", "--dry-run"], "", "as old as that"),
        (["export"], "", "# Reflection journal"),
        (["import", "-"], '{"entries": []}', "There are no entries in it."),
        (["model"], "", "People are there for me"),
        (["questions", "acceptance"], "", "praise"),
        (["path"], "", "set-aside"),
        (["doctor"], "", "All is well."),
        (["privacy"], "", "nothing is sent anywhere."),
        (["edit", "last"], "", "Nothing was changed."),
        (["delete", "k3f7", "--dry-run"], "", "would be moved to the trash"),
        (["delete", "k3f7"], "yes\n", "To get it back: securebase restore k3f7"),
        (["restore"], "", "The journal’s trash is empty."),
        (["resume"], "", "Nothing is unfinished."),
        (["reflect", "-q", "praise"], "Often.\n", "1 of 1 answered."),
        (["--version"], "", "securebase 0."),
        ([], "", "Last reflection"),
        (["search", "most"], "", "Most of them do."),
        (["compare", "call-on-support"], "", "Most of them do."),
        (["coverage"], "", "Next: "),
        (["actions"], "", "Nothing is open to try."),
        (["aliases"], "", "No name has an alias yet."),
        (["aliases", "add", "Robin", "Worker A"], "", "Robin becomes Worker A."),
        # Together, these words could be a date.
        (["aliases", "add", "A", "D"], "", "A becomes D."),
        (["aliases", "add", "-"], "Kim: Worker B", "Kim becomes Worker B."),
        (["aliases", "check"], "", "Nothing is left to decide on."),
    ],
)
def test_each_command_does_its_work(run, arguments, typed, words):
    code, said = run(*arguments, typed=typed)
    assert 0 == code
    assert words in said


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "zzzz"], 2, "There is no entry “zzzz”"),
        (["undo"], 2, "Did you mean `securebase restore`?"),
        (["backup"], 2, "Did you mean `securebase export -o backup.json`?"),
        (["word"], 2, "Did you mean `securebase export -o journal.docx`?"),
        (["availability"], 2, "Did you mean `securebase reflect availability`?"),
        (["done", "k3f7.1"], 2, "Did you mean `securebase actions tried`?"),
        (["xyzzy"], 2, "No such command 'xyzzy'.\nMore about it: securebase --help"),
        (["resume", "--set-aside", "--save"], 2, "doesn’t go with --save"),
        (["resume", "--go-on", "--save"], 2, "doesn’t go with --save"),
        (["restore", "k3f7"], 2, "trash is empty"),
        (["import", "nowhere.json"], 2, "nowhere.json can't be read"),
        (["list", "--content", "nowhere.yaml", "--domain", "x"], 1, "can't be read"),
    ],
)
def test_each_mistake_has_its_words_and_its_code(run, arguments, code, words):
    assert code == run(*arguments)[0]
    assert words in run(*arguments)[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_row_of_the_table_names_a_command_that_can_be_loaded_and_has_help(run, name):
    assert COMMANDS[name] == load_command(name).help
    code, said = run(name, "--help")
    assert 0 == code
    assert COMMANDS[name] in " ".join(said.split())


def test_no_command_is_loaded_to_list_them(run, monkeypatch):
    monkeypatch.setattr("securebase_cli.cli.load_command", pytest.fail)
    code, said = run("--help")
    assert 0 == code
    assert all(f"  {name} " in said for name in COMMANDS)


def test_the_error_about_too_many_arguments_does_not_repeat_them(run):
    code, said = run("show", "last", "Robin", "told", "me")
    assert 2 == code
    assert "Robin" not in said
    assert said.endswith("More about it: securebase show --help\n")
