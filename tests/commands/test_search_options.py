"""Words with a hyphen stand among the options of a search, and neither is taken for the other."""

import json

import pytest
from typer.testing import CliRunner

from securebase_cli.cli import program
from securebase_cli.model import Answer
from securebase_cli.storage.journal import Journal
from support.builders import MOMENT, an_entry


@pytest.fixture
def run(tmp_path):
    """Run a command line, as it is typed, with a journal of three entries."""
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    for year, handle, domain, text in (
        (2024, "aaaa", "availability", "A buddy for each; -n, a, 5, é, hard cases"),
        (2025, "bbbb", "acceptance", "A buddy on the rota."),
        (2026, "cccc", "availability", "A buddy on the rota. Availability --all thing"),
    ):
        answer = Answer("praise", "Do you?", text)
        entry = an_entry(
            id=handle,
            moment=MOMENT.replace(year=year),
            domain=domain,
            answers=(answer,),
            tags=("day",) if handle != "aaaa" else (),
        )
        journal.add(entry)

    def run(*arguments: str, typed: str = ""):
        line = ["--journal", str(journal.folder), "search", *arguments]
        return CliRunner().invoke(program, line, input=typed)

    return run


def _ids(done) -> list[str]:
    assert 0 == done.exit_code, done.stderr
    return [row["id"] for row in json.loads(done.stdout)]


ALL = ["cccc", "bbbb", "aaaa"]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        # Words to be left out, wherever they stand.
        (["buddy", "-rota"], ["aaaa"]),
        (["-rota", "buddy"], ["aaaa"]),
        (["buddy", "-hard cases"], ["cccc", "bbbb"]),
        (['-"hard cases"', "buddy"], ["cccc", "bbbb"]),
        (["-each", "buddy", "-thing"], ["bbbb"]),
        (["buddy", "-n5"], ALL),
        (["buddy", "-davailability"], ALL),
        (["buddy", "-availability"], ["bbbb", "aaaa"]),
        (["buddy", "-n", "2", "-thing"], ["bbbb", "aaaa"]),
        (["-thing", "-n", "1", "buddy"], ["bbbb"]),
        # Options, wherever they stand.
        (["buddy", "-d", "availability"], ["cccc", "aaaa"]),
        (["-d", "availability", "buddy"], ["cccc", "aaaa"]),
        (["buddy", "-d", "availability", "-rota"], ["aaaa"]),
        (["-rota", "-d", "availability", "buddy"], ["aaaa"]),
        (["--domain", "availability", "--tag", "day", "buddy", "-each"], ["cccc"]),
        (["--domain=availability", "-rota", "buddy"], ["aaaa"]),
        (["buddy", "-t", "day"], ["cccc", "bbbb"]),
        (["buddy", "-t", "day", "-d", "acceptance"], ["bbbb"]),
        (["buddy", "--since", "2025", "-thing"], ["bbbb"]),
        (["buddy", "--until", "2025", "-rota"], ["aaaa"]),
        (["buddy", "--all", "-rota"], ["aaaa"]),
        (["buddy", "--no-input", "-rota"], ["aaaa"]),
        (["buddy", "--number", "1", "-thing"], ["bbbb"]),
        # Behind two hyphens there are only words.
        (["buddy", "--", "-rota"], ["aaaa"]),
        (["--", "-rota", "buddy"], ["aaaa"]),
        (["-thing", "--", "buddy", "-each"], ["bbbb"]),
        (["buddy", "--", "-a"], []),
        (["buddy", "--", "-n"], ["cccc", "bbbb"]),
        (["buddy", "--", "--all"], ["bbbb", "aaaa"]),
        (["--", "buddy", "-d", "availability"], []),
    ],
    ids=" ".join,
)
def test_a_hyphen_leaves_a_word_out_or_begins_an_option(run, arguments, ids):
    assert ids == _ids(run("--json", *arguments))
    if "--" not in arguments:
        assert ids == _ids(run(*arguments, "--json"))


@pytest.mark.parametrize("arguments", [[], ["-"], ["--", "-"], ["-d", "availability", "-"]])
def test_a_hyphen_alone_stands_for_the_input(run, arguments):
    found = _ids(run("--json", *arguments, typed="buddy -rota"))
    assert ["aaaa"] == found


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-rota"], "Give at least one word that they should hold."),
        (["--nowhere", "buddy"], "No such option: --nowhere"),
        (["buddy", "-x"], "No such option: -x"),
        (["buddy", "-d", "nowhere"], "There is no domain “nowhere”."),
        (["buddy", "-n", "0"], "0 is not in the range x>=1"),
        (["buddy", "-n", "-rota"], "'-rota' is not a valid"),
        (["buddy", "--all", "-n", "3"], "--all and --number"),
        (["--no-input"], "Give the words to look for, or - to read them from standard input."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_can_t_be_meant_is_refused(run, arguments, words):
    done = run(*arguments, typed="")
    assert 2 == done.exit_code
    assert words in done.stderr
    assert "" == done.stdout


@pytest.mark.parametrize("option", ["-d", "--domain", "--since", "-t", "-n", "--journal"])
@pytest.mark.parametrize("words", [["buddy"], ["buddy", "-rota"]], ids=" ".join)
def test_an_option_at_the_end_without_its_value_is_said(run, words, option):
    done = run(*words, option)
    assert 2 == done.exit_code
    assert "requires an argument" in done.stderr


def test_the_help_tells_of_phrases_of_beginnings_and_of_the_hyphen(run):
    done = run("--help")
    assert 0 == done.exit_code
    help_text = " ".join(done.stdout.split())
    assert "All must be there, as whole words or beginnings;" in help_text
    assert "“a phrase” ends where a word does, unless * follows;" in help_text
    assert "-word must not be there. - reads them from standard input." in help_text
    assert "Options of one letter stand apart from their value here: -n 5." in help_text
    assert run("-h").stdout == done.stdout
